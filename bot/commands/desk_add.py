"""`/desk add`: a claim put on record by hand, with what is on record already shown first."""

from bot.commands.cards import claim_rows
from bot.commands.desk_claim import at_the_desk, not_kept
from bot.commands.proposed import press
from bot.commands.relation_words import signed
from bot.core.errors import Unusable
from bot.core.registry import Context, Param, command
from bot.core.reply import (
    Actions,
    Fact,
    Facts,
    FieldKind,
    Form,
    FormField,
    Note,
    Outcome,
    Paragraph,
    Reply,
)
from knowledge.adding import MAX_EXACT, ByHand
from knowledge.draft_claims import MAX_SLUG
from knowledge.editing import MAX_STATEMENT
from knowledge.proposals import NotKept
from knowledge.roles import Role

_MAX = 2_500
_NAMES = {
    "statement": "Statement",
    "who": "Who says it",
    "exact": "Exact words",
    "where": "Where",
    "slug": "Name",
}
_FIELDS = (
    Param("exact", "The exact words", max_length=4_000),
    Param("statement", "Who says what, in your words", max_length=MAX_STATEMENT + 400),
    Param("who", "Who says it, and with which word: Ana Ruiz: said", max_length=400),
    Param("where", "Address and date: https://… 2026-11-25", max_length=_MAX),
    Param("slug", "Its name, such as empty-beds", max_length=MAX_SLUG + 100),
    Param("draft", "What was filled in, as buttons carry it", max_length=20, hidden=True),
)


@command(
    "desk-add",
    "Put a claim on record by hand: who says what, the exact words, where",
    params=_FIELDS,
    menu="Add as claim",
    under="desk",
    needs=Role.REPORTER,
    form=True,
    example="/desk add",
)
async def desk_add(
    context: Context,
    exact: str = "",
    statement: str = "",
    who: str = "",
    where: str = "",
    slug: str = "",
    draft: str = "",
) -> Form:
    """Ask for the claim; fields that were filled in before start so."""
    given = {"exact": exact, "statement": statement, "who": who, "where": where, "slug": slug}
    if draft:
        given = {**given, **await _filled_in(context, draft)}
    fields = (
        FormField(
            "statement",
            "Who says what",
            FieldKind.TEXT,
            value=given["statement"],
            hint="In your words; name who says it, or the outlet that does.",
            max_length=MAX_STATEMENT,
        ),
        FormField(
            "who",
            "Who says it, and with which word",
            value=given["who"],
            hint="Ana Ruiz: said. Empty where the outlet says it itself.",
            required=False,
            max_length=200,
        ),
        FormField(
            "exact",
            "Exact words",
            FieldKind.TEXT,
            value=given["exact"][:MAX_EXACT],
            hint="Letter for letter",
            required=False,
            max_length=MAX_EXACT,
        ),
        FormField(
            "where",
            "Address and date",
            value=given["where"],
            hint="https://… 2026-11-25",
            max_length=2_000,
        ),
        FormField("slug", "Name", value=given["slug"], hint="empty-beds", max_length=MAX_SLUG),
    )
    return Form("Add a claim", "desk-save", fields, submit="Put on record")


@command(
    "desk-save",
    "Put a claim that was filled in on record",
    params=[
        *_FIELDS,
        Param("anyway", "Yes, beside what is like it", max_length=5, hidden=True),
    ],
    listed=False,
    under="desk",
    needs=Role.REPORTER,
    example="/desk add",
)
async def desk_save(
    context: Context,
    exact: str = "",
    statement: str = "",
    who: str = "",
    where: str = "",
    slug: str = "",
    draft: str = "",
    anyway: str = "",
) -> Outcome:
    """Put the claim on record, after showing what says much the same."""
    fields = {"exact": exact, "statement": statement, "who": who, "where": where, "slug": slug}
    if draft:
        fields = await _filled_in(context, draft)
    by = signed(context.request.actor)
    adding = context.desk.adding
    written = {_NAMES[name]: value for name, value in fields.items()}
    try:
        claim = await adding.drafted(ByHand(**fields), by)
        near = () if anyway else await adding.nearest(claim)
        if near and not await context.desk.claims([claim.slug]):
            number = str(await adding.keep_draft(by, fields))
            presses = (
                press("Put on record anyway", "desk-save", {"draft": number, "anyway": "1"}),
                press("Change it", "desk-add", {"draft": number}),
            )
            rows = claim_rows(near, "On record already, and much the same")
            note = Note(("Nothing was put on record yet. Is it one of these?",))
            wrote = Facts(tuple(Fact(n, (text,)) for n, text in written.items() if text))
            blocks = (rows, note, wrote, Actions(presses))
            return Reply(
                f"{claim.slug} may be on record already.",
                blocks,
                claims=tuple(one.slug for one in near),
            )
        new = await adding.add(claim)
    except NotKept as error:
        number = str(await adding.keep_draft(by, fields))
        return not_kept(error, written, press("Fill it in again", "desk-add", {"draft": number}))
    await adding.drop_draft(by)
    (kept,) = await context.desk.claims([claim.slug])
    did = "It is on record, and nobody has checked it." if new else "That is on record already."
    return await at_the_desk(context, kept, [Paragraph((did,))])


async def _filled_in(context: Context, draft: str) -> dict[str, str]:
    by = signed(context.request.actor)
    number = int(draft) if draft.isascii() and draft.isdigit() and len(draft) < 12 else 0
    fields = await context.desk.adding.draft(number, by)
    if fields is None:
        raise Unusable(
            "What was filled in is not kept any more.", "Fill the form in again with /desk add."
        )
    return fields
