"""Rules for what happens again and again."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.proposals import NotKept
from knowledge.schedules import next_time, rule_in

MADRID = ZoneInfo("Europe/Madrid")


@pytest.mark.parametrize(
    ("typed", "cron", "words", "rest"),
    [
        ("every weekday 09:45 pay here", "45 9 * * 1-5", "every weekday at 09:45", "pay here"),
        ("every day 9", "0 9 * * *", "every day at 09:00", ""),
        ("daily 9:30 am here", "30 9 * * *", "every day at 09:30", "here"),
        ("weekly on friday 16:00", "0 16 * * 5", "every Friday at 16:00", ""),
        (
            "every mon, wed and sun at 9:45",
            "45 9 * * 1,3,0",
            "every Monday, Wednesday and Sunday at 09:45",
            "",
        ),
        ("every month on the 1st 08:00", "0 8 1 * *", "every month on day 1 at 08:00", ""),
        ("45 9 * * 1-5 pay", "45 9 * * 1-5", "45 9 * * 1-5", "pay"),
    ],
)
def test_a_rule_is_read_and_what_follows_is_kept(
    typed: str, cron: str, words: str, rest: str
) -> None:
    """The rule stands first, in words or as cron, and the rest is left for the command."""
    rule, left = rule_in(typed)
    assert (rule.cron, rule.words, left) == (cron, words, rest)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("every second", "is no schedule"),
        ("every weekday", "is no schedule"),
        ("every blue moon 9:00", "is no schedule"),
        ("0 0 31 2 *", "is no schedule"),
        ("", "is no schedule"),
        ("* * * * *", "more often than every fifteen minutes"),
        ("0,5 9 * * *", "more often than every fifteen minutes"),
        ("* * * * * *", "no seconds"),
    ],
)
def test_what_is_no_rule_or_comes_too_often_is_refused(typed: str, said: str) -> None:
    """Nobody gets a brief every second, and no rule is guessed at."""
    with pytest.raises(NotKept) as refused:
        rule_in(typed)
    assert said in refused.value.sentence
    assert "every weekday 09:45" in refused.value.next_step or "seldom" in refused.value.next_step


def test_the_hour_stays_when_the_clocks_change() -> None:
    """A quarter to ten is a quarter to ten in winter and in summer."""
    friday = datetime(2026, 10, 23, 12, tzinfo=UTC)
    monday = next_time("45 9 * * 1-5", MADRID, friday)
    assert monday == datetime(2026, 10, 26, 8, 45, tzinfo=UTC)
    assert next_time("45 9 * * *", MADRID, friday) == datetime(2026, 10, 24, 7, 45, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (datetime(2026, 3, 28, 12, tzinfo=UTC), datetime(2026, 3, 29, 1, 0, tzinfo=UTC)),
        (datetime(2026, 10, 24, 12, tzinfo=UTC), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
    ],
)
def test_a_time_that_is_left_out_or_comes_twice_comes_once(
    day: datetime, expected: datetime
) -> None:
    """Half past two on the two nights when the clocks change is due once."""
    first = next_time("30 2 * * *", MADRID, day)
    second = next_time("30 2 * * *", MADRID, first)
    assert first == expected
    assert second - first > timedelta(hours=20)


@given(
    typed=st.text(max_size=40) | st.from_regex(r"(every [a-z]{3,9}|[\d*/,-]{1,4}( [\d*]){4}) ?\d?")
)
def test_any_words_are_a_rule_that_comes_or_a_refusal(typed: str) -> None:
    """Whatever is typed gives a rule that comes again and again, or a sentence."""
    try:
        rule, _ = rule_in(typed)
    except NotKept:
        return
    at = [datetime(2026, 11, 29, tzinfo=UTC)]
    for _ in range(3):
        at.append(next_time(rule.cron, MADRID, at[-1]))
    assert all(later > earlier for earlier, later in pairwise(at))
