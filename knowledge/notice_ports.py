"""What telling of one's own accord asks of a store. `ClaimStore` brings it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from knowledge.notices import NewNotice, Notice, NoticeFilter


class NoticeStore(Protocol):
    """Where notices wait until they are sent, and where is kept what became of them."""

    async def add_notices(self, notices: Sequence[NewNotice], at: datetime) -> Sequence[int]:
        """Make *notices* due and return the numbers of those that are new, in order."""

    async def take_notices(
        self, platform: str, at: datetime, *, hold: float, limit: int
    ) -> Sequence[Notice]:
        """Return what is due on *platform*, and hold it for *hold* seconds.

        Of each place, a channel or a person, only the first that is open, so that what is told
        there comes in order; the places that have waited longest first. What is not due yet and was
        never tried is not in the way of what was made later.
        """

    async def begin_notices(self, numbers: Sequence[int], at: datetime) -> None:
        """Keep that the platform is being asked, from now on, for what it must not do twice."""

    async def put_off_notice(
        self, number: int, until: datetime, why: str, *, unsure: bool = False
    ) -> None:
        """Have a notice that is being sent wait until *until*, and count the attempt.

        *unsure* keeps since when it may have been sent. A change of a message is done with where a
        later one waits, since that tells it all; it waits until then in its stead.
        """

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
        """Keep that the notice was told, or that there was nothing to tell any more, and where.

        *thread* is the thread that was opened under it, where one was.
        """

    async def failed_notice(self, number: int, at: datetime, why: str) -> None:
        """Keep that the notice cannot be told, and why in a sentence."""

    async def reclaim_notices(
        self, at: datetime, repeats: Mapping[str, float], *, every: bool
    ) -> int:
        """Make due again what a program that ended was sending; return how many there were.

        Those that may have been sent fail, unless the platform (*repeats*, in seconds) still knows
        a repeat for one. Without *every* only those whose hold is over.
        """

    async def notice(self, number: int) -> Notice | None:
        """Return the notice with that number, if there is one."""

    async def notices(self, narrowed: NoticeFilter, limit: int) -> Sequence[Notice]:
        """Return at most *limit* notices that pass *narrowed*, newest first."""
