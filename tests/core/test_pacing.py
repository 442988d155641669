"""Deferral: asked for once, only when the answer is late, and never swallowing a failure."""

import asyncio

import pytest

from bot.core.pacing import answer_or_defer
from bot.core.reply import Reply


class Platform:
    """Counts how often it was told to wait."""

    def __init__(self, error: Exception | None = None) -> None:
        self.waits = 0
        self.error = error

    async def defer(self) -> None:
        """Count, and fail if so scripted."""
        self.waits += 1
        if self.error:
            raise self.error


async def answer(seconds: float) -> Reply:
    """Answer after *seconds*."""
    await asyncio.sleep(seconds)
    return Reply("done")


async def test_a_quick_answer_is_not_deferred() -> None:
    """The platform is not told to wait for what is ready."""
    platform = Platform()
    assert await answer_or_defer(answer(0), platform.defer, 0.5) == (Reply("done"), False)
    assert platform.waits == 0


async def test_a_slow_answer_is_deferred_once() -> None:
    """The platform is told once, and the answer follows."""
    platform = Platform()
    assert await answer_or_defer(answer(0.05), platform.defer, 0.01) == (Reply("done"), True)
    assert platform.waits == 1


async def test_work_does_not_outlive_a_failed_deferral() -> None:
    """When the platform cannot be told, the work is cancelled and the failure is seen."""
    work = asyncio.ensure_future(answer(30))
    with pytest.raises(OSError, match="gone"):
        await answer_or_defer(work, Platform(OSError("gone")).defer, 0.01)
    await asyncio.sleep(0)
    assert work.cancelled()
