"""On what footing something stands on record, in a few words for a line of an agenda.

A judgement of people outranks every count, and a count never says that something holds.
"""

from collections.abc import Sequence

from knowledge.check import status
from knowledge.model import UNKNOWN_STATUS, Claim, ClaimRating, Record, Subject
from knowledge.origins import CIRCULAR, ONE_ORIGIN, origins_of, stands

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


def gravest_among(claims: Sequence[Claim]) -> str:
    """Return the gravest word that people have for any of *claims*, counted, or nothing."""
    statuses = [status(claim.reviews, Subject.CLAIM) for claim in claims]
    for word in _GRAVEST:
        if count := statuses.count(word):
            return f"{word.lower()}: {count} of {len(claims)}" if len(claims) > 1 else word.lower()
    return ""


def footing_among(records: Sequence[Record], *, whole: bool = True) -> str:
    """Return on how many origins claims about the same thing rest; *whole* if these are all.

    An origin counts once, whichever outlets have which of the claims from it.
    """
    if not records:
        return NOTHING
    found = [origins_of(record) for record in records]
    count = len({(one.name, one.outlet) for origins in found for one in origins.origins})
    if not whole:
        return f"on record with {count} source{'s' * (count != 1)} or more"
    if not count:
        return CIRCULAR
    return ONE_ORIGIN if count == 1 else f"on record with {count} sources"
