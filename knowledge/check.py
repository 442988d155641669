"""What the reviews of a claim add up to.

Each reviewer's latest judgement counts. Where reviewers differ, the more cautious one is shown: any
dispute outranks any support.
"""

from collections.abc import Iterable

from knowledge.amending import person_key
from knowledge.model import UNKNOWN_STATUS, ClaimRating, QuotationRating, Review, Subject

_CAUTION: dict[Subject, tuple[str, ...]] = {
    Subject.CLAIM: (
        ClaimRating.WITHDRAWN,
        ClaimRating.ON_HOLD,
        ClaimRating.DISPUTED,
        ClaimRating.CONTRADICTED,
        ClaimRating.CANNOT_BE_ESTABLISHED,
        ClaimRating.OUTDATED,
        ClaimRating.CHECKING,
        ClaimRating.SUPPORTED,
        ClaimRating.NOT_CHECKED,
    ),
    Subject.QUOTATION: (
        QuotationRating.NOT_FOUND,
        QuotationRating.CHANGED,
        QuotationRating.CONFIRMED,
        QuotationRating.NOT_CHECKED,
    ),
}


def current_review(reviews: Iterable[Review], subject: Subject) -> Review | None:
    """Return the review that decides what is shown of *subject*, or nothing if there is none.

    *reviews* come oldest first. A rating this version does not know outranks every other, since
    nothing positive may be shown over it.
    """
    order = _CAUTION[subject]
    return min(
        (review for _, review in _standing(reviews, subject)),
        key=lambda review: order.index(review.rating) if review.rating in order else -1,
        default=None,
    )


def pending(reviews: Iterable[Review], subject: Subject) -> list[tuple[int, Review]]:
    """Return the reviews that propose a rating and wait for a second signature, oldest first.

    Each comes with its number among the reviews of *subject*, by which it is signed off.
    """
    return [each for each in _standing(reviews, subject) if each[1].proposes]


def withdrawals(reviews: Iterable[Review]) -> list[int]:
    """Return the numbers, among the reviews of the claim, of the withdrawals that stand."""
    standing = _standing(reviews, Subject.CLAIM)
    return [number for number, review in standing if review.rating == ClaimRating.WITHDRAWN]


def _standing(reviews: Iterable[Review], subject: Subject) -> list[tuple[int, Review]]:
    """Return the latest review of each reviewer that nobody has signed off, with its number.

    Whoever signs a review off says it from then on; what its reviewer said before stays past. A
    withdrawal that was taken back is as if it had never been: what both of them said before stands.
    """
    latest: dict[str, tuple[int, Review]] = {}
    signed: set[int] = set()
    of = [review for review in reviews if review.subject is subject]
    back = {number for number, review in enumerate(of, start=1) if review.takes_back}
    undone = back | {of[number - 1].signs for number in back}
    for number, review in enumerate(of, start=1):
        if number in undone:
            continue
        latest[person_key(review.reviewer)] = number, review
        if review.signs:
            signed.add(review.signs)
    return sorted(
        (each for each in latest.values() if each[0] not in signed), key=lambda each: each[0]
    )


def status(reviews: Iterable[Review], subject: Subject) -> str:
    """Return the status word of *subject*: `Not checked` without a review, never a guess."""
    review = current_review(reviews, subject)
    if review is None:
        return ClaimRating.NOT_CHECKED
    return review.rating if review.rating in _CAUTION[subject] else UNKNOWN_STATUS
