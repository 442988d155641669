"""A name beside a quotation: before it with a colon, below it with a dash, or over a transcript."""

import re

from knowledge.extract.attribution.candidate import Spans
from knowledge.extract.parsing import Block, Parsed
from knowledge.extract.quotations import Quotation
from knowledge.extract.turns import NO_SPEAKER
from knowledge.model import Span

_WORD = r"[^\W\d_a-zß-öø-ÿ][\w.’'-]*"
_NAME = rf"{_WORD}(?:\s+(?:(?:of|the|de|la|von|van|and|&|for)\s+){{0,2}}{_WORD}){{0,7}}"
_BEFORE = re.compile(
    r"(?:^|[\n.!?\]”\"–—-]\s*)(?:More\s+from\s+|From\s+|Here(?:[’']s|\s+is)\s+)?"
    rf"(?P<who>{_NAME}(?:\s*\([^()\n]{{1,60}}\))?"
    r"|[Tt]he (?:report|study|poll|survey|letter|memo|statement))"
    r"(?:\s+(?:in|on|at)\s+[\w ]{3,30})?\s*(?P<colon>:)\s*\Z"
)
_WITHIN = re.compile(rf"[.!?…][\"'”’]*\s*\n\s*(?P<who>{_NAME})[.\s]*\Z")
_BELOW = re.compile(
    rf"\s*(?P<dash>--?|[\u2012-\u2015])\s*(?P<who>{_NAME})"
    r"(?:,[^.\n]{1,80})?[. \t\u00a0]*(?:\n|\Z)"
)
_SET_OFF = re.compile(
    r"(?P<who>(?:[\w’'-]+\s+){0,4}(?:transcripts?|excerpts?|statement|remarks|letter|memo|interview|text))"
    r"\s+(?P<cue>(?:is\s+|are\s+)?(?:as\s+follows|follows|below))\s*:\s*\Z",
    re.IGNORECASE,
)
_SAYS = frozenset("says said adds asks tells writes tweets reads tweeted wrote added".split())
_LONGEST = 120


def labelled(text: str, start: int, quote: Quotation) -> tuple[Spans, Spans]:
    """Return the name and the colon before a quotation, not before *start*: “Ana Ruiz: “…””."""
    start = max(start, quote.span.start - _LONGEST)
    match = _BEFORE.search(text[start : quote.span.start])
    if match is None:
        return (), ()
    words = match["who"].lower().split()
    if words[0].rstrip(".") in NO_SPEAKER or words[-1] in _SAYS or words[0] == "according":
        return (), ()
    return _placed(match, start, "who"), _placed(match, start, "colon")


def signed_within(text: str, quote: Quotation) -> tuple[Spans, Span]:
    """Return the name that a set-off quotation has as its last line, and the words before it."""
    match = _WITHIN.search(text[quote.inner.start : quote.inner.end])
    if match is None:
        return (), quote.span
    end = (
        quote.inner.start
        + match.start()
        + len(match[0][: match.start("who") - match.start()].rstrip())
    )
    return _placed(match, quote.inner.start, "who"), Span(quote.span.start, end)


def signed(parsed: Parsed, block: Block, quote: Quotation) -> tuple[Spans, Spans]:
    """Return the name after a quotation and its dash, on that line or alone in what follows."""
    end = parsed.paragraphs[block.paragraph].span.end
    start = quote.span.end
    if not parsed.text[start:end].strip() and block.paragraph + 1 < len(parsed.paragraphs):
        below = parsed.paragraphs[block.paragraph + 1].span
        start, end = below.start, below.end
        match = _BELOW.fullmatch(parsed.text[start:end])
    else:
        match = _BELOW.match(parsed.text[start:end])
    if match is None:
        return (), ()
    return _placed(match, start, "who"), _placed(match, start, "dash")


def announced(parsed: Parsed, block: Block) -> tuple[Spans, Spans]:
    """Return what a paragraph says that it sets off below, and the cue: “Transcript follows:”."""
    span = parsed.paragraphs[block.paragraph].span
    start = max(span.start, span.end - _LONGEST)
    match = _SET_OFF.search(parsed.text[start : span.end])
    if match is None:
        return (), ()
    return _placed(match, start, "who"), _placed(match, start, "cue")


def _placed(match: re.Match[str], start: int, group: str) -> Spans:
    words = match[group].rstrip(".")
    return (Span(start + match.start(group), start + match.start(group) + len(words)),)
