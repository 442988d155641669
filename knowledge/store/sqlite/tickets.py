"""Tickets on SQLite."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import aiosqlite

from knowledge.audit_notes import ticketed
from knowledge.notices import Spoken
from knowledge.store.sqlite import writing
from knowledge.store.sqlite.auditing import note
from knowledge.store.sqlite.database import Database
from knowledge.tickets import Ticket, TicketState

_OPEN = "t.state IN ('open', 'taken')"

_TICKET = """
SELECT t.id, t.words, t.state, t.owner, t.deadline, t.meeting, t.item, t.demand, c.slug, t.platform,
    t.workspace, t.channel, t.thread, t.made_by, t.made_at, t.ended_at, t.why
FROM ticket t LEFT JOIN claim c ON c.id = t.claim
"""

_INSERT = """
INSERT INTO ticket (words, state, owner, deadline, meeting, item, demand, platform, workspace,
    channel, thread, made_by, made_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""


class SqliteTickets:
    """The part of a store on SQLite that keeps what still has to be found out."""

    database: Database

    async def add_ticket(self, ticket: Ticket) -> Ticket:
        """Keep *ticket*, or return the open one for the same demand, or item in its words."""

        async def job(connection: aiosqlite.Connection) -> Ticket:
            same = await _tickets(
                connection,
                f"WHERE {_OPEN} AND ((?1 AND t.demand = ?1) OR "
                "(t.meeting = ?2 AND coalesce(t.item, 0) = ?3 AND t.words = ?4)) LIMIT 1",
                (ticket.demand, ticket.meeting, ticket.item, ticket.words),
            )
            if same:
                return same[0]
            to = ticket.to
            row = await connection.execute_insert(
                _INSERT,
                (
                    *(ticket.words, ticket.state.value, ticket.owner, _seconds(ticket.deadline)),
                    *(ticket.meeting or None, ticket.item or None, ticket.demand or None),
                    *(to.platform, to.workspace, to.channel, to.thread),
                    *(ticket.made_by, ticket.made_at.isoformat()),
                ),
            )
            kept = replace(ticket, number=int(row[0]) if row else 0)
            await note(connection, [ticketed(None, kept)], ticket.made_by)
            return kept

        return await self.database.write(job)

    async def ticket(self, number: int) -> Ticket | None:
        """Return the ticket with that number."""
        return await self.database.read(lambda connection: _numbered(connection, number))

    async def take_ticket(
        self, number: int, owner: str, deadline: datetime | None, *, seen: str
    ) -> Ticket | None:
        """Give the open ticket to *owner*, if nobody but who was *seen* has it."""

        async def job(connection: aiosqlite.Connection) -> Ticket | None:
            before = await _numbered(connection, number)
            if before is None or not before.open or before.owner != seen:
                return before
            after = replace(before, state=TicketState.TAKEN, owner=owner, deadline=deadline)
            await connection.execute(
                "UPDATE ticket SET state = 'taken', owner = ?, deadline = ? WHERE id = ?",
                (owner, _seconds(deadline), number),
            )
            await note(connection, [ticketed(before, after)], owner)
            return after

        return await self.database.write(job)

    async def end_ticket(
        self, number: int, at: datetime, *, claim: str = "", why: str = ""
    ) -> Ticket | None:
        """Settle the ticket by a claim, or drop it with a reason."""

        async def job(connection: aiosqlite.Connection) -> Ticket | None:
            before = await _numbered(connection, number)
            if before is None or not before.open:
                return before
            state = TicketState.DONE if claim else TicketState.DROPPED
            identity = await writing.claim_id(connection, claim) if claim else None
            after = replace(before, state=state, claim=claim, ended_at=at, why=why)
            await connection.execute(
                "UPDATE ticket SET state = ?, claim = ?, ended_at = ?, why = ? WHERE id = ?",
                (state.value, identity, at.isoformat(), why, number),
            )
            await note(connection, [ticketed(before, after)])
            return after

        return await self.database.write(job)

    async def open_tickets(
        self, *, meeting: int = 0, owner: str = "", until: datetime | None = None
    ) -> Sequence[Ticket]:
        """Return the tickets that are open or taken, earliest deadline first, none last."""
        where = (
            f"WHERE {_OPEN} AND (?1 = 0 OR t.meeting = ?1) AND (?2 = '' OR t.owner = ?2 "
            "OR substr(t.owner, 1, length(?2) + 1) = ?2 || ' ') "
            "AND (?3 IS NULL OR t.deadline < ?3) ORDER BY t.deadline IS NULL, t.deadline, t.id"
        )
        given = (meeting, owner, _seconds(until))
        return await self.database.read(lambda connection: _tickets(connection, where, given))

    async def tickets_of(self, meeting: int) -> Sequence[Ticket]:
        """Return every ticket of a meeting, oldest first."""
        where = "WHERE t.meeting = ? ORDER BY t.id"
        return await self.database.read(lambda connection: _tickets(connection, where, (meeting,)))


def _seconds(at: datetime | None) -> float | None:
    return at.timestamp() if at else None


async def _numbered(connection: aiosqlite.Connection, number: int) -> Ticket | None:
    found = await _tickets(connection, "WHERE t.id = ?", (number,))
    return found[0] if found else None


async def _tickets(
    connection: aiosqlite.Connection, where: str, parameters: Sequence[object]
) -> list[Ticket]:
    rows = await connection.execute_fetchall(_TICKET + where, parameters)
    return [_ticket(tuple(row)) for row in rows]


def _ticket(row: tuple[Any, ...]) -> Ticket:
    number, words, state, owner, deadline, meeting, item, demand, slug, *rest = row
    platform, workspace, channel, thread, made_by, made_at, ended_at, why = rest
    return Ticket(
        words,
        Spoken(platform, workspace, channel, thread),
        made_by,
        datetime.fromisoformat(made_at),
        TicketState(state),
        owner,
        datetime.fromtimestamp(deadline, UTC) if deadline is not None else None,
        meeting or 0,
        item or 0,
        demand or 0,
        slug or "",
        datetime.fromisoformat(ended_at) if ended_at else None,
        why,
        number,
    )
