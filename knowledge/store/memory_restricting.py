"""Restricted claims in memory: which they are, what they alone bring, restricting and opening."""

from collections.abc import Sequence

from knowledge.audit_notes import restricted as restriction
from knowledge.model import Claim
from knowledge.store.memory_auditing import MemoryAuditing


class MemoryRestricting(MemoryAuditing):
    """The part of a store in memory that knows which claims not everybody may see."""

    async def restrict(self, slug: str, *, restricted: bool) -> bool:
        """Restrict the claim called *slug*, or open it again."""
        shelves = self._open()
        changed = shelves.restrict(slug, restricted=restricted)
        if changed:
            revision = shelves.claims[slug].revision
            self._note([restriction(slug, revision, restricted=restricted)])
        self._version += changed
        return changed

    async def ever_restricted(self, since: int = 0) -> Sequence[tuple[int, Claim]]:
        """Return the claims changed after *since* that are or once were restricted."""
        shelves = self._open()
        found = [(shelves.changed[slug], shelves.claim(slug)) for slug in shelves.once_restricted]
        return sorted((pair for pair in found if pair[0] > since), key=lambda pair: pair[0])

    async def restricted_names(self) -> Sequence[tuple[str, str]]:
        """Return the names of claimants that only restricted claims bring."""
        brought: dict[bool, set[tuple[str, str]]] = {True: set(), False: set()}
        for claim in self._open().claims.values():
            for who in claim.people():
                brought[claim.restricted] |= {(who.key, name) for name in (who.name, *who.aliases)}
        return sorted(brought[True] - brought[False])
