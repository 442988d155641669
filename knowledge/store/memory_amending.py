"""Changes to claims in memory: reviews, evidence, new revisions, and the work on them."""

from collections.abc import Sequence
from datetime import datetime

from knowledge.amending import Amended, Amendment, Revision, Seen, Work, bare, seen_of
from knowledge.audit_notes import edited, evidence_added, reviewed, worked
from knowledge.errors import RecordError
from knowledge.store.memory_auditing import MemoryAuditing


class MemoryAmending(MemoryAuditing):
    """The part of a store in memory in which people change what is on record."""

    def __init__(self) -> None:
        super().__init__()
        self._revisions: dict[str, list[Revision]] = {}
        self._work: dict[str, list[Work]] = {}
        self._drafts: dict[int, tuple[str, dict[str, str]]] = {}
        self._drafted = 0

    async def amend(self, slug: str, amendment: Amendment, seen: Seen) -> Amended:
        """Make *amendment* to the claim called *slug* if it is as *seen*; all of it or none."""
        shelves = self._open()
        shelves.must_know(slug)
        before = shelves.claim(slug)
        if seen_of(before) != seen:
            return Amended(before, changed=False)
        if amendment.claim is not None:
            was = Revision(bare(before), amendment.by, amendment.at, amendment.why)
            self._revisions.setdefault(slug, []).append(was)
            shelves.revise(amendment.claim)
            self._note([edited(before, shelves.claim(slug), amendment.why)], amendment.by)
        if amendment.evidence:
            shelves.add_evidence(slug, amendment.evidence)
            notes = [evidence_added(slug, each, amendment.why) for each in amendment.evidence]
            self._note(notes, amendment.by)
        for review in amendment.reviews:
            shelves.review(slug, review)
            of = [r for r in shelves.claims[slug].reviews if r.subject is review.subject]
            self._note([reviewed(slug, of)], review.reviewer)
        self._version += 1
        return Amended(shelves.claim(slug), changed=True)

    async def revisions(self, slug: str) -> Sequence[Revision]:
        """Return the claim called *slug* as it was before each edit, oldest first."""
        self._open()
        return list(self._revisions.get(slug, ()))

    async def add_work(self, slug: str, work: Work) -> None:
        """Keep *work* on the claim called *slug*."""
        if slug not in self._open().claims:
            raise RecordError(f"there is no claim {slug}")
        self._work.setdefault(slug, []).append(work)
        self._note([worked(slug, work)], work.by)
        self._version += 1

    async def work_on(self, slug: str) -> Sequence[Work]:
        """Return the work on the claim called *slug*, oldest first."""
        self._open()
        return list(self._work.get(slug, ()))

    async def keep_draft(self, by: str, at: datetime, fields: dict[str, str]) -> int:  # noqa: ARG002 - as the port has it
        """Keep what *by* filled in, in place of what they had, and return its number."""
        await self.drop_draft(by)
        self._drafted += 1
        self._drafts[self._drafted] = by, dict(fields)
        return self._drafted

    async def draft(self, number: int, by: str) -> dict[str, str] | None:
        """Return what *by* filled in under that number, while it is kept."""
        self._open()
        whose, fields = self._drafts.get(number, ("", {}))
        return dict(fields) if whose == by and fields else None

    async def drop_draft(self, by: str) -> None:
        """Remove what *by* filled in."""
        self._open()
        self._drafts = {n: each for n, each in self._drafts.items() if each[0] != by}
        self._version += 1
