"""A claim store in memory: small, quick, and held to the same contract as the others."""

from collections.abc import Iterable, Sequence

from knowledge.audit_notes import added, question_dropped, question_kept, reviewed
from knowledge.check import status
from knowledge.demand import KEY
from knowledge.match.embedding import Embedder, Vector
from knowledge.match.normal import words
from knowledge.model import (
    Change,
    Claim,
    Claimant,
    ClaimRating,
    Name,
    Question,
    Record,
    Review,
    Subject,
    TopicCount,
    Voice,
)
from knowledge.ports import ClaimStore
from knowledge.relations import Relation
from knowledge.searches import SavedSearch
from knowledge.store.memory_amending import MemoryAmending
from knowledge.store.memory_answers import MemoryAnswers
from knowledge.store.memory_briefs import MemoryBriefs
from knowledge.store.memory_demand import MemoryDemand
from knowledge.store.memory_erasing import MemoryErasing
from knowledge.store.memory_fates import MemoryFates
from knowledge.store.memory_filtering import MemoryFiltering
from knowledge.store.memory_meetings import MemoryMeetings
from knowledge.store.memory_proposals import MemoryProposals
from knowledge.store.memory_restricting import MemoryRestricting
from knowledge.store.memory_roles import MemoryRoles
from knowledge.store.memory_searching import MemorySearching
from knowledge.store.memory_sources import MemorySources
from knowledge.store.memory_talks import MemoryTalks
from knowledge.store.memory_touching import MemoryTouching
from knowledge.store.memory_watches import MemoryWatches
from knowledge.text import singular


