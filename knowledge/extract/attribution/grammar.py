"""Small questions to the parse: whose verb is it, which words make up the cue, what is a clause."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from knowledge.extract.attribution.candidate import Spans
from knowledge.extract.parsing import Block
from knowledge.model import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_LEMMAS = {
    "hop": "hope", "sais": "say", "saif": "say",
    "characterise": "characterize", "criticise": "criticize", "theorise": "theorize",
}  # fmt: skip
_SUBJECTS = ("nsubj", "nsubjpass", "csubj")
_CLIMBED = ("conj", "xcomp", "advcl", "pcomp", "prep", "ccomp", "dep", "parataxis", "acomp")
_ISSUING = frozenset(
    "issue release send write publish post make email circulate put give host hold stage".split()
)
_DEEPEST = 7
QUESTION_WORDS = frozenset("how why whether if what when where who which whom whose".split())


def lemma_of(token: "Token") -> str:
    """Return the dictionary form of a verb."""
    lemma = token.lemma_.lower()
    return _LEMMAS.get(lemma, lemma)


def subject_of(verb: "Token") -> "Token | None":
    """Return the word at the head of whoever says, or none.

    A verb without a subject of its own has that of the verb it is joined to or hangs on; a
    participle right after a noun has the noun; a passive verb has its agent.
    """
    if is_passive(verb) or _is_bare_passive(verb):
        return agent_of(verb)
    return _doer(verb, 0)


def _is_bare_passive(verb: "Token") -> bool:
    """Whether a participle stands for a passive: “asked about it, …”, “a law known as …”."""
    return (
        verb.tag_ == "VBN"
        and verb.dep_ in ("advcl", "acl", "relcl")
        and not any(child.dep_ in (*_SUBJECTS, "aux") for child in verb.children)
    )


def _doer(node: "Token", depth: int) -> "Token | None":
    for child in node.children:
        if child.dep_ in _SUBJECTS:
            return child
    head = node.head
    if depth > _DEEPEST or head == node:
        return None
    if node.dep_ in ("acl", "relcl") and head.pos_ in ("NOUN", "PROPN", "PRON"):
        return _of_participle(node, head, depth)
    if node.dep_ == "xcomp":
        for child in head.children:
            if child.dep_ == "dobj" and child.i < node.i:
                return child
    if node.dep_ in _CLIMBED or (depth and node.dep_ in ("dobj", "pobj", "attr")):
        return _doer(head, depth + 1)
    return None


def _of_participle(node: "Token", noun: "Token", depth: int) -> "Token | None":
    """Return who does what a participle or infinitive after a noun tells."""
    after_comma = any(token.text == "," for token in node.doc[noun.i : node.i])
    made = noun.dep_ == "dobj" and noun.head.lemma_.lower() in _ISSUING
    if node.dep_ == "acl" and (after_comma or made or is_to(node)):
        return _doer(noun, depth + 1) if noun.dep_ in ("dobj", "pobj", "attr") else noun
    return noun


def agent_of(verb: "Token") -> "Token | None":
    """Return who did what a passive verb tells, where “by …” says it."""
    for child in verb.children:
        if child.dep_ == "agent":
            for inner in child.children:
                if inner.dep_ == "pobj":
                    return inner
    return None


def is_passive(verb: "Token") -> bool:
    """Whether a verb stands in the passive."""
    return any(child.dep_ in ("auxpass", "nsubjpass") for child in verb.children)


def is_negated(verb: "Token") -> bool:
    """Whether “not” goes with the verb."""
    return any(child.dep_ == "neg" for child in verb.children)


def has_subject(verb: "Token") -> bool:
    """Whether a verb has a subject of its own."""
    return any(child.dep_ in (*_SUBJECTS, "expl") for child in verb.children)


def is_to(verb: "Token") -> bool:
    """Whether a verb is an infinitive with “to”."""
    return any(child.dep_ == "aux" and child.lower_ == "to" for child in verb.children)


def subject_span(block: Block, verb: "Token") -> Spans:
    """Return the words of a verb's own subject."""
    for child in verb.children:
        if child.dep_ in _SUBJECTS:
            return noun_span(block, child)
    return ()


def cue_span(block: Block, verb: "Token") -> Span:
    """Return the verb with its auxiliaries, negation and particle."""
    first = last = verb.i
    for child in verb.children:
        if child.dep_ in ("aux", "auxpass", "neg") and verb.i - 4 <= child.i < verb.i:
            first = min(first, child.i)
        elif child.dep_ == "prt" and child.i == verb.i + 1:
            last = child.i
    return block.span(first, last)


def noun_span(block: Block, head: "Token") -> Spans:
    """Return a noun with what belongs to it, up to a relative clause that a comma sets off."""
    first, last = head.left_edge.i, head.i
    for child in head.rights:
        if child.dep_ in (
            "relcl",
            "acl",
            "advcl",
            "cc",
            "conj",
            "punct",
            "appos",
            "prep",
            "compound",
        ):
            if child.dep_ in ("relcl", "advcl") and child.left_edge.i > head.i + 1:
                break
            if child.dep_ == "punct":
                continue
        last = max(last, child.right_edge.i)
    return trimmed(block, first, last)


def owner_span(block: Block, owner: "Token") -> Spans:
    """Return the words for whom something belongs to, without the mark that says so."""
    mark = next((each for each in owner.rights if each.tag_ == "POS"), None)
    if mark is None:
        return noun_span(block, owner)
    return trimmed(block, owner.left_edge.i, mark.i - 1)


def subtree_span(block: Block, head: "Token", without: Iterable["Token"] = ()) -> Spans:
    """Return everything that hangs on *head*, except what hangs on *without*."""
    dropped = {inner.i for token in without for inner in token.subtree}
    kept = sorted(token.i for token in head.subtree if token.i not in dropped)
    return spans_of(block, kept)


def spans_of(block: Block, kept: list[int]) -> Spans:
    """Return runs of tokens as spans, each trimmed of the punctuation around it."""
    runs: list[list[int]] = []
    for number in kept:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    spans: list[Span] = []
    for run in runs:
        spans += trimmed(block, run[0], run[-1])
    return tuple(spans)


_LOOSE = frozenset(", . ; : - -- – — ... ( ) [ ] ? !".split()) | {"…"}


def trimmed(block: Block, first: int, last: int) -> Spans:
    """Return tokens *first* to *last* without stops and commas at the ends, or nothing."""
    while first <= last and block.doc[first].text in _LOOSE:
        first += 1
    while first <= last and block.doc[last].text in _LOOSE:
        last -= 1
    return (block.span(first, last),) if first <= last else ()
