"""Dates found against dates annotated: our own sentences, and the dated expressions of GUM."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from knowledge.extract.dates import read_dates, stretches
from knowledge.extract.found import FoundDate
from knowledge.model import PartialDate

Days = tuple[date | None, date | None]


def sentences(path: Path) -> tuple[int, int, int]:
    """Return how many dates are annotated, read, and right in value, precision, kind and days."""
    annotated = read = right = 0
    for line in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
        british = line["locale"] == "GB"
        found = read_dates(line["text"], PartialDate(line["anchor"]), day_first=british)
        annotated, read = annotated + len(line["dates"]), read + len(found)
        right += sum(any(_same(one, gold) for one in found) for gold in line["dates"])
    return annotated, read, right


def _same(found: FoundDate, gold: Mapping[str, Any]) -> bool:
    value = "1990s" if gold["value"] == "199X" else gold["value"]
    return (
        (found.span.start, found.span.end) == tuple(gold["span"])
        and (found.value, found.precision, found.kind) == (value, gold["precision"], gold["kind"])
        and (_iso(found.start), _iso(found.end)) == (gold["start"], gold["end"])
    )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def expressions(path: Path) -> tuple[int, int, int]:
    """Return how many expressions of GUM are annotated, found, and found with the right days.

    Where GUM marks the two ends of a range each for itself, an end counts; so does the year of
    “March 11 this year”, which is one date here and two there.
    """
    annotated = touched = right = 0
    for line in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
        found = read_dates(line["text"], PartialDate(line["date"]))
        for gold in line["dates"]:
            annotated += 1
            start, end = gold["span"]
            over = [one for one in found if one.span.start < end and start < one.span.end]
            touched += bool(over)
            right += _any_right(over, gold)
    return annotated, touched, right


def _any_right(over: Sequence[FoundDate], gold: Mapping[str, str]) -> bool:
    days = _days(gold)
    if days is None:
        return False
    year = gold.get("when", "") if len(gold.get("when", "")) == 4 else None
    return any(
        (one.start, one.end) == days
        or (one.kind == "range" and days in ((one.start, one.start), (one.end, one.end)))
        or (one.kind == "since" and one.start == days[0])
        or (one.kind == "by" and one.end == days[1])
        or (year is not None and one.kind == "point" and one.value.startswith(f"{year}-"))
        for one in over
    )


def _days(gold: Mapping[str, str]) -> Days | None:
    when = gold.get("when")
    if when is not None and ":" in when:
        return None  # a time of day
    if when is not None:
        return _first(when), _last(when)
    first, last = gold.get("from", gold.get("notBefore")), gold.get("to", gold.get("notAfter"))
    return _first(first or last or ""), _last(last or first or "")


def _first(value: str) -> date | None:
    return _stretch(value).first


def _last(value: str) -> date | None:
    return _stretch(value).last


def _stretch(value: str) -> stretches.Stretch:
    parts = [int(part) for part in value.split("-")]
    if len(parts) == 3:
        return stretches.day(date(*parts))
    made = stretches.month(*parts) if len(parts) == 2 else stretches.year(parts[0])
    assert made is not None
    return made