class MemoryStore(
    MemorySearching,
    MemoryFiltering,
    MemoryRestricting,
    MemoryProposals,
    MemorySources,
    MemoryErasing,
    MemoryFates,
    MemoryAnswers,
    MemoryWatches,
    MemoryBriefs,
    MemoryAmending,
    MemoryRoles,
    MemoryTalks,
    MemoryDemand,
    MemoryMeetings,
    MemoryTouching,
    ClaimStore,
):
    """A desk's claims for as long as the process lives."""

    def __init__(self, embedder: Embedder | None = None) -> None:
        super().__init__()
        self.embedder = embedder
        self._vectors: dict[tuple[str, str], Vector] = {}
        self._questions: dict[int, Question] = {}
        self._asked = 0
        self._keepsakes: dict[str, str] = {}
        self._relations: dict[int, Relation] = {}
        self._searches: dict[int, SavedSearch] = {}
        self._saved = 0

    def version(self) -> int:
        """Return how often something was written."""
        return self.writes()

    def writes(self) -> int:
        """Return how often something was written."""
        self._open()
        return self._version

    async def names(self, since: int = 0) -> Sequence[Name]:
        """Return the names of the claims changed after *since*, oldest first."""
        shelves = self._open()
        slugs = sorted(shelves.changed, key=lambda slug: shelves.changed[slug])
        return [self._name(slug) for slug in slugs if shelves.changed[slug] > since]

    async def record(self, slug: str) -> Record | None:
        """Return the claim called *slug* with the others about the same thing."""
        shelves = self._open()
        if slug not in shelves.claims:
            return None
        pairs = (pair for pair in shelves.related if slug in pair)
        others = self._in_order(other for pair in pairs for other in pair if other != slug)
        shown = (other for other in others if not _withdrawn(shelves.claims[other]))
        fared = await self.findings_of(slug)
        return Record(
            shelves.claim(slug),
            tuple(map(shelves.claim, shown)),
            self._links(slug),
            0,
            fared[-1] if fared else None,
            *self._joined_with(slug),
        )

    async def claims(self, slugs: Sequence[str]) -> Sequence[Claim]:
        """Return the claims called *slugs*, in that order."""
        shelves = self._open()
        return [shelves.claim(slug) for slug in slugs if slug in shelves.claims]

    async def search(self, terms: Sequence[str], limit: int) -> Sequence[tuple[str, int]]:
        """Return the slugs that match any of *terms*, best first, and how many each matches."""
        known = self._open().words
        wanted = [{singular(word) for word in words(term)} for term in terms]
        matched = {slug: sum(bool(w) and w <= has for w in wanted) for slug, has in known.items()}
        hits = self._in_order(slug for slug, count in matched.items() if count)
        return [(s, matched[s]) for s in sorted(hits, key=lambda slug: -matched[slug])][:limit]

    async def topics(self) -> Sequence[TopicCount]:
        """Return the topics with their counts, largest first."""
        shelves = self._open()
        keys = [claim.topic.key for claim in shelves.claims.values()]
        counts = [TopicCount(topic, keys.count(key)) for key, topic in shelves.topics.items()]
        return sorted(counts, key=lambda count: (-count.claims, count.topic.label, count.topic.key))

    async def in_topic(self, topic: str) -> Sequence[str]:
        """Return the slugs under *topic*, newest document first."""
        return self._where(lambda claim: claim.topic.key == topic)

    async def claimants(self) -> Sequence[Claimant]:
        """Return everyone on record, by name."""
        return sorted(self._open().claimants.values(), key=lambda who: (who.name, who.key))

    async def said_by(self, claimant: str) -> Sequence[str]:
        """Return the slugs of what *claimant* says, as a maker or as an outlet in its own words."""
        return self._where(
            lambda claim: (
                claimant in _speakers(claim)
                or (
                    claim.attribution.voice is Voice.OUTLET
                    and not claim.attribution.makers
                    and claim.document.outlet.key == claimant
                )
            )
        )

    async def reported_by(self, outlet: str) -> Sequence[str]:
        """Return the slugs of what *outlet* reports others as saying."""
        return self._where(
            lambda claim: (
                claim.document.outlet.key == outlet
                and bool(claim.attribution.makers)
                and outlet not in _speakers(claim)
            )
        )

    async def changes(self, limit: int) -> Sequence[Change]:
        """Return what happened last, newest first."""
        shelves = self._open()
        last = shelves.history[: -limit - 1 : -1]
        return [Change(at, what, shelves.claim(slug)) for at, what, slug in last]

    async def add(self, claims: Iterable[Claim], related: Iterable[tuple[str, str]] = ()) -> int:
        """Put *claims* on record, all or none, skipping slugs already there."""
        self._open()
        claims = list(claims)
        vectors = await self.new_vectors(claims)
        before = self._open()
        shelves = before.copy()
        notes = []
        for claim in claims:
            if claim.slug not in shelves.claims:
                shelves.put(claim)
                notes.append(added(claim))
        for one, other in related:
            shelves.relate(one, other)
        self._shelves = shelves
        self._vectors.update(vectors)
        self._version += shelves != before
        self._note(notes)
        return len(shelves.claims) - len(before.claims)

    async def review(self, slug: str, review: Review) -> None:
        """Add *review* to the claim's history."""
        shelves = self._open()
        shelves.review(slug, review)
        reviews = [r for r in shelves.claims[slug].reviews if r.subject is review.subject]
        self._note([reviewed(slug, reviews)], review.reviewer)
        self._version += 1

    async def ask(self, question: Question) -> int:
        """Keep *question* and return its number, which no other question ever had."""
        self._open()
        self._asked += 1
        self._questions[self._asked] = question
        self._note([question_kept(self._asked)])
        self._version += 1
        return self._asked

    async def questions(self) -> Sequence[tuple[int, Question]]:
        """Return the questions kept so far, oldest first."""
        self._open()
        return sorted(self._questions.items())

    async def drop_question(self, number: int) -> bool:
        """Remove the question with that number for good."""
        self._open()
        self._version += 1
        dropped = self._questions.pop(number, None) is not None
        self._note([question_dropped(number)] if dropped else [])
        return dropped

    async def kept(self, name: str) -> str | None:
        """Return the small fact kept under *name*."""
        self._open()
        return self._keepsakes.get(name)

    async def keep(self, name: str, value: str) -> None:
        """Keep a small fact."""
        self._open()
        self._keepsakes[name] = value
        self._version += 1

    async def demand_key(self, made: str) -> str:
        """Keep *made* as the key of prints and marks unless there is one."""
        self._open()
        return self._keepsakes.setdefault(KEY, made)

    async def close(self) -> None:
        """Close; what is asked afterwards raises `StoreError`."""
        self._closed = True

    def _name(self, slug: str) -> Name:
        claim = self._shelves.claim(slug)
        makers = " and ".join(maker.claimant.name for maker in claim.attribution.makers)
        return Name(
            slug,
            claim.label,
            makers or claim.document.outlet.name,
            claim.aliases,
            _withdrawn(claim),
            self._shelves.changed[slug],
        )


def _speakers(claim: Claim) -> set[str]:
    return {maker.claimant.key for maker in claim.attribution.makers}


def _withdrawn(claim: Claim) -> bool:
    return status(claim.reviews, Subject.CLAIM) == ClaimRating.WITHDRAWN
