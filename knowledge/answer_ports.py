"""What following an answer asks of a store. `ClaimStore` brings all of it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from knowledge.answers import (
    Answer,
    AnswerState,
    Delivery,
    DeliveryFilter,
    Ending,
    Shown,
)


class AnswerStore(Protocol):
    """Where answers are kept that stand somewhere, and what is to be done when a claim changes.

    Unknown numbers change nothing.
    """

    async def note_answer(self, answer: Answer, shown: Sequence[Shown]) -> int:
        """Keep *answer* with what it shows, and return its number, which no other ever had.

        A claim of it that changed in the meantime is found by the next `plan_recalls`. Of an answer
        that is not public only prints are kept. Claims that are not on record are left out.
        """

    async def settle_answer(
        self,
        number: int,
        state: AnswerState,
        *,
        channel: str = "",
        thread: str = "",
        message: str = "",
        more: Sequence[str] = (),
        why: str = "",
    ) -> None:
        """Keep where the answer stands, as the platform confirmed it, or why it does not."""

    async def forget_answer(self, number: int) -> None:
        """Remove an answer that was not sent after all."""

    async def forget_private_answers(self, before: datetime) -> int:
        """Remove the answers that only their askers saw and that are older; return how many.

        Those of which something is still due are kept.
        """

    async def answers_with(self, slug: str) -> Sequence[Answer]:
        """Return every answer that showed the claim called *slug*, oldest first."""

    async def recalls_wait(self) -> bool:
        """Say whether a claim that some answer shows changed since the last `plan_recalls`."""

    async def plan_recalls(self, at: datetime, limit: int) -> int:
        """Make due what the next *limit* changes call for, and return how many were looked at.

        Every answer that says something else of a claim than is on record gets a delivery for each
        of its steps, unless one waits already: that one will tell the newest state.
        """

    async def take_deliveries(
        self, platform: str, at: datetime, *, hold: float, limit: int, steps: Collection[str]
    ) -> Sequence[Delivery]:
        """Return what is due on *platform*, oldest first, few of one channel, and hold it.

        It is held for *hold* seconds. An answer's edit comes first, and its other steps once none
        is open. A person is told once no edit of their answers is open, so that they are told once;
        an edit that was tried `PATIENT_TRIES` times is not waited for. An answer whose sending is
        under way waits a minute for it.
        """

    async def take_tells(
        self, platform: str, asker: str, at: datetime, *, hold: float
    ) -> Sequence[Delivery]:
        """Return everything that is due to be told to one person, and hold it."""

    async def begin_deliveries(self, numbers: Sequence[int], at: datetime) -> None:
        """Keep that the platform is being asked, from now on, for what it must not do twice.

        Those that were begun before and may have been done keep that time.
        """

    async def put_off(
        self, numbers: Sequence[int], until: datetime, why: str, *, unsure: bool = False
    ) -> None:
        """Have deliveries that are being done wait until *until*, and count the attempt.

        *unsure* keeps when they were begun, since they may have been done.

        One that a later change overtook is done: the later one tells it.
        """

    async def end_deliveries(self, endings: Sequence[Ending]) -> None:
        """Keep how deliveries ended, and what was said by them, all or nothing."""

    async def reclaim_deliveries(
        self, at: datetime, repeats: Mapping[str, float], *, every: bool
    ) -> int:
        """Make due again what a program that ended was doing, and return how much that was.

        *every* delivery that is being done, or only those that nobody holds any more.
        A step that was begun and must not be done twice has failed as not confirmed, unless it was
        begun within the seconds for which its platform, by *repeats*, tells a repeat from a new
        one.
        """

    async def deliveries(self, narrowed: DeliveryFilter, limit: int) -> Sequence[Delivery]:
        """Return the deliveries that pass *narrowed*, newest first."""
