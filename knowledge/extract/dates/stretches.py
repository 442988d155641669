"""Stretches of days at their own precision: a day, a week, a month, a season, a year, a decade."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from knowledge.extract.found import DatePrecision

EARLIEST, LATEST = 1000, 2199
"""Years outside of these are no dates in the news."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """The first and the last day, and how both are written at their precision."""

    first: date
    last: date
    value: str
    precision: DatePrecision


def day(on: date, precision: DatePrecision = DatePrecision.DAY) -> Stretch:
    """Return one day; *precision* says when only its week is certain."""
    return Stretch(on, on, on.isoformat(), precision)


def on(year: int, month: int, number: int) -> Stretch | None:
    """Return the day, or `None` when the calendar has none such (31 February)."""
    if not EARLIEST <= year <= LATEST or not 1 <= month <= 12:
        return None
    if not 1 <= number <= monthrange(year, month)[1]:
        return None
    return day(date(year, month, number))


def week(within: date) -> Stretch:
    """Return the week from Monday to Sunday that *within* is in."""
    monday = within - timedelta(days=within.weekday())
    year, number, _ = monday.isocalendar()
    return Stretch(monday, monday + timedelta(days=6), f"{year}-W{number:02d}", DatePrecision.WEEK)


def weekend(within: date) -> Stretch:
    """Return Saturday and Sunday of the week that *within* is in."""
    saturday = within - timedelta(days=within.weekday()) + timedelta(days=5)
    sunday = saturday + timedelta(days=1)
    return Stretch(saturday, sunday, f"{saturday}/{sunday}", DatePrecision.DAY)


def months(year: int, month: int, count: int) -> tuple[date, date]:
    """Return the first and last day of *count* months from *month* on."""
    end = month + count - 1
    last_year, last_month = year + (end - 1) // 12, (end - 1) % 12 + 1
    last = date(last_year, last_month, monthrange(last_year, last_month)[1])
    return date(year, month, 1), last


def month(year: int, number: int) -> Stretch | None:
    """Return a month, wherever its number lies outside of 1 to 12 that of the year beside."""
    year, number = year + (number - 1) // 12, (number - 1) % 12 + 1
    if not EARLIEST <= year <= LATEST:
        return None
    return Stretch(*months(year, number, 1), f"{year}-{number:02d}", DatePrecision.MONTH)


def quarter(year: int, number: int) -> Stretch | None:
    """Return a quarter; number 0 is the last one of the year before."""
    year, number = year + (number - 1) // 4, (number - 1) % 4 + 1
    if not EARLIEST <= year <= LATEST:
        return None
    first, last = months(year, number * 3 - 2, 3)
    return Stretch(first, last, f"{year}-Q{number}", DatePrecision.QUARTER)


def half(year: int, number: int) -> Stretch | None:
    """Return the first or second half of a year."""
    if not EARLIEST <= year <= LATEST:
        return None
    first, last = months(year, number * 6 - 5, 6)
    return Stretch(first, last, f"{year}-H{number}", DatePrecision.HALF)


SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}


def season(year: int, name: str) -> Stretch | None:
    """Return a season of the northern half of the earth; a winter begins in December of *year*."""
    if not EARLIEST <= year < LATEST:
        return None
    first, last = months(year, SEASONS[name], 3)
    value = f"{first.isoformat()[:7]}/{last.isoformat()[:7]}"
    return Stretch(first, last, value, DatePrecision.SEASON)


def year(number: int) -> Stretch | None:
    """Return a year."""
    if not EARLIEST <= number <= LATEST:
        return None
    return Stretch(date(number, 1, 1), date(number, 12, 31), f"{number:04d}", DatePrecision.YEAR)


def decade(first: int) -> Stretch | None:
    """Return the ten years from *first* on."""
    if not EARLIEST <= first <= LATEST - 9:
        return None
    last = date(first + 9, 12, 31)
    return Stretch(date(first, 1, 1), last, f"{first:04d}s", DatePrecision.DECADE)


def century(number: int) -> Stretch | None:
    """Return a century as people count: the 20th is 1900 to 1999."""
    first = (number - 1) * 100
    if not EARLIEST <= first <= LATEST - 99:
        return None
    ending = "th" if 10 < number % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return Stretch(
        date(first, 1, 1),
        date(first + 99, 12, 31),
        f"{number}{ending} century",
        DatePrecision.CENTURY,
    )


def moved(on: date, unit: str, count: int) -> date | None:
    """Return the day *count* units away from *on*, the last of the month where it has no such."""
    try:
        if unit in ("day", "week", "fortnight"):
            return on + timedelta(days=count * {"day": 1, "week": 7, "fortnight": 14}[unit])
        back = on.year * 12 + on.month - 1
        back += count * {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}[unit]
        year_, month_ = back // 12, back % 12 + 1
        if not EARLIEST <= year_ <= LATEST:
            return None
        return date(year_, month_, min(on.day, monthrange(year_, month_)[1]))
    except OverflowError:
        return None
