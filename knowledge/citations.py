"""What one document takes from another: who is cited, by which words or link, or who says so.

A citation says nothing of whether a claim holds. It is in force until a person refuses it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from knowledge.errors import RecordError
from knowledge.relations import Relation, RelationKind

SAME = (RelationKind.APPEARANCE, RelationKind.REPEATS)
"""The relations by which two claims are one claim in two documents."""


WHOLE = 2**31 - 1
"""Where what covers all of a text ends, however long that is."""


class How(StrEnum):
    """By what a citation is known."""

    WORDS = "words"
    LINK = "link"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation in the document with the key `document`, as a store keeps it under its `number`.

    `outlet` is the name of who is cited, `address` the canonical address of a page, `cited` the key
    of a document on record; at least one is there. `words` stand in the citing document from
    `start` to `end` (code points, -1 where a person said so or the place is not known), and what
    they cover is the text from `covers` to `covers_to`: the sentence, or up to `WHOLE` for a
    dateline, or for a byline, which is outside the text.
    Where `claim` is given it concerns that claim alone. `by` is `platform:id name`, or empty where
    a rule found it. A refused one keeps who refused it and why.
    """

    how: How
    document: str = ""
    outlet: str = ""
    address: str = ""
    cited: str = ""
    words: str = ""
    start: int = -1
    end: int = -1
    covers: int = -1
    covers_to: int = -1
    claim: str = ""
    by: str = ""
    at: datetime | None = None
    number: int = 0
    refused_by: str = ""
    why: str = ""

    def __post_init__(self) -> None:
        if not (self.outlet or self.address or self.cited):
            raise RecordError("a citation must say who or what is cited")
        if self.start >= 0 and self.end - self.start != len(self.words):
            raise RecordError(f"“{self.words}” does not fill {self.start}–{self.end}")

    @property
    def whole(self) -> bool:
        """Whether it is over the whole document, so that what it names is the nearest step."""
        return self.covers_to == WHOLE

    @property
    def refused(self) -> bool:
        """Whether a person said that it is none."""
        return bool(self.refused_by)

    @property
    def same_as(self) -> tuple[str, str, str, str, int, str]:
        """What two citations have in common where they are one, so that it is kept once."""
        return self.document, self.how.value, self.outlet, self.address, self.start, self.claim


@dataclass(frozen=True, slots=True)
class Tie:
    """That people confirmed two claims as the same; with `repeats`, `claim` is the later."""

    claim: str
    other: str
    repeats: bool = False


def ties_of(relations: Iterable[Relation]) -> tuple[Tie, ...]:
    """Return those of the confirmed *relations* by which claims are the same, as ties."""
    return tuple(
        Tie(r.proposal.claim, r.proposal.other, r.kind is RelationKind.REPEATS)
        for r in relations
        if r.kind in SAME
    )
