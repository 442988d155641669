"""The rows of a long answer, some at a time: thousands at once would hold up the event loop."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

import aiosqlite

_ROWS = 500


async def in_parts(
    connection: aiosqlite.Connection, sql: str, parameters: Sequence[object] = ()
) -> AsyncIterator[Sequence[Any]]:
    """Yield the rows that *sql* gives, a few hundred at a time."""
    async with connection.execute(sql, parameters) as cursor:
        while rows := list(await cursor.fetchmany(_ROWS)):
            yield rows
