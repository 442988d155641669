"""The desk's tickets: who finds out what, and until when."""

from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from knowledge.amending import called, person_key
from knowledge.clock_times import moment
from knowledge.notices import Spoken
from knowledge.proposals import NotKept
from knowledge.ticket_ports import TicketStore
from knowledge.tickets import Ticket, TicketState
from knowledge.unseen import is_unseen

MAX_WORDS = 300
MAX_WHY = 300


class Ticketing:
    """Opens, hands out and settles tickets. Refusals are `NotKept`, in words.

    *zone* is what deadlines are read in.
    """

    def __init__(self, store: TicketStore, zone: ZoneInfo | None = None) -> None:
        self._store = store
        self.zone = zone or ZoneInfo("UTC")

    async def open(
        self,
        words: str,
        by: str,
        to: Spoken,
        *,
        meeting: int = 0,
        item: int = 0,
        demand: int = 0,
    ) -> Ticket:
        """Open a ticket, or return the open one for the same demand, or item in its words."""
        tidy = " ".join(words.split())
        if all(is_unseen(letter) or letter == " " for letter in tidy):
            raise NotKept("A ticket says what needs a source.", "Write it in a line.", "words")
        if len(tidy) > MAX_WORDS:
            raise NotKept(
                f"That is {len(tidy)} characters, and a ticket takes {MAX_WORDS}.",
                "Shorten it to what needs a source.",
                "words",
            )
        now = datetime.now(UTC).replace(microsecond=0)
        return await self._store.add_ticket(
            Ticket(tidy, to, by, now, meeting=meeting, item=item, demand=demand)
        )

    async def take(
        self, number: int, by: str, until: str = "", *, over: bool = False
    ) -> tuple[Ticket, str]:
        """Give the ticket to who signs as *by*, until the time that *until* names, if any.

        Returns the ticket and the signature of who had it before. Who would take it *over* from
        somebody else has to say so.
        """
        ticket = await self.numbered(number)
        deadline = moment(until, datetime.now(UTC), self.zone) if until.strip() else None
        own = bool(ticket.owner) and person_key(ticket.owner) == person_key(by)
        if ticket.owner and not own and not over:
            raise NotKept(
                f"{called(ticket.owner)} has ticket {number} already.",
                "Ask them for it, or take it over.",
            )
        taken = await self._store.take_ticket(
            number, by, deadline or (ticket.deadline if own else None), seen=ticket.owner
        )
        if taken is None or not taken.open:
            raise self._ended(taken, number)
        if taken.owner != by:
            raise NotKept(
                f"{called(taken.owner)} took ticket {number} just now.",
                "Ask them for it, or take it over.",
            )
        return taken, ticket.owner

    async def settle(self, number: int, slug: str) -> Ticket:
        """Settle the ticket by the claim called *slug*, which is on record."""
        return await self._end(number, claim=slug)

    async def drop(self, number: int, why: str) -> Ticket:
        """Drop the ticket, with a reason."""
        tidy = " ".join(why.split())[:MAX_WHY]
        if not tidy:
            raise NotKept("A ticket is dropped for a reason.", "Write it after the number.", "why")
        return await self._end(number, why=tidy)

    async def numbered(self, number: int) -> Ticket:
        """Return the open ticket with that number."""
        ticket = await self._store.ticket(number)
        if ticket is None or not ticket.open:
            raise self._ended(ticket, number)
        return ticket

    async def open_ones(
        self, *, meeting: int = 0, owner: str = "", until: datetime | None = None
    ) -> Sequence[Ticket]:
        """Return the tickets that wait, earliest deadline first, as `TicketStore.open_tickets`."""
        return await self._store.open_tickets(meeting=meeting, owner=owner, until=until)

    async def of_meeting(self, meeting: int) -> Sequence[Ticket]:
        """Return every ticket of a meeting, oldest first."""
        return await self._store.tickets_of(meeting)

    async def _end(self, number: int, *, claim: str = "", why: str = "") -> Ticket:
        await self.numbered(number)
        now = datetime.now(UTC).replace(microsecond=0)
        ended = await self._store.end_ticket(number, now, claim=claim, why=why)
        if ended is None or (ended.claim, ended.why) != (claim, why):
            raise self._ended(ended, number)
        return ended

    def _ended(self, ticket: Ticket | None, number: int) -> NotKept:
        if ticket is None:
            return NotKept(f"There is no ticket {number}.", "Type /desk demand to see what waits.")
        how = f"settled by {ticket.claim}" if ticket.state is TicketState.DONE else "dropped"
        return NotKept(f"Ticket {number} was {how} already.", "Open a new one if it is needed.")
