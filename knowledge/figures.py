"""Figures as they may be compared: the extent of a number as written, its unit, measure and kind.

Nothing is converted: a figure a month is never made a figure a year, and words such as “most” or
“tens of thousands” stay words, because a number read into them would be ours and not the source's.
"""

from dataclasses import dataclass
from decimal import Context, Decimal
from enum import StrEnum
from itertools import pairwise

from knowledge.model import Figure
from knowledge.text import folded, without_plurals

APPROXIMATE = Decimal("0.05")
"""“About”, “nearly” and “close to” stand for so large a part below and above the number."""

# Without traps a number past what a Decimal holds becomes infinite, which compares as it should.
_EXACTLY = Context(prec=60, traps=[])
_ABOUT = frozenset("about almost approximately around circa close-to nearly roughly some".split())
_AT_LEAST = frozenset("at-least minimum no-fewer-than no-less-than not-less-than".split())
_MORE = frozenset("above exceeding more-than over upwards-of".split())
_AT_MOST = frozenset("at-most maximum no-more-than not-more-than up-to".split())
_LESS = frozenset("below fewer-than less-than under".split())
_PLAIN = frozenset(["", "between", "exactly", "from"])

_UNITS = {
    "%": "per-cent",
    "percent": "per-cent",
    "pct": "per-cent",
    "$": "usd",
    "us-dollar": "usd",
    "euro": "eur",
    "kenyan-shilling": "kes",
}
_PAY = frozenset("earning income pay salary wage".split())
_TOTAL = ("in-total", "since-", "so-far", "altogether", "cumulative", "cumulatively", "ever-since")
_STOCK = ("at-the-time", "at-a-time", "at-present", "currently", "now", "today")
_EACH = frozenset("a each every per".split())
_SPANS = frozenset("day week month quarter year decade".split())
_ADVERBS = {"daily": "day", "weekly": "week", "monthly": "month", "annually": "year"}
_ADVERBS |= {"yearly": "year", "annual": "year", "quarterly": "quarter"}


class Kind(StrEnum):
    """What a figure counts over time, where its record says so."""

    STOCK = "a number at one time"
    FLOW = "a number for each period"
    TOTAL = "a cumulative total"
    UNSAID = ""


@dataclass(frozen=True, slots=True)
class Extent:
    """The numbers that a figure as written leaves possible; `None` is an end without a bound.

    An open end leaves out the number itself: “more than 75” is open at 75, “at least 50” is not.
    """

    low: Decimal | None
    high: Decimal | None
    open_low: bool = False
    open_high: bool = False
    approximate: bool = False

    @property
    def point(self) -> bool:
        """Whether it is one number, be it exact or approximate."""
        return self.low is not None and self.low == self.high

    def widened(self) -> "Extent":
        """Return an approximate extent with the margin of `APPROXIMATE`, any other as it is."""
        if not self.approximate:
            return self
        low, high = _moved(self.low, -1), _moved(self.high, +1)
        return Extent(low, high, self.open_low, self.open_high)

    def meets(self, other: "Extent") -> bool:
        """Say whether some number is possible under both, margins of approximate ones included."""
        a, b = self.widened(), other.widened()
        return not (_before(a, b) or _before(b, a))


@dataclass(frozen=True, slots=True)
class Reading:
    """A figure as the desk reads it.

    `extent` is missing where no number can be read, and `clear` says whether that is because the
    text gives none, or (`False`) because its qualifier is not understood. The other parts are
    folded for comparing: never to be shown.
    """

    figure: Figure
    extent: Extent | None
    clear: bool
    unit: str
    measure: str
    kind: Kind
    period: str


def read(figure: Figure) -> Reading:
    """Return *figure* as it may be compared."""
    extent, clear = _extent(figure)
    measure, period = folded(figure.measure), folded(figure.period)
    kind, base = _kind_and_base(measure, period)
    return Reading(
        figure, extent, clear, unit_key(figure.unit), _alike(base), kind, _period_key(period)
    )


