"""What looks like a figure and is none: times, years, ordinals, telephones, addresses, numbers of
laws and flights, web addresses."""

import re
from collections.abc import Iterator, Sequence

from knowledge.extract.dates.reader import read_dates
from knowledge.extract.figures import currencies, nouns, units
from knowledge.extract.numerals import NUMBER_WORDS
from knowledge.extract.tokens import Tokens
from knowledge.model import Span

_DIGIT = re.compile("[0-9]")
_IN_WORDS = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?:https?://|www\.)\S+",
        r"[@#]\w+",
        r"\bGroup of (?:[0-9]{1,3}|[A-Z][a-z]+)\b",
        r"\b\w{1,40}=[\"'][^\"']{0,200}[\"']",
        r"(?:§|¶|№)\s?[0-9.]+",
        r"(?i:\bdouble[- ]digits?\b|\b(?:single|triple)[- ]digits?\b)",
        r"(?i:\bhalf[- ](?:measures?|brother|sister|time|hearted|baked|way|truths?|century)\b)",
    )
)
_PATTERNS = _IN_WORDS + tuple(
    re.compile(pattern)
    for pattern in (
        r"\b[0-9]{1,2}(?:[:.][0-9]{2})?\s?(?:[ap]\.m\.|[ap]m\b|[AP]M\b|o['’]clock\b)",
        r"\b(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?(?![0-9:]|,[0-9])",
        r"\b[0-9]{3,4}\s?(?:GMT|UTC|hours\b)",
        r"\b[0-9]+(?:st|nd|rd|th|ST|ND|RD|TH)s?\b",
        r"(?<![\w.])\+?[0-9]{1,4}[-. ]\(?[0-9]{2,4}\)?[-. ][0-9]{3,4}[-. ]?[0-9]{3,4}(?![\w,])",
        r"(?<![\w,.])(?:\+|0)[0-9]{2,5}[- ][0-9]{3,4}[- ][0-9]{3,4}\b",
        r"\([0-9]{3}\) ?[0-9]{3}-[0-9]{4}\b|(?<![\w-])[0-9]{3}-[0-9]{3}-[0-9]{4}\b",
        r"\b[0-9]{1,5}(?: (?:[NSEW]\.|[A-Z][a-z]+)){1,3} "
        r"(?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Drive|Lane|Square|Way|Place|Court|Parkway)\b",
        r"(?<!\w)['’][0-9]{2}s?\b",
        r"\b(?:1[5-9]|20)[0-9]0['’]?s\b",
        r"\b[0-9]{1,2}/[0-9]{1,2}(?:/[0-9]{2,4})?\b(?! of)",
        r"\b[0-9]{4}[–/-](?:[0-9]{4}|[0-9]{2})\b(?![0-9,])",
        r"\b[0-9]+\.[0-9]+(?:\.[0-9]+)+\b(?![,0-9])",
    )
)
_NAMED = frozenset(
    "article articles section sections resolution amendment chapter page pages room rooms flight "
    "gate route highway interstate channel district ward precinct grade grades day week phase "
    "stage level type part volume vol title act rule act proposition prop measure question item "
    "no number nos formula class unit bureau bus line platform verse psalm step tier exhibit "
    "paragraph schedule form category version area zone sector block building terminal pier mark "
    "windows season episode game round group appendix table figure fig annex model lot case file "
    "docket track lane post posts boeing airbus apollo sol top bill hb sb chapter force "
    "h.r. s. u.s.c. minute".split()
)
_NUMBERED = frozenset("day chapter phase stage number episode grade page".split())
_COUNTED_YEARS = frozenset(
    "people men women children years year percent jobs votes voters workers employees soldiers "
    "troops protesters residents students miles km kilometres dollars euros pounds feet metres "
    "meters homes houses delegates members refugees migrants".split()
)
_SOFT = frozenset("than over nearly almost some least roughly approximately estimated".split())
_DURATION = re.compile(
    r"\b(?:ago|earlier|later|past|last|previous|next|coming|within|first|over|before|after|in|for)\b"
)
_COUNTABLE = re.compile(r"\b(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|decades?)\b")
_NOT_NAMES = frozenset(
    "in on at by for with from to the a an and or but if when of about around nearly almost over "
    "some only just all at least more than another these those this that no yes not after before "
    "since until during between under below above up as per what which who where he she it they "
    "we i you his her their our its there here then so also even while because although however "
    "are is was were have has had will would can could may do does did".split()
)


