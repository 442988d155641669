"""What a matcher finds, and how sure it is."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, runtime_checkable


class Band(StrEnum):
    """How sure a match is, in words; a score is never shown."""

    SAME = "same claim"
    CLOSE = "close match"
    LOOSE = "loosely related"
    BELOW = "below the floor"
    """Not shown to anybody: for measuring how well claims are ranked."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A claim that may be meant: its slug, how near (for ranking and logs alone), and how sure.

    `words` are the words of the question found in it, folded, for marking.
    """

    slug: str
    score: float
    band: Band
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A claim that shares a word with a question: its BM25, its day, and its words as indexed.

    `published` is as precise as known, and empty where no date is. `text` has the normalised words
    of label and statement, `more` those of slug, quotations, figures and names.
    """

    slug: str
    bm25: float
    published: str
    text: str
    more: str


class Matcher(Protocol):
    """Finds claims by words. Every gear fits it, and the same tests hold for all."""

    gear: str

    async def find(
        self, text: str, limit: int, among: Collection[str] | None = None
    ) -> Sequence[Hit]:
        """Return at most *limit* claims for *text*, best first, ties by date and slug.

        *text* is whatever a person typed or pasted. *among* limits the search to those slugs.
        What falls below the floor of the gear is left out, so the answer may be empty.
        Never raises for a text; raises the `StoreError` that fits.
        """


@runtime_checkable
class Measured(Protocol):
    """A matcher that also tells what it would not show, so that its ranking can be measured."""

    async def ranked(
        self, text: str, limit: int, among: Collection[str] | None = None
    ) -> Sequence[Hit]:
        """Return as `Matcher.find` does, with what falls below the floor, in `Band.BELOW`."""
