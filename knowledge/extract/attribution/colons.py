"""A name and a colon: headlines (“Minister: No more cuts”), interviews, words set off below."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from knowledge.extract.attribution import lexicon
from knowledge.extract.attribution.candidate import Candidate
from knowledge.extract.attribution.clauses import source_of
from knowledge.extract.attribution.grammar import cue_span, lemma_of
from knowledge.extract.found import Part
from knowledge.extract.parsing import Block, Parsed
from knowledge.extract.turns import NO_SPEAKER
from knowledge.model import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_LABEL = re.compile(r"(?P<who>[^\W\d_][^.!?:;,\"“”\n]{0,48}?)\s*(?P<colon>:)\s+(?=\S)")
_SMALL = frozenset("of the de la von van and for on in".split())
_SPEAKS = frozenset(
    "poll polls report reports study survey police officials source sources".split()
)
_LEAST_TURNS = 2
_LEAST_WORDS = 3
_LAST_TOKENS = 12


def colon_candidates(parsed: Parsed, known: Sequence[Candidate]) -> Iterator[Candidate]:
    """Yield what stands after a name and a colon, beside what is *known* already."""
    labels = {
        at: label
        for at, each in enumerate(parsed.paragraphs)
        if (label := _label(parsed, each.span))
    }
    counts = Counter(label["who"] for label in labels.values())
    outer = {block.paragraph: block for block in reversed(parsed.blocks) if block.quotation is None}
    for number, paragraph in enumerate(parsed.paragraphs):
        block = outer.get(number)
        if block is None:
            continue
        label = labels.get(number)
        turn = label is not None and counts[label["who"]] >= _LEAST_TURNS
        headline = label is not None and (
            number == 0 or paragraph.part in (Part.TITLE, Part.HEADING)
        )
        if label is not None and (turn or (headline and _names(label["who"]))):
            content = Span(label.end(), paragraph.span.end)
            if len(parsed.text[content.start : content.end].split()) >= _LEAST_WORDS:
                rule = "turn" if turn else "headline"
                source, cue = Span(*label.span("who")), Span(*label.span("colon"))
                yield Candidate(block, rule, ":", (source,), (cue,), (content,))
                continue
        following = outer.get(number + 1)
        if following is not None:
            yield from _set_off(parsed, block, number, known)


def _label(parsed: Parsed, span: Span) -> re.Match[str] | None:
    return _LABEL.match(parsed.text, span.start, span.end)


def _names(who: str) -> bool:
    """Whether words name somebody: all of them with capitals, or “poll”, “police” and the like."""
    words = who.split()
    if words[-1].lower() in _SPEAKS:
        return True
    if words[0].lower() in NO_SPEAKER or (len(words) > 1 and words[-1][0].islower()):
        return False
    big = [word for word in words if word.lower() not in _SMALL]
    return bool(big) and all(word[0].isupper() for word in big) and not who.endswith(("’s", "'s"))


def _set_off(
    parsed: Parsed, block: Block, number: int, known: Sequence[Candidate]
) -> Iterator[Candidate]:
    """Yield the paragraph that a cue and a colon lead up to, where it has no quotation marks."""
    if not len(block.doc) or block.doc[-1].text != ":":
        return
    below = parsed.paragraphs[number + 1].span
    if any(below.start <= quote.span.start < below.end for quote in parsed.quotations):
        return
    verb = _last_speaking(block)
    if verb is None:
        return
    cue = (cue_span(block, verb),)
    source = source_of(block, verb)
    if source and all(candidate.cue != cue for candidate in known):
        yield Candidate(block, "set-off", lemma_of(verb), source, cue, (below,))


def _last_speaking(block: Block) -> "Token | None":
    for token in reversed(
        block.doc[max(block.doc[-1].sent.start, len(block.doc) - _LAST_TOKENS) :]
    ):
        if token.pos_ == "VERB" and lemma_of(token) in lexicon.QUOTING:
            return token
    return None
