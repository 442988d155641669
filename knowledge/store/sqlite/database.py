"""One SQLite file under asyncio: one writer, a few readers, and a cheap look at whether it changed.

Each write runs as a task of this object's own, from BEGIN IMMEDIATE to COMMIT, and its caller is
shielded: a cancelled caller cannot leave a transaction open. Each read has a deadline, after which
its statement is interrupted. Connections open when first needed.
"""

import asyncio
import os
import sqlite3
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import aiosqlite

from knowledge.errors import StoreError, StoreReadOnly, StoreTooSlow
from knowledge.store.sqlite.failures import in_our_words

T = TypeVar("T")
Job = Callable[[aiosqlite.Connection], Awaitable[T]]

_INTERRUPT_EVERY = 0.05


@dataclass(frozen=True, slots=True)
class Options:
    """How a database is held; times in seconds."""

    busy_seconds: float = 5.0
    read_seconds: float = 3.0
    readers: int = 2
    durable: bool = False


class Database:
    """An open database file. Opens nothing until asked; `close` finishes the writes under way."""

    def __init__(self, path: Path, options: Options | None = None) -> None:
        self.path = path
        self._options = options or Options()
        self._writer: aiosqlite.Connection | None = None
        self._write_lock = asyncio.Lock()
        self._idle: asyncio.LifoQueue[aiosqlite.Connection] = asyncio.LifoQueue()
        self._readers: list[aiosqlite.Connection] = []
        self._opened = 0
        self._watch: sqlite3.Connection | None = None
        self._tasks: set[asyncio.Task[object]] = set()
        self._closed = False
        self.writable = os.access(path.parent, os.W_OK) and os.access(path, os.W_OK)

    def version(self) -> int:
        """Return SQLite's `data_version`, which differs after any other connection's commit.

        Runs on the calling thread: it reads shared memory only and takes about two microseconds.
        """
        with in_our_words():
            if self._watch is None:
                self._watch = sqlite3.connect(
                    self._uri("ro"), uri=True, isolation_level=None, timeout=0
                )
            (version,) = self._watch.execute("PRAGMA data_version").fetchone()
        return int(version)

    async def read(self, job: Job[T]) -> T:
        """Run *job* on a reader and return what it returns.

        Raises `StoreTooSlow` past the deadline, waiting for a free reader included.
        """
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self._options.read_seconds
        connection = await self._reader()
        task = asyncio.ensure_future(job(connection))
        try:
            await asyncio.wait({task}, timeout=deadline - loop.time())
            if not task.done():
                raise StoreTooSlow(f"a read took over {self._options.read_seconds} seconds")
            with in_our_words():
                return task.result()
        finally:
            if task.done():
                self._idle.put_nowait(connection)
            else:
                self._keep(asyncio.create_task(self._recover(connection, task)))

    async def write(self, job: Job[T]) -> T:
        """Run *job* in one transaction and return what it returns.

        The caller may be cancelled, the transaction may not: it is committed or rolled back whole.
        Raises the `StoreError` that fits; nothing is changed then.
        """
        if not self.writable:
            raise StoreReadOnly(f"{self.path} may not be written")
        task: asyncio.Task[T] = asyncio.create_task(self._transact(job))
        self._keep(task)
        return await asyncio.shield(task)

    async def close(self) -> None:
        """Finish the writes under way and close every connection; safe to call twice."""
        self._closed = True
        while self._tasks:
            await asyncio.wait(set(self._tasks))
        for connection in (*self._readers, self._writer):
            if connection is not None:
                await connection.close()
        self._readers, self._writer = [], None
        if self._watch is not None:
            self._watch.close()
            self._watch = None

    def _keep(self, task: asyncio.Task[T]) -> None:
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _transact(self, job: Job[T]) -> T:
        async with self._write_lock:
            with in_our_words():
                connection = await self._writing()
                await connection.execute("BEGIN IMMEDIATE")
                try:
                    result = await job(connection)
                    await connection.execute("COMMIT")
                except BaseException:
                    if connection.in_transaction:
                        await connection.execute("ROLLBACK")
                    raise
                return result

    async def _writing(self) -> aiosqlite.Connection:
        if self._writer is None:
            self._writer = await self._connect("rw")
            synchronous = "FULL" if self._options.durable else "NORMAL"
            await self._writer.execute(f"PRAGMA synchronous = {synchronous}")
            await self._writer.execute("PRAGMA foreign_keys = ON")
        return self._writer

    async def _reader(self) -> aiosqlite.Connection:
        if self._idle.empty() and self._opened < self._options.readers:
            self._opened += 1
            try:
                with in_our_words():
                    connection = await self._connect("ro")
            except BaseException:
                self._opened -= 1
                raise
            self._readers.append(connection)
            return connection
        try:
            return await asyncio.wait_for(self._idle.get(), self._options.read_seconds)
        except TimeoutError:
            raise StoreTooSlow("every reader was busy") from None

    async def _connect(self, mode: str) -> aiosqlite.Connection:
        if self._closed:
            raise StoreError("the store is closed")
        connection = await aiosqlite.connect(
            self._uri(mode), uri=True, isolation_level=None, timeout=self._options.busy_seconds
        )
        if mode == "ro":
            await connection.execute("PRAGMA query_only = ON")
        return connection

    def _uri(self, mode: str) -> str:
        # SQLite makes a write-ahead log even to read, which it cannot do in a folder that may not
        # be written; a database without one can be read as it lies.
        log = self.path.with_name(f"{self.path.name}-wal")
        immutable = "" if self.writable or log.exists() else "&immutable=1"
        return f"{self.path.absolute().as_uri()}?mode={mode}{immutable}"

    async def _recover(self, connection: aiosqlite.Connection, task: asyncio.Future[T]) -> None:
        """Interrupt what *connection* is doing until it stops, then hand it out again."""
        while not task.done():
            await connection.interrupt()
            await asyncio.wait({task}, timeout=_INTERRUPT_EVERY)
        if not task.cancelled():
            task.exception()  # seen: the reader was told that it took too long
        self._idle.put_nowait(connection)
