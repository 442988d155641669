"""The grounds that a judgement needs: an open claim, a reason, a link, what must be on record."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from knowledge.check import status
from knowledge.model import Claim, ClaimRating, Evidence, QuotationRating, Subject
from knowledge.proposals import NotKept
from knowledge.text import folded

MAX_WHY = 600


def must_be_open(claim: Claim) -> None:
    """Raise `NotKept` where the desk has withdrawn *claim*."""
    if status(claim.reviews, Subject.CLAIM) == ClaimRating.WITHDRAWN:
        raise NotKept(
            f"The desk withdrew {claim.slug}, so nothing about it is changed any more.",
            "Look at its history with /desk history; /desk withdraw offers to reinstate it.",
        )


def must_have_reason(why: str, field: str = "why") -> str:
    """Return the reason in one line. Raises `NotKept` where there is none."""
    said = " ".join(why.split())
    if not said:
        raise NotKept("A change needs a reason.", "Say why in a few words; it is kept.", field)
    if len(said) > MAX_WHY:
        raise NotKept(
            f"That reason has {len(said)} characters, and at most {MAX_WHY} fit.",
            "Keep to what decided it; the rest can go into a note.",
            field,
        )
    return said


def address_of(link: str) -> str:
    """Return *link* if it is the address of a page. Raises `NotKept` for anything else."""
    url = link.strip()
    try:
        parts = urlsplit(url)
        whole = parts.scheme in ("http", "https") and "." in (parts.hostname or "")
    except ValueError:
        whole = False
    if not whole or url.split() != [url] or len(url) > 2_000:
        raise NotKept(
            f"“{url[:60]}” is no address of a page.",
            "Give the link as it stands in a browser, https://…, or leave it empty.",
            "link",
        )
    return url


def must_be_shown(claim: Claim, rating: str, evidence: Sequence[Evidence]) -> None:
    """Raise `NotKept` where *rating* may not be shown of the claim, with or without *evidence*."""
    if not claim.evidence and not evidence:
        raise NotKept(
            f"“{rating}” needs evidence, and none is recorded.",
            "Give a link with the review, or add it with /desk evidence first.",
            "link",
        )
    if claim.alleged and rating == ClaimRating.SUPPORTED and not claim.attribution.replied:
        accused = claim.attribution.accused or "the accused"
        raise NotKept(
            f"{claim.slug} accuses somebody, and it is not on record what {accused} said to it.",
            "Fill that in with /desk answer, also where there was no answer.",
            "rating",
        )


def rating_called(
    words: str, ratings: type[QuotationRating] | type[ClaimRating], subject: str
) -> str:
    """Return the status that *words* name, by its beginning. Raises `NotKept` for none."""
    key = folded(words)
    named = [rating.value for rating in ratings if folded(rating.value) == key]
    named = named or [r.value for r in ratings if key and folded(r.value).startswith(key)]
    if len(named) != 1:
        raise NotKept(
            f"“{words.strip()[:40]}” is no status of a {subject}.",
            f"Give one of: {', '.join(ratings)}.",
            "quotation" if subject == "quotation" else "rating",
        )
    return str(named[0])
