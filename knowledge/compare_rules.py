"""The rules by which two figures are compared, in the order in which they are tried.

What must agree before numbers mean anything together comes first: a number on both sides, the unit,
the kind (at one time, for each period, in total), the measure, the period. Only then are the
numbers looked at, as intervals with open and closed ends.
"""

from enum import StrEnum

from knowledge.figures import Extent, Kind, Reading, rounded_alike
from knowledge.model import Claim, PartialDate
from knowledge.text import folded


class Verdict(StrEnum):
    """What can be said of two figures."""

    SAME = "same figure"
    SAME_NUMBER = "same number"
    MAY_BE_SAME = "may be the same figure"
    COMPATIBLE = "do not exclude each other"
    DIFFER = "differ as written"
    NOT_COMPARABLE = "cannot be compared"


class Dimension(StrEnum):
    """In what two figures can differ."""

    VALUE = "value"
    MEASURE = "measure"
    UNIT = "unit"
    KIND = "kind of count"
    PERIOD = "period"
    POPULATION = "population"
    PLACE = "place"
    AS_OF = "as-of date"
    PRECISION = "precision"
    WHO_COUNTS = "who counts"


class Rule(StrEnum):
    """The rule that decided: stable names, also for scripts."""

    NO_NUMBER = "no-number"
    UNCLEAR_NUMBER = "unclear-number"
    DIFFERENT_UNIT = "different-unit"
    STOCK_AGAINST_FLOW = "stock-against-flow"
    STOCK_AGAINST_TOTAL = "stock-against-total"
    FLOW_AGAINST_TOTAL = "flow-against-total"
    DIFFERENT_MEASURE = "different-measure"
    DIFFERENT_PERIOD = "different-period"
    SAME_AS_WRITTEN = "same-as-written"
    SAME_NUMBER = "same-number"
    APPROXIMATE = "approximate"
    ROUNDED = "rounded"
    OVERLAP = "overlap"
    APART = "apart"


DIFFER_IN = tuple(Dimension)
"""The order in which dimensions are named."""

Decision = tuple[Verdict, Rule, str]

_AGAINST = {
    frozenset((Kind.STOCK, Kind.FLOW)): Rule.STOCK_AGAINST_FLOW,
    frozenset((Kind.STOCK, Kind.TOTAL)): Rule.STOCK_AGAINST_TOTAL,
    frozenset((Kind.FLOW, Kind.TOTAL)): Rule.FLOW_AGAINST_TOTAL,
}


def dimensions(
    a: Reading, b: Reading, one: Claim, other: Claim
) -> tuple[tuple[Dimension, ...], tuple[Dimension, ...]]:
    """Return in what two figures differ, and what only one of their records says."""
    said = {
        Dimension.MEASURE: (a.measure, b.measure),
        Dimension.UNIT: (a.unit, b.unit),
        Dimension.KIND: (a.kind.value, b.kind.value),
        Dimension.PERIOD: (a.period, b.period),
        Dimension.POPULATION: (folded(a.figure.population), folded(b.figure.population)),
        Dimension.PLACE: (folded(a.figure.place), folded(b.figure.place)),
        Dimension.AS_OF: (_date(a.figure.as_of), _date(b.figure.as_of)),
    }
    differing = {name for name, (x, y) in said.items() if x and y and x != y}
    one_sided = {name for name, (x, y) in said.items() if bool(x) != bool(y)}
    if a.extent and b.extent:
        if a.extent != b.extent:
            differing.add(Dimension.VALUE)
        if _shape(a.extent) != _shape(b.extent):
            differing.add(Dimension.PRECISION)
    elif bool(a.extent) != bool(b.extent):
        differing.add(Dimension.PRECISION)
    if _counters(one) != _counters(other):
        differing.add(Dimension.WHO_COUNTS)
    return _ordered(differing), _ordered(one_sided)


def decide(
    a: Reading,
    b: Reading,
    differing: tuple[Dimension, ...],
    one_sided: tuple[Dimension, ...],
) -> Decision:
    """Return the verdict on two figures, the first rule that applies, and that rule in words."""
    return _in_words(a, b) or _in_kind(a, b) or _in_numbers(a, b, differing, one_sided)


def _cannot(rule: Rule, reason: str) -> Decision:
    return Verdict.NOT_COMPARABLE, rule, reason


