"""Filters and saved searches in memory."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from knowledge.filtering import dates_pass, passes, passes_undated
from knowledge.filters import Filters
from knowledge.model import Claim
from knowledge.searches import MAX_SEARCHES, SavedSearch, TooManySearches
from knowledge.store.shelved import Shelved


class MemoryFiltering(Shelved):
    """The part of a store in memory that filters claims and keeps searches."""

    _searches: dict[int, SavedSearch]
    _saved: int

    async def filtered(
        self, filters: Filters, among: Collection[str] | None = None
    ) -> Sequence[str]:
        """Return the slugs of the claims that pass *filters*."""
        return self._passing(lambda claim: passes(claim, filters), among)

    async def undated(
        self, filters: Filters, among: Collection[str] | None = None
    ) -> Sequence[str]:
        """Return the slugs that pass *filters* but for a date that is missing or too coarse."""

        def unsure(claim: Claim) -> bool:
            dates = dates_pass(claim.document.published, filters)
            return dates is None and passes_undated(claim, filters)

        return self._passing(unsure, among)

    async def save_search(self, search: SavedSearch) -> SavedSearch | None:
        """Keep *search* and return the one of that name that it replaces."""
        self._open()
        own = [s for s in self._searches.values() if _owner(s) == _owner(search)]
        former = next((s for s in own if s.key == search.key), None)
        if former is None and len(own) >= MAX_SEARCHES:
            raise TooManySearches(f"{MAX_SEARCHES} searches are kept already")
        if former is None:
            self._saved += 1
        number = former.number if former else self._saved
        self._searches[number] = replace(search, number=number)
        self._version += 1
        return former

    async def searches(self, platform: str, owner: str) -> Sequence[SavedSearch]:
        """Return what that person saved, by name."""
        self._open()
        own = [s for s in self._searches.values() if _owner(s) == (platform, owner)]
        return sorted(own, key=lambda search: (search.key, search.number))

    async def drop_search(self, platform: str, owner: str, number: int) -> bool:
        """Remove that person's search with that number; say whether there was one."""
        self._open()
        search = self._searches.get(number)
        if search is None or _owner(search) != (platform, owner):
            return False
        del self._searches[number]
        self._version += 1
        return True

    def _passing(self, fits: Callable[[Claim], bool], among: Collection[str] | None) -> list[str]:
        shelves = self._open()
        slugs = shelves.claims if among is None else shelves.claims.keys() & set(among)
        return self._in_order(slug for slug in slugs if fits(shelves.claims[slug]))


def _owner(search: SavedSearch) -> tuple[str, str]:
    return search.platform, search.owner
