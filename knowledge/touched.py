"""What a write touched, so that whoever keeps what they have read lets go of that and no more."""

from collections.abc import Iterable, Iterator
from enum import StrEnum

from knowledge.model import Claim, Record


class Kind(StrEnum):
    """What was touched: a thing on record, or something of which all is let go at once."""

    CLAIM = "claim"
    """A claim was added, or its own words changed."""
    STANDING = "standing"
    """What is said of a claim, or of one related to it: reviews, evidence, relations."""
    CLAIMANT = "claimant"
    TOPIC = "topic"
    DOCUMENT = "document"
    NAME = "name"
    """By which names claims call a claimant."""
    VECTOR = "vector"
    INDEX = "index"
    ROLE = "role"


Mark = tuple[Kind, str]
"""What was touched and which: a claim's slug, the key of another, or nothing for a role."""

UNREAD = frozenset({Kind.VECTOR, Kind.INDEX, Kind.ROLE})
"""What no record, list or name is made of."""

LISTED = frozenset(Kind) - UNREAD - {Kind.STANDING}
"""What may bring a claim into a list or take it out, whatever the list is made by."""


def kinds_of(marks: Iterable[Mark]) -> frozenset[Kind]:
    """Return the kinds of *marks*."""
    return frozenset(kind for kind, _ in marks)


def marks_of(record: Record) -> frozenset[Mark]:
    """Return everything on which *record* depends.

    A store touches the claims related to one with it, so that what became of a claim which the
    record leaves out (it was withdrawn) is not missed either.
    """
    linked = (link.claim for link in record.links)
    claims = (record.claim, *record.others, *linked, *record.same)
    return frozenset(mark for claim in claims for mark in _marks(claim))


def _marks(claim: Claim) -> Iterator[Mark]:
    yield Kind.CLAIM, claim.slug
    yield Kind.STANDING, claim.slug
    yield Kind.TOPIC, claim.topic.key
    yield Kind.DOCUMENT, claim.document.key
    for who in claim.people():
        yield Kind.CLAIMANT, who.key
