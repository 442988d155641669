"""Comparing claims: what two figures allow to be said, by which rule, and what never."""

from dataclasses import replace
from decimal import Decimal
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.compare import (
    Comparison,
    Dimension,
    Finding,
    Rule,
    Side,
    Standing,
    Verdict,
    compare,
    compare_figures,
)
from knowledge.figures import read
from knowledge.model import Claim, Claimant, ClaimantKind, Figure, PartialDate
from knowledge.sample.loader import sample_claims
from tests.knowledge.making import claim
from tests.thorough import examples

ROOT = Path(__file__).parents[2]
CLAIMS = {one.slug: one for one in sample_claims()}
HERALD, GLOBE = (
    claim("beds"),
    claim("beds-globe", outlet=Claimant("globe", "The Globe", ClaimantKind.OUTLET)),
)

_words = st.sampled_from(["", "about", "at least", "more than", "at most", "less than", "hardly"])
_numbers = st.none() | st.integers(-3, 120).map(Decimal)
figures = st.builds(
    Figure,
    st.just("as written"),
    qualifier=_words,
    value=_numbers,
    low=_numbers,
    high=_numbers,
    unit=st.sampled_from(["", "per cent", "%", "doctors", "people"]),
    measure=st.sampled_from(["", "share of pay", "share of income", "beds at the time", "beds"]),
    population=st.sampled_from(["", "doctors", "nurses"]),
    place=st.sampled_from(["", "Kenya"]),
    period=st.sampled_from(["", "a year", "each year", "a month", "since 1963"]),
    as_of=st.sampled_from([None, PartialDate("2015"), PartialDate("2019-11")]),
)


def of(claims: str) -> Comparison:
    """Return the comparison of sample claims."""
    return compare([CLAIMS[slug] for slug in claims.split()])


def found(comparison: Comparison, left: str, right: str) -> Finding:
    """Return what is said of the figures with these texts."""
    [finding] = [
        f for f in comparison.findings if {f.left.figure.text, f.right.figure.text} == {left, right}
    ]
    return finding


def said(one: Figure, other: Figure, right: Claim = GLOBE) -> Finding:
    """Return what is said of two figures of two outlets."""
    return compare_figures(Side(HERALD, one), Side(right, other))


@given(figures, figures)
@settings(max_examples=examples(400))
def test_the_verdict_does_not_depend_on_who_stands_first(a: Figure, b: Figure) -> None:
    """Either way round the verdict, the rule and the dimensions are the same."""
    one, other = said(a, b), compare_figures(Side(GLOBE, b), Side(HERALD, a))
    assert (one.verdict, one.rule) == (other.verdict, other.rule)
    assert (one.dimensions, one.one_sided) == (other.dimensions, other.one_sided)


@given(figures)
def test_a_figure_is_the_same_as_itself_or_cannot_be_compared(figure: Figure) -> None:
    """What has a number and says what it measures is the same figure; nothing else is."""
    finding = said(figure, figure)
    if read(figure).extent is not None and figure.measure:
        assert finding.verdict is Verdict.SAME
    else:
        assert finding.verdict is Verdict.NOT_COMPARABLE


@given(figures, figures)
@settings(max_examples=examples(400))
def test_nothing_is_said_across_units_measures_and_kinds(a: Figure, b: Figure) -> None:
    """Two numbers are held against each other only where they count one thing in one way."""
    x, y = read(a), read(b)
    finding = said(a, b)
    if finding.compared:
        assert (x.unit, x.measure) == (y.unit, y.measure)
        assert not (x.kind and y.kind and x.kind != y.kind)
        assert not (x.period and y.period and x.period != y.period)
        assert x.extent is not None
        assert y.extent is not None
    else:
        assert Dimension.VALUE not in finding.dimensions


@given(figures, figures)
@settings(max_examples=examples(400))
def test_figures_that_some_number_fits_are_never_said_to_differ(a: Figure, b: Figure) -> None:
    """The verdict follows the intervals."""
    x, y = read(a).extent, read(b).extent
    finding = said(a, b)
    if finding.compared and x is not None and y is not None:
        assert (finding.verdict is Verdict.DIFFER) == (not x.meets(y))
        if finding.verdict is Verdict.SAME:
            scope = (a.population, a.place, a.as_of, a.measure)
            assert scope == (b.population, b.place, b.as_of, b.measure)


