"""Verbs with a thing or an infinitive: she denounced it, urged them to go, called it a crime."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from knowledge.extract.attribution import lexicon
from knowledge.extract.attribution.candidate import Candidate, Spans
from knowledge.extract.attribution.clauses import source_of
from knowledge.extract.attribution.grammar import (
    agent_of,
    cue_span,
    is_passive,
    is_to,
    lemma_of,
    noun_span,
    subject_span,
    subtree_span,
    trimmed,
)
from knowledge.extract.parsing import Block
from knowledge.model import Span

if TYPE_CHECKING:
    from spacy.tokens import Token


_FAR = 16
_STOPS = frozenset(". , ; : ? ! – — - --".split())


def stance_candidates(block: Block) -> Iterator[Candidate]:
    """Yield what verbs without a clause attribute in *block*."""
    for token in block.doc:
        if token.pos_ != "VERB":
            continue
        lemma = lemma_of(token)
        for rule, source, content in _stances(block, token, lemma):
            if content:
                cue = (cue_span(block, token),)
                accused = _accused(block, token) if rule == "accused" else None
                yield Candidate(block, rule, lemma, source, cue, content, accused)
                break


def _accused(block: Block, verb: "Token") -> Span | None:
    """Return whom an accusation is made against: the object, or the passive's subject."""
    wanted = "nsubjpass" if is_passive(verb) else "dobj"
    for child in verb.children:
        if child.dep_ == wanted:
            spans = noun_span(block, child)
            of = _charge(child) if wanted == "dobj" else None
            if of is not None:
                return block.span(child.left_edge.i, of.i - 1)
            return spans[0] if spans else None
    return None


def _charge(accused: "Token") -> "Token | None":
    """Return the “of” that hangs on whom it accuses: “the head of the port of stealing”."""
    found = [t for t in accused.subtree if t.i > accused.i and t.lower_ in ("of", "with")]
    for token in found:
        if any(child.dep_ == "pcomp" for child in token.children):
            return token
    return found[-1] if found else None


def _stances(block: Block, verb: "Token", lemma: str) -> Iterator[tuple[str, Spans, Spans]]:
    if is_passive(verb):
        yield from _passive(block, verb, lemma)
        return
    source = source_of(block, verb)
    if lemma in lexicon.CALLING:
        yield from (("called", source, content) for content in _names_given(block, verb))
    yield from _told_to(block, verb, lemma, source)
    for child in verb.children:
        if child.dep_ == "xcomp" and child.i > verb.i and is_to(child):
            if lemma in lexicon.SEEMING:
                subject = subject_span(block, verb)
                if subject:
                    yield "seems", (), (*subject, *subtree_span(block, child))
            elif lemma in lexicon.INTENDING:
                yield "infinitive", source, subtree_span(block, child)
    objects = [child for child in verb.children if child.dep_ == "dobj" and child.i > verb.i]
    if objects:
        yield from _object(block, verb, objects[0], lemma, source)
    for child in verb.children:
        if child.dep_ != "prep" or child.i < verb.i:
            continue
        inner = next((each for each in child.children if each.dep_ in ("pobj", "pcomp")), None)
        if inner is not None and lemma in lexicon.ABOUT.get(child.lower_, ()):
            yield "about", source, subtree_span(block, inner)


def _names_given(block: Block, verb: "Token") -> Iterator[Spans]:
    """Yield what somebody is called in quotation marks, which the parser often loses."""
    if any(child.dep_ in ("oprd", "ccomp") and child.i > verb.i for child in verb.children):
        return
    after = verb.doc[verb.i + 1 : min(verb.i + _FAR, verb.sent.end)]
    opened = next((token for token in after if token.is_quote), None)
    if opened is None or opened.i == verb.i + 1:
        return
    between = verb.doc[verb.i + 1 : opened.i]
    if any(token.pos_ in ("VERB", "AUX") or token.text in _STOPS for token in between):
        return
    closed = next((token for token in verb.doc[opened.i + 1 :] if token.is_quote), None)
    if closed is not None:
        inside = verb.doc[opened.i + 1 : closed.i]
        last = max((token.right_edge.i for token in inside), default=closed.i)
        yield trimmed(block, verb.i + 1, max(closed.i, last))


