"""What became of a claim since somebody saw it, and whether that was their own doing."""

from dataclasses import replace

from knowledge.amending import Amendment, Seen, called, person_key
from knowledge.model import Claim, Review


def since_words(claim: Claim, seen: Seen) -> list[str]:
    """Return what was changed of *claim* since it was as *seen*, a sentence each."""
    said = []
    if claim.revision != seen.revision:
        said.append(f"It was edited, and is in revision {claim.revision} now.")
    for review in claim.reviews[seen.reviews :]:
        what = review.subject.value
        if review.takes_back:
            done = "took the withdrawal back"
        elif review.proposes:
            done = "proposed a status that waits for a second signature"
        else:
            done = f"gave the {what} the status “{review.rating}”"
        said.append(f"{called(review.reviewer)} {done}: {review.reason}")
    said += [
        f"{called(each.added_by)} added evidence: {each.what}"
        for each in claim.evidence[seen.evidence :]
    ]
    return said


def is_ours(claim: Claim, seen: Seen, amendment: Amendment) -> bool:
    """Say whether all that changed since is what *amendment* would change: it came twice."""
    reviews = [_print(review) for review in claim.reviews[seen.reviews :]]
    evidence = [(e.stance, e.what, e.url) for e in claim.evidence[seen.evidence :]]
    wanted = amendment.claim
    edited = claim.revision == seen.revision + 1 and wanted is not None
    same_words = claim.revision == seen.revision if wanted is None else False
    if edited and wanted is not None:
        revision = replace(wanted, revision=claim.revision, reviews=(), evidence=())
        same_words = revision == replace(claim, reviews=(), evidence=())
    return (
        same_words
        and (bool(reviews) or bool(evidence) or edited)
        and reviews == [_print(review) for review in amendment.reviews]
        and evidence == [(e.stance, e.what, e.url) for e in amendment.evidence]
    )


def _print(review: Review) -> tuple[str, ...]:
    return (
        *(review.subject.value, str(review.rating), review.reason, person_key(review.reviewer)),
        *(review.proposes, str(review.signs)),
    )
