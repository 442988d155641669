"""Timing: many short calls, sorted, and the percentiles that mean something."""

import asyncio
import gc
import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the report."""

    what: str
    measured: str
    goal: str = ""


@dataclass(frozen=True, slots=True)
class Spread:
    """Seconds at the middle and at the 99th of a hundred calls."""

    p50: float
    p99: float


def spread(seconds: list[float]) -> Spread:
    """Return the percentiles of *seconds*."""
    ordered = sorted(seconds)
    return Spread(ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.99)])


def timed(call: Callable[[int], object], times: int) -> Spread:
    """Time *call*, which is given its number, so many *times*."""
    seconds = []
    gc.collect()
    for number in range(times):
        start = time.perf_counter()
        call(number)
        seconds.append(time.perf_counter() - start)
    return spread(seconds)


async def timed_async(call: Callable[[int], Awaitable[object]], times: int) -> Spread:
    """Time an asynchronous *call* so many *times*, one after the other."""
    seconds = []
    gc.collect()
    for number in range(times):
        start = time.perf_counter()
        await call(number)
        seconds.append(time.perf_counter() - start)
    return spread(seconds)


def timed_in_rounds(rounds: Sequence[Callable[[], Iterable[object]]]) -> tuple[Spread, Spread]:
    """Time *rounds* of calls that are all wanted when their round begins.

    A round yields once for each call that is done. Gives the time a call takes (a round's time over
    its calls, so no waiting is in it) and how long a caller waits, from the round's beginning.
    """
    each, waited = [], []
    gc.collect()
    for calls in rounds:
        start = time.perf_counter()
        done = [time.perf_counter() - start for _ in calls()]
        each.append(done[-1] / len(done))
        waited += done
    return spread(each), spread(waited)


async def timed_at_once(
    call: Callable[[int], Awaitable[object]], clients: int, rounds: int
) -> tuple[Spread, Spread]:
    """Time *rounds* in which so many *clients*, each a task, call at the same moment.

    Gives the same two as `timed_in_rounds`.
    """
    each, waited = [], []
    gc.collect()
    for number in range(rounds):
        start = time.perf_counter()

        async def client(one: int, start: float = start) -> float:
            await call(one)
            return time.perf_counter() - start

        tasks = [asyncio.create_task(client(number * clients + n)) for n in range(clients)]
        done = await asyncio.gather(*tasks)
        each.append((time.perf_counter() - start) / clients)
        waited += done
    return spread(each), spread(waited)


def micro(seconds: float) -> str:
    """Return *seconds* as microseconds or milliseconds in words."""
    return f"{seconds * 1e6:.0f} µs" if seconds < 1e-3 else f"{seconds * 1e3:.2f} ms"
