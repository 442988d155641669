"""What the reviews of a claim add up to.

Each reviewer's latest judgement counts. Where reviewers differ, the more cautious one is shown: any
dispute outranks any support.
"""

from collections.abc import Iterable

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
    latest: dict[str, Review] = {}
    for review in reviews:
        if review.subject is subject:
            latest[review.reviewer] = review
    order = _CAUTION[subject]
    return min(
        latest.values(),
        key=lambda review: order.index(review.rating) if review.rating in order else -1,
        default=None,
    )


def status(reviews: Iterable[Review], subject: Subject) -> str:
    """Return the status word of *subject*: `Not checked` without a review, never a guess."""
    review = current_review(reviews, subject)
    if review is None:
        return ClaimRating.NOT_CHECKED
    return review.rating if review.rating in _CAUTION[subject] else UNKNOWN_STATUS
