"""Parts of a whole: `one in five`, `six out of 10`, `58 of 61`, `two-thirds`, `half the homes`."""

from decimal import Decimal

from knowledge.extract.figures import units
from knowledge.extract.figures.drafts import Draft, Scene
from knowledge.extract.figures.nouns import counted
from knowledge.extract.numerals import NUMBER_WORDS, Number, number
from knowledge.extract.tokens import Tokens

_PARTS = {"third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8}
_PARTS |= {"ninth": 9, "tenth": 10}
_PLURAL_PARTS = {f"{word}s": part for word, part in _PARTS.items()}
OPENERS = NUMBER_WORDS | {"half", "a", "an"}
"""The words that `fraction` begins with, other than digits."""
_FOUR = Decimal("0.0001")
_NOT_HALF = frozenset(
    "first second latter other1 top bottom back front better later early opening third fourth "
    "in and's time".split()
)
_AFTER_HALF = frozenset(
    "of the his her their its our my your that those these all as were are have had said say was "
    "is , . ; : ) — – ” \" ' and or but to in on since from by than when while who what more "
    "less for with after before at would will did do believe think want".split()
)
_AFTER_PART = frozenset(
    "of more less fewer lower higher larger smaller compared were are had have was , . ; : ) — – "
    '” " and or but since from over after when while in'.split()
)
_RATHER_IN = frozenset((2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 20, 25, 50, 100, 500, 1000))


def of_a_number(scene: Scene, place: int, found: Number) -> Draft | None:
    """Read `one in five`, `six out of 10`, `58 of the 61 nurses` from *found*, the first number."""
    tokens = scene.tokens
    at, word = found.next, tokens.low(found.next)
    of = False
    if tokens.hyphen(at) and tokens.low(at + 1) == "in" and tokens.hyphen(at + 2):
        at, word = at + 3, "in"
    elif tokens.follow(at, "out", "of"):
        at += 2
    elif word == "of" and tokens.low(place) != "one":
        at, of = at + 1, True
    elif word == "in":
        at += 1
    else:
        return None
    at += tokens.low(at) in ("every", "the", "its", "their", "all") and (of or word != "in" or True)
    at += of and tokens.low(at) in ("past", "last", "first", "remaining", "other")
    whole = number(tokens, at)
    if whole is None or not scene.clear(place, whole.next) or whole.value <= found.value:
        return None
    if (
        tokens[place].sentence != tokens[at].sentence
        or found.value < 0
        or tokens.hyphen(whole.next)
    ):
        return None
    if units.unit(tokens, whole.next) is not None and word != "out":
        return None
    if word == "in" and not (whole.value in _RATHER_IN and found.value < 10):
        return None
    if of:
        return Draft(
            place,
            whole.next,
            values=(found.value, whole.value),
            kind="share",
            noun=counted(tokens, whole.next),
            borrows=True,
        )
    share = (found.value / whole.value).quantize(_FOUR).normalize()
    return Draft(
        place, whole.next, share, kind="share", noun=counted(tokens, whole.next), borrows=True
    )


def fraction(scene: Scene, place: int) -> Draft | None:
    """Read `half`, `a quarter`, `two-thirds`, and `half an hour`, `a quarter of a point`."""
    tokens = scene.tokens
    read = _half(tokens, place) or _parts(tokens, place)
    if read is None:
        return None
    value, after, loose = read
    unit = _of_a_unit(scene, after, value, place)
    if unit is not None:
        return unit
    if loose and not _stands(tokens, place, after, value):
        return None
    draft = Draft(place, after, value, kind="share", borrows=True)
    if tokens.low(after) == "of":
        draft.whole = after + 1
    elif value == Decimal("0.5") and tokens.low(after) in _DETERMINERS:
        draft.whole = after
    return draft


_DETERMINERS = frozenset("the his her their its our my your those these all that".split())


def _half(tokens: Tokens, place: int) -> tuple[Decimal, int, bool] | None:
    at = place + (tokens.low(place) in ("a", "one") and not tokens.hyphen(place + 1))
    at += 2 if tokens.low(place) == "one" and tokens.hyphen(place + 1) else 0
    if tokens.low(at) != "half" or (at > place and tokens.low(place - 1) == "and"):
        return None
    return Decimal("0.5"), at + 1, True


def _parts(tokens: Tokens, place: int) -> tuple[Decimal, int, bool] | None:
    if tokens.low(place) in ("a", "an"):
        part = _PARTS.get(tokens.low(place + 1))
        return ((Decimal(1) / part).quantize(_FOUR).normalize(), place + 2, True) if part else None
    count = number(tokens, place) if tokens[place].kind == "word" else None
    if count is None or count.value > 20 or count.scale != 1:
        return None
    at = count.next
    hyphened = tokens.hyphen(at)
    at += hyphened
    parts = _PARTS if count.value == 1 else _PLURAL_PARTS
    part = parts.get(tokens.low(at))
    if part is None or count.value >= part:
        return None
    loose = not hyphened and part == 4
    return (count.value / part).quantize(_FOUR).normalize(), at + 1, loose


def _stands(tokens: Tokens, place: int, after: int, value: Decimal) -> bool:
    """Say whether a bare “half” or “a third” is a share, and no ordinal or first half."""
    following, before = tokens.low(after), tokens.low(place - 1)
    if tokens.hyphen(after) or tokens.hyphen(place - 1):
        return False
    same = tokens[after].sentence == tokens[place].sentence
    if value == Decimal("0.5"):
        named = before in _NOT_HALF and not tokens.opens(place)
        return not named and (not same or following in _AFTER_HALF)
    if before in ("than", "nearly", "almost", "about", "roughly", "over", "by", "least"):
        return following != "party"
    if before in ("per", "in", "for", "every", "each"):
        return following == "of"
    participle = following.endswith("ed") and tokens.low(after - 1) != "third"
    return not same or following in _AFTER_PART or participle


def _of_a_unit(scene: Scene, after: int, value: Decimal, place: int) -> Draft | None:
    """Read the part of one unit: `half an hour`, `half a percentage point`, `a quarter-mile`."""
    tokens = scene.tokens
    if tokens.low(place - 1) in ("first", "second", "last"):
        return None
    at = after + (tokens.low(after) == "of")
    if tokens.low(at) in ("a", "an", "one"):
        at += 1
    elif not (tokens.hyphen(at) or tokens.low(after) in ("percentage", "percent", "mile")):
        return None
    unit = units.unit(tokens, at)
    if unit is None or unit.name in ("centuries", "decades", "generations"):
        return None
    return Draft(place, unit.next, value, unit=unit.name, kind=unit.kind)
