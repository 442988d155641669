"""Both levels where somebody says what somebody else said: A said that B had told C that …

What B said is A's word for it. Annotators mark mostly the outer level, so that `attributions` keeps
to it and these are counted apart; a claim desk needs both, so that B's words are not put down to A.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from knowledge.extract.attribution import lexicon
from knowledge.extract.attribution.according import according_candidates
from knowledge.extract.attribution.candidate import Candidate
from knowledge.extract.attribution.clauses import clause_candidates
from knowledge.extract.attribution.confidence import confidence_of
from knowledge.extract.attribution.grammar import is_to
from knowledge.extract.attribution.strengths import strength_of
from knowledge.extract.attribution.voices import voice_of
from knowledge.extract.found import Attributed
from knowledge.extract.parsing import Block, Parsed
from knowledge.extract.phrases import BODIES, PERSONS, WRITINGS, noun
from knowledge.model import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_SAME_AGAIN = frozenset("i you he she it we they who which that one this these those".split())
"""Sources that may be the speaker again: “he said he thinks that …” is one claim."""

_RULES = frozenset("according clause-bare clause-fronted clause-that".split())


def with_inner_levels(parsed: Parsed, found: Sequence[Attributed]) -> tuple[Attributed, ...]:
    """Return *found*, and after it who says what within the words of one of them."""
    kept = list(found)
    held = [each for each in found if each.source]
    if not held:
        return tuple(kept)
    inner = [each for block in parsed.blocks for each in _of_block(block, held)]
    for candidate in sorted(inner, key=lambda each: (each.start, -each.length)):
        if any(_touch(cue, own) for one in kept for cue in one.cue for own in candidate.cue):
            continue
        around = [at for at, one in enumerate(kept) if _holds(one, candidate)]
        if around:
            parent = min(around, key=lambda at: _length(kept[at]))
            kept.append(_attributed(parsed, candidate, parent))
    return tuple(kept)


def _of_block(block: Block, held: Sequence[Attributed]) -> Iterator[Candidate]:
    if not len(block.doc):
        return
    whole = Span(block.starts[0], block.ends[-1])
    if not any(_touch(span, whole) for one in held for span in one.content):
        return
    for candidate in (*clause_candidates(block), *according_candidates(block)):
        source = _tokens(block, candidate.source)
        if candidate.rule not in _RULES or not source or source[0].lower_ in _SAME_AGAIN:
            continue
        if candidate.rule != "according" and any(map(is_to, _tokens(block, candidate.cue))):
            continue  # “wants the mayor to admit that …”
        if source[0].tag_ == "PRP$" and not _names_kind(source, PERSONS | BODIES):
            continue  # “its reporting found” is the speaker's own
        if block.quotation is None or _is_told_of_somebody(candidate, source):
            yield candidate


def _is_told_of_somebody(candidate: Candidate, source: "Sequence[Token]") -> bool:
    """Say whether somebody in particular is said to speak; in speech even “my heart says so”."""
    if candidate.rule != "according" and candidate.lemma not in lexicon.SPEAKING:
        return False
    named = any(token.pos_ == "PROPN" for token in source)
    return named or _names_kind(source, PERSONS | BODIES | WRITINGS)


def _names_kind(source: "Sequence[Token]", nouns: frozenset[str]) -> bool:
    return any(noun(token) in nouns for token in source)


def _tokens(block: Block, spans: Sequence[Span]) -> "list[Token]":
    return [
        token
        for token in block.doc
        if any(span.start <= block.starts[token.i] < span.end for span in spans)
    ]


def _holds(outer: Attributed, candidate: Candidate) -> bool:
    """Say whether source, cue and content of *candidate* all stand in what *outer* passes on."""
    if not outer.source:
        return False
    parts = (*candidate.source, *candidate.cue, *candidate.content)
    return all(
        any(span.start <= part.start and part.end <= span.end for span in outer.content)
        for part in parts
    )


def _attributed(parsed: Parsed, candidate: Candidate, parent: int) -> Attributed:
    return Attributed(
        candidate.source,
        candidate.cue,
        candidate.content,
        voice_of(parsed, candidate.content),
        strength_of(candidate),
        parent=parent,
        rule=candidate.rule,
        confidence=confidence_of(candidate.rule),
        inner=True,
    )


def _length(each: Attributed) -> int:
    return sum(span.end - span.start for span in each.content)


def _touch(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