@pytest.mark.parametrize(
    ("left", "right", "verdict", "rule"),
    [
        ("more than 75%", "70%", Verdict.DIFFER, Rule.APART),
        ("at least 50 per cent", "70%", Verdict.COMPATIBLE, Rule.OVERLAP),
        ("at least 50 per cent", "more than 75%", Verdict.COMPATIBLE, Rule.OVERLAP),
        ("most of their salaries", "70%", Verdict.NOT_COMPARABLE, Rule.NO_NUMBER),
        (
            "70%",
            "about 1 million Kenyan shillings a month",
            Verdict.NOT_COMPARABLE,
            Rule.DIFFERENT_UNIT,
        ),
    ],
)
def test_what_doctors_keep(left: str, right: str, verdict: Verdict, rule: Rule) -> None:
    """Bounds are bounds, “most” is no number, and shillings are no share."""
    comparison = of(
        "doctors-salary doctors-salary-iwpr doctors-salary-un-letter "
        "doctors-salary-arbol-invertido kenya-deal-cost"
    )
    finding = found(comparison, left, right)
    assert (finding.verdict, finding.rule) == (verdict, rule)
    assert comparison.standing(CLAIMS["doctors-salary"]) is Standing.NO_NUMBER
    assert comparison.lone_unit(CLAIMS["kenya-deal-cost"]) == "KES"
    texts = [side.figure.text for side in comparison.scale()]
    assert texts == ["at least 50 per cent", "more than 75%", "70%"]


def test_income_and_pay_are_one_measure_and_it_is_said() -> None:
    """Where the records word one measure differently, the reason says how they were read."""
    finding = found(
        of("doctors-salary-un-letter doctors-salary-arbol-invertido"), "more than 75%", "70%"
    )
    assert "are read as one measure" in finding.reason
    assert finding.dimensions == (Dimension.VALUE, Dimension.PRECISION, Dimension.WHO_COUNTS)


def test_doctors_abroad_at_two_times_differ_in_date_and_value() -> None:
    """50,000 in 2015 and about 30,000 in 2019 are numbers of two years, and so it is said."""
    comparison = of("doctors-abroad-minister doctors-abroad-un")
    finding = found(comparison, "50,000", "about 30,000")
    assert finding.verdict is Verdict.DIFFER
    assert {Dimension.AS_OF, Dimension.VALUE, Dimension.WHO_COUNTS} <= set(finding.dimensions)
    shown = comparison.between(*comparison.claims)
    assert [f.left.figure.text for f in shown] == ["50,000", "more than 66"]


def test_doctors_and_medical_staff_are_not_held_against_each_other() -> None:
    """50,000 doctors and 50,000 medical staff are not the same figure."""
    comparison = of("doctors-abroad-minister doctors-abroad-granma")
    assert {f.rule for f in comparison.findings} == {Rule.DIFFERENT_UNIT}


@pytest.mark.parametrize(
    ("claims", "left", "right", "rule"),
    [
        ("million-deployed affected-each-year", "close to one million", "50,000 to 100,000",
         Rule.FLOW_AGAINST_TOTAL),
        ("doctors-sent-abroad doctors-abroad-un", "over 90", "67", Rule.STOCK_AGAINST_TOTAL),
        ("million-deployed deployed-since-1963", "close to one million", "more than 600,000",
         Rule.DIFFERENT_UNIT),
        ("kenya-arrival kenya-arrangement-ended", "50 of 100", "100", Rule.DIFFERENT_MEASURE),
    ],
)  # fmt: skip
def test_what_counts_in_another_way_is_not_compared(
    claims: str, left: str, right: str, rule: Rule
) -> None:
    """A stock, a flow and a total, people and health workers, landed and came: each by its rule."""
    finding = found(of(claims), left, right)
    assert (finding.verdict, finding.rule) == (Verdict.NOT_COMPARABLE, rule)


