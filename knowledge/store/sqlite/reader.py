"""A connection that only reads, in a thread of its own, where each job is done from end to end.

A trip between threads costs more than most statements do, so what takes several is one trip here,
and what is made of its rows is made there, off the event loop.
"""

import asyncio
import sqlite3
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import aiosqlite

from knowledge.errors import StoreTooSlow
from knowledge.store.sqlite.at_once import at_once
from knowledge.store.sqlite.opening import address

T = TypeVar("T")

_STEPS = 10_000
"""SQLite looks at the clock after so many steps of its own, which take about a tenth of a ms."""


class Reader:
    """Reads one file, job after job. Opens nothing before the first."""

    def __init__(self, path: Path, busy_seconds: float) -> None:
        self._path = path
        self._busy_seconds = busy_seconds
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="reader")
        self._connection: sqlite3.Connection | None = None
        self._deadline = 0.0

    async def read(self, job: Callable[[aiosqlite.Connection], Awaitable[T]], seconds: float) -> T:
        """Run *job* in one transaction and return what it returns.

        Raises `StoreTooSlow` after so many *seconds*, those before it in line included.
        """
        loop, deadline = asyncio.get_running_loop(), time.monotonic() + seconds
        return await loop.run_in_executor(self._thread, self._run, job, deadline)

    async def close(self) -> None:
        """Close the connection after what is under way."""
        await asyncio.get_running_loop().run_in_executor(self._thread, self._close)
        self._thread.shutdown(wait=False)

    def _run(self, job: Callable[[aiosqlite.Connection], Awaitable[T]], deadline: float) -> T:
        if self._connection is None:
            self._connection = self._open()
        self._deadline = deadline
        try:
            if self._late():
                raise sqlite3.OperationalError("interrupted")
            return at_once(self._connection, job, begin="BEGIN")
        except sqlite3.OperationalError as error:
            if self._late():
                raise StoreTooSlow("a read came past its deadline") from error
            raise

    def _late(self) -> bool:
        return time.monotonic() > self._deadline

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            address(self._path, "ro"), uri=True, isolation_level=None, timeout=self._busy_seconds
        )
        try:
            connection.execute("PRAGMA query_only = ON")
            connection.set_progress_handler(self._late, _STEPS)
        except BaseException:
            connection.close()
            raise
        return connection

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
