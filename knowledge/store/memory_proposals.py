"""The desk's queue in memory."""

from collections.abc import Sequence
from dataclasses import replace

from knowledge.audit_notes import added, decided, reviewed
from knowledge.draft_claims import UNSORTED
from knowledge.errors import RecordError
from knowledge.match.embedding import Vector
from knowledge.model import Claim, ClaimRating, Review, Subject
from knowledge.proposals import (
    Decided,
    Decision,
    ProposalState,
    ProposedClaim,
    QueueFilter,
    QueueRow,
    may_become,
)
from knowledge.relations import Proposal, RelationKind, RelationState, Verdict
from knowledge.store.memory_readings import MemoryReadings
from knowledge.store.memory_relations import MemoryRelations
from knowledge.store.memory_vectors import MemoryVectors
from knowledge.text import folded


class MemoryProposals(MemoryReadings, MemoryRelations, MemoryVectors):
    """The part of a store in memory in which proposals wait for the desk."""

    async def waiting(self, narrowed: QueueFilter) -> Sequence[QueueRow]:
        """Return the proposals that pass *narrowed*, by number."""
        self._open()
        return [
            QueueRow(p.number, p.claim.document.key, p.group, p.worth, p.parent is not None)
            for p in self._proposals.values()
            if _passes(p, narrowed)
        ]

    async def proposals(self, numbers: Sequence[int]) -> Sequence[ProposedClaim]:
        """Return the proposals with those numbers, in that order."""
        self._open()
        return [self._proposals[number] for number in numbers if number in self._proposals]

    async def saying_the_same(self, number: int) -> Sequence[int]:
        """Return the numbers of the other open proposals of its group, in order."""
        self._open()
        asked = self._proposals.get(number)
        return [
            p.number
            for p in self._proposals.values()
            if asked and p.group == asked.group and p.number != number and p.state.open
        ]

    async def decide(self, number: int, decision: Decision) -> Decided | None:
        """Drop or hold the proposal, or have it wait again."""
        self._open()
        proposal = self._proposals.get(number)
        if proposal is None or not may_become(proposal.state, decision.state):
            return Decided(proposal, changed=False) if proposal else None
        return self._settle(proposal, decision)

    async def accept(self, number: int, claim: Claim, decision: Decision) -> Decided | None:
        """Put *claim* on record for an open proposal, all or nothing."""
        vectors: dict[tuple[str, str], Vector] = await self.new_vectors([claim])
        before = self._open()
        proposal = self._proposals.get(number)
        if proposal is None or not proposal.state.open:
            return Decided(proposal, changed=False) if proposal else None
        slug, n = claim.slug, 1
        while slug in before.taken:
            n += 1
            slug = f"{claim.slug}-{n}"
        known = before.documents.get(claim.document.key)
        document = replace(claim.document, outlet=known.outlet) if known else claim.document
        made = replace(claim, slug=slug, document=document)
        if decision.joined and decision.joined not in before.claims:
            raise RecordError(f"there is no claim {decision.joined}")
        shelves = before.copy()
        shelves.put(made)
        for other in self._beside(proposal, made):
            shelves.relate(slug, other)
        self._shelves = shelves
        self._vectors.update(
            {(slug, model): replace(v, slug=slug) for (_, model), v in vectors.items()}
        )
        self._note([added(made)], decision.by)
        if decision.joined:
            await self.relate(
                Proposal(slug, decision.joined, RelationKind.APPEARANCE),
                Verdict(RelationState.CONFIRMED, decision.by, decision.at),
            )
        return self._settle(proposal, replace(decision, into=slug))

    async def take_back(self, number: int, decision: Decision) -> Decided | None:
        """Have an accepted or joined proposal wait again, and withdraw its claim by a review."""
        shelves = self._open()
        proposal = self._proposals.get(number)
        if proposal is None:
            return None
        claim = shelves.claims.get(proposal.into)
        if claim is None or claim.reviews or claim.evidence:
            return Decided(proposal, changed=False)
        review = Review(
            *(Subject.CLAIM, ClaimRating.WITHDRAWN, decision.why, decision.by, decision.at)
        )
        shelves.review(claim.slug, review)
        self._note([reviewed(claim.slug, [review])], decision.by)
        return self._settle(proposal, replace(decision, into=claim.slug))

    def _settle(self, proposal: ProposedClaim, decision: Decision) -> Decided:
        on_record = decision.state in (ProposalState.ACCEPTED, ProposalState.JOINED)
        settled = replace(
            proposal,
            state=decision.state,
            into=decision.into if on_record else "",
            decisions=(*proposal.decisions, decision),
        )
        self._proposals[proposal.number] = settled
        self._note([decided(proposal, decision)], decision.by)
        self._version += 1
        return Decided(settled, changed=True)

    def _beside(self, proposal: ProposedClaim, claim: Claim) -> list[str]:
        """Return what was accepted of the same document that *claim* belongs beside."""
        topics = {slug: one.topic.key for slug, one in self._open().claims.items()}
        return [
            other.into
            for other in self._proposals.values()
            if other.into
            and other.claim.document.key == proposal.claim.document.key
            and (
                topics[other.into] == claim.topic.key != UNSORTED.key
                or other.parent == proposal.number
                or other.number == proposal.parent
            )
        ]


def _passes(proposal: ProposedClaim, narrowed: QueueFilter) -> bool:
    claim = proposal.claim
    who = " ".join(folded(maker.claimant.name) for maker in claim.attribution.makers)
    return (
        proposal.state is narrowed.state
        and narrowed.topic in ("", claim.topic.key)
        and narrowed.document in ("", claim.document.key)
        and narrowed.outlet in ("", claim.document.outlet.key)
        and narrowed.by in who
        and (narrowed.since is None or proposal.at >= narrowed.since)
        and (narrowed.before is None or proposal.at < narrowed.before)
    )
