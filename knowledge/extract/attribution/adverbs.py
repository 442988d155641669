"""Words that give a sentence to somebody or to nobody named: reportedly, in her view."""

from collections.abc import Iterator

from knowledge.extract.attribution.candidate import Candidate
from knowledge.extract.attribution.grammar import owner_span, spans_of
from knowledge.extract.parsing import Block

ADVERBS = frozenset("reportedly allegedly supposedly purportedly".split())
_MINDS = frozenset("view opinion eyes mind estimation telling words".split())


def adverb_candidates(block: Block) -> Iterator[Candidate]:
    """Yield what such words attribute in *block*."""
    for token in block.doc:
        if token.lower_ in ADVERBS and token.head.pos_ in ("VERB", "AUX"):
            clause = token.head
            while clause.dep_ in ("xcomp", "acomp", "aux") and clause.head != clause:
                clause = clause.head
            kept = [inner.i for inner in clause.subtree if inner != token]
            content = spans_of(block, kept)
            if content:
                cue = (block.span(token.i, token.i),)
                yield Candidate(block, "adverb", token.lower_, (), cue, content)
        elif token.lower_ == "in" and token.dep_ == "prep":
            yield from _in_view_of(block, token.i)


def _in_view_of(block: Block, place: int) -> Iterator[Candidate]:
    """Yield “in her view, …”."""
    preposition = block.doc[place]
    for named in preposition.children:
        if named.dep_ != "pobj":
            continue
        owners = [child for child in named.children if child.dep_ == "poss"]
        if named.lower_ not in _MINDS or not owners:
            continue
        sentence = preposition.sent
        phrase = range(place, named.right_edge.i + 1)
        content = spans_of(
            block, [n for n in range(sentence.start, sentence.end) if n not in phrase]
        )
        if content:
            source, cue = owner_span(block, owners[0]), (block.span(named.i, named.i),)
            yield Candidate(block, "in-view", named.lower_, source, cue, content)
