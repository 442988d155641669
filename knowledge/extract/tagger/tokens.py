"""A parsed text as rows of tokens, one row a paragraph, quoted sentences back in their places."""

from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.extract.parsing import Block, Parsed

MARK = "''"
"""The part of speech of quotation marks, which the parse leaves out around quoted sentences."""


@dataclass(frozen=True, slots=True)
class Token:
    """A token where it stands in the text, with its grammar.

    `head` is the place of its head in the same row, its own for a root. `first` says that it
    begins a sentence, `quoted` that it stands inside of quotation marks.
    """

    start: int
    end: int
    text: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int
    first: bool
    entity: str
    quoted: bool


@dataclass(frozen=True, slots=True)
class Row:
    """The tokens of one paragraph in reading order."""

    paragraph: int
    tokens: tuple[Token, ...]


def rows(parsed: Parsed) -> tuple[Row, ...]:
    """Return the rows of *parsed*; paragraphs that hold no prose have none."""
    by_paragraph: dict[int, list[Block]] = {}
    for block in parsed.blocks:
        by_paragraph.setdefault(block.paragraph, []).append(block)
    return tuple(
        Row(number, tokens)
        for number, blocks in sorted(by_paragraph.items())
        if (tokens := _tokens(parsed, number, blocks))
    )


def _tokens(parsed: Parsed, paragraph: int, blocks: list[Block]) -> tuple[Token, ...]:
    quotations = parsed.quotations_of(paragraph)
    quoted = [range(quote.inner.start, quote.inner.end) for quote in quotations]
    found = [*_of_blocks(blocks), *_marks(parsed, blocks)]
    found.sort(key=lambda each: (each[0].start, each[0].end))
    place = {key: number for number, (_, key, _) in enumerate(found)}
    return tuple(
        Token(
            token.start,
            token.end,
            token.text,
            token.lemma,
            token.pos,
            token.tag,
            token.dep,
            place[head],
            token.first,
            token.entity,
            any(token.start in each for each in quoted),
        )
        for token, _, head in found
    )


_Keyed = tuple[Token, tuple[int, int], tuple[int, int]]
"""A token without its head, its key, and the key of its head."""


def _of_blocks(blocks: list[Block]) -> Iterator[_Keyed]:
    for number, block in enumerate(blocks):
        for place, token in enumerate(block.doc):
            made = Token(
                block.starts[place],
                block.ends[place],
                token.text,
                token.lemma_.lower(),
                token.pos_,
                token.tag_,
                token.dep_,
                0,
                bool(token.is_sent_start),
                token.ent_type_,
                False,
            )
            yield made, (number, place), (number, token.head.i)


def _marks(parsed: Parsed, blocks: list[Block]) -> Iterator[_Keyed]:
    """Yield the marks around the quotations that were parsed by themselves."""
    for number, quote in enumerate(quote for block in blocks for _, quote in block.left_out):
        for side, (start, end) in enumerate(
            ((quote.span.start, quote.inner.start), (quote.inner.end, quote.span.end))
        ):
            if start < end:
                text = parsed.text[start:end]
                key = (-1 - number, side)
                yield (
                    Token(start, end, text, text, "PUNCT", MARK, "punct", 0, False, "", False),
                    key,
                    key,
                )
