"""What somebody still has to find out: an open question with an owner and a deadline."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from knowledge.notices import Spoken


class TicketState(StrEnum):
    """How far a ticket has come."""

    OPEN = "open"
    TAKEN = "taken"
    DONE = "done"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Ticket:
    """Something that needs a source, and where it was asked for.

    `owner` and `made_by` are signatures (`platform:id name`). `meeting`, `item` and `demand` are
    the numbers of what it came from, 0 where it came from elsewhere. `claim` is the slug of the
    claim that settled it, and `why` says why it ended otherwise. `number` is 0 for one not kept
    yet.
    """

    words: str
    to: Spoken
    made_by: str
    made_at: datetime
    state: TicketState = TicketState.OPEN
    owner: str = ""
    deadline: datetime | None = None
    meeting: int = 0
    item: int = 0
    demand: int = 0
    claim: str = ""
    ended_at: datetime | None = None
    why: str = ""
    number: int = 0

    @property
    def open(self) -> bool:
        """Whether it still has to be settled."""
        return self.state in (TicketState.OPEN, TicketState.TAKEN)
