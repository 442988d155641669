"""The day of publication: stamps as written, the outlet's zone, and what other places say.

A stamp in UTC may stand for the evening before where the outlet is, so the stamp and its zone are
kept, and every other day that the document gives is said.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from email.utils import parsedate_to_datetime

from knowledge.errors import RecordError
from knowledge.model import PartialDate
from knowledge.readers.reading import Origin, Published

_FIRST_YEAR = 1990
_UTC = frozenset({"Z", "+00:00", "+0000", "-00:00", "+00"})
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = r"(?P<name>[A-Z][a-z]{2,8})\.?"
_ISO = re.compile(
    r"(?P<y>\d{4})-(?P<m>\d\d)(?:-(?P<d>\d\d)(?:[T ](?P<time>\d\d:\d\d(?::\d\d)?)(?:[.,]\d+)?"
    r"\s*(?P<zone>Z|[+-]\d\d:?\d\d|[+-]\d\d)?)?)?"
)
_WORDS = (
    re.compile(rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH},?\s+(?P<y>\d{{4}})"),
    re.compile(rf"{_MONTH}\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>\d{{4}})"),
    re.compile(r"(?P<y>\d{4})/(?P<m>\d{1,2})/(?P<d>\d{1,2})"),
    re.compile(r"(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)(?:T?\d{4,6})?Z?\Z"),
    re.compile(rf"{_MONTH}\s+(?P<y>\d{{4}})\Z"),
    re.compile(r"\A(?P<y>\d{4})\Z"),
)
ABOUT_THE_DAY = (
    "The day of publication, ",
    "The document does not say when it was published",
    "The text does not say when it was published",
    "Subtitles do not say when they were published",
)
"""How sentences begin that a day given by a person answers."""

_IN_ADDRESS = re.compile(r"/(?P<y>(?:19|20)\d\d)[/-](?P<m>\d\d)[/-](?P<d>\d\d)(?=[/-]|$)")


@dataclass(frozen=True, slots=True)
class Stamp:
    """A stamp as a document writes it, and where."""

    text: str
    origin: Origin


def published(stamps: Iterable[Stamp], zone: tzinfo | None = None) -> Published | None:
    """Return the day that *stamps*, surest first, give; nothing where none can be read.

    *zone* is the outlet's. Without it the day is taken as the stamp writes it, except that a day
    stated without a time, or in a zone of its own, is believed over the day next to it in UTC.
    """
    found = [read for stamp in stamps if (read := _read(stamp, zone))]
    if not found:
        return None
    first = found[0]
    others = [each for each in found[1:] if not _agree(each.day, first.day)]
    if zone is None and first.zone in _UTC:
        local = [each for each in found[1:] if each.zone not in _UTC and not each.guessed]
        if local and all(each.day == local[0].day for each in local):
            beside = local[0]
            if beside in others and _neighbours(beside.day, first.day):
                others.remove(beside)
                others.insert(0, first)
                others = [each for each in others if each.day != beside.day]
                first = beside
    also = tuple(dict.fromkeys(each.day for each in others))
    return Published(first.day, first.origin, first.stamp, first.zone, also)


def day_in_address(url: str) -> Stamp | None:
    """Return the day that a web address holds, as many outlets write it: `/2019/12/20/`."""
    match = _IN_ADDRESS.search(url)
    return Stamp("-".join(match.group("y", "m", "d")), Origin.ADDRESS) if match else None


def said_of(day: Published | None) -> tuple[str, ...]:
    """Return the sentences that a person should read about the day of publication."""
    if day is None:
        return ("The document does not say when it was published.",)
    notes = []
    if day.guessed:
        notes.append(
            f"The day of publication, {day.day.words()}, is {_FROM[day.origin]}; check it."
        )
    if day.also:
        rest = " and ".join(each.words() for each in day.also)
        notes.append(
            f"The document gives several days of publication: {day.day.words()}"
            f" ({day.origin.value}), and {rest}; “today” or “on Wednesday” hang on it."
        )
    return tuple(notes)


_FROM = {
    Origin.ADDRESS: "taken from its address",
    Origin.FILE: "the day on which its file was made",
    Origin.GUESSED: "guessed from the page",
}


def _read(stamp: Stamp, zone: tzinfo | None) -> Published | None:
    """Return *stamp* as a day, or nothing where it is none or cannot be a day of publication."""
    text = stamp.text.strip()
    match = _ISO.match(text)
    try:
        if match and not match["zone"]:
            moment, parts, written = None, [p for p in match.group("y", "m", "d") if p], ""
        elif match:
            moment, written = datetime.fromisoformat(_iso(match)), match["zone"]
        elif "," in text and ":" in text and (sent := _of_mail(text)):
            moment, written = sent, sent.isoformat()[19:]
        else:
            moment, parts, written = None, _in_words(text), ""
        if moment is not None:
            local = moment.astimezone(zone) if zone and moment.tzinfo else moment
            parts = [f"{local.year:04}", f"{local.month:02}", f"{local.day:02}"]
        day = PartialDate("-".join(parts))
    except (ValueError, OverflowError, RecordError):
        return None
    return Published(day, stamp.origin, text[:60], written) if _possible(day) else None


def _iso(match: re.Match[str]) -> str:
    zone = match["zone"].replace("Z", "+00:00")
    zone = zone if len(zone) > 3 else f"{zone}:00"
    return f"{match['y']}-{match['m']}-{match['d']}T{match['time']}{zone}"


def _of_mail(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None


def _in_words(text: str) -> list[str]:
    """Return year, month and day of a date in words, nothing where day and month may be swapped."""
    for pattern in _WORDS:
        if match := pattern.search(text):
            found = match.groupdict()
            month = found.get("m") or ""
            if name := found.get("name"):
                if name[:3].lower() not in _MONTHS:
                    continue
                month = str(_MONTHS.index(name[:3].lower()) + 1)
            parts = (found["y"], month.zfill(2), (found.get("d") or "").zfill(2))
            return [part for part in parts if part.strip("0")]
    return []


def _possible(day: PartialDate) -> bool:
    tomorrow = datetime.now(UTC) + timedelta(days=2)
    return int(day.value[:4]) >= _FIRST_YEAR and day.value <= tomorrow.date().isoformat()


def _agree(one: PartialDate, other: PartialDate) -> bool:
    shared = min(len(one.value), len(other.value))
    return one.value[:shared] == other.value[:shared]


def _neighbours(one: PartialDate, other: PartialDate) -> bool:
    if len(one.value) != 10 or len(other.value) != 10:
        return False
    apart = date.fromisoformat(one.value) - date.fromisoformat(other.value)
    return abs(apart) == timedelta(days=1)
