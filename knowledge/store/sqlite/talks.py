"""Conversations on SQLite."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime

import aiosqlite

from knowledge.store.sqlite.database import Database
from knowledge.talks import MAX_ANSWERS, MAX_HEARD, MAX_TALKS, Talk, Thread

# Two that came at the same moment go together: what counts is that there is an end to them.
_PAST_MOST = """
DELETE FROM {table} WHERE at <= (SELECT at FROM {table} ORDER BY at DESC LIMIT 1 OFFSET ?)
"""


class SqliteTalks:
    """The part of a store on SQLite that keeps what conversations showed."""

    database: Database

    async def keep_talk(
        self, threads: Sequence[Thread], claims: Sequence[str], at: datetime, *, forget: datetime
    ) -> None:
        """Put *claims* before what each of *threads* showed so far."""

        async def job(connection: aiosqlite.Connection) -> None:
            await connection.execute("DELETE FROM talk WHERE at < ?", (_time(forget),))
            for thread in threads:
                former = await _talk(connection, thread)
                shown = (tuple(claims), *(former.shown if former else ()))[:MAX_ANSWERS]
                await connection.execute(
                    "INSERT OR REPLACE INTO talk (platform, channel, thread, claims, at) "
                    "VALUES (?, ?, ?, ?, ?)",
                    (*_key(thread), json.dumps(shown), _time(at)),
                )
            await connection.execute(_PAST_MOST.format(table="talk"), (MAX_TALKS,))

        await self.database.write(job)

    async def talk(self, thread: Thread) -> Talk | None:
        """Return what was shown in *thread*, if that is kept."""
        return await self.database.read(lambda connection: _talk(connection, thread))

    async def hear(self, message: Thread, at: datetime, *, forget: datetime) -> bool:
        """Note that *message* was heard, and say whether it was not before."""

        async def job(connection: aiosqlite.Connection) -> bool:
            await connection.execute("DELETE FROM heard WHERE at < ?", (_time(forget),))
            cursor = await connection.execute(
                "INSERT OR IGNORE INTO heard (platform, channel, message, at) VALUES (?, ?, ?, ?)",
                (*_key(message), _time(at)),
            )
            new = cursor.rowcount > 0
            await cursor.close()
            await connection.execute(_PAST_MOST.format(table="heard"), (MAX_HEARD,))
            return new

        return await self.database.write(job)


def _time(at: datetime) -> str:
    """Return *at* so that times sort as their texts do."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _key(thread: Thread) -> tuple[str, str, str]:
    return (thread.platform, thread.channel, thread.name)


async def _talk(connection: aiosqlite.Connection, thread: Thread) -> Talk | None:
    rows = await connection.execute_fetchall(
        "SELECT claims, at FROM talk WHERE platform = ? AND channel = ? AND thread = ?",
        _key(thread),
    )
    for claims, at in rows:
        shown = tuple(tuple(answer) for answer in json.loads(claims))
        return Talk(thread, shown, datetime.fromisoformat(at))
    return None
