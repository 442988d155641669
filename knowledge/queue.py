"""The desk's queue: what extraction proposes, and what people make of it."""

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from knowledge.alike import alike
from knowledge.documents import DocumentVersion
from knowledge.editing import Edits, edited, with_known_people
from knowledge.errors import RecordError
from knowledge.match.model import Matcher
from knowledge.model import Claim
from knowledge.ports import ClaimStore
from knowledge.proposals import (
    Decided,
    Decision,
    NotKept,
    ProposalState,
    ProposedClaim,
    QueueFilter,
    in_queue_order,
)
from knowledge.relating import is_withdrawn
from knowledge.versions import ClaimFate, fates_in

A_DOCUMENT = 3
"""A document has so many places in the queue before every other document has had its turn."""

MAX_ALSO = 5
MAX_NEAREST = 3
UNDO_HOURS = 24

_REMEMBERED = 16


@dataclass(frozen=True, slots=True)
class Waiting:
    """A proposal with what a person needs to decide on it.

    `also` are other open proposals that say the same, of which there are `same` in all; `nearest`
    are claims on record that say much the same; `inside` is what its words stand inside of.
    `newer` is the newest version of its document, if that is another one, and `fared` what became
    of its words there.
    """

    proposal: ProposedClaim
    version: DocumentVersion | None = None
    also: tuple[ProposedClaim, ...] = ()
    same: int = 0
    nearest: tuple[Claim, ...] = ()
    inside: ProposedClaim | None = None
    newer: DocumentVersion | None = None
    fared: ClaimFate | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """One place of the queue: what waits there, its number from 1, and how many places there are.

    Past the end it is the last; in an empty queue there is nothing.
    """

    waiting: Waiting | None
    number: int
    places: int


