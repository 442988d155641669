"""Mentions that belong together: `from March to June`, `between 2013 and 2017`, `since 1957`, `by
2030`, `until the end of 2027`, `March 4–6`, `2013–14`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.extract.dates import stretches
from knowledge.extract.dates.mentions import Mention
from knowledge.extract.dates.names import DAY, MONTH, YEAR, month_number

_TO = re.compile(r" (?:to|through|until|till|and) |\s?[–-]\s?")
_OPENED = re.compile(r"\b(?P<word>[Ff]rom|[Bb]etween) $")
_KINDS = (
    (re.compile(r"\b[Ee]ver since $|\b[Ss]ince(?: about| around| at least)? $"), "since"),
    (re.compile(r"\b[Bb]y $|\b(?:[Uu]ntil|[Tt]ill|[Nn]o later than) $"), "by"),
)
_ENDING = r"(?:st|nd|rd|th)?"
_JOINT = rf"{_ENDING}\s?(?:[–-]|to|and)\s?"
_DAYS = re.compile(
    rf"\b(?:(?P<month>{MONTH}) (?P<a>{DAY}){_JOINT}(?P<b>{DAY}){_ENDING}\b"
    rf"|(?P<c>{DAY}){_JOINT}(?P<d>{DAY}){_ENDING} (?P<second>{MONTH}))"
    rf"(?:,? (?P<year>{YEAR}))?(?![0-9]|[.,][0-9])"
)
_YEARS = re.compile(
    r"(?<![\w.,$£€/-])(?P<a>1[5-9][0-9]{2}|20[0-9]{2})[–/-](?P<b>[12][0-9]{3}|[0-9]{2})\b(?![\w,/-])"
)


@dataclass(frozen=True, slots=True)
class Group:
    """One mention, or the two ends of a range, with the kind that the word before it gives."""

    start: int
    end: int
    first: Mention
    last: Mention | None = None
    kind: str = "point"


def ranges_of_digits(text: str, start: int, end: int) -> list[Group]:
    """Return the ranges whose second end is bare digits, which no mention would be."""
    found = []
    for match in _DAYS.finditer(text, start, end):
        month = month_number(match["month"] or match["second"])
        low, high = int(match["a"] or match["c"]), int(match["b"] or match["d"])
        if low >= high or stretches.on(2000, month, high) is None:
            continue
        ends = [
            Mention(
                match.start(),
                match.end(),
                stretches.on(int(match["year"]), month, number) if match["year"] else None,
                month,
                number,
                by_tense=not match["year"],
            )
            for number in (low, high)
        ]
        found.append(Group(match.start(), match.end(), ends[0], ends[1], "range"))
    for match in _YEARS.finditer(text, start, end):
        low = int(match["a"])
        high = int(match["b"]) if len(match["b"]) == 4 else low // 100 * 100 + int(match["b"])
        if low < high <= low + 200:
            a, b = (Mention(match.start(), match.end(), stretches.year(y)) for y in (low, high))
            found.append(Group(match.start(), match.end(), a, b, "range"))
    return found


def grouped(text: str, mentions: Sequence[Mention], floor: int) -> list[Group]:
    """Return *mentions* joined to ranges and given their kinds; *floor* is where reading began."""
    groups: list[Group] = []
    at = 0
    while at < len(mentions):
        mention = mentions[at]
        pair = mentions[at + 1] if at + 1 < len(mentions) else None
        joined = _joined(text, mention, pair, floor) if pair is not None else None
        if joined is not None:
            groups.append(joined)
            at += 2
            continue
        groups.append(_alone(text, mention, floor))
        at += 1
    return groups


def _before(text: str, start: int, floor: int) -> str:
    return text[max(floor, start - 24) : start]


def _joined(text: str, a: Mention, b: Mention, floor: int) -> Group | None:
    between = text[a.end : b.start]
    if (
        len(between) > 9
        or not _TO.fullmatch(between)
        or a.window
        or b.window
        or a.broken
        or b.broken
    ):
        return None
    opened = _OPENED.search(_before(text, a.start, floor))
    word = opened["word"].lower() if opened else ""
    joint = between.strip()
    if joint in ("-", "–") and not word and not _alike(a, b):
        return None
    if joint == "and" and word != "between":
        return None
    if joint == "to" and not word and not (a.month and b.month):
        return None
    if joint in ("until", "till") and not word:
        return None
    if a.month and not a.fixed and b.fixed:
        a = replace(a, fixed=_with_year_of(a, b))
    start = a.start - len(opened[0]) if opened else a.start
    return Group(start, b.end, a, b, "range")


def _alike(a: Mention, b: Mention) -> bool:
    """Say whether both are as precise, so that a dash between them means “to”."""
    if a.fixed is not None and b.fixed is not None:
        return a.fixed.precision == b.fixed.precision
    return bool(a.month) and bool(a.day) == bool(b.day) and (bool(b.month) or b.fixed is not None)


def _with_year_of(a: Mention, b: Mention) -> stretches.Stretch | None:
    if b.fixed is None:
        return None
    for year in (b.fixed.first.year, b.fixed.first.year - 1):
        made = stretches.on(year, a.month, a.day) if a.day else stretches.month(year, a.month)
        if made is not None and made.first <= b.fixed.first:
            return made
    return None


def _alone(text: str, mention: Mention, floor: int) -> Group:
    before = _before(text, mention.start, floor)
    for pattern, kind in _KINDS:
        match = pattern.search(before)
        if match and not mention.window:
            return Group(mention.start - len(match[0]), mention.end, mention, kind=kind)
    return Group(mention.start, mention.end, mention, kind="window" if mention.window else "point")
