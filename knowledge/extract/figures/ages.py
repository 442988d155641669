"""How old somebody is: `aged 6–11`, `Maria Lopez, 34,`, `in his 80s`, `until she was eighteen`."""

from decimal import Decimal

from knowledge.extract.figures.drafts import RANGE, Draft, Scene
from knowledge.extract.numerals import digits
from knowledge.extract.tokens import Tokens

_OWNERS = frozenset("his her their my our its".split())
_DECADES = {
    f"{word}ies": 10 * value
    for value, word in enumerate("twent thirt fort fift sixt sevent eight ninet".split(), start=2)
}
OPENERS = frozenset(_DECADES)
"""The words that `decade` begins with, other than digits."""
_WHO = frozenset("he she they who i you boy girl".split())
_IS = frozenset("is was were am are turned turns be".split())
_AFTER_AGE = frozenset("and when at or in but so then because while after before".split())
_LABELS = frozenset("aged age ages".split())
_NO_NAMES = frozenset(
    "january february march april may june july august september october november december jan feb "
    "mar apr jun jul aug sept sep oct nov dec monday tuesday wednesday thursday friday saturday "
    "sunday inc corp ltd chapter section article no".split()
)


def decade(scene: Scene, place: int) -> Draft | None:
    """Read `his 80s`, `her mid-20s`, `their early thirties` as a range of ten years."""
    tokens = scene.tokens
    token = tokens[place]
    low = Decimal(_DECADES[token.low]) if token.low in _DECADES else None
    after = place + 1
    if token.kind == "digits" and tokens[place + 1].glued and tokens.low(place + 1) == "s":
        value = digits(token.text)
        low = value if value is not None and value % 10 == 0 and value < 120 else None
        after = place + 2
    if low is None or not scene.clear(place, after):
        return None
    at = place - 1
    while tokens.low(at) in ("early", "mid", "late", "-", "to", "their"):
        if tokens.low(at) in _OWNERS:
            break
        at -= 1
    if tokens.low(at) not in _OWNERS:
        return None
    return Draft(place, after, low=low, high=low + 9, unit="years", kind="age", qualifier=RANGE)


def is_age(tokens: Tokens, first: int, after: int, value: Decimal) -> bool:
    """Say whether the bare number from *first* up to *after* is somebody's age."""
    if not 0 <= value <= 120 or value != value.to_integral_value():
        return False
    before = tokens.low(first - 1)
    if before in _LABELS or (before == "of" and tokens.low(first - 2) in ("age", "ages")):
        return True
    if before in _IS and tokens.low(first - 2) in _WHO:
        following = tokens[after]
        return following.kind != "word" or following.low in _AFTER_AGE
    if before == "than" and tokens.low(first - 2) in ("younger", "older"):
        return tokens[after].kind != "word"
    if before == "at" and tokens.low(first - 2) in ("died", "dies", "dead", "retired"):
        return tokens[after].kind != "word"
    if tokens.follow(after, "or", "older") or tokens.follow(after, "and", "older"):
        return True
    if tokens.follow(after, "or", "younger") or tokens.follow(after, "and", "younger"):
        return True
    if tokens.low(after) in ("or", "and") and tokens.low(after + 1) in ("over", "under"):
        return before in ("be", "are", "aged", "is", "people", "adults", "those", "anyone", "all")
    return _beside_a_name(tokens, first, after)


def _beside_a_name(tokens: Tokens, first: int, after: int) -> bool:
    """Say whether it stands between commas behind a name."""
    name = tokens[first - 2]
    if tokens.low(first - 1) != "," or name.kind != "word" or not name.text[0].isupper():
        return False
    if name.low in _NO_NAMES or tokens[after].low not in (",", ".", ";", ")", "and", "was", "of"):
        return False
    return tokens[first].kind == "digits" and tokens[first - 2].sentence == tokens[first].sentence
