"""`History`: what the desk has judged of a claim, the quotation and the claim apart."""

from bot.commands import words
from bot.commands.named import named
from bot.core.registry import Context, Param, command
from bot.core.reply import Block, Fact, Facts, Note, Reply
from knowledge.amending import called
from knowledge.model import Claim, Review, Subject

_TITLES = {
    Subject.QUOTATION: "Quotation (do these words stand in the source?)",
    Subject.CLAIM: "Claim (does it hold?)",
}


def section(claim: Claim, subject: Subject, *, proposals: bool = False) -> list[Block]:
    """Return one of the two histories; only with *proposals* is named what waits to be signed."""
    reviews = [review for review in claim.reviews if review.subject is subject]
    if not reviews:
        return [Facts((Fact(_TITLES[subject], ("Not checked; no review so far",)),))]
    rows = tuple(
        Fact(
            f"{review.at.day} {review.at:%B %Y}, {called(review.reviewer)}",
            (_said(review, proposals=proposals),),
        )
        for review in reviews
    )
    return [Note((_TITLES[subject],)), Facts(rows)]


def _said(review: Review, *, proposals: bool) -> str:
    if review.takes_back:
        return (
            f"Reinstated: the withdrawal in review {review.signs} was taken back: {review.reason}"
        )
    if review.signs:
        return f"{review.rating}, signing off review {review.signs}: {review.reason}"
    if not review.proposes:
        return f"{review.rating}: {review.reason}"
    if proposals:
        return f"{review.rating}, proposing “{review.proposes}”: {review.reason}"
    return f"{review.rating}: proposed a status, which a second person has to sign off"


@command(
    "history",
    "What the desk has judged of a claim so far",
    params=[
        Param(
            "slug",
            "A claim's name, such as castro-1957",
            required=True,
            called="claim",
            max_length=200,
        )
    ],
    listed=False,
    example="/history castro-1957",
)
async def history(context: Context, slug: str) -> Reply:
    """Show both histories of a claim, oldest review first; they are never merged."""
    claim = (await named(context, slug)).claim
    blocks = section(claim, Subject.QUOTATION) + section(claim, Subject.CLAIM)
    return Reply(words.attribution(claim), tuple(blocks), claims=(claim.slug,), shown=(claim,))
