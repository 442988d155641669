"""Documents as they were read, and the proposals from them, in memory."""

from collections.abc import Sequence
from dataclasses import replace

from knowledge.audit_notes import address_added, taken_in
from knowledge.citations import Citation
from knowledge.documents import DocumentVersion, IntakeItem, Outcome, TakenIn
from knowledge.proposals import Draft, ProposalState, ProposedClaim, parent_of, sifted
from knowledge.store.memory_citations import MemoryCitations
from knowledge.store.memory_regiving import MemoryRegiving


class MemoryReadings(MemoryRegiving, MemoryCitations):
    """The part of a store in memory that keeps documents as they were read."""

    def __init__(self) -> None:
        super().__init__()
        self._chains: dict[str, str] = {}
        self._addresses: dict[str, str] = {}
        self._items: dict[tuple[str, str], IntakeItem] = {}

    async def take_in(
        self,
        version: DocumentVersion,
        drafts: Sequence[Draft],
        citations: Sequence[Citation] = (),
    ) -> TakenIn:
        """Keep *version* with what is proposed from it and what it cites."""
        self._open()
        sha256 = version.document.sha256
        same = next((r for r in self._readings.values() if r.document.sha256 == sha256), None)
        self._version += 1
        if same is not None:
            chain = self._chains[same.document.key]
            if version.address and version.address not in self._addresses:
                self._note([address_added(same, version.address)], version.brought_by)
            if version.address:
                self._addresses.setdefault(version.address, chain)
            also = sorted(a for a, of in self._addresses.items() if of == chain)
            made = self._give_again(same, version, drafts)
            self._put_citations(same.document.key, citations)
            return TakenIn(
                same.document.key,
                same.number,
                Outcome.SAME,
                repeated=len(drafts),
                also=tuple(address for address in also if address != made.version.address),
                version=made.version,
                given=made.details,
                dated=made.dated,
            )
        kept = self._put_version(version)
        numbers = self._propose(kept, drafts)
        self._put_citations(kept.document.key, citations)
        self._note([taken_in(kept, len(numbers))], kept.brought_by)
        return TakenIn(
            kept.document.key,
            kept.number,
            Outcome.CHANGED if kept.previous else Outcome.NEW,
            numbers,
            len(drafts) - len(numbers),
            version=kept,
        )

    async def version_of(self, key: str) -> DocumentVersion | None:
        """Return the version with that key."""
        self._open()
        return self._readings.get(key)

    async def versions_at(self, address: str) -> Sequence[DocumentVersion]:
        """Return every version of the document at that canonical address, oldest first."""
        self._open()
        chain = self._addresses.get(address)
        return [r for key, r in self._readings.items() if chain and self._chains[key] == chain]

    async def newest_of(self, key: str) -> DocumentVersion | None:
        """Return the newest version of the document of which *key* names one."""
        self._open()
        chain = self._chains.get(key)
        return next(
            (r for k, r in reversed(self._readings.items()) if self._chains[k] == chain), None
        )

    async def documents_read(self, limit: int) -> Sequence[DocumentVersion]:
        """Return the versions read last, newest first."""
        self._open()
        return list(self._readings.values())[: -limit - 1 : -1]

    async def intake_item(self, source: str, sha256: str) -> IntakeItem | None:
        """Return what became of the file or page *source* with those bytes, if it was tried."""
        self._open()
        return self._items.get((source, sha256))

    async def keep_item(self, item: IntakeItem) -> None:
        """Keep *item*, in place of what was kept of the same source and bytes."""
        self._open()
        self._items[item.source, item.sha256] = item
        self._version += 1

    async def intake_items(self, run: str) -> Sequence[IntakeItem]:
        """Return the items of that run in the order in which they were first kept."""
        self._open()
        return [item for item in self._items.values() if item.run == run]

    def _put_version(self, version: DocumentVersion) -> DocumentVersion:
        chain = self._addresses.get(version.address, "")
        of_chain = [key for key in self._readings if chain and self._chains[key] == chain]
        number = len(of_chain) + 1
        key = self._free_key(f"{chain}-v{number}" if of_chain else version.document.key)
        kept = replace(
            version,
            document=replace(version.document, key=key),
            number=number,
            previous=of_chain[-1] if of_chain else "",
        )
        self._readings[key] = kept
        self._chains[key] = chain or key
        if kept.address:
            self._addresses.setdefault(kept.address, self._chains[key])
        return kept

    def _free_key(self, wanted: str) -> str:
        key, number = wanted, 1
        while key in self._readings or key in self._open().documents:
            number += 1
            key = f"{wanted}-{number}"
        return key

    def _propose(self, version: DocumentVersion, drafts: Sequence[Draft]) -> tuple[int, ...]:
        chain = self._chains[version.document.key]
        kept = self._proposals.values()
        earlier = [
            (self._prints[p.number], p) for p in kept if self._chains[p.claim.document.key] == chain
        ]
        dropped = {
            self._prints[p.number]
            for p in kept
            if p.state is ProposalState.DROPPED
            and p.claim.document.outlet.key == version.document.outlet.key
        }
        result = sifted(drafts, earlier, dropped)
        last = len(self._proposals)
        numbers = {place: last + n for n, (place, _) in enumerate(result.kept, start=1)}
        for place, draft in result.kept:
            number = numbers[place]
            self._prints[number] = draft.fingerprint
            self._proposals[number] = ProposedClaim(
                number,
                replace(draft.claim, document=version.document),
                version.retrieved_at,
                rule=draft.rule,
                confidence=draft.confidence,
                worth=draft.worth,
                parent=parent_of(draft, result, numbers),
                group=draft.group,
                nearest=draft.nearest,
            )
        return tuple(numbers.values())
