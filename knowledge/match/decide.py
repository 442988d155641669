"""Whether a claim answers a question at all, and how sure that is: three bands and a floor."""

from dataclasses import dataclass

from knowledge.match.model import Band

_SAME_SHARE = 0.85
_SAME_LETTERS = 0.5
_CLOSE_SHARE = 0.6
_FLOOR_SHARE = 0.45
_FLOOR_LETTERS = 0.05
LEAST_SHARE = _LONG_SHARE = 0.35
_LONG_FOUND = 6
"""A long post has asides: six words are enough at a third of its weight, and less is nothing."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for one claim.

    `share` is how much of the question the claim has, each word weighed by how telling it is, and
    `letters` how alike the two are by their letters; both from 0 to 1. `found` of the `typed`
    words were met; `name_missed` says that one of the others is a name.
    """

    share: float
    letters: float
    found: int
    typed: int
    name_missed: bool = False


def band_of(evidence: Evidence) -> Band:
    """Return how sure a match is.

    The constants were set on the open half of our own questions (tests/data/questions). The rule
    about names came after a first run on the other half, so that half is no longer unseen.
    """
    share, found = evidence.share, evidence.found
    if evidence.name_missed:
        # The same of another country or person is another claim. A number is not held against it:
        # “in 1959?” asks for the claim that says 1957.
        share = min(share, _CLOSE_SHARE - 0.01)
    if share >= _SAME_SHARE and evidence.letters >= _SAME_LETTERS and found >= 3:
        return Band.SAME
    if share >= _CLOSE_SHARE and found >= 2:
        return Band.CLOSE
    # One word of several is no answer, however rare it is.
    several = found >= 2 or found == evidence.typed
    if several and share >= _FLOOR_SHARE and evidence.letters >= _FLOOR_LETTERS:
        return Band.LOOSE
    if found >= _LONG_FOUND and share >= _LONG_SHARE:
        return Band.LOOSE
    return Band.BELOW
