"""From one number to another: `between 40 and 55`, `28C to 31C`, `£1.1bn–£1.4bn`, `three to five
million`. What the first leaves out (magnitude, currency, unit), it shares with the second."""

from dataclasses import dataclass, replace
from decimal import Decimal

from knowledge.extract.figures import ratios
from knowledge.extract.figures.drafts import RANGE, Draft, Scene
from knowledge.extract.figures.quantities import Quantity, quantity
from knowledge.extract.tokens import DASHES, Tokens

_CHANGES = frozenset(
    "rise rises rose risen rising fall falls fell fallen falling drop drops dropped dropping "
    "increase increases increased increasing decrease decreased decline declined grow grows grew "
    "grown growing climb climbed jump jumped slip slipped cut cutting raise raised raising reduce "
    "reduced lower lowered expand expanded shrink shrank soar soared plunge plunged went go gone "
    "move moved ease eased slide slid surge surged up down swell swelled doubled tripled "
    "narrowed widened".split()
)


@dataclass(frozen=True, slots=True)
class Opening:
    """The word that opens a range, `between` or `from`, and the word that must join it."""

    joint: str


_OPENINGS = {"between": Opening("and"), "from": Opening("to"), "anywhere": Opening("to")}
OPENERS = frozenset(_OPENINGS)
"""The words that `opened` begins with."""


def opened(scene: Scene, place: int) -> Draft | None:
    """Read a range that “between” or “from” opens at *place*."""
    tokens = scene.tokens
    opening = _OPENINGS.get(tokens.low(place))
    at = place + 1
    if tokens.low(place) == "anywhere":
        if tokens.low(at) not in ("from", "between"):
            return None
        opening, at = _OPENINGS[tokens.low(at)], at + 1
    if opening is None or (opening.joint == "to" and changes(tokens, place) is not None):
        return None
    low = quantity(tokens, at, scene.money, joined=opening.joint != "and")
    if low is None or not _joined_by(tokens, low.next, opening.joint):
        return None
    high = quantity(tokens, low.next + 1, scene.money, dashed=True)
    if high is None or not scene.clear(at, high.next):
        return None
    draft = _range(low, high)
    if draft is not None:
        draft.opens = place
    return draft


def joined(scene: Scene, a: Quantity) -> Draft | None:
    """Read a range, a result or a ratio that begins with *a*."""
    tokens = scene.tokens
    found = _joint(tokens, a)
    if found is None:
        return None
    joint, at = found
    b = quantity(tokens, at, scene.money, dashed=True)
    if (
        b is None
        or not scene.clear(a.first, b.next)
        or tokens[at].sentence != tokens[a.first].sentence
    ):
        return None
    if joint == "or":
        near = not a.unit and a.words == b.words and a.scale in (1, b.scale)
        return _range(a, b) if near else None
    beside = ratios.side_by_side(tokens, a, b, joint)
    if beside is not None:
        return beside
    if joint == "to" and a.unit and b.unit and changes(tokens, a.first) is not None:
        return None
    if joint == "to" and tokens.low(a.first - 1) == "from":
        return None
    return _range(a, b)


def _joined_by(tokens: Tokens, at: int, joint: str) -> bool:
    dashed = tokens.low(at) in DASHES and tokens[at].glued
    return tokens.low(at) == joint or (joint == "to" and dashed)


def _joint(tokens: Tokens, a: Quantity) -> tuple[str, int] | None:
    """Return how a second number is joined to *a*, and where it begins."""
    at = a.next
    word = tokens.low(at)
    if word in ("to", "or"):
        return word, at + 1
    if tokens.hyphen(at) and tokens.low(at + 1) in ("to", "or") and tokens.hyphen(at + 2):
        return "to", at + 3
    if word not in DASHES or (tokens.hyphen(at) and a.unit and a.kind != "money"):
        return None
    second = tokens[at + 1]
    tight = tokens[at].glued and second.glued
    loose = not tokens[at].glued and not second.glued and word != "—"
    if not (tight or (loose and a.whole)):
        return None
    if second.kind != "digits" and second.low not in ("$", "£", "€", "us", "¥", "₹"):
        return None
    return "-", at + 1


def _range(low: Quantity, high: Quantity) -> Draft | None:
    if low.unit and high.unit and low.unit != high.unit:
        return None
    if low.scale == 1 and high.scale != 1 and low.base <= high.base:
        low = replace(low, value=low.base * high.scale)
    bottom, top = low.value, high.value
    pence = Decimal("0.01")
    if high.kind == "money" and not low.unit and high.value == high.base * high.scale * pence:
        bottom *= pence
    if bottom >= top:
        return None
    unit, kind = (high.unit, high.kind) if high.unit else (low.unit, low.kind)
    return Draft(low.first, high.next, low=bottom, high=top, unit=unit, kind=kind, qualifier=RANGE)


def changes(tokens: Tokens, place: int) -> int | None:
    """Return where something rises or falls before *place*: there “from … to” is no range."""
    sentence = tokens[place].sentence
    for at in range(place - 1, max(-1, place - 9), -1):
        if tokens[at].sentence != sentence or tokens.low(at) in (",", ";", "and"):
            return None
        if tokens.low(at) in _CHANGES:
            return at
    return None
