"""The desk's lists: filters understood, and one page of what passes them."""

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from knowledge.filter_values import Amount, read_amount, read_date, read_status, read_strength
from knowledge.filtering import first_day, last_day
from knowledge.filters import FilterError, Filters, Typed
from knowledge.match.model import Matcher
from knowledge.model import Claim, Claimant, PartialDate, Topic
from knowledge.ports import ClaimStore
from knowledge.screen import withheld
from knowledge.text import folded, terms
from knowledge.vocabulary import ClaimRating, Strength

T = TypeVar("T")

MAX_MATCHES = 60
"""Free words give at most so many claims to page through."""

_REMEMBERED_LISTS = 16
_MANY = 100_000
_NEAR = 85.0
_LIKE = 55.0
_NEAREST = 4


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list: its claims, its number of how many, and how many claims pass in all.

    `withheld` counts restricted claims that pass and are not shown; `undated` those that may pass,
    but whose document has no date or one too coarse to tell. `more` says that the words fit more
    claims than are paged through.
    """

    claims: tuple[Claim, ...]
    number: int
    pages: int
    total: int
    withheld: int = 0
    undated: int = 0
    more: bool = False


@dataclass(frozen=True, slots=True)
class _Listed:
    slugs: tuple[str, ...]
    withheld: int
    undated: int
    more: bool = False


class Listing:
    """Lists over one store. Without a matcher, free words are looked for as they stand."""

    def __init__(self, store: ClaimStore, matcher: Matcher | None = None) -> None:
        self._store = store
        self.matcher = matcher
        self._lists: OrderedDict[tuple[int, Filters, str], _Listed] = OrderedDict()

    async def understand(self, typed: Typed) -> tuple[Filters, str]:
        """Return the filters of *typed* and its free words.

        Where a value is more than the filter can be, such as `by:OAS pay`, its first words are the
        value and the others are free words. Raises `FilterError` with the nearest values.
        """
        values, words = typed.values, [typed.words]
        everyone = await self._store.claimants() if values.keys() & {"by", "in"} else ()

        def value(name: str, read: Callable[[str], T]) -> T | None:
            if name not in values:
                return None
            found, rest = _read(values[name], read)
            words.append(rest)
            return found

        topics = [count.topic for count in await self._store.topics()] if "about" in values else []
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

    async def topic(self, words: str) -> Topic | None:
        """Return the topic whose key or label is *words*, if there is one."""
        key = folded(words)
        topics = await self._store.topics() if key else ()
        fits = (t.topic for t in topics if key in (t.topic.key, folded(t.topic.label)))
        return next(fits, None)

    async def page(self, filters: Filters, words: str, number: int, size: int) -> Page:
        """Return page *number* (from 1; past the end, the last) of what passes *filters*.

        With *words*, the claims that they find come best first, otherwise the newest first. The
        slugs are listed whole and kept until the store changes; records are read for one page.
        """
        key = (self._store.version(), filters, words)
        listed = self._lists.get(key)
        if listed is None:
            listed = await self._list(filters, words)
            self._lists[key] = listed
            if len(self._lists) > _REMEMBERED_LISTS:
                self._lists.popitem(last=False)
        pages = max(1, -(-len(listed.slugs) // size))
        number = min(number, pages)
        shown = listed.slugs[(number - 1) * size : number * size]
        claims = tuple(await self._store.claims(shown))
        return Page(
            claims, number, pages, len(listed.slugs), listed.withheld, listed.undated, listed.more
        )

    async def _list(self, filters: Filters, words: str) -> _Listed:
        passing = await self._store.filtered(filters)
        unsure = await self._store.undated(filters) if filters.dated else []
        if not words:
            return _Listed(tuple(passing), withheld(passing), len(unsure))
        found, left_out = await self._find(words, passing if filters else None, MAX_MATCHES + 1)
        unsure, _ = await self._find(words, unsure, MAX_MATCHES) if unsure else ([], 0)
        more = len(found) > MAX_MATCHES
        return _Listed(tuple(found[:MAX_MATCHES]), left_out, len(unsure), more)

    async def _find(
        self, words: str, among: Sequence[str] | None, limit: int
    ) -> tuple[Sequence[str], int]:
        """Return the claims that *words* find, and how many they find that are not shown."""
        if self.matcher is not None:
            hits = await self.matcher.find(words, limit, among)
            # One word is too little to go by on a whole desk, and enough among a few claims.
            if hits or among is None:
                return [hit.slug for hit in hits], withheld(hits)
        wanted = terms(words)
        passing = None if among is None else set(among)
        enough = -(-len(wanted) // 2)
        found = await self._store.search(wanted, _MANY) if wanted else ()
        fits = (slug for slug, matched in found if matched >= enough)
        slugs = [slug for slug in fits if passing is None or slug in passing]
        return slugs[:limit], withheld(found) if among is None else 0


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
