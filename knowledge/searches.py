"""Searches that people save under a name, to be read again with what is on record then."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from knowledge.errors import RecordError

if TYPE_CHECKING:
    from knowledge.ports import SearchStore

MAX_SEARCHES = 50
"""One person keeps at most so many."""

MAX_NAME = 60
MAX_QUERY = 1000


class TooManySearches(RecordError):
    """Its owner has as many saved searches as one person may keep."""


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A line to search by (`pay by:oas`), and the name its owner gave it on which platform.

    `number` is the store's, and 0 for one that is not kept yet.
    """

    name: str
    platform: str
    owner: str
    query: str
    at: datetime
    number: int = 0

    @property
    def key(self) -> str:
        """The name as names are compared: capitals and spaces make no difference."""
        return " ".join(self.name.casefold().split())


class Searches:
    """People's saved searches over one store."""

    def __init__(self, store: "SearchStore") -> None:
        self._store = store

    async def save(self, search: SavedSearch) -> SavedSearch | None:
        """Keep *search* and return the one of that name that it replaces.

        Raises `TooManySearches` when its owner has as many as one person may keep.
        """
        return await self._store.save_search(search)

    async def of(self, platform: str, owner: str) -> tuple[SavedSearch, ...]:
        """Return what that person saved, by name."""
        return tuple(await self._store.searches(platform, owner))

    async def drop(self, platform: str, owner: str, number: int) -> bool:
        """Remove that person's search with that number; say whether there was one."""
        return await self._store.drop_search(platform, owner, number)
