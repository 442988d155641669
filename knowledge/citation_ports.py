"""What citations ask of a store. `ClaimStore` brings it."""

from collections.abc import Sequence
from typing import Protocol

from knowledge.citations import Citation


class CitationStore(Protocol):
    """Where it is kept which document cites which, found or said by a person, refused ones too.

    What was found comes in with its document: see `DocumentStore.take_in`. Records bring what is in
    force.
    """

    async def outlet_names(self) -> Sequence[str]:
        """Return every name of an outlet on record, its aliases too, in order."""

    async def citations_in(self, document: str) -> Sequence[Citation]:
        """Return every citation in the document with that key, by number."""

    async def cite(self, citation: Citation, slug: str) -> tuple[Citation, bool]:
        """Keep what a person says the document of the claim called *slug* cites.

        Returns it as it is kept, and whether that is news; one that was refused is in force again.
        """

    async def refuse_citation(
        self, number: int, slug: str, by: str, why: str
    ) -> tuple[Citation, bool] | None:
        """Have the citation with that number be refused, looking at the claim called *slug*.

        Returns it as it stands and whether this changed it, or `None` where the document of that
        claim has no such citation.
        """
