"""Tickets in memory."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from knowledge.audit_notes import ticketed
from knowledge.store.memory_auditing import MemoryAuditing
from knowledge.tickets import Ticket, TicketState


class MemoryTickets(MemoryAuditing):
    """The part of a store in memory that keeps what still has to be found out."""

    def __init__(self) -> None:
        super().__init__()
        self._tickets: dict[int, Ticket] = {}

    async def add_ticket(self, ticket: Ticket) -> Ticket:
        """Keep *ticket*, or return the open one for the same demand, or item in its words."""
        self._open()
        for kept in self._tickets.values():
            of_demand = ticket.demand and kept.demand == ticket.demand
            of_item = ticket.meeting and _asked(kept) == _asked(ticket)
            if kept.open and (of_demand or of_item):
                return kept
        kept = replace(ticket, number=len(self._tickets) + 1)
        self._change(None, kept)
        return kept

    async def ticket(self, number: int) -> Ticket | None:
        """Return the ticket with that number."""
        self._open()
        return self._tickets.get(number)

    async def take_ticket(
        self, number: int, owner: str, deadline: datetime | None, *, seen: str
    ) -> Ticket | None:
        """Give the open ticket to *owner*, if nobody but who was *seen* has it."""
        self._open()
        before = self._tickets.get(number)
        if before is None or not before.open or before.owner != seen:
            return before
        after = replace(before, state=TicketState.TAKEN, owner=owner, deadline=deadline)
        self._change(before, after)
        return after

    async def end_ticket(
        self, number: int, at: datetime, *, claim: str = "", why: str = ""
    ) -> Ticket | None:
        """Settle the ticket by a claim, or drop it with a reason."""
        shelves = self._open()
        before = self._tickets.get(number)
        if before is None or not before.open:
            return before
        if claim:
            shelves.must_know(claim)
        state = TicketState.DONE if claim else TicketState.DROPPED
        after = replace(before, state=state, claim=claim, ended_at=at, why=why)
        self._change(before, after)
        return after

    async def open_tickets(
        self, *, meeting: int = 0, owner: str = "", until: datetime | None = None
    ) -> Sequence[Ticket]:
        """Return the tickets that are open or taken, earliest deadline first, none last."""
        self._open()
        found = [
            ticket
            for ticket in self._tickets.values()
            if ticket.open
            and meeting in (0, ticket.meeting)
            and (not owner or ticket.owner.split(" ")[0] == owner)
            and (until is None or (ticket.deadline is not None and ticket.deadline < until))
        ]
        return sorted(
            found,
            key=lambda t: (
                t.deadline is None,
                t.deadline.timestamp() if t.deadline else 0,
                t.number,
            ),
        )

    async def tickets_of(self, meeting: int) -> Sequence[Ticket]:
        """Return every ticket of a meeting, oldest first."""
        self._open()
        return [ticket for ticket in self._tickets.values() if ticket.meeting == meeting]

    def _change(self, before: Ticket | None, after: Ticket) -> None:
        self._tickets[after.number] = after
        by = after.made_by if before is None else after.owner if after.open else ""
        self._note([ticketed(before, after)], by)
        self._version += 1

    def _sign_tickets(self, owner: Callable[[str], str], maker: Callable[[str], str]) -> None:
        """Put what *owner* and *maker* give in place of who has a ticket and who made it."""
        for number, ticket in self._tickets.items():
            self._tickets[number] = replace(
                ticket, owner=owner(ticket.owner), made_by=maker(ticket.made_by)
            )


def _asked(ticket: Ticket) -> tuple[int, int, str]:
    return ticket.meeting, ticket.item, ticket.words