def test_a_stock_and_a_flow_are_not_compared() -> None:
    """Beds at one time and beds a year are two kinds of count."""
    stock = Figure("5", value=Decimal(5), unit="beds", measure="beds now")
    flow = replace(stock, measure="beds", period="each year")
    assert said(stock, flow).rule is Rule.STOCK_AGAINST_FLOW
    month = replace(flow, period="a month")
    assert said(flow, month).rule is Rule.DIFFERENT_PERIOD


def test_the_same_figure_of_two_outlets() -> None:
    """47 counties in the article and in The Standard are one figure, counted by two."""
    finding = found(of("kenya-47-counties kenya-arrival"), "47", "47")
    assert finding.verdict is Verdict.SAME
    assert finding.dimensions == (Dimension.WHO_COUNTS,)


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        (("about", 100), ("", 104), Verdict.MAY_BE_SAME),
        (("about", 100), ("", 106), Verdict.DIFFER),
        (("nearly", 100), ("about", 108), Verdict.MAY_BE_SAME),
        (("nearly", 100), ("about", 100), Verdict.SAME),
        (("", 30_000), ("", 30_412), Verdict.MAY_BE_SAME),
        (("", 70), ("", 75), Verdict.DIFFER),
        (("at least", 75), ("less than", 75), Verdict.DIFFER),
        (("at least", 75), ("at most", 75), Verdict.COMPATIBLE),
        (("more than", 75), ("", 75), Verdict.DIFFER),
    ],
)
def test_approximate_rounded_and_bounded_figures(
    one: tuple[str, int], other: tuple[str, int], verdict: Verdict
) -> None:
    """“About” has a margin of five in a hundred, a bound its end, a rounded number its digits."""
    a, b = (
        Figure(f"{word} {number}", word, Decimal(number), unit="beds", measure="beds")
        for word, number in (one, other)
    )
    assert said(a, b).verdict is verdict


FULL = Figure(
    "5",
    value=Decimal(5),
    unit="beds",
    measure="beds",
    population="all",
    place="Chad",
    as_of=PartialDate("2019"),
)


@pytest.mark.parametrize(
    ("other", "bare", "dimension"),
    [
        (
            replace(FULL, population="nurses"),
            replace(FULL, population=""),
            Dimension.POPULATION,
        ),
        (replace(FULL, place="Kenya"), replace(FULL, place=""), Dimension.PLACE),
        (
            replace(FULL, as_of=PartialDate("2020")),
            replace(FULL, as_of=None),
            Dimension.AS_OF,
        ),
    ],
)
def test_one_number_of_another_scope_is_not_the_same_figure(
    other: Figure, bare: Figure, dimension: Dimension
) -> None:
    """A scope that differs, or that one record leaves out, keeps “same figure” from being said."""
    assert said(FULL, FULL).verdict is Verdict.SAME
    for changed in (other, bare):
        assert said(FULL, changed).verdict is Verdict.SAME_NUMBER
    assert dimension in said(FULL, other).dimensions
    assert said(FULL, bare).one_sided == (dimension,)


def test_a_claim_without_a_figure_is_told_apart() -> None:
    """Nothing to compare is not the same as nothing comparable."""
    comparison = of("castro-1957 doctors-abroad-un")
    assert comparison.standing(CLAIMS["castro-1957"]) is Standing.NO_FIGURE
    assert comparison.between(*comparison.claims) == ()
    assert comparison.scale() == ()


def test_every_rule_and_dimension_is_explained() -> None:
    """What decides a comparison can be read up."""
    text = (ROOT / "docs" / "comparing.md").read_text(encoding="utf-8")
    for rule in Rule:
        assert f"`{rule.value}`" in text
    for word in (*Verdict, *Dimension):
        assert word.value in text


def test_no_word_of_the_rules_judges() -> None:
    """Neither verdicts nor reasons say true, false, fact, wrong or contradiction."""
    words = " ".join([*Verdict, *Rule, *Dimension])
    for a, b in combinations(CLAIMS.values(), 2):
        words += " ".join(finding.reason for finding in compare([a, b]).findings)
    for word in ("true", "false", "fact", "contradict", "verified", "debunked", "wrong", "right"):
        assert word not in words.lower()
