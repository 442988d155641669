"""Reading figures: extents with open and closed ends, kinds, units; nothing read into words."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.figures import Extent, Kind, read, rounded_alike
from knowledge.model import Figure
from knowledge.sample.loader import sample_claims

SIXTY = Decimal(60)
ends = st.none() | st.integers(-6, 6).map(Decimal)
extents = st.builds(Extent, ends, ends, st.booleans(), st.booleans()).filter(
    lambda e: (
        e.low is None
        or e.high is None
        or e.low < e.high
        or (e.low == e.high and not (e.open_low or e.open_high))
    )
)
HALVES = [Decimal(n) / 4 for n in range(-40, 41)]


def inside(number: Decimal, extent: Extent) -> bool:
    """Say whether *number* fits *extent*, by the definition."""
    above = (
        extent.low is None or number > extent.low or (number == extent.low and not extent.open_low)
    )
    below = (
        extent.high is None
        or number < extent.high
        or (number == extent.high and not extent.open_high)
    )
    return above and below


@given(extents, extents)
def test_extents_meet_where_a_number_fits_both(a: Extent, b: Extent) -> None:
    """Open and closed ends are kept apart, as trying every quarter shows."""
    assert a.meets(b) == any(inside(n, a) and inside(n, b) for n in HALVES)
    assert a.meets(b) == b.meets(a)


@pytest.mark.parametrize(
    ("qualifier", "extent"),
    [
        ("", Extent(SIXTY, SIXTY)),
        ("exactly", Extent(SIXTY, SIXTY)),
        ("about", Extent(SIXTY, SIXTY, approximate=True)),
        ("close to", Extent(SIXTY, SIXTY, approximate=True)),
        ("nearly", Extent(SIXTY, SIXTY, approximate=True)),
        ("at least", Extent(SIXTY, None)),
        ("more than", Extent(SIXTY, None, open_low=True)),
        ("at most", Extent(None, SIXTY)),
        ("Up to", Extent(None, SIXTY)),
        ("fewer than", Extent(None, SIXTY, open_high=True)),
    ],
)
def test_a_qualifier_opens_or_bounds_a_number(qualifier: str, extent: Extent) -> None:
    """“More than 60” leaves out 60, “at least 60” does not."""
    assert read(Figure("60", qualifier, SIXTY)).extent == extent


@pytest.mark.parametrize(
    "figure",
    [
        Figure("hardly 60", "hardly", SIXTY),
        Figure("60 to 50", low=SIXTY, high=Decimal(50)),
        Figure("most of 60 to 70", "more than", low=SIXTY, high=Decimal(70)),
        Figure("not a number", value=Decimal("NaN")),
        Figure("endless", value=Decimal("Infinity")),
    ],
)
def test_what_is_not_understood_is_not_read(figure: Figure) -> None:
    """An unknown qualifier or a range that is none gives no extent, and says that it is unclear."""
    reading = read(figure)
    assert (reading.extent, reading.clear) == (None, False)


@pytest.mark.parametrize("text", ["most", "tens of thousands", "millions of dollars"])
def test_words_stay_words(text: str) -> None:
    """No number is read into a majority or an order of magnitude."""
    reading = read(Figure(text, "order of magnitude", unit="people"))
    assert (reading.extent, reading.clear) == (None, True)


@pytest.mark.parametrize(
    ("measure", "period", "kind"),
    [
        ("doctors abroad at the time", "", Kind.STOCK),
        ("people sent on missions, in total", "", Kind.TOTAL),
        ("people sent on missions", "since 1963", Kind.TOTAL),
        ("people affected", "each year", Kind.FLOW),
        ("paid per doctor", "a month", Kind.FLOW),
        ("monthly pay", "", Kind.FLOW),
        ("share of pay", "", Kind.UNSAID),
        ("pay per doctor", "in 2019", Kind.UNSAID),
    ],
)
def test_the_kind_is_what_the_record_says_of_time(measure: str, period: str, kind: Kind) -> None:
    """Stock, flow and cumulative total are told apart where words say so, and only there."""
    assert read(Figure("1", measure=measure, period=period)).kind is kind


def test_units_and_measures_are_compared_past_their_spelling() -> None:
    """`%` and per cent, doctor and doctors, income and pay are one; staff and doctors are not."""
    assert read(Figure("1", unit="%")).unit == read(Figure("1", unit="per cent")).unit
    assert read(Figure("1", unit="Doctor")).unit == read(Figure("1", unit="doctors")).unit
    assert read(Figure("1", unit="medical staff")).unit != read(Figure("1", unit="doctors")).unit
    income, pay = (read(Figure("1", measure=f"share of {word}")) for word in ("income", "pay"))
    assert income.measure == pay.measure
    year, month = (read(Figure("1", period=words)).period for words in ("per year", "a month"))
    assert year == read(Figure("1", period="annually")).period != month


def test_every_number_of_the_sample_is_read() -> None:
    """The sample uses no qualifier that the rules do not know."""
    for claim in sample_claims():
        for figure in claim.figures:
            assert read(figure).clear
            assert (read(figure).extent is not None) == figure.has_number


@pytest.mark.parametrize(
    ("a", "b", "alike"),
    [
        ("30000", "30412", True),
        ("1000000", "1012345", True),
        ("70", "68", False),
        ("30000", "34999", False),
        ("100", "100", False),
        ("0", "12", False),
    ],
)
def test_a_rounded_number_is_known_by_its_digits(a: str, b: str, alike: bool) -> None:
    """Two digits fewer, the same when rounded, and within five in a hundred."""
    assert rounded_alike(Decimal(a), Decimal(b)) is alike
    assert rounded_alike(Decimal(b), Decimal(a)) is alike


@given(st.decimals(allow_nan=True, allow_infinity=True), st.sampled_from(["", "about", "at least"]))
def test_any_number_can_be_read(value: Decimal, qualifier: str) -> None:
    """However large or odd a number is, reading and widening it raises nothing."""
    reading = read(Figure("x", qualifier, value))
    if reading.extent is not None:
        assert reading.extent.meets(reading.extent)
        assert replace(reading.extent, approximate=True).meets(reading.extent)
