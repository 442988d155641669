"""Timing: many short calls, sorted, and the percentiles that mean something."""

import gc
import time
from collections.abc import Awaitable, Callable
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


def micro(seconds: float) -> str:
    """Return *seconds* as microseconds or milliseconds in words."""
    return f"{seconds * 1e6:.0f} µs" if seconds < 1e-3 else f"{seconds * 1e3:.2f} ms"
