"""Finding claims by their words: no model, nothing trained, nothing to download.

The score is `bm25 / best bm25 + ½ · likeness of letters + ½ · share of the question found`: both
halves are in the range of the first, and were chosen by reason, not fitted.
"""

import asyncio
from collections.abc import Collection, Sequence

from knowledge.match.asked import Asked, OtherNames, asked_for, slip_of
from knowledge.match.decide import LEAST_SHARE, Evidence, band_of
from knowledge.match.likeness import Letters
from knowledge.match.model import Band, Candidate, Hit
from knowledge.match.normal import is_number, words
from knowledge.match.porter import stem
from knowledge.match.query import cleaned, content, named, query_words
from knowledge.ports import ClaimStore
from knowledge.touched import Kind, kinds_of

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
        return await self._find(text, limit, among, shown_only=True)

    async def ranked(
        self, text: str, limit: int, among: Collection[str] | None = None
    ) -> Sequence[Hit]:
        """Return as `find` does, with what falls below the floor."""
        return await self._find(text, limit, among, shown_only=False)

    async def judged(
        self, text: str, limit: int, among: Collection[str] | None = None
    ) -> Sequence[tuple[Candidate, Hit]]:
        """Return at most *limit* candidates by BM25, each with what `ranked` makes of it.

        Letters are left out of the score where they make no difference to the band.
        """
        asked = await self._asked(text)
        candidates = await self._store.rank(asked.searched, limit, among) if asked.parts else ()
        if not candidates:
            return ()
        hits = await asyncio.to_thread(
            _ranked, asked, candidates, limit, shown_only=False, letters_from=LEAST_SHARE
        )
        of = {candidate.slug: candidate for candidate in candidates}
        return [(of[hit.slug], hit) for hit in hits]

    async def _find(
        self, text: str, limit: int, among: Collection[str] | None, *, shown_only: bool
    ) -> Sequence[Hit]:
        asked = await self._asked(text)
        if not asked.parts:
            return []
        candidates = await self._store.rank(asked.searched, max(limit, _POOL), among)
        if not candidates:
            return []
        return await asyncio.to_thread(_ranked, asked, candidates, limit, shown_only=shown_only)

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
        if version != self._names_of and not self._same_names(version):
            claimants = await self._store.claimants()
            self._names = await asyncio.to_thread(OtherNames, claimants)
            self._names_of = version
        return self._names

    def _same_names(self, version: int) -> bool:
        """Say whether nobody was met or renamed since the names were read."""
        touched = self._store.touched(self._names_of)
        if touched is None or Kind.CLAIMANT in kinds_of(touched):
            return False
        self._names_of = version
        return True


def _ranked(
    asked: Asked,
    candidates: Sequence[Candidate],
    limit: int,
    *,
    shown_only: bool,
    letters_from: float = 0.0,
) -> list[Hit]:
    """Return at most *limit* hits among *candidates*, best first, newest first, then by slug.

    Letters are compared last, no longer where they can bring nobody to the front, and only for
    claims that have the share *letters_from* of the question.
    """
    best = max(candidate.bm25 for candidate in candidates) or 1.0
    weight = asked.weight or 1.0
    judged = []
    for candidate in candidates:
        stems = frozenset(map(stem, f"{candidate.text} {candidate.more}".split()))
        met = [part.met(stems) for part in asked.parts]
        share = sum(part.weight * m for part, m in zip(asked.parts, met, strict=True)) / weight
        if not shown_only or share >= LEAST_SHARE:
            judged.append((candidate.bm25 / best + _HALF * share, share, met, candidate))
    judged.sort(key=lambda one: -one[0])
    said = Letters(" ".join(part.word for part in asked.parts))
    scored: list[tuple[Candidate, Hit]] = []
    for base, share, met, candidate in judged:
        if len(scored) >= limit:
            least = sorted(hit.score for _, hit in scored)[-limit]
            if base + _HALF < least - 10**-_DIGITS:
                break
        text = content(candidate.text.split()) if share >= letters_from else ()
        letters = said.likeness(" ".join(text)) if text else 0.0
        hit = _hit(asked, candidate, base + _HALF * letters, share, letters, met)
        if not shown_only or hit.band is not Band.BELOW:
            scored.append((candidate, hit))
    scored.sort(key=lambda pair: pair[0].slug)
    scored.sort(key=lambda pair: pair[0].published, reverse=True)
    scored.sort(key=lambda pair: pair[1].score, reverse=True)
    return [hit for _, hit in scored[:limit]]


def _hit(
    asked: Asked,
    candidate: Candidate,
    score: float,
    share: float,
    letters: float,
    met: Sequence[float],
) -> Hit:
    found = tuple(p.word for p, m in zip(asked.parts, met, strict=True) if m)
    missed = (p.word for p, m in zip(asked.parts, met, strict=True) if not m)
    evidence = Evidence(
        share, letters, len(found), len(asked.parts), not asked.names.isdisjoint(missed)
    )
    return Hit(candidate.slug, round(score, _DIGITS), band_of(evidence), found)
