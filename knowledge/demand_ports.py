"""What counting unanswered questions asks of a store. `ClaimStore` brings it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from knowledge.demand import Demand, Miss
from knowledge.notices import Spoken


class DemandStore(Protocol):
    """Where it is counted what was asked for and is not on record."""

    async def count_demand(self, miss: Miss) -> int:
        """Count *miss* and return the number of its demand.

        One that had ended is open again, since it was asked again and found nothing. Words that
        are kept already stay.
        """

    async def leave_demand(self, miss: Miss) -> int:
        """Keep the words of *miss*, and whom to tell, and return the number; nothing is counted.

        A demand that is not there is made, as asked once.
        """

    async def demand(self, number: int) -> Demand | None:
        """Return the demand with that number, if there is one."""

    async def demands(
        self, limit: int, *, ended: bool = False, worded: bool = False
    ) -> Sequence[Demand]:
        """Return at most *limit* demands, those of most askers first, then the most asked.

        Those that are open, or those that *ended*, the last of which come first. With *worded*
        only those whose words are kept.
        """

    async def end_demand(
        self, number: int, at: datetime, *, claim: str = "", why: str = ""
    ) -> Demand | None:
        """Note that the claim with that slug answers it, or why it is not looked for.

        Returns it as it is then, or nothing for an unknown number. One that has ended stays so.
        """

    async def demand_key(self, made: str) -> str:
        """Keep *made* as the key of prints and marks unless there is one, and return what is."""

    async def to_tell(self, number: int) -> Sequence[Spoken]:
        """Return who wish to be told and were not yet, by when they asked last."""

    async def told_demand(self, number: int) -> None:
        """Note that those who wish to be told are being told."""
