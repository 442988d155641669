"""The rules that a value of the model keeps from the moment it is made."""

from dataclasses import FrozenInstanceError, replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.errors import RecordError
from knowledge.model import (
    Attribution,
    Figure,
    Maker,
    PartialDate,
    Quote,
    Record,
    Span,
    Strength,
    Voice,
)
from tests.knowledge.making import HERALD, NURSES, claim


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2019-12-20", "20 December 2019"),
        ("2019-05-01", "1 May 2019"),
        ("2019-05", "May 2019"),
        ("2019", "2019"),
        ("2024-02-29", "29 February 2024"),
        ("0001", "0001"),
    ],
)
def test_a_date_is_said_as_precisely_as_it_is_known(value: str, words: str) -> None:
    """A day, a month and a year each have their own words; none is made more precise."""
    assert PartialDate(value).words() == words


@given(st.dates(), st.sampled_from([4, 7, 10]))
def test_every_day_month_and_year_is_a_date(day: date, size: int) -> None:
    """Whatever the calendar has can be kept, and the words hold the year as written."""
    value = day.isoformat()[:size]
    assert PartialDate(value).words().endswith(value[:4])
    assert len(PartialDate(value).words().split()) == {4: 1, 7: 2, 10: 3}[size]


@pytest.mark.parametrize(
    "value",
    [
        *"2019-13 2019-00 2019-02-30 2023-02-29 19 0000 2019-1 2019-1-1 20191220 201912".split(),
        *"2019-W01 2019-W01-1 2019-12-20T00:00 12-2019 -2019 2019- soon ٢٠١٩".split(),
        *("", " 2019", "2019\n"),
    ],
)
def test_what_is_no_date_is_refused(value: str) -> None:
    """Another spelling, another calendar's digits or a day that never was is no date."""
    with pytest.raises(RecordError, match="no day, month or year"):
        PartialDate(value)


@given(st.text(max_size=12))
def test_any_text_is_a_date_or_refused(value: str) -> None:
    """Nothing typed as a date can raise anything but the desk's own error."""
    try:
        made = PartialDate(value)
    except RecordError:
        return
    assert made.words()


@pytest.mark.parametrize(("start", "end"), [(0, 0), (5, 5), (5, 4), (-1, 3)])
def test_a_span_has_text_in_it(start: int, end: int) -> None:
    """Nothing stands at an empty span, a reversed one or before the beginning."""
    with pytest.raises(RecordError, match="no span"):
        Span(start, end)


@given(st.text(min_size=1), st.integers(0, 1_000), st.integers(-3, 3))
def test_a_quote_fills_its_span_in_code_points(exact: str, start: int, off: int) -> None:
    """The words quoted are as long as the place they stand at, an emoji counting as itself."""
    end = start + len(exact) + off
    if off == 0:
        assert Quote(exact, Span(start, end)).exact == exact
    elif end > start:
        with pytest.raises(RecordError, match="does not fill"):
            Quote(exact, Span(start, end))


@pytest.mark.parametrize("voice", [Voice.DIRECT, Voice.INDIRECT, Voice.MIXED])
def test_words_of_others_need_a_claimant(voice: Voice) -> None:
    """Only the outlet's own words may go without a claimant."""
    with pytest.raises(RecordError, match="need a claimant"):
        Attribution(voice, Strength.STATED)
    assert Attribution(voice, Strength.STATED, (Maker(NURSES),)).makers
    assert not Attribution(Voice.OUTLET, Strength.STATED).makers


def test_an_allegation_says_whether_its_maker_is_named() -> None:
    """An accusation without that is refused; a statement of another strength is not."""
    with pytest.raises(RecordError, match="whether its maker is named"):
        Attribution(Voice.OUTLET, Strength.ALLEGED)
    for named in (True, False):
        made = Attribution(Voice.OUTLET, Strength.ALLEGED, accuser_named=named)
        assert replace(claim("beds"), attribution=made).alleged
    assert not claim("beds").alleged


@pytest.mark.parametrize("statement", ["Beds are short.", "", "the herald writes."])
def test_a_statement_names_who_says_it(statement: str) -> None:
    """A sentence that could pass for a fact of the desk's own is refused, with the claim's name."""
    with pytest.raises(RecordError, match="beds: the statement does not say who says it"):
        claim("beds", statement=statement)


def test_a_statement_may_use_any_name_of_its_claimant() -> None:
    """The outlet, a claimant, an alias or the document's own spelling will do; no name will not."""
    named = replace(
        claim("beds", makers=[NURSES]),
        attribution=Attribution(Voice.DIRECT, Strength.STATED, (Maker(NURSES, "nursing union"),)),
    )
    for owner in ("The Herald", "Nurses' Union", "NU", "nursing union"):
        assert replace(named, statement=f"According to {owner}, beds are short.").statement
        assert owner in named.owners()
    nobody = replace(HERALD, name="", aliases=("",))
    with pytest.raises(RecordError, match="does not say who"):
        claim("beds", outlet=nobody, statement="Beds are short.")


def test_a_figure_has_a_number_only_where_the_text_gives_one() -> None:
    """“Most” is a figure without a number; nought is a number."""
    assert not Figure("most doctors", qualifier="most").has_number
    assert Figure("none", value=Decimal(0)).has_number
    assert Figure("up to 5", high=Decimal(5)).has_number
    assert Figure("at least 5", low=Decimal(5)).has_number


def test_values_cannot_be_changed_and_readings_are_told_apart() -> None:
    """What was read stays as it was read, and two readings of one claim are two."""
    one = claim("beds")
    with pytest.raises(FrozenInstanceError):
        one.label = "Other"  # type: ignore[misc]  # that it is refused is the point
    assert one == claim("beds")
    assert Record(one) != Record(one)
