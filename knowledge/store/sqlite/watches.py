"""Watches on SQLite."""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import aiosqlite

from knowledge.audit_notes import told_here
from knowledge.notices import NoticeKind, Spoken
from knowledge.store.sqlite import writing
from knowledge.store.sqlite.auditing import note
from knowledge.store.sqlite.database import Database
from knowledge.watches import MAX_WATCHES, Cadence, Telling, TooManyWatches, Watch, WatchKind

_WATCH = """
SELECT w.id, w.kind, w.what, w.label, w.platform, w.workspace, w.channel, w.person, w.cadence,
    w.paused, w.seen, w.due, w.made_at FROM watch w
"""

_PLACE = "w.platform = ?1 AND w.channel = ?2 AND (?2 <> '' OR w.person = ?3)"

_INSERT = """
INSERT INTO watch (kind, what, label, platform, workspace, channel, person, cadence, seen, due,
    made_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""

# Both conditions on the state: the first is the index's own, word for word, or it is not used.
WAITS = """
SELECT id, about FROM notice WHERE platform = ?1 AND channel = ?2 AND person = ?3
    AND state IN ('due', 'doing') AND state = 'due' AND tries = 0 AND kind = ?4
ORDER BY id DESC LIMIT 1
"""

_NOTICE = """
INSERT INTO notice (key, kind, about, platform, workspace, channel, thread, person, due, at)
VALUES (?, ?, ?, ?, ?, ?, '', ?, ?, ?) ON CONFLICT DO NOTHING
"""


class SqliteWatches:
    """The part of a store on SQLite that keeps what is watched."""

    database: Database

    async def add_watch(self, watch: Watch) -> tuple[Watch, bool]:
        """Keep *watch* and return it with its number, and whether it is new."""
        to = watch.to
        who = watch.by if to.channel else to.person

        async def job(connection: aiosqlite.Connection) -> tuple[Watch, bool]:
            there = await _watches(
                connection,
                f"WHERE {_PLACE} AND w.kind = ?4 AND w.what = ?5",
                (to.platform, to.channel, to.person, watch.kind.value, watch.what),
            )
            due = watch.due.timestamp() if watch.due else None
            if there:
                number, paused = there[0].number, there[0].paused
                await connection.execute(
                    "UPDATE watch SET cadence = ?, due = ?, label = ?, paused = 0, "
                    "seen = CASE WHEN ? THEN ? ELSE seen END WHERE id = ?",
                    (watch.cadence.value, due, watch.label, paused, watch.seen, number),
                )
            else:
                row = await writing.one(
                    connection,
                    f"SELECT count(*) FROM watch w WHERE {_PLACE}",  # noqa: S608 - our own names
                    *(to.platform, to.channel, to.person),
                )
                if row and int(str(row[0])) >= MAX_WATCHES:
                    raise TooManyWatches(f"{MAX_WATCHES} watches are kept already")
                made = await connection.execute_insert(
                    _INSERT,
                    (
                        *(watch.kind.value, watch.what, watch.label, to.platform, to.workspace),
                        *(to.channel, who, watch.cadence.value, watch.seen, due),
                        watch.made_at.isoformat(),
                    ),
                )
                number = int(made[0]) if made else 0
            (kept,) = await _watches(connection, "WHERE w.id = ?", (number,))
            await note(connection, told_here(kept, "set"), f"{to.platform}:{who}")
            return kept, not there

        return await self.database.write(job)

    async def watches_of(self, to: Spoken) -> Sequence[Watch]:
        """Return what a channel, or a person for themselves, watches, oldest first."""
        place = (to.platform, to.channel, to.person)
        return await self.database.read(
            lambda connection: _watches(connection, f"WHERE {_PLACE} ORDER BY w.id", place)
        )

    async def watch(self, number: int) -> Watch | None:
        """Return the watch with that number."""
        return await self.database.read(lambda connection: _numbered(connection, number))

    async def pause_watch(self, number: int, seen: int | None) -> Watch | None:
        """Pause the watch, or have it go on."""

        async def job(connection: aiosqlite.Connection) -> Watch | None:
            await connection.execute(
                "UPDATE watch SET paused = ?1 IS NULL, seen = coalesce(?1, seen) WHERE id = ?2",
                (seen, number),
            )
            kept = await _numbered(connection, number)
            await note(connection, told_here(kept, "paused" if seen is None else "resumed"))
            return kept

        return await self.database.write(job)

    async def drop_watch(self, number: int) -> Watch | None:
        """Remove the watch and return it as it was."""

        async def job(connection: aiosqlite.Connection) -> Watch | None:
            was = await _numbered(connection, number)
            await connection.execute("DELETE FROM watch WHERE id = ?", (number,))
            await note(connection, told_here(was, "stopped"))
            return was

        return await self.database.write(job)

    async def watched(self, kinds: Collection[str]) -> Sequence[tuple[str, str]]:
        """Return what is watched of these kinds by anybody."""

        async def job(connection: aiosqlite.Connection) -> list[tuple[str, str]]:
            rows = await connection.execute_fetchall(
                "SELECT DISTINCT kind, what FROM watch WHERE NOT paused "
                "AND kind IN (SELECT value FROM json_each(?)) ORDER BY kind, what",
                (json.dumps(list(kinds)),),
            )
            return [(str(kind), str(what)) for kind, what in rows]

        return await self.database.read(job)

    async def watches_on(self, things: Collection[tuple[str, str]]) -> Sequence[Watch]:
        """Return the watches, but for the paused, of these kinds and things."""
        where = (
            "JOIN json_each(?) t ON w.kind = t.value ->> 0 AND w.what = t.value ->> 1 "
            "WHERE NOT w.paused ORDER BY w.id"
        )
        given = (json.dumps(sorted(things), ensure_ascii=False),)
        return await self.database.read(lambda connection: _watches(connection, where, given))

    async def watches_due(self, at: datetime, limit: int) -> Sequence[Watch]:
        """Return watches whose digest is due by then, the longest due first."""
        where = "WHERE NOT w.paused AND w.due <= ? ORDER BY w.due, w.id LIMIT ?"
        given = (at.timestamp(), limit)
        return await self.database.read(lambda connection: _watches(connection, where, given))

    async def tell_watches(self, tellings: Sequence[Telling], at: datetime) -> int:
        """Make due to tell each place, and move its watches on."""

        async def job(connection: aiosqlite.Connection) -> int:
            for telling in tellings:
                await _tell(connection, telling, at)
                await _move(connection, telling.watches, telling.upto, telling.due)
            return len(tellings)

        return await self.database.write(job) if tellings else 0

    async def skip_watches(self, upto: int, due: Mapping[int, datetime]) -> None:
        """Note of watches that nothing up to *upto* is to be told."""

        async def job(connection: aiosqlite.Connection) -> None:
            await _move(connection, list(due), upto, due)

        await self.database.write(job)


async def _tell(connection: aiosqlite.Connection, telling: Telling, at: datetime) -> None:
    """Make due to tell one place, together with what it waits to be told already."""
    to, kind = telling.to, NoticeKind.WATCH.value
    waits = await writing.one(connection, WAITS, to.platform, to.channel, to.person, kind)
    watches = {str(number): seen for number, seen in telling.watches.items()}
    if waits:
        about = json.loads(str(waits[1]))
        watches |= json.loads(str(about["watches"]))  # which were told up to an earlier entry
        about |= {"watches": json.dumps(watches), "upto": telling.upto}
        await connection.execute(
            "UPDATE notice SET about = ? WHERE id = ?", (json.dumps(about), waits[0])
        )
        return
    numbers = ",".join(watches)
    key = f"watches of {to.platform}:{to.channel}:{to.person} {numbers} up to {telling.upto}"
    about = {"watches": json.dumps(watches), "upto": telling.upto}
    await connection.execute(
        _NOTICE,
        (
            *(key, kind, json.dumps(about), to.platform, to.workspace, to.channel, to.person),
            *(at.timestamp(), at.isoformat()),
        ),
    )


async def _move(
    connection: aiosqlite.Connection,
    numbers: Collection[int],
    upto: int,
    due: Mapping[int, datetime],
) -> None:
    await connection.executemany(
        "UPDATE watch SET seen = max(seen, ?2), due = coalesce(?3, due) WHERE id = ?1",
        [(n, upto, due[n].timestamp() if n in due else None) for n in numbers],
    )


async def _numbered(connection: aiosqlite.Connection, number: int) -> Watch | None:
    found = await _watches(connection, "WHERE w.id = ?", (number,))
    return found[0] if found else None


async def _watches(
    connection: aiosqlite.Connection, where: str, parameters: Sequence[object]
) -> list[Watch]:
    rows = await connection.execute_fetchall(_WATCH + where, parameters)
    return [_watch(tuple(row)) for row in rows]


def _watch(row: tuple[Any, ...]) -> Watch:
    number, kind, what, label, platform, workspace, channel, who, *rest = row
    cadence, paused, seen, due, made_at = rest
    return Watch(
        WatchKind(kind),
        what,
        label,
        Spoken(platform, workspace, channel, person="" if channel else who),
        who,
        datetime.fromisoformat(made_at),
        Cadence(cadence),
        seen,
        datetime.fromtimestamp(due, UTC) if due is not None else None,
        bool(paused),
        number,
    )
