"""What a look-up gives: one claim, several that may be meant, nothing, or one kept back."""

from dataclasses import dataclass
from enum import StrEnum

from knowledge.match.model import Hit
from knowledge.model import Claim, Record, TopicCount

_AS_NEAR = 0.02
"""Matches whose scores differ by less are called equally near."""


class How(StrEnum):
    """How a question was matched, from surest to least sure."""

    SLUG = "slug"
    ALIAS = "alias"
    PLURAL = "plural"
    BEGINNING = "beginning"
    SPELLING = "spelling"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Found:
    """One claim, how it was matched, and the words it was asked by."""

    record: Record
    how: How
    asked: str


@dataclass(frozen=True, slots=True)
class Several:
    """More than one claim may be meant; they are shown, not chosen from.

    `more` says that others fit as well and are not among them.
    """

    claims: tuple[Claim, ...]
    how: How
    asked: str
    more: bool = False
    hits: tuple[Hit, ...] = ()
    """For free words: how sure each match is, in the order of `claims`."""

    @property
    def equally_near(self) -> int:
        """How many of the first are as near as one another, or 0 where the first is alone."""
        near = [hit for hit in self.hits if self.hits[0].score - hit.score < _AS_NEAR]
        return len(near) if len(near) > 1 else 0


@dataclass(frozen=True, slots=True)
class Nothing:
    """Nothing on record is near enough; the topics like it, best first, and some of the others."""

    asked: str
    nearest: tuple[TopicCount, ...] = ()
    others: tuple[TopicCount, ...] = ()


@dataclass(frozen=True, slots=True)
class Restricted:
    """There is a claim of that name, and whoever asks may not see it."""

    asked: str


Lookup = Found | Several | Nothing | Restricted
