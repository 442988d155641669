"""The rounds: what is to be looked after by the clock or after a change, done again and again.

A chore makes due in the store what is to be told; it sends nothing itself. It is told the time, so
that what happens over days can be tried in an instant.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime

import structlog

from knowledge.errors import StoreError

log = structlog.stdlib.get_logger(__name__)

Chore = Callable[[datetime], Awaitable[None]]
"""Does what is to be done by that time, and nothing where there is nothing; quick, and may be
called again for what it did already."""


class Rounds:
    """Goes through the *chores* every *look_seconds*, one after the other.

    So a write, by whomever, is looked at that soon. A chore that fails is logged, keeps no other
    from its turn, and has its own again in the next round.
    """

    def __init__(
        self,
        chores: Sequence[Chore],
        look_seconds: float = 1.0,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._chores = chores
        self._look_seconds = look_seconds
        self._clock = clock
        self._stopping = asyncio.Event()
        self._round = asyncio.Lock()

    async def run(self) -> None:
        """Go round until cancelled."""
        while not self._stopping.is_set():
            async with self._round:
                await self.go(self._clock())
            # Not `wait_for`: until Python 3.12 it may take a cancellation for its own.
            with suppress(TimeoutError):
                async with asyncio.timeout(self._look_seconds):
                    await self._stopping.wait()
        await asyncio.Event().wait()

    async def stop(self, seconds: float) -> None:
        """Begin no round any more, and wait at most *seconds* for the one that is under way."""
        self._stopping.set()
        try:
            async with asyncio.timeout(seconds):
                await self._round.acquire()
        except TimeoutError:
            log.warning("a chore was not done in time")

    async def go(self, now: datetime) -> None:
        """Do every chore once. Between two of them the rounds may be stopped."""
        for chore in self._chores:
            if self._stopping.is_set():
                return
            try:
                await chore(now)
            except StoreError as error:
                log.warning("a chore waits for the store", error=type(error).__name__)
            except Exception as error:
                log.error("a chore failed", chore=_name_of(chore), exc_info=error)


def _name_of(chore: Chore) -> str:
    return getattr(chore, "__qualname__", type(chore).__name__)
