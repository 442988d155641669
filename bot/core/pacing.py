"""Answer at once, or tell the platform to wait and answer when ready."""

import asyncio
from collections.abc import Awaitable, Callable

from bot.core.reply import Outcome

PATIENCE = 1.5
"""Seconds before an answer is deferred; both platforms give up on a first answer after 3."""


async def answer_or_defer(
    work: Awaitable[Outcome],
    defer: Callable[[], Awaitable[None]],
    patience: float = PATIENCE,
) -> tuple[Outcome, bool]:
    """Return the outcome of *work* and whether *defer* was called because it took longer.

    *patience* is in seconds. Cancelling the caller cancels *work*.
    """
    task = asyncio.ensure_future(work)
    try:
        done, _ = await asyncio.wait({task}, timeout=patience)
        if not done:
            await defer()
        return await task, not done
    except BaseException:
        task.cancel()
        raise
