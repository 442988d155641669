"""What the reviews of a claim add up to."""

from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.check import current_review, status, withdrawals
from knowledge.model import UNKNOWN_STATUS, ClaimRating, QuotationRating, Review, Subject
from tests.knowledge.making import AT, review

SUPPORT = {ClaimRating.SUPPORTED, ClaimRating.NOT_CHECKED, ClaimRating.CHECKING}
DOUBT = {ClaimRating.DISPUTED, ClaimRating.CONTRADICTED}

ratings = st.sampled_from(ClaimRating)
histories = st.lists(
    st.builds(lambda r, who: review(r, reviewer=who), ratings, st.sampled_from("abc"))
)


def test_without_reviews_nothing_is_checked() -> None:
    """No review gives the words “Not checked”, and no review to point at."""
    for subject in Subject:
        assert status([], subject) == "Not checked"
        assert current_review([], subject) is None


@pytest.mark.parametrize("doubt", sorted(DOUBT))
def test_any_dispute_outranks_any_support_in_whatever_order(doubt: ClaimRating) -> None:
    """One person's dispute shows over everybody's support, first, last or between."""
    history = [
        review(ClaimRating.SUPPORTED, reviewer="Ana"),
        review(ClaimRating.SUPPORTED, reviewer="Bo"),
        review(doubt, reviewer="Cem"),
    ]
    for order in permutations(history):
        assert status(order, Subject.CLAIM) == doubt
        assert current_review(order, Subject.CLAIM) == history[2]


@given(histories)
def test_nothing_positive_is_shown_over_a_doubt(history: list[Review]) -> None:
    """As long as one reviewer's last word is a doubt, no support is what is shown."""
    latest = {one.reviewer: one.rating for one in history}
    shown = status(history, Subject.CLAIM)
    if set(latest.values()) & {*DOUBT}:
        assert shown not in SUPPORT
    assert shown in {*latest.values(), ClaimRating.NOT_CHECKED}


@given(histories, st.sampled_from("abc"), st.sampled_from("abc"))
def test_a_withdrawal_that_was_taken_back_changes_nothing(
    history: list[Review], by: str, taking: str
) -> None:
    """Whoever withdrew and whoever took it back: the status is what it was before."""
    withdrawn = [*history, review(ClaimRating.WITHDRAWN, reviewer=by)]
    number = len([one for one in withdrawn if one.subject is Subject.CLAIM])
    back = replace(review(ClaimRating.CHECKING, reviewer=taking), signs=number)
    assert status(withdrawn, Subject.CLAIM) == ClaimRating.WITHDRAWN
    assert number in withdrawals(withdrawn)
    after = [*withdrawn, back]
    assert status(after, Subject.CLAIM) == status(history, Subject.CLAIM)
    assert current_review(after, Subject.CLAIM) == current_review(history, Subject.CLAIM)


@given(histories, st.integers(0, 9))
def test_an_unknown_rating_outranks_every_other(history: list[Review], place: int) -> None:
    """A word that this version does not know shows “Status unknown”, never something positive."""
    history.insert(place, review("Proven", reviewer="Zoe"))
    assert status(history, Subject.CLAIM) == UNKNOWN_STATUS == "Status unknown"


def test_a_quotations_word_is_unknown_for_a_claim() -> None:
    """A rating of the other subject is no rating of this one."""
    assert status([review(QuotationRating.CONFIRMED)], Subject.CLAIM) == UNKNOWN_STATUS


def test_a_reviewers_later_review_replaces_the_earlier() -> None:
    """A reviewer may change their mind; only the last word of each counts."""
    history = [review(ClaimRating.DISPUTED), review(ClaimRating.SUPPORTED)]
    history[1] = review(ClaimRating.SUPPORTED, at=AT + timedelta(days=1))
    assert status(history, Subject.CLAIM) == ClaimRating.SUPPORTED
    assert current_review(history, Subject.CLAIM) == history[1]
    history.append(review(ClaimRating.DISPUTED, reviewer="Bo"))
    assert status(history, Subject.CLAIM) == ClaimRating.DISPUTED


def test_the_two_histories_are_never_merged() -> None:
    """What is judged of the quotation says nothing of the claim, and the other way round."""
    history = [
        review(QuotationRating.CONFIRMED, subject=Subject.QUOTATION),
        review(ClaimRating.DISPUTED),
    ]
    assert status(history, Subject.QUOTATION) == "Confirmed"
    assert status(history, Subject.CLAIM) == "Disputed"
    assert status(history[:1], Subject.CLAIM) == "Not checked"


@pytest.mark.parametrize("worse", [QuotationRating.NOT_FOUND, QuotationRating.CHANGED])
def test_a_quotation_missed_outranks_one_confirmed(worse: QuotationRating) -> None:
    """Who did not find the words weighs more than who did."""
    history = [
        review(worse, reviewer="Bo", subject=Subject.QUOTATION),
        review(QuotationRating.CONFIRMED, subject=Subject.QUOTATION),
    ]
    assert status(history, Subject.QUOTATION) == worse


def test_every_rating_has_its_place() -> None:
    """A rating added to the model and forgotten here would show as unknown."""
    for subject, ratings in ((Subject.CLAIM, ClaimRating), (Subject.QUOTATION, QuotationRating)):
        for rating in ratings:
            assert status([review(rating, subject=subject)], subject) == rating.value
