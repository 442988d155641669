"""Finding claims by their words: no model, nothing trained, nothing to download.

The score is `bm25 / best bm25 + ½ · likeness of letters + ½ · share of the question found`: both
halves are in the range of the first, and were chosen by reason, not fitted.
"""

import asyncio
from collections.abc import Collection, Sequence

from knowledge.match.asked import Asked, OtherNames, asked_for, slip_of
from knowledge.match.decide import Evidence, band_of
from knowledge.match.likeness import Letters
from knowledge.match.model import Band, Candidate, Hit
from knowledge.match.normal import is_number, words
from knowledge.match.porter import stem
from knowledge.match.query import cleaned, content, named, query_words
from knowledge.ports import ClaimStore

_POOL = 50
_HALF = 0.5
_DIGITS = 6
"""Scores are compared to so many digits, so that no processor's last bit decides an order."""

_SHORTEST_SLIP = 5
_MOST_SLIPS = 4


class LexicalMatcher:
    """Finds claims by words over one store."""

    gear = "lexical"

    def __init__(self, store: ClaimStore) -> None:
        self._store = store
        self._names = OtherNames()
        self._names_of = -1

    async def find(
        self, text: str, limit: int, among: Collection[str] | None = None
    ) -> Sequence[Hit]:
        """Return at most *limit* claims for *text*, best first, ties by date and slug."""
        hits = await self.ranked(text, max(limit, _POOL), among)
        return [hit for hit in hits if hit.band is not Band.BELOW][:limit]

    async def ranked(
        self, text: str, limit: int, among: Collection[str] | None = None
    ) -> Sequence[Hit]:
        """Return as `find` does, with what falls below the floor."""
        asked = await self._asked(text)
        if not asked.parts:
            return ()
        candidates = await self._store.rank(asked.searched, max(limit, _POOL), among)
        return (await asyncio.to_thread(_ranked, asked, candidates))[:limit] if candidates else ()

    async def candidates(
        self, text: str, limit: int, among: Collection[str] | None = None
    ) -> Sequence[Candidate]:
        """Return at most *limit* claims that share a word with *text*, by BM25, best first."""
        asked = await self._asked(text)
        return await self._store.rank(asked.searched, limit, among) if asked.parts else ()

    async def _asked(self, text: str) -> Asked:
        typed = await asyncio.to_thread(query_words, text)
        if not typed:
            return Asked((), ())
        stems = {word: stem(word) for word in typed}
        claims, counts = await self._store.word_counts(set(stems.values()))
        spelled: dict[str, str] = {}
        for stemmed in stems.values():
            unknown = not counts.get(stemmed) and len(stemmed) >= _SHORTEST_SLIP
            if unknown and not is_number(stemmed) and len(spelled) < _MOST_SLIPS:
                known = await self._store.words_starting(stemmed[:2])
                slip = slip_of(stemmed, known)
                if slip is not None:
                    spelled[stemmed] = slip
                    counts = {**counts, slip: dict(known)[slip]}
        names = await self._other_names()
        return asked_for(
            typed, claims, counts, spelled, names.of(words(cleaned(text))), named(text)
        )

    async def _other_names(self) -> OtherNames:
        version = self._store.version()
        if version != self._names_of:
            claimants = await self._store.claimants()
            self._names = await asyncio.to_thread(OtherNames, claimants)
            self._names_of = version
        return self._names


def _ranked(asked: Asked, candidates: Sequence[Candidate]) -> list[Hit]:
    """Return the hits among *candidates*, best first, ties by date, newest first, then slug."""
    best = max(candidate.bm25 for candidate in candidates) or 1.0
    said = Letters(" ".join(part.word for part in asked.parts))
    scored = []
    for candidate in candidates:
        stems = frozenset(map(stem, f"{candidate.text} {candidate.more}".split()))
        met = [part.met(stems) for part in asked.parts]
        share = sum(part.weight * m for part, m in zip(asked.parts, met, strict=True)) / (
            asked.weight or 1.0
        )
        letters = said.likeness(" ".join(content(candidate.text.split())))
        score = round(candidate.bm25 / best + _HALF * (letters + share), _DIGITS)
        found = tuple(p.word for p, m in zip(asked.parts, met, strict=True) if m)
        missed = not asked.names.isdisjoint(
            p.word for p, m in zip(asked.parts, met, strict=True) if not m
        )
        band = band_of(Evidence(share, letters, len(found), len(asked.parts), missed))
        scored.append((candidate, Hit(candidate.slug, score, band, found)))
    scored.sort(key=lambda pair: pair[0].slug)
    scored.sort(key=lambda pair: pair[0].published, reverse=True)
    scored.sort(key=lambda pair: pair[1].score, reverse=True)
    return [hit for _, hit in scored]
