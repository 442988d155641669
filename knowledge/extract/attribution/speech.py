"""Quoted sentences: which cue stands beside them, and who speaks where none does."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from knowledge.extract.attribution import lexicon
from knowledge.extract.attribution.beside import announced, labelled, signed, signed_within
from knowledge.extract.attribution.candidate import Candidate, Spans
from knowledge.extract.attribution.carrying import carried_back
from knowledge.extract.attribution.clauses import set_before, source_of
from knowledge.extract.attribution.grammar import (
    cue_span,
    is_passive,
    lemma_of,
    noun_span,
    subject_span,
)
from knowledge.extract.attribution.orphans import LEADS_ON, orphan
from knowledge.extract.parsing import Block, Parsed
from knowledge.extract.quotations import Quotation

if TYPE_CHECKING:
    from spacy.tokens import Token

_GOES_ON = frozenset("clause-that clause-bare question".split())
_LEAST_WORDS = 4
_NOUNS = ("PROPN", "PRON", "NOUN")
_LONGEST_FRAME = 8
_AWAY = 25
"""Tokens after a quotation among which its cue is looked for."""


def with_speech(parsed: Parsed, found: Sequence[Candidate]) -> list[Candidate]:
    """Return *found* and the speech of *parsed*, each quoted sentence given to a speaker."""
    made = list(found)
    before: Block | None = None
    last: int | None = None
    for block in parsed.blocks:
        if block.quotation is not None:
            continue
        turn: int | None = None
        end = parsed.paragraphs[block.paragraph].span.start
        for place, quote in block.left_out:
            given = _already(made, quote)
            if given is not None:
                turn, end = given, quote.span.end
                last = given if made[given].source else last
                continue
            holder = block
            source, cue = labelled(parsed.text, end, quote)
            rule, end = "quote-labelled", quote.span.end
            verb = None if source else cue_beside(parsed.text, block, place, quote)
            if not (source or verb) and before and _led_in(parsed, before, block, quote):
                holder, verb = before, _last_cue(before)
                if verb is None:
                    rule, (source, cue) = "quote-announced", announced(parsed, before)
            if not (source or verb):
                rule, (source, cue) = "quote-signed", signed(parsed, block, quote)
            words = quote.span
            if not (source or verb):
                source, words = signed_within(parsed.text, quote)
            if source:
                made.append(Candidate(block, rule, "", source, cue, (words,)))
                turn = len(made) - 1
            elif verb is not None:
                turn = _given_to(made, holder, verb, quote)
            else:
                turn = _continued(parsed, made, (block, before), quote, turn, last)
            last = turn if turn is not None else last
        before = block
        last = _last_said(made, block, last)
    return carried_back(parsed, made)


def _speaker(block: Block, verb: "Token") -> Spans:
    """Return who says what *verb*, which stands beside a quotation, tells."""
    if is_passive(verb) and lemma_of(verb) in ("quote", "cite"):
        return subject_span(block, verb)
    return source_of(block, verb) or _inverted(block, verb) or set_before(block, verb)


def _already(made: Sequence[Candidate], quote: Quotation) -> int | None:
    """Return what holds a quotation already: “…,” according to the report."""
    for at in range(len(made) - 1, -1, -1):
        if quote.span in made[at].content:
            return at
    return None


def _given_to(made: list[Candidate], block: Block, verb: "Token", quote: Quotation) -> int:
    """Give a quotation to the cue beside it, and return the place of its attribution."""
    cue = cue_span(block, verb)
    for at, candidate in enumerate(made):
        if candidate.cue != (cue,):
            continue
        joins = candidate.rule == "quote-cue" or (
            candidate.rule in _GOES_ON and candidate.end <= quote.span.start
        )
        content = (*candidate.content, quote.span) if joins else (quote.span,)
        rule = candidate.rule if joins else "quote-cue"
        made[at] = replace(candidate, rule=rule, content=content)
        return at
    source = _speaker(block, verb)
    made.append(Candidate(block, "quote-cue", lemma_of(verb), source, (cue,), (quote.span,)))
    return len(made) - 1


def _continued(
    parsed: Parsed,
    made: list[Candidate],
    blocks: tuple[Block, Block | None],
    quote: Quotation,
    turn: int | None,
    last: int | None,
) -> int | None:
    """Give a quotation without a cue to whoever was speaking, and return the place."""
    text, block = parsed.text, blocks[0]
    if turn is None:
        turn = _leading_on(text, made, block, quote)
    if turn is None and quote.carried:
        turn = last
    if turn is not None:
        made[turn] = replace(made[turn], content=(*made[turn].content, quote.span))
        return turn
    if quote.single or len(text[quote.inner.start : quote.inner.end].split()) < _LEAST_WORDS:
        return None
    found = orphan(parsed, made, blocks, quote, last)
    if found is None:
        return None
    made.append(found)
    return len(made) - 1


def _leading_on(text: str, made: Sequence[Candidate], block: Block, quote: Quotation) -> int | None:
    """Return the attribution of the sentence that the quotation stands right after."""
    for at, candidate in enumerate(made):
        if candidate.block is not block or candidate.rule not in LEADS_ON:
            continue
        end = max(span.end for span in (*candidate.source, *candidate.cue, *candidate.content))
        between = text[end : quote.span.start]
        if end <= quote.span.start and len(between) < 120 and not _another_sentence(between):
            return at
    return None


def _another_sentence(between: str) -> bool:
    rest = between.rstrip().rstrip(".!?:,")
    return any(stop in rest for stop in (". ", "! ", "? ", '."', ".”"))


def _last_said(made: Sequence[Candidate], block: Block, last: int | None) -> int | None:
    """Return the last attribution of words in *block* whose speaker may go on in the next."""
    here = [
        (candidate.end, at)
        for at, candidate in enumerate(made)
        if candidate.block is block and candidate.rule in LEADS_ON and candidate.source
    ]
    return max(here)[1] if here else last


def _inverted(block: Block, verb: "Token") -> Spans:
    """Return who stands right after a verb: “…,” said Clark."""
    for child in verb.rights:
        if child.dep_ in ("dobj", "attr", "oprd", "dative") and child.pos_ in _NOUNS:
            return noun_span(block, child)
    after = verb.i + 1
    if after < len(block.doc) and block.doc[after].pos_ in ("PROPN", "PRON"):
        last = after
        while last + 1 < len(block.doc) and block.doc[last + 1].pos_ == "PROPN":
            last += 1
        return (block.span(after, last),)
    return ()


def cue_beside(text: str, block: Block, place: int, quote: Quotation) -> "Token | None":
    """Return the verb of speech after or before a quotation that was left out at *place*."""
    inner = text[quote.inner.start : quote.inner.end].rstrip(" \"'’”")
    before = _before(text, block, place, quote)
    if inner.endswith((",", "—", "-", "–")):
        return _after(text, block, place, quote) or before
    if before is not None:
        return before
    if inner.endswith(".") and not inner.endswith("..."):
        return _said_after_stop(block, place)
    return _after(text, block, place, quote)


def _said_after_stop(block: Block, place: int) -> "Token | None":
    """Return the verb of a sentence that is nothing but a frame: “… are missing.” Trump said."""
    if place >= len(block.doc):
        return None
    sentence = [token for token in block.doc[place].sent if token.i >= place]
    words = [token for token in sentence if not token.is_punct]
    if len(words) > _LONGEST_FRAME or sentence[-1].text == ":":
        return None
    verb = next((token for token in words if _quotes(token)), None)
    if verb is None or verb.i != verb.sent.root.i or words[-1].i != verb.i:
        return None
    goes_on = any(at == sentence[-1].i + 1 for at, _ in block.left_out)
    return None if goes_on and sentence[-1].text != "." else verb


def _after(text: str, block: Block, place: int, quote: Quotation) -> "Token | None":
    if place >= len(block.doc) or "\n" in text[quote.span.end : block.starts[place]]:
        return None
    end = min(block.doc[place].sent.end, place + _AWAY)
    for token in block.doc[place:end]:
        if _quotes(token):
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
    root = last.sent.root
    for token in block.doc[last.sent.start : place]:
        if _quotes(token) and token.dep_ != "amod":  # “in a written statement, “…””
            best = token
    if best is not None and best.i < root.i and root.pos_ == "VERB" and root.i < place:
        return None  # “Writing in a post, she dubbed it “…””
    return best


def _led_in(parsed: Parsed, before: Block, block: Block, quote: Quotation) -> bool:
    """Whether the paragraph before ends in a colon that a quotation follows."""
    return (
        block.paragraph == before.paragraph + 1
        and quote.span.start == parsed.paragraphs[block.paragraph].span.start
        and len(before.doc) > 0
        and before.doc[-1].text == ":"
    )


def _last_cue(block: Block) -> "Token | None":
    for token in reversed(block.doc[block.doc[-1].sent.start :]):
        if _quotes(token):
            return token
    return None


def _quotes(token: "Token") -> bool:
    if token.pos_ in ("VERB", "AUX"):
        puts_it = token.lemma_ == "put" and token.i + 1 < len(token.doc)
        if puts_it and token.nbor().lower_ == "it":  # as she put it, “…”
            return True
        return lemma_of(token) in lexicon.QUOTING
    stem = token.lower_.removesuffix("ing")  # the parser takes “with Boswell stating” for a noun
    is_named = any(child.dep_ == "nsubj" for child in token.children)
    return stem != token.lower_ and is_named and not lexicon.QUOTING.isdisjoint({stem, stem + "e"})
