"""What of a proposer's answer the document bears out: spans of it, each looked up, nothing trusted.

Words are kept where they stand at the place that was given, or at the only place where they stand.
"""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Any

from knowledge.extract.found import Attributed, Paragraph, Part
from knowledge.extract.quotations import Quotation, quotation_spans
from knowledge.model import Span
from knowledge.vocabulary import Voice

_HOLDS_CLAIMS = (Part.BODY, Part.CAPTION)
_MOST_WORDS = 150
_CONFIDENCE = 0.3
"""What a model says is not measured on labelled text; it stands below what the rules find."""

_STOP = re.compile(r"[.!?…][\"'”’)\]]*\s+(?=[\"'“‘(\[]*[A-Z0-9])")
_TURNS = re.compile(
    r"\b(?:not|never|no|none|neither|nor|without|hardly|false|untrue|wrong|incorrect"
    r"|den(?:y|ies|ied|ying)|rejects?|rejected|rejecting|refut\w+|disput\w+|doubt\w*|cannot"
    r"|alleg\w+|accus\w+|report(?:ed|edly)|purported(?:ly)?|suppos\w+|apparent(?:ly)?|suspect\w*"
    r"|possib\w+|probab\w+|perhaps|maybe|(?-i:may)|might|could|would|if|unless|whether"
    r"|claims? that|rumou?r\w*|unconfirmed)\b|n['’]t\b",
    re.IGNORECASE,
)
"""Words that turn or weaken what they stand with."""


class Dropped(StrEnum):
    """Why a proposal was left."""

    MALFORMED = "not in the form asked for"
    NOT_THERE = "words that do not stand in the document"
    SEVERAL_PLACES = "words that stand in several places"
    NO_REPORT = "words that are none of the report's own paragraphs, or of several"
    NO_CUE = "no words that attribute it"
    OVERLAPPING = "words in two roles at once"
    FAR_APART = "source or cue in another paragraph"
    CUT_OFF = "a denial or a hedge cut off"
    TOO_LONG = "longer than a claim is"
    TWICE = "proposed twice"
    TOO_MANY = "more than an article holds"


class _Left(Exception):
    def __init__(self, reason: Dropped) -> None:
        self.reason = reason
        super().__init__(reason)


def checked(
    text: str, paragraphs: Sequence[Paragraph], piece: Span, claims: Sequence[object]
) -> tuple[list[Attributed], list[Dropped]]:
    """Return the attributions among *claims* that *text* bears out, and why the others were left.

    *claims* are objects out of JSON, about the *piece* of the text that was shown; their places
    count from its start.
    """
    quotations = quotation_spans(text, [paragraph.span for paragraph in paragraphs])
    kept: list[Attributed] = []
    dropped: list[Dropped] = []
    seen: set[tuple[Span, ...]] = set()
    for claim in claims:
        try:
            made = _attribution(_Reader(text, paragraphs, piece, claim), quotations)
            if made.content in seen:
                raise _Left(Dropped.TWICE)
        except _Left as left:
            dropped.append(left.reason)
        else:
            seen.add(made.content)
            kept.append(made)
    return kept, dropped