def _in_words(a: Reading, b: Reading) -> Decision | None:
    """Return why there are no two numbers to compare, if so."""
    if a.extent is not None and b.extent is not None:
        return None
    if not a.clear or not b.clear:
        return _cannot(
            Rule.UNCLEAR_NUMBER, "how a number is qualified is not clear from the record"
        )
    which = "neither gives a number" if a.extent is b.extent else "one gives no number"
    return _cannot(Rule.NO_NUMBER, which)


def _in_kind(a: Reading, b: Reading) -> Decision | None:
    """Return what keeps two numbers from being about one thing, if anything does."""
    one, other = a.figure, b.figure
    if a.unit != b.unit:
        units = [figure.unit or "something not named" for figure in (one, other)]
        return _cannot(Rule.DIFFERENT_UNIT, f"one counts {units[0]}, the other {units[1]}")
    rule = _AGAINST.get(frozenset((a.kind, b.kind)))
    if rule is not None:
        return _cannot(rule, f"one is {a.kind.value}, the other {b.kind.value}")
    if not a.measure and not b.measure:
        return _cannot(Rule.DIFFERENT_MEASURE, "the records do not say what is measured")
    if a.measure != b.measure:
        names = [figure.measure or "not said" for figure in (one, other)]
        return _cannot(Rule.DIFFERENT_MEASURE, f"one measures: {names[0]}; the other: {names[1]}")
    if a.period and b.period and a.period != b.period:
        return _cannot(Rule.DIFFERENT_PERIOD, f"one is {one.period}, the other {other.period}")
    return None


def _in_numbers(
    a: Reading,
    b: Reading,
    differing: tuple[Dimension, ...],
    one_sided: tuple[Dimension, ...],
) -> Decision:
    """Return how two extents of one measure in one unit stand to each other."""
    x, y = a.extent, b.extent
    if x is None or y is None:
        raise ValueError("figures without a number are decided before")
    reworded = folded(a.figure.measure) != folded(b.figure.measure)
    verdict, rule, reason = (
        _same_number(differing, one_sided, reworded=reworded) if x == y else _apart_or_not(x, y)
    )
    words = "; income, earnings, pay, salary and wages are read as one measure" if reworded else ""
    return verdict, rule, reason + words


def _apart_or_not(x: Extent, y: Extent) -> Decision:
    either = x.approximate or y.approximate
    margin = ", with approximate figures read as up to 5% either way" if either else ""
    if x.point and y.point and not either and _rounded(x, y):
        return Verdict.MAY_BE_SAME, Rule.ROUNDED, "one may be the other, rounded"
    if not x.meets(y):
        return Verdict.DIFFER, Rule.APART, f"no number fits both{margin}"
    if not (x.point and y.point):
        return Verdict.COMPATIBLE, Rule.OVERLAP, f"some numbers fit both{margin}"
    both = "both are approximate" if x.approximate and y.approximate else "one is approximate"
    return Verdict.MAY_BE_SAME, Rule.APPROXIMATE, f"{both}, read as up to 5% either way"


def _rounded(x: Extent, y: Extent) -> bool:
    return x.low is not None and y.low is not None and rounded_alike(x.low, y.low)


def _same_number(
    differing: tuple[Dimension, ...], one_sided: tuple[Dimension, ...], *, reworded: bool
) -> Decision:
    scope = [dimension for dimension in differing if dimension is not Dimension.WHO_COUNTS]
    if scope:
        return Verdict.SAME_NUMBER, Rule.SAME_NUMBER, "the number agrees, its scope does not"
    if one_sided:
        reason = "the number agrees, and one record says less of its scope"
        return Verdict.SAME_NUMBER, Rule.SAME_NUMBER, reason
    if reworded:
        return Verdict.SAME_NUMBER, Rule.SAME_NUMBER, "the number agrees, in other words"
    return Verdict.SAME, Rule.SAME_AS_WRITTEN, "number, unit, measure and scope agree"


def _shape(extent: Extent) -> str:
    """Return how precisely a figure is given: a number, about one, a range, or a bound."""
    if extent.point:
        return "approximate" if extent.approximate else "number"
    return "range" if extent.low is not None and extent.high is not None else "bound"


def _counters(claim: Claim) -> frozenset[str]:
    """Return the keys of who makes the claim, or of its outlet where it names nobody."""
    makers = frozenset(maker.claimant.key for maker in claim.attribution.makers)
    return makers or frozenset((claim.document.outlet.key,))


def _date(date: PartialDate | None) -> str:
    return date.value if date else ""


def _ordered(found: set[Dimension]) -> tuple[Dimension, ...]:
    return tuple(name for name in DIFFER_IN if name in found)
