"""On what footing something stands on record, in a few words for a line of an agenda.

A judgement of people outranks every count, and a count never says that something holds.
"""

from collections.abc import Sequence

from knowledge.check import status
from knowledge.model import UNKNOWN_STATUS, Claim, ClaimRating, Record, Subject
from knowledge.origins import ONE_ORIGIN, stands

NOTHING = "nothing on record"

_COUNTED = frozenset({ClaimRating.NOT_CHECKED, ClaimRating.CHECKING, ClaimRating.SUPPORTED})
_GRAVEST = (
    *(UNKNOWN_STATUS, ClaimRating.WITHDRAWN, ClaimRating.ON_HOLD, ClaimRating.DISPUTED),
    *(ClaimRating.CONTRADICTED, ClaimRating.CANNOT_BE_ESTABLISHED, ClaimRating.OUTDATED),
)


def footing_of(record: Record) -> str:
    """Return how the claim that was read stands, counting the origins of the same claim."""
    word = status(record.claim.reviews, Subject.CLAIM)
    return stands(record) if word in _COUNTED else word.lower()


def is_grave(claim: Claim) -> bool:
    """Say whether people found something about *claim* that whoever uses it has to know first."""
    return status(claim.reviews, Subject.CLAIM) not in _COUNTED


def footing_among(claims: Sequence[Claim]) -> str:
    """Return how what several claims are about stands: the gravest word of any of them, counted."""
    statuses = [status(claim.reviews, Subject.CLAIM) for claim in claims]
    for word in _GRAVEST:
        if count := statuses.count(word):
            return f"{word.lower()}: {count} of {len(claims)}" if len(claims) > 1 else word.lower()
    return counted(claims)


def counted(claims: Sequence[Claim]) -> str:
    """Return on how many sources *claims* about the same thing rest."""
    sources = origins_among(claims)
    if sources < 2:
        return ONE_ORIGIN if sources else NOTHING
    return f"on record with {sources} sources"


def origins_among(claims: Sequence[Claim]) -> int:
    """Return how many say it: two outlets that report the same claimant count once."""
    origins = set()
    for claim in claims:
        makers = [maker.claimant.key for maker in claim.attribution.makers]
        origins |= set(makers or [claim.document.outlet.key])
    return len(origins)
