"""Searches that people save under a name, to be read again with what is on record then."""

from dataclasses import dataclass
from datetime import datetime

from knowledge.errors import RecordError

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
