"""Claims as extraction proposes them: they wait for a person, and every decision on one is kept."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from knowledge.errors import RecordError
from knowledge.model import Claim
from knowledge.text import folded


class NotKept(RecordError):
    """What a person wants of a proposal breaks a rule: a sentence, a next step, and the field."""

    def __init__(self, sentence: str, next_step: str, field: str = "") -> None:
        super().__init__(f"{sentence} {next_step}")
        self.sentence = sentence
        self.next_step = next_step
        self.field = field


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


def may_become(state: ProposalState, to: ProposalState) -> bool:
    """Say whether a decision without a claim may take a proposal from *state* to another."""
    if to is ProposalState.WAITING:
        return state in (ProposalState.HELD, ProposalState.DROPPED)
    return state.open and state is not to and to in (ProposalState.HELD, ProposalState.DROPPED)


@dataclass(frozen=True, slots=True)
class Decided:
    """What came of a decision: the proposal as it stands now, and whether this changed it."""

    proposal: ProposedClaim
    changed: bool


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """What narrows the queue; what is empty does not limit anything.

    `topic` is a topic's key, `document` a version's key, `outlet` and `by` folded names, of which
    `by` may be a part, `since` the moment from which on proposals count, `before` that from which
    on they do not.
    """

    topic: str = ""
    document: str = ""
    outlet: str = ""
    by: str = ""
    since: datetime | None = None
    before: datetime | None = None
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


@dataclass(frozen=True, slots=True)
class Sifted:
    """Drafts without what was proposed before: those to keep, by their place in the list.

    `known` gives, for each of the others, the number of the proposal that it repeats (0 where that
    was dropped in another document) or, as a negative number, one less than minus the place of the
    draft in the same list that says it first.
    """

    kept: tuple[tuple[int, Draft], ...]
    known: Mapping[int, int]


def sifted(
    drafts: Sequence[Draft], earlier: Sequence[tuple[str, ProposedClaim]], dropped: Collection[str]
) -> Sifted:
    """Return *drafts* without what *earlier* proposals of the same document say already.

    *earlier* come with their fingerprints; *dropped* are fingerprints that people have dropped in
    the outlet's documents. A word changed here or there makes no difference, a figure does.
    """
    before = {mark: proposal.number for mark, proposal in earlier}
    here: dict[str, int] = {}
    kept: list[tuple[int, Draft]] = []
    known: dict[int, int] = {}
    for place, draft in enumerate(drafts):
        if draft.fingerprint in before:
            known[place] = before[draft.fingerprint]
        elif draft.fingerprint in here:
            known[place] = -here[draft.fingerprint] - 1
        elif draft.fingerprint in dropped:
            known[place] = 0
        else:
            near = next((p.number for _, p in earlier if _nearly(draft.claim, p.claim)), None)
            if near is not None:
                known[place] = near
            else:
                here[draft.fingerprint] = place
                kept.append((place, draft))
    return Sifted(tuple(kept), known)


def parent_of(draft: Draft, result: Sifted, numbers: Mapping[int, int]) -> int | None:
    """Return the number of the proposal that *draft* stands inside of, given the new *numbers*."""
    if draft.parent is None:
        return None
    if draft.parent in numbers:
        return numbers[draft.parent]
    known = result.known.get(draft.parent, 0)
    return numbers.get(-known - 1) if known < 0 else known or None


_ALIKE = 90


def _nearly(one: Claim, other: Claim) -> bool:
    if one.attribution.strength is not other.attribution.strength:
        return False
    if _names(one) != _names(other) or _figures(one) != _figures(other):
        return False
    from rapidfuzz import fuzz

    return fuzz.ratio(_said(one), _said(other), score_cutoff=_ALIKE) > 0


def _said(claim: Claim) -> str:
    """Return the words that the statement quotes, folded; the frame around them is our own."""
    return folded(claim.statement.partition(": “")[2])


def _names(claim: Claim) -> list[str]:
    return sorted(folded(maker.claimant.name) for maker in claim.attribution.makers)


def _figures(claim: Claim) -> list[str]:
    return sorted(folded(figure.text) for figure in claim.figures)
