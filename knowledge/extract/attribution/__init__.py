"""Who says what: rules over the parse, each with a name and a measured confidence."""

from dataclasses import replace

from knowledge.extract.attribution.according import according_candidates
from knowledge.extract.attribution.adverbs import adverb_candidates
from knowledge.extract.attribution.candidate import Candidate
from knowledge.extract.attribution.clauses import clause_candidates
from knowledge.extract.attribution.colons import colon_candidates
from knowledge.extract.attribution.confidence import confidence_of
from knowledge.extract.attribution.edges import to_closing_mark
from knowledge.extract.attribution.nesting import chosen
from knowledge.extract.attribution.nouns import noun_candidates
from knowledge.extract.attribution.posts import post_candidates
from knowledge.extract.attribution.speech import with_speech
from knowledge.extract.attribution.stances import stance_candidates
from knowledge.extract.attribution.strengths import is_accusation, is_hedge, strength_of
from knowledge.extract.attribution.voices import voice_of
from knowledge.extract.found import Attributed
from knowledge.extract.parsing import Parsed


def attributions(parsed: Parsed) -> tuple[Attributed, ...]:
    """Return who says what in *parsed*, in reading order. Every span lies in its text."""
    found: list[Candidate] = []
    for block in parsed.blocks:
        if block.quotation is None:
            found += clause_candidates(block)
            found += stance_candidates(block)
            found += noun_candidates(block)
            found += according_candidates(block)
            found += adverb_candidates(block)
    found = [
        replace(each, content=to_closing_mark(each.content, parsed.quotations)) for each in found
    ]
    found = with_speech(parsed, found)
    found += colon_candidates(parsed, found)
    found += post_candidates(parsed, found)
    return tuple(_attributed(parsed, candidate, parent) for candidate, parent in chosen(found))


def _attributed(parsed: Parsed, candidate: Candidate, parent: int | None) -> Attributed:
    return Attributed(
        candidate.source,
        candidate.cue,
        candidate.content,
        voice_of(parsed, candidate.content),
        strength_of(candidate),
        hedge=candidate.cue[0] if candidate.cue and is_hedge(candidate) else None,
        accused=candidate.accused,
        accusation=is_accusation(candidate),
        parent=parent,
        rule=candidate.rule,
        confidence=confidence_of(candidate.rule),
    )