def unit_key(unit: str) -> str:
    """Return *unit* as it is compared: `%` and `per cent` alike, `doctor` and `doctors` too."""
    key = without_plurals(folded(unit))
    return _UNITS.get(key or unit.strip(), key)


def rounded_alike(a: Decimal, b: Decimal) -> bool:
    """Say whether the rougher of two numbers may be the other one, rounded.

    That is so where it has at least two significant digits fewer, is what the other gives at its
    own last digit, and lies within `APPROXIMATE` of it.
    """
    rough, fine = sorted((a, b), key=_digits)
    if _digits(fine) - _digits(rough) < 2 or rough == 0:
        return False
    last = Decimal((0, (1,), int(rough.normalize(_EXACTLY).as_tuple().exponent)))
    near = abs(_EXACTLY.subtract(a, b)) <= _EXACTLY.multiply(abs(rough), APPROXIMATE)
    return near and _EXACTLY.quantize(fine, last) == rough


def _digits(number: Decimal) -> int:
    return len(number.normalize(_EXACTLY).as_tuple().digits)


def _moved(end: Decimal | None, way: int) -> Decimal | None:
    if end is None:
        return None
    return _EXACTLY.add(end, _EXACTLY.multiply(abs(end), APPROXIMATE * way))


def _before(a: Extent, b: Extent) -> bool:
    """Say whether all of *a* lies below all of *b*."""
    if a.high is None or b.low is None:
        return False
    return a.high < b.low or (a.high == b.low and (a.open_high or b.open_low))


def _extent(figure: Figure) -> tuple[Extent | None, bool]:
    """Return the extent of *figure*, and whether its absence means that no number is given."""
    value, low, high = figure.value, figure.low, figure.high
    if not all(number is None or number.is_finite() for number in (value, low, high)):
        return None, False
    word = folded(figure.qualifier)
    if low is None and high is None:
        return (None, True) if value is None else (_about_one(value, word), word in _KNOWN)
    if low is not None and high is not None and low > high:
        return None, False
    if word in _PLAIN or word in _ABOUT:
        return Extent(low, high, approximate=word in _ABOUT), True
    if high is None and word in _AT_LEAST | _MORE:
        return Extent(low, None, open_low=word in _MORE), True
    if low is None and word in _AT_MOST | _LESS:
        return Extent(None, high, open_high=word in _LESS), True
    return None, False


_KNOWN = _ABOUT | _AT_LEAST | _MORE | _AT_MOST | _LESS | _PLAIN


def _about_one(value: Decimal, word: str) -> Extent | None:
    if word in _AT_LEAST | _MORE:
        return Extent(value, None, open_low=word in _MORE)
    if word in _AT_MOST | _LESS:
        return Extent(None, value, open_high=word in _LESS)
    if word in _PLAIN or word in _ABOUT:
        return Extent(value, value, approximate=word in _ABOUT)
    return None


def _kind_and_base(measure: str, period: str) -> tuple[Kind, str]:
    """Return what the words of a record say of time, and the measure without those words."""
    words = f"-{measure}-{period}-"
    base = f"-{measure}-"
    for said in (*_TOTAL, *_STOCK):
        if not said.endswith("-"):
            base = base.replace(f"-{said}-", "-")
    base = base.strip("-")
    if _rate(period) or _rate(measure):
        return Kind.FLOW, base
    if any(f"-{said}" + ("" if said.endswith("-") else "-") in words for said in _TOTAL):
        return Kind.TOTAL, base
    return (Kind.STOCK if any(f"-{said}-" in words for said in _STOCK) else Kind.UNSAID), base


def _rate(words: str) -> str:
    """Return the span of time that a figure is given for each of, or nothing."""
    parts = words.split("-")
    for first, second in pairwise(parts):
        if first in _EACH and second in _SPANS:
            return second
    return next((_ADVERBS[part] for part in parts if part in _ADVERBS), "")


def _period_key(period: str) -> str:
    span = _rate(period)
    return f"each-{span}" if span else period


def _alike(measure: str) -> str:
    """Return a measure in the singular, with income, salary, wages and earnings taken for pay."""
    words = without_plurals(measure).split("-")
    return "-".join("pay" if word in _PAY else word for word in words)
