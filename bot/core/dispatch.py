"""What courier and postman share: a store that may be busy, what is in flight, an orderly end."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Self

import structlog

from knowledge.errors import StoreError

log = structlog.stdlib.get_logger(__name__)

_ASK_AGAIN = 0.02


class Dispatch:
    """Counts what is being sent, so that stopping can wait for it; *name* is for the log."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._sending = 0
        self.stopping = False

    @contextmanager
    def sending(self) -> Iterator[None]:
        """Count one as being sent."""
        self._sending += 1
        try:
            yield
        finally:
            self._sending -= 1

    async def stop(self, seconds: float) -> None:
        """Have nothing more sent, and wait at most *seconds* for what is being sent.

        The rest is taken up by the next program.
        """
        self.stopping = True
        until = asyncio.get_running_loop().time() + seconds
        while self._sending and asyncio.get_running_loop().time() < until:  # noqa: ASYNC110 - a count
            await asyncio.sleep(_ASK_AGAIN)

    async def persist(self, work: Callable[[], Awaitable[None]]) -> bool:
        """Do *work* and say whether the store let us."""
        try:
            await work()
        except StoreError as error:
            log.warning(f"{self._name} waits for the store", error=type(error).__name__)
            return False
        return True

    async def insist(self, work: Callable[[], Awaitable[None]], seconds: float) -> None:
        """Do *work*, asking every so many *seconds* until the store lets us."""
        while not await self.persist(work):  # noqa: ASYNC110 - a store tells nobody that it is free
            await asyncio.sleep(seconds)


class Crew:
    """The deliveries under way on one platform; those that are left at its end are cancelled."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def __len__(self) -> int:
        return len(self._tasks)

    def begin(self, work: Coroutine[Any, Any, None]) -> None:
        """Have *work* done beside the others."""
        self._tasks.add(asyncio.create_task(work))

    async def wait(self, seconds: float, woken: asyncio.Event | None = None) -> None:
        """Wait until one of them is done or *woken* is set, and at most so many *seconds*."""
        waking = {asyncio.create_task(woken.wait())} if woken else set()
        try:
            if self._tasks or waking:
                await asyncio.wait(
                    {*self._tasks, *waking}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED
                )
            else:
                await asyncio.sleep(seconds)
        finally:
            for task in waking:
                task.cancel()
        self._tasks = {task for task in self._tasks if not task.done()}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
