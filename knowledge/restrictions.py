"""Which claims are restricted by now, and what of the others must go with them."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace

from knowledge.model import Claim, Claimant
from knowledge.ports import ClaimStore
from knowledge.text import folded
from knowledge.touched import LISTED, Kind, Mark, kinds_of


class Restrictions:
    """The restricted claims of a store as they were at the last look, and what they alone bring."""

    def __init__(self, store: ClaimStore) -> None:
        self._store = store
        self.claims: Mapping[str, Claim] = {}
        """The restricted claims, by slug."""
        self.keys: frozenset[str] = frozenset()
        """Their slugs and aliases, folded."""
        self.names: Mapping[str, frozenset[str]] = {}
        """The names that only they bring, by claimant's key."""
        self.times_learned = 0
        """How often another claim or another name was found to be kept back."""
        self._version = -1
        self._since = 0
        self._learning = asyncio.Lock()

    async def learn(self) -> None:
        """Learn which claims have become restricted, or open again, since the last look."""
        version = self._store.version()
        if version == self._version:
            return
        if not self._moved_by(self._store.touched(self._version)):
            self._version = version
            return
        async with self._learning:
            claims = dict(self.claims)
            changes = await self._store.ever_restricted(self._since)
            for _, claim in changes:
                claims.pop(claim.slug, None)
                if claim.restricted:
                    claims[claim.slug] = claim
            names: dict[str, set[str]] = {}
            for key, name in await self._store.restricted_names() if claims else ():
                names.setdefault(key, set()).add(name)
            # Taken over all at once, so that a failed look is made again from where it began.
            if changes:
                called = (name for c in claims.values() for name in (c.slug, *c.aliases))
                self.keys = frozenset(map(folded, called))
                self._since = max(changed for changed, _ in changes)
            kept_back = {key: frozenset(of) for key, of in names.items()}
            self.times_learned += claims.keys() != self.claims.keys() or kept_back != self.names
            self.claims = claims
            self.names = kept_back
            self._version = version

    def _moved_by(self, touched: frozenset[Mark] | None) -> bool:
        """Say whether what was touched, if that is known, may have to do with what is kept back."""
        if touched is None:
            return True
        judged = (slug for kind, slug in touched if kind is Kind.STANDING)
        return bool(kinds_of(touched) & LISTED) or any(slug in self.claims for slug in judged)

    def claim(self, claim: Claim) -> Claim | None:
        """Return *claim* without the names of restricted claims, or `None` where it is one."""
        if claim.restricted or claim.slug in self.claims:
            return None
        if not any(who.key in self.names for who in claim.people()):
            return claim
        makers = [self.claimant(maker.claimant) for maker in claim.attribution.makers]
        outlet = self.claimant(claim.document.outlet)
        if outlet is None or None in makers:  # it became restricted since it was read
            return None
        made = tuple(
            replace(maker, claimant=who)
            for maker, who in zip(claim.attribution.makers, makers, strict=True)
            if who is not None
        )
        return replace(
            claim,
            document=replace(claim.document, outlet=outlet),
            attribution=replace(claim.attribution, makers=made),
        )

    def claimant(self, who: Claimant) -> Claimant | None:
        """Return *who* under the names that open claims bring, or `None` where there are none."""
        theirs = self.names.get(who.key)
        if theirs is None:
            return who
        left = [name for name in (who.name, *who.aliases) if name not in theirs]
        if not left:
            return None
        about = who.about if who.name in left else ""
        return replace(who, name=left[0], aliases=tuple(left[1:]), about=about)
