"""Schedules of briefs, and what was given, on SQLite."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import aiosqlite

from knowledge.acting import acting_now
from knowledge.audit_notes import told_here
from knowledge.briefs import MAX_SCHEDULES, BriefSchedule, Density, Given, TooManySchedules
from knowledge.notices import Notice, Spoken
from knowledge.store.sqlite import writing
from knowledge.store.sqlite.auditing import note
from knowledge.store.sqlite.database import Database
from knowledge.store.sqlite.notices import read_notices

_SCHEDULE = """
SELECT b.id, b.rule, b.words, b.zone, b.topic, b.density, b.platform, b.workspace, b.channel,
    b.person, b.paused, b.due, b.made_at FROM brief_schedule b
"""

_PLACE = "b.platform = ?1 AND b.channel = ?2 AND (?2 <> '' OR b.person = ?3)"

_INSERT = """
INSERT INTO brief_schedule (rule, words, zone, topic, density, platform, workspace, channel, person,
    due, made_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""

_GIVE = """
INSERT INTO brief_given (platform, channel, person, topic, entry, at) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT DO UPDATE SET entry = excluded.entry, at = excluded.at WHERE excluded.entry >= entry
"""

TOLD = """
WHERE n.kind = 'brief' AND n.platform = ?1 AND n.channel = ?2 AND n.person = ?3
    AND n.about ->> 'topic' = ?4
ORDER BY n.id DESC LIMIT ?5
"""

_STALE = """
SELECT c.slug FROM (
    SELECT claim, CASE length(as_of) WHEN 4 THEN as_of || '-12-31'
        WHEN 7 THEN date(as_of || '-01', '+1 month', '-1 day') ELSE as_of END AS day
    FROM figure WHERE as_of IS NOT NULL
) f JOIN claim c ON c.id = f.claim JOIN topic t ON t.id = c.topic
WHERE f.day > ?1 AND f.day <= ?2 AND (?3 = '' OR t.key = ?3)
GROUP BY c.id ORDER BY max(f.day) DESC, c.slug LIMIT ?4
"""


class SqliteBriefs:
    """The part of a store on SQLite that keeps who gets a brief when."""

    database: Database

    async def add_schedule(self, schedule: BriefSchedule) -> tuple[BriefSchedule, bool]:
        """Keep *schedule* and return it with its number, and whether it is new."""
        to = schedule.to
        who = schedule.by if to.channel else to.person
        place = (to.platform, to.channel, to.person)

        async def job(connection: aiosqlite.Connection) -> tuple[BriefSchedule, bool]:
            there = await _schedules(
                connection,
                f"WHERE {_PLACE} AND b.rule = ?4 AND b.zone = ?5 AND b.topic = ?6",
                (*place, schedule.rule, schedule.zone, schedule.topic),
            )
            if there:
                number = there[0].number
                await connection.execute(
                    "UPDATE brief_schedule SET density = ?, words = ?, due = ?, paused = 0 "
                    "WHERE id = ?",
                    (schedule.density.value, schedule.words, schedule.due.timestamp(), number),
                )
            else:
                count = f"SELECT count(*) FROM brief_schedule b WHERE {_PLACE}"  # noqa: S608 - our own names
                row = await writing.one(connection, count, *place)
                if row and int(str(row[0])) >= MAX_SCHEDULES:
                    raise TooManySchedules(f"{MAX_SCHEDULES} schedules are kept already")
                made = await connection.execute_insert(
                    _INSERT,
                    (
                        *(schedule.rule, schedule.words, schedule.zone, schedule.topic),
                        *(schedule.density.value, to.platform, to.workspace, to.channel, who),
                        *(schedule.due.timestamp(), schedule.made_at.isoformat()),
                    ),
                )
                number = int(made[0]) if made else 0
            (kept,) = await _schedules(connection, "WHERE b.id = ?", (number,))
            await note(connection, told_here(kept, "set"), f"{to.platform}:{schedule.by}")
            return kept, not there

        return await self.database.write(job)

    async def schedules_of(self, to: Spoken) -> Sequence[BriefSchedule]:
        """Return the schedules of a channel, or of a person for themselves, oldest first."""
        place = (to.platform, to.channel, to.person)
        return await self.database.read(
            lambda connection: _schedules(connection, f"WHERE {_PLACE} ORDER BY b.id", place)
        )

    async def schedule(self, number: int) -> BriefSchedule | None:
        """Return the schedule with that number."""
        return await self.database.read(lambda connection: _numbered(connection, number))

    async def pause_schedule(self, number: int, due: datetime | None) -> BriefSchedule | None:
        """Pause the schedule, or have it go on."""
        seconds = due.timestamp() if due else None

        async def job(connection: aiosqlite.Connection) -> BriefSchedule | None:
            await connection.execute(
                "UPDATE brief_schedule SET paused = ?1 IS NULL, due = coalesce(?1, due) "
                "WHERE id = ?2",
                (seconds, number),
            )
            kept = await _numbered(connection, number)
            if kept and acting_now().person:  # not where its times can be reckoned no more
                done = "paused" if due is None else "resumed"
                await note(connection, told_here(kept, done))
            return kept

        return await self.database.write(job)

    async def drop_schedule(self, number: int) -> BriefSchedule | None:
        """Remove the schedule and return it as it was."""

        async def job(connection: aiosqlite.Connection) -> BriefSchedule | None:
            was = await _numbered(connection, number)
            await connection.execute("DELETE FROM brief_schedule WHERE id = ?", (number,))
            await note(connection, told_here(was, "stopped"))
            return was

        return await self.database.write(job)

    async def schedules_due(self, at: datetime, limit: int) -> Sequence[BriefSchedule]:
        """Return schedules, but for the paused, that are due by then."""
        where = "WHERE NOT b.paused AND b.due <= ? ORDER BY b.due, b.id LIMIT ?"
        given = (at.timestamp(), limit)
        return await self.database.read(lambda connection: _schedules(connection, where, given))

    async def move_schedules(self, due: Mapping[int, datetime]) -> None:
        """Keep when schedules are due next."""

        async def job(connection: aiosqlite.Connection) -> None:
            await connection.executemany(
                "UPDATE brief_schedule SET due = ? WHERE id = ?",
                [(at.timestamp(), number) for number, at in due.items()],
            )

        if due:
            await self.database.write(job)

    async def brief_given(self, to: Spoken, topic: str) -> Given | None:
        """Return up to where that place was briefed."""

        async def job(connection: aiosqlite.Connection) -> Given | None:
            row = await writing.one(
                connection,
                "SELECT entry, at FROM brief_given "
                "WHERE platform = ? AND channel = ? AND person = ? AND topic = ?",
                *(*_whose(to), topic),
            )
            return Given(int(str(row[0])), datetime.fromisoformat(str(row[1]))) if row else None

        return await self.database.read(job)

    async def give_brief(self, to: Spoken, topic: str, given: Given) -> None:
        """Keep up to where a place was briefed."""

        async def job(connection: aiosqlite.Connection) -> None:
            row = (*_whose(to), topic, given.entry, given.at.isoformat())
            await connection.execute(_GIVE, row)

        await self.database.write(job)

    async def briefs_told(self, to: Spoken, topic: str, limit: int) -> Sequence[Notice]:
        """Return briefs on *topic* that place was made due, the newest first."""
        given = (*_whose(to), topic, limit)
        return await self.database.read(lambda connection: read_notices(connection, TOLD, given))

    async def stale_claims(self, after: str, upto: str, topic: str, limit: int) -> Sequence[str]:
        """Return the slugs of claims with a figure that was so on a day of that time."""

        async def job(connection: aiosqlite.Connection) -> list[str]:
            rows = await connection.execute_fetchall(_STALE, (after, upto, topic, limit))
            return [str(row[0]) for row in rows]

        return await self.database.read(job)


def _whose(to: Spoken) -> tuple[str, str, str]:
    return to.platform, to.channel, "" if to.channel else to.person


async def _numbered(connection: aiosqlite.Connection, number: int) -> BriefSchedule | None:
    found = await _schedules(connection, "WHERE b.id = ?", (number,))
    return found[0] if found else None


async def _schedules(
    connection: aiosqlite.Connection, where: str, parameters: Sequence[object]
) -> list[BriefSchedule]:
    rows = await connection.execute_fetchall(_SCHEDULE + where, parameters)
    return [_schedule(tuple(row)) for row in rows]


def _schedule(row: tuple[Any, ...]) -> BriefSchedule:
    number, rule, words, zone, topic, density, platform, workspace, channel, who, *rest = row
    paused, due, made_at = rest
    return BriefSchedule(
        *(rule, words, zone),
        Spoken(platform, workspace, channel, person="" if channel else who),
        who,
        datetime.fromisoformat(made_at),
        datetime.fromtimestamp(due, UTC),
        topic,
        Density(density),
        bool(paused),
        number,
    )
