"""Dates that only publication makes known: `Wednesday`, `last week`, `two years ago`, `this
summer`, `12 December last year`, `over the past five years`, and months that name no year."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from knowledge.extract.dates import stretches
from knowledge.extract.dates.mentions import Mention, Reckon
from knowledge.extract.dates.names import (
    DAY,
    MONTH,
    NUMBER,
    ORDINALS,
    WEEKDAY,
    count,
    month_number,
    weekday_number,
)
from knowledge.extract.dates.stretches import Stretch
from knowledge.extract.found import DatePrecision

_UNIT = r"(?P<unit>day|week|fortnight|month|quarter|year|decade|century)"
_UNITS = r"(?P<unit>hour|day|week|fortnight|month|year|decade|centur(?:y|ie))s?"
_WHICH = (
    r"(?P<which>[Ll]ast|[Nn]ext|[Tt]his|[Tt]he (?:previous|coming|current)|[Tt]his (?:past|coming))"
)
_PART = r"(?:(?:[Ee]arly|[Ll]ate|[Mm]id)[- ](?:in )?)?"

TODAY = re.compile(
    r"\b(?P<word>[Tt]oday|[Tt]onight|[Yy]esterday|[Tt]omorrow|[Tt]he day before yesterday)\b"
)
THIS_MORNING = re.compile(r"\b(?P<word>[Tt]his (?:morning|afternoon|evening)|[Ll]ast night)\b")
NAMED_UNIT = re.compile(
    rf"\b{_PART}{_WHICH} (?P<unit>week|month|quarter|year|weekend|decade|century)s?\b(?!-)",
    re.IGNORECASE,
)
WEEKEND = re.compile(r"\b(?P<the>[Tt]he )weekend\b(?! (?:of|after|before|prior))")
NAMED_WEEKDAY = re.compile(rf"\b(?:{_WHICH} )?(?P<day>{WEEKDAY})\b(?!s\b)")
NAMED_SEASON = re.compile(
    rf"\b{_WHICH} (?P<name>spring|summer|autumn|fall|winter)\b", re.IGNORECASE
)
DAY_OF_YEAR = re.compile(
    rf"\b(?:(?P<month>{MONTH}) (?P<day>{DAY})(?:st|nd|rd|th)?"
    rf"|(?:the )?(?P<first>{DAY})(?:st|nd|rd|th)? (?:of )?(?P<second>{MONTH}))"
    r",? (?:of )?(?P<which>last|this|next) year\b"
)
MONTH_OF_YEAR = re.compile(rf"\b{_PART}(?P<month>{MONTH}) (?:of )?(?P<which>last|this|next) year\b")
WHICH_MONTH = re.compile(rf"\b{_WHICH} (?P<month>{MONTH})(?! [0-9])")
BARE_MONTH = re.compile(
    r"(?P<part>(?:\b[Tt]he )?\b(?:end|start|beginning|middle) of "
    r"|\b(?:[Ee]arly|[Ll]ate|[Mm]id)[- ](?:in )?)?"
    rf"\b(?P<month>{MONTH})(?![\w’'-]*[\w])"
)
QUARTER = re.compile(
    r"\b[Tt]he (?P<nth>first|second|third|fourth|1st|2nd|3rd|4th) quarter"
    r"(?: of (?P<which>last|this|next) year)?\b"
)
HALF = re.compile(r"\b[Tt]he (?P<nth>first|second) half of (?P<which>last|this|next|the) year\b")
AGO = re.compile(rf"(?<!\w)(?P<count>{NUMBER})(?: full)? {_UNITS} ago\b", re.IGNORECASE)
FROM_NOW = re.compile(rf"\b(?P<count>{NUMBER}) {_UNITS} from (?:now|today)\b", re.IGNORECASE)
WINDOW = re.compile(
    rf"\b(?:(?:over|in|during|for|within|throughout) )?the (?P<way>past|last|next|coming)"
    rf"(?: (?P<count>{NUMBER}))? {_UNITS}\b(?! of\b)",
    re.IGNORECASE,
)
YEAR_BEFORE = re.compile(
    r"\b[Tt]he year before\b(?! (?:the|that|last|it|he|she|they|[a-z]+ing|[A-Z]))"
)
YEAR_END = re.compile(
    r"\b(?:year[- ]end|year['’]s end"
    r"|(?:the )?end of (?:the|this) (?P<unit>year|month|week|decade))\b",
    re.IGNORECASE,
)

_NO_WEEKDAY_AFTER = re.compile(
    r" (?:Times|Telegraph|Express|Mirror|Mail|Herald|Post|Star|Night Live|Addams|Review|Club|Group"
    r"|the 13th)\b|s\b"
)
_NO_WEEKDAY_BEFORE = re.compile(
    r"(?:Black|Good|Super|Cyber|Ash|Palm|Bloody|Casual|Ruby|Taco|Giving|Manic|Freaky|Man|Holy|Easter"
    r"|Whit|News|[Ee]very|[Ee]ach|[Ee]very other|[Mm]ost) $"
)
_MONTH_BEFORE = re.compile(
    r"(?:^|[\s(])(?:in|since|by|until|till|of|from|to|through|throughout|during|before|after|and"
    r"|between|for|or|every|the|a|an|on|late|early|mid|this|that|as of|around) $",
    re.IGNORECASE,
)
_MARCH, _MAY = 3, 5
_LIKE_A_VERB = re.compile(r"(?:\b(?:a|an|the|on|and|or|to|for)) $")
_THAT_YEAR = re.compile(r",? (?:of )?(?:that|the same|the following|the previous) year\b")
_ELSEWHERE = "its year stands elsewhere in the text"
_SURE_MONTHS = frozenset((1, 2, 9, 10, 11, 12, 7))
_AND_MONTH = re.compile(rf" (?:and|to|through|or) {MONTH}|[–-]{MONTH}")
_SAID = {
    "last": -1, "the previous": -1, "this past": -1, "this": 0, "the current": 0, "next": 1,
    "the coming": 1, "this coming": 1,
}  # fmt: skip


def _which(match: re.Match[str]) -> int:
    return _SAID[" ".join(match["which"].lower().split())]


def _mention(
    match: re.Match[str],
    reckon: Reckon,
    how: str = "",
    *,
    window: bool = False,
    by_tense: bool = False,
) -> Mention:
    start, end = match.span()
    return Mention(start, end, reckon=reckon, how=how, window=window, by_tense=by_tense)


def _today(match: re.Match[str]) -> Mention:
    word = match["word"].lower()
    shift = {"yesterday": -1, "last night": -1, "tomorrow": 1, "the day before yesterday": -2}
    return _mention(match, lambda on, _: _shifted(on, shift.get(word, 0)))


def _shifted(on: date, days: int) -> Stretch | None:
    moved = stretches.moved(on, "day", days)
    return stretches.day(moved) if moved else None


def _named_unit(match: re.Match[str]) -> Mention | None:
    unit, shift = match["unit"].lower(), _which(match)
    said = " ".join(match["which"].lower().split())
    if said == "this past" and unit in ("year", "decade", "century"):
        shift = 0

    def reckon(on: date, forward: bool) -> Stretch | None:
        if unit == "weekend":
            return _weekend(on, shift, forward)
        moved = stretches.moved(on, unit, shift)
        if moved is None:
            return None
        if unit == "week":
            return stretches.week(moved)
        if unit == "month":
            return stretches.month(moved.year, moved.month)
        if unit == "quarter":
            return stretches.quarter(moved.year, (moved.month + 2) // 3)
        if unit == "year":
            return stretches.year(moved.year)
        if unit == "decade":
            return stretches.decade(moved.year // 10 * 10)
        return stretches.century(moved.year // 100 + 1)

    return _mention(match, reckon, by_tense=unit == "weekend" and shift == 0)


def _weekend(on: date, shift: int, forward: bool) -> Stretch:
    """Return the weekend: during one, that one; else the one behind, or ahead looking forward."""
    current = stretches.weekend(on)
    if shift:
        back = shift < 0 and on.weekday() < 5
        return stretches.weekend(
            on + timedelta(days=7 * (shift if back or on.weekday() >= 5 else 0))
        )
    if on.weekday() >= 5 or forward:
        return current
    return stretches.weekend(on - timedelta(days=7))


def _the_weekend(match: re.Match[str]) -> Mention:
    return _mention(match, lambda on, forward: _weekend(on, 0, forward), by_tense=True)


def _weekday(match: re.Match[str]) -> Mention | None:
    text, number = match.string, weekday_number(match["day"])
    if _NO_WEEKDAY_AFTER.match(text, match.end()):
        return None
    if _NO_WEEKDAY_BEFORE.search(text[max(0, match.start() - 12) : match.start()]):
        return None
    said = " ".join(match["which"].lower().split()) if match["which"] else ""

    def reckon(on: date, forward: bool) -> Stretch | None:
        ahead = (number - on.weekday()) % 7
        if said in ("last", "the previous", "this past"):
            return _shifted(on, ahead - 7)
        if said in ("next", "the coming", "this coming"):
            return _shifted(on, ahead or 7)
        return _shifted(on, ahead if forward or ahead == 0 else ahead - 7)

    return _mention(match, reckon, by_tense=said in ("", "this", "the current"))


def _season(match: re.Match[str]) -> Mention:
    name, shift = match["name"].lower(), _which(match)

    def reckon(on: date, forward: bool) -> Stretch | None:
        if shift == 0:
            made = stretches.season(on.year - (name == "winter" and on.month < 6), name)
            late = made is not None and forward and made.last < on
            return stretches.season(on.year + 1, name) if late else made
        years = range(on.year - 2, on.year + 3)
        all_ = [made for year in years if (made := stretches.season(year, name))]
        if shift < 0:
            return next((made for made in reversed(all_) if made.last < on), None)
        return next((made for made in all_ if made.first > on), None)

    north = "a season of the northern half of the earth"
    return _mention(match, reckon, how=north, by_tense=shift == 0)


def _day_of_year(match: re.Match[str]) -> Mention:
    month = month_number(match["month"] or match["second"])
    number, shift = int(match["day"] or match["first"]), _which(match)
    return _mention(match, lambda on, _: stretches.on(on.year + shift, month, number))


def _month_of_year(match: re.Match[str]) -> Mention:
    month, shift = month_number(match["month"]), _which(match)
    return _mention(match, lambda on, _: stretches.month(on.year + shift, month))


def _which_month(match: re.Match[str]) -> Mention:
    number, shift = month_number(match["month"]), _which(match)

    def reckon(on: date, _: bool) -> Stretch | None:
        if shift == 0:
            return stretches.month(on.year, number)
        late = number >= on.month if shift < 0 else number > on.month
        year = on.year - late if shift < 0 else on.year + (not late)
        return stretches.month(year, number)

    return _mention(match, reckon)


def _bare_month(match: re.Match[str]) -> Mention | None:
    text, name = match.string, match["month"]
    number = month_number(name)
    before = text[max(0, match.start() - 14) : match.start()]
    told = bool(match["part"]) or bool(_MONTH_BEFORE.search(before))
    following = text[match.end() : match.end() + 2]
    if number == _MAY and _LIKE_A_VERB.search(before):
        told = told and bool(re.match(r" [a-z]", following)) and not before.endswith(" and ")
    told = told or bool(_AND_MONTH.match(text, match.end()))
    if not told and not _stands_as_a_month(number, before, following):
        return None
    named = following[:1] == " " and following[1:2].isupper()
    if name == "Jan" and (named or not told):
        return None  # “economist Jan Bek predicted”
    if named and number not in _SURE_MONTHS and not match["part"]:
        return None
    if before.endswith("that ") or _THAT_YEAR.match(text, match.end()):
        return Mention(
            match.start(), match.end(), reckon=lambda _on, _forward: None, how=_ELSEWHERE
        )
    return Mention(match.start(), match.end(), month=number, by_tense=True)


def _stands_as_a_month(number: int, before: str, following: str) -> bool:
    """Say whether a month without “in” or the like before it is one: no name, no verb."""
    if number in (_MARCH, _MAY) or re.search(r"[A-Z][\w.]* $", before):
        return False
    if number in _SURE_MONTHS:
        return True
    return bool(re.match(r" [a-z]", following))


def _quarter(match: re.Match[str]) -> Mention | None:
    number, which = ORDINALS[match["nth"]], match["which"]

    def reckon(on: date, forward: bool) -> Stretch | None:
        if which:
            return stretches.quarter(on.year + _SAID[which], number)
        made = stretches.quarter(on.year, number)
        if made and not forward and made.first > on:
            return stretches.quarter(on.year - 1, number)
        return made

    return _mention(match, reckon, "the calendar's quarter, not a firm's own", by_tense=not which)


def _half(match: re.Match[str]) -> Mention:
    number, which = ORDINALS[match["nth"]], match["which"]
    shift = _SAID.get(which, 0)
    return _mention(match, lambda on, _: stretches.half(on.year + shift, number))


def _unit(match: re.Match[str]) -> str:
    unit = match["unit"].lower()
    return "century" if unit.startswith("centur") else unit


def _at_precision(on: date, unit: str, shift: int) -> Stretch | None:
    if unit == "hour":
        return _shifted(on, round(shift / 24))
    moved = stretches.moved(on, unit, shift)
    if moved is None:
        return None
    if unit == "day":
        return stretches.day(moved)
    if unit in ("week", "fortnight"):
        return stretches.day(moved, DatePrecision.WEEK)
    if unit == "month":
        return stretches.month(moved.year, moved.month)
    return stretches.year(moved.year)


def _ago(match: re.Match[str]) -> Mention:
    unit, number = _unit(match), count(match["count"])
    return _mention(match, lambda on, _: _at_precision(on, unit, -number))


def _from_now(match: re.Match[str]) -> Mention:
    unit, number = _unit(match), count(match["count"])
    return _mention(match, lambda on, _: _at_precision(on, unit, number))


def _window(match: re.Match[str]) -> Mention | None:
    unit = _unit(match)
    if not match["count"] and (unit in ("hour", "day") or match["way"].lower() == "next"):
        return None  # “the next day” is the one after something told before
    if not match["count"] and match[0].lower().endswith("s"):
        return None
    number = count(match["count"]) if match["count"] else 1
    back = match["way"].lower() in ("past", "last")
    precision = {"hour": "day", "fortnight": "week"}.get(unit, unit)

    def reckon(on: date, _: bool) -> Stretch | None:
        days = -(-number // 24) if unit == "hour" else number
        other = stretches.moved(on, "day" if unit == "hour" else unit, -days if back else days)
        if other is None:
            return None
        first, last = (other, on) if back else (on, other)
        return Stretch(first, last, f"{first}/{last}", DatePrecision(precision))

    return _mention(match, reckon, window=True)


def _year_before(match: re.Match[str]) -> Mention:
    return _mention(
        match, lambda on, _: stretches.year(on.year - 1), "reckoned from the day of publication"
    )


def _year_end(match: re.Match[str]) -> Mention:
    unit = (match["unit"] or "year").lower()

    def reckon(on: date, _: bool) -> Stretch | None:
        if unit == "week":
            return stretches.week(on)
        if unit == "month":
            return stretches.month(on.year, on.month)
        return stretches.decade(on.year // 10 * 10) if unit == "decade" else stretches.year(on.year)

    return _mention(match, reckon)


PATTERNS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Mention | None]], ...] = (
    (DAY_OF_YEAR, _day_of_year),
    (MONTH_OF_YEAR, _month_of_year),
    (QUARTER, _quarter),
    (HALF, _half),
    (AGO, _ago),
    (FROM_NOW, _from_now),
    (WINDOW, _window),
    (YEAR_BEFORE, _year_before),
    (YEAR_END, _year_end),
    (NAMED_UNIT, _named_unit),
    (NAMED_SEASON, _season),
    (WHICH_MONTH, _which_month),
    (NAMED_WEEKDAY, _weekday),
    (WEEKEND, _the_weekend),
    (TODAY, _today),
    (THIS_MORNING, _today),
    (BARE_MONTH, _bare_month),
)
