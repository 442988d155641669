"""The vectors of claims, in the database beside them."""

import asyncio
import json
from collections.abc import Sequence

import aiosqlite

from knowledge.match.embedding import Embedder, Vector, hash_of, text_of, text_of_claim, vectors_of
from knowledge.model import Claim
from knowledge.store.sqlite.database import Database

_PAGE = 500
"""Claims whose texts are read at once."""

# The text of a claim, the hash of what its vector was made from, and the vector.
_TEXTS = """
SELECT c.slug, c.label, c.statement, c.anchor_exact,
    (SELECT json_group_array(exact) FROM
        (SELECT exact FROM quote WHERE claim = c.id ORDER BY position)),
    v.text_sha256, v.vector
FROM claim c {join} claim_vector v ON v.claim = c.id AND v.model = ?1
WHERE {where} ORDER BY c.slug
"""
_DUE = _TEXTS.format(join="LEFT JOIN", where="c.slug > ?2") + "LIMIT ?3"
_MADE = _TEXTS.format(join="JOIN", where="c.slug IN (SELECT value FROM json_each(?2))")

_PUT = """
INSERT INTO claim_vector (claim, model, text_sha256, vector)
SELECT id, ?2, ?3, ?4 FROM claim WHERE slug = ?1
ON CONFLICT (claim, model)
DO UPDATE SET text_sha256 = excluded.text_sha256, vector = excluded.vector
"""


class SqliteVectors:
    """The part of the store that keeps vectors. With an `embedder`, new claims get theirs."""

    database: Database
    embedder: Embedder | None

    async def vectors(self, model: str, slugs: Sequence[str]) -> Sequence[tuple[str, bytes]]:
        """Return the vectors that *model* made for *slugs*, leaving out those of a former text."""

        async def job(connection: aiosqlite.Connection) -> list[aiosqlite.Row]:
            rows = await connection.execute_fetchall(_MADE, (model, json.dumps(list(slugs))))
            return list(rows)

        rows = await self.database.read(job) if slugs else []
        return await asyncio.to_thread(
            lambda: [(row[0], row[6]) for row in rows if hash_of(_text(row)) == row[5]]
        )

    async def due(self, model: str, after: str, limit: int) -> Sequence[tuple[str, str]]:
        """Return the next slugs past *after* that want a vector of *model*, with their texts."""
        due: list[tuple[str, str]] = []
        while len(due) < limit:
            rows = await self._page(model, after)
            due += await asyncio.to_thread(_due_among, rows)
            if len(rows) < _PAGE:
                break
            after = str(rows[-1][0])
        return due[:limit]

    async def keep_vectors(self, model: str, vectors: Sequence[Vector]) -> None:
        """Keep *vectors* made by *model*, in place of those there; all or none."""

        async def job(connection: aiosqlite.Connection) -> None:
            await put_vectors(connection, model, vectors)

        await self.database.write(job)

    async def drop_vectors(self, *, but: str) -> int:
        """Remove the vectors of every model *but* this one and return how many there were."""

        async def job(connection: aiosqlite.Connection) -> int:
            cursor = await connection.execute("DELETE FROM claim_vector WHERE model <> ?", (but,))
            dropped = cursor.rowcount
            await cursor.close()
            return dropped

        return await self.database.write(job)

    async def new_vectors(self, claims: Sequence[Claim]) -> tuple[str, Sequence[Vector]]:
        """Return the model's name and the vectors for those of *claims* not yet on record.

        Made before the transaction and in a thread, since a model takes milliseconds a claim. Where
        the store has no model there are none, and the claims are due.
        """
        embedder = self.embedder
        if embedder is None:
            return "", ()

        async def job(connection: aiosqlite.Connection) -> set[str]:
            sql = "SELECT slug FROM claim WHERE slug IN (SELECT value FROM json_each(?))"
            slugs = json.dumps([claim.slug for claim in claims])
            return {row[0] for row in await connection.execute_fetchall(sql, (slugs,))}

        known = await self.database.read(job)
        # Of claims that share a slug the first is put on record.
        new = {claim.slug: claim for claim in reversed(claims) if claim.slug not in known}
        texts = [(slug, text_of_claim(claim)) for slug, claim in new.items()]
        return embedder.model, await asyncio.to_thread(vectors_of, embedder, texts)

    async def _page(self, model: str, after: str) -> list[aiosqlite.Row]:
        async def job(connection: aiosqlite.Connection) -> list[aiosqlite.Row]:
            return list(await connection.execute_fetchall(_DUE, (model, after, _PAGE)))

        return await self.database.read(job)


async def put_vectors(
    connection: aiosqlite.Connection, model: str, vectors: Sequence[Vector]
) -> None:
    """Put *vectors* into the writer's open transaction."""
    await connection.executemany(_PUT, [(v.slug, model, v.text_sha256, v.numbers) for v in vectors])


def _text(row: aiosqlite.Row) -> str:
    exact = [row[3]] if row[3] is not None else []
    return text_of(row[1], row[2], exact + json.loads(row[4]))


def _due_among(rows: Sequence[aiosqlite.Row]) -> list[tuple[str, str]]:
    texts = ((row[0], _text(row), row[5]) for row in rows)
    return [(slug, text) for slug, text, known in texts if hash_of(text) != known]
