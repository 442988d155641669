"""Dates that name day, month or year: `June 11, 2018`, `11 June`, `2024-02-29`, `3/4/2018`, `the
1990s`, `the third quarter of 2024`. A month without a year is completed from publication later."""

import re
from collections.abc import Callable

from knowledge.extract.dates import stretches
from knowledge.extract.dates.mentions import Mention
from knowledge.extract.dates.names import (
    DAY,
    MONTH,
    ORDINALS,
    WEEKDAY_OR_SHORT,
    YEAR,
    month_number,
)
from knowledge.extract.dates.stretches import Stretch

_WEEKDAY_BEFORE = rf"(?:\b{WEEKDAY_OR_SHORT},? (?:the )?)?"
_ENDING = r"(?:st|nd|rd|th)?"
_PART = r"(?:(?:early|late|mid)[- ](?:in )?)?"
_AFTER_DAY = r"(?![0-9:%]|[.,][0-9]| ?(?:percent|per cent|million|billion|a\.m\.|p\.m\.|am|pm)\b)"
_YEAR_AFTER = rf"(?:,? (?:of )?(?P<year>{YEAR}))?(?![,.][0-9])"
_QUARTERS = r"(?P<nth>first|second|third|fourth|1st|2nd|3rd|4th)"
_YEAR_ALONE = rf"(?P<year>{YEAR})(?![,.:][0-9]|[-\u2010\u2011][A-Za-z]|[%°/@&_\w])"

MONTH_FIRST = re.compile(
    rf"{_WEEKDAY_BEFORE}\b(?P<month>{MONTH}) (?:the )?(?P<day>{DAY}){_ENDING}\b"
    rf"{_AFTER_DAY}{_YEAR_AFTER}"
)
DAY_FIRST = re.compile(
    rf"{_WEEKDAY_BEFORE}(?:\bthe )?(?<![0-9.,:/-])\b(?P<day>{DAY}){_ENDING} (?:of )?"
    rf"(?P<month>{MONTH})\b{_YEAR_AFTER}"
)
MONTH_YEAR = re.compile(rf"\b{_PART}(?P<month>{MONTH}),? (?:of )?(?P<year>{YEAR})(?![,.][0-9])")
ISO = re.compile(r"\b(?P<year>[12][0-9]{3})([-/])(?P<month>[0-9]{2})\2(?P<day>[0-9]{2})\b(?![-/])")
DOTTED = re.compile(
    r"(?<![\w.])(?P<day>[0-9]{1,2})\.(?P<month>[0-9]{1,2})\.(?P<year>[12][0-9]{3})\b"
)
SLASHED = re.compile(
    r"(?<![\w/])(?P<a>[0-9]{1,2})([/-])(?P<b>[0-9]{1,2})\2(?P<year>[12][0-9]{3}|[0-9]{2})\b(?![/-])"
)
QUARTER = re.compile(
    rf"\b(?:[Tt]he )?(?:{_QUARTERS}[- ]quarter|Q(?P<number>[1-4]))(?: of|,)?(?: fiscal)? "
    rf"(?P<year>{YEAR})"
)
HALF = re.compile(rf"\b(?:[Tt]he )?(?P<nth>first|second) half of (?P<year>{YEAR})")
SEASON = re.compile(
    rf"\b(?:[Tt]he )?(?:(?:early|late) )?(?P<name>spring|summer|autumn|fall|winter|Spring|Summer"
    rf"|Autumn|Fall|Winter)(?: of|,)? (?P<year>{YEAR})"
)
DECADE = re.compile(
    r"\b(?:[Tt]he )?(?:(?:early|late|mid)[- ])?(?:to[- ]late[- ])?"
    r"(?P<year>(?:1[0-9]|20)[0-9]0)['’]?s\b"
)
SHORT_DECADE = re.compile(
    r"\b[Tt]he (?:(?:early|late|mid)[- ])?(?:['’](?P<marked>[0-9]0)s|(?P<bare>[2-9]0)s)\b"
)
CENTURY = re.compile(
    r"\b(?:[Tt]he )?(?:(?:early|late|mid)[- ])?(?P<number>1[0-9]|2[0-1])(?:st|nd|rd|th)"
    r"[- ]century\b"
)
BARE_YEAR = re.compile(
    r"(?<![\w$£€¥₹.,:/#'’&-])"
    r"(?P<part>(?:[Tt]he )?(?:(?:end|start|beginning|middle|close|turn) of )"
    rf"|(?:early|late|mid)[- ](?:in )?)?{_YEAR_ALONE}"
)
MID_YEAR = re.compile(rf"\b(?P<part>mid-|early-|late-){_YEAR_ALONE}")

