"""Notices on SQLite: what is to be told of the desk's own accord, who is at it, how it ended."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import aiosqlite

from knowledge.answers import NOT_CONFIRMED, OVERTAKEN, DeliveryState
from knowledge.notices import NewNotice, Notice, NoticeFilter, NoticeKind, Spoken
from knowledge.store.sqlite import writing
from knowledge.store.sqlite.database import Database

_ADD = """
INSERT INTO notice (key, kind, about, platform, workspace, channel, thread, person, edits, due, at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING id
"""

# A step to the next place is one look into the index, however much is open there. The head of a
# place is the first of what is due or was tried; what is due only later is not in anybody's way.
READY = """
WITH RECURSIVE place (channel, person) AS (
    SELECT channel, person FROM (SELECT channel, person FROM notice
        WHERE platform = ?2 AND state IN ('due', 'doing') ORDER BY channel, person LIMIT 1)
    UNION ALL
    SELECT n.channel, n.person FROM place p JOIN notice n ON n.id = coalesce(
        (SELECT id FROM notice WHERE platform = ?2 AND state IN ('due', 'doing')
            AND channel = p.channel AND person > p.person ORDER BY person LIMIT 1),
        (SELECT id FROM notice WHERE platform = ?2 AND state IN ('due', 'doing')
            AND channel > p.channel ORDER BY channel, person LIMIT 1))
)
SELECT n.id FROM place p JOIN notice n ON n.id = (SELECT id FROM notice
    WHERE platform = ?2 AND channel = p.channel AND person = p.person
        AND state IN ('due', 'doing') AND (due <= ?1 OR tries > 0) ORDER BY id LIMIT 1)
WHERE n.state = 'due' AND n.due <= ?1 AND NOT EXISTS (SELECT 1 FROM notice
    WHERE platform = ?2 AND channel = p.channel AND person = p.person AND state = 'doing')
ORDER BY n.due, n.id LIMIT ?3
"""

# Whoever was just told something queues up again behind the others.
_QUEUE_UP = """
UPDATE notice SET due = ?2 WHERE id = (SELECT n.id FROM notice n JOIN notice told ON told.id = ?1
    WHERE n.platform = told.platform AND n.channel = told.channel AND n.person = told.person
        AND n.state IN ('due', 'doing') AND n.due <= ?2 AND n.tries = 0 AND n.state = 'due'
    ORDER BY n.id LIMIT 1)
"""

_END = """
UPDATE notice SET state = ?2, ended = ?3, why = ?4, message = ?5, more = ?6, stands_in = ?7,
    opened = ?8, held = NULL, begun = NULL, tries = tries + 1 WHERE id = ?1
"""

_NOTICE = """
SELECT n.id, n.key, n.kind, n.about, n.platform, n.workspace, n.channel, n.thread, n.person,
    n.state, n.at, n.tries, n.why, n.begun, n.ended, n.message, n.more, n.stands_in, n.opened,
    n.edits, e.message, e.more
FROM notice n LEFT JOIN notice e ON e.id = n.edits
"""

_NARROWED = """
WHERE (?1 = '' OR n.state = ?1) AND (?2 = '' OR n.kind = ?2) AND (?3 = '' OR n.platform = ?3)
    AND (?4 = '' OR n.platform = ?4) AND (?5 = '' OR n.workspace = ?5)
    AND (?6 = '' OR n.channel = ?6) AND (?7 = '' OR n.thread = ?7) AND (?8 = '' OR n.person = ?8)
ORDER BY n.id DESC LIMIT ?9
"""


class SqliteNotices:
    """The part of a store on SQLite where notices wait."""

    database: Database

    async def add_notices(self, notices: Sequence[NewNotice], at: datetime) -> Sequence[int]:
        """Make *notices* due and return the numbers of those that are new."""

        async def job(connection: aiosqlite.Connection) -> list[int]:
            added = [await add_notice(connection, notice, at) for notice in notices]
            return [number for number in added if number is not None]

        return await self.database.write(job) if notices else []

    async def take_notices(
        self, platform: str, at: datetime, *, hold: float, limit: int
    ) -> Sequence[Notice]:
        """Return what is due on *platform* and hold it."""
        now = at.timestamp()

        async def job(connection: aiosqlite.Connection) -> list[Notice]:
            rows = await connection.execute_fetchall(READY, (now, platform, limit))
            if not (numbers := [row[0] for row in rows]):
                return []
            named = json.dumps(numbers)
            await connection.execute(
                "UPDATE notice SET state = 'doing', held = ? "
                "WHERE id IN (SELECT value FROM json_each(?))",
                (now + hold, named),
            )
            where = "WHERE n.id IN (SELECT value FROM json_each(?)) ORDER BY n.due, n.id"
            return await read_notices(connection, where, (named,))

        return await self.database.write(job)

    async def begin_notices(self, numbers: Sequence[int], at: datetime) -> None:
        """Keep that the platform is being asked for what it must not do twice."""

        async def job(connection: aiosqlite.Connection) -> None:
            await connection.executemany(
                "UPDATE notice SET begun = coalesce(begun, ?) WHERE id = ?",
                [(at.timestamp(), number) for number in numbers],
            )

        await self.database.write(job)

    async def put_off_notice(
        self, number: int, until: datetime, why: str, *, unsure: bool = False
    ) -> None:
        """Have a notice that is being sent wait until *until*."""

        async def job(connection: aiosqlite.Connection) -> None:
            await _put_off(connection, number, until, why, unsure=unsure)

        await self.database.write(job)

    async def sent_notice(
        self,
        number: int,
        at: datetime,
        *,
        messages: Sequence[str] = (),
        channel: str = "",
        thread: str = "",
        why: str = "",
    ) -> None:
        """Keep that the notice was told, and where."""
        first, more = (*messages, "")[0], json.dumps(list(messages[1:]))

        async def job(connection: aiosqlite.Connection) -> None:
            where = (first, more, channel, thread)
            await _end(connection, number, DeliveryState.DONE, at, why, where)

        await self.database.write(job)

    async def failed_notice(self, number: int, at: datetime, why: str) -> None:
        """Keep that the notice cannot be told, and why."""

        async def job(connection: aiosqlite.Connection) -> None:
            await _end(connection, number, DeliveryState.FAILED, at, why)

        await self.database.write(job)

    async def reclaim_notices(
        self, at: datetime, repeats: Mapping[str, float], *, every: bool
    ) -> int:
        """Make due again what a program that ended was sending."""
        now = at.timestamp()

        async def job(connection: aiosqlite.Connection) -> int:
            rows = list(
                await connection.execute_fetchall(
                    "SELECT id, edits, begun, platform FROM notice "
                    "WHERE state = 'doing' AND (?1 OR held <= ?2)",
                    (int(every), now),
                )
            )
            for number, edits, begun, platform in rows:
                safe = repeats.get(platform, 0.0)
                if edits is not None or begun is None or abs(now - begun) < safe:
                    await _put_off(connection, number, at, "", unsure=True)
                else:
                    await _end(connection, number, DeliveryState.FAILED, at, NOT_CONFIRMED)
            return len(rows)

        return await self.database.write(job)

    async def notice(self, number: int) -> Notice | None:
        """Return the notice with that number."""

        async def job(connection: aiosqlite.Connection) -> Notice | None:
            found = await read_notices(connection, "WHERE n.id = ?", (number,))
            return found[0] if found else None

        return await self.database.read(job)

    async def notices(self, narrowed: NoticeFilter, limit: int) -> Sequence[Notice]:
        """Return the notices that pass *narrowed*, newest first."""
        to = narrowed.to or Spoken("")
        given = (
            *(narrowed.state or "", narrowed.kind or "", narrowed.platform),
            *(to.platform, to.workspace, to.channel, to.thread, to.person),
        )
        return await self.database.read(
            lambda connection: read_notices(connection, _NARROWED, (*map(str, given), limit))
        )


async def add_notice(
    connection: aiosqlite.Connection, notice: NewNotice, at: datetime
) -> int | None:
    """Make a notice due in the write that calls for it, and return its number if it is new."""
    row = await writing.one(connection, _ADD, *_row(notice, at))
    return int(str(row[0])) if row else None


def _row(notice: NewNotice, at: datetime) -> tuple[object, ...]:
    to, due = notice.to, max(notice.due or at, at)
    about = json.dumps(dict(notice.about), ensure_ascii=False)
    return (
        *(notice.key, notice.kind.value, about, to.platform, to.workspace, to.channel, to.thread),
        *(to.person, notice.edits, due.timestamp(), due.isoformat()),
    )


async def _put_off(
    connection: aiosqlite.Connection, number: int, due: datetime, why: str, *, unsure: bool
) -> None:
    """Have a notice wait again, unless a later change of the same message waits already."""
    waits = await writing.one(
        connection,
        "SELECT 1 FROM notice n JOIN notice e ON e.edits = n.edits "
        "WHERE n.id = ? AND e.state = 'due' AND e.id <> n.id",
        number,
    )
    if waits:
        await _end(connection, number, DeliveryState.DONE, due, OVERTAKEN)
        return
    await connection.execute(
        "UPDATE notice SET state = 'due', due = ?2, held = NULL, tries = tries + 1, why = ?3, "
        "begun = CASE WHEN ?4 THEN begun END WHERE id = ?1 AND state = 'doing'",
        (number, due.timestamp(), why, int(unsure)),
    )


async def _end(
    connection: aiosqlite.Connection,
    number: int,
    state: DeliveryState,
    at: datetime,
    why: str,
    where: tuple[str, str, str, str] = ("", "[]", "", ""),
) -> None:
    await connection.execute(_END, (number, state.value, at.isoformat(), why, *where))
    await connection.execute(_QUEUE_UP, (number, at.timestamp()))


async def read_notices(
    connection: aiosqlite.Connection, where: str, parameters: Sequence[object]
) -> list[Notice]:
    """Return the notices `n` that *where* finds with *parameters*."""
    rows = await connection.execute_fetchall(_NOTICE + where, parameters)
    return [_notice(tuple(row)) for row in rows]


def _notice(row: tuple[Any, ...]) -> Notice:
    (number, key, kind, about, *to, state, at, tries, why, begun, ended) = row[:15]
    message, more, channel, thread, edits, first, rest = row[15:]
    return Notice(
        number=number,
        key=key,
        kind=NoticeKind(kind),
        to=Spoken(*to),
        about=json.loads(about),
        state=DeliveryState(state),
        at=datetime.fromisoformat(at),
        tries=tries,
        why=why,
        begun=datetime.fromtimestamp(begun, UTC) if begun else None,
        ended=datetime.fromisoformat(ended) if ended else None,
        message=message,
        more=tuple(json.loads(more)),
        channel=channel,
        thread=thread,
        edits=edits,
        edited=(first, *json.loads(rest)) if first else (),
    )
