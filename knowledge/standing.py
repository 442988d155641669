"""Does every word of a claim stand in its document? What does not is never kept."""

import hashlib
import re
from collections.abc import Iterator

from knowledge.extract.authors import FIRST_PERSON, single_author
from knowledge.extract.found import AUTHOR
from knowledge.model import Claim, Document, Maker

_BREAKS = re.compile(r"\s+")
_QUOTED = re.compile(r": “(?=(.*)”$)", re.DOTALL)
_LEFT_OUT = " … "
_CUE, _HEDGE = "the cue", "the hedge"


def spaced(text: str) -> str:
    """Return *text* with one space wherever it has any white space."""
    return _BREAKS.sub(" ", text)


def not_standing(claim: Claim, text: str, spaced_text: str = "") -> str:
    """Return one sentence on the first thing of *claim* that *text* lacks, or nothing.

    Who asks for many claims of one text makes *spaced_text*, which is `spaced` of it, only once.

    Quotations, figures and dates must stand at their offsets letter for letter; names, cue, hedge
    and places anywhere, whatever the spaces between their words; and so must what the statement
    quotes. Whoever writes “I” may go by the document's byline, or as “the author”.
    """
    anchor = claim.anchor
    if anchor is not None:
        passage = text[anchor.passage.start : anchor.passage.end]
        if hashlib.sha256(passage.encode()).hexdigest() != anchor.sha256:
            return "the passage is not the one that was hashed"
        if anchor.prefix + anchor.quote.exact + anchor.suffix not in text:
            return "the anchor's words do not stand in the text"
    for what, exact, start, end in _placed(claim):
        if text[start:end] != exact:
            return f"{what} does not stand in the text at {start}–{end}"
    plain = spaced_text or spaced(text)
    for what, words in _named(claim):
        words = spaced(words)
        # A cue or a hedge is a slice of the text, and may be part of a word, as in “wouldn't”.
        whole = what not in (_CUE, _HEDGE)
        if words and not (_stands_whole(words, plain) if whole else words in plain):
            return f"{what} does not stand in the text"
    quoted = [match.group(1) for match in _QUOTED.finditer(claim.statement)]
    if quoted and not any(_stand(words, plain) for words in quoted):
        return "what the statement quotes does not stand in the text"
    return ""


def _stands_whole(words: str, text: str) -> bool:
    """Say whether *words* stand there and neither begin nor end within a word."""
    start = text.find(words)
    while start >= 0:
        end = start + len(words)
        cut_before = start > 0 and text[start - 1].isalnum() and words[0].isalnum()
        cut_after = end < len(text) and text[end].isalnum() and words[-1].isalnum()
        if not (cut_before or cut_after):
            return True
        start = text.find(words, start + 1)
    return False


def _stand(words: str, text: str) -> bool:
    parts = words.removesuffix(" …").split(_LEFT_OUT)
    return all(spaced(part) in text for part in parts)


def _placed(claim: Claim) -> Iterator[tuple[str, str, int, int]]:
    quotes = [*claim.quotes, *([claim.anchor.quote] if claim.anchor else [])]
    for quote in quotes:
        yield "a quotation", quote.exact, quote.span.start, quote.span.end
    for figure in claim.figures:
        if figure.span:
            yield "a figure", figure.text, figure.span.start, figure.span.end
    for date in claim.dates:
        if date.span:
            yield "a date", date.text, date.span.start, date.span.end


def _is_author(maker: Maker, document: Document) -> bool:
    """Say whether *maker* is the document's “I”, who goes by its byline or as “the author”."""
    if maker.written.lower() not in FIRST_PERSON:
        return False
    return maker.claimant.name in (AUTHOR, single_author(document.byline))


def _named(claim: Claim) -> Iterator[tuple[str, str]]:
    said = claim.attribution
    for maker in said.makers:
        if not _is_author(maker, claim.document):
            yield "the claimant's name", maker.claimant.name
        yield "the claimant as written", maker.written
        for alias in maker.claimant.aliases:
            yield "another name of the claimant", alias
    for part in said.cue.split(_LEFT_OUT):
        yield _CUE, part
    yield _HEDGE, said.hedge
    yield "the accused", said.accused
    for place in claim.places:
        yield "a place", place
    for figure in claim.figures:
        yield "what a figure measures", figure.measure
        yield "whom a figure counts", figure.population
        yield "a figure's period", figure.period
        yield "a figure's words", "" if figure.span else figure.text
    for date in claim.dates:
        yield "a date's words", "" if date.span else date.text
