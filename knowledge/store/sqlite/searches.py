"""Saved searches on SQLite."""

from collections.abc import Sequence
from datetime import datetime

import aiosqlite

from knowledge.searches import MAX_SEARCHES, SavedSearch, TooManySearches
from knowledge.store.sqlite.database import Database


class SqliteSearches:
    """The part of a store on SQLite that keeps people's searches."""

    database: Database

    async def save_search(self, search: SavedSearch) -> SavedSearch | None:
        """Keep *search* and return the one of that name that it replaces."""

        async def job(connection: aiosqlite.Connection) -> SavedSearch | None:
            own = await _searches(connection, search.platform, search.owner)
            former = next((s for s in own if s.key == search.key), None)
            values = (search.name, search.platform, search.owner, search.query)
            if former is not None:
                await connection.execute(
                    "UPDATE saved_search SET name = ?, platform = ?, owner = ?, query = ?, at = ? "
                    "WHERE id = ?",
                    (*values, search.at.isoformat(), former.number),
                )
                return former
            if len(own) >= MAX_SEARCHES:
                raise TooManySearches(f"{MAX_SEARCHES} searches are kept already")
            await connection.execute(
                "INSERT INTO saved_search (name, platform, owner, query, at) "
                "VALUES (?, ?, ?, ?, ?)",
                (*values, search.at.isoformat()),
            )
            return None

        return await self.database.write(job)

    async def searches(self, platform: str, owner: str) -> Sequence[SavedSearch]:
        """Return what that person saved, by name."""
        return await self.database.read(lambda connection: _searches(connection, platform, owner))

    async def drop_search(self, platform: str, owner: str, number: int) -> bool:
        """Remove that person's search with that number; say whether there was one."""

        async def job(connection: aiosqlite.Connection) -> bool:
            cursor = await connection.execute(
                "DELETE FROM saved_search WHERE id = ? AND platform = ? AND owner = ?",
                (number, platform, owner),
            )
            dropped = cursor.rowcount > 0
            await cursor.close()
            return dropped

        return await self.database.write(job)


async def _searches(
    connection: aiosqlite.Connection, platform: str, owner: str
) -> list[SavedSearch]:
    rows = await connection.execute_fetchall(
        "SELECT name, query, at, id FROM saved_search WHERE platform = ? AND owner = ?",
        (platform, owner),
    )
    found = [
        SavedSearch(name, platform, owner, query, datetime.fromisoformat(at), number)
        for name, query, at, number in rows
    ]
    return sorted(found, key=lambda search: (search.key, search.number))
