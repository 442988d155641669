"""Numbers, in digits and words: `1,234.5`, `12,50,000`, `two and a half million`, `two dozen`."""

import re
from dataclasses import dataclass
from decimal import Decimal

from knowledge.extract.tokens import Tokens

_LONGEST = 24
"""A longer run of digits is an identifier, not a number that anybody counted."""

_UNGROUPED = 12
"""So many digits in a row are written with commas or stops where they are a number."""

_ONES = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen".split()
    )
}
_TENS = {
    word: value * 10
    for value, word in enumerate(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2
    )
}
SCALES = {
    "thousand": Decimal(10**3),
    "million": Decimal(10**6),
    "billion": Decimal(10**9),
    "trillion": Decimal(10**12),
    "lakh": Decimal(10**5),
    "lakhs": Decimal(10**5),
    "crore": Decimal(10**7),
    "crores": Decimal(10**7),
    "mn": Decimal(10**6),
    "mln": Decimal(10**6),
    "bn": Decimal(10**9),
    "bln": Decimal(10**9),
    "tn": Decimal(10**12),
    "trn": Decimal(10**12),
}
_HUNDRED = Decimal(100)
_DOZEN = Decimal(12)
_MULTIPLIERS = SCALES | {"hundred": _HUNDRED, "dozen": _DOZEN}
NUMBER_WORDS = frozenset(_ONES) | frozenset(_TENS) | frozenset(_MULTIPLIERS)
VULGAR = {
    "½": Decimal("0.5"),
    "¼": Decimal("0.25"),
    "¾": Decimal("0.75"),
    "⅓": Decimal("0.3333"),
    "⅔": Decimal("0.6667"),
    "⅛": Decimal("0.125"),
}
_SHAPES = (
    (re.compile(r"\d+(?:\.\d+)?"), "", "."),
    (re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?"), ",", "."),
    (re.compile(r"\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?"), ",", "."),
    (re.compile(r"\d{1,3}(?:\.\d{3})+,\d+"), ".", ","),
    (re.compile(r"\d{1,3}(?:\.\d{3}){2,}"), ".", ","),
    (re.compile(r"\d+,\d{1,2}"), "", ","),
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number and the place after it; `base` times `scale` is `value`.

    `words` says that no digit is in it, `fraction` that it is a part of one thing (`half`).
    """

    value: Decimal
    next: int
    base: Decimal
    scale: Decimal = Decimal(1)
    words: bool = False
    fraction: bool = False


def digits(text: str) -> Decimal | None:
    """Return what a run of digits, stops and commas means, or `None` for what counts nothing."""
    plain = re.sub(r"[\u00a0\u202f\u2009]", "", text)
    if len(plain) > _LONGEST or (plain.isdigit() and len(plain) > _UNGROUPED):
        return None
    for shape, grouping, point in _SHAPES:
        if shape.fullmatch(plain):
            return Decimal((plain.replace(grouping, "") if grouping else plain).replace(point, "."))
    return None


def number(tokens: Tokens, place: int, *, joined: bool = True) -> Number | None:
    """Return the number that begins at *place*. Without *joined*, “and” ends it (`between …`)."""
    token = tokens[place]
    if token.kind == "digits":
        return _in_digits(tokens, place)
    if token.low in VULGAR:
        part = VULGAR[token.low]
        return Number(part, place + 1, part, fraction=True)
    return _part_of_a_scale(tokens, place) or _in_words(tokens, place, joined=joined)


def _in_digits(tokens: Tokens, place: int) -> Number | None:
    value = digits(tokens[place].text)
    if value is None:
        return None
    after = place + 1
    if tokens.low(after) in VULGAR and value == value.to_integral_value():
        value, after = value + VULGAR[tokens.low(after)], after + 1
    elif (
        tokens[after].kind == "digits"
        and tokens.low(after + 1) == "/"
        and tokens[after + 1].glued
        and tokens[after + 2].text in ("2", "4")
        and tokens[after].text in ("1", "3")
    ):
        value += Decimal(tokens[after].text) / Decimal(tokens[after + 2].text)
        after += 3
    return _scaled(tokens, Number(value, after, value))


def _scaled(tokens: Tokens, found: Number) -> Number:
    """Take in `and a half` and the magnitudes that follow: `million`, `lakh crore`, `dozen`."""
    found = _and_a_half(tokens, found)
    value, scale, after = found.value, found.scale, found.next
    for _ in range(2):
        at = after + 1 if tokens.hyphen(after) else after
        factor = _MULTIPLIERS.get(tokens.low(at))
        if factor is None or tokens[at].sentence != tokens[found.next - 1].sentence:
            break
        if tokens[at].glued and at == after and tokens.low(at) in ("hundred", "dozen"):
            break
        value, scale, after = value * factor, scale * factor, at + 1
    if after == found.next:
        return found
    scaled = Number(value, after, found.base, scale, found.words, fraction=False)
    return _and_a_half(tokens, scaled)


def _and_a_half(tokens: Tokens, found: Number) -> Number:
    """Add the part in “two and a half” and “a million and a half”."""
    at = found.next
    spaced = tokens.follow(at, "and", "a")
    hyphened = tokens.follow(at, "-", "and", "-", "a", "-")
    part = tokens.low(at + (5 if hyphened else 2))
    if part not in ("half", "quarter") or not (spaced or hyphened) or found.fraction:
        return found
    more = Decimal("0.5") if part == "half" else Decimal("0.25")
    after = at + (6 if hyphened else 3)
    base = found.base + more
    return Number(found.value + more * found.scale, after, base, found.scale, found.words)


def _part_of_a_scale(tokens: Tokens, place: int) -> Number | None:
    """Read `half a million`, `a half-million`, `a quarter of a million`, `half a dozen`."""
    at = place + (tokens.low(place) == "a")
    part = {"half": Decimal("0.5"), "quarter": Decimal("0.25")}.get(tokens.low(at))
    if part is None:
        return None
    at += 1
    at += tokens.low(at) == "of"
    at += tokens.low(at) == "a" or tokens.hyphen(at)
    factor = _MULTIPLIERS.get(tokens.low(at))
    if factor is None or tokens[at].sentence != tokens[place].sentence:
        return None
    return Number(part * factor, at + 1, part, factor, words=True)


def _in_words(tokens: Tokens, place: int, *, joined: bool) -> Number | None:
    at, total, group = place, Decimal(0), None
    if tokens.low(place) in ("a", "an"):
        at += 2 if tokens.hyphen(place + 1) else 1
        if tokens.low(at) not in _MULTIPLIERS:
            return None
        group = Decimal(1)
    last, scale, after = Decimal(10**18), Decimal(1), at
    sentence = tokens[place].sentence
    while tokens[at].sentence == sentence:
        word = tokens.low(at)
        if word in _ONES or word in _TENS:
            value = Decimal(_ONES.get(word, _TENS.get(word, 0)))
            if not _fits(group, value):
                break
            group = (group or Decimal(0)) + value
            scale = Decimal(1)
        elif word in _MULTIPLIERS and group is not None:
            factor = _MULTIPLIERS[word]
            if factor in (_HUNDRED, _DOZEN):
                if group >= _HUNDRED or (factor == _DOZEN and total):
                    break
                group *= factor
                scale = factor
            elif factor < last:
                total, last, scale, group = total + group * factor, factor, factor, None
            else:
                break
        else:
            break
        after = at = at + 1
        at = _over_joint(tokens, at, scale, joined=joined)
        if group is None and tokens.low(at) not in _ONES and tokens.low(at) not in _TENS:
            at = after
            if tokens.low(at) not in SCALES or SCALES[tokens.low(at)] <= last:
                break
            factor = SCALES[tokens.low(at)]  # “two thousand crore”
            total, scale, last = total * factor, scale * factor, factor
            after = at = at + 1
    if after == place or (group is None and not total and scale == 1):
        return None
    value = total + (group or Decimal(0))
    return _scaled(tokens, Number(value, after, value / scale, scale, words=True))


def _fits(group: Decimal | None, value: Decimal) -> bool:
    """Say whether *value* may follow *group*: “hundred” + 5, “forty” + 2, but not “two” + 3."""
    if group is None:
        return True
    rest = group % _HUNDRED
    if rest == 0:
        return 0 < value < _HUNDRED and group > 0
    return rest >= 20 and rest % 10 == 0 and 1 <= value <= 9


def _over_joint(tokens: Tokens, at: int, scale: Decimal, *, joined: bool) -> int:
    """Step over a hyphen or an “and” that goes on with the number; stay where it does not."""
    if tokens.hyphen(at) and tokens.low(at + 1) in NUMBER_WORDS:
        return at + 1
    if not joined or tokens.low(at) != "and" or scale not in (_HUNDRED, SCALES["thousand"]):
        return at
    ones = tokens.low(at + 1) in _ONES or tokens.low(at + 1) in _TENS
    beyond = at + 3 if tokens.hyphen(at + 2) else at + 2
    beyond += tokens.low(at + 1) in _TENS and tokens.low(beyond) in _ONES
    ends = ("hundred", "dozen") if scale == _HUNDRED else tuple(_MULTIPLIERS)
    return at + 1 if ones and tokens.low(beyond) not in ends else at
