"""What a store in memory holds, kept so that an addition can be tried on a copy first."""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime

from knowledge.amending import change_of
from knowledge.errors import RecordError
from knowledge.match.normal import words
from knowledge.model import Claim, Claimant, Document, Evidence, Review, Topic
from knowledge.text import folded, is_slug, singular
from knowledge.vocabulary import OPENED, RESTRICTED


@dataclass(slots=True)
class Shelves:
    """Everything that one addition may touch, so that it is put on record whole or not at all."""

    claims: dict[str, Claim] = field(default_factory=dict)
    claimants: dict[str, Claimant] = field(default_factory=dict)
    topics: dict[str, Topic] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    words: dict[str, frozenset[str]] = field(default_factory=dict)
    related: set[frozenset[str]] = field(default_factory=set)
    once_restricted: set[str] = field(default_factory=set)
    changed: dict[str, int] = field(default_factory=dict)
    history: list[tuple[datetime, str, str]] = field(default_factory=list)

    def copy(self) -> "Shelves":
        """Return shelves of their own with the same on them."""
        return Shelves(*(copy(getattr(self, shelf.name)) for shelf in fields(self)))

    def put(self, claim: Claim) -> None:
        """Add *claim*. Raises `RecordError` for a slug or alias in use."""
        if not is_slug(claim.slug):
            raise RecordError(f"“{claim.slug}” is no slug: use lower-case words joined by hyphens")
        aliases = tuple(sorted(set(map(folded, claim.aliases))))
        for name in (claim.slug, *aliases):
            if not name:
                raise RecordError(f"{claim.slug}: an alias has no letter and no digit")
            if name in self.taken:
                raise RecordError(f"{claim.slug}: the name {name} is in use")
        self.taken.update((claim.slug, *aliases))
        for claimant in (*(m.claimant for m in claim.attribution.makers), claim.document.outlet):
            self._meet(claimant)
        self.topics.setdefault(claim.topic.key, claim.topic)
        document = self.documents.setdefault(claim.document.key, claim.document)
        if document.outlet.key != claim.document.outlet.key:
            raise RecordError(f"{document.key} is on record under another outlet")
        self.claims[claim.slug] = replace(claim, aliases=aliases)
        if claim.restricted:
            self.once_restricted.add(claim.slug)
        self.words[claim.slug] = _words_of(self.claims[claim.slug])
        self.note(claim.slug, "Added")
        for review in claim.reviews:
            self.note_review(claim.slug, review)

    def review(self, slug: str, review: Review) -> None:
        """Add *review* to the claim's history. Raises `RecordError` for an unknown slug."""
        self.must_know(slug)
        claim = self.claims[slug]
        self.claims[slug] = replace(claim, reviews=(*claim.reviews, review))
        self.note_review(slug, review)

    def revise(self, claim: Claim) -> None:
        """Have the claim of that slug read as *claim* does, in a new revision."""
        old = self.claims[claim.slug]
        self.topics.setdefault(claim.topic.key, claim.topic)
        said = claim.attribution
        attribution = replace(
            old.attribution,
            accused=said.accused,
            answer=said.answer,
            asked=said.asked,
            none_by=said.none_by,
            legal=said.legal,
        )
        new = replace(
            old,
            label=claim.label,
            statement=claim.statement,
            topic=claim.topic,
            note=claim.note,
            attribution=attribution,
            revision=old.revision + 1,
        )
        self.claims[claim.slug] = new
        self.words[claim.slug] = _words_of(new)
        self.note(claim.slug, "Edited")

    def describe(self, document: Document) -> None:
        """Have the document of that key, which is on record, be called and dated as *document*."""
        self._meet(document.outlet)
        self.documents[document.key] = replace(
            self.documents[document.key],
            outlet=document.outlet,
            url=document.url,
            published=document.published,
            published_from=document.published_from,
            details_from=document.details_from,
        )

    def add_evidence(self, slug: str, evidence: Sequence[Evidence]) -> None:
        """Add *evidence* to the claim called *slug*."""
        claim = self.claims[slug]
        self.claims[slug] = replace(claim, evidence=(*claim.evidence, *evidence))
        self.note(slug, "Evidence added")

    def restrict(self, slug: str, *, restricted: bool) -> bool:
        """Restrict or open the claim called *slug*. Raises `RecordError` for an unknown slug."""
        self.must_know(slug)
        claim = self.claims[slug]
        if claim.restricted is restricted:
            return False
        revision = claim.revision + 1
        self.claims[slug] = replace(claim, restricted=restricted, revision=revision)
        self.once_restricted.add(slug)
        self.note(slug, RESTRICTED if restricted else OPENED)
        return True

    def relate(self, one: str, other: str) -> None:
        """Keep that two claims are about the same thing. Raises `RecordError` for unknown slugs."""
        self.must_know(one)
        self.must_know(other)
        if one != other:
            self.related.add(frozenset((one, other)))

    def must_know(self, slug: str) -> None:
        """Raise `RecordError` if there is no claim called *slug*."""
        if slug not in self.claims:
            raise RecordError(f"there is no claim {slug}")

    def note(self, slug: str, what: str) -> None:
        """Keep that something happened to the claim called *slug*."""
        self.changed[slug] = max(self.changed.values(), default=0) + 1
        self.history.append((datetime.now(UTC).replace(microsecond=0), what, slug))

    def note_review(self, slug: str, review: Review) -> None:
        """Keep that the claim called *slug* was reviewed."""
        self.note(slug, change_of(review))

    def claim(self, slug: str) -> Claim:
        """Return the claim called *slug* with its claimants as they are known by now."""
        claim = self.claims[slug]
        said = claim.attribution
        makers = (replace(m, claimant=self.claimants[m.claimant.key]) for m in said.makers)
        document = self.documents[claim.document.key]
        return replace(
            claim,
            topic=self.topics[claim.topic.key],
            document=replace(document, outlet=self.claimants[document.outlet.key]),
            attribution=replace(said, makers=tuple(makers)),
        )

    def _meet(self, claimant: Claimant) -> None:
        known = self.claimants.setdefault(claimant.key, claimant)
        called = () if known.name == claimant.name else (claimant.name,)
        aliases = tuple(dict.fromkeys((*known.aliases, *called, *claimant.aliases)))
        self.claimants[claimant.key] = replace(known, aliases=aliases)


def _words_of(claim: Claim) -> frozenset[str]:
    texts = [claim.label, claim.statement, claim.slug, *claim.aliases, *claim.places]
    texts += [*claim.owners(), *(quote.exact for quote in claim.quotes)]
    texts += [figure.text for figure in claim.figures]
    texts += [claim.anchor.quote.exact] if claim.anchor else []
    return frozenset(singular(word) for text in texts for word in words(text))
