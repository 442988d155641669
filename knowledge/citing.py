"""The desk's work on citations: what a document cites as a person says, and what it does not."""

import asyncio
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from knowledge.addresses import canonical, host_of
from knowledge.agencies import agency_key, agency_name
from knowledge.citations import Citation, How
from knowledge.grounds import MAX_WHY, address_of
from knowledge.model import Claim, Claimant, Document
from knowledge.ports import ClaimStore
from knowledge.proposals import NotKept
from knowledge.text import folded

MAX_OUTLET = 80


class Citing:
    """Who cites whom, over one store."""

    def __init__(self, store: ClaimStore) -> None:
        self._store = store

    async def found(self, claim: Claim) -> Sequence[Citation]:
        """Return every citation in the document of *claim* that concerns it, refused ones too."""
        found = await self._store.citations_in(claim.document.key)
        return [each for each in found if each.claim in ("", claim.slug)]

    async def cite(self, claim: Claim, what: str, by: str) -> tuple[Citation, bool]:
        """Keep that *claim* comes from *what*: an outlet's name, an address or a claim's name.

        Returns it as it is kept, and whether that is news. Raises `NotKept` with the reason.
        """
        what = " ".join(what.split())
        if not folded(what):
            raise NotKept(
                "It is not said what is cited.",
                "Give an outlet's name, an address, or the name of another claim.",
                "what",
            )
        outlet, address, key = await self._meant(claim, what)
        own = claim.document.outlet
        mine = {folded(name) for name in (own.name, *own.aliases)} | {agency_key(own.name)} - {""}
        if not key and not address and not mine.isdisjoint((folded(outlet), agency_key(outlet))):
            raise NotKept(
                f"{claim.slug} stands in {own.name} itself.",
                "Name who that outlet has it from.",
                "what",
            )
        at = datetime.now(UTC).replace(microsecond=0)
        citation = Citation(
            How.PERSON,
            outlet=outlet,
            address=address,
            cited=key,
            claim=claim.slug,
            by=by,
            at=at,
        )
        return await self._store.cite(citation, claim.slug)

    async def refuse(self, claim: Claim, number: int, by: str, why: str) -> tuple[Citation, bool]:
        """Have the citation with that number not count any more, and say why.

        Returns it as it stands, and whether this changed it. Raises `NotKept` with the reason.
        """
        tidy = " ".join(why.split())
        if not tidy or len(tidy) > MAX_WHY:
            raise NotKept(
                "It is not said why." if not tidy else f"That is more than {MAX_WHY} characters.",
                "Say in a sentence why it is no citation; it is kept.",
                "why",
            )
        refused = await self._store.refuse_citation(number, claim.slug, by, tidy)
        if refused is None:
            raise NotKept(
                f"The document of {claim.slug} has no citation {number}.",
                f"Type /origins {claim.slug} to see those that it has.",
                "number",
            )
        return refused

    async def _meant(self, claim: Claim, what: str) -> tuple[str, str, str]:
        """Return outlet, address and document's key of what is cited, each as far as it is known.

        A document that is known by its key needs no address.
        """
        if "://" in what:
            try:
                address = canonical(address_of(what))
            except NotKept as error:
                raise NotKept(error.sentence, error.next_step, "what") from error
            document = await self._document_at(address)
            if document is None:
                return host_of(address), address, ""
            return self._of(claim, document)
        there = await self._store.claims([what])
        if there:
            (other,) = there
            if other.restricted and not claim.restricted:
                raise NotKept(
                    f"{claim.slug} is open, and {other.slug} is not.",
                    "Name the outlet that it comes from instead.",
                    "what",
                )
            return self._of(claim, other.document)
        return _outlet(what, await self._store.claimants()), "", ""

    def _of(self, claim: Claim, document: Document) -> tuple[str, str, str]:
        if document.key == claim.document.key:
            raise NotKept(
                f"That is the document that {claim.slug} stands in.",
                "Name who it has it from.",
                "what",
            )
        return document.outlet.name, "", document.key

    async def _document_at(self, address: str) -> Document | None:
        """Return the document on record at the canonical *address*, or the newest read there."""
        on_record = await self._store.documents_on_record()

        def there() -> Document | None:
            return next((d for d in on_record if canonical(d.url) == address), None)

        found = await asyncio.to_thread(there)
        if found is not None:
            return found
        versions = await self._store.versions_at(address)
        return versions[-1].document if versions else None


def _outlet(what: str, everyone: Iterable[Claimant]) -> str:
    """Return the name under which whoever is called *what* is known, or *what* as it was given."""
    key = folded(what)
    for who in everyone:
        if key in (who.key, *map(folded, (who.name, *who.aliases))):
            return who.name
    if len(what) > MAX_OUTLET:
        raise NotKept(
            f"That name has {len(what)} characters, and at most {MAX_OUTLET} are kept.",
            "Give the outlet's name alone.",
            "what",
        )
    return agency_name(agency_key(what)) or what