_NOT_A_YEAR_BEFORE = re.compile(
    r"(?:than|over|nearly|almost|some|least|to about|about|around|approximately|roughly|No\.|"
    r"Resolution|Article|Section|Chapter|Flight|Room|Highway|Route|Area|Model|Windows|Boeing|\bRs|"
    r"Sh|\bof the|these|those|all|another|all the|plus|minus|times|by about|additional) $"
)
_NOT_A_YEAR_AFTER = re.compile(
    r" (?:people|men|women|children|years?|percent|per cent|jobs|votes|voters|workers|employees|"
    r"soldiers|troops|protesters|residents|students|miles|km|kilometres|kilometers|dollars|euros|"
    r"pounds|feet|metres|meters|homes|houses|delegates|refugees|migrants|GMT|UTC|hours|tons|tonnes|"
    r"registered|likely|eligible|adults|respondents|million|billion|hrs|acres|times|words|pages|copies|euro|yen)\b"
)


def _stretch(match: re.Match[str], made: Stretch | None) -> Mention:
    return Mention(match.start(), match.end(), made, broken=made is None)


def _day(match: re.Match[str]) -> Mention | None:
    month, number = month_number(match["month"]), int(match["day"])
    if match["year"]:
        return _stretch(match, stretches.on(int(match["year"]), month, number))
    possible = stretches.on(2000, month, number) is not None
    return Mention(
        match.start(), match.end(), month=month, day=number, by_tense=True, broken=not possible
    )


def _month(match: re.Match[str]) -> Mention | None:
    return _stretch(match, stretches.month(int(match["year"]), month_number(match["month"])))


def _iso(match: re.Match[str]) -> Mention | None:
    made = stretches.on(int(match["year"]), int(match["month"]), int(match["day"]))
    return _stretch(match, made)


def _quarter(match: re.Match[str]) -> Mention | None:
    number = int(match["number"]) if match["number"] else ORDINALS[match["nth"]]
    return _stretch(match, stretches.quarter(int(match["year"]), number))


def _half(match: re.Match[str]) -> Mention | None:
    return _stretch(match, stretches.half(int(match["year"]), ORDINALS[match["nth"]]))


def _season(match: re.Match[str]) -> Mention | None:
    made = stretches.season(int(match["year"]), match["name"].lower())
    return Mention(
        match.start(), match.end(), made, how="a season of the northern half of the earth"
    )


def _decade(match: re.Match[str]) -> Mention | None:
    return _stretch(match, stretches.decade(int(match["year"])))


def _short_decade(match: re.Match[str]) -> Mention | None:
    tens = int(match["marked"] or match["bare"])
    made = stretches.decade((1900 if tens >= 20 else 2000) + tens)
    return Mention(match.start(), match.end(), made, how="the century is taken for granted")


def _century(match: re.Match[str]) -> Mention | None:
    return _stretch(match, stretches.century(int(match["number"])))


def _year(match: re.Match[str]) -> Mention | None:
    number, text = int(match["year"]), match.string
    if not 1500 <= number <= 2099 and not match["part"]:
        return None
    before = text[max(0, match.start() - 14) : match.start()]
    if not match["part"] and _NOT_A_YEAR_BEFORE.search(before):
        return None
    if _NOT_A_YEAR_AFTER.match(text, match.end()):
        return None
    return _stretch(match, stretches.year(number))


def slashed(match: re.Match[str], *, day_first: bool) -> Mention | None:
    """Read `3/4/2018` in the desk's order, or in the only one that the calendar allows."""
    a, b, written = int(match["a"]), int(match["b"]), match["year"]
    year, how = int(written), ""
    if len(written) == 2:
        year += 2000 if year < 70 else 1900
        how = "the century is taken for granted"
    month, number = (b, a) if day_first else (a, b)
    made = stretches.on(year, month, number)
    if made is None:
        made = stretches.on(year, number, month)
    elif a != b and stretches.on(year, number, month) is not None:
        order = "day first" if day_first else "month first"
        how = "; ".join(filter(None, (f"ambiguous, read {order}", how)))
    return Mention(match.start(), match.end(), made, how=how, broken=made is None)


PATTERNS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Mention | None]], ...] = (
    (ISO, _iso),
    (DOTTED, _iso),
    (DAY_FIRST, _day),
    (MONTH_FIRST, _day),
    (MONTH_YEAR, _month),
    (QUARTER, _quarter),
    (HALF, _half),
    (SEASON, _season),
    (DECADE, _decade),
    (SHORT_DECADE, _short_decade),
    (CENTURY, _century),
    (MID_YEAR, _year),
    (BARE_YEAR, _year),
)
