"""Two numbers side by side and how often one holds the other: `3-1`, `52 to 48`, `1:1,000`,
`one doctor per 16,000 people`, `three times`, `18-fold`, `doubled`."""

from decimal import Decimal

from knowledge.extract.figures.drafts import Draft, Scene
from knowledge.extract.figures.nouns import counted, plural
from knowledge.extract.figures.quantities import Quantity
from knowledge.extract.numerals import Number, number
from knowledge.extract.tokens import Tokens

_VOTES = frozenset(
    "vote voted votes voting ruling ruled court justices panel senate committee council board "
    "jury decision majority upheld".split()
)
_GOALS = frozenset(
    "goal goals half halftime penalty goalkeeper football soccer cup beat match kick-off".split()
)
_GAMES = _GOALS | frozenset(
    "win wins won lost loss losing victory defeat defeated defeating score scored scoreline game "
    "games lead leads led draw drew series season tie tied set sets".split()
)
_NOT_GOALS = frozenset(
    "touchdown quarterback inning innings runs sets nba nfl basketball tennis rugby baseball "
    "points try tries wicket hockey".split()
)
_MULTIPLES = {"doubled": 2, "doubling": 2, "tripled": 3, "trebled": 3, "tripling": 3}
_MULTIPLES |= {"quadrupled": 4, "quadrupling": 4, "quintupled": 5}
_BARE = {"double": 2, "triple": 3, "treble": 3, "quadruple": 4, "twice": 2, "thrice": 3}
_FOLD = {
    f"{word}fold": value
    for word, value in {
        "two": 2,
        "three": 3,
        "four": 4,
        "five": 5,
        "six": 6,
        "seven": 7,
        "eight": 8,
        "nine": 9,
        "ten": 10,
        "hundred": 100,
        "thousand": 1000,
    }.items()
}
OPENERS = frozenset(_MULTIPLES) | frozenset(_BARE) | frozenset(_FOLD) | {"halved", "halving"}
"""The words that `multiple` begins with."""
_TO_DOUBLE = frozenset("to will would could may might than nearly almost about roughly".split())
_AS_MUCH = frozenset("as the that what its their his her last those".split())


def side_by_side(tokens: Tokens, a: Quantity, b: Quantity, joint: str) -> Draft | None:
    """Read two plain numbers as a result or a ratio, or return `None`: then it may be a range."""
    if not (a.whole and b.whole) or a.scale != 1 or b.scale != 1 or a.value < 0 or b.value < 0:
        return None
    around = tokens.words_around(a.first)
    votes, games = bool(around & _VOTES), bool(around & _GAMES)
    falling = a.value >= b.value
    games = games or (joint == "-" and _between_names(tokens, a.first - 1, b.next))
    if joint == "to" and not falling and not (votes and games):
        return None
    if joint != "to" and not falling and not (games or votes):
        return None
    if not falling and counted(tokens, b.next) is not None:
        return None
    draft = Draft(a.first, b.next, values=(a.value, b.value), kind="score")
    if votes and not (
        games and joint == "-" and max(a.value, b.value) < 5 and "court" not in around
    ):
        draft.unit = "votes"
    elif (
        around & _GOALS and not around & _NOT_GOALS and max(a.value, b.value) < 12 and joint != "to"
    ):
        draft.unit = "goals"
    elif joint == "to":
        draft.kind = "ratio"
    return draft


def _between_names(tokens: Tokens, before: int, after: int) -> bool:
    """Say whether names stand on both sides, as in “Tunisia 1 – 2 England”."""
    sides = (tokens[before], tokens[after])
    same = sides[0].sentence == sides[1].sentence
    return same and all(side.kind == "word" and side.text[0].isupper() for side in sides)


def with_colon(scene: Scene, place: int, found: Number) -> Draft | None:
    """Read `1:1,000`."""
    tokens = scene.tokens
    at = found.next
    if tokens.low(at) != ":" or not tokens[at].glued or not tokens[at + 1].glued:
        return None
    other = number(tokens, at + 1)
    if other is None or not scene.clear(place, other.next):
        return None
    return Draft(place, other.next, values=(found.value, other.value), kind="ratio", borrows=True)


def per(scene: Scene, place: int, found: Number) -> Draft | None:
    """Read `one doctor per 16,000 people` and `14 deaths per 100,000`."""
    tokens = scene.tokens
    noun = counted(tokens, found.next, one=found.value == 1)
    at = noun.next if noun else found.next
    if tokens.low(at) not in ("per", "for") or tokens[at].sentence != tokens[place].sentence:
        return None
    at += 1 + (tokens.low(at + 1) == "every")
    if tokens.low(at - 1) == "for":
        return None
    other = number(tokens, at)
    if other is None or not scene.clear(place, other.next) or other.value < 2:
        return None
    of = counted(tokens, other.next)
    top = "" if noun is None else noun.head if plural(noun.head.lower()) else noun.head + "s"
    unit = f"{top} per {of.head}" if top and of else top
    values = (found.value, other.value)
    return Draft(place, other.next, values=values, unit=unit, kind="ratio", noun=of)


def multiple(scene: Scene, place: int) -> Draft | None:
    """Read `doubled`, `twice as many`, `tenfold`."""
    tokens = scene.tokens
    word = tokens.low(place)
    value: int | Decimal | None = _MULTIPLES.get(word) or _FOLD.get(word)
    if word in ("halved", "halving"):
        value = Decimal("0.5")
    if word in _BARE and not tokens.hyphen(place + 1):
        times = tokens.low(place + 1) in _AS_MUCH
        verb = word in ("double", "triple", "quadruple") and tokens.low(place - 1) in _TO_DOUBLE
        value = _BARE[word] if times or verb else None
    if value is None or (word in ("doubled", "doubling") and tokens.low(place + 1) == "down"):
        return None
    return Draft(place, place + 1, Decimal(value), unit="times", kind="multiple")


def times(tokens: Tokens, place: int, found: Number) -> Draft | None:
    """Read `three times`, `18-fold`, `3x`."""
    at = found.next
    value = found.value
    if tokens.low(at) == "times" or (tokens.low(at) == "x" and tokens[at].glued):
        return Draft(place, at + 1, value, unit="times", kind="multiple")
    at += tokens.hyphen(at)
    if tokens.low(at) == "fold":
        return Draft(place, at + 1, value, unit="times", kind="multiple")
    return None