def masked(
    tokens: Tokens, start: int, end: int, given: Sequence[Span], *, dated: bool = False
) -> list[bool]:
    """Return for each token whether it is part of something that is no figure.

    *dated* says that every date is among the spans *given*.
    """
    text = tokens.text
    spans = [(span.start, span.end) for span in given]
    for pattern in _PATTERNS if _DIGIT.search(text, start, end) else _IN_WORDS:
        spans += [match.span() for match in pattern.finditer(text, start, end)]
    for found in () if dated else read_dates(text, None, start=start, end=end):
        low = found.text.lower()
        if not (_COUNTABLE.search(low) and _DURATION.search(low)):
            spans.append((found.span.start, found.span.end))
    spans.sort()
    hidden = [False] * len(tokens)
    at = 0
    for begin, stop in spans:
        while at and tokens[at - 1].end > begin:
            at -= 1
        while at < len(tokens) and tokens[at].start < stop:
            if tokens[at].end > begin:
                hidden[at] = True
            at += 1
    for place in _numbers_of_things(tokens):
        hidden[place] = True
    return hidden


def _numbers_of_things(tokens: Tokens) -> Iterator[int]:
    last = -9
    for place, token in enumerate(tokens.all):
        if token.kind == "digits":
            listed = last == place - 2 and tokens.low(place - 1) in ("and", ",", "or", "-", "–")
            named = _is_named(tokens, place) or (listed and _stands_alone(tokens, place))
            if named:
                last = place
            if named or _is_year(tokens, place):
                yield place
        elif token.low in NUMBER_WORDS and (
            tokens.low(place - 1) in _NUMBERED or _is_word_of_a_name(tokens, place)
        ):
            yield place


def _is_year(tokens: Tokens, place: int) -> bool:
    text = tokens[place].text
    if len(text) != 4 or not text.isdigit() or not 1500 <= int(text) <= 2099:
        return False
    following, before = tokens.low(place + 1), tokens.low(place - 1)
    if following in _COUNTED_YEARS or following in ("%", "million", "billion"):
        return False
    if before in ("$", "£", "€", "¥", "₹") or (
        tokens[place].glued and tokens[place - 1].kind == "word"
    ):
        return False
    return before not in _SOFT or following in (",", ".", "", "and", "or")


def _is_named(tokens: Tokens, place: int) -> bool:
    """Say whether the digits are part of a name: `Article 19`, `Internet Explorer 6`, `HB 2`."""
    before, token = tokens[place - 1], tokens[place]
    at = place - 1
    if before.low == "." and tokens.low(place - 2) in (
        "no",
        "nos",
        "vol",
        "fig",
        "art",
        "sec",
        "pt",
    ):
        return True
    if before.low == "#" or before.kind != "word" or token.glued:
        return False
    if before.sentence != token.sentence or ("." in token.text and before.low in _NAMED):
        return False
    if tokens[place + 1].low in ("percent", "%", "per", "million", "billion", "-", "–", "to", "pc"):
        return before.low in ("article", "section", "resolution")
    if before.low in _NAMED and before.low not in ("no", "day", "week", "top", "game", "minute"):
        return _stands_alone(tokens, place)
    if before.low in ("no", "day", "week", "top", "game"):
        return before.low != "no" or before.text == "No"
    return (
        before.text[0].isupper()
        and not currencies.is_sign(before.low)
        and before.low not in _NOT_NAMES
        and not before.low.endswith("'s")
        and not tokens.opens(at)
        and _stands_alone(tokens, place)
    )


def _stands_alone(tokens: Tokens, place: int) -> bool:
    """Say whether nothing that could be counted follows the number."""
    following = tokens[place + 1]
    if following.kind == "word" and not following.glued and not following.text[0].isupper():
        if units.unit(tokens, place + 1) is not None:
            return False
        return nouns.counted(tokens, place + 1) is None
    return True


def _is_word_of_a_name(tokens: Tokens, place: int) -> bool:
    """Say whether a number word is written as part of a name: `the Big Ten`, `Six Nations`."""
    token, before = tokens[place], tokens[place - 1]
    if not token.text.istitle() or tokens.opens(place):
        return False
    following = tokens[place + 1]
    around = before.kind == "word" and before.text[0].isupper()
    return (around or following.text[:1].isupper()) and before.sentence == token.sentence
