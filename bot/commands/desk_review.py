"""`/desk review` and its like: what a person judges of a claim on record, each with a reason."""

from collections.abc import Iterable, Sequence

from bot.commands.desk_claim import (
    MAX_NAME,
    SEEN,
    about,
    at_the_desk,
    not_kept,
    reason_form,
    seen_in,
    told,
)
from bot.commands.named import named
from bot.commands.proposal_numbers import split
from bot.commands.proposed import press
from bot.commands.relation_words import signed
from bot.commands.suggest import suggest_claims
from bot.core.registry import Context, Param, command
from bot.core.reply import Choice, FieldKind, Form, FormField, Outcome, Paragraph
from knowledge.check import pending
from knowledge.grounds import MAX_WHY
from knowledge.model import Claim, ClaimRating, QuotationRating, Stance, Subject
from knowledge.proposals import NotKept
from knowledge.relating import is_withdrawn
from knowledge.roles import Role

_MAX = MAX_WHY + 200


def slug_param(description: str = "A claim's name, such as castro-1957") -> Param:
    """Return the parameter that names the claim; typed, other words may follow it."""
    return Param(
        "slug",
        description,
        required=True,
        called="claim",
        max_length=MAX_NAME + _MAX,
        suggest=suggest_claims,
    )


WHY = Param("why", "Why; it is kept", max_length=_MAX)


async def _ratings(_context: Context, typed: str) -> Sequence[Choice]:
    """Return the statuses of a claim, as far as *typed* goes."""
    offered = [rating.value for rating in ClaimRating if rating is not ClaimRating.WITHDRAWN]
    return _fitting(offered, typed)


async def _quotation_ratings(_context: Context, typed: str) -> Sequence[Choice]:
    """Return the statuses of a quotation, as far as *typed* goes."""
    return _fitting([rating.value for rating in QuotationRating], typed)


async def _stances(_context: Context, typed: str) -> Sequence[Choice]:
    """Return what evidence does to a claim, as far as *typed* goes."""
    return _fitting([stance.value for stance in Stance], typed)


def _fitting(offered: Sequence[str], typed: str) -> list[Choice]:
    return [Choice(value, value) for value in offered if typed.strip().lower() in value.lower()]


@command(
    "desk-review",
    "Judge a claim on record: its quotation, what it says, or both",
    params=[slug_param()],
    under="desk",
    needs=Role.EDITOR,
    form=True,
    example="/desk review castro-1957",
)
async def desk_review(context: Context, slug: str) -> Outcome:
    """Ask for what is judged."""
    claim = (await named(context, slug)).claim
    if is_withdrawn(claim):
        return await at_the_desk(context, claim, [Paragraph((_WITHDRAWN,))])
    fields = (
        FormField(
            "quotation",
            "Do these words stand in the source?",
            FieldKind.SUGGEST,
            hint=_listed(QuotationRating),
            required=False,
            max_length=60,
        ),
        FormField(
            "rating",
            "Does what it says hold?",
            FieldKind.SUGGEST,
            hint=_listed(r for r in ClaimRating if r is not ClaimRating.WITHDRAWN),
            required=False,
            max_length=60,
        ),
        FormField("why", "Why", FieldKind.TEXT, hint="It is kept.", max_length=MAX_WHY),
        FormField("link", "Evidence", hint="https://…", required=False, max_length=2_000),
    )
    note = f"{claim.slug}: leave empty what stays as it is."
    return Form("Review", "desk-judge", fields, submit="Keep", args=about(claim), note=note)


_WITHDRAWN = "The desk withdrew this claim, so nothing about it is changed any more."


def _listed(ratings: Iterable[str]) -> str:
    return ", ".join(ratings)


@command(
    "desk-judge",
    "Keep a judgement of a claim",
    params=[
        slug_param(),
        Param("quotation", "Status of the quotation", max_length=200, suggest=_quotation_ratings),
        Param("rating", "Status of the claim", max_length=200, suggest=_ratings),
        WHY,
        Param("link", "Evidence, as a link", max_length=2_500),
        SEEN,
    ],
    listed=False,
    under="desk",
    needs=Role.EDITOR,
    example="/desk review castro-1957",
)
async def desk_judge(
    context: Context,
    slug: str,
    quotation: str = "",
    rating: str = "",
    why: str = "",
    link: str = "",
    seen: str = "",
) -> Outcome:
    """Keep what was filled in, or say why not and give it back."""
    claim = (await named(context, slug)).claim
    written = {"Quotation": quotation, "Claim": rating, "Why": why, "Evidence": link}
    again = press("Review again", "desk-review", {"slug": claim.slug})
    by = signed(context.request.actor)
    try:
        outcome = await context.desk.reviewing.review(
            claim,
            by,
            why,
            seen=seen_in(seen),
            quotation=quotation,
            rating=rating,
            link=link,
        )
    except NotKept as error:
        return not_kept(error, written, again)
    waits = any(
        review.reviewer == by for _, review in pending(outcome.claim.reviews, Subject.CLAIM)
    )
    did = "Your review was kept."
    if waits:
        did += " The status waits for a second signature; until then the card says Checking."
    return await told(context, outcome, did, written, again)


