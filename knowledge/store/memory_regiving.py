"""A document that is given again with details, in memory."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from knowledge.amending import Revision, bare
from knowledge.audit_notes import edited
from knowledge.documents import DocumentVersion
from knowledge.model import Claim
from knowledge.proposals import Draft, ProposedClaim
from knowledge.regiving import (
    Regiven,
    given_again,
    on_record_anew,
    proposed_anew,
    regiven,
    why_again,
)
from knowledge.store.memory_amending import MemoryAmending


class MemoryRegiving(MemoryAmending):
    """The part of a store in memory in which what is known of a document changes."""

    def __init__(self) -> None:
        super().__init__()
        self._readings: dict[str, DocumentVersion] = {}
        self._proposals: dict[int, ProposedClaim] = {}
        self._prints: dict[int, str] = {}

    def _give_again(
        self, kept: DocumentVersion, brought: DocumentVersion, drafts: Sequence[Draft]
    ) -> Regiven:
        """Keep what a person said of *brought*, and what follows of it for the claims of *kept*."""
        made = regiven(kept, brought)
        if not made.details:
            return made
        shelves, key = self._open(), kept.document.key
        self._readings[key] = made.version
        by_print = {draft.fingerprint: draft.claim for draft in drafts}
        dated = 0
        sources: dict[str, tuple[Claim | None, Claim | None]] = {}
        for proposal in [p for p in self._proposals.values() if p.claim.document.key == key]:
            drafted = by_print.get(self._prints[proposal.number])
            anew = proposed_anew(proposal.claim, drafted, made.version)
            self._proposals[proposal.number] = replace(proposal, claim=anew)
            dated += proposal.state.open and anew.dates != proposal.claim.dates
            sources[proposal.into] = proposal.claim, drafted
        slugs = sorted(slug for slug, claim in shelves.claims.items() if claim.document.key == key)
        claims = [shelves.claim(slug) for slug in slugs]
        if key in shelves.documents:
            shelves.describe(made.version.document)
        for claim in claims:
            proposed, drafted = sources.get(claim.slug, (None, None))
            anew = on_record_anew(claim, proposed, drafted, made.version)
            dated += anew.dates != claim.dates
            if (anew.statement, anew.dates) == (claim.statement, claim.dates):
                shelves.note(claim.slug, "Document described")
                continue
            why, at = why_again(made.version), datetime.now(UTC).replace(microsecond=0)
            was = Revision(bare(claim), brought.brought_by, at, why)
            self._revisions.setdefault(claim.slug, []).append(was)
            shelves.claims[claim.slug] = replace(shelves.claims[claim.slug], dates=anew.dates)
            shelves.revise(anew)
            self._note([edited(claim, shelves.claim(claim.slug), why)], brought.brought_by)
        made = replace(made, dated=dated, slugs=tuple(slugs))
        self._note([given_again(kept, made)], brought.brought_by)
        return made
