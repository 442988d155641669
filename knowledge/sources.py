"""What a source is on record saying over time: entries by topic, and dated pairs on one matter.

An entry is the little of a claim that ordering needs, so that a source with thousands of claims is
laid out without loading them; the claims of one page are read after.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from knowledge.model import Claimant, Figure, PartialDate, Topic
from knowledge.relations import Relation, RelationKind
from knowledge.text import folded


@dataclass(frozen=True, slots=True)
class Entry:
    """A claim as far as laying out needs it: its topic, its document's date, its figures."""

    slug: str
    topic: Topic
    published: PartialDate | None
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """Two claims of one source on the same matter, the earlier first, and why they stand together.

    `measure` is the measure both give a figure for; empty where a person confirmed `relation`.
    Nothing here says that a position changed: the two are shown with their dates and words.
    """

    earlier: str
    later: str
    topic: Topic
    measure: str = ""
    relation: Relation | None = None


@dataclass(frozen=True, slots=True)
class TopicOverTime:
    """One topic of a source: the pairs on the same matter, and its claims, newest first."""

    topic: Topic
    pairs: tuple[Pair, ...]
    slugs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SourceOverTime:
    """A source: what it says by topic, what it reports others as saying, and where it is named.

    `reported` belongs to outlets. `about` names the claims of others in which the source is the
    accused party or is named in full or by an alias. Both are newest first. `withheld` counts the
    claims that the asker may not see.
    """

    claimant: Claimant
    said: tuple[TopicOverTime, ...]
    reported: tuple[str, ...]
    about: tuple[str, ...]
    withheld: int = 0

    @property
    def said_count(self) -> int:
        """How many claims it is on record saying."""
        return sum(len(topic.slugs) for topic in self.said)


def over_time(
    entries: Sequence[Entry], relations: Iterable[Relation], withdrawn: Collection[str] = ()
) -> tuple[TopicOverTime, ...]:
    """Return *entries* (newest first) by topic, the topic with the newest entry first.

    *relations* are the confirmed ones among them. *withdrawn* claims stand in no pair.
    """
    topics: dict[str, list[Entry]] = {}
    for entry in entries:
        topics.setdefault(entry.topic.key, []).append(entry)
    standing = [entry for entry in entries if entry.slug not in withdrawn]
    related = _confirmed_pairs(standing, relations)
    made = []
    for key, of_topic in topics.items():
        confirmed = [pair for pair in related if pair.topic.key == key]
        shown = {(pair.earlier, pair.later) for pair in confirmed}
        kept = [entry for entry in of_topic if entry.slug not in withdrawn]
        measured = [p for p in _measured_pairs(kept) if (p.earlier, p.later) not in shown]
        slugs = tuple(entry.slug for entry in of_topic)
        made.append(TopicOverTime(of_topic[0].topic, (*confirmed, *measured), slugs))
    return tuple(made)


def _confirmed_pairs(entries: Sequence[Entry], relations: Iterable[Relation]) -> list[Pair]:
    """Return the entries that a person put beside each other as differing or replaced."""
    by_slug = {entry.slug: entry for entry in entries}
    pairs: dict[tuple[str, str], Pair] = {}
    for relation in relations:
        one, other = by_slug.get(relation.proposal.claim), by_slug.get(relation.proposal.other)
        if relation.kind not in (RelationKind.DIFFERS, RelationKind.SUPERSEDES):
            continue
        if one is None or other is None:
            continue
        for earlier, later in ((one, other), (other, one)):
            if _before(earlier, later):
                pair = Pair(earlier.slug, later.slug, later.topic, relation=relation)
                pairs.setdefault((earlier.slug, later.slug), pair)
    return list(pairs.values())


def _measured_pairs(entries: Sequence[Entry]) -> list[Pair]:
    """Return neighbours in time that give different figures for one measure, newest first.

    Measure, population, place and unit must be the same words: figures for others are no change.
    """
    matters: dict[tuple[str, ...], list[tuple[Entry, Figure]]] = {}
    for entry in entries:
        for figure in entry.figures:
            if entry.published and figure.measure and figure.has_number:
                matters.setdefault(matter(figure), []).append((entry, figure))
    pairs: dict[tuple[str, str], Pair] = {}
    for given in matters.values():
        single = [(entry, figures[0]) for entry, figures in _by_entry(given) if len(figures) == 1]
        for (later, new), (earlier, old) in pairwise(single):
            if _before(earlier, later) and not same_number(old, new):
                pair = Pair(earlier.slug, later.slug, later.topic, new.measure)
                pairs.setdefault((earlier.slug, later.slug), pair)
    return list(pairs.values())


def _by_entry(given: Iterable[tuple[Entry, Figure]]) -> Iterable[tuple[Entry, list[Figure]]]:
    """Yield each entry with its figures for one matter; two figures leave open which is meant."""
    for _, of_one in groupby(given, key=lambda pair: pair[0].slug):
        together = list(of_one)
        yield together[0][0], [figure for _, figure in together]


def matter(figure: Figure) -> tuple[str, ...]:
    """Return what *figure* measures, of whom, where and in what, as it is compared."""
    return tuple(
        map(folded, (figure.measure, figure.population, figure.place, figure.unit, figure.period))
    )


def same_number(one: Figure, other: Figure) -> bool:
    """Say whether two figures give the same number with the same qualifier."""
    return (one.qualifier, one.value, one.low, one.high) == (
        other.qualifier,
        other.value,
        other.low,
        other.high,
    )


def _before(earlier: Entry, later: Entry) -> bool:
    """Say whether *earlier* surely comes first: 2019 and May 2019 have no known order."""
    if earlier.published is None or later.published is None:
        return False
    one, other = earlier.published.value, later.published.value
    return one < other and not other.startswith(one)


def names_of(claimant: Claimant) -> tuple[str, ...]:
    """Return what *claimant* is called: the full name and the aliases, each once."""
    return tuple(dict.fromkeys(name for name in (claimant.name, *claimant.aliases) if name.strip()))


def longer_names(names: Collection[str], everyone: Iterable[str]) -> tuple[str, ...]:
    """Return those of *everyone*'s names that hold one of *names* and are longer.

    “Prisoners Defenders” is not meant where “Cuban Prisoners Defenders” stands.
    """
    inner = _whole(names)
    found = (name for name in everyone if name not in names and inner and inner.search(name))
    return tuple(dict.fromkeys(found))


class Naming:
    """Names to look for as whole words, outside the *longer* names that hold one of them.

    Upper and lower case count: “WHO” is not named by “who”. Nothing is guessed from a part of a
    name.
    """

    def __init__(self, names: Collection[str], longer: Collection[str] = ()) -> None:
        self._wanted, self._hidden = _whole(names), _whole(longer)

    def stands_in(self, texts: Iterable[str]) -> bool:
        """Say whether one of the names stands in one of *texts*."""
        wanted, hidden = self._wanted, self._hidden
        if wanted is None:
            return False
        return any(wanted.search(hidden.sub("\n", text) if hidden else text) for text in texts)


def named_in(texts: Iterable[str], names: Collection[str], longer: Collection[str] = ()) -> bool:
    """Say whether one of *names* stands in *texts*, as `Naming` has it."""
    return Naming(names, longer).stands_in(texts)


def _whole(names: Collection[str]) -> re.Pattern[str] | None:
    ordered = sorted(names, key=lambda name: (-len(name), name))
    if not ordered:
        return None
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, ordered))})(?!\w)")
