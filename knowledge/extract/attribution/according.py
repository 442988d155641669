"""“According to …”: the rest of the sentence is what is said."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from knowledge.extract.attribution.candidate import Candidate, Spans
from knowledge.extract.attribution.grammar import noun_span, spans_of
from knowledge.extract.parsing import Block

if TYPE_CHECKING:
    from spacy.tokens import Token


def according_candidates(block: Block) -> Iterator[Candidate]:
    """Yield what “according to” attributes in *block*."""
    for token in block.doc[:-1] if len(block.doc) else ():
        if token.lower_ != "according" or token.nbor().lower_ != "to":
            continue
        to = token.nbor()
        named = [child for child in to.children if child.dep_ == "pobj"]
        if not named:
            named = [child for child in token.children if child.dep_ == "pobj"]
        if not named:
            continue
        phrase = set(range(token.i, named[0].right_edge.i + 1))
        sentence = token.sent
        clause = _relative_around(token)
        within = (
            [inner.i for inner in clause.subtree]
            if clause is not None
            else range(sentence.start, sentence.end)
        )
        kept = [number for number in within if number not in phrase]
        content = spans_of(block, kept)
        if clause is None:
            content = _with_quotations(block, sentence.start, sentence.end, content)
        if content:
            cue = (block.span(token.i, to.i),)
            yield Candidate(
                block, "according", "according", noun_span(block, named[0]), cue, content
            )


def _relative_around(token: "Token") -> "Token | None":
    """Return the relative clause that “according to” stands in: “…, which, according to …”."""
    node = token
    while node.head != node:
        node = node.head
        if node.dep_ == "relcl" and node.left_edge.i < token.i:
            return node
    return None


def _with_quotations(block: Block, first: int, last: int, content: Spans) -> Spans:
    """Return *content* and the quoted sentences left out next to it, in reading order."""
    quoted = [
        quote.span
        for place, quote in block.left_out
        if (first < place < last)
        or (place == first < last and _joins(block, place))
        or (first < place == last and block.doc[place - 1].text == ",")
    ]
    return tuple(sorted((*content, *quoted), key=lambda span: span.start))


def _joins(block: Block, place: int) -> bool:
    """Whether a quotation that the sentence opens with is part of it: “…,” according to her."""
    over = place == 0 or block.doc[place - 1].text in (".", "!", "?", "…")
    return over and block.doc[place].lower_ in ("according", ",")
