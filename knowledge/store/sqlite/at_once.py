"""A job done in one thread: a trip between threads costs more than most statements do."""

import sqlite3
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any, TypeVar, cast

import aiosqlite

T = TypeVar("T")


class _Cursor:
    """What a statement left behind, to be closed as aiosqlite's is."""

    def __init__(self, cursor: sqlite3.Cursor) -> None:
        self._cursor = cursor
        self.lastrowid = cursor.lastrowid
        self.rowcount = cursor.rowcount

    async def close(self) -> None:
        self._cursor.close()


class _Direct:
    """A connection of the standard library that answers as aiosqlite's does, without waiting."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    async def execute(self, sql: str, parameters: Sequence[Any] = ()) -> _Cursor:
        return _Cursor(self._connection.execute(sql, parameters))

    async def executemany(self, sql: str, rows: Iterable[Sequence[Any]]) -> _Cursor:
        return _Cursor(self._connection.executemany(sql, rows))

    async def execute_fetchall(self, sql: str, parameters: Sequence[Any] = ()) -> list[Any]:
        return self._connection.execute(sql, parameters).fetchall()

    async def execute_insert(self, sql: str, parameters: Sequence[Any] = ()) -> tuple[int]:
        return (self._connection.execute(sql, parameters).lastrowid or 0,)


def at_once(
    connection: sqlite3.Connection,
    job: Callable[[aiosqlite.Connection], Awaitable[T]],
    *,
    begin: str = "BEGIN IMMEDIATE",
) -> T:
    """Run *job* in one transaction on *connection*, in this thread, and return what it returns.

    The job may wait for nothing but the connection, of which it has `execute`, `executemany`,
    `execute_fetchall` and `execute_insert`.
    """
    connection.execute(begin)
    try:
        done = within(connection, job)
        connection.execute("COMMIT")
        return done
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def within(
    connection: sqlite3.Connection, job: Callable[[aiosqlite.Connection], Awaitable[T]]
) -> T:
    """Run such a *job* in the transaction that *connection* is in, and return what it returns."""
    running = job(cast(aiosqlite.Connection, _Direct(connection))).__await__()
    try:
        next(running)
    except StopIteration as end:
        return cast(T, end.value)
    raise RuntimeError("a job that is done at once waited for something else")
