"""Finding claims by words: FTS5 ranks them in a small desk, an index in memory in a large one."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import nullcontext
from typing import TYPE_CHECKING

import aiosqlite

from knowledge.match.model import Candidate
from knowledge.match.normal import words as normal_words
from knowledge.pauses import no_pauses
from knowledge.store.sqlite.database import Database
from knowledge.store.sqlite.reading import BY_DATE

if TYPE_CHECKING:
    from knowledge.match.bm25 import WordIndex

LARGE = 5_000
"""From so many claims on, FTS5 is too slow: its ranking reads every row with any of the words."""

_CHUNK = 500
_FEW = 200

_TEXTS = """
SELECT c.slug, w.rowid, coalesce(d.published, ''), w.label || ' ' || w.statement,
    w.words || ' ' || w.names
FROM json_each(?) asked JOIN claim_words w ON w.rowid = asked.value
JOIN claim c ON c.id = w.rowid JOIN document d ON d.id = c.document
"""


def _matching(words: Sequence[str]) -> str:
    """Return the expression for any of *words*, each quoted, so that none can be query syntax."""
    return " OR ".join(f'"{word}"' for word in words)


class SqliteSearching:
    """The store's questions about words."""

    database: Database
    _index: "WordIndex | None" = None
    _catching_up: asyncio.Task[None] | None = None
    large: int = LARGE

    @property
    def ranks_in_memory(self) -> bool:
        """Whether the index in memory is there, as it is for a large desk after a while."""
        return self._index is not None

    async def search(self, terms: Sequence[str], limit: int) -> Sequence[tuple[str, int]]:
        """Return the slugs that match any of *terms*, best first, and how many each matches."""
        quoted = [f'"{" ".join(normal_words(term))}"' for term in terms]
        one_term = "SELECT rowid AS id FROM claim_words WHERE claim_words MATCH ?"
        sql = (
            "SELECT c.slug, found.matched FROM (SELECT id, count(*) AS matched FROM "  # noqa: S608 - marks only
            f"({' UNION ALL '.join([one_term] * len(quoted))}) GROUP BY id) found "
            "JOIN claim c ON c.id = found.id JOIN document d ON d.id = c.document "
            f"{BY_DATE.replace('ORDER BY', 'ORDER BY found.matched DESC,')} LIMIT ?"
        )

        async def job(connection: aiosqlite.Connection) -> list[tuple[str, int]]:
            rows = await connection.execute_fetchall(sql, (*quoted, limit))
            return [(slug, matched) for slug, matched in rows]

        return await self.database.read(job) if quoted else []

    async def word_counts(self, stems: Collection[str]) -> tuple[int, Mapping[str, int]]:
        """Return how many claims there are, and how many have each of *stems*, if any has."""

        async def job(connection: aiosqlite.Connection) -> tuple[int, Mapping[str, int]]:
            rows = await connection.execute_fetchall(
                "SELECT '', coalesce(max(id), 0) FROM claim UNION ALL SELECT term, doc FROM "
                "claim_vocabulary WHERE term IN (SELECT value FROM json_each(?))",
                (json.dumps(sorted(stems)),),
            )
            (_, claims), *counts = ((str(term), int(count)) for term, count in rows)
            return claims, dict(counts)

        return await self.database.read(job)

    async def words_starting(self, prefix: str) -> Sequence[tuple[str, int]]:
        """Return the stems that start with *prefix* and how many claims have each, in order."""

        async def job(connection: aiosqlite.Connection) -> list[tuple[str, int]]:
            rows = await connection.execute_fetchall(
                "SELECT term, doc FROM claim_vocabulary WHERE term >= ? AND term < ? ORDER BY term",
                (prefix, f"{prefix}\U0010ffff"),
            )
            return [(term, count) for term, count in rows]

        return await self.database.read(job)

    async def rank(
        self, words: Sequence[str], limit: int, among: Collection[str] | None = None
    ) -> Sequence[Candidate]:
        """Return at most *limit* claims with any of *words*, best BM25 first, then as they came."""
        if not words or (among is not None and not among):
            return []

        async def few(connection: aiosqlite.Connection) -> list[Candidate] | None:
            row = await connection.execute_fetchall("SELECT coalesce(max(id), 0) FROM claim")
            last = int(next(iter(row))[0])
            if last >= self.large and await self._ready(last):
                return None
            return await _texts(connection, await _by_fts5(connection, words, limit, among))

        ranked = await self.database.read(few)
        return await self._rank_in_memory(words, limit, among) if ranked is None else ranked

    async def _rank_in_memory(
        self, words: Sequence[str], limit: int, among: Collection[str] | None
    ) -> Sequence[Candidate]:
        index = self._index
        numbers = None if among is None else await self.database.read(_numbers_of(among))
        if index is None:  # only ever asked once the index is there
            return []
        best = await asyncio.to_thread(index.rank, words, limit, numbers)

        async def job(connection: aiosqlite.Connection) -> list[Candidate]:
            return await _texts(connection, best)

        return await self.database.read(job)

    async def _ready(self, last: int) -> bool:
        """Say whether the index in memory has every claim up to *last*; if not, see to it."""
        if self._index is not None and self._index.last >= last:
            return True
        if self._catching_up is None or self._catching_up.done():
            self._catching_up = asyncio.create_task(self._catch_up(last))
            self._catching_up.add_done_callback(_seen)
        if self._index is not None and last - self._index.last <= _FEW:
            await asyncio.shield(self._catching_up)
            return self._index.last >= last
        return False

    async def _catch_up(self, last: int) -> None:
        """Put the claims up to *last* into the index in memory, a chunk a read."""
        known = self._index
        index = await asyncio.to_thread(_new_index) if known is None else known

        async def job(connection: aiosqlite.Connection) -> list[tuple[int, str]]:
            rows = await connection.execute_fetchall(
                "SELECT rowid, label || ' ' || statement || ' ' || words || ' ' || names "
                "FROM claim_words WHERE rowid > ? ORDER BY rowid LIMIT ?",
                (index.last, _CHUNK),
            )
            return [(number, text) for number, text in rows]

        with no_pauses() if last - index.last > _CHUNK else nullcontext():
            while index.last < last:
                chunk = await self.database.read(job)
                if not chunk:
                    break
                await asyncio.to_thread(_put, index, chunk)
        self._index = index


