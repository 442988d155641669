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

    async def judged(
        self, text: str, limit: int, among: Collection[str] | None = None
    ) -> Sequence[tuple[Candidate, Hit]]:
        """Return at most *limit* candidates by BM25, each with what the gear makes of it."""


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
        return await self._find(text, limit, among, shown_only=True)

    async def ranked(
        self, text: str, limit: int, among: Collection[str] | None = None
    ) -> Sequence[Hit]:
        """Return as `find` does, with what falls below the floor."""
        return await self._find(text, limit, among, shown_only=False)

    async def _find(
        self, text: str, limit: int, among: Collection[str] | None, *, shown_only: bool
    ) -> Sequence[Hit]:
        if not query_words(text):
            return []
        await self._index.refresh()
        self._tell_of_missing()
        vectors, pool = self._index.vectors, max(limit, _POOL)
        by_words, (numbers, near) = await asyncio.gather(
            self._lexical.judged(text, pool, among),
            asyncio.to_thread(self._near, text, vectors, pool, among),
        )
        # What is near in meaning and not among the best by words has no part of the first term.
        judged = {slug: (Candidate(slug, 0.0, "", "", ""), _blank(slug)) for slug in near}
        judged |= {candidate.slug: (candidate, hit) for candidate, hit in by_words}
        cosines = vectors.cosines(numbers, judged)
        said, found = Letters(_said(text)), [*judged.values()]
        return await asyncio.to_thread(_ranked, said, found, cosines, limit, shown_only=shown_only)

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


def _blank(slug: str) -> Hit:
    return Hit(slug, 0.0, Band.BELOW)


def _said(text: str) -> str:
    return " ".join(content(words(cleaned(text))))


def _ranked(
    said: Letters,
    judged: Sequence[tuple[Candidate, Hit]],
    cosines: Mapping[str, float],
    limit: int,
    *,
    shown_only: bool,
) -> list[Hit]:
    """Return at most *limit* of the candidates, best first, from what the lexical gear says.

    Letters are compared from the best down, and no longer than it takes to fill the list.
    """
    best = max((candidate.bm25 for candidate, _ in judged), default=0.0) or 1.0

    def score(candidate: Candidate) -> float:
        # Without a vector, letters stand in for meaning: both run from 0 to 1.
        cosine = cosines.get(candidate.slug)
        meaning = _letters(said, candidate) if cosine is None else cosine
        return round(candidate.bm25 / best + _MEANING * meaning, _DIGITS)

    scored = [(score(candidate), candidate, hit) for candidate, hit in judged]
    scored.sort(key=lambda each: each[1].slug)
    scored.sort(key=lambda each: (each[0], each[1].published), reverse=True)
    hits: list[Hit] = []
    for points, candidate, by_words in scored:
        if len(hits) == limit:
            break
        # Letters decide between bands only where the words say anything at all.
        letters = 0.0 if by_words.band is Band.BELOW else _letters(said, candidate)
        evidence = Evidence(cosines.get(candidate.slug), letters, by_words.band)
        band = band_of(evidence)
        if band is not Band.BELOW or not shown_only:
            hits.append(Hit(candidate.slug, points, band, by_words.words))
    return hits


def _letters(said: Letters, candidate: Candidate) -> float:
    return said.likeness(" ".join(content(candidate.text.split()))) if candidate.text else 0.0
