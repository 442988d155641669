"""Nouns that attribute: the claim that …, allegations of …, calls for …"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from knowledge.extract.attribution import lexicon
from knowledge.extract.attribution.candidate import Candidate, Spans
from knowledge.extract.attribution.clauses import source_of
from knowledge.extract.attribution.grammar import (
    agent_of,
    cue_span,
    is_negated,
    is_passive,
    is_to,
    lemma_of,
    noun_span,
    owner_span,
    subtree_span,
)
from knowledge.extract.parsing import Block

if TYPE_CHECKING:
    from spacy.tokens import Token

_MAKING = frozenset("make issue release voice express offer raise repeat deliver have".split())
"""Verbs whose subject is the one who makes a claim: “they made allegations of …”."""

_REACHING = frozenset("come arrive jump cling respond".split())
"""Verbs whose subject holds what a noun after their preposition says: “came to the belief”."""


def noun_candidates(block: Block) -> Iterator[Candidate]:
    """Yield what nouns attribute in *block*."""
    for token in block.doc:
        if token.pos_ != "NOUN":
            continue
        lemma = token.lemma_.lower()
        if token.dep_ == "dobj" and lemma_of(token.head) in lexicon.RETRACTING:
            continue
        for child in token.children:
            content = _content(block, lemma, child, token)
            if content:
                cue: Spans = (block.span(token.i, token.i),)
                source = _maker(block, token)
                rule = "noun-of" if child.dep_ == "prep" else "noun-that"
                verb = _rejecting(token)
                if verb is not None:
                    lemma = "rejection"
                    source = _who_rejects(block, verb)
                    cue = tuple(sorted((*cue, cue_span(block, verb)), key=lambda span: span.start))
                yield Candidate(block, rule, lemma, source, cue, content)
                break


def _rejecting(noun: "Token") -> "Token | None":
    """Return the verb by which a claim is turned down: “rejected claims that …”."""
    verb = noun.head
    fits = noun.dep_ in ("dobj", "nsubjpass") and lemma_of(verb) in lexicon.REJECTING
    return verb if fits and not is_negated(verb) else None


def _who_rejects(block: Block, verb: "Token") -> Spans:
    if not is_passive(verb):
        return source_of(block, verb)
    agent = agent_of(verb)
    return noun_span(block, agent) if agent is not None else ()


def _content(block: Block, lemma: str, child: "Token", noun: "Token") -> Spans:
    if child.i < noun.i or child.nbor(-1).text == "-":  # “a denial-of-service attack”
        return ()
    if child.dep_ == "acl" and lemma in lexicon.NOUNS_THAT:
        that = any(inner.dep_ == "mark" and inner.lower_ == "that" for inner in child.children)
        return subtree_span(block, child) if that else ()
    if child.dep_ == "acl" and lemma in lexicon.NOUNS_TO and is_to(child):
        return subtree_span(block, child)
    if child.dep_ == "prep" and lemma in lexicon.NOUNS_OF.get(child.lower_, ()):
        for inner in child.children:
            if inner.dep_ in ("pobj", "pcomp"):
                return subtree_span(block, inner)
    return ()


def _maker(block: Block, noun: "Token") -> Spans:
    """Return whose claim it is: “Spain's claim”, “the claim by Spain”, “Spain made the claim”."""
    for child in noun.children:
        if child.dep_ == "poss":
            return owner_span(block, child)
    for child in noun.children:
        if child.dep_ in ("prep", "agent") and child.lower_ in ("by", "from"):
            for inner in child.children:
                if inner.dep_ == "pobj":
                    return noun_span(block, inner)
    if noun.dep_ == "dobj" and noun.head.lemma_.lower() in _MAKING:
        return source_of(block, noun.head)
    if noun.dep_ == "pobj":
        verb = noun.head.head
        if verb.pos_ == "VERB" and lemma_of(verb) in lexicon.SAYING | _REACHING:
            return source_of(block, verb)
    return ()
