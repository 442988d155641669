"""Who says what: rules over the parse, each with a name and a measured confidence."""

from collections.abc import Sequence

from knowledge.extract.attribution.according import according_candidates
from knowledge.extract.attribution.candidate import Candidate
from knowledge.extract.attribution.clauses import clause_candidates
from knowledge.extract.attribution.nouns import noun_candidates
from knowledge.extract.attribution.speech import with_speech
from knowledge.extract.attribution.stances import stance_candidates
from knowledge.extract.attribution.voices import voice_of
from knowledge.extract.found import Attributed
from knowledge.extract.parsing import Parsed


def attributions(parsed: Parsed) -> tuple[Attributed, ...]:
    """Return who says what in *parsed*, in reading order."""
    found: list[Candidate] = []
    for block in parsed.blocks:
        if block.quotation is None:
            found += clause_candidates(block)
            found += stance_candidates(block)
            found += noun_candidates(block)
            found += according_candidates(block)
    kept = _without_rivals(with_speech(parsed, found))
    return tuple(_attributed(parsed, candidate) for candidate in kept)


def _without_rivals(found: Sequence[Candidate]) -> list[Candidate]:
    kept: list[Candidate] = []
    for candidate in sorted(found, key=lambda each: (each.start, -each.length)):
        if any(candidate.cue and candidate.cue == other.cue for other in kept):
            continue
        if any(_inside(candidate, other) for other in kept):
            continue
        kept.append(candidate)
    return kept


def _inside(inner: Candidate, outer: Candidate) -> bool:
    return any(
        span.start <= cue.start and cue.end <= span.end
        for cue in inner.cue
        for span in outer.content
    )


def _attributed(parsed: Parsed, candidate: Candidate) -> Attributed:
    return Attributed(
        candidate.source,
        candidate.cue,
        candidate.content,
        voice_of(parsed, candidate.content),
        rule=candidate.rule,
    )
