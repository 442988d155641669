"""Relations between claims in memory."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from knowledge.audit_notes import judged as judgement
from knowledge.check import status
from knowledge.model import ClaimRating, Link, Subject
from knowledge.relations import Judged, Proposal, Relation, RelationState, Verdict
from knowledge.store.memory_auditing import MemoryAuditing


class MemoryRelations(MemoryAuditing):
    """The part of a store in memory that keeps relations and what people said of them."""

    _relations: dict[int, Relation]

    async def suggest(self, proposals: Sequence[Proposal], at: datetime) -> Sequence[Relation]:
        """Keep those of *proposals* whose pair and kind is new, and return them."""
        shelves = self._open()
        settled = [proposal.settled() for proposal in proposals]
        for proposal in settled:
            shelves.must_know(proposal.claim)
            shelves.must_know(proposal.other)
        kept = [
            self._put(proposal, at)
            for proposal in settled
            if not self._known(proposal) and not self._known(proposal.turned())
        ]
        self._version += bool(kept)
        return kept

    async def relation(self, number: int) -> Relation | None:
        """Return the relation with that number."""
        self._open()
        return self._relations.get(number)

    async def relations_of(self, slug: str) -> Sequence[Relation]:
        """Return every relation of the claim called *slug*, oldest first."""
        self._open()
        return [r for r in self._relations.values() if slug in _ends(r)]

    async def confirmed_among(self, slugs: Sequence[str]) -> Sequence[Relation]:
        """Return the confirmed relations whose claims are both called one of *slugs*."""
        self._open()
        known = set(slugs)
        return [
            relation
            for relation in self._relations.values()
            if known.issuperset(_ends(relation)) and relation.state is RelationState.CONFIRMED
        ]

    async def judge(self, number: int, verdict: Verdict) -> Judged | None:
        """Add *verdict* to the relation with that number, where it changes how it stands."""
        self._open()
        relation = self._relations.get(number)
        return self._judge(relation, verdict) if relation else None

    async def relate(self, proposal: Proposal, verdict: Verdict) -> Judged:
        """Put a person's own relation on record with its *verdict*."""
        shelves = self._open()
        settled = proposal.settled()
        relation = self._known(settled)
        if relation is None:
            shelves.must_know(settled.claim)
            shelves.must_know(settled.other)
            against = self._against(settled, verdict)
            if against:
                return Judged(against, changed=False)
            relation = self._put(settled, verdict.at)
        return self._judge(relation, verdict)

    def _links(self, slug: str) -> tuple[Link, ...]:
        """Return the confirmed relations of a claim, those to withdrawn ones left out."""
        shelves = self._open()
        found = (r for r in self._relations.values() if slug in _ends(r))
        confirmed = [r for r in found if r.state is RelationState.CONFIRMED]
        made = [Link(relation, shelves.claim(relation.between(slug)[0])) for relation in confirmed]
        return tuple(
            link
            for link in made
            if status(link.claim.reviews, Subject.CLAIM) != ClaimRating.WITHDRAWN
        )

    def _known(self, proposal: Proposal) -> Relation | None:
        wanted = (proposal.claim, proposal.other, proposal.kind)
        kept = self._relations.values()
        return next((r for r in kept if (*_ends(r), r.kind) == wanted), None)

    def _against(self, proposal: Proposal, verdict: Verdict) -> Relation | None:
        """Return the same kind the other way round, if confirmed and *verdict* confirms this."""
        if verdict.state is not RelationState.CONFIRMED or proposal.kind.symmetric:
            return None
        turned = self._known(proposal.turned())
        return turned if turned and turned.state is RelationState.CONFIRMED else None

    def _put(self, proposal: Proposal, at: datetime) -> Relation:
        relation = Relation(len(self._relations) + 1, proposal, at)
        self._relations[relation.number] = relation
        return relation

    def _judge(self, relation: Relation, verdict: Verdict) -> Judged:
        if relation.state is verdict.state:
            return Judged(relation, changed=False)
        against = self._against(relation.proposal, verdict)
        if against:
            return Judged(against, changed=False)
        judged = replace(relation, verdicts=(*relation.verdicts, verdict))
        self._relations[relation.number] = judged
        at = datetime.now(UTC).replace(microsecond=0)
        self._open().history.extend((at, relation.noted(verdict), slug) for slug in _ends(relation))
        self._note([judgement(relation, verdict)], verdict.by)
        self._version += 1
        return Judged(judged, changed=True)


def _ends(relation: Relation) -> tuple[str, str]:
    return relation.proposal.claim, relation.proposal.other
