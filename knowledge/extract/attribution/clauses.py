"""Verbs and adjectives with a clause: she said (that) …, …, she said, she is sure that …"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from knowledge.extract.attribution import lexicon
from knowledge.extract.attribution.candidate import Candidate, Spans
from knowledge.extract.attribution.edges import clause_span, speaks_over
from knowledge.extract.attribution.grammar import (
    QUESTION_WORDS,
    cue_span,
    has_subject,
    is_passive,
    is_to,
    lemma_of,
    noun_span,
    spans_of,
    subject_of,
    subtree_span,
)
from knowledge.extract.parsing import Block

if TYPE_CHECKING:
    from spacy.tokens import Token

_SELF = frozenset("i you we one".split())


def clause_candidates(block: Block) -> Iterator[Candidate]:
    """Yield what verbs and adjectives with a clause attribute in *block*."""
    for token in block.doc:
        if token.pos_ in ("VERB", "AUX") or token.dep_ == "ROOT":
            yield from _of_verb(block, token)
        elif token.dep_ == "acomp" and token.lower_ in lexicon.BEING:
            yield from _of_adjective(block, token)


def _of_verb(block: Block, verb: "Token") -> Iterator[Candidate]:
    lemma = lemma_of(verb)
    if verb.dep_ == "pcomp" and lemma_of(verb.head.head) in lexicon.RETRACTING:
        return  # “apologised for saying that …”
    clauses = [child for child in verb.children if child.dep_ == "ccomp"]
    for clause in clauses:
        rule = _clause_rule(verb, clause, lemma)
        if rule and _may_report(verb, lemma):
            content = clause_span(block, verb, clause)
            source = source_of(block, verb)
            if not source and rule == "clause-fronted":
                source = set_before(block, verb)
                content = _up_to(block, content, source)
            if content:
                cue = (cue_span(block, verb),)
                yield Candidate(block, rule, lemma, source, cue, content)
    if not clauses and lemma in lexicon.SAYING:
        rule, content = _around(block, verb)
        source = source_of(block, verb)
        if content and source:
            yield Candidate(block, rule, lemma, source, (cue_span(block, verb),), content)


def _of_adjective(block: Block, adjective: "Token") -> Iterator[Candidate]:
    for child in adjective.children:
        if child.dep_ == "ccomp" and child.i > adjective.i:
            cue = (block.span(min(adjective.head.i, adjective.i), adjective.i),)
            source = source_of(block, adjective.head)
            content = subtree_span(block, child)
            if content and source:
                lemma = adjective.lower_
                yield Candidate(block, "clause-adjective", lemma, source, cue, content)


def source_of(block: Block, verb: "Token") -> Spans:
    """Return who says what *verb* tells."""
    over = speaks_over(verb)
    subject = subject_of(over if over is not None else verb)
    if subject is None or (subject.lower_ in ("it", "there") and is_passive(verb)):
        return ()
    return noun_span(block, subject)


def set_before(block: Block, verb: "Token") -> Spans:
    """Return who stands before a verb but was hung on what is before: “On Monday, Ana said”."""
    for token in block.doc[verb.sent.start : verb.i]:
        if token.dep_ == "appos" and token.head.dep_ == "pobj":
            between = block.doc[token.right_edge.i + 1 : verb.i]
            if all(each.is_punct or each.pos_ == "ADV" for each in between):
                return noun_span(block, token)
    return ()


def _up_to(block: Block, content: Spans, source: Spans) -> Spans:
    """Return what of *content* stands before *source*, which the parse hung on its last noun."""
    if not source:
        return content
    kept = [
        token.i
        for token in block.doc
        if block.ends[token.i] <= source[0].start
        and any(span.start <= block.starts[token.i] < span.end for span in content)
    ]
    return spans_of(block, kept)


def _may_report(verb: "Token", lemma: str) -> bool:
    if lemma in lexicon.WEAK:
        subject = subject_of(verb)
        return subject is not None and subject.lower_ not in _SELF
    return True


def _clause_rule(verb: "Token", clause: "Token", lemma: str) -> str:
    if clause.i < verb.i:
        between = verb.doc[clause.i : verb.i]  # “critics say …; supporters insist …”
        apart = any(token.text == ";" for token in between)
        return "clause-fronted" if lemma in lexicon.SAYING and not apart else ""
    if any(inner.dep_ == "mark" and inner.lower_ == "that" for inner in clause.children):
        return "clause-that" if lemma in lexicon.SAYING else ""
    first = clause.left_edge
    if first.lower_ in QUESTION_WORDS:
        return "question" if lemma in lexicon.ASKING else ""
    if is_to(clause):
        return ""
    opened = first.is_quote or (first.i > verb.i + 1 and first.nbor(-1).is_quote)
    if opened and lemma in lexicon.QUOTING:
        return "clause-bare"
    says = lemma in lexicon.SAYING and lemma not in lexicon.UNCLEAR
    return "clause-bare" if says and has_subject(clause) else ""


def _around(block: Block, verb: "Token") -> tuple[str, Spans]:
    """Return the sentence that a verb without a clause was put into: …, she said, …"""
    head = verb.head
    if head == verb or head.pos_ not in ("VERB", "AUX"):
        return "", ()
    marks = {child.lower_ for child in verb.children if child.dep_ in ("mark", "advmod", "prep")}
    if verb.dep_ == "advcl" and "as" in marks:
        return "as-said", subtree_span(block, head, [verb])
    if verb.dep_ not in ("parataxis", "ccomp", "dep") or not _set_off(block, verb):
        return "", ()
    added = [child for child in head.children if speaks_over(child) == verb]
    return "clause-inserted", subtree_span(block, head, [verb, *added])


def _set_off(block: Block, verb: "Token") -> bool:
    """Whether commas or dashes stand around a verb and its subject."""
    first = verb.left_edge.i
    last = verb.right_edge.i
    doc = block.doc
    opened = first > 0 and (doc[first - 1].is_punct or doc[first].is_punct)
    closed = last + 1 >= len(doc) or doc[last + 1].is_punct or doc[last].is_punct
    return opened and closed
