"""What every part of a store in memory stands on: the shelves, whether it is open, the order."""

from collections.abc import Callable, Iterable

from knowledge.errors import StoreError
from knowledge.model import Claim
from knowledge.store.shelves import Shelves


class Shelved:
    """The shelves of one store in memory, and a count of its changes."""

    def __init__(self) -> None:
        self._shelves = Shelves()
        self._version = 0
        self._closed = False

    def _open(self) -> Shelves:
        """Return the shelves. Raises `StoreError` once the store is closed."""
        if self._closed:
            raise StoreError("the store is closed")
        return self._shelves

    def _where(self, fits: Callable[[Claim], bool]) -> list[str]:
        """Return the slugs of the claims that fit, in the promised order."""
        return self._in_order(slug for slug, claim in self._open().claims.items() if fits(claim))

    def _in_order(self, slugs: Iterable[str]) -> list[str]:
        """Return *slugs* by date, newest first and undated last, then by slug."""

        def published(slug: str) -> str:
            date = self._shelves.claims[slug].document.published
            return date.value if date else ""

        return sorted(sorted(slugs), key=published, reverse=True)
