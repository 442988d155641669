"""Changes to a claim on record, each made to the claim as its maker saw it."""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import lru_cache

from knowledge.audit import signed_by
from knowledge.model import Claim, Evidence, Review

_SEEN = re.compile(r"([0-9]{1,6})\.([0-9]{1,6})\.([0-9]{1,6})")


@dataclass(frozen=True, slots=True)
class Seen:
    """How far a claim had come when somebody looked: its revision, reviews and evidence."""

    revision: int
    reviews: int
    evidence: int

    def __str__(self) -> str:
        return f"{self.revision}.{self.reviews}.{self.evidence}"


def seen_of(claim: Claim) -> Seen:
    """Return how far *claim* has come."""
    return Seen(claim.revision, len(claim.reviews), len(claim.evidence))


def seen_from(text: str) -> Seen | None:
    """Return what `str` of a `Seen` wrote, or `None` for anything else."""
    match = _SEEN.fullmatch(text)
    return Seen(*map(int, match.groups())) if match else None


@dataclass(frozen=True, slots=True)
class Amendment:
    """What one person changes of a claim in one go: all of it is kept, or none.

    `claim` is the claim as it is to read from now on, where that changes: a new revision.
    """

    by: str
    at: datetime
    why: str
    reviews: tuple[Review, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    claim: Claim | None = None


@dataclass(frozen=True, slots=True)
class Amended:
    """The claim as it stands now, and whether the amendment was kept.

    It was not where the claim was no longer as its maker had seen it.
    """

    claim: Claim
    changed: bool


@dataclass(frozen=True, slots=True)
class Revision:
    """A claim as it was in one revision, until *by* edited it, when and why."""

    was: Claim
    by: str
    at: datetime
    why: str


class WorkKind(StrEnum):
    """What somebody at the desk did about a claim without changing it."""

    TAKEN = "taken"
    NOTED = "noted"


@dataclass(frozen=True, slots=True)
class Work:
    """Somebody took a claim to work on it, or noted something for the desk."""

    kind: WorkKind
    by: str
    at: datetime
    words: str = ""


def change_of(review: Review) -> str:
    """Return what *review* changed, as the list of what is new says it."""
    if review.takes_back:
        return "Reinstated"
    return f"{review.subject.value.capitalize()} reviewed: {review.rating}"


def bare(claim: Claim) -> Claim:
    """Return *claim* without its reviews and evidence, as revisions are kept."""
    return replace(claim, reviews=(), evidence=())


@lru_cache(maxsize=4096)
def person_key(signature: str) -> str:
    """Return what tells a person from others, whatever name they go by.

    Kept, since every status asks it of every review there is.
    """
    person = signed_by(signature)
    return f"{person.platform}:{person.id}" if person else signature


def called(signature: str) -> str:
    """Return the name in a signature, or what there is where it holds none."""
    person = signed_by(signature)
    return (person.name or person.id) if person else signature
