"""The desk's work on relations: suggesting them, judging them, and showing those of a claim."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from knowledge.check import status
from knowledge.match.model import Band, Hit, Matcher
from knowledge.model import Claim, ClaimRating, Link, Record, Subject
from knowledge.ports import ClaimStore
from knowledge.relation_rules import may_be_suggested, proposed
from knowledge.relations import (
    Judged,
    Proposal,
    Relation,
    RelationKind,
    RelationState,
    Verdict,
    in_order,
)
from knowledge.screen import withheld

MAX_CANDIDATES = 12
"""So many claims that one search finds are looked at, and as many of those about the same thing."""

_MAX_IN_TOPIC = 1_000
"""A topic's newest claims that are searched; the search without a topic has the others."""


@dataclass(frozen=True, slots=True)
class Related:
    """The relations of one claim that may be shown: the confirmed first, then the suggestions.

    `refused` counts what people have refused, `withdrawn` what leads to a withdrawn claim, and
    `withheld` what leads to a claim that the asker may not see.
    """

    claim: Claim
    links: tuple[Link, ...]
    refused: int = 0
    withdrawn: int = 0
    withheld: int = 0


@dataclass(frozen=True, slots=True)
class Ruling:
    """What came of a verdict, with the two claims of the relation as they are now."""

    judged: Judged
    claim: Claim
    other: Claim

    @property
    def withdrawn(self) -> tuple[Claim, ...]:
        """Those of the two that the desk has withdrawn; then nothing was judged."""
        return tuple(claim for claim in (self.claim, self.other) if is_withdrawn(claim))


class Relating:
    """Relations over one store. A matcher, where there is one, finds more claims to look at."""

    def __init__(self, store: ClaimStore, matcher: Matcher | None = None) -> None:
        self._store = store
        self.matcher = matcher

    async def suggest(self, record: Record) -> Sequence[Relation]:
        """Put before the desk what the rules suggest for *record*'s claim, and return what is new.

        The claims looked at are those about the same thing and those that the matcher finds: for
        its label, statement and figures anywhere, and in its topic for its label and measures as
        well. What was ever suggested or refused is not suggested again.
        """
        if not may_be_suggested(record.claim):
            return ()
        hits = await self._hits(record.claim)
        by_slug = {hit.slug: hit for hit in reversed(hits)}  # the first hit on a claim counts
        known = [other.slug for other in record.others[:MAX_CANDIDATES]]
        slugs = [slug for slug in dict.fromkeys((*known, *by_slug)) if slug != record.claim.slug]
        candidates = await self._store.claims(slugs)
        gear = self.matcher.gear if self.matcher else ""
        proposals = await asyncio.to_thread(_proposals, record.claim, candidates, by_slug, gear)
        return await self._store.suggest(proposals, _now()) if proposals else ()

    async def of(self, claim: Claim) -> Related:
        """Return the relations of *claim* that may be shown."""
        found = await self._store.relations_of(claim.slug)
        relations = in_order(found)
        kept = [r for r in relations if r.state is not RelationState.REFUSED]
        slugs = [relation.between(claim.slug)[0] for relation in kept]
        others = {other.slug: other for other in await self._store.claims(slugs)}
        links = tuple(
            Link(relation, others[slug])
            for relation, slug in zip(kept, slugs, strict=True)
            # One that became restricted since the relations were read is in neither count.
            if slug in others and not is_withdrawn(others[slug])
        )
        return Related(
            claim,
            links,
            refused=len(relations) - len(kept),
            withdrawn=sum(is_withdrawn(others[slug]) for slug in slugs if slug in others),
            withheld=withheld(found),
        )

    async def judge(self, number: int, state: RelationState, by: str) -> Ruling | None:
        """Confirm or refuse the relation with that number in the name of *by*.

        Returns `None` for an unknown number. A relation of a withdrawn claim is left as it is.
        """
        relation = await self._store.relation(number)
        if relation is None:
            return None
        ruling = await self._ruling(Judged(relation, changed=False))
        if ruling.withdrawn:
            return ruling
        judged = await self._store.judge(number, Verdict(state, by, _now()))
        return replace(ruling, judged=judged) if judged else None

    async def relate(self, claim: Claim, kind: RelationKind, other: Claim, by: str) -> Judged:
        """Put on record that *by* relates the two claims so, by hand."""
        verdict = Verdict(RelationState.CONFIRMED, by, _now())
        return await self._store.relate(Proposal(claim.slug, other.slug, kind), verdict)

    async def _hits(self, claim: Claim) -> Sequence[Hit]:
        if self.matcher is None:
            return ()
        in_topic = await self._store.in_topic(claim.topic.key)
        others = [slug for slug in in_topic[:_MAX_IN_TOPIC] if slug != claim.slug]
        figures = " ".join(figure.text for figure in claim.figures)
        whole = f"{claim.label}. {claim.statement} {figures}"
        # Next to the claim itself nothing else may seem near enough, so its topic is searched
        # without it; and of a long statement others share little, so for fewer words as well.
        hits = [*await self.matcher.find(whole, MAX_CANDIDATES + 1)]
        measures = " ".join(dict.fromkeys(figure.measure for figure in claim.figures))
        for text in dict.fromkeys(filter(str.strip, (whole, claim.label, measures))):
            found = await self.matcher.find(text, MAX_CANDIDATES, others) if others else ()
            # A match of a few words is never sure to be the same claim.
            hits += found if text is whole else [replace(hit, band=Band.LOOSE) for hit in found]
        return hits

    async def _ruling(self, judged: Judged) -> Ruling:
        proposal = judged.relation.proposal
        claim, other = await self._store.claims((proposal.claim, proposal.other))
        return Ruling(judged, claim, other)


def is_withdrawn(claim: Claim) -> bool:
    """Say whether the desk has withdrawn *claim*."""
    return status(claim.reviews, Subject.CLAIM) == ClaimRating.WITHDRAWN


def _proposals(
    asked: Claim, candidates: Sequence[Claim], hits: dict[str, Hit], gear: str
) -> list[Proposal]:
    """Return what the rules suggest between *asked* and each candidate."""
    made = []
    for other in candidates:
        hit = hits.get(other.slug)
        proposal = proposed(asked, other, hit.band if hit else None)
        if proposal:
            score = hit.score if hit else None
            made.append(replace(proposal, model=gear if hit else "", score=score))
    return made


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
