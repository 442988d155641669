"""Quotations without a cue: who speaks, told from the sentence before or from who spoke last."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from knowledge.extract.attribution.candidate import Candidate, Spans
from knowledge.extract.attribution.clauses import source_of
from knowledge.extract.attribution.grammar import cue_span, noun_span, subject_of
from knowledge.extract.names import TITLES
from knowledge.extract.parsing import Block, Parsed
from knowledge.extract.quotations import Quotation

if TYPE_CHECKING:
    from spacy.tokens import Token

LEADS_ON = frozenset(
    "clause-that clause-bare clause-fronted clause-inserted according question quote-cue".split()
)
"""Rules after whose finds the same speaker may go on."""

_BE = frozenset("is was are were".split())
_SOMEBODY = frozenset("he she they who i we".split())


def orphan(
    parsed: Parsed,
    made: Sequence[Candidate],
    blocks: tuple[Block, Block | None],
    quote: Quotation,
    last: int | None,
) -> Candidate | None:
    """Return whose the quotation *quote* is, or nothing where nobody can be named.

    *blocks* are that of its paragraph and the one before; *last* is the place in *made* of whoever
    spoke last. In a transcript it is whose turn it is; else who just spoke, where nothing comes
    between, then whom the sentence before is about, then the last who spoke.
    """
    block, before = blocks
    turn = parsed.paragraphs[block.paragraph].speaker
    if turn is not None:
        return Candidate(block, "turn", "", (turn,), (), (quote.span,))
    if _is_spoken_of(block, quote):
        return None
    if last is not None and not len(block.doc) and _ends_in(parsed.text, made[last], before):
        return Candidate(block, "quote-next", "", made[last].source, (), (quote.span,))
    source: Spans = ()
    cue: Spans = ()
    for holder in (block, before):
        verb = None if holder is None else _main_verb_before(holder, quote.span.start)
        if holder is None or verb is None:
            continue
        source, cue = _told_of(holder, verb, quote.span.start)
        if source:
            break
    if any(candidate.cue == cue for candidate in made):
        cue = ()
    if not source and last is not None:
        source = made[last].source
    return Candidate(block, "quote-orphan", "", source, cue, (quote.span,)) if source else None


def _is_spoken_of(block: Block, quote: Quotation) -> bool:
    """Whether the quotation is what its sentence is about: “…” was the headline."""
    after = next((t for t in block.doc if block.starts[t.i] >= quote.span.end), None)
    if after is None or after.lower_ not in _BE or subject_of(after) is not None:
        return False
    return block.starts[after.i] == quote.span.end + 1


def _ends_in(text: str, said: Candidate, before: Block | None) -> bool:
    """Whether the paragraph before is over with what *said* says, so that its speaker goes on."""
    if before is None or said.block is not before or said.rule not in LEADS_ON:
        return False
    end = max(span.end for span in (*said.source, *said.cue, *said.content))
    return not any(start >= end for start in before.starts if text[start].isalnum())


def _told_of(block: Block, verb: "Token", end: int) -> tuple[Spans, Spans]:
    """Return whom the sentence of *verb* is about, and the verb; or the name before a colon."""
    colon = next((t for t in reversed(block.doc) if block.ends[t.i] <= end), None)
    if colon is not None and colon.text == ":" and colon.i and colon.nbor(-1).pos_ == "PROPN":
        name = colon.nbor(-1)
        while name.dep_ == "compound" and name.head.i < colon.i:
            name = name.head
        if name.i == colon.i - 1:
            return noun_span(block, name), (block.span(colon.i, colon.i),)
    subject = subject_of(verb)
    if subject is None or not (_may_speak(subject) or (colon is not None and colon.text == ":")):
        return (), ()
    return source_of(block, verb), (cue_span(block, verb),)


def _may_speak(subject: "Token") -> bool:
    """Whether a subject can be somebody: “she”, a name, “the senator”, but not “the timing”."""
    if subject.pos_ == "PRON":
        return subject.lower_ in _SOMEBODY
    return subject.pos_ == "PROPN" or subject.lower_ in TITLES


def _main_verb_before(block: Block, end: int) -> "Token | None":
    """Return the verb of the last sentence of *block* that ends before *end*."""
    for token in reversed(block.doc):
        if block.ends[token.i] <= end:
            root = token.sent.root
            return root if root.pos_ in ("VERB", "AUX") and block.starts[root.i] < end else None
    return None
