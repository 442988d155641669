"""A question as the matcher weighs it: its words, how telling each is, what may stand for it."""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from knowledge.match.normal import is_number, words
from knowledge.match.porter import stem
from knowledge.match.query import content
from knowledge.match.synonyms import SYNONYMS
from knowledge.model import Claimant

_SYNONYM = 0.7
_SPELLING = 0.8
_LONGEST_ALIAS = 8


Together = frozenset[str]
"""Words that stand for something only when all of them are there."""


@dataclass(frozen=True, slots=True)
class Part:
    """One word of a question, its stem and weight, and stems that stand for it at a discount."""

    word: str
    stem: str
    weight: float
    instead: Mapping[str, float]
    called: tuple[Together, ...] = ()

    def met(self, stems: frozenset[str]) -> float:
        """Return how far a claim with *stems* has this word, from 0 to 1."""
        if self.stem in stems or any(name <= stems for name in self.called):
            return 1.0
        return max((worth for other, worth in self.instead.items() if other in stems), default=0.0)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for: the parts it is judged by, every word it is searched with, its names."""

    parts: tuple[Part, ...]
    searched: tuple[str, ...]
    names: frozenset[str] = frozenset()

    @property
    def weight(self) -> float:
        """The weight of all parts."""
        return sum(part.weight for part in self.parts)


def rarity(having: int, claims: int) -> float:
    """Return how telling a word is that *having* of *claims* have; never below zero."""
    return math.log(1 + (claims - having + 0.5) / (having + 0.5))


def asked_for(
    typed: Sequence[str],
    claims: int,
    counts: Mapping[str, int],
    spelled: Mapping[str, str],
    called: Mapping[str, Collection[Together]],
    names: frozenset[str] = frozenset(),
) -> Asked:
    """Return what the words *typed* ask for in a desk of so many *claims*.

    *counts* says how many claims have a stem, *spelled* gives the known stem that an unknown one is
    a slip of, and *called* gives the other names of those that its words name.
    *names* are those of *typed* that are names.
    """
    parts, searched = [], list(typed)
    for word in typed:
        stemmed = stem(word)
        instead = dict.fromkeys(SYNONYMS.get(stemmed, ()), _SYNONYM)
        known = stemmed if counts.get(stemmed) else spelled.get(stemmed, "")
        if not counts.get(stemmed):
            if known:
                instead[known] = _SPELLING
                searched.append(known)
            # Words the desk never uses are searched for by those it may use for the same.
            searched += [other for other in sorted(instead) if stem(other) == other]
        weight = rarity(counts.get(known, 0), claims)
        others = sorted(called.get(word, ()), key=sorted)
        searched += [other for name in others for other in sorted(name)]
        stems = tuple(frozenset(map(stem, name)) for name in others if name)
        parts.append(Part(word, stemmed, weight, instead, stems))
    return Asked(tuple(parts), tuple(dict.fromkeys(searched)), names)


class OtherNames:
    """By which other names those on record are known: `oas` for its full name, and back."""

    def __init__(self, claimants: Iterable[Claimant] = ()) -> None:
        self._called: dict[tuple[str, ...], set[Together]] = {}
        for claimant in claimants:
            names = {tuple(words(name)) for name in (claimant.name, *claimant.aliases)}
            short = [name for name in names if len(name) == 1 and len(name[0]) <= _LONGEST_ALIAS]
            long = [name for name in names if len(name) > 1]
            for one, others in ((short, long), (long, short)):
                for name in one:
                    self._called.setdefault(name, set()).update(
                        frozenset(content(list(other))) for other in others
                    )
        self._longest = max(map(len, self._called), default=0)

    def of(self, said: Sequence[str]) -> Mapping[str, Collection[Together]]:
        """Return, for each word of a name in *said*, the words that together are another name."""
        found: dict[str, set[Together]] = {}
        for at in range(len(said)):
            for size in range(1, min(self._longest, len(said) - at) + 1):
                name = tuple(said[at : at + size])
                for word in name:
                    for other in self._called.get(name, ()):
                        found.setdefault(word, set()).add(other)
        return found


def slip_of(stemmed: str, known: Iterable[tuple[str, int]]) -> str | None:
    """Return the stem among *known* that *stemmed* is most likely a slip of, if it is of any.

    One error is allowed, two from nine letters on; the word that more claims have wins.
    """
    from rapidfuzz.distance import OSA

    allowed = 1 if len(stemmed) < 9 else 2
    best: tuple[int, int, str] | None = None
    for other, count in known:
        errors = OSA.distance(stemmed, other, score_cutoff=allowed)
        if errors <= allowed and not is_number(other) and stem(other) == other:
            best = min(best or (9, 0, ""), (errors, -count, other))
    return best[2] if best else None
