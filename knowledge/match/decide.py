"""Whether a claim answers a question at all, and how sure that is: three bands and a floor."""

from dataclasses import dataclass

from knowledge.match.model import Band


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for one claim.

    `share` is how much of the question the claim has, each word weighed by how telling it is, and
    `letters` how alike the two are by their letters; both from 0 to 1. `found` of the `typed`
    words were met.
    """

    share: float
    letters: float
    found: int
    typed: int
    bm25: float


def band_of(evidence: Evidence) -> Band:
    """Return how sure a match is."""
    if evidence.share >= 0.85 and evidence.letters >= 0.5 and evidence.found >= 3:
        return Band.SAME
    if evidence.share >= 0.6 and evidence.found >= 2:
        return Band.CLOSE
    if evidence.share >= 0.4:
        return Band.LOOSE
    return Band.BELOW
