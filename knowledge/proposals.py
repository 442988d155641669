"""Claims as extraction proposes them: they wait for a person, and every decision on one is kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from knowledge.errors import RecordError
from knowledge.model import Claim


class ProposalState(StrEnum):
    """How a proposal stands. Only `WAITING` and `HELD` can still be decided."""

    WAITING = "waiting"
    HELD = "held"
    ACCEPTED = "accepted"
    JOINED = "joined"
    DROPPED = "dropped"

    @property
    def open(self) -> bool:
        """Whether nobody has decided yet what becomes of it."""
        return self in (ProposalState.WAITING, ProposalState.HELD)


@dataclass(frozen=True, slots=True)
class Draft:
    """A claim to propose. `parent` is the place, in the list it comes in, of the one it is inside.

    `fingerprint` is the same for nearly the same passage with the same owner, `group` for claims
    that say the same anywhere. `nearest` are slugs on record, nearest first. `worth` orders the
    queue; `confidence` is the share of such findings that held.
    """

    claim: Claim
    fingerprint: str
    group: str
    rule: str = ""
    confidence: float = 0.5
    worth: float = 0.0
    parent: int | None = None
    nearest: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person made of a proposal: who (`platform:id name`), when, and why if they said so.

    `into` is the slug it went on record under, `joined` that of the claim it appears as well for.
    `WAITING` takes the decision before back.
    """

    state: ProposalState
    by: str
    at: datetime
    why: str = ""
    into: str = ""
    joined: str = ""

    def __post_init__(self) -> None:
        if not self.by.strip():
            raise RecordError("a decision needs the name of who makes it")


@dataclass(frozen=True, slots=True)
class ProposedClaim:
    """A claim proposed from a document, as the store keeps it under its number.

    `claim` is what would go on record; nobody has reviewed it. `parent` is the number of the
    proposal whose words it stands inside of. `decisions` come oldest first; `into` is the slug
    under which it is on record.
    """

    number: int
    claim: Claim
    at: datetime
    rule: str = ""
    confidence: float = 0.5
    worth: float = 0.0
    parent: int | None = None
    group: str = ""
    nearest: tuple[str, ...] = ()
    state: ProposalState = ProposalState.WAITING
    into: str = ""
    decisions: tuple[Decision, ...] = ()

    @property
    def last(self) -> Decision | None:
        """The decision that holds, if anybody made one."""
        return self.decisions[-1] if self.decisions else None


@dataclass(frozen=True, slots=True)
class Decided:
    """What came of a decision: the proposal as it stands now, and whether this changed it."""

    proposal: ProposedClaim
    changed: bool


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """What narrows the queue; what is empty does not limit anything.

    `topic` is a topic's key, `document` a version's key, `outlet` and `by` folded names, of which
    `by` may be a part, `since` the moment from which on proposals count.
    """

    topic: str = ""
    document: str = ""
    outlet: str = ""
    by: str = ""
    since: datetime | None = None
    state: ProposalState = ProposalState.WAITING


@dataclass(frozen=True, slots=True)
class QueueRow:
    """What ordering the queue needs of a proposal."""

    number: int
    document: str
    group: str
    worth: float
    nested: bool = False


def in_queue_order(rows: Iterable[QueueRow], per_document: int) -> tuple[tuple[int, int], ...]:
    """Return the numbers to show, each with how many others say the same, in the queue's order.

    Of each group the worthiest is shown. Every document has at most *per_document* places before
    any other document's turn is over, so that a long one cannot bury the others; then comes what
    is worth most, what stands inside another claim last, and the oldest first.
    """
    ordered = sorted(rows, key=lambda row: (-row.worth, row.nested, row.number))
    same: dict[str, int] = {}
    first: list[QueueRow] = []
    for row in ordered:
        if row.group not in same:
            first.append(row)
        same[row.group] = same.get(row.group, -1) + 1
    taken: dict[str, int] = {}
    rounds: list[tuple[int, int]] = []
    for place, row in enumerate(first):
        before = taken.get(row.document, 0)
        taken[row.document] = before + 1
        rounds.append((before // per_document, place))
    return tuple((first[place].number, same[first[place].group]) for _, place in sorted(rounds))


def numbers_of(rows: Sequence[tuple[int, int]]) -> tuple[int, ...]:
    """Return the numbers alone, in order."""
    return tuple(number for number, _ in rows)
