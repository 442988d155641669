"""Finding claims by their words and by their meaning together.

The score is `bm25 / best bm25 + 2 · cosine`: two constants, nothing trained. On five sets of
questions it ranked better than either part, and 2 to 3 is a flat optimum for the second constant.
"""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

import structlog

from knowledge.match.embedding import Embedder
from knowledge.match.likeness import Letters
from knowledge.match.model import Band, Candidate, Hit, Matcher
from knowledge.match.normal import words
from knowledge.match.query import cleaned, content, query_words
from knowledge.match.sureness import Evidence, band_of
from knowledge.match.vectors import VectorIndex, Vectors
from knowledge.ports import ClaimStore

log = structlog.stdlib.get_logger(__name__)

_POOL = 50
"""So many claims by words, and as many by meaning, are looked at closely."""

_MEANING = 2.0
_DIGITS = 4
"""Scores are compared to so many digits: what lies behind them differs between processors."""


class LexicalGear(Matcher, Protocol):
    """What the semantic gear asks of the lexical one."""

    async def candidates(
        self, text: str, limit: int, among: Collection[str] | None = None
    ) -> Sequence[Candidate]:
        """Return at most *limit* claims that share a word with *text*, by BM25, best first."""

    async def ranked(
        self, text: str, limit: int, among: Collection[str] | None = None
    ) -> Sequence[Hit]:
        """Return what `find` does, with what falls below the floor."""


class SemanticMatcher:
    """Finds claims by words and meaning, over one store.

    Claims without a vector are found by their words alone; how many there are is logged once.
    """

    gear = "semantic"

    def __init__(self, store: ClaimStore, lexical: LexicalGear, embedder: Embedder) -> None:
        self._lexical = lexical
        self._embedder = embedder
        self._index = VectorIndex(store, embedder.model)
        self._told = False

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
        if not query_words(text):
            return ()
        await self._index.refresh()
        self._tell_of_missing()
        vectors, pool = self._index.vectors, max(limit, _POOL)
        (candidates, judged), (numbers, near) = await asyncio.gather(
            self._by_words(text, pool, among),
            asyncio.to_thread(self._near, text, vectors, pool, among),
        )
        others = [slug for slug in near if slug not in candidates]
        if others:
            # Beyond the best by words, or with no word in common at all.
            further, judged_too = await self._by_words(text, len(others), others)
            blank = {slug: Candidate(slug, 0.0, "", "", "") for slug in others}
            candidates, judged = candidates | blank | further, judged | judged_too
        cosines = vectors.cosines(numbers, candidates)
        return await asyncio.to_thread(
            _ranked, Letters(_said(text)), [*candidates.values()], cosines, judged, limit
        )

    async def _by_words(
        self, text: str, limit: int, among: Collection[str] | None
    ) -> tuple[dict[str, Candidate], dict[str, Hit]]:
        candidates = await self._lexical.candidates(text, limit, among)
        judged = await self._lexical.ranked(text, limit, among)
        return {c.slug: c for c in candidates}, {hit.slug: hit for hit in judged}

    def _near(
        self, text: str, vectors: Vectors, limit: int, among: Collection[str] | None
    ) -> tuple[bytes, dict[str, float]]:
        (numbers,) = self._embedder.embed([cleaned(text)])
        return numbers, vectors.near(numbers, limit, among)

    def _tell_of_missing(self) -> None:
        missing = len(self._index.missing)
        if missing and not self._told:
            log.warning("claims without a vector are found by words alone", claims=missing)
        self._told = bool(missing)


def _said(text: str) -> str:
    return " ".join(content(words(cleaned(text))))


def _ranked(
    said: Letters,
    candidates: Sequence[Candidate],
    cosines: Mapping[str, float],
    judged: Mapping[str, Hit],
    limit: int,
) -> list[Hit]:
    """Return at most *limit* of *candidates* as hits, best first; *judged* by the lexical gear."""
    best = max((candidate.bm25 for candidate in candidates), default=0.0) or 1.0
    scored: list[tuple[str, Hit]] = []
    for candidate in candidates:
        letters = said.likeness(" ".join(content(candidate.text.split())))
        cosine = cosines.get(candidate.slug)
        # Without a vector, letters stand in for meaning: both run from 0 to 1.
        meaning = letters if cosine is None else cosine
        score = round(candidate.bm25 / best + _MEANING * meaning, _DIGITS)
        by_words = judged.get(candidate.slug)
        band = band_of(Evidence(cosine, letters, by_words.band if by_words else Band.BELOW))
        found = by_words.words if by_words else ()
        scored.append((candidate.published, Hit(candidate.slug, score, band, found)))
    scored.sort(key=lambda pair: pair[1].slug)
    scored.sort(key=lambda pair: pair[0], reverse=True)
    scored.sort(key=lambda pair: pair[1].score, reverse=True)
    return [hit for _, hit in scored[:limit]]
