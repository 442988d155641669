"""The parsed words of a text by where they stand."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import TYPE_CHECKING

from knowledge.extract.parsing import Block, Parsed
from knowledge.model import Span

if TYPE_CHECKING:
    from spacy.tokens import Token


class Grid:
    """Finds the tokens that stand in a span, in reading order across blocks."""

    def __init__(self, parsed: Parsed) -> None:
        """Lay out all tokens of *parsed*; nothing is copied."""
        self.text = parsed.text
        self.parsed = parsed
        places = sorted(
            (start, end, number, token)
            for number, block in enumerate(parsed.blocks)
            for token, (start, end) in enumerate(zip(block.starts, block.ends, strict=True))
        )
        self._by_doc = {id(block.doc): block for block in parsed.blocks}
        self._starts = [place[0] for place in places]
        self._places = places

    def tokens(self, span: Span) -> list["Token"]:
        """Return the tokens that lie in *span*, whole or in part."""
        return [self._token(i) for i in self._within(span)]

    def block_tokens(self, span: Span, block: Block) -> list["Token"]:
        """Return the tokens of *block* that lie in *span*."""
        return [
            block.doc[self._places[i][3]]
            for i in self._within(span)
            if self.parsed.blocks[self._places[i][2]] is block
        ]

    def blocks(self, span: Span) -> list[Block]:
        """Return the blocks that have tokens in *span*, in the order of their first."""
        numbers = dict.fromkeys(self._places[i][2] for i in self._within(span))
        return [self.parsed.blocks[number] for number in numbers]

    def block_of(self, token: "Token") -> Block:
        """Return the block that *token* belongs to. Raises `KeyError` for a stranger's token."""
        return self._by_doc[id(token.doc)]

    def span(self, first: "Token", last: "Token") -> Span:
        """Return the text from *first* to *last*, both of one block and both taken in."""
        return self.block_of(first).span(first.i, last.i)

    def place(self, token: "Token") -> Span:
        """Return where *token* stands."""
        return self.span(token, token)

    def words(self, span: Span) -> str:
        """Return the text of *span*."""
        return self.text[span.start : span.end]

    def _token(self, i: int) -> "Token":
        _, _, block, token = self._places[i]
        return self.parsed.blocks[block].doc[token]

    def _within(self, span: Span) -> Iterator[int]:
        first = bisect_left(self._starts, span.start)
        while first and self._places[first - 1][1] > span.start:
            first -= 1
        yield from range(first, bisect_right(self._starts, span.end - 1))
