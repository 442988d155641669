"""The vectors of claims, in memory."""

import asyncio
from collections.abc import Sequence

from knowledge.match.embedding import Embedder, Vector, hash_of, text_of_claim, vectors_of
from knowledge.model import Claim
from knowledge.store.shelved import Shelved


class MemoryVectors(Shelved):
    """The part of the store that keeps vectors. With an `embedder`, new claims get theirs."""

    embedder: Embedder | None
    _vectors: dict[tuple[str, str], Vector]

    async def vectors(self, model: str, slugs: Sequence[str]) -> Sequence[tuple[str, bytes]]:
        """Return the vectors that *model* made for *slugs*, leaving out those of a former text."""
        claims = self._open().claims
        return [
            (slug, vector.numbers)
            for slug in sorted(set(slugs) & claims.keys())
            if (vector := self._vectors.get((slug, model)))
            and vector.text_sha256 == hash_of(text_of_claim(claims[slug]))
        ]

    async def due(self, model: str, after: str, limit: int) -> Sequence[tuple[str, str]]:
        """Return the next slugs past *after* that want a vector of *model*, with their texts."""
        claims = self._open().claims
        made = {slug for slug, _ in await self.vectors(model, list(claims))}
        due = sorted(slug for slug in claims if slug > after and slug not in made)
        return [(slug, text_of_claim(claims[slug])) for slug in due[:limit]]

    async def keep_vectors(self, model: str, vectors: Sequence[Vector]) -> None:
        """Keep *vectors* made by *model*, in place of those there."""
        claims = self._open().claims
        self._vectors.update({(v.slug, model): v for v in vectors if v.slug in claims})
        self._version += 1

    async def drop_vectors(self, *, but: str) -> int:
        """Remove the vectors of every model *but* this one and return how many there were."""
        self._open()
        others = [key for key in self._vectors if key[1] != but]
        for key in others:
            del self._vectors[key]
        self._version += 1
        return len(others)

    async def new_vectors(self, claims: Sequence[Claim]) -> dict[tuple[str, str], Vector]:
        """Return the vectors for those of *claims* not yet on record: none without a model."""
        embedder, known = self.embedder, self._open().claims
        if embedder is None:
            return {}
        # Of claims that share a slug the first is put on record.
        new = {claim.slug: claim for claim in reversed(claims) if claim.slug not in known}
        texts = [(slug, text_of_claim(claim)) for slug, claim in new.items()]
        made = await asyncio.to_thread(vectors_of, embedder, texts)
        return {(vector.slug, embedder.model): vector for vector in made}