def _new_index() -> "WordIndex":
    # Brings numpy, which a small desk can do without.
    from knowledge.match.bm25 import WordIndex

    return WordIndex()


def _put(index: "WordIndex", chunk: Sequence[tuple[int, str]]) -> None:
    for number, text in chunk:
        index.put(number, text)


async def _by_fts5(
    connection: aiosqlite.Connection,
    words: Sequence[str],
    limit: int,
    among: Collection[str] | None,
) -> Sequence[tuple[int, float]]:
    # `bm25()` in ORDER BY is a third quicker than `rank`, and negative: the lower, the better.
    within, parameters = "", [_matching(words)]
    if among is not None:
        within = (
            "AND rowid IN (SELECT id FROM claim WHERE slug IN (SELECT value FROM json_each(?)))"
        )
        parameters.append(json.dumps(sorted(among)))
    rows = await connection.execute_fetchall(
        "SELECT rowid, round(bm25(claim_words), 9) AS score FROM claim_words "  # noqa: S608 - our own clause
        f"WHERE claim_words MATCH ? {within} ORDER BY score, rowid LIMIT ?",
        (*parameters, limit),
    )
    return [(number, -score) for number, score in rows]


async def _texts(
    connection: aiosqlite.Connection, best: Sequence[tuple[int, float]]
) -> list[Candidate]:
    rows = await connection.execute_fetchall(_TEXTS, (json.dumps([n for n, _ in best]),))
    found = {number: (slug, day, text, more) for slug, number, day, text, more in rows}
    ranked = []
    for number, score in best:
        slug, published, text, more = found[number]
        ranked.append(Candidate(slug, score, published, text, more))
    return ranked


def _numbers_of(
    slugs: Collection[str],
) -> Callable[[aiosqlite.Connection], Awaitable[list[int]]]:
    async def job(connection: aiosqlite.Connection) -> list[int]:
        asked = await asyncio.to_thread(lambda: json.dumps(list(slugs)))
        rows = await connection.execute_fetchall(
            "SELECT id FROM claim WHERE slug IN (SELECT value FROM json_each(?))", (asked,)
        )
        return await asyncio.to_thread(lambda: [number for (number,) in rows])

    return job


def _seen(task: asyncio.Task[None]) -> None:
    """Take note of a failure: whoever asks next meets it again, or finds it gone."""
    if not task.cancelled():
        task.exception()
