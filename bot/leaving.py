"""Leaving the platforms: each in its time, whatever a library makes of being told to end."""

import asyncio
from collections.abc import Iterable, Sequence

import structlog

from bot.core.adapter import Adapter

log = structlog.stdlib.get_logger(__name__)

_CANCELLED_AT_MOST = 3


async def close(adapters: Sequence[Adapter], seconds: float) -> None:
    """Close *adapters*, all at once and each within *seconds*; what does not close is logged.

    A platform that is out of reach answers no farewell, and a library may wait half a minute for
    one.
    """

    async def closing(adapter: Adapter) -> None:
        async with asyncio.timeout(seconds):
            await adapter.close()

    results = await asyncio.gather(*map(closing, adapters), return_exceptions=True)
    for adapter, closed in zip(adapters, results, strict=True):
        if isinstance(closed, BaseException):
            log.error("platform did not close", platform=adapter.name, exc_info=closed)


async def end(tasks: Iterable[asyncio.Task[object]], seconds: float) -> None:
    """Cancel *tasks* and wait at most *seconds* for their end; those that go on are logged.

    Each is told more than once: until Python 3.12 `wait_for`, which libraries use, may take a
    cancellation for its own, and what it serves would go on for ever.
    """
    going = told = set(tasks)
    for _ in range(_CANCELLED_AT_MOST):
        for task in going:
            task.cancel()
        if going:
            _, going = await asyncio.wait(going, timeout=seconds / _CANCELLED_AT_MOST)
    for task in told - going:
        if not task.cancelled():
            task.exception()  # what fails once its platform is left, fails for that
    if going:
        log.error("did not end", tasks=sorted(task.get_name() for task in going))
