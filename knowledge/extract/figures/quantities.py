"""One quantity: currency, sign, number, magnitude and unit as they stand in a row."""

from dataclasses import dataclass
from decimal import Decimal

from knowledge.extract.figures import currencies, units
from knowledge.extract.figures.currencies import Currencies
from knowledge.extract.numerals import NUMBER_WORDS, VULGAR, Number, number
from knowledge.extract.tokens import DASHES, Tokens

_MILLION = Decimal(10**6)
OPENERS = NUMBER_WORDS | frozenset(VULGAR) | currencies.OPENERS | DASHES
OPENERS |= frozenset("a an half quarter minus negative".split())
"""The words and marks that a quantity begins with, other than digits."""
_LETTERS = {"m": _MILLION, "k": Decimal(10**3), "b": Decimal(10**9), "t": Decimal(10**12)}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, from token `first` up to `next`.

    `base` and `scale` let a range share a magnitude; `digits` is where its number begins.
    """

    first: int
    next: int
    value: Decimal
    base: Decimal
    scale: Decimal = Decimal(1)
    unit: str = ""
    kind: str = "count"
    words: bool = False
    digits: int = 0

    @property
    def whole(self) -> bool:
        """Whether it is a plain whole number without unit or magnitude."""
        return not self.unit and self.value == self.value.to_integral_value()


def quantity(
    tokens: Tokens, place: int, money: Currencies, *, joined: bool = True, dashed: bool = False
) -> Quantity | None:
    """Return the quantity that begins at *place*, or `None`.

    Without *joined*, “and” ends its number; *dashed* says that a dash joins it to one before.
    """
    at, negative = _signed(tokens, place)
    prefix = currencies.before(tokens, at, money)
    if prefix is not None:
        at = prefix.next
    found = number(tokens, at, joined=joined)
    if found is None or (prefix is None and not dashed and _in_a_name(tokens, at)):
        return None
    found = _with_letter(tokens, found, priced=prefix is not None)
    sign = -1 if negative else 1
    value, base = found.value * sign, found.base * sign
    if prefix is not None:
        after = found.next
        if tokens.hyphen(after) and tokens.low(after + 1) in ("plus",):
            after = found.next
        return Quantity(
            place, after, value, base, found.scale, prefix.unit, "money", found.words, at
        )
    coin = currencies.after(tokens, found.next, money, large=abs(value) >= _MILLION)
    if coin is not None:
        return Quantity(
            place,
            coin.next,
            value * coin.part,
            base * coin.part,
            found.scale,
            coin.unit,
            "money",
            found.words,
            at,
        )
    bracketed = tokens.low(at - 1) == "[" and tokens.low(found.next) == "]"
    unit = units.unit(tokens, found.next + bracketed)
    if unit is not None:
        return Quantity(
            place, unit.next, value, base, found.scale, unit.name, unit.kind, found.words, at
        )
    if _runs_on(tokens, found):
        return None
    return Quantity(place, found.next, value, base, found.scale, "", "count", found.words, at)


def _signed(tokens: Tokens, place: int) -> tuple[int, bool]:
    token, following = tokens[place], tokens[place + 1]
    if tokens.low(place - 1) == "or":  # “plus or minus 3 points” is a margin
        return place, False
    if token.low in ("minus", "negative") and following.kind == "digits":
        return place + 1, True
    if token.low == "minus" and number(tokens, place + 1) is not None:
        return place + 1, True
    alone = not token.glued or tokens.low(place - 1) in ("(", "“", '"', "‘")
    if token.low in DASHES and token.low != "—" and alone and following.glued:
        return place + 1, True
    return place, False


def _in_a_name(tokens: Tokens, at: int) -> bool:
    """Say whether letters run into the digits: `MH370`, `G20`, `STS-133`."""
    token, before = tokens[at], tokens[at - 1]
    if not token.glued:
        return False
    if token.kind != "digits":  # “high-five”
        return tokens.hyphen(at - 1) and tokens[at - 2].kind == "word"
    if before.kind == "word" or before.low in ("_", "#", "@", "/", "\\", "&", "+", "."):
        return True
    joined = before.low in DASHES and before.glued
    return joined and tokens[at - 2].kind in ("word", "digits")


def _with_letter(tokens: Tokens, found: Number, *, priced: bool) -> Number:
    """Take in a magnitude of one letter: `€75m`, `$3B`, `1.1m people`, `10k`."""
    token = tokens[found.next]
    if token.kind != "word" or not token.glued or found.words or found.scale != 1:
        return found
    factor = _LETTERS.get(token.low)
    if factor is None:
        return found
    if not priced:
        if token.low in ("b", "t"):
            return found
        following = tokens[found.next + 1]
        plain = following.kind == "word" and not following.glued
        metres = units.unit(tokens, found.next)
        if token.low == "m" and (token.text == "M" or metres is not None or not plain):
            return found
        if token.low == "k" and tokens.low(found.next + 1) in (
            "run",
            "race",
            "walk",
            "video",
            "tv",
        ):
            return found
    return Number(found.value * factor, found.next + 1, found.base, factor)


def _runs_on(tokens: Tokens, found: Number) -> bool:
    """Say whether letters or marks go on with the number: `4G`, `501st`, `24/7`, `80s`."""
    token = tokens[found.next]
    if not token.glued or found.words:
        return False
    if token.kind == "word":
        return token.low not in ("x",)
    following = tokens[found.next + 1]
    if token.low in ("/", "_", "\\", "@", "&") and following.glued:
        return following.kind in ("digits", "word")
    return token.low in VULGAR or (token.low == "'" and following.glued and following.low == "s")
