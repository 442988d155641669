"""Leaving the platforms takes its time and no more, whatever they do."""

import asyncio
from typing import cast

from structlog.testing import capture_logs

from bot import leaving
from bot.core.adapter import Adapter

NEVER = 30.0


class Leaving:
    """An adapter that closes, fails to, or does not come to an end."""

    def __init__(self, name: str, seconds: float = 0.0, error: Exception | None = None) -> None:
        self.name = name
        self._seconds = seconds
        self._error = error

    async def close(self) -> None:
        """Take so long, then close or fail."""
        await asyncio.sleep(self._seconds)
        if self._error is not None:
            raise self._error


async def test_a_platform_that_does_not_close_keeps_nobody() -> None:
    """One that hangs and one that fails are named in the log, and the others are closed."""
    adapters = [Leaving("one"), Leaving("two", NEVER), Leaving("three", error=OSError("gone"))]
    with capture_logs() as logged:
        async with asyncio.timeout(NEVER):
            await leaving.close(cast("list[Adapter]", adapters), 0.05)
    assert [entry["platform"] for entry in logged] == ["two", "three"]


async def failing() -> None:
    """Fail when told to end, as what a closed connection serves does."""
    try:
        await asyncio.sleep(NEVER)
    finally:
        raise OSError("the session is closed")


async def deaf(times: int) -> None:
    """Go on after so many cancellations."""
    for _ in range(times + 1):
        try:
            await asyncio.sleep(NEVER)
        except asyncio.CancelledError:
            times -= 1
            if times < 0:
                raise


async def test_a_task_that_missed_its_cancellation_is_told_again() -> None:
    """A cancellation that a library took for its own does not keep the program from ending."""
    tasks = [asyncio.create_task(deaf(times)) for times in (0, 1, 2)]
    fails = asyncio.create_task(failing())
    await asyncio.sleep(0)
    with capture_logs() as logged:
        await leaving.end([*tasks, fails], 0.3)
    assert all(task.cancelled() for task in tasks)
    assert fails.done()
    assert logged == []


async def test_a_task_that_never_ends_is_named_and_left() -> None:
    """What hears no cancellation at all is named, and the program goes on to its end."""
    task = asyncio.create_task(deaf(9), name="rounds")
    await asyncio.sleep(0)
    with capture_logs() as logged:
        await leaving.end([task], 0.15)
    assert not task.done()
    assert [entry["tasks"] for entry in logged] == [["rounds"]]
    while not task.done():
        task.cancel()
        await asyncio.sleep(0)
