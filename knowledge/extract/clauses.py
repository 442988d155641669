"""Cutting an outlet's sentence into statements that can be checked one by one.

A statement is a clause with a subject of its own: the main one, one joined to it, one that says
since when, while or after what, one that “with” hangs on. What only describes stays where it is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from knowledge.extract.grid import Grid
from knowledge.extract.parsing import Block
from knowledge.model import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")
_OPEN = frozenset("if unless whether lest".split())
"""What follows these is not said to be so: it stays with them."""

_INVERTED = frozenset("had were should".split())
"""Words that open a condition without “if”."""

_SPLIT_MARKS = frozenset("since while whereas after before although though because when as".split())
_COMPLETING = ("dobj", "attr", "acomp", "prep", "xcomp", "ccomp", "agent", "oprd")
_OPENERS = frozenset("however but and or so yet also meanwhile moreover still then thus".split())
_LEAST_WORDS = 3


@dataclass(frozen=True, slots=True)
class Statement:
    """A clause: where it stands, its verb, and whether it is a part of a longer sentence."""

    span: Span
    verb: "Token"
    cut: bool = False


def statements(grid: Grid, block: Block, sentence: Span) -> tuple[Statement, ...]:
    """Return the statements of *sentence*, whose words *block* has, in reading order."""
    tokens = grid.block_tokens(sentence, block)
    if not tokens:
        return ()
    inside = {token.i for token in tokens}
    heads = list(_heads(tokens, inside))
    if not heads:
        return _whole(block, tokens)
    numbers = {head.i for head in heads}
    owner = {token.i: _owner(token, numbers, inside) for token in tokens}
    made: list[Statement] = []
    for head in heads:
        own = [token for token in tokens if owner[token.i] == head.i]
        for first, last in _trimmed(head, own):
            span = block.span(first, last)
            words = [t for t in tokens if first <= t.i <= last and not t.is_punct]
            if len(words) >= _LEAST_WORDS:
                made.append(Statement(span, head, len(heads) > 1))
    return tuple(sorted(made, key=lambda each: each.span.start)) or _whole(block, tokens)


def _whole(block: Block, tokens: "Sequence[Token]") -> tuple[Statement, ...]:
    """Return the sentence uncut if it has a verb at all: the parse knew no better."""
    verbs = [token for token in tokens if token.tag_ in ("VBD", "VBZ", "VBP", "MD")]
    if not verbs or len(tokens) < _LEAST_WORDS + 2:
        return ()
    return (Statement(block.span(tokens[0].i, tokens[-1].i), verbs[0]),)


def _heads(tokens: "Sequence[Token]", inside: set[int]) -> "Iterator[Token]":
    """Yield the verbs that make a statement of their own."""
    for token in tokens:
        if token.pos_ not in ("VERB", "AUX"):
            continue
        outside = token.head.i not in inside or token.head.i == token.i
        if outside or _splits(token):
            yield token


def _splits(verb: "Token") -> bool:
    """Say whether *verb* begins a statement of its own within its sentence."""
    subject = any(child.dep_ in _SUBJECTS for child in verb.children)
    if verb.dep_ == "conj":
        main = _first_of(verb)
        if subject and main.dep_ in ("ROOT", "conj", "advcl"):
            return True
        return verb.tag_ == "VBG" and _has_object(verb) and _among_with(verb)
    if verb.dep_ == "advcl" and subject and verb.head.dep_ in ("ROOT", "conj"):
        marks = [c.lower_ for c in verb.children if c.dep_ in ("mark", "advmod") and c.i < verb.i]
        finite = verb.tag_ in ("VBD", "VBZ", "VBP") or any(
            child.dep_ in ("aux", "auxpass") and child.tag_ in ("VBD", "VBZ", "VBP", "MD")
            for child in verb.children
        )
        whole = any(child.dep_ in _COMPLETING for child in verb.head.children)
        marked = bool(_SPLIT_MARKS.intersection(marks))
        return finite and whole and marked and _may_stand_alone(verb)
    if verb.dep_ == "ccomp" and subject and verb.head.dep_ == "ROOT":
        # Two sentences with a semicolon or dash between them come out as one inside the other.
        between = verb.doc[min(verb.i, verb.head.i) : max(verb.i, verb.head.i)]
        return any(token.text in (";", "—", "–") for token in between)
    return _hangs_on_with(verb) and subject and _has_object(verb)


def _first_of(verb: "Token") -> "Token":
    while verb.dep_ == "conj" and verb.head.i != verb.i:
        verb = verb.head
    return verb


def _hangs_on_with(verb: "Token") -> bool:
    """Say whether *verb* is that of “with the state keeping the rest”, however it was parsed."""
    if verb.tag_ != "VBG":
        return False
    head = verb.head
    if verb.dep_ == "pcomp" and head.lower_ == "with":
        return True
    first = verb.left_edge
    return verb.dep_ == "advcl" and (first.lower_ == "with" or _before(first) == "with")


def _among_with(verb: "Token") -> bool:
    """Say whether *verb* goes on a clause with “with”, past an infinitive that came between."""
    for above in verb.ancestors:
        if _hangs_on_with(above):
            return True
        if above.dep_ == "ROOT":
            break
    return False


def _before(token: "Token") -> str:
    return token.doc[token.i - 1].lower_ if token.i else ""


def _has_object(verb: "Token") -> bool:
    return any(child.dep_ in ("dobj", "dative", "prt", "attr", "acomp") for child in verb.children)


def _may_stand_alone(verb: "Token") -> bool:
    """Say whether a clause tells of somebody's deed, a day or a number, not “as they did then”."""
    subject = next((child for child in verb.children if child.dep_ in _SUBJECTS), None)
    if subject is None or subject.pos_ == "PRON":
        return False
    return len(list(verb.subtree)) > _LEAST_WORDS + 1


