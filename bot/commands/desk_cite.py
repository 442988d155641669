"""`/desk cite` and `/desk uncite`: a person says whom a claim comes from, or that it does not."""

from bot.commands.desk_claim import MAX_NAME
from bot.commands.desk_review import slug_param
from bot.commands.named import named
from bot.commands.origins import origins_reply
from bot.commands.proposal_numbers import split
from bot.commands.refusals import told_at
from bot.commands.relation_words import signed
from bot.core.errors import Unusable
from bot.core.registry import Context, Param, command
from bot.core.reply import FieldKind, Form, FormField, Outcome
from knowledge.grounds import MAX_WHY
from knowledge.model import Claim
from knowledge.relating import is_withdrawn
from knowledge.roles import Role

_MAX_WHAT = 2_000


@command(
    "desk-cite",
    "Say whom a claim comes from: an outlet, an address or another claim",
    params=[
        slug_param(),
        Param("what", "An outlet, an address or a claim's name", max_length=_MAX_WHAT),
    ],
    listed=False,
    under="desk",
    needs=Role.EDITOR,
    example="/desk cite doctors-salary Reuters",
)
async def desk_cite(context: Context, slug: str, what: str = "") -> Outcome:
    """Keep it, or ask for it first."""
    slug, what = split(slug, what)
    claim = await _standing(context, slug)
    if not what:
        field = FormField(
            "what",
            "Whom it comes from",
            hint="Reuters, https://…, or another claim's name",
            max_length=_MAX_WHAT,
        )
        args = {"slug": claim.slug}
        return Form("Origin of a claim", "desk-cite", (field,), submit="Keep", args=args)
    with told_at():
        citation, new = await context.desk.origins.cite(claim, what, signed(context.request.actor))
    whom = citation.outlet or citation.address
    done = f"Kept: {claim.slug} comes from {whom}."
    return await origins_reply(
        context,
        await named(context, claim.slug),
        done=done if new else f"Nothing was changed: that is citation {citation.number} already.",
    )


@command(
    "desk-uncite",
    "Refuse a citation, with a reason; it does not count any more",
    params=[
        slug_param(),
        Param("number", "Number of the citation", max_length=MAX_NAME + MAX_WHY),
        Param("why", "Why; it is kept", max_length=MAX_WHY + 200),
    ],
    listed=False,
    under="desk",
    needs=Role.EDITOR,
    example="/desk uncite doctors-salary 3 they rang the ministry themselves",
)
async def desk_uncite(context: Context, slug: str, number: str = "", why: str = "") -> Outcome:
    """Refuse it, or ask why first."""
    slug, number = split(slug, number)
    number, why = split(number, why)
    claim = await _standing(context, slug)
    if not (number.isascii() and number.isdigit() and len(number) <= 12):
        raise Unusable(
            f"“{number[:40]}” is no number of a citation." if number else "No citation is named.",
            f"Type /origins {claim.slug} to see them with their numbers.",
            field="number",
        )
    if not why:
        field = FormField("why", "Why", FieldKind.TEXT, hint="It is kept.", max_length=MAX_WHY)
        args = {"slug": claim.slug, "number": number}
        return Form("Refuse a citation", "desk-uncite", (field,), submit="Refuse", args=args)
    by = signed(context.request.actor)
    with told_at():
        _, changed = await context.desk.origins.refuse(claim, int(number), by, why)
    done = "refused; it does not count any more" if changed else "refused already"
    record = await named(context, claim.slug)
    return await origins_reply(context, record, done=f"Citation {number} is {done}.")


async def _standing(context: Context, slug: str) -> Claim:
    """Return the claim called *slug*. Raises `Unusable` where the desk has withdrawn it."""
    claim = (await named(context, slug)).claim
    if is_withdrawn(claim):
        raise Unusable(
            f"The desk withdrew {claim.slug}, so nothing was changed.",
            "Look it up with /claim to see when and why.",
        )
    return claim
