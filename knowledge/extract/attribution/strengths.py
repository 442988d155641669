"""How strongly a cue puts it: stated, alleged, denied, estimated or predicted."""

from knowledge.extract.attribution.adverbs import ADVERBS
from knowledge.extract.attribution.candidate import Candidate
from knowledge.vocabulary import Strength

_BY_LEMMA = {
    Strength.ALLEGED: """
        allege accuse charge suspect purport allegation accusation suspicion allegedly purportedly
        supposedly
        """,
    Strength.DENIED: "deny denial rebut reject rejection refute dispute dismiss debunk",
    Strength.ESTIMATED: "estimate calculate reckon guess",
    Strength.PREDICTED: "predict prediction forecast expect anticipate project",
}
_STRENGTHS = {lemma: strength for strength, text in _BY_LEMMA.items() for lemma in text.split()}


def strength_of(candidate: Candidate) -> Strength:
    """Return how strongly the cue of *candidate* puts what it attributes."""
    return _STRENGTHS.get(candidate.lemma, Strength.STATED)


def is_hedge(candidate: Candidate) -> bool:
    """Whether the cue itself is the hedge: “reportedly”, “appears to”, “is believed to”."""
    return candidate.lemma in ADVERBS or candidate.rule in ("seems", "expected")


def is_accusation(candidate: Candidate) -> bool:
    """Whether what is attributed is held against somebody."""
    return candidate.rule == "accused" or candidate.lemma in ("accusation", "allegation")
