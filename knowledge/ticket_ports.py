"""What tickets ask of a store. `ClaimStore` brings it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from knowledge.tickets import Ticket


class TicketStore(Protocol):
    """Where tickets are kept; none is ever taken away."""

    async def add_ticket(self, ticket: Ticket) -> Ticket:
        """Keep *ticket* and return it with its number.

        While one for the same demand is open, or one in the same words under the same item of a
        meeting, that one is returned instead.
        """

    async def ticket(self, number: int) -> Ticket | None:
        """Return the ticket with that number, if there is one."""

    async def take_ticket(
        self, number: int, owner: str, deadline: datetime | None, *, seen: str
    ) -> Ticket | None:
        """Give the open ticket to *owner*, if it still belongs to who was *seen* to have it.

        Returns the ticket as it is then, whoever has it, or nothing for an unknown number.
        """

    async def end_ticket(
        self, number: int, at: datetime, *, claim: str = "", why: str = ""
    ) -> Ticket | None:
        """Settle the ticket by the claim with that slug, or drop it with a reason."""

    async def open_tickets(
        self, *, meeting: int = 0, owner: str = "", until: datetime | None = None
    ) -> Sequence[Ticket]:
        """Return the tickets that are open or taken, earliest deadline first, none last.

        Of one *meeting*, of one *owner* (`platform:id`), or with a deadline before *until*.
        """

    async def tickets_of(self, meeting: int) -> Sequence[Ticket]:
        """Return every ticket of a meeting, oldest first, however it stands."""
