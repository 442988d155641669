"""Relations between two claims: suggested by a rule, confirmed or refused by a person.

A relation names two claims and a kind, and says nothing of what they claim. What people said of it
is only ever added, and the last verdict holds.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from knowledge.errors import RecordError

BY_HAND = "by-hand"
"""The rule of a relation that a person made without a suggestion."""


class RelationKind(StrEnum):
    """How one claim stands to another. `repeats`, `answers` and `supersedes` have a direction."""

    APPEARANCE = "appearance"
    REPEATS = "repeats"
    ANSWERS = "answers"
    SUPERSEDES = "supersedes"
    DIFFERS = "differs"

    @property
    def symmetric(self) -> bool:
        """Whether it says the same of both claims, so that it is kept once for both directions."""
        return self in (RelationKind.APPEARANCE, RelationKind.DIFFERS)

    @property
    def words(self) -> str:
        """The kind as people read it, without the two claims."""
        return _WORDS[self.value]


_WORDS = {
    "appearance": "same claim elsewhere",
    "repeats": "repeats",
    "answers": "answers",
    "supersedes": "replaces an earlier record",
    "differs": "differs",
}


class RelationState(StrEnum):
    """How a relation stands: what its last verdict says, or that nobody has judged it."""

    SUGGESTED = "suggested"
    CONFIRMED = "confirmed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one person said of a relation: confirmed or refused, who (`platform:id name`), when."""

    state: RelationState
    by: str
    at: datetime

    def __post_init__(self) -> None:
        if self.state is RelationState.SUGGESTED:
            raise RecordError("a verdict confirms or refuses")
        if not self.by.strip():
            raise RecordError("a verdict needs the name of who gives it")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A relation as it is put before the desk: `claim` is of that *kind* to `other`.

    `rule` names what suggested it, `model` the gear and `score` its nearness; a score is for the
    log and the table and is never shown. Raises `RecordError` for a claim related to itself.
    """

    claim: str
    other: str
    kind: RelationKind
    rule: str = BY_HAND
    model: str = ""
    score: float | None = None

    def __post_init__(self) -> None:
        if self.claim == self.other:
            raise RecordError(f"{self.claim} cannot be related to itself")

    def settled(self) -> "Proposal":
        """Return it as stores keep it: the slugs of a symmetric kind in order, so it is kept once.

        A claim keeps its slug for good, so the order never changes.
        """
        if self.kind.symmetric and self.other < self.claim:
            return replace(self, claim=self.other, other=self.claim)
        return self

    def turned(self) -> "Proposal":
        """Return the same kind from `other` to `claim`; for a symmetric kind it means the same."""
        return replace(self, claim=self.other, other=self.claim)


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation the desk keeps: its number, what was put before the desk when, and the verdicts.

    Verdicts come oldest first.
    """

    number: int
    proposal: Proposal
    at: datetime
    verdicts: tuple[Verdict, ...] = ()

    @property
    def kind(self) -> RelationKind:
        """How `claim` stands to `other`."""
        return self.proposal.kind

    @property
    def last(self) -> Verdict | None:
        """The verdict that holds, if anybody gave one."""
        return self.verdicts[-1] if self.verdicts else None

    @property
    def state(self) -> RelationState:
        """How it stands."""
        return self.last.state if self.last else RelationState.SUGGESTED

    def noted(self, verdict: Verdict) -> str:
        """Return what the list of changes says of *verdict*, without naming the other claim."""
        return f"Relation {verdict.state.value}: {self.kind.words}"

    def between(self, slug: str) -> tuple[str, bool]:
        """Return the other claim of the two, and whether *slug* is the one the kind starts from."""
        from_here = self.proposal.claim == slug
        return (self.proposal.other if from_here else self.proposal.claim), from_here


@dataclass(frozen=True, slots=True)
class Judged:
    """What came of a verdict: the relation as it stands now, and whether the verdict changed it.

    Where it did not, it stood so already, or `relation` is one that stands in its way: the same
    kind confirmed the other way round.
    """

    relation: Relation
    changed: bool


def in_order(relations: Iterable[Relation]) -> list[Relation]:
    """Return *relations* as they are shown: the confirmed first, the refused last, then by age."""
    order = (RelationState.CONFIRMED, RelationState.SUGGESTED, RelationState.REFUSED)
    return sorted(relations, key=lambda relation: (order.index(relation.state), relation.number))
