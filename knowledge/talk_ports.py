"""What conversations ask of a store. `ClaimStore` brings it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from knowledge.talks import Talk, Thread


class TalkStore(Protocol):
    """Where conversations keep what they showed, and messages that they were heard."""

    async def keep_talk(
        self, threads: Sequence[Thread], claims: Sequence[str], at: datetime, *, forget: datetime
    ) -> None:
        """Put *claims* before what each of *threads* showed so far.

        Talks from before *forget* are removed, and the oldest past `MAX_TALKS`.
        """

    async def talk(self, thread: Thread) -> Talk | None:
        """Return what was shown in *thread*, if that is kept."""

    async def hear(self, message: Thread, at: datetime, *, forget: datetime) -> bool:
        """Note that *message* was heard, and say whether it was not before.

        What was heard before *forget* is removed, and the oldest past `MAX_HEARD`.
        """