def _told_to(
    block: Block, verb: "Token", lemma: str, source: Spans
) -> Iterator[tuple[str, Spans, Spans]]:
    if lemma not in lexicon.URGING:
        return
    told = None
    called = lemma == "call"
    for child in verb.children:
        if child.i <= verb.i:
            continue
        if child.dep_ == "dobj" and not called:
            told = child
        elif child.dep_ == "prep" and child.lower_ in ("on", "upon", "for"):
            told = next((inner for inner in child.children if inner.dep_ == "pobj"), told)
        elif child.dep_ in ("xcomp", "advcl") and is_to(child) and told is not None:
            yield "told-to", source, trimmed(block, told.left_edge.i, child.right_edge.i)
        elif child.dep_ == "ccomp" and is_to(child):
            yield "told-to", source, subtree_span(block, child)


def _object(
    block: Block, verb: "Token", thing: "Token", lemma: str, source: Spans
) -> Iterator[tuple[str, Spans, Spans]]:
    first, last = thing.left_edge.i, thing.right_edge.i
    # “of fraud” in “accuse Prat of fraud” hangs on the verb or, as often, on the name.
    against = [each for each in thing.children if each.lower_ == "of"]
    for child in (*verb.children, *(against if lemma in lexicon.ACCUSING else ())):
        if child.i <= verb.i:
            continue
        if child.dep_ == "oprd" and lemma in lexicon.CALLING:
            end = max(last, child.right_edge.i)
            yield "called", source, trimmed(block, min(first, child.left_edge.i), end)
        elif child.dep_ == "prep" and lemma in lexicon.FRAMING.get(child.lower_, ()):
            end = max(last, child.right_edge.i)
            rule = "accused" if lemma in lexicon.ACCUSING else "framed"
            yield rule, source, trimmed(block, first, end)
    if lemma in lexicon.FRAMING["as"] and _has_as(thing):
        yield "framed", source, trimmed(block, first, last)
    opens = last + 1 < len(verb.doc) and verb.doc[last + 1].text == ":"
    if lemma in lexicon.OBJECT and not opens and not _is_claim_turned_down(lemma, thing):
        for child in verb.children:
            if child.dep_ == "prep" and child.i == last + 1 and child.lower_ in ("as", "of", "for"):
                last = child.right_edge.i
        yield "object", source, trimmed(block, first, last)


def _is_claim_turned_down(lemma: str, thing: "Token") -> bool:
    """Say whether the rules for nouns read it: “rejected claims that …”, “allegations of …”."""
    noun = thing.lemma_.lower()
    return lemma in lexicon.REJECTING and any(
        (child.dep_ == "acl" and noun in lexicon.NOUNS_THAT)
        or (child.dep_ == "prep" and noun in lexicon.NOUNS_OF.get(child.lower_, ()))
        for child in thing.rights
    )


def _has_as(thing: "Token") -> bool:
    return any(child.dep_ == "prep" and child.lower_ == "as" for child in thing.subtree)


def _by_whom(inner: "Token") -> "Token | None":
    """Return the “by” of “accused of hiding deaths by SafeCare”, which ends there with a name."""
    last = next((child for child in reversed(list(inner.rights)) if child.dep_ != "punct"), None)
    if inner.tag_ != "VBG" or last is None or last.lower_ != "by":
        return None
    return last if any(child.pos_ == "PROPN" for child in last.children) else None


def _passive(block: Block, verb: "Token", lemma: str) -> Iterator[tuple[str, Spans, Spans]]:
    agent = agent_of(verb)
    source = noun_span(block, agent) if agent is not None else ()
    subject = subject_span(block, verb)
    for child in verb.children:
        if child.i <= verb.i:
            continue
        if child.dep_ == "xcomp" and is_to(child) and lemma in lexicon.EXPECTING:
            yield "expected", source, (*subject, *subtree_span(block, child))
        elif child.dep_ == "prep" and lemma in lexicon.ACCUSING and child.lower_ in ("of", "with"):
            inner = next((each for each in child.children if each.dep_ in ("pobj", "pcomp")), None)
            if inner is not None:
                by = None if source else _by_whom(inner)
                if by is None:
                    yield "accused", source, (*subject, *subtree_span(block, inner))
                else:
                    words = trimmed(block, inner.left_edge.i, by.i - 1)
                    yield "accused", noun_span(block, next(by.children)), (*subject, *words)
        elif child.dep_ == "oprd" and lemma in lexicon.CALLING and subject:
            yield "called", source, (*subject, *subtree_span(block, child))
        elif child.dep_ == "prep" and child.lower_ == "about" and lemma in ("ask", "press"):
            inner = next((each for each in child.children if each.dep_ in ("pobj", "pcomp")), None)
            if inner is not None:
                yield "about", source, subtree_span(block, inner)
    if source and subject and lemma in lexicon.OBJECT:
        turned_down = any(
            _is_claim_turned_down(lemma, child)
            for child in verb.children
            if child.dep_ == "nsubjpass"
        )
        if not turned_down:
            yield "object", source, subject
