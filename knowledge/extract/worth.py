"""How much a claim is worth a look, so that a queue begins with what can be checked.

The rule is a sum that can be said aloud. It orders a queue and decides nothing: what scores low is
proposed all the same, and no reader sees the number.
"""

import re

from knowledge.extract.found import FoundClaim
from knowledge.extract.strength import is_grave
from knowledge.vocabulary import Strength, Voice

_PAST = re.compile(
    r"\b(?:was|were|has|have|had|did|been|\w{3,}ed|began|broke|came|cut|fell|found|gave|grew|held|hit"
    r"|kept|killed|knew|led|left|lost|made|met|paid|put|ran|rose|said|saw|sent|shot|sold|spent|spoke"
    r"|spread|stole|struck|took|told|went|won|wrote)\b",
    re.I,
)
_NAMED = re.compile(r"(?<![.!?“\"'‘]\s)(?<!^)(?<![“\"'‘])\b[A-Z][\w’'-]+")
_FEELING = re.compile(
    r"\b(?:I|we)\b.{0,20}\b(?:feel|felt|hope|love|think|believe|wish|want|thank|appreciate|am|are|'m|’m)\b"
    r"|\b(?:happy|sad|proud|glad|excited|thrilled|grateful|honou?red|disappointed|sorry|wonderful|great"
    r"|amazing|terrible|beautiful|best|worst|important|thoughts\s+and\s+prayers)\b",
    re.I,
)
_ADVICE = re.compile(
    r"\b(?:should|must|ought|let['’]s|need\s+to|have\s+to|urge[sd]?|please)\b", re.I
)
_GREETING = re.compile(
    r"^\W*(?:hello|hi|hey|good\s+(?:morning|evening|afternoon)|thank\s+you|thanks|welcome|yes|no|sure"
    r"|okay|ok|well|absolutely|of\s+course)\b[\W\w]{0,40}$",
    re.I,
)


def worth(claim: FoundClaim, words: str) -> float:
    """Return between 0 and 1 how checkable *claim* looks, *words* being what is claimed.

    A figure gives most, then an allegation, somebody who acts, a day, a named claimant, a place.
    Feelings, advice, questions and greetings take away.
    """
    score = 0.15
    if any(figure.value is not None or figure.low is not None for figure in claim.figures):
        score += 0.25
    elif claim.figures:
        score += 0.15
    if claim.strength in (Strength.ALLEGED, Strength.DENIED) or is_grave(words):
        score += 0.2
    named = _NAMED.search(words) is not None
    past = _PAST.search(words) is not None
    score += 0.15 * named + 0.1 * past + 0.05 * (named and past)
    score += 0.1 * bool(claim.dates) + 0.05 * bool(claim.places)
    score += 0.1 * any(claimant.name for claimant in claim.claimants)
    if claim.strength in (Strength.PREDICTED, Strength.CONDITIONAL):
        score -= 0.1
    if claim.voice is not Voice.OUTLET and not claim.figures and len(words.split()) < 5:
        score -= 0.1
    score -= 0.15 * (_FEELING.search(words) is not None)
    score -= 0.1 * (_ADVICE.search(words) is not None)
    if words.rstrip("”\"'’ ").endswith("?"):
        score -= 0.3
    if _GREETING.match(words):
        score -= 0.3
    return round(min(1.0, max(0.0, score)), 2)