class _Reader:
    """One claim of an answer, read against the document."""

    def __init__(
        self, text: str, paragraphs: Sequence[Paragraph], piece: Span, claim: object
    ) -> None:
        if not isinstance(claim, dict):
            raise _Left(Dropped.MALFORMED)
        self.text = text
        self._paragraphs = paragraphs
        self._piece = piece
        self._claim: dict[str, Any] = claim

    def span(self, role: str, within: Span | None = None) -> Span | None:
        """Return where the words of *role* stand, or nothing where the answer gives none."""
        return self._placed(self._claim.get(role), within or self._piece)

    def spans(self, role: str, within: Span) -> list[Span]:
        """Return where each of a list of words stands."""
        given = self._claim.get(role) or []
        if not isinstance(given, list):
            raise _Left(Dropped.MALFORMED)
        return [span for each in given if (span := self._placed(each, within)) is not None]

    def paragraph(self, span: Span) -> Span:
        """Return the paragraph that holds *span*, which may hold claims."""
        for paragraph in self._paragraphs:
            if paragraph.span.start <= span.start and span.end <= paragraph.span.end:
                if paragraph.part in _HOLDS_CLAIMS:
                    return paragraph.span
                break
        raise _Left(Dropped.NO_REPORT)

    def _placed(self, given: object, within: Span) -> Span | None:
        if given is None or given == "":
            return None
        words, start = given, None
        if isinstance(given, dict):
            words, start = given.get("exact"), given.get("start")
        if not isinstance(words, str) or not words.strip():
            raise _Left(Dropped.MALFORMED)
        words = words.strip()
        if isinstance(start, int) and not isinstance(start, bool) and 0 <= start <= len(self.text):
            at = self._piece.start + start
            if within.start <= at and at + len(words) <= within.end and self._whole(at, words):
                return Span(at, at + len(words))
        places = self._places(words, within)
        first = next(places, None)
        if first is None:
            # Another paragraph's words are words of the document, but not of this claim.
            elsewhere = next(self._places(words, self._piece), None)
            raise _Left(Dropped.NOT_THERE if elsewhere is None else Dropped.FAR_APART)
        if next(places, None) is not None:
            raise _Left(Dropped.SEVERAL_PLACES)
        return Span(first, first + len(words))

    def _places(self, words: str, within: Span) -> Iterator[int]:
        at = self.text.find(words, within.start, within.end)
        while at >= 0:
            if self._whole(at, words):
                yield at
            at = self.text.find(words, at + 1, within.end)

    def _whole(self, at: int, words: str) -> bool:
        """Whether *words* stand at *at*, and no word or number is cut at either end."""
        end = at + len(words)
        if self.text[at:end] != words:
            return False
        before, after = self.text[max(at - 2, 0) : at], self.text[end : end + 2]
        return not (
            (words[0].isalnum() and _goes_on(before[::-1], words[0]))
            or (words[-1].isalnum() and _goes_on(after, words[-1]))
        )


def _goes_on(near: str, edge: str) -> bool:
    """Whether the word or number that ends in *edge* goes on with *near*, nearest first."""
    if near[:1].isalnum() or near[:1] in ("%", "‰"):
        return True
    if edge.isdigit() and near[:1] in (".", ",", ":", "/") and near[1:2].isdigit():
        return True
    return near[:1] in ("'", "’", "-", "\u2011") and near[1:2].isalnum() and near[1:2] != "s"


def _attribution(read: _Reader, quotations: Sequence[Quotation]) -> Attributed:
    content = read.span("content")
    if content is None:
        raise _Left(Dropped.MALFORMED)
    paragraph = read.paragraph(content)
    if len(read.text[content.start : content.end].split()) > _MOST_WORDS:
        raise _Left(Dropped.TOO_LONG)
    cue = read.span("cue", paragraph)
    if cue is None:
        raise _Left(Dropped.NO_CUE)
    source = read.span("source", paragraph)
    hedge = read.span("hedge", paragraph)
    read.spans("figures", content)
    roles = [span for span in (content, cue, source) if span is not None]
    if any(_touch(one, other) for place, one in enumerate(roles) for other in roles[place + 1 :]):
        raise _Left(Dropped.OVERLAPPING)
    _nothing_cut_off(read.text, paragraph, content, [each for each in (cue, hedge) if each])
    return Attributed(
        (source,) if source else (),
        (cue,),
        (content,),
        _voice(content, quotations),
        hedge=hedge,
        rule="llm",
        confidence=_CONFIDENCE,
    )


def _touch(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _nothing_cut_off(text: str, paragraph: Span, content: Span, known: Sequence[Span]) -> None:
    """Refuse a content whose sentence turns or weakens it with words that were left out."""
    start = paragraph.start
    for stop in _STOP.finditer(text, paragraph.start, paragraph.end):
        if stop.end() > content.start:
            break
        start = stop.end()
    after = _STOP.search(text, max(content.end - 1, content.start), paragraph.end)
    end = after.start() + 1 if after else paragraph.end
    for word in _TURNS.finditer(text, start, end):
        span = Span(*word.span())
        if not any(_touch(span, each) for each in (content, *known)):
            raise _Left(Dropped.CUT_OFF)


def _voice(content: Span, quotations: Sequence[Quotation]) -> Voice:
    """Return whose words they are, by the document's own quotation marks."""
    touched = [each for each in quotations if _touch(each.span, content)]
    if not touched:
        return Voice.INDIRECT
    if any(each.span.start <= content.start and content.end <= each.span.end for each in touched):
        return Voice.DIRECT
    return Voice.MIXED
