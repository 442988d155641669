"""Meetings on SQLite: agendas, what was shown and decided, and the notices that tell of them."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import aiosqlite

from knowledge.audit_notes import met
from knowledge.meetings import (
    Decision,
    Item,
    ItemKind,
    ItemState,
    Meeting,
    Sheet,
    Shown,
)
from knowledge.notices import NewNotice, NoticeKind, Spoken
from knowledge.store.sqlite import writing
from knowledge.store.sqlite.auditing import note
from knowledge.store.sqlite.database import Database
from knowledge.store.sqlite.notices import add_notice

_MEETING = """
SELECT m.id, m.name, m.platform, m.workspace, m.channel, m.started_by, m.started_at, m.active_at,
    m.left_out, m.current, m.turn, m.board, m.boards, m.minutes, m.ended_at, m.ended_by,
    n.message, n.opened, CASE WHEN n.state = 'failed' THEN n.why ELSE '' END
FROM meeting m LEFT JOIN notice n ON n.id = m.board
"""

_START = """
INSERT INTO meeting (name, platform, workspace, channel, left_out, started_by, started_at,
    active_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING id
"""

_ITEM = """
INSERT INTO meeting_item (meeting, position, kind, what, words, why, state, added_by, at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id
"""

_SHOW = """
INSERT INTO meeting_shown (meeting, item, claim, revision, at)
SELECT m.id, m.current, c.id, ?3, ?4 FROM meeting m JOIN claim c ON c.slug = ?2
WHERE m.id = ?1 AND m.ended_at IS NULL AND NOT EXISTS (SELECT 1 FROM meeting_shown s
    WHERE s.meeting = m.id AND s.item IS m.current AND s.claim = c.id AND s.revision = ?3)
"""

_DECIDE = """
INSERT INTO meeting_decision (meeting, item, words, by, at) SELECT ?1, ?2, ?3, ?4, ?5
WHERE NOT EXISTS (SELECT 1 FROM meeting_decision d
    WHERE d.meeting = ?1 AND d.item IS ?2 AND d.words = ?3 AND d.by = ?4)
"""

# Everything of a meeting that people may look for, in one text.
_TEXTS = """
SELECT m.id, m.name || ' ' || coalesce((SELECT group_concat(words, ' ') FROM (
    SELECT i.words || ' ' || i.what AS words FROM meeting_item i WHERE i.meeting = m.id
    UNION ALL SELECT d.words FROM meeting_decision d WHERE d.meeting = m.id
    UNION ALL SELECT t.words FROM ticket t WHERE t.meeting = m.id
    UNION ALL SELECT c.slug FROM meeting_shown s JOIN claim c ON c.id = s.claim
        WHERE s.meeting = m.id)), '')
FROM meeting m ORDER BY m.id DESC LIMIT 1000
"""


class SqliteMeetings:
    """The part of a store on SQLite that keeps meetings."""

    database: Database

    async def start_meeting(self, meeting: Meeting, items: Sequence[Item]) -> tuple[Meeting, bool]:
        """Open *meeting*, or return the one that is open in its channel."""
        to = meeting.to

        async def job(connection: aiosqlite.Connection) -> tuple[Meeting, bool]:
            given = (
                *(meeting.name, to.platform, to.workspace, to.channel, meeting.left_out),
                *(meeting.started_by, meeting.started_at.isoformat()),
                meeting.active_at.isoformat(),
            )
            row = await writing.one(connection, _START, *given)
            if row is None:
                (known,) = await _meetings(connection, _OPEN_AT, (to.platform, to.channel))
                return known, False
            number = int(str(row[0]))
            for position, item in enumerate(items, start=1):
                await _add(connection, replace(item, meeting=number, position=float(position)))
            await _post_board(connection, number, to, 1, meeting.started_at)
            await note(connection, [met(number, "started")], meeting.started_by)
            (kept,) = await _meetings(connection, "WHERE m.id = ?", (number,))
            return kept, True

        return await self.database.write(job)

    async def meeting(self, number: int) -> Meeting | None:
        """Return the meeting with that number."""
        return await self._first("WHERE m.id = ?", number)

    async def meeting_at(self, to: Spoken) -> Meeting | None:
        """Return the meeting that is open in a channel."""
        return await self._first(_OPEN_AT, to.platform, to.channel)

    async def open_meetings(self) -> Sequence[Meeting]:
        """Return the meetings that are open, oldest first."""
        where = "WHERE m.ended_at IS NULL ORDER BY m.id"
        return await self.database.read(lambda connection: _meetings(connection, where, ()))

    async def last_meeting(self, to: Spoken) -> Meeting | None:
        """Return the meeting that ended last in a channel."""
        where = (
            "WHERE m.platform = ? AND m.channel = ? AND m.ended_at IS NOT NULL "
            "ORDER BY m.id DESC LIMIT 1"
        )
        return await self._first(where, to.platform, to.channel)

    async def find_meetings(self, words: Sequence[str], limit: int) -> Sequence[Meeting]:
        """Return meetings that hold every one of *words* somewhere, the newest first."""

        async def job(connection: aiosqlite.Connection) -> list[Meeting]:
            texts = await connection.execute_fetchall(_TEXTS)
            numbers = [n for n, text in texts if all(w in text.casefold() for w in words)][:limit]
            where = "WHERE m.id IN (SELECT value FROM json_each(?)) ORDER BY m.id DESC"
            return await _meetings(connection, where, (json.dumps(numbers),))

        return await self.database.read(job)

    async def sheet(self, number: int) -> Sheet | None:
        """Return the meeting with that number and all that belongs to it."""

        async def job(connection: aiosqlite.Connection) -> Sheet | None:
            found = await _meetings(connection, "WHERE m.id = ?", (number,))
            if not found:
                return None
            items = await _items(connection, number)
            shown = await connection.execute_fetchall(
                "SELECT c.slug, s.revision, coalesce(s.item, 0), s.at FROM meeting_shown s "
                "JOIN claim c ON c.id = s.claim WHERE s.meeting = ? ORDER BY s.id",
                (number,),
            )
            decided = await connection.execute_fetchall(
                "SELECT meeting, coalesce(item, 0), words, by, at FROM meeting_decision "
                "WHERE meeting = ? ORDER BY id",
                (number,),
            )
            return Sheet(
                found[0],
                tuple(items),
                tuple(Shown(s, r, i, datetime.fromisoformat(at)) for s, r, i, at in shown),
                tuple(
                    Decision(m, i, w, by, datetime.fromisoformat(at)) for m, i, w, by, at in decided
                ),
            )

        return await self.database.read(job)

    async def add_item(self, item: Item) -> Item | None:
        """Put *item* last on the agenda of its open meeting."""

        async def job(connection: aiosqlite.Connection) -> Item | None:
            if not await _active(connection, item.meeting, item.at):
                return None
            items = await _items(connection, item.meeting)
            for known in items:
                if known.thing == item.thing and known.state is not ItemState.DROPPED:
                    return known
            last = max((each.position for each in items), default=0.0)
            kept = await _add(connection, replace(item, position=last + 1))
            await _turn(connection, item.meeting)
            await note(connection, [met(item.meeting, "item added")], item.added_by)
            return kept

        return await self.database.write(job)

    async def arrange_items(
        self, meeting: int, turn: int, items: Sequence[Item], at: datetime
    ) -> bool:
        """Keep the positions and states of *items* if nobody changed the agenda since."""

        async def job(connection: aiosqlite.Connection) -> bool:
            row = await writing.one(connection, "SELECT turn FROM meeting WHERE id = ?", meeting)
            if row is None or row[0] != turn or not await _active(connection, meeting, at):
                return False
            await connection.executemany(
                "UPDATE meeting_item SET position = ?, state = ? WHERE id = ? AND meeting = ?",
                [(item.position, item.state.value, item.number, meeting) for item in items],
            )
            if any(item.state is ItemState.CURRENT for item in items):
                # Whoever changed it may not have been shown the item that was current.
                await connection.execute(
                    "UPDATE meeting_item SET state = 'done' WHERE meeting = ? "
                    "AND state = 'current' AND id NOT IN (SELECT value FROM json_each(?))",
                    (meeting, json.dumps([item.number for item in items])),
                )
            await _turn(connection, meeting)
            await note(connection, [met(meeting, "agenda changed")])
            return True

        return await self.database.write(job)

    async def decide_in_meeting(self, decision: Decision) -> bool:
        """Keep *decision* if its meeting is open."""

        async def job(connection: aiosqlite.Connection) -> bool:
            number, item, words, by = decision.meeting, decision.item, decision.words, decision.by
            if not await _active(connection, number, decision.at):
                return False
            cursor = await connection.execute(
                _DECIDE, (number, item or None, words, by, decision.at.isoformat())
            )
            added = cursor.rowcount > 0
            await cursor.close()
            if not added:
                return True
            await note(connection, [met(number, "decided")], by)
            return True

        return await self.database.write(job)

    async def show_in_meeting(
        self, meeting: int, shown: Sequence[tuple[str, int]], at: datetime
    ) -> None:
        """Note which claims were shown under the current item."""

        async def job(connection: aiosqlite.Connection) -> None:
            if await _active(connection, meeting, at):
                rows = [(meeting, slug, revision, at.isoformat()) for slug, revision in shown]
                await connection.executemany(_SHOW, rows)

        await self.database.write(job)

    async def end_meeting(
        self, number: int, by: str, at: datetime, *, idle_since: datetime | None = None
    ) -> Meeting | None:
        """End the open meeting, and make its minutes and the last of its board due."""
        idle = idle_since.isoformat() if idle_since else None

        async def job(connection: aiosqlite.Connection) -> Meeting | None:
            found = await _meetings(
                connection,
                "WHERE m.id = ?1 AND m.ended_at IS NULL AND (?2 IS NULL OR m.active_at < ?2)",
                (number, idle),
            )
            if not found:
                return None
            before, about = found[0], {"meeting": number}
            last = NewNotice(
                f"meeting {number} board ended",
                *(NoticeKind.BOARD, before.to, about, before.board),
            )
            await add_notice(connection, last, at)
            where = replace(before.to, thread=before.thread)
            told = NewNotice(f"meeting {number} minutes", NoticeKind.MINUTES, where, about)
            minutes = await add_notice(connection, told, at)
            await connection.execute(
                "UPDATE meeting SET ended_at = ?, ended_by = ?, minutes = ? WHERE id = ?",
                (at.isoformat(), by, minutes, number),
            )
            await note(connection, [met(number, "ended")], by)
            return (await _meetings(connection, "WHERE m.id = ?", (number,)))[0]

        return await self.database.write(job)

    async def board_again(self, number: int, boards: int, at: datetime) -> Meeting | None:
        """Make a new board due for an open meeting."""

        async def job(connection: aiosqlite.Connection) -> Meeting | None:
            where = "WHERE m.id = ? AND m.boards = ? AND m.ended_at IS NULL"
            found = await _meetings(connection, where, (number, boards))
            if not found:
                return None
            await _post_board(connection, number, found[0].to, boards + 1, at)
            return (await _meetings(connection, "WHERE m.id = ?", (number,)))[0]

        return await self.database.write(job)

    async def _first(self, where: str, *given: object) -> Meeting | None:
        found = await self.database.read(lambda connection: _meetings(connection, where, given))
        return found[0] if found else None


_OPEN_AT = "WHERE m.platform = ? AND m.channel = ? AND m.ended_at IS NULL"


async def _post_board(
    connection: aiosqlite.Connection, meeting: int, to: Spoken, boards: int, at: datetime
) -> None:
    about = {"meeting": meeting, "board": boards}
    new = NewNotice(f"meeting {meeting} board {boards}", NoticeKind.BOARD, to, about)
    board = await add_notice(connection, new, at)
    await connection.execute(
        "UPDATE meeting SET board = ?, boards = ? WHERE id = ?", (board, boards, meeting)
    )


async def _active(connection: aiosqlite.Connection, meeting: int, at: datetime) -> bool:
    """Note that something is done in the meeting, and say whether it is open."""
    cursor = await connection.execute(
        "UPDATE meeting SET active_at = max(active_at, ?) WHERE id = ? AND ended_at IS NULL",
        (at.isoformat(), meeting),
    )
    changed = cursor.rowcount > 0
    await cursor.close()
    return changed


async def _turn(connection: aiosqlite.Connection, meeting: int) -> None:
    """Count a change of the agenda, and keep which item is current."""
    await connection.execute(
        "UPDATE meeting SET turn = turn + 1, current = (SELECT id FROM meeting_item "
        "WHERE meeting = ?1 AND state = 'current' LIMIT 1) WHERE id = ?1",
        (meeting,),
    )


async def _add(connection: aiosqlite.Connection, item: Item) -> Item:
    given = (
        *(item.meeting, item.position, item.kind.value, item.slug or item.topic, item.words),
        *(item.why, item.state.value, item.added_by, item.at.isoformat()),
    )
    row = await writing.one(connection, _ITEM, *given)
    return replace(item, number=int(str(row[0])) if row else 0)


async def _items(connection: aiosqlite.Connection, meeting: int) -> list[Item]:
    rows = await connection.execute_fetchall(
        "SELECT kind, words, why, added_by, at, what, state, position, meeting, id "
        "FROM meeting_item WHERE meeting = ? ORDER BY position, id",
        (meeting,),
    )
    return [_item(tuple(row)) for row in rows]


def _item(row: tuple[Any, ...]) -> Item:
    kind, words, why, added_by, at, what, state, *rest = row
    slug, topic = (what if kind == one.value else "" for one in (ItemKind.CLAIM, ItemKind.TOPIC))
    made = datetime.fromisoformat(at)
    return Item(ItemKind(kind), words, why, added_by, made, slug, topic, ItemState(state), *rest)


async def _meetings(
    connection: aiosqlite.Connection, where: str, parameters: Sequence[object]
) -> list[Meeting]:
    rows = await connection.execute_fetchall(_MEETING + where, parameters)
    return [_meeting(tuple(row)) for row in rows]


def _meeting(row: tuple[Any, ...]) -> Meeting:
    number, name, platform, workspace, channel, started_by, started_at, active_at, *rest = row
    left_out, current, turn, board, boards, minutes, ended_at, ended_by, *posted = rest
    message, thread, unposted = (text or "" for text in posted)
    return Meeting(
        name,
        Spoken(platform, workspace, channel),
        started_by,
        datetime.fromisoformat(started_at),
        datetime.fromisoformat(active_at),
        left_out,
        current or 0,
        turn,
        board or 0,
        boards,
        minutes or 0,
        datetime.fromisoformat(ended_at) if ended_at else None,
        ended_by,
        message,
        thread,
        unposted,
        number,
    )
