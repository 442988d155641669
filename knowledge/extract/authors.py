"""Who wrote a text: the one name of its byline, for an “I” outside of quotation marks."""

import re
from collections.abc import Sequence

from knowledge.extract.found import Paragraph, Part
from knowledge.model import Span

FIRST_PERSON = frozenset("i me".split())
_LED_IN = re.compile(r"\W*(?:(?:written|text|story|analysis|opinion)\s+)?by:?\s+", re.I)
_WORD = r"[^\W\d_a-zß-öø-ÿ][\w.’'-]*"
_NAME = re.compile(rf"{_WORD}(?:\s+(?:(?:de|la|von|van|der|den|al|bin)\s+)?{_WORD}){{1,3}}")
_MORE = re.compile(r"\s*(?:,|and\b|&|;|\||/|with\b)\s*", re.IGNORECASE)
_NO_NAME = re.compile(r"\d|(?:published|posted|updated|staff|senior|special|the|for)\b", re.I)


def author_at(text: str, paragraphs: Sequence[Paragraph]) -> Span | None:
    """Return where the byline of *text* names its author, if it names one and no more."""
    named = {
        text[span.start : span.end]: span
        for paragraph in paragraphs
        if paragraph.part is Part.BYLINE
        for span in _names(text, paragraph.span)
    }
    return next(iter(named.values())) if len(named) == 1 else None


def single_author(byline: str) -> str:
    """Return the one name that *byline* consists of, or nothing where it is none or several."""
    lead = _LED_IN.match(byline)
    name = byline[lead.end() if lead else 0 :].strip()
    return name if _NAME.fullmatch(name) else ""


def _names(text: str, byline: Span) -> list[Span]:
    lead = _LED_IN.match(text, byline.start, byline.end)
    if lead is None:
        return []
    found: list[Span] = []
    at = lead.end()
    while (name := _NAME.match(text, at, byline.end)) is not None:
        found.append(Span(*name.span()))
        more = _MORE.match(text, name.end(), byline.end)
        if more is None or _NO_NAME.match(text, more.end(), byline.end):
            break
        at = more.end()
    return found
