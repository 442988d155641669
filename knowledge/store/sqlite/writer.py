"""The one connection that writes, in a thread of its own, where each job is done from end to end.

A trip between threads costs more than most statements do, and each holds up those who only read;
so a write is one trip, however many statements it has.
"""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from pathlib import Path
from typing import TypeVar

import aiosqlite

from knowledge.store.sqlite.at_once import at_once
from knowledge.store.sqlite.opening import address

T = TypeVar("T")


class Writer:
    """Writes to one file, job after job. Opens nothing before the first.

    *learn* is called in the writer's thread at the end of each transaction, and what it returns
    once that was committed.
    """

    def __init__(
        self,
        path: Path,
        settings: Sequence[str],
        busy_seconds: float,
        learn: Callable[[sqlite3.Connection], Callable[[], None]],
    ) -> None:
        self._path = path
        self._learn = learn
        self._settings = settings
        self._busy_seconds = busy_seconds
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="writer")
        self._connection: sqlite3.Connection | None = None

    async def write(self, job: Callable[[aiosqlite.Connection], Awaitable[T]]) -> T:
        """Run *job* in one transaction and return what it returns.

        A job that has begun is done whole, also where the task that waits for it is cancelled.
        """
        loop = asyncio.get_running_loop()
        # Who writes is told by the context of whoever asked for it.
        return await loop.run_in_executor(self._thread, copy_context().run, self._run, job)

    async def close(self) -> None:
        """Close the connection after what is under way."""
        await asyncio.get_running_loop().run_in_executor(self._thread, self._close)
        self._thread.shutdown(wait=False)

    def _run(self, job: Callable[[aiosqlite.Connection], Awaitable[T]]) -> T:
        if self._connection is None:
            self._connection = self._open()
        connection = self._connection

        async def whole(direct: aiosqlite.Connection) -> tuple[T, Callable[[], None]]:
            return await job(direct), self._learn(connection)

        done, committed = at_once(connection, whole)
        committed()
        return done

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            address(self._path, "rw"), uri=True, isolation_level=None, timeout=self._busy_seconds
        )
        try:
            for setting in self._settings:
                connection.execute(setting)
        except BaseException:
            connection.close()
            raise
        return connection

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
