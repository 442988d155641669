"""Unanswered questions on SQLite."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import aiosqlite

from knowledge.audit_notes import demand_ended
from knowledge.demand import KEY, Demand, Miss
from knowledge.notices import Spoken
from knowledge.store.sqlite import writing
from knowledge.store.sqlite.auditing import note
from knowledge.store.sqlite.database import Database

# Not one statement: an insertion that meets what is there uses up a number all the same.
_COUNT = """
UPDATE demand SET times = times + ?4, last_at = max(last_at, ?3),
    words = CASE WHEN words = '' THEN ?2 ELSE words END,
    claim = CASE WHEN ?4 THEN NULL ELSE claim END, why = CASE WHEN ?4 THEN '' ELSE why END,
    ended_at = CASE WHEN ?4 THEN NULL ELSE ended_at END
WHERE print = ?1 RETURNING id
"""

_FIRST = """
INSERT INTO demand (print, words, times, first_at, last_at) VALUES (?1, ?2, 1, ?3, ?3) RETURNING id
"""

_ASKER = """
INSERT INTO demand_asker (demand, mark, times, last_at, platform, workspace, person)
VALUES (?1, ?2, 1, ?3, ?5, ?6, ?7)
ON CONFLICT (demand, mark) DO UPDATE SET times = times + ?4,
    last_at = max(last_at, excluded.last_at),
    told = CASE WHEN excluded.person <> '' OR ?4 THEN 0 ELSE told END,
    platform = CASE WHEN excluded.person <> '' THEN excluded.platform ELSE platform END,
    workspace = CASE WHEN excluded.person <> '' THEN excluded.workspace ELSE workspace END,
    person = CASE WHEN excluded.person <> '' THEN excluded.person ELSE person END
"""

_DEMAND = """
SELECT d.id, d.words, d.times, (SELECT count(*) FROM demand_asker a WHERE a.demand = d.id) AS many,
    d.first_at, d.last_at, c.slug, d.ended_at, d.why, t.id, t.owner
FROM demand d LEFT JOIN claim c ON c.id = d.claim
LEFT JOIN ticket t ON t.demand = d.id AND t.state IN ('open', 'taken')
"""


class SqliteDemand:
    """The part of a store on SQLite that counts what is asked for and not on record."""

    database: Database

    async def count_demand(self, miss: Miss) -> int:
        """Count *miss* and return the number of its demand."""
        return await self.database.write(lambda connection: _count(connection, miss, 1))

    async def leave_demand(self, miss: Miss) -> int:
        """Keep the words of *miss*, and whom to tell, and return the number."""
        return await self.database.write(lambda connection: _count(connection, miss, 0))

    async def demand(self, number: int) -> Demand | None:
        """Return the demand with that number."""
        return await self.database.read(lambda connection: _numbered(connection, number))

    async def demands(
        self, limit: int, *, ended: bool = False, worded: bool = False
    ) -> Sequence[Demand]:
        """Return demands, those of most askers first, or the ended ones, the last first."""
        words = "AND d.words <> '' " if worded else ""
        where = (
            f"WHERE d.ended_at IS NOT NULL {words}ORDER BY d.ended_at DESC, d.id DESC LIMIT ?"
            if ended
            else f"WHERE d.ended_at IS NULL {words}"
            "ORDER BY many DESC, d.times DESC, d.last_at DESC, d.id LIMIT ?"
        )
        return await self.database.read(lambda connection: _demands(connection, where, (limit,)))

    async def end_demand(
        self, number: int, at: datetime, *, claim: str = "", why: str = ""
    ) -> Demand | None:
        """Note that a claim answers it, or why it is not looked for."""

        async def job(connection: aiosqlite.Connection) -> Demand | None:
            before = await _numbered(connection, number)
            if before is None or before.ended_at:
                return before
            identity = await writing.claim_id(connection, claim) if claim else None
            await connection.execute(
                "UPDATE demand SET claim = ?, ended_at = ?, why = ? WHERE id = ?",
                (identity, at.isoformat(), why, number),
            )
            await note(connection, [demand_ended(number, claim, why)])
            return await _numbered(connection, number)

        return await self.database.write(job)

    async def demand_key(self, made: str) -> str:
        """Keep *made* as the key of prints and marks unless there is one."""

        async def job(connection: aiosqlite.Connection) -> str:
            await connection.execute("INSERT OR IGNORE INTO keepsake VALUES (?, ?)", (KEY, made))
            row = await writing.one(connection, "SELECT value FROM keepsake WHERE name = ?", KEY)
            return str(row[0]) if row else made

        return await self.database.write(job)

    async def to_tell(self, number: int) -> Sequence[Spoken]:
        """Return who wish to be told and were not yet."""

        async def job(connection: aiosqlite.Connection) -> list[Spoken]:
            rows = await connection.execute_fetchall(
                "SELECT platform, workspace, person FROM demand_asker "
                "WHERE demand = ? AND person <> '' AND NOT told ORDER BY last_at, mark",
                (number,),
            )
            return [Spoken(platform, workspace, person=who) for platform, workspace, who in rows]

        return await self.database.read(job)

    async def told_demand(self, number: int) -> None:
        """Note that those who wish to be told are being told."""

        async def job(connection: aiosqlite.Connection) -> None:
            await connection.execute(
                "UPDATE demand_asker SET told = 1 WHERE demand = ? AND person <> ''", (number,)
            )

        await self.database.write(job)


async def _count(connection: aiosqlite.Connection, miss: Miss, counted: int) -> int:
    at = miss.at.isoformat()
    row = await writing.one(connection, _COUNT, miss.print, miss.words, at, counted)
    row = row or await writing.one(connection, _FIRST, miss.print, miss.words, at)
    number = int(str(row[0])) if row else 0
    tell = miss.tell or Spoken("")
    await connection.execute(
        _ASKER, (number, miss.mark, at, counted, tell.platform, tell.workspace, tell.person)
    )
    return number


async def _numbered(connection: aiosqlite.Connection, number: int) -> Demand | None:
    found = await _demands(connection, "WHERE d.id = ?", (number,))
    return found[0] if found else None


async def _demands(
    connection: aiosqlite.Connection, where: str, parameters: Sequence[object]
) -> list[Demand]:
    rows = await connection.execute_fetchall(_DEMAND + where, parameters)
    return [_demand(tuple(row)) for row in rows]


def _demand(row: tuple[Any, ...]) -> Demand:
    number, words, times, askers, first, last, slug, ended, why, ticket, owner = row
    return Demand(
        number,
        words,
        times,
        askers,
        datetime.fromisoformat(first),
        datetime.fromisoformat(last),
        slug or "",
        datetime.fromisoformat(ended) if ended else None,
        why,
        ticket or 0,
        owner or "",
    )
