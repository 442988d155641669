"""Reading the dates of a text and reckoning those that hang on its day of publication."""

import re
from datetime import date

from knowledge.extract.dates import absolute, relative, stretches, tense
from knowledge.extract.dates.joints import Group, grouped, ranges_of_digits
from knowledge.extract.dates.mentions import Mention, Tense
from knowledge.extract.dates.stretches import Stretch
from knowledge.extract.found import FoundDate
from knowledge.model import PartialDate, Span

_BACK, _AHEAD = "the past is taken for granted", "what is to come is taken for granted"
_NEAREST = "the nearest is taken for granted"
_QUICK = re.compile(
    r"[0-9]|day\b|ago\b|week|month|year|night|morrow|today|morning|afternoon|evening|decade|centur|"
    r"quarter|spring|summer|autumn|fall\b|winter|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec",
    re.IGNORECASE,
)
_DIGIT = re.compile("[0-9]")
_IN_WORDS = relative.PATTERNS
"""What finds dates where no digit stands."""

# “12 December last year” before “12 December”
_PATTERNS = (*relative.PATTERNS[:2], *absolute.PATTERNS, *relative.PATTERNS[2:])


def read_dates(
    text: str,
    published: PartialDate | None,
    *,
    day_first: bool = False,
    start: int = 0,
    end: int | None = None,
) -> tuple[FoundDate, ...]:
    """Return the dates of *text* between *start* and *end*, in reading order, none overlapping.

    What hangs on the day of publication is reckoned from *published*, as far as that is known, and
    never from today; without it such a date is found and left unresolved. *day_first* reads
    `3/4/2018` as 3 April.
    """
    floor, stop = max(0, start), len(text) if end is None else min(end, len(text))
    if floor >= stop or not _QUICK.search(text, floor, stop):
        return ()
    digits = ranges_of_digits(text, floor, stop)
    taken = [(group.start, group.end) for group in digits]
    mentions = _mentions(text, floor, stop, taken, day_first=day_first)
    groups = digits + grouped(text, mentions, floor)
    days = _anchor(published)
    found = [_found(text, group, days) for group in groups if not group.first.broken]
    return tuple(sorted(found, key=lambda one: one.span.start))


def _mentions(
    text: str, floor: int, stop: int, taken: list[tuple[int, int]], *, day_first: bool
) -> list[Mention]:
    """Return what each pattern finds, an earlier pattern winning over a later one."""
    found: list[Mention] = []
    covered = bytearray(stop - floor)
    for begin, over in taken:
        covered[begin - floor : over - floor] = b"\1" * (over - begin)
    for match in absolute.SLASHED.finditer(text, floor, stop):
        _keep(found, covered, floor, absolute.slashed(match, day_first=day_first))
    for pattern, read in _PATTERNS if _DIGIT.search(text, floor, stop) else _IN_WORDS:
        for match in pattern.finditer(text, floor, stop):
            if not covered[match.start() - floor] and not covered[match.end() - floor - 1]:
                _keep(found, covered, floor, read(match))
    return sorted(found, key=lambda mention: mention.start)


def _keep(found: list[Mention], covered: bytearray, floor: int, mention: Mention | None) -> None:
    if mention is None or any(covered[mention.start - floor : mention.end - floor]):
        return
    covered[mention.start - floor : mention.end - floor] = b"\1" * (mention.end - mention.start)
    found.append(mention)


def _anchor(published: PartialDate | None) -> tuple[date, date] | None:
    """Return the first and the last day that publication may have been on."""
    if published is None:
        return None
    parts = [int(part) for part in published.value.split("-")]
    if len(parts) == 3:
        return (date(*parts), date(*parts))
    known = stretches.month(*parts) if len(parts) == 2 else stretches.year(parts[0])
    return (known.first, known.last) if known else None


def _found(text: str, group: Group, days: tuple[date, date] | None) -> FoundDate:
    forward = _forward(text, group)
    first = _resolved(group.first, days, forward)
    last = first if group.last is None else _resolved(group.last, days, forward)
    if first is not None and last is not None and last.first < first.first:
        last = _next_year(group.last, last)
    span, words = Span(group.start, group.end), text[group.start : group.end]
    if first is None or last is None or last.last < first.first:
        return FoundDate(span, words, kind=group.kind, how=_unresolved(group, days))
    value = first.value if group.last is None else f"{first.value}/{last.value}"
    begin = None if group.kind == "by" else first.first
    close = None if group.kind == "since" else last.last
    how = _how(group, days, forward)
    return FoundDate(span, words, value, last.precision, group.kind, begin, close, how)


def _forward(text: str, group: Group) -> Tense:
    hangs = [m for m in (group.first, group.last) if m is not None and m.by_tense]
    if not hangs:
        return False
    return tense.looks_forward(text, group.start, group.end)


def _resolved(mention: Mention, days: tuple[date, date] | None, forward: Tense) -> Stretch | None:
    if mention.fixed is not None:
        return mention.fixed
    if days is None:
        return None
    early, late = (_reckoned(mention, on, forward) for on in days)
    return early if early == late else None


def _reckoned(mention: Mention, on: date, forward: Tense) -> Stretch | None:
    if mention.reckon is not None:
        return mention.reckon(on, bool(forward))
    if forward is not None:
        return _completed(mention, on, forward=forward)
    past, ahead = (_completed(mention, on, forward=way) for way in (False, True))
    return ahead if _far_nearer(ahead, past, on) else past


def _far_nearer(ahead: Stretch | None, past: Stretch | None, on: date) -> bool:
    """Say whether what is to come is less than half as far as what is past: “the Jan. 8 vote”."""
    if ahead is None or past is None or ahead == past:
        return False
    return (ahead.first - on).days * 2 < (on - past.first).days


def _completed(mention: Mention, on: date, *, forward: bool) -> Stretch | None:
    """Return the month or the day in the nearest year that lies behind, or ahead if *forward*."""
    for shift in range(9):
        year = on.year + shift if forward else on.year - shift
        made = (
            stretches.on(year, mention.month, mention.day)
            if mention.day
            else stretches.month(year, mention.month)
        )
        if made is not None and (made.last >= on if forward else made.first <= on):
            return made
    return None


def _next_year(mention: Mention | None, last: Stretch) -> Stretch:
    """Return the end of a range a year on, where it came out before the beginning."""
    if mention is None or mention.fixed is not None or not mention.month:
        return last
    year = last.first.year + 1
    made = (
        stretches.on(year, mention.month, mention.day)
        if mention.day
        else stretches.month(year, mention.month)
    )
    return made or last


def _how(group: Group, days: tuple[date, date] | None, forward: Tense) -> str:
    parts = [mention.how for mention in (group.first, group.last) if mention is not None]
    hangs = [m for m in (group.first, group.last) if m is not None and m.by_tense]
    if hangs and days is not None:
        nearest = forward is None and any(
            m.month and (made := _resolved(m, days, None)) and made.first > days[1] for m in hangs
        )
        parts.append(_NEAREST if nearest else _AHEAD if forward else _BACK)
    return "; ".join(dict.fromkeys(part for part in parts if part))


def _unresolved(group: Group, days: tuple[date, date] | None) -> str:
    if days is None:
        return "no day of publication to reckon from"
    if group.first.how:
        return group.first.how
    return (
        "the day of publication is not known well enough" if days[0] != days[1] else "no such day"
    )
