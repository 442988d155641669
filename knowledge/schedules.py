"""When something happens again and again: “every weekday 09:45”, or cron, in a time zone."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError

from knowledge.clock_times import DAYS, clock, weekday
from knowledge.proposals import NotKept

_LEAST_APART = timedelta(minutes=15)
_LOOKED_AT = 100
"""Enough to see a rule's shortest pause within a few days; all that is rarer passes."""

_FIELDS = 5
_EXAMPLES = (
    "Write it like “every weekday 09:45”, “every monday and thursday 9:00”, "
    "“every month on the 1st 08:00”, or as cron: “45 9 * * 1-5”."
)
_EVERY = re.compile(r"(?:every\b|each\b|daily\b|weekly\b|monthly\b)", re.IGNORECASE)
_MONTHLY = re.compile(
    r"(?:every month|monthly)(?: on)?(?: the)? (\d{1,2})(?:st|nd|rd|th)?", re.IGNORECASE
)
_CRON_FIELD = re.compile(r"[\d*/,\-#?LWa-z]+", re.IGNORECASE)
_SEPARATORS = re.compile(r"[,&]| and ", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Rule:
    """When something happens: `cron` has five fields, `words` say it to a person."""

    cron: str
    words: str


def rule_in(words: str) -> tuple[Rule, str]:
    """Return the rule that *words* begin with, and the rest of them.

    Raises `NotKept` where they begin with none, or with one that comes more often than every
    fifteen minutes.
    """
    tidy = " ".join(words.split())
    parts = tidy.split(" ")
    rule, used = _cron(parts) if not _EVERY.match(tidy) else _every(parts)
    _seldom_enough(rule)
    return rule, " ".join(parts[used:])


def next_time(cron: str, zone: ZoneInfo, after: datetime) -> datetime:
    """Return when the rule *cron* is next due after *after* (aware), in UTC.

    A time that the clocks leave out comes right after the gap, and one that they repeat comes
    once, as Debian's cron has it. Raises `NotKept` for a rule that never comes.
    """
    try:
        return next(CronSim(cron, after.astimezone(zone))).astimezone(UTC)
    except (CronSimError, StopIteration):
        raise NotKept(f"The rule “{cron[:60]}” never comes.", _EXAMPLES, "rule") from None


def _cron(parts: list[str]) -> tuple[Rule, int]:
    fields = parts[:_FIELDS]
    more = parts[_FIELDS] if len(parts) > _FIELDS else ""
    as_cron = len(fields) == _FIELDS and all(_CRON_FIELD.fullmatch(field) for field in fields)
    if as_cron and re.fullmatch(r"[\d*/,\-]+", more):
        raise NotKept(
            "The desk's schedules have five fields and no seconds.",
            _EXAMPLES,
            "rule",
        )
    text = " ".join(fields)
    if as_cron and re.match(r"[\d*]", text):
        try:
            next(CronSim(text, datetime(2026, 1, 1, tzinfo=UTC)))
        except (CronSimError, StopIteration):
            raise _unreadable(" ".join(parts)) from None
        return Rule(text, text), _FIELDS
    raise _unreadable(" ".join(parts))


def _every(parts: list[str]) -> tuple[Rule, int]:
    """Return the rule in words that begin with “every”: days first, the time of day last."""
    for used in range(min(len(parts), 12), 1, -1):
        for of_time in (2, 1):  # “9:45 am” before “9:45”
            cut = used - of_time
            at = clock(" ".join(parts[cut:used])) if cut >= 1 else None
            days = _days(" ".join(parts[:cut])) if at is not None else None
            if at is not None and days is not None:
                day, week, said = days
                return Rule(f"{at.minute} {at.hour} {day} * {week}", _said(said, at)), used
    raise _unreadable(" ".join(parts))


def _said(days: str, at: time) -> str:
    return f"{days} at {at:%H:%M}"


def _days(text: str) -> tuple[str, str, str] | None:
    """Return cron's fields for the day of the month and of the week, and the days in words."""
    lower = text.lower().removesuffix(" at")
    monthly = _MONTHLY.fullmatch(lower)
    if monthly:
        number = int(monthly[1])
        said = f"every month on day {number}"
        return (str(number), "*", said) if 1 <= number <= 31 else None
    if lower in {"daily", "every day", "each day"}:
        return "*", "*", "every day"
    names = re.sub(r"^(?:every|each|weekly(?: on)?)\b *", "", lower)
    if names in {"weekday", "weekdays", "working day", "workday"}:
        return "*", "1-5", "every weekday"
    if names in {"weekend", "weekends"}:
        return "*", "0,6", "every Saturday and Sunday"
    words = [word.strip().removeprefix("every ") for word in _SEPARATORS.split(names)]
    found = [weekday(word) for word in words if word]
    numbers = sorted({number for number in found if number is not None})
    if not numbers or None in found:
        return None
    week = ",".join(str((number + 1) % 7) for number in numbers)
    called = [DAYS[number].capitalize() for number in numbers]
    return "*", week, "every " + " and ".join(filter(None, (", ".join(called[:-1]), called[-1])))


def _seldom_enough(rule: Rule) -> None:
    times = list(islice(CronSim(rule.cron, datetime(2026, 1, 1, tzinfo=UTC)), _LOOKED_AT))
    if any(later - earlier < _LEAST_APART for earlier, later in pairwise(times)):
        raise NotKept(
            "That is more often than every fifteen minutes.",
            "Set a rule that comes more seldom, or watch a claim to be told at once.",
            "rule",
        )


def _unreadable(words: str) -> NotKept:
    return NotKept(f"“{words[:60]}” is no schedule that the desk can read.", _EXAMPLES, "rule")
