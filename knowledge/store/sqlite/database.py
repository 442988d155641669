"""One SQLite file under asyncio: one writer, a few readers, and a cheap look at whether it changed.

Each write runs as a task of this object's own, from BEGIN IMMEDIATE to COMMIT in one trip to the
writer's thread, and its caller is shielded: a cancelled caller cannot leave a transaction open.
Each read has a deadline, after which its statement is interrupted. Connections open when first
needed.
"""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import aiosqlite

from knowledge.errors import StoreError, StoreReadOnly, StoreTooSlow
from knowledge.store.sqlite.failures import in_our_words
from knowledge.store.sqlite.opening import address, may_write
from knowledge.store.sqlite.reader import Reader
from knowledge.store.sqlite.writer import Writer

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
    """An open database file. Opens nothing until asked; `close` finishes what is under way."""

    def __init__(self, path: Path, options: Options | None = None) -> None:
        self.path = path
        self._options = options or Options()
        self._writer: Writer | None = None
        self._reading: Reader | None = None
        self._idle: asyncio.LifoQueue[aiosqlite.Connection] = asyncio.LifoQueue()
        self._readers: list[aiosqlite.Connection] = []
        self._opened = 0
        self._watch: sqlite3.Connection | None = None
        self._tasks: set[asyncio.Future[Any]] = set()
        self._closed = False
        self._counted, self._counted_at = -1, -1
        self.learn: Callable[[sqlite3.Connection], Callable[[], None]] = lambda _: lambda: None
        """Called in the writer's thread at the end of each write, and what it gives once that is
        committed; neither raises anything."""

    def version(self) -> int:
        """Return how often what answers are made of has changed.

        Runs on the calling thread. While nobody writes it reads shared memory only, which takes
        about two microseconds, and after a write it reads one row.
        """
        writes = self.writes()
        if writes != self._counted_at:
            try:
                ((counted,),) = self._watching().execute("SELECT n FROM record_version")
            except (
                sqlite3.OperationalError
            ):  # locked, as it may be for a moment: take it for changed
                return -writes
            self._counted, self._counted_at = int(counted), writes
        return self._counted

    def writes(self) -> int:
        """Return SQLite's `data_version`, which differs after any other connection's commit."""
        self._must_be_open()
        with in_our_words():
            (version,) = self._watching().execute("PRAGMA data_version").fetchone()
        return int(version)

    def look(self, job: Callable[[sqlite3.Connection], T]) -> T | None:
        """Return what *job* finds out on the calling thread, in one transaction, or `None`.

        It must be a matter of microseconds. `None` where the file is locked, as it may be for a
        moment.
        """
        self._must_be_open()
        watch = self._watching()
        try:
            watch.execute("BEGIN")
            try:
                return job(watch)
            finally:
                watch.execute("ROLLBACK")
        except sqlite3.OperationalError:
            return None

    def _watching(self) -> sqlite3.Connection:
        """Return the connection that only looks whether something was written."""
        if self._watch is None:
            self._watch = sqlite3.connect(
                address(self.path, "ro"), uri=True, isolation_level=None, timeout=0
            )
        return self._watch

    async def read(self, job: Job[T]) -> T:
        """Run *job* on a reader and return what it returns.

        Raises `StoreTooSlow` past the deadline, waiting for a free reader included.
        """
        self._must_be_open()
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self._options.read_seconds
        connection = await self._reader()
        try:
            self._must_be_open()
        except StoreError:
            self._idle.put_nowait(connection)  # for the next who waits, to be told the same
            raise
        task = self._keep(asyncio.ensure_future(job(connection)))
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

    async def read_at_once(self, job: Job[T]) -> T:
        """Run *job* in one transaction and one trip to a thread, and return what it returns.

        For what takes several statements and is soon done, since one job runs at a time. It may
        wait for nothing but the connection. Raises `StoreTooSlow` past the deadline.
        """
        self._must_be_open()
        if self._reading is None:
            self._reading = Reader(self.path, self._options.busy_seconds)
        reading = asyncio.create_task(self._reading.read(job, self._options.read_seconds))
        with in_our_words():
            return await asyncio.shield(self._keep(reading))

    async def write(self, job: Job[T]) -> T:
        """Run *job* in one transaction and return what it returns.

        The caller may be cancelled, the transaction may not: it is committed or rolled back whole.
        It goes to one thread whole, so it may wait for nothing but the connection. Raises the
        `StoreError` that fits; nothing is changed then.
        """
        self._must_be_open()
        if self.path.exists() and not may_write(self.path):
            raise StoreReadOnly(f"{self.path} may not be written")
        if self._writer is None:
            level = "FULL" if self._options.durable else "NORMAL"
            settings = (f"PRAGMA synchronous = {level}", "PRAGMA foreign_keys = ON")
            self._writer = Writer(self.path, settings, self._options.busy_seconds, self.learn)
        transaction = self._keep(asyncio.create_task(self._writer.write(job)))
        with in_our_words():
            return await asyncio.shield(transaction)

    async def close(self) -> None:
        """Finish what is under way and close every connection; safe to call twice.

        What is asked afterwards, or still waits for a reader, is told that the store is closed.
        """
        self._closed = True
        while self._tasks:
            await asyncio.wait(set(self._tasks))
        watch, readers, writer = self._watch, self._readers, self._writer
        self._watch, self._readers, self._writer = None, [], None
        reading, self._reading = self._reading, None
        if watch is not None:
            watch.close()
        for reader in readers:
            await reader.close()
        if reading is not None:
            await reading.close()
        if writer is not None:  # last, since only it may put the log back into the database
            await writer.close()

    def _must_be_open(self) -> None:
        if self._closed:
            raise StoreError("the store is closed")

    def _keep(self, task: asyncio.Future[T]) -> asyncio.Future[T]:
        """Keep *task* in mind until it is done, so that closing waits for it."""
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _reader(self) -> aiosqlite.Connection:
        if self._idle.empty() and self._opened < self._options.readers:
            # A task of our own: a caller cancelled half-way must not lose the connection.
            self._opened += 1
            opening = self._keep(asyncio.create_task(self._open_reader()))
            try:
                return await asyncio.shield(opening)
            except asyncio.CancelledError:
                opening.add_done_callback(self._hand_over)
                raise
        try:
            # Not `wait_for`: until Python 3.12 it may take a cancellation for a connection.
            async with asyncio.timeout(self._options.read_seconds):
                return await self._idle.get()
        except TimeoutError:
            raise StoreTooSlow("every reader was busy") from None

    async def _open_reader(self) -> aiosqlite.Connection:
        try:
            with in_our_words():
                connection = await self._connect("ro", "PRAGMA query_only = ON")
        except BaseException:
            self._opened -= 1
            raise
        self._readers.append(connection)
        return connection

    def _hand_over(self, opening: asyncio.Future[aiosqlite.Connection]) -> None:
        if not opening.cancelled() and opening.exception() is None:
            self._idle.put_nowait(opening.result())

    async def _connect(self, mode: str, *settings: str) -> aiosqlite.Connection:
        connection = await aiosqlite.connect(
            address(self.path, mode),
            uri=True,
            isolation_level=None,
            timeout=self._options.busy_seconds,
        )
        try:
            for setting in settings:
                await connection.execute_fetchall(setting)
        except BaseException:
            await connection.close()
            raise
        return connection

    async def _recover(self, connection: aiosqlite.Connection, task: asyncio.Future[T]) -> None:
        """Stop what *connection* is doing for *task*, then hand it out again."""
        task.cancel()
        waiting: set[asyncio.Future[Any]] = {task}
        # The thread may have statements of the task waiting: interrupt until it comes to ours.
        waiting.add(asyncio.ensure_future(connection.execute_fetchall("SELECT 1")))
        while not all(ended.done() for ended in waiting):
            await connection.interrupt()
            await asyncio.wait(waiting, timeout=_INTERRUPT_EVERY)
        for ended in waiting:
            if not ended.cancelled():
                ended.exception()  # seen: an interrupted statement says so
        self._idle.put_nowait(connection)
