"""What became of documents and of the claims in them, in memory."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from knowledge.anchoring import Finding
from knowledge.audit_notes import compared, marked, noted_before
from knowledge.errors import RecordError
from knowledge.fates import KeptFinding, Marked
from knowledge.model import Document, DocumentState
from knowledge.store.memory_readings import MemoryReadings


class MemoryFates(MemoryReadings):
    """The part of a store in memory that keeps what became of documents."""

    def __init__(self) -> None:
        super().__init__()
        self._fates: dict[tuple[str, str], KeptFinding] = {}

    async def documents_on_record(self) -> Sequence[Document]:
        """Return the documents that claims on record stand in, by key."""
        shelves = self._open()
        return [
            replace(document, outlet=shelves.claimants[document.outlet.key])
            for _, document in sorted(shelves.documents.items())
        ]

    async def in_document(self, key: str) -> Sequence[str]:
        """Return the slugs of the claims on record from that document, in order."""
        claims = self._open().claims
        return sorted(slug for slug, claim in claims.items() if claim.document.key == key)

    async def keep_findings(
        self, version: str, findings: Sequence[tuple[str, Finding]], at: datetime
    ) -> int:
        """Keep what was found of each slug in that *version*."""
        shelves = self._open()
        if version not in self._readings:
            raise RecordError(f"there is no version {version}")
        new = []
        for slug, finding in findings:
            shelves.must_know(slug)
            kept = self._fates.get((slug, version))
            if kept is None or kept.finding != finding:
                new.append(KeptFinding(slug, version, finding, at))
        self._fates |= {(kept.slug, version): kept for kept in new}
        if new:
            self._note([compared(version, [kept.finding for kept in new])])
            self._version += 1
        return len(new)

    async def findings_of(self, slug: str) -> Sequence[KeptFinding]:
        """Return what was found of that claim, in the order of the versions."""
        self._open()
        keys = ((slug, version) for version in self._readings)
        return [self._fates[key] for key in keys if key in self._fates]

    async def mark_documents(
        self, keys: Sequence[str], state: DocumentState, notice: str
    ) -> Sequence[Marked]:
        """Have the documents with those keys stand in *state*."""
        shelves = self._open()
        marks = []
        for key in dict.fromkeys(keys):
            read = self._readings.get(key)
            before = shelves.documents.get(key) or (read.document if read else None)
            if before is None or (after := noted_before(before, state, notice)) == before:
                continue
            if key in shelves.documents:
                shelves.documents[key] = after
            if read:
                own = noted_before(read.document, state, notice)
                self._readings[key] = replace(read, document=own)
            slugs = await self.in_document(key)
            for slug in slugs:
                shelves.note(slug, f"Document {state.value}")
            self._note([marked(before, after, len(slugs))])
            marks.append(Marked(key, before.state, state, tuple(slugs)))
        self._version += bool(marks)
        return marks
