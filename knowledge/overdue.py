"""Figures past their date: those that say when they were so, which is longer ago than a year.

A figure without such a day is never past it, however old its document is, and neither is one of a
period: what was counted for 2018 was counted for 2018.
"""

from calendar import monthrange
from datetime import date

from knowledge.model import Claim, Figure
from knowledge.partial_date import PartialDate


def last_day(day: PartialDate) -> date:
    """Return the last day of a day, month or year."""
    year, month, of_month = (*map(int, day.value.split("-")), 0, 0)[:3]
    month = month or 12
    return date(year, month, of_month or monthrange(year, month)[1])


def a_year_before(today: date) -> date:
    """Return the day of which a figure that was so then is past its date from *today* on."""
    # The day before 29 February of a leap year has no other name in the year before.
    day = 28 if (today.month, today.day) == (2, 29) else today.day
    return date(today.year - 1, today.month, day)


def stale_figures(claim: Claim, today: date) -> tuple[Figure, ...]:
    """Return the figures of *claim* that are past their date on *today*."""
    limit = a_year_before(today)
    return tuple(f for f in claim.figures if f.as_of and last_day(f.as_of) <= limit)
