"""Whether a claim is meant at all, by words and meaning together: three bands and a floor.

This is decided apart from the order of the hits: the best of a desk that has no answer is still the
best. A cosine alone does not decide it either, since claims about one matter that say different
things lie near each other.
"""

from dataclasses import dataclass

from knowledge.match.model import Band

_SURE = 1.25
_SURE_WITH_WORDS = 1.0
"""Cosine and likeness of letters together. On posts that ask for a known claim, 1.0 held a
precision of .93 to .95; a question of a few words, all of them in a claim, reaches it too easily,
so there the lexical gear has to be sure as well."""

_MEANS_NEARLY = 0.8
_MEANS_LIKELY = 0.65
_MEANS_PERHAPS = 0.5
_MEANS_ENOUGH = 0.75
"""Cosines, chosen by reason and looked at on the open half of our own questions."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a claim.

    `cosine` is `None` for a claim without a vector, `letters` the likeness of letters from 0 to 1,
    and `words` how sure the lexical gear is.
    """

    cosine: float | None
    letters: float
    words: Band


def band_of(evidence: Evidence) -> Band:
    """Return how sure a match is.

    Meaning raises what the words say and never lowers a close match: a short question may have few
    words and all the right ones.
    """
    words, cosine = evidence.words, evidence.cosine
    if cosine is None:
        return words
    total = cosine + evidence.letters
    if words is not Band.BELOW and total >= _SURE:
        return Band.SAME
    if words is Band.SAME:
        return Band.SAME if total >= _SURE_WITH_WORDS else Band.CLOSE
    if words is Band.CLOSE or cosine >= _MEANS_NEARLY:
        return Band.CLOSE
    if words is Band.LOOSE:
        if cosine >= _MEANS_LIKELY:
            return Band.CLOSE
        return Band.LOOSE if cosine >= _MEANS_PERHAPS else Band.BELOW
    return Band.LOOSE if cosine >= _MEANS_ENOUGH else Band.BELOW
