"""What reading documents and the desk's queue ask of a store. `ClaimStore` brings all of it."""

from collections.abc import Sequence
from typing import Protocol

from knowledge.citations import Citation
from knowledge.documents import DocumentVersion, IntakeItem, TakenIn
from knowledge.model import Claim
from knowledge.proposals import Decided, Decision, Draft, ProposedClaim, QueueFilter, QueueRow


class DocumentStore(Protocol):
    """Where documents are kept as they were read, with their text and their versions."""

    async def take_in(
        self,
        version: DocumentVersion,
        drafts: Sequence[Draft],
        citations: Sequence[Citation] = (),
    ) -> TakenIn:
        """Keep *version* with what is proposed from it and what it cites, all or nothing.

        The same text is kept once, wherever it comes from, and nothing of it is proposed again.
        Another text at an address that is known becomes the next version there. A draft whose
        fingerprint was proposed from an earlier version of the same document, or was dropped from
        any document of the same outlet, is left out and counted. `document.key` is made unique.

        What a person gave of a text that is known is kept in place of what was: for its open
        proposals and its claims on record, too, whose dates then mean what they mean in *drafts*.
        Of *citations* those that are new are added; what is kept stays, and what is refused does.
        """

    async def version_of(self, key: str) -> DocumentVersion | None:
        """Return the version with that key, its text included."""

    async def versions_at(self, address: str) -> Sequence[DocumentVersion]:
        """Return every version of the document at that canonical address, oldest first."""

    async def newest_of(self, key: str) -> DocumentVersion | None:
        """Return the newest version of the document of which *key* names one, that one included."""

    async def documents_read(self, limit: int) -> Sequence[DocumentVersion]:
        """Return the versions read last, newest first."""

    async def intake_item(self, source: str, sha256: str) -> IntakeItem | None:
        """Return what became of the file or page *source* with those bytes, if it was tried."""

    async def keep_item(self, item: IntakeItem) -> None:
        """Keep *item*, in place of what was kept of the same source and bytes."""

    async def intake_items(self, run: str) -> Sequence[IntakeItem]:
        """Return the items of that run in the order in which they were kept."""


class ProposalStore(Protocol):
    """Where proposals wait, and every decision on one is kept. Unknown numbers give `None`."""

    async def waiting(self, narrowed: QueueFilter) -> Sequence[QueueRow]:
        """Return the proposals that pass *narrowed*, by number."""

    async def proposals(self, numbers: Sequence[int]) -> Sequence[ProposedClaim]:
        """Return the proposals with those numbers, in that order, leaving out the unknown."""

    async def saying_the_same(self, number: int) -> Sequence[int]:
        """Return the numbers of the other open proposals of its group, in order."""

    async def decide(self, number: int, decision: Decision) -> Decided | None:
        """Drop or hold the proposal, or have it wait again.

        What is decided already stays as it is, but that `WAITING` takes a drop or a hold back.
        """

    async def accept(self, number: int, claim: Claim, decision: Decision) -> Decided | None:
        """Put *claim* on record for an open proposal, all or nothing.

        Its slug is given a number where it is in use, its document keeps the outlet it is on record
        under, and it is related to what was accepted of the same document and topic. With
        `decision.joined` it is a confirmed appearance of that claim. Raises `RecordError` for an
        unknown one.
        """

    async def take_back(self, number: int, decision: Decision) -> Decided | None:
        """Have an accepted or joined proposal wait again, and withdraw its claim by a review.

        Not where others have reviewed the claim or added evidence since; then nothing changes.
        """
