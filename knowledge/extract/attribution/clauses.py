"""Verbs with a clause: she said (that) …, …, she said, she asked whether …, she vowed to …"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from knowledge.extract.attribution import lexicon
from knowledge.extract.attribution.candidate import Candidate, Spans
from knowledge.extract.attribution.grammar import (
    QUESTION_WORDS,
    cue_span,
    is_passive,
    lemma_of,
    noun_span,
    subject_of,
    subtree_span,
)
from knowledge.extract.parsing import Block

if TYPE_CHECKING:
    from spacy.tokens import Token

_SELF = frozenset("i you we one".split())


def clause_candidates(block: Block) -> Iterator[Candidate]:
    """Yield what verbs with a clause, an infinitive or an object attribute in *block*."""
    for token in block.doc:
        if token.pos_ not in ("VERB", "AUX") and token.dep_ != "ROOT":
            continue
        yield from _of_verb(block, token)


def _of_verb(block: Block, verb: "Token") -> Iterator[Candidate]:
    lemma = lemma_of(verb)
    found = False
    for rule, content in _contents(block, verb, lemma):
        source = source_of(block, verb)
        if content and _may_attribute(verb, lemma, rule):
            found = True
            yield Candidate(block, rule, lemma, source, (cue_span(block, verb),), content)
    if not found and lemma in lexicon.SAYING:
        rule, content = _around(block, verb)
        source = source_of(block, verb)
        if content and source:
            yield Candidate(block, rule, lemma, source, (cue_span(block, verb),), content)


def source_of(block: Block, verb: "Token") -> Spans:
    """Return who says what *verb* tells."""
    subject = subject_of(verb)
    if subject is None or (subject.lower_ == "it" and is_passive(verb)):
        return ()
    if subject.lower_ in ("it", "there") and lemma_of(verb) in ("seem", "appear"):
        return ()
    return noun_span(block, subject)


def _may_attribute(verb: "Token", lemma: str, rule: str) -> bool:
    if lemma in lexicon.WEAK and rule.startswith("clause"):
        subject = subject_of(verb)
        return subject is not None and subject.lower_ not in _SELF
    return True


def _contents(block: Block, verb: "Token", lemma: str) -> Iterator[tuple[str, Spans]]:
    children = list(verb.children)
    objects = [child for child in children if child.dep_ in ("dobj", "dative")]
    for child in children:
        if child.dep_ == "ccomp":
            rule = _clause_rule(verb, child, lemma)
            if rule:
                yield rule, subtree_span(block, child)
        elif child.dep_ == "xcomp" and child.i > verb.i:
            to = any(inner.dep_ == "aux" and inner.lower_ == "to" for inner in child.children)
            if to and objects and objects[0].i < child.i:
                if lemma in lexicon.URGING:
                    first, last = objects[0].left_edge.i, child.right_edge.i
                    yield "told-to", (block.span(first, last),)
            elif to and lemma in lexicon.INTENDING:
                yield "infinitive", subtree_span(block, child)
        elif child.dep_ == "prep" and child.i > verb.i:
            if lemma in lexicon.ABOUT.get(child.lower_, ()):
                for inner in child.children:
                    if inner.dep_ in ("pobj", "pcomp"):
                        yield "about", subtree_span(block, inner)
                        break
        elif child.dep_ == "dobj" and child.i > verb.i and lemma in lexicon.OBJECT:
            yield "object", subtree_span(block, child)


def _clause_rule(verb: "Token", clause: "Token", lemma: str) -> str:
    first = clause.left_edge
    to = any(inner.dep_ == "aux" and inner.lower_ == "to" for inner in clause.children)
    if clause.i < verb.i:
        return "clause-fronted" if lemma in lexicon.SAYING else ""
    if any(inner.dep_ == "mark" and inner.lower_ == "that" for inner in clause.children):
        return "clause-that" if lemma in lexicon.SAYING else ""
    if first.lower_ in QUESTION_WORDS:
        return "question" if lemma in lexicon.ASKING else ""
    if to:
        return "told-to" if lemma in lexicon.URGING else ""
    return "clause-bare" if lemma in lexicon.SAYING else ""


def _around(block: Block, verb: "Token") -> tuple[str, Spans]:
    """Return the sentence that a verb without a clause was put into: …, she said, …"""
    head = verb.head
    if head is verb or head.pos_ not in ("VERB", "AUX"):
        return "", ()
    marks = {child.lower_ for child in verb.children if child.dep_ in ("mark", "advmod", "prep")}
    if verb.dep_ == "advcl" and "as" in marks:
        return "as-said", subtree_span(block, head, [verb])
    if verb.dep_ not in ("parataxis", "ccomp", "dep") or not _set_off(block, verb):
        return "", ()
    return "clause-inserted", subtree_span(block, head, [verb])


def _set_off(block: Block, verb: "Token") -> bool:
    """Whether commas or dashes stand around a verb and its subject."""
    first = verb.left_edge.i
    last = verb.right_edge.i
    doc = block.doc
    opened = first > 0 and (doc[first - 1].is_punct or doc[first].is_punct)
    closed = last + 1 >= len(doc) or doc[last + 1].is_punct or doc[last].is_punct
    return opened and closed
