"""`/desk reinstate`: taking a withdrawal back, with a reason, as “Reinstate” on a card does."""

from bot.commands.desk_claim import SEEN, not_kept, reason_form, seen_in, told
from bot.commands.desk_review import WHY, slug_param
from bot.commands.named import named
from bot.commands.proposal_numbers import split
from bot.commands.proposed import press
from bot.commands.relation_words import signed
from bot.core.registry import Context, command
from bot.core.reply import Outcome
from knowledge.proposals import NotKept
from knowledge.relating import is_withdrawn
from knowledge.roles import Role


@command(
    "desk-reinstate",
    "Take a claim's withdrawal back; what was judged before it stands again",
    params=[slug_param(), WHY, SEEN],
    listed=False,
    under="desk",
    needs=Role.STANDARDS,
    example="/desk reinstate castro-1957 the transcript is real after all",
)
async def desk_reinstate(context: Context, slug: str, why: str = "", seen: str = "") -> Outcome:
    """Reinstate the claim, or ask why first."""
    slug, why = split(slug, why)
    claim = (await named(context, slug)).claim
    if not why.strip() and is_withdrawn(claim):
        return reason_form(claim, "desk-reinstate", "Reinstate", "Reinstate", claim.slug)
    again = press("Reinstate again", "desk-reinstate", {"slug": claim.slug})
    by = signed(context.request.actor)
    try:
        outcome = await context.desk.reviewing.reinstate(claim, by, why, seen=seen_in(seen))
    except NotKept as error:
        return not_kept(error, {"Why": why}, again)
    did = "The claim is reinstated. What was judged before it was withdrawn stands again."
    return await told(context, outcome, did, {"Why": why}, again)