@command(
    "desk-evidence",
    "Add evidence to a claim on record",
    params=[slug_param()],
    under="desk",
    needs=Role.EDITOR,
    form=True,
    example="/desk evidence castro-1957",
)
async def desk_evidence(context: Context, slug: str) -> Outcome:
    """Ask for a piece of evidence."""
    claim = (await named(context, slug)).claim
    if is_withdrawn(claim):
        return await at_the_desk(context, claim, [Paragraph((_WITHDRAWN,))])
    fields = (
        FormField("link", "Link", hint="https://…", max_length=2_000),
        FormField("stance", "What it does", FieldKind.SUGGEST, hint=_listed(Stance), max_length=40),
        FormField("what", "What it shows", FieldKind.TEXT, max_length=MAX_WHY),
        FormField("source", "Whose it is", required=False, max_length=200),
    )
    return Form("Evidence", "desk-prove", fields, submit="Keep", args=about(claim), note=claim.slug)


@command(
    "desk-prove",
    "Keep a piece of evidence",
    params=[
        slug_param(),
        Param("link", "Link", max_length=2_500),
        Param("stance", "supports, disputes or gives context", max_length=200, suggest=_stances),
        Param("what", "What it shows", max_length=_MAX),
        Param("source", "Whose it is", max_length=400),
        SEEN,
    ],
    listed=False,
    under="desk",
    needs=Role.EDITOR,
    example="/desk evidence castro-1957",
)
async def desk_prove(
    context: Context,
    slug: str,
    link: str = "",
    stance: str = "",
    what: str = "",
    source: str = "",
    seen: str = "",
) -> Outcome:
    """Keep the evidence, or say why not and give it back."""
    claim = (await named(context, slug)).claim
    written = {"Link": link, "What it does": stance, "What it shows": what, "Whose": source}
    again = press("Evidence again", "desk-evidence", {"slug": claim.slug})
    try:
        outcome = await context.desk.reviewing.prove(
            claim,
            signed(context.request.actor),
            link=link,
            stance=stance,
            what=what,
            source=source,
            seen=seen_in(seen),
        )
    except NotKept as error:
        return not_kept(error, written, again)
    return await told(context, outcome, "The evidence was kept.", written, again)


@command(
    "desk-withdraw",
    "Withdraw a claim; its name stays taken and its card says so",
    params=[slug_param(), WHY, SEEN],
    under="desk",
    needs=Role.STANDARDS,
    example="/desk withdraw castro-1957 the transcript was forged",
)
async def desk_withdraw(context: Context, slug: str, why: str = "", seen: str = "") -> Outcome:
    """Withdraw the claim, or ask why first."""
    return await _with_reason(context, "desk-withdraw", slug, why, seen)


@command(
    "desk-sign-off",
    "Sign off, as a second person, the status that somebody proposed",
    params=[slug_param(), WHY, SEEN],
    under="desk",
    needs=Role.STANDARDS,
    example="/desk sign-off castro-1957 read the register myself",
)
async def desk_sign_off(context: Context, slug: str, why: str = "", seen: str = "") -> Outcome:
    """Sign off, or ask why first."""
    return await _with_reason(context, "desk-sign-off", slug, why, seen)


async def hold_claim(context: Context, slug: str, why: str, seen: str) -> Outcome:
    """Put a claim on hold, or ask why first."""
    return await _with_reason(context, "desk-hold", slug, why, seen)


_DOING = {
    "desk-withdraw": ("Withdraw", "The claim was withdrawn. Its name stays taken."),
    "desk-sign-off": ("Sign off", "You signed it off."),
    "desk-hold": ("Hold", "The claim is on hold."),
}


async def _with_reason(context: Context, name: str, slug: str, why: str, seen: str) -> Outcome:
    slug, why = split(slug, why)
    claim = (await named(context, slug)).claim
    title, did = _DOING[name]
    number = "number" if name == "desk-hold" else "slug"
    again = press(f"{title} again", name, {number: claim.slug})
    reviewing, by, was = context.desk.reviewing, signed(context.request.actor), seen_in(seen)
    try:
        if not why.strip() and not is_withdrawn(claim):
            return _asked_why(claim, name, title)
        if not why.strip() and name == "desk-withdraw":
            return await at_the_desk(context, claim, [Paragraph((_WITHDRAWN,))])
        if name == "desk-withdraw":
            outcome = await reviewing.withdraw(claim, by, why, seen=was)
        elif name == "desk-sign-off":
            outcome = await reviewing.sign_off(claim, by, why, seen=was)
        else:
            outcome = await reviewing.hold(claim, by, why, seen=was)
    except NotKept as error:
        return not_kept(error, {"Why": why}, again)
    return await told(context, outcome, did, {"Why": why}, again)


def _asked_why(claim: Claim, name: str, title: str) -> Form:
    form = reason_form(claim, name, title, title, _asks(claim, name))
    if name != "desk-hold":
        return form
    args = {"number": claim.slug, "seen": form.args["seen"]}
    return Form(form.title, name, form.fields, form.submit, args, form.note)


def _asks(claim: Claim, name: str) -> str:
    waiting = pending(claim.reviews, Subject.CLAIM)
    if name == "desk-sign-off" and waiting:
        return (
            f"{claim.slug}: proposed is “{waiting[-1][1].proposes}”, since {waiting[-1][1].reason}"
        )
    return claim.slug
