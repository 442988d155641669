"""The values of filters, read as people write them: dates, numbers, status and strength words."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from knowledge.errors import RecordError
from knowledge.model import Figure, PartialDate
from knowledge.vocabulary import ClaimRating, Strength

_MONTHS = (
    "january february march april may june july august september october november december"
).split()
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\.? (?:of )?([a-z]+)\.?,? (\d{4})")
_MONTH_FIRST = re.compile(r"([a-z]+)\.?(?: (\d{1,2})(?:st|nd|rd|th)?)?,? (\d{4})")
_ISO = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?")

_SCALES = {
    "k": 3, "thousand": 3, "thousands": 3, "m": 6, "mn": 6, "mio": 6, "million": 6, "millions": 6,
    "b": 9, "bn": 9, "billion": 9, "billions": 9, "trillion": 12, "trillions": 12, "tn": 12,
    "hundred": 2, "dozen": 0,
}  # fmt: skip
_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_SMALL = {word: n for n, word in enumerate(_ONES)} | {
    word: 10 * n for n, word in enumerate(_TENS, start=2)
}
_PER_CENT = re.compile(r"(?:%|per ?cent|percentage|percent|pct)$")
_BEFORE = re.compile(
    r"^(?:(?:about|around|some|nearly|over|at least|more than|up to) |(?:us)?[$€£¥] ?)"
)
_GROUPED = re.compile(r"\d{1,3}(?:([ ,.'’\u00a0\u202f])\d{3})(?:\1\d{3})*(?!\d)")
_DIGITS = re.compile(r"([-+−]?)([\d][\d ,.'’\u00a0\u202f]*)\s*([a-z]*)")  # noqa: RUF001 - a real minus
_MAX_DIGITS = 30
_UNITS_OF_PER_CENT = frozenset({"%", "per cent", "percent", "per-cent", "pct", "percentage"})


@dataclass(frozen=True, slots=True)
class Amount:
    """A number to look for; `per_cent` where it was written as one, so that only those fit."""

    number: Decimal
    per_cent: bool = False

    def typed(self) -> str:
        """Return the number as digits that are read as this number and no other."""
        text = f"{self.number.normalize():f}"
        # Three digits after a point would be read as thousands.
        text += "0" if len(text.partition(".")[2]) == 3 else ""
        return f"{text}%" if self.per_cent else text

    def words(self) -> str:
        """Return the number as it is shown back: `1,000,000`, `75%`."""
        number = self.number.normalize()
        return f"{number:,f}%" if self.per_cent else f"{number:,f}"

    def fits(self, figure: Figure) -> bool:
        """Say whether *figure* has this value, or is a range that contains it."""
        if self.per_cent and figure.unit.casefold() not in _UNITS_OF_PER_CENT:
            return False
        if figure.value is not None:
            return figure.value == self.number
        if not figure.has_number:
            return False
        over = figure.low is None or figure.low <= self.number
        return over and (figure.high is None or self.number <= figure.high)


def read_date(text: str) -> PartialDate | None:
    """Return the day, month or year written in *text*, or nothing where it is none.

    Takes `2019`, `2019-05`, `2019-12-20`, `May 2019`, `20 December 2019`, `Dec 20, 2019`. A date
    such as 05/06/2019 is not read, because the two halves of the world would read it differently.
    """
    words = " ".join(text.casefold().replace(",", ", ").split()).replace(" ,", ",")
    if iso := _ISO.fullmatch(words):
        year, month, day = iso.groups()
        return _date(year, month, day)
    if spelled := _DAY_FIRST.fullmatch(words):
        day, name, year = spelled.groups()
        return _date(year, _month(name), day) if _month(name) else None
    if spelled := _MONTH_FIRST.fullmatch(words):
        name, day, year = spelled.groups()
        return _date(year, _month(name), day) if _month(name) else None
    return None


def _month(name: str) -> str:
    """Return the number of the month called *name* or a beginning of it, or nothing."""
    name = "sep" if name == "sept" else name
    fits = [n for n, month in enumerate(_MONTHS, start=1) if month.startswith(name)]
    return str(fits[0]) if len(fits) == 1 and len(name) >= 3 else ""


def _date(year: str, month: str | None, day: str | None) -> PartialDate | None:
    try:
        if int(year) < 1:
            return None
        date(int(year), int(month or 1), int(day or 1))
        parts = [year, *(part.zfill(2) for part in (month, day) if part)]
        return PartialDate("-".join(parts))
    except (ValueError, RecordError):
        return None


def read_amount(text: str) -> Amount | None:
    """Return the number written in *text*, or nothing where it is none.

    `1m`, `one million`, `1,000,000`, `1.000.000` and `1 000 000` are one number; `75%` and
    `75 per cent` another. A comma or point before three digits groups them; before any other count
    it begins the decimals. Currency signs and words such as “about” make no difference.
    """
    words = " ".join(text.casefold().split()).strip()
    while (cut := _BEFORE.sub("", words)) != words:
        words = cut
    bare = _PER_CENT.sub("", words).strip()
    per_cent = bare != words
    number = _in_digits(bare)
    if number is None:
        number = _in_words(bare)
    return None if number is None else Amount(number, per_cent)


def _in_digits(text: str) -> Decimal | None:
    match = _DIGITS.fullmatch(text)
    if match is None:
        return None
    sign, digits, scale = match.groups()
    digits = digits.strip()
    if scale and scale not in _SCALES:
        return None
    if len(digits) > _MAX_DIGITS or not digits[-1].isdigit():
        return None
    number = _decimal(digits)
    if number is None:
        return None
    number = number.scaleb(_SCALES[scale]) if scale != "dozen" and scale else number
    number = number * 12 if scale == "dozen" else number
    return -number if sign in ("-", "−") else number  # noqa: RUF001 - a real minus


def _decimal(digits: str) -> Decimal | None:
    """Return *digits* as a number, whichever marks group them and begin the decimals."""
    grouped = _GROUPED.match(digits)
    if grouped and not (digits.startswith("0")):
        whole, rest = digits[: grouped.end()], digits[grouped.end() :]
        whole = re.sub(r"\D", "", whole)
        if not rest:
            return Decimal(whole)
        if rest[0] in ".," and rest[1:].isdigit() and rest[0] != grouped.group(1):
            return Decimal(f"{whole}.{rest[1:]}")
        return None
    plain = digits.replace(",", ".")
    try:
        return Decimal(plain) if re.fullmatch(r"\d+(?:\.\d+)?", plain) else None
    except InvalidOperation:
        return None


def _in_words(text: str) -> Decimal | None:
    """Return the English number words of *text* as a number."""
    words = [word for word in text.replace("-", " ").split() if word != "and"]
    if not words:
        return None
    total, part, seen = Decimal(0), Decimal(0), False
    for word in words:
        if word in _SMALL:
            part, seen = part + _SMALL[word], True
        elif word in ("a", "an") and not seen:
            part, seen = Decimal(1), True
        elif word == "dozen" and seen:
            part *= 12
        elif word == "hundred":
            part, seen = (part or Decimal(1)) * 100, True
        elif word in _SCALES and len(word) > 3:
            total, part, seen = total + (part or Decimal(1)).scaleb(_SCALES[word]), Decimal(0), True
        else:
            return None
    return total + part if words[-1] not in ("a", "an") else None


def read_status(text: str) -> tuple[str, ...]:
    """Return the status words that *text* is or begins, so one where it is clear."""
    return _beginning(text, tuple(rating.value for rating in ClaimRating))


def read_strength(text: str) -> tuple[Strength, ...]:
    """Return the strengths that *text* is or begins."""
    return tuple(map(Strength, _beginning(text, tuple(strength.value for strength in Strength))))


def _beginning(text: str, words: tuple[str, ...]) -> tuple[str, ...]:
    """Return those of *words* that *text* begins, or the one that it is."""
    typed = " ".join(re.sub(r"[-_]", " ", text.casefold()).split())
    same = tuple(word for word in words if word.casefold() == typed)
    return same or tuple(word for word in words if typed and word.casefold().startswith(typed))
