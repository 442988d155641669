"""Times of day and days as people type them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.clock_times import moment, zone_called
from knowledge.proposals import NotKept

MADRID = ZoneInfo("Europe/Madrid")
NOW = datetime(2026, 11, 29, 10, 30, tzinfo=UTC)
"""A Sunday, 11:30 in Madrid."""


@pytest.mark.parametrize(
    ("words", "there"),
    [
        ("tomorrow 15:00", "2026-11-30T15:00+01:00"),
        ("tomorrow at 9", "2026-11-30T09:00+01:00"),
        ("15:00", "2026-11-29T15:00+01:00"),
        ("3 pm", "2026-11-29T15:00+01:00"),
        ("today", "2026-11-29T23:59+01:00"),
        ("fri 12:00", "2026-12-04T12:00+01:00"),
        ("friday", "2026-12-04T23:59+01:00"),
        ("sunday 11:00", "2026-12-06T11:00+01:00"),
        ("sunday 23:00", "2026-11-29T23:00+01:00"),
        ("next sunday 23:00", "2026-12-06T23:00+01:00"),
        ("in 2 hours", "2026-11-29T13:30+01:00"),
        ("30m", "2026-11-29T12:00+01:00"),
        ("2026-12-01 09:45", "2026-12-01T09:45+01:00"),
        ("2026-12-01T09:45", "2026-12-01T09:45+01:00"),
        ("1 December", "2026-12-01T23:59+01:00"),
        ("Dec 1 at 3pm", "2026-12-01T15:00+01:00"),
        ("2 january", "2027-01-02T23:59+01:00"),
    ],
)
def test_a_time_is_read_in_the_desks_zone(words: str, there: str) -> None:
    """What people type is a moment where the desk is, and the next one of that name."""
    assert moment(words, NOW, MADRID) == datetime.fromisoformat(there)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("soon", "is no time"),
        ("3", "is no time"),
        ("", "is no time"),
        ("31 february", "is no time"),
        ("25:00", "is no time"),
        ("13 pm", "is no time"),
        ("9:00", "has passed (29 November 2026, 09:00)"),
        ("2020-01-01", "has passed"),
        ("in 900 days", "more than two years away"),
        ("2027-03-28 02:30", "There is no 02:30 on 28 March 2027 in Europe/Madrid"),
    ],
)
def test_what_is_no_time_to_come_is_refused_in_words(words: str, said: str) -> None:
    """A time that is none, has passed, or is left out by the clocks is never guessed at."""
    with pytest.raises(NotKept) as refused:
        moment(words, NOW, MADRID)
    assert said in refused.value.sentence
    assert refused.value.next_step


def test_an_hour_that_comes_twice_is_the_first() -> None:
    """When the clocks go back, a deadline is the earlier of the two."""
    before = datetime(2026, 10, 24, 12, tzinfo=UTC)
    assert moment("tomorrow 02:30", before, MADRID) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@given(words=st.text(max_size=40) | st.from_regex(r"(in )?\d{1,4} ?[a-z:]{1,8} ?\d{0,4}"))
def test_any_words_are_a_time_to_come_or_a_refusal(words: str) -> None:
    """Whatever is typed gives a moment within two years, or a sentence."""
    try:
        found = moment(words, NOW, MADRID)
    except NotKept:
        return
    assert 0 < (found - NOW).days + 1 < 800


def test_a_zone_that_is_none_is_refused() -> None:
    """A name that is no zone's is refused in words, also one that leads out of their folder."""
    assert zone_called("").key == "UTC"
    for name in ("Nowhere/Land", "../../etc/passwd", "\0", "Europe", "x" * 5_000):
        with pytest.raises(NotKept, match="no time zone called"):
            zone_called(name)
