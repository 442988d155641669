"""What a store in memory knows of a source's claims."""

from collections.abc import Sequence

from knowledge.model import Claim
from knowledge.sources import Entry, named_in
from knowledge.store.shelved import Shelved


class MemorySources(Shelved):
    """The part of a store in memory that lays out what a source is on record with."""

    async def entries(self, slugs: Sequence[str]) -> Sequence[Entry]:
        """Return the claims called *slugs* as entries, in that order, leaving out the unknown."""
        shelves = self._open()
        claims = [shelves.claim(slug) for slug in slugs if slug in shelves.claims]
        return [
            Entry(
                claim.slug,
                claim.topic,
                claim.document.published,
                tuple(figure for figure in claim.figures if figure.measure),
            )
            for claim in claims
        ]

    async def naming(
        self, claimant: str, names: Sequence[str], longer: Sequence[str] = ()
    ) -> Sequence[str]:
        """Return the slugs of others' claims in which one of *names* stands."""

        def fits(claim: Claim) -> bool:
            makers = [maker.claimant.key for maker in claim.attribution.makers]
            if claimant in (*makers, claim.document.outlet.key):
                return False
            said = (claim.attribution.accused, claim.statement, claim.label, *claim.places)
            return named_in(said, names, longer)

        return self._where(fits)
