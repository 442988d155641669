"""What holds for any text and any day of publication."""

import time
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.extract.dates import partial, read_dates
from knowledge.model import PartialDate
from tests.extract.figures.test_properties import PIECES, TEXTS

DAYS = st.dates(date(1600, 1, 1), date(2090, 12, 31))
_MONTHS = (
    "January February March April May June July August September October November December"
).split()
_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
MORE = st.lists(
    st.sampled_from(
        [*PIECES, *_MONTHS, *_WEEKDAYS, "since", "by", "the", "quarter", "1990s", "3/4/18", "weeks"]
    ),
    max_size=25,
).map(" ".join)


@given(st.one_of(TEXTS, MORE), st.one_of(st.none(), DAYS), st.booleans())
def test_any_text_gives_dates_that_are_slices_of_it(
    text: str, published: date | None, day_first: bool
) -> None:
    """Spans are exact, in order and apart; what is resolved has days in order."""
    anchor = PartialDate(published.isoformat()) if published else None
    end = 0
    for found in read_dates(text, anchor, day_first=day_first):
        assert found.span.start >= end
        assert text[found.span.start : found.span.end] == found.text
        end = found.span.end
        assert bool(found.value) == (found.precision is not None)
        assert found.value or found.how
        if found.start and found.end:
            assert found.start <= found.end
        partial(found)


@given(DAYS, DAYS)
def test_a_day_in_any_style_is_read_back_whatever_the_day_of_publication(
    day: date, published: date
) -> None:
    """A day with its year is never moved."""
    month = _MONTHS[day.month - 1]
    styles = [
        f"{month} {day.day}, {day.year}",
        f"{day.day} {month} {day.year}",
        f"{_WEEKDAYS[day.weekday()]}, {month} {day.day}, {day.year}",
        f"the {day.day}th of {month} {day.year}",
        day.isoformat(),
    ]
    for style in styles:
        (found,) = read_dates(f"It began on {style}, they say.", PartialDate(published.isoformat()))
        assert (found.text, found.start, found.end) == (style, day, day)
        assert partial(found) == PartialDate(day.isoformat())


@given(DAYS, st.integers(0, 6))
def test_a_weekday_lies_within_the_week_before_and_one_to_come_within_the_week_after(
    published: date, weekday: int
) -> None:
    """“Met on Monday” is at most six days back, and the day of publication counts as itself."""
    name, anchor = _WEEKDAYS[weekday], PartialDate(published.isoformat())
    (past,) = read_dates(f"They met on {name}.", anchor)
    (ahead,) = read_dates(f"They will meet on {name}.", anchor)
    assert past.start is not None
    assert ahead.start is not None
    assert past.start.weekday() == ahead.start.weekday() == weekday
    assert timedelta(0) <= published - past.start < timedelta(7)
    assert timedelta(0) <= ahead.start - published < timedelta(7)


@given(DAYS, st.integers(0, 11))
def test_a_bare_month_of_the_past_has_begun_and_is_less_than_a_year_old(
    published: date, month: int
) -> None:
    """“In May” is the last May that has begun."""
    (found,) = read_dates(f"They met in {_MONTHS[month]}.", PartialDate(published.isoformat()))
    assert found.start is not None
    assert found.start.month == month + 1
    assert timedelta(0) <= published - found.start < timedelta(366)


@pytest.mark.parametrize(
    "piece",
    ["7", " ", "May ", "in May ", "May 3, ", "Monday to ", "3/4/", "2018–", "two weeks ago ",
     "from 3 to ", "the last ", "January and ", "1990s "],
)  # fmt: skip
def test_a_long_text_takes_time_in_proportion(piece: str) -> None:
    """Four times the text takes far less than sixteen times as long."""

    def seconds(length: int) -> float:
        text = (piece * length)[:length]
        started = time.process_time()
        read_dates(text, PartialDate("2019-12-20"))
        return time.process_time() - started

    small = max(min(seconds(5_000) for _ in range(2)), 0.01)
    assert any(seconds(20_000) < small * 16 / 2 for _ in range(3))
