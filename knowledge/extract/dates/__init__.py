"""Dates in running text: what is written, and what it means given the day of publication."""

from knowledge.extract.dates.partial import partial
from knowledge.extract.dates.reader import read_dates

__all__ = ["partial", "read_dates"]
