"""Quoted sentences: which cue stands beside them, and who speaks where none does."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from knowledge.extract.attribution import lexicon
from knowledge.extract.attribution.candidate import Candidate, Spans
from knowledge.extract.attribution.clauses import source_of
from knowledge.extract.attribution.grammar import cue_span, lemma_of, noun_span
from knowledge.extract.parsing import Block, Parsed
from knowledge.extract.quotations import Quotation

if TYPE_CHECKING:
    from spacy.tokens import Token


def quoted_candidates(parsed: Parsed) -> Iterator[Candidate]:
    """Yield the speech of *parsed*, one for a speaker's turn, in reading order."""
    last: Candidate | None = None
    for block in parsed.blocks:
        if block.quotation is not None or not block.left_out:
            continue
        open_turn: Candidate | None = None
        for place, quote in block.left_out:
            verb = cue_beside(parsed.text, block, place, quote)
            if verb is not None:
                cue = (cue_span(block, verb),)
                if open_turn is not None and open_turn.cue == cue:
                    open_turn = replace(open_turn, content=(*open_turn.content, quote.span))
                    continue
                if open_turn is not None:
                    yield open_turn
                source = source_of(block, verb) or _inverted(block, verb)
                lemma = lemma_of(verb)
                open_turn = Candidate(block, "quote-cue", lemma, source, cue, (quote.span,))
            elif open_turn is not None:
                open_turn = replace(open_turn, content=(*open_turn.content, quote.span))
            elif last is not None:
                open_turn = replace(last, block=block, rule="quote-orphan", content=(quote.span,))
        if open_turn is not None:
            yield open_turn
            last = open_turn


def _inverted(block: Block, verb: "Token") -> Spans:
    for child in verb.rights:
        if child.dep_ in ("dobj", "attr", "oprd") and child.pos_ in ("PROPN", "PRON", "NOUN"):
            return noun_span(block, child)
    return ()


def cue_beside(text: str, block: Block, place: int, quote: Quotation) -> "Token | None":
    """Return the verb of speech after or before a quotation that was left out at *place*."""
    inner = text[quote.inner.start : quote.inner.end].rstrip(" \"'’”")
    after = _after(block, place)
    before = _before(text, block, place, quote)
    if inner.endswith((",", "—", "-", "–")):
        return after or before
    if before is not None:
        return before
    return after if inner.endswith(("?", "!", "…", "...")) or not inner.endswith(".") else None


def _after(block: Block, place: int) -> "Token | None":
    if place >= len(block.doc):
        return None
    first = block.doc[place]
    sentence = first.sent
    if any(child_place == place for child_place, _ in block.left_out) and place > sentence.start:
        pass
    for token in block.doc[place : min(sentence.end, place + 25)]:
        if lemma_of(token) in lexicon.QUOTING and token.pos_ in ("VERB", "AUX"):
            return token
    return None


def _before(text: str, block: Block, place: int, quote: Quotation) -> "Token | None":
    if place == 0:
        return None
    last = block.doc[place - 1]
    gap = text[block.ends[place - 1] : quote.span.start]
    if "\n" in gap or last.text in (".", "!", "?"):
        return None
    best: Token | None = None
    for token in block.doc[last.sent.start : place]:
        if lemma_of(token) in lexicon.QUOTING and token.pos_ in ("VERB", "AUX"):
            best = token
    return best
