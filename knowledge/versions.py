"""Documents that change: looking for their claims in a newer version, and marking what they are.

Nothing here moves an anchor or a claim. It says what became of the words, and people decide.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from knowledge.addresses import canonical
from knowledge.anchoring import Fate, Finding, Piece, Version, differences, framed_words
from knowledge.documents import DocumentVersion
from knowledge.fates import Marked
from knowledge.model import Claim, DocumentState
from knowledge.ports import ClaimStore
from knowledge.proposals import NotKept

MAX_NOTICE = 1_000


@dataclass(frozen=True, slots=True)
class ClaimFate:
    """What became of one claim in a newer version.

    `pieces` compare the words it was taken from with the nearest passage there, where they changed.
    """

    claim: Claim
    finding: Finding
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class Compared:
    """What became of the claims of the older versions in `version`.

    `unanchored` are claims without words of the document to look for. `changed` counts findings
    that are new, or other than at the last look.
    """

    version: DocumentVersion
    fates: tuple[ClaimFate, ...]
    unanchored: tuple[Claim, ...] = ()
    changed: int = 0

    def count(self, fate: Fate) -> int:
        """Return how many claims fared so."""
        return sum(each.finding.fate is fate for each in self.fates)


class Versions:
    """The versions of documents over one store. Give it the whole store, not a screened one."""

    def __init__(self, store: ClaimStore) -> None:
        self._store = store

    async def found(self, asked: str) -> DocumentVersion | None:
        """Return the version with that key, or the newest at that address."""
        version = await self._store.version_of(asked.strip())
        if version is None:
            address = canonical(asked)
            versions = await self._store.versions_at(address) if address else ()
            version = versions[-1] if versions else None
        return version

    async def compare(self, version: DocumentVersion) -> Compared:
        """Look for the claims of older versions in *version*, and keep what was found.

        Older are the versions before it, and documents on record at the same address whose text
        was never read. Doing it again changes nothing but what has become different.
        """
        older = await self._older(version)
        slugs = [slug for key in older for slug in await self._store.in_document(key)]
        claims = await self._store.claims(slugs)
        fates = await asyncio.to_thread(fates_in, version.text, claims)
        at = datetime.now(UTC).replace(microsecond=0)
        kept = [(each.claim.slug, each.finding) for each in fates]
        changed = await self._store.keep_findings(version.document.key, kept, at)
        unanchored = tuple(claim for claim in claims if claim.anchor is None)
        return Compared(version, tuple(fates), unanchored, changed)

    async def mark(self, asked: str, state: DocumentState, notice: str) -> Sequence[Marked]:
        """Have the document with that key or address stand in *state*, as its outlet says.

        What was corrected are the versions up to the one asked for; withdrawn, or current again,
        is the document in all its versions. Raises `NotKept` for an unknown document, and for a
        correction or withdrawal without the outlet's *notice*.
        """
        notice = " ".join(notice.split())[:MAX_NOTICE]
        if state is not DocumentState.CURRENT and not notice:
            raise NotKept(
                f"Nothing says why the document is {state.value}.",
                "Give the outlet's notice in its own words.",
                "notice",
            )
        keys = await self._keys(asked, state)
        if not keys:
            raise NotKept(
                f"No document is known as “{asked[:200]}”.",
                "Give its key, as it stands on the claim's card, or its address.",
                "document",
            )
        return await self._store.mark_documents(keys, state, notice)

    async def _keys(self, asked: str, state: DocumentState) -> list[str]:
        asked = asked.strip()
        address = canonical(asked)
        on_record = await self._store.documents_on_record()
        keys = [
            document.key
            for document in on_record
            if asked == document.key or (address and canonical(document.url) == address)
        ]
        version = await self.found(asked)
        if version is not None:
            chain = await self._store.versions_at(version.address) if version.address else ()
            all_of_it = state is not DocumentState.CORRECTED
            keys += [
                each.document.key
                for each in chain or (version,)
                if all_of_it or each.number <= version.number
            ]
        return list(dict.fromkeys(keys))

    async def _older(self, version: DocumentVersion) -> list[str]:
        """Return the keys of what is older than *version*, newest first."""
        older: list[str] = []
        before = version.previous
        while before and (one := await self._store.version_of(before)):
            older.append(one.document.key)
            before = one.previous
        if not version.address:
            return older
        for document in await self._store.documents_on_record():
            same = canonical(document.url) == version.address and document.key not in older
            # One that was read has its place among the versions: this one, or a later one.
            if same and await self._store.version_of(document.key) is None:
                older.append(document.key)
        return older


def fates_in(text: str, claims: Sequence[Claim]) -> list[ClaimFate]:
    """Return what became in *text* of those of the *claims* that have words to look for."""
    newer = Version(text)
    fates = []
    for claim in claims:
        if claim.anchor is None:
            continue
        finding = newer.find(claim.anchor)
        pieces: tuple[Piece, ...] = ()
        if finding.fate is Fate.CHANGED and finding.span:
            nearest = text[finding.span.start : finding.span.end]
            pieces = differences(framed_words(claim.anchor), nearest)
        fates.append(ClaimFate(claim, finding, pieces))
    return fates
