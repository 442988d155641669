"""Words and numbers in one form, for the index and for the question alike. Shown text is not ours.

Each text becomes lower-case words without accents; each number one word: `1m`, “one million”,
`1,000,000`, `1 000 000` and `1.000.000` are all `1000000`, and `12,5 %` is `12d5 percent`.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from knowledge.match.names_of_places import PLACES, written_out
from knowledge.text import plain_letters

RULES = "1"
"""The version of what this module does: an index made by other rules has to be made anew."""

_WORD = re.compile(r"[^\W_]+")
_NARROW_SPACES = re.compile(r"(?<=\d)[\u00a0\u2007\u2009\u202f'’](?=\d{3}(?!\d))")
# A group of three after a comma is thousands; after a point or a space only where it cannot be
# anything else: two groups or more, or one that is all noughts.
_GROUPED = re.compile(
    r"(?<![\w.,])[1-9]\d{0,2}(?:(?:,\d{3})+|(?:\.\d{3}){2,}|(?: \d{3}){2,}|[. ]000)"
    r"(?!\d|[.,]\d{3})"
)
_POINT = re.compile(r"(?<![\w.,])(\d+)[.,](\d+)(?!\d|[.,]\d)")
_PERCENT = re.compile(r"%|\b(?:per cent|pct|por ciento)\b")
_MONEY = {"$": " dollar ", "€": " euro ", "£": " pound "}
_SHORT = re.compile(r"(\d+(?:d\d+)?)(k|mn|mio|m|bn|b|tn)")
_DIGITS = re.compile(r"\d+(?:d\d+)?")
_LONGEST_NUMBER = 30

_SMALL = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen".split()
    )
}
_TENS = {
    word: 10 * value
    for value, word in enumerate(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2
    )
}
_LARGE = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_SHORT_FOR = {
    "k": 10**3,
    "m": 10**6,
    "mn": 10**6,
    "mio": 10**6,
    "b": 10**9,
    "bn": 10**9,
    "tn": 10**12,
}


def words(text: str) -> list[str]:
    """Return the words of *text* in order, numbers as digits, nothing left out."""
    text = plain_letters(_NARROW_SPACES.sub(",", written_out(text)))
    if any(sign in text for sign in _MONEY):
        for sign, word in _MONEY.items():
            text = text.replace(sign, word)
    text = _PERCENT.sub(" percent ", text)
    if not text.isascii() or any(c.isdigit() for c in text):
        text = _GROUPED.sub(lambda m: re.sub("[,. ]", "", m[0]), text)
        text = _POINT.sub(r"\1d\2", text)
    return list(_numbers(_WORD.findall(text)))


def is_number(word: str) -> bool:
    """Say whether a word that `words` gave is a number."""
    return _DIGITS.fullmatch(word) is not None


def _numbers(found: list[str]) -> Iterator[str]:
    """Yield *found* with each run of number words joined into one number."""
    at = 0
    while at < len(found):
        value, end = _number(found, at)
        if value is None:
            yield PLACES.get(found[at], found[at])
            at += 1
        else:
            yield _written(value)
            at = end


def _number(found: list[str], at: int) -> tuple[Decimal | None, int]:
    """Return the number that starts at *at* and where it ends, if one does."""
    first = found[at]
    following = found[at + 1] if at + 1 < len(found) else ""
    if short := _SHORT.fullmatch(first):
        return _value(short[1]) * _SHORT_FOR[short[2]], at + 1
    if _DIGITS.fullmatch(first) and len(first) <= _LONGEST_NUMBER:
        value, end = _value(first), at + 1
    elif first in _SMALL or first in _TENS:
        value, end = _below_hundred(found, at)
    elif first == "a" and (following in _LARGE or following == "hundred"):
        value, end = Decimal(1), at + 1
    else:
        return None, at
    if end < len(found) and found[end] == "hundred":
        value, end = value * 100, end + 1
        rest = end + 1 if end < len(found) and found[end] == "and" else end
        if rest < len(found) and (found[rest] in _SMALL or found[rest] in _TENS):
            more, end = _below_hundred(found, rest)
            value += more
    while end < len(found) and found[end] in _LARGE:
        value, end = value * _LARGE[found[end]], end + 1
    return value, end


def _below_hundred(found: list[str], at: int) -> tuple[Decimal, int]:
    tens = _TENS.get(found[at])
    if tens is None:
        return Decimal(_SMALL[found[at]]), at + 1
    unit = _SMALL.get(found[at + 1], 0) if at + 1 < len(found) else 0
    return (Decimal(tens + unit), at + 2) if 0 < unit < 10 else (Decimal(tens), at + 1)


def _value(digits: str) -> Decimal:
    return Decimal(digits.replace("d", "."))


def _written(value: Decimal) -> str:
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace(".", "d")