class Queue:
    """The queue over one store. A matcher, where there is one, finds claims that say the same."""

    def __init__(self, store: ClaimStore, matcher: Matcher | None = None) -> None:
        self._store = store
        self._matcher = matcher
        self._lists: OrderedDict[tuple[int, QueueFilter], Sequence[int]] = OrderedDict()

    async def place(self, narrowed: QueueFilter, number: int) -> Place:
        """Return what waits at place *number* (from 1) of what passes *narrowed*."""
        numbers = await self._numbers(narrowed)
        if not numbers:
            return Place(None, 1, 0)
        number = max(1, min(number, len(numbers)))
        # What became a restricted claim has a place, and nothing to show there.
        for place in (*range(number, len(numbers) + 1), *range(number - 1, 0, -1)):
            waiting = await self.one(numbers[place - 1])
            if waiting is not None:
                return Place(waiting, place, len(numbers))
        return Place(None, 1, 0)

    async def one(self, number: int) -> Waiting | None:
        """Return the proposal with that number and what belongs to it, if there is one."""
        found = await self._store.proposals([number])
        if not found:
            return None
        proposal = found[0]
        same = await self._store.saying_the_same(number)
        inside = await self._store.proposals([proposal.parent]) if proposal.parent else ()
        newer, fared = await self._since(proposal.claim)
        return Waiting(
            proposal,
            await self._store.version_of(proposal.claim.document.key),
            tuple(await self._store.proposals(same[:MAX_ALSO])),
            len(same),
            await self._nearest(proposal) if proposal.state.open else (),
            next(iter(inside), None),
            newer,
            fared,
        )

    async def documents(self, limit: int) -> Sequence[DocumentVersion]:
        """Return the documents read last, newest first."""
        return await self._store.documents_read(limit)

    async def passage(self, claim: Claim) -> str:
        """Return the whole passage that *claim* stands in, where the desk has read its document.

        Nothing where it has not, or where the text is not the one that was hashed.
        """
        version = await self._store.version_of(claim.document.key)
        if version is None or claim.anchor is None:
            return ""
        span = claim.anchor.passage
        words = version.text[span.start : span.end]
        known = hashlib.sha256(words.encode()).hexdigest() == claim.anchor.sha256
        return words if known else ""

    async def accept(self, number: int, by: str, edits: Edits | None = None) -> Decided | None:
        """Put the proposal on record, as it stands or with *edits*, in the name of *by*.

        Returns `None` for an unknown number, and the decision that stands for one decided already.
        Raises `NotKept` for edits that the desk's rules do not allow.
        """
        return await self._accept(number, by, edits or Edits(), "")

    async def join(self, number: int, slug: str, by: str) -> Decided | None:
        """Put the proposal on record as an appearance of the claim called *slug*.

        Raises `NotKept` where no such claim is on record, or the desk has withdrawn it.
        """
        found = await self._store.claims([slug])
        if not found:
            raise NotKept(f"No claim is called “{slug[:60]}”.", "Give the name of a claim.", "slug")
        if is_withdrawn(found[0]):
            raise NotKept(f"The desk withdrew {slug}.", "Accept the proposal for itself.", "slug")
        return await self._accept(number, by, Edits(), slug)

    async def drop(self, number: int, by: str, why: str = "") -> Decided | None:
        """Drop the proposal; nothing nearly the same of that document is proposed again."""
        return await self._store.decide(
            number, Decision(ProposalState.DROPPED, by, _now(), why.strip())
        )

    async def hold(self, number: int, by: str, why: str = "") -> Decided | None:
        """Lay the proposal aside, to be decided later."""
        return await self._store.decide(
            number, Decision(ProposalState.HELD, by, _now(), why.strip())
        )

    async def undo(self, number: int, by: str) -> Decided | None:
        """Take the last decision on the proposal back, so that it waits again.

        What went on record is withdrawn by a review, never deleted. Raises `NotKept` a day after
        the decision, and where others have worked on the claim since.
        """
        found = await self._store.proposals([number])
        if not found:
            return None
        last = found[0].last
        if last is None or found[0].state is ProposalState.WAITING:
            return Decided(found[0], changed=False)
        if _now() - last.at > timedelta(hours=UNDO_HOURS):
            raise NotKept(
                f"That was decided more than {UNDO_HOURS} hours ago.",
                "Review the claim instead, or bring the document in anew.",
            )
        if not found[0].into:
            return await self._store.decide(number, Decision(ProposalState.WAITING, by, _now()))
        why = "Taken back in the queue, where it waits again."
        told = await self._store.take_back(number, Decision(ProposalState.WAITING, by, _now(), why))
        if told and not told.changed and told.proposal.into:
            raise NotKept(
                f"Others have worked on {told.proposal.into} since.",
                "Look at its history with /claim, and review it there.",
            )
        return told

    async def _accept(self, number: int, by: str, edits: Edits, joined: str) -> Decided | None:
        found = await self._store.proposals([number])
        if not found:
            return None
        proposal = found[0]
        if not proposal.state.open:
            return Decided(proposal, changed=False)
        topics = [count.topic for count in await self._store.topics()]
        version = await self._store.version_of(proposal.claim.document.key)
        claim = await asyncio.to_thread(edited, proposal.claim, edits, version, topics)
        if edits.slug.strip() and edits.slug.strip() != proposal.claim.slug:
            await self._must_be_free(claim.slug)
        everyone = await self._store.claimants()
        claim = await asyncio.to_thread(with_known_people, claim, everyone)
        state = ProposalState.JOINED if joined else ProposalState.ACCEPTED
        decision = Decision(state, by, _now(), joined=joined)
        try:
            told = await self._store.accept(number, claim, decision)
        except RecordError as error:
            raise NotKept(
                "That breaks a rule of the desk, so nothing was put on record.", f"{error}."
            ) from error
        newer, fared = await self._since(claim)
        if told and told.changed and newer and fared:
            kept = [(told.proposal.into, fared.finding)]
            await self._store.keep_findings(newer.document.key, kept, _now())
        return told

    async def _since(self, claim: Claim) -> tuple[DocumentVersion | None, ClaimFate | None]:
        """Return the newest version of the claim's document, if it is another one, and its fate."""
        newest = await self._store.newest_of(claim.document.key)
        if newest is None or newest.document.key == claim.document.key:
            return None, None
        fates = await asyncio.to_thread(fates_in, newest.text, [claim])
        return newest, next(iter(fates), None)

    async def _must_be_free(self, slug: str) -> None:
        free, number = slug, 1
        while await self._store.claims([free]):
            number += 1
            free = f"{slug}-{number}"
        if free != slug:
            raise NotKept(
                f"A claim is called {slug} already.", f"Take another name, such as {free}.", "slug"
            )

    async def _numbers(self, narrowed: QueueFilter) -> Sequence[int]:
        key = (self._store.writes(), narrowed)
        numbers = self._lists.get(key)
        if numbers is None:
            rows = await self._store.waiting(narrowed)
            ordered = await asyncio.to_thread(in_queue_order, rows, A_DOCUMENT)
            numbers = [number for number, _ in ordered]
            self._lists[key] = numbers
            if len(self._lists) > _REMEMBERED:
                self._lists.popitem(last=False)
        return numbers

    async def _nearest(self, proposal: ProposedClaim) -> tuple[Claim, ...]:
        """Return the claims found when it was taken in, and those that have come since."""
        slugs = list(proposal.nearest)
        if self._matcher is not None and len(slugs) < MAX_NEAREST:
            found = await alike(self._matcher, proposal.claim, MAX_NEAREST)
            slugs += [slug for slug in found if slug not in slugs]
        claims = await self._store.claims(slugs)
        return tuple(claim for claim in claims if not is_withdrawn(claim))[:MAX_NEAREST]


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