def _owner(token: "Token", heads: set[int], inside: set[int]) -> int:
    """Return the number of the statement's verb that *token* hangs on."""
    while token.i not in heads:
        if token.head.i == token.i or token.head.i not in inside:
            return -1
        token = token.head
    return token.i


_LOOSE = frozenset(", ; : — – - and but with while".split())
_LEADING = ("mark", "cc", "punct", "preconj")


def _trimmed(head: "Token", own: "Sequence[Token]") -> Iterator[tuple[int, int]]:
    """Yield the run of *own* words around *head*, without what only joins it to the rest."""
    numbers = [token.i for token in own]
    if head.i not in numbers:
        return
    first = last = head.i
    known = set(numbers)
    while first - 1 in known:
        first -= 1
    while last + 1 in known:
        last += 1
    doc = head.doc

    def _joins(number: int) -> bool:
        return doc[number].head.i == head.i or doc[number].is_punct or doc[number].dep_ == "cc"

    first = _past_time(head, first)
    while first < head.i and (
        (
            doc[first].dep_ in _LEADING
            and doc[first].lower_ not in _OPEN
            and doc[first].text not in "“\"'‘([$£€#"
            and _joins(first)
        )
        or doc[first].lower_ in _OPENERS
        or (doc[first].lower_ == "even" and doc[first + 1].dep_ == "mark")
        or (doc[first].lower_ == "with" and doc[first].dep_ in ("prep", "mark"))
        or (doc[first].lower_ in _SPLIT_MARKS and doc[first].dep_ == "advmod" and _joins(first))
    ):
        first += 1
    first = _past_frame(head, first)
    cut = _added(head, last)
    parts = _framed(head, first, cut if cut is not None else last)
    for part in parts:
        start, end = part
        while end > start and (doc[end].text in _LOOSE or doc[end].dep_ in ("mark", "cc")):
            end -= 1
        yield start, end


def _past_time(head: "Token", first: int) -> int:
    """Step over “two weeks after” before a clause, to the word that joins the clause."""
    for child in head.children:
        joins = child.dep_ in ("mark", "advmod") and child.lower_ in _SPLIT_MARKS
        if joins and first < child.i < head.i:
            before = head.doc[first : child.i]
            inside = range(first, child.i + 1)
            if all(t.dep_ == "npadvmod" or t.head.i in inside or t.is_punct for t in before):
                return child.i
    return first


def _past_frame(head: "Token", first: int) -> int:
    """Step over “After being forced to travel,”: a frame without a subject asserts by itself."""
    subject = next((child for child in head.children if child.dep_ in _SUBJECTS), None)
    if subject is None:
        return first
    start = subject.left_edge.i
    for child in head.children:
        if child.right_edge.i >= start or child.left_edge.i < first:
            continue
        if any(inner.dep_ == "mark" and inner.lower_ in _OPEN for inner in child.children):
            continue
        if child.left_edge.lower_ in _INVERTED and child.dep_ == "advcl":
            continue  # “Had she known, …”
        bare_clause = child.dep_ == "advcl" or (
            child.dep_ == "prep" and any(inner.dep_ == "pcomp" for inner in child.children)
        )
        if bare_clause and child.left_edge.i == first:
            return start
    return first


def _added(head: "Token", last: int) -> int | None:
    """Return where a statement ends that goes on with an addition to its object after a comma."""
    doc = head.doc
    for token in head.subtree:
        if token.dep_ != "appos" or not head.i < token.i <= last:
            continue
        start = token.left_edge.i
        clause = any(child.dep_ in ("acl", "relcl") for child in token.children)
        if clause and start > head.i + 1 and doc[start - 1].text == ",":
            return start - 2
    return None


def _framed(head: "Token", first: int, last: int) -> list[tuple[int, int]]:
    """Cut “as part of a deal that X signed” off: that there is such a deal is another statement."""
    doc = head.doc
    for i in range(head.i + 1, last - 3):
        if doc[i].lower_ != "as" or doc[i + 1].lower_ not in ("part", "a"):
            continue
        if doc[i + 1].lower_ == "a" and doc[i + 2].lower_ not in ("result", "consequence"):
            continue
        tail = doc[i : last + 1]
        verbal = any(t.pos_ == "VERB" and t.tag_ in ("VBN", "VBD", "VBZ", "VBP") for t in tail)
        named = any(t.ent_type_ in ("PERSON", "ORG", "DATE", "MONEY") for t in tail)
        if verbal and named and i - first >= _LEAST_WORDS:
            return [(first, i - 1), (i, last)]
    return [(first, last)]
