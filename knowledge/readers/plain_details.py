"""What a plain text says of itself above its first sentence: who wrote it, and on which day."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from knowledge.extract.datelines import after_dateline
from knowledge.extract.found import Paragraph, Part
from knowledge.readers.layout import one_line
from knowledge.readers.reading import Detail, Origin, Published
from knowledge.readers.stamps import Stamp, published

NO_DAY = "The text does not say when it was published."

_NEAR = timedelta(days=14)
"""A day in the text may lie so far from the dateline's and still tell of which year that is."""

_BY = re.compile(r"\W*by\s+", re.IGNORECASE)
_STATED = re.compile(r"\W*(?:first\s+)?(?:published|posted)\b[\s:]*(?:on\s+)?", re.IGNORECASE)
_MONTH = r"(?P<month>[A-Z][a-z]{2,8})\.?"
_IN_DATELINE = re.compile(
    rf"(?:{_MONTH}\s+(?P<day>\d{{1,2}})|(?P<day2>\d{{1,2}})\s+{_MONTH.replace('month', 'month2')})"
    r"(?!\d)(?:,?\s+(?P<year>\d{4}))?"
)
_WHOLE = re.compile(
    r"(?<!\w)(?:[A-Z][a-z]{2,8}\.?\s+\d{1,2},?|\d{1,2}\s+[A-Z][a-z]{2,8}\.?)\s+\d{4}(?!\d)"
)


def byline_in(text: str, paragraphs: Sequence[Paragraph]) -> Detail | None:
    """Return the names after “By” on a line of their own above the report, as they stand there."""
    for line in _above(text, paragraphs):
        if (by := _BY.match(line)) and line[by.end() :]:
            return Detail(line[by.end() :], Origin.VISIBLE)
    return None


def day_in(text: str, paragraphs: Sequence[Paragraph]) -> tuple[Published | None, str]:
    """Return the day of publication and a sentence about it where a person should look.

    A line “Published …” states it. Any other date above the report, and that of the dateline, is a
    guess; a dateline without a year is one only where a whole date in the text is near it.
    """
    lines = list(_above(text, paragraphs))
    for line in lines:
        if (said := _STATED.match(line)) and (day := _day(line[said.end() :], Origin.VISIBLE)):
            return day, ""
    for line in lines:
        if _IN_DATELINE.match(line) and (day := _day(line, Origin.GUESSED)):
            return day, _guessed(day, line)
    return _of_dateline(text, paragraphs)


def _of_dateline(text: str, paragraphs: Sequence[Paragraph]) -> tuple[Published | None, str]:
    first = next((p.span for p in paragraphs if p.part is Part.BODY), None)
    if first is None:
        return None, NO_DAY
    dateline = one_line(text[first.start : after_dateline(text, first.start, first.end)])
    found = _IN_DATELINE.search(dateline)
    if found is None:
        return None, NO_DAY
    written = found.group()
    if not found["year"] and not (year := _year_near(written, text)):
        return None, (
            f"The text does not say when it was published: its dateline says “{written}” without a"
            " year. Give the day with it."
        )
    day = _day(written if found["year"] else f"{written} {year}", Origin.GUESSED)
    if day is None:
        return None, NO_DAY
    return replace(day, stamp=written), _guessed(day, written)


def _year_near(written: str, text: str) -> str:
    """Return the year that whole dates in *text* give the day *written*, if it is one alone."""
    years: set[str] = set()
    for whole in _WHOLE.finditer(text):
        known = _day(whole.group(), Origin.GUESSED)
        if known is None or len(known.day.value) != 10:
            continue
        near = date.fromisoformat(known.day.value)
        for year in (near.year - 1, near.year, near.year + 1):
            day = _day(f"{written} {year}", Origin.GUESSED)
            if day is not None and abs(date.fromisoformat(day.day.value) - near) <= _NEAR:
                years.add(str(year))
    return years.pop() if len(years) == 1 else ""


def _day(words: str, origin: Origin) -> Published | None:
    return published([Stamp(words, origin)])


def _guessed(day: Published, line: str) -> str:
    shown = line if len(line) <= 60 else f"{line[:60]}…"
    return f"The day of publication, {day.day.words()}, is guessed from “{shown}”; check it."


def _above(text: str, paragraphs: Sequence[Paragraph]) -> Iterator[str]:
    """Yield the lines above the report that say who wrote it and when."""
    for paragraph in paragraphs:
        if paragraph.part is Part.BODY:
            return
        if paragraph.part is Part.BYLINE:
            yield one_line(text[paragraph.span.start : paragraph.span.end])
