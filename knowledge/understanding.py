"""What the values of filters mean on this desk: names as they are on record, dates, numbers."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from knowledge.filter_values import Amount, read_amount, read_date, read_status, read_strength
from knowledge.filtering import first_day, last_day
from knowledge.filters import FilterError, Filters, Typed
from knowledge.model import Claimant, PartialDate, Topic
from knowledge.text import folded
from knowledge.vocabulary import ClaimRating, Strength

T = TypeVar("T")

_NEAR = 85.0
_LIKE = 55.0
_NEAREST = 4


def understood(
    typed: Typed, everyone: Sequence[Claimant], topics: Sequence[Topic]
) -> tuple[Filters, str]:
    """Return the filters of *typed*, whose names are among those given, and its free words.

    Raises `FilterError` with the nearest names. Takes milliseconds among thousands of names, so
    call it off the event loop.
    """
    words = [typed.words]

    def value(name: str, read: Callable[[str], T]) -> T | None:
        if name not in typed.values:
            return None
        found, rest = _read(typed.values[name], read)
        words.append(rest)
        return found

    filters = Filters(
        by=value("by", lambda text: _someone(text, everyone, "by", "source")),
        about=value("about", lambda text: _topic(text, topics)),
        outlet=value("in", lambda text: _someone(text, everyone, "in", "outlet")),
        since=value("since", lambda text: _date(text, "since")),
        until=value("until", lambda text: _date(text, "until")),
        status=value("status", _status) or "",
        strength=value("strength", _strength),
        figure=value("figure", _figure),
    )
    _must_leave_days(filters)
    return filters, " ".join(filter(None, words))


def _read(text: str, read: Callable[[str], T]) -> tuple[T, str]:
    """Return what *read* makes of *text*, or of its first words with the others left over.

    Raises the `FilterError` of the whole text when no beginning of it can be read.
    """
    try:
        return read(text), ""
    except FilterError as error:
        parts = text.split()
        for size in range(len(parts) - 1, 0, -1):
            try:
                return read(" ".join(parts[:size])), " ".join(parts[size:])
            except FilterError:
                continue
        raise error from None


def _someone(text: str, everyone: Sequence[Claimant], name: str, what: str) -> Claimant:
    """Return whoever is called *text* or nearly so, or whose name alone has all its words."""
    key = folded(text)
    fits = [who for who in everyone if who.key == key]
    fits = fits or [who for who in everyone if key and key in _called(who)]
    if len(fits) == 1:
        return fits[0]
    likeness = {} if fits else _likeness(key, {who.key: _called(who) for who in everyone})
    for near in (
        [who for who in everyone if likeness and likeness[who.key] >= _NEAR],
        [who for who in everyone if likeness and _has_words(who, key)],
    ):
        if len(near) == 1:
            return near[0]
    like = sorted(everyone, key=lambda who: -likeness[who.key])[:_NEAREST] if likeness else fits
    names = [who.name for who in like if fits or likeness[who.key] >= _LIKE]
    raise FilterError(
        f"More than one {what} on record is called “{_cut(text)}”."
        if fits
        else f"No {what} on record is called “{_cut(text)}”.",
        f"The nearest names: {'; '.join(names)}."
        if names
        else "Look names up with /source, or leave the filter out.",
        name,
    )


def _has_words(who: Claimant, key: str) -> bool:
    words = set(key.split("-")) - {""}
    return bool(words) and any(words <= set(called.split("-")) for called in _called(who))


def _called(who: Claimant) -> tuple[str, ...]:
    return (who.key, folded(who.name), *map(folded, who.aliases))


def _topic(text: str, topics: Sequence[Topic]) -> Topic:
    key = folded(text)
    names = {topic.key: (topic.key, folded(topic.label)) for topic in topics}
    exact = [topic for topic in topics if key in names[topic.key]]
    if exact:
        return exact[0]
    likeness = _likeness(key, names)
    near = [topic for topic in topics if likeness[topic.key] >= _NEAR]
    if len(near) == 1:
        return near[0]
    like = sorted(topics, key=lambda topic: -likeness[topic.key])[:_NEAREST]
    labels = "; ".join(topic.label for topic in like if likeness[topic.key] >= _LIKE)
    raise FilterError(
        f"No topic on record is called “{_cut(text)}”.",
        f"The nearest topics: {labels}." if labels else "/claims alone lists the topics.",
        "about",
    )


def _likeness(key: str, names: Mapping[str, tuple[str, ...]]) -> dict[str, float]:
    """Return how like *key* the likest of each one's names is, of 100."""
    from rapidfuzz import fuzz

    if not key:
        return dict.fromkeys(names, 0.0)
    words = key.replace("-", " ")
    return {
        k: max(fuzz.token_sort_ratio(words, name.replace("-", " ")) for name in called)
        for k, called in names.items()
    }


def _date(text: str, name: str) -> PartialDate:
    found = read_date(text)
    if found is None:
        raise FilterError(
            f"“{_cut(text)}” is no day, month or year.",
            f"Write {name}: with a date such as 2019, May 2019, 20 December 2019 or 2019-12-20.",
            name,
        )
    return found


def _status(text: str) -> str:
    return _one(text, read_status(text), tuple(ClaimRating), "status")


def _strength(text: str) -> Strength:
    return Strength(_one(text, read_strength(text), tuple(Strength), "strength"))


def _one(text: str, found: Sequence[str], words: Sequence[str], name: str) -> str:
    """Return the one word found, or raise `FilterError` with those there are."""
    if len(found) == 1:
        return str(found[0])
    sentence = (
        f"“{_cut(text)}” may be more than one {name}."
        if found
        else f"“{_cut(text)}” is no {name} word."
    )
    raise FilterError(sentence, f"Choose one of: {', '.join(found or words)}.", name)


def _figure(text: str) -> Amount | bool:
    word = text.casefold().strip()
    if word in ("any", "none"):
        return word == "any"
    found = read_amount(text)
    if found is None:
        raise FilterError(
            f"“{_cut(text)}” is no number.",
            "Write figure: with a number such as 75%, 1.2 million or 50,000, or any, or none.",
            "figure",
        )
    return found


def _must_leave_days(filters: Filters) -> None:
    """Raise `FilterError` for dates between which no day lies."""
    since, until = filters.since, filters.until
    if since and until and first_day(since) > last_day(until):
        raise FilterError(
            f"No day is both since {since.words()} and until {until.words()}.",
            "Exchange the two dates, or leave one out.",
            "since",
        )


def _cut(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"
