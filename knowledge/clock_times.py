"""Times as people type them (“tomorrow 15:00”, “fri 12:00”), in the desk's zone; never a guess."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from knowledge.proposals import NotKept

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_LEAST_LETTERS = 3
_END_OF_DAY = time(23, 59)
_LONGEST = timedelta(days=2 * 366)
"""A deadline further away than that is a slip of the hand."""

_EXAMPLES = "Write it like “tomorrow 15:00”, “fri 12:00”, “in 2 hours” or “2026-12-01 09:45”."

_SPAN = re.compile(
    r"(?:in )?(\d{1,4}) ?(m|min|mins|minutes?|h|hrs?|hours?|d|days?|w|weeks?)", re.IGNORECASE
)
_CLOCK = re.compile(r"(?:at )?(\d{1,2})(?:[:.h](\d\d))? ?(am|pm)?", re.IGNORECASE)
_ISO_DAY = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)")
_DAY_FIRST = re.compile(r"(\d\d?)(?:st|nd|rd|th)? ([a-z]{3,9})\.?,?(?: (\d{4}))?", re.IGNORECASE)
_MONTH_FIRST = re.compile(r"([a-z]{3,9})\.? (\d\d?)(?:st|nd|rd|th)?(?:,? (\d{4}))?", re.IGNORECASE)


def unreadable(words: str) -> NotKept:
    """Return what is said of *words* that are no time."""
    return NotKept(f"“{words[:60]}” is no time that the desk can read.", _EXAMPLES, "time")


def zone_called(name: str) -> ZoneInfo:
    """Return the time zone called *name* (IANA), UTC where it is empty. Raises `NotKept`."""
    try:
        return ZoneInfo(name or "UTC")
    except (KeyError, ValueError, OSError):  # unknown, outside the folder of zones, a folder
        raise NotKept(
            f"There is no time zone called “{name[:60]}”.",
            "Write it as a place, such as Europe/Madrid or America/New_York.",
            "zone",
        ) from None


def clock(words: str) -> time | None:
    """Return the time of day that *words* say: `9`, `9:45`, `3 pm`; `None` where they say none."""
    match = _CLOCK.fullmatch(words.strip())
    if match is None:
        return None
    hour, minute = int(match[1]), int(match[2] or 0)
    half = (match[3] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def weekday(word: str) -> int | None:
    """Return the day of the week called *word*, 0 for Monday; three letters are enough."""
    tidy = word.strip(" ,.").lower()
    tidy = tidy[:-1] if tidy.endswith("days") else tidy
    if len(tidy) < _LEAST_LETTERS:
        return None
    return next((n for n, day in enumerate(DAYS) if day.startswith(tidy)), None)


def moment(words: str, now: datetime, zone: ZoneInfo) -> datetime:
    """Return the moment that *words* name, in UTC, later than *now* (aware).

    Without a time of day the day's end is meant; a day of the week is the next such day, today
    only while its time is still to come. Raises `NotKept` for what is no time, has passed, is more
    than two years away, or falls into the hour that is left out when the clocks go forward.
    """
    text = " ".join(words.replace("T", " ").split()) if "T" in words else " ".join(words.split())
    span = _SPAN.fullmatch(text)
    if span:
        return _not_too_far(now.astimezone(UTC) + _length(int(span[1]), span[2]), text, now)
    local = now.astimezone(zone)
    day, at = _day_and_time(text, local)
    found = _in_zone(day, at, zone)
    if found <= now:
        said = f"{day.day} {day:%B %Y}, {at:%H:%M}"
        raise NotKept(f"That time has passed ({said}).", "Give one that is still to come.", "time")
    return _not_too_far(found, text, now)


def _length(count: int, unit: str) -> timedelta:
    names = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
    return timedelta(**{names[unit[0].lower()]: count})


def _not_too_far(found: datetime, words: str, now: datetime) -> datetime:
    if found - now > _LONGEST:
        raise NotKept(
            f"“{words[:60]}” is more than two years away.", "Give an earlier time.", "time"
        )
    return found


def _day_and_time(text: str, local: datetime) -> tuple[date, time]:
    """Return the day and the time of day in *text*, as seen from *local*."""
    at = clock(text)
    if at is not None and (":" in text or not text.isdigit()):
        return local.date(), at
    day = _day(text, local, _END_OF_DAY)
    if day is not None:
        return day, _END_OF_DAY
    words = text.split(" ")
    for cut in range(len(words) - 1, 0, -1):
        at = clock(" ".join(words[cut:]))
        first = " ".join(words[:cut]).rstrip(",")
        day = _day(first, local, at) if at is not None else None
        if at is not None and day is not None:
            return day, at
    raise unreadable(text)


def _day(text: str, local: datetime, at: time) -> date | None:
    """Return the day that *text* names; *at* is what time is meant on it."""
    lower = text.lower()
    today = local.date()
    near = {"today": 0, "tonight": 0, "tomorrow": 1, "overmorrow": 2}
    if lower in near:
        return today + timedelta(days=near[lower])
    following = lower.startswith("next ")
    number = weekday(lower.removeprefix("next ").removeprefix("on ").removeprefix("this "))
    if number is not None:
        ahead = (number - today.weekday()) % 7
        if not ahead and (following or at <= local.time()):
            ahead = 7
        return today + timedelta(days=ahead)
    return _calendar_day(lower, today)


def _calendar_day(text: str, today: date) -> date | None:
    iso, first, second = (p.fullmatch(text) for p in (_ISO_DAY, _DAY_FIRST, _MONTH_FIRST))
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        match = first or second
        if match is None:
            return None
        number, name = (match[1], match[2]) if first else (match[2], match[1])
        month = next((n for n, m in enumerate(_MONTHS, 1) if m.startswith(name)), 0)
        if not month:
            return None
        day = date(int(match[3] or today.year), month, int(number))
        return day.replace(year=today.year + 1) if not match[3] and day < today else day
    except ValueError:
        return None


def _in_zone(day: date, at: time, zone: ZoneInfo) -> datetime:
    """Return that moment in UTC; the first of two when the clocks go back."""
    local = datetime.combine(day, at, zone)
    found = local.astimezone(UTC)
    if found.astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise NotKept(
            f"There is no {at:%H:%M} on {day.day} {day:%B %Y} in {zone.key}: "
            "the clocks go forward.",
            "Give a time before or after it.",
            "time",
        )
    return found
