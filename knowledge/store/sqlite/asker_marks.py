"""Forgetting who asked what was not on record."""

import aiosqlite

from knowledge.demand import KEY, mark_of


async def forget_asker(connection: aiosqlite.Connection, platform: str, person: str) -> int:
    """Forget that a person asked, and return how often; that somebody did stays counted."""
    rows = await connection.execute_fetchall("SELECT value FROM keepsake WHERE name = ?", (KEY,))
    key = next((str(row[0]) for row in rows), "")
    cursor = await connection.execute(
        "UPDATE demand_asker SET mark = lower(hex(randomblob(32))), platform = '', "
        "workspace = '', person = '' WHERE mark = ?",
        (mark_of(platform, person, bytes.fromhex(key)),),
    )
    count = cursor.rowcount
    await cursor.close()
    return count
