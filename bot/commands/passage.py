"""“Source text”: the exact words the desk holds of a claim, and where they stand."""

from bot.commands import words
from bot.commands.cards import quoted_owner, withdrawn_card
from bot.commands.named import named
from bot.core.registry import Context, Param, command
from bot.core.reply import Block, Fact, Facts, Note, Quotation, Reply
from knowledge.check import status
from knowledge.model import Claim, ClaimRating, Quote, Subject

MAX_PASSAGE = 1_500
"""A longer passage is read in the document itself."""


def _held(claim: Claim) -> list[Quote]:
    """Return every quotation held of *claim*, in the order of the text, each once."""
    quotes = [claim.anchor.quote] if claim.anchor else []
    unique = {(q.span.start, q.span.end): q for q in (*quotes, *claim.quotes)}
    return [unique[span] for span in sorted(unique)]


@command(
    "passage",
    "The exact words the desk holds of a claim, and where they stand",
    params=[
        Param(
            "slug",
            "A claim's name, such as doctors-salary",
            required=True,
            called="claim",
            max_length=200,
        )
    ],
    listed=False,
    example="/passage doctors-salary",
)
async def passage(context: Context, slug: str) -> Reply:
    """Show the quotations held of a claim with their places in the document."""
    claim = (await named(context, slug)).claim
    if status(claim.reviews, Subject.CLAIM) == ClaimRating.WITHDRAWN:
        return withdrawn_card(claim)
    whole = await context.desk.queue.passage(claim)
    held = [quote.exact for quote in _held(claim)]
    if whole and len(whole) <= MAX_PASSAGE:
        held = [whole, *(exact for exact in held if exact not in whole)]
    blocks: list[Block] = [Quotation(exact, quoted_owner(claim)) for exact in held]
    facts = [Fact("Document", words.where(claim.document))]
    if claim.anchor:
        span = claim.anchor.passage
        facts += [
            Fact("Passage", (f"characters {span.start} to {span.end} of the document's text",)),
            Fact("SHA-256 of the passage", (claim.anchor.sha256,)),
        ]
    if claim.document.sha256:
        facts.append(Fact("SHA-256 of the text", (claim.document.sha256,)))
    facts.append(Fact("Quotation", (words.status_words(claim, Subject.QUOTATION),)))
    blocks.append(Facts(tuple(facts)))
    blocks.append(
        Note(
            (
                "The desk has read this document; open it to read the passage where it stands."
                if whole
                else "The desk keeps short quotations and their place, not the article; "
                "open the link to read the whole."
                if claim.anchor
                else "The desk holds no exact words of this source; open the link to read it.",
            )
        )
    )
    title = words.attribution(claim)
    return Reply(title, tuple(blocks), claims=(claim.slug,), shown=(claim,))
