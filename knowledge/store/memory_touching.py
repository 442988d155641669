"""What changed in a store in memory, found by looking at the shelves as they were and as they are.

So no write can forget to say what it touched.
"""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from knowledge.amending import bare
from knowledge.citations import Citation
from knowledge.fates import KeptFinding
from knowledge.match.embedding import Vector
from knowledge.model import Claim, Claimant, Document, Topic
from knowledge.relations import Relation
from knowledge.roles import Holder
from knowledge.store.shelved import Shelved
from knowledge.touched import Kind, Mark

K = TypeVar("K")
V = TypeVar("V")

_STEPS = 256


@dataclass(frozen=True, slots=True)
class _Seen:
    """The shelves at one version. What stands on them is replaced when it changes."""

    version: int
    claims: Mapping[str, Claim]
    claimants: Mapping[str, Claimant]
    topics: Mapping[str, Topic]
    documents: Mapping[str, Document]
    related: frozenset[frozenset[str]]
    relations: Mapping[int, Relation]
    holders: Mapping[tuple[str, str], Holder]
    vectors: Mapping[tuple[str, str], Vector]
    fates: Mapping[tuple[str, str], KeptFinding]
    citations: Mapping[int, Citation]


class MemoryTouching(Shelved):
    """The part of a store in memory that tells what writes touched."""

    _relations: dict[int, Relation]
    _holders: dict[tuple[str, str], Holder]
    _vectors: dict[tuple[str, str], Vector]
    _fates: dict[tuple[str, str], KeptFinding]
    _citations: dict[int, Citation]

    def __init__(self) -> None:
        super().__init__()
        self._seen: _Seen | None = None
        self._steps: deque[tuple[int, frozenset[Mark]]] = deque(maxlen=_STEPS)
        """What was touched from each version on, until the next that was looked at."""

    def touched(self, since: int) -> frozenset[Mark] | None:
        """Return what was touched after version *since*."""
        self._open()
        before, now = self._seen, self._look()
        if before is None or before.version != now.version:
            if before is not None:
                self._steps.append((before.version, _between(before, now)))
            self._seen = now
        if since == now.version:
            return frozenset()
        begun = [version for version, _ in self._steps if version <= since]
        if not begun:
            return None
        steps = (marks for version, marks in self._steps if version >= begun[-1])
        return frozenset[Mark]().union(*steps)

    def _look(self) -> _Seen:
        shelves = self._open()
        return _Seen(
            self._version,
            dict(shelves.claims),
            dict(shelves.claimants),
            dict(shelves.topics),
            dict(shelves.documents),
            frozenset(shelves.related),
            dict(self._relations),
            dict(self._holders),
            dict(self._vectors),
            dict(self._fates),
            dict(self._citations),
        )


def _between(old: _Seen, new: _Seen) -> frozenset[Mark]:
    """Return what is otherwise in *new* than in *old*, and what is beside such claims."""
    marks: set[Mark] = set()
    for slug in _changed(old.claims, new.claims):
        was, now = old.claims.get(slug), new.claims.get(slug)
        judged = was is not None and now is not None and bare(was) == bare(now)
        marks.add((Kind.STANDING if judged else Kind.CLAIM, slug))
        marks |= {(Kind.NAME, who.key) for who in (now.people() if now and was is None else ())}
    marks |= {(Kind.CLAIMANT, key) for key in _changed(old.claimants, new.claimants)}
    marks |= {(Kind.TOPIC, key) for key in _changed(old.topics, new.topics)}
    marks |= {(Kind.DOCUMENT, key) for key in _changed(old.documents, new.documents)}
    for number in _changed(old.citations, new.citations):
        kept = [seen.citations[number] for seen in (old, new) if number in seen.citations]
        marks |= {(Kind.DOCUMENT, c.document) for c in kept if c.document in new.documents}
    ends = [set(pair) for pair in old.related ^ new.related]
    for number in _changed(old.relations, new.relations):
        ends += [_ends(seen.relations[number]) for seen in (old, new) if number in seen.relations]
    marks |= {(Kind.STANDING, slug) for pair in ends for slug in pair}
    marks |= {(Kind.STANDING, slug) for slug, _ in _changed(old.fates, new.fates)}
    claims = {slug for kind, slug in marks if kind in (Kind.CLAIM, Kind.STANDING)}
    beside = [*map(set, new.related), *map(_ends, new.relations.values())]
    marks |= {(Kind.STANDING, s) for pair in beside if not claims.isdisjoint(pair) for s in pair}
    marks |= {(Kind.VECTOR, slug) for slug, _ in _changed(old.vectors, new.vectors)}
    marks |= {(Kind.ROLE, "") for _ in _changed(old.holders, new.holders)}
    return frozenset(marks)


def _changed(old: Mapping[K, V], new: Mapping[K, V]) -> Iterable[K]:
    return [key for key in old.keys() | new.keys() if old.get(key) is not new.get(key)]


def _ends(relation: Relation) -> set[str]:
    return {relation.proposal.claim, relation.proposal.other}
