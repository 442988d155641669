"""A document as its desk sees it: its versions, its claims, and what became of their words.

The whole store is gone through, since a document's correction concerns restricted claims as well.
For whoever may not see those they are left out of what is told, and counted.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.addresses import canonical
from knowledge.documents import DocumentVersion
from knowledge.fates import Marked
from knowledge.model import Claim, Document, DocumentState
from knowledge.ports import ClaimStore
from knowledge.receipt import Receipt, receipt
from knowledge.versions import ClaimFate, Versions


@dataclass(frozen=True, slots=True)
class Dossier:
    """What is known of one document.

    `document` is missing where nothing of it may be shown. `versions` are those that were read,
    oldest first, and `newest` the claims taken from the last, or from the document where it was
    never read. `fates` say what became of the others' words in the last version, `unanchored` have
    no words to look for, and `withheld` counts restricted claims.
    """

    document: Document | None
    versions: tuple[DocumentVersion, ...] = ()
    newest: tuple[Claim, ...] = ()
    fates: tuple[ClaimFate, ...] = ()
    unanchored: tuple[Claim, ...] = ()
    withheld: int = 0


@dataclass(frozen=True, slots=True)
class Marking:
    """What marking a document changed: its versions, the claims it concerns, and how many more.

    `claims` are as they stand after it; `withheld` counts restricted ones.
    """

    marks: tuple[Marked, ...]
    claims: tuple[Claim, ...] = ()
    withheld: int = 0


class Dossiers:
    """The documents and receipts of the *whole* store, told as *seen* has their claims."""

    def __init__(self, whole: ClaimStore, seen: ClaimStore) -> None:
        self._whole = whole
        self._seen = seen
        self._versions = Versions(whole)

    async def open(self, asked: str) -> Dossier | None:
        """Return what is known of the document with that key or address, or `None`.

        The words of older versions are looked for in the last one, and what was found is kept.
        """
        asked = asked.strip()
        on_record = [each for each in await self._whole.documents_on_record() if each.key == asked]
        version = await self._versions.found(asked)
        if version is None and on_record and on_record[0].url:
            version = await self._versions.found(on_record[0].url)
        if version is None:
            return await self._never_read(asked)
        chain = await self._whole.versions_at(version.address) if version.address else ()
        versions = tuple(chain) or await self._up_to(version)
        last = versions[-1]
        compared = await self._versions.compare(last)
        slugs = await self._whole.in_document(last.document.key)
        older = [*(each.claim for each in compared.fates), *compared.unanchored]
        seen = await self._of(dict.fromkeys([*slugs, *(claim.slug for claim in older)]))
        return Dossier(
            last.document,
            versions,
            tuple(seen[slug] for slug in slugs if slug in seen),
            tuple(
                replace(each, claim=seen[each.claim.slug])
                for each in compared.fates
                if each.claim.slug in seen
            ),
            tuple(seen[each.slug] for each in compared.unanchored if each.slug in seen),
            len({*slugs, *(claim.slug for claim in older)}) - len(seen),
        )

    async def mark(self, asked: str, state: DocumentState, notice: str) -> Marking:
        """Have the document stand in *state*, as `Versions.mark` has it, restricted claims too.

        Raises `NotKept` likewise.
        """
        marks = await self._versions.mark(asked, state, notice)
        slugs = dict.fromkeys(slug for mark in marks for slug in mark.slugs)
        seen = await self._of(slugs)
        return Marking(tuple(marks), tuple(seen.values()), len(slugs) - len(seen))

    async def receipt(self, slug: str, made_for: str) -> Receipt | None:
        """Return the receipt of the claim called *slug*, or `None` where it may not be seen."""
        if not await self._seen.claims([slug]):
            return None
        return await receipt(self._whole, slug, made_for)

    async def _never_read(self, asked: str) -> Dossier | None:
        address = canonical(asked)
        documents = [
            each
            for each in await self._whole.documents_on_record()
            if asked == each.key or (address and canonical(each.url) == address)
        ]
        if not documents:
            return None
        slugs = [s for each in documents for s in await self._whole.in_document(each.key)]
        seen = await self._of(slugs)
        shown = [claim.document for claim in seen.values()]
        return Dossier(
            shown[0] if shown else None,
            newest=tuple(seen.values()),
            withheld=len(slugs) - len(seen),
        )

    async def _up_to(self, version: DocumentVersion) -> tuple[DocumentVersion, ...]:
        """Return *version* and those before it, oldest first."""
        versions = [version]
        while versions[0].previous:
            before = await self._whole.version_of(versions[0].previous)
            if before is None:
                break
            versions.insert(0, before)
        return tuple(versions)

    async def _of(self, slugs: Sequence[str] | dict[str, None]) -> dict[str, Claim]:
        """Return those of the claims that may be seen, by slug."""
        return {claim.slug: claim for claim in await self._seen.claims(list(slugs))}
