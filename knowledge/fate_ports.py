"""What changes of documents ask of a store. `ClaimStore` brings all of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from knowledge.anchoring import Finding
from knowledge.fates import KeptFinding, Marked
from knowledge.model import Document, DocumentState


class FateStore(Protocol):
    """Where it is kept what became of documents and of the claims in them."""

    async def documents_on_record(self) -> Sequence[Document]:
        """Return the documents that claims on record stand in, by key."""

    async def in_document(self, key: str) -> Sequence[str]:
        """Return the slugs of the claims on record from the document with that key, in order."""

    async def keep_findings(
        self, version: str, findings: Sequence[tuple[str, Finding]], at: datetime
    ) -> int:
        """Keep what was found of each slug in that *version*, in place of what was kept before.

        Returns how many differ from what was kept. Raises `RecordError` for an unknown slug or
        version; then nothing is kept.
        """

    async def findings_of(self, slug: str) -> Sequence[KeptFinding]:
        """Return what was found of that claim, in the order of the versions as they were read."""

    async def mark_documents(
        self, keys: Sequence[str], state: DocumentState, notice: str
    ) -> Sequence[Marked]:
        """Have the documents with those keys stand in *state*, with the outlet's *notice*.

        The notice comes before what was noted of the document, and each of its claims counts as
        changed. Returns those that were changed; unknown keys, and what stands so already, are not.
        """
