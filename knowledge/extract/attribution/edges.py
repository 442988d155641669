"""Where a reported clause begins and ends, which the parse alone often gets wrong."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from knowledge.extract.attribution import lexicon
from knowledge.extract.attribution.grammar import has_subject, lemma_of, spans_of
from knowledge.extract.parsing import Block
from knowledge.extract.quotations import Quotation
from knowledge.model import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

    from knowledge.extract.attribution.candidate import Spans

_NEAR = 4
_SETTING_OFF = frozenset((",", "-", "--", "–", "—"))
_DENYING = frozenset("deny dispute reject contest refute rebut challenge contradict".split())
_SAID = frozenset(
    """
    account accusation allegation argument assertion charge claim contention figure number statement
    suggestion total version
    """.split()
)
_RELATIVES = frozenset("which who where whose whom".split())
_LINKS = frozenset(
    """
    conj dobj attr prep pobj xcomp ccomp acomp appos npadvmod advcl pcomp agent
    """.split()
)
_CONTRASTS = frozenset("while although though whereas after before amid despite".split())


def clause_span(block: Block, verb: "Token", clause: "Token") -> "Spans":
    """Return the words of *clause*, which *verb* reports, without what the outlet adds."""
    kept = {token.i for token in clause.subtree}
    for part in (*_added(verb, clause), *_contradicted(clause)):
        dropped = {token.i for token in part.subtree}
        kept -= dropped
        joint = block.doc[min(dropped) - 1]
        if joint.dep_ in ("cc", "punct"):
            kept.discard(joint.i)
        after = max(dropped) + 1
        if after < len(block.doc) and block.doc[after].text in _SETTING_OFF:
            kept.discard(after)
    kept |= _reported_too(verb, clause)
    return spans_of(block, sorted(kept))


def _added(verb: "Token", clause: "Token") -> Iterator["Token"]:
    """Yield what stands at the end of a clause and is not part of what was said."""
    last = clause.right_edge.i
    for child in _spine(clause):
        first = child.left_edge.i
        if child.right_edge.i <= clause.i or not first:
            continue
        set_off = child.doc[first - 1].text in _SETTING_OFF
        if child.dep_ == "conj":
            if speaks_over(child) == verb:
                yield child
        elif not set_off or child.right_edge.i < last - 1:
            continue
        elif child.dep_ == "advcl":
            marks = {inner.lower_ for inner in child.children if inner.dep_ == "mark"}
            if speaks_over(child) == verb or marks & _CONTRASTS:
                yield child
        elif child.dep_ == "relcl" and child.left_edge.lower_ in _RELATIVES:
            yield child


def _contradicted(clause: "Token") -> Iterator["Token"]:
    """Yield where the outlet puts in what others say to it: “Gray, who denies it, set fires”.

    Between commas that is no part of what the speaker said; “a figure the union disputes” is none
    either. “The man who denied it” without commas only says which man.
    """
    for token in clause.subtree:
        if token.dep_ not in ("relcl", "acl") or lemma_of(token) not in _DENYING:
            continue
        noun = token.head
        for part in (noun, token) if noun.lemma_.lower() in _SAID else (token,):
            first = part.left_edge.i
            if first > clause.left_edge.i and part.doc[first - 1].text in _SETTING_OFF:
                yield part
                break


def _spine(clause: "Token") -> Iterator["Token"]:
    """Yield what hangs on a clause, on the verbs in it and on its last noun."""
    todo = [clause]
    while todo:
        for child in todo.pop().children:
            yield child
            if child.dep_ in _LINKS:
                todo.append(child)


def speaks_over(verb: "Token") -> "Token | None":
    """Return the reporting verb over a clause that *verb* was hung on though it goes with that one.

    “She said that it was late, adding that …”: who adds is who said.
    """
    lemma = lemma_of(verb)
    if verb.dep_ not in ("advcl", "conj") or any(c.dep_ == "nsubj" for c in verb.children):
        return None
    if verb.tag_ == "VBG":
        before = verb.doc[verb.left_edge.i - 1] if verb.left_edge.i else None
        if lemma not in lexicon.SPEAKING | lexicon.REFERRING:
            return None
        if before is None or not (before.is_punct or before.dep_ == "cc"):
            return None
    elif verb.dep_ != "conj" or lemma not in lexicon.SPEAKING:
        return None
    node = verb.head
    inserted = _inserted_before(verb)
    if inserted is not None:
        return inserted
    while node.head != node:
        if node.dep_ == "ccomp" and lemma_of(node.head) in lexicon.SAYING:
            same = verb.tag_ == "VBG" or node.head.tag_ == verb.tag_
            return node.head if same else None
        node = node.head
    return None


def _inserted_before(verb: "Token") -> "Token | None":
    """Return the frame set into a sentence that a participle goes with: “…, Ana said, adding …”."""
    if verb.tag_ != "VBG" or verb.dep_ != "advcl":
        return None
    for child in verb.head.children:
        says = child.dep_ in ("parataxis", "ccomp", "dep") and lemma_of(child) in lexicon.SAYING
        if says and 0 < verb.left_edge.i - child.right_edge.i <= 2:
            return child
    return None


def _reported_too(verb: "Token", clause: "Token") -> set[int]:
    """Return a second clause that the parse hung on the verb: “…, but that …”."""
    kept: set[int] = set()
    end = clause.right_edge.i
    for child in verb.children:
        first = child.left_edge.i
        if child.dep_ not in ("conj", "ccomp", "advcl") or first <= end:
            continue
        that = any(inner.dep_ == "mark" and inner.lower_ == "that" for inner in child.children)
        if that or _joined_closely(child, end):
            kept |= {token.i for token in child.subtree}
            if first - end < _NEAR:
                kept |= set(range(end + 1, first))
    return kept


def _joined_closely(joined: "Token", end: int) -> bool:
    """Whether a clause follows with “and” and no comma: “she claims it was taken and he left”."""
    doc, first = joined.doc, joined.left_edge.i
    return (
        joined.dep_ == "conj"
        and first == end + 2
        and doc[end + 1].dep_ == "cc"
        and has_subject(joined)
        and lemma_of(joined) not in lexicon.SPEAKING
    )


def to_closing_mark(content: "Spans", quotations: Sequence[Quotation]) -> "Spans":
    """Return *content*, to the end of the quotation that begins in its last span and is cut there.

    Brackets and stops inside a quotation make the parser end a clause too early.
    """
    last = content[-1]
    for quote in quotations:
        if quote.span.start >= last.end:
            break
        if quote.closed and last.start <= quote.span.start and last.end < quote.span.end:
            return (*content[:-1], Span(last.start, quote.span.end))
        if quote.closed and quote.inner.start == last.start and last.end < quote.inner.end:
            return (*content[:-1], Span(quote.span.start, quote.span.end))
        if quote.closed and quote.inner.start == last.start and last.end == quote.span.end:
            return (*content[:-1], quote.span)
    return content
