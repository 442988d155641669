"""`/desk edit` and `/desk answer` for a claim on record: a new revision, with a reason."""

from dataclasses import replace

from bot.commands.desk_claim import SEEN, about, at_the_desk, not_kept, seen_in, told
from bot.commands.desk_review import WHY, slug_param
from bot.commands.named import named
from bot.commands.proposed import press
from bot.commands.relation_words import signed
from bot.commands.suggest import suggest_topics
from bot.core.registry import Context, Param, command
from bot.core.reply import FieldKind, Form, FormField, Outcome, Paragraph
from knowledge.answering import MAX_ANSWER, keep_answer
from knowledge.draft_claims import MAX_LABEL
from knowledge.editing import MAX_STATEMENT, Edits
from knowledge.grounds import MAX_WHY
from knowledge.model import Claim
from knowledge.proposals import NotKept
from knowledge.relating import is_withdrawn
from knowledge.roles import Role

_WITHDRAWN = "The desk withdrew this claim, so nothing about it is changed any more."
_WHY = FormField("why", "Why", hint="It is kept.", max_length=MAX_WHY)
_MAX_NOTE = 600


async def edit_claim(context: Context, slug: str) -> Outcome:
    """Ask for the words of the claim called *slug*; each field starts with what is on record."""
    claim = (await named(context, slug)).claim
    if is_withdrawn(claim):
        return await at_the_desk(context, claim, [Paragraph((_WITHDRAWN,))])
    fields = (
        FormField(
            "statement",
            "Who says what",
            FieldKind.TEXT,
            value=claim.statement,
            hint="Name who says it. Quoted words and numbers must stand in the source.",
            max_length=MAX_STATEMENT,
        ),
        FormField("label", "What it is about", value=claim.label, max_length=MAX_LABEL),
        FormField("topic", "Topic", value=claim.topic.label, max_length=MAX_LABEL),
        FormField(
            "note",
            "Remark on the card",
            FieldKind.TEXT,
            value=claim.note,
            required=False,
            max_length=_MAX_NOTE,
        ),
        _WHY,
    )
    return Form("Edit", "desk-revise", fields, submit="Keep", args=about(claim), note=claim.slug)


@command(
    "desk-revise",
    "Keep a claim's new words as a new revision",
    params=[
        slug_param(),
        Param("statement", "Who says what", max_length=MAX_STATEMENT + 400),
        Param("label", "What it is about; it asserts nothing", max_length=MAX_LABEL + 100),
        Param("topic", "A topic on record, or a new one", max_length=200, suggest=suggest_topics),
        Param("note", "Remark on the card", max_length=_MAX_NOTE + 400),
        WHY,
        SEEN,
    ],
    listed=False,
    under="desk",
    needs=Role.EDITOR,
    example="/desk edit castro-1957",
)
async def desk_revise(
    context: Context,
    slug: str,
    statement: str = "",
    label: str = "",
    topic: str = "",
    note: str = "",
    why: str = "",
    seen: str = "",
) -> Outcome:
    """Keep the edit, or say why not and give it back."""
    claim = (await named(context, slug)).claim
    written = {"Statement": statement, "Label": label, "Topic": topic, "Remark": note, "Why": why}
    again = press("Edit again", "desk-edit", {"number": claim.slug})
    desk, was = context.desk, seen_in(seen)
    try:
        wanted = await desk.adding.edited(claim, Edits(statement, label, "", topic))
        wanted = replace(wanted, note=note.strip()) if was is not None or note else wanted
        by = signed(context.request.actor)
        outcome = await desk.reviewing.revise(claim, wanted, by, why, seen=was)
    except NotKept as error:
        return not_kept(error, written, again)
    did = f"It was edited; revision {outcome.claim.revision} counts from now on."
    return await told(context, outcome, did, written, again)


@command(
    "desk-answer",
    "Keep what the accused were asked and said, or that they did not answer",
    params=[slug_param()],
    under="desk",
    needs=Role.EDITOR,
    form=True,
    example="/desk answer castro-vaccines",
)
async def desk_answer(context: Context, slug: str) -> Outcome:
    """Ask for the answer."""
    claim = (await named(context, slug)).claim
    if is_withdrawn(claim):
        return await at_the_desk(context, claim, [Paragraph((_WITHDRAWN,))])
    if not claim.alleged:
        said = f"{claim.slug} accuses nobody, so nobody is asked about it."
        return await at_the_desk(context, claim, [Paragraph((said,))])
    return _form(claim)


def _form(claim: Claim) -> Form:
    said = claim.attribution
    answer = said.answer or (f"none by {said.none_by}" if said.none_by else "")
    fields = (
        FormField("accused", "Who is accused", value=said.accused, max_length=200),
        FormField(
            "asked",
            "When they were asked for comment",
            value=said.asked,
            hint="2026-11-12 15:00",
            required=False,
            max_length=60,
        ),
        FormField(
            "answer",
            "Their answer",
            FieldKind.TEXT,
            value=answer,
            hint="Or: none by 2026-11-13 18:00",
            required=False,
            max_length=MAX_ANSWER,
        ),
        FormField(
            "legal",
            "Should a lawyer see it?",
            value="yes" if said.legal else "no",
            hint="yes or no",
            required=False,
            max_length=10,
        ),
        _WHY,
    )
    return Form(
        "Answer", "desk-answered", fields, submit="Keep", args=about(claim), note=claim.slug
    )


@command(
    "desk-answered",
    "Keep the answer of the accused as a new revision",
    params=[
        slug_param(),
        Param("accused", "Who is accused", max_length=400),
        Param("asked", "When they were asked for comment", max_length=200),
        Param("answer", "Their answer, or none by and a time", max_length=MAX_ANSWER + 400),
        Param("legal", "yes for a lawyer to see it, or no", max_length=40),
        WHY,
        SEEN,
    ],
    listed=False,
    under="desk",
    needs=Role.EDITOR,
    example="/desk answer castro-vaccines",
)
async def desk_answered(
    context: Context,
    slug: str,
    accused: str = "",
    asked: str = "",
    answer: str = "",
    legal: str = "",
    why: str = "",
    seen: str = "",
) -> Outcome:
    """Keep the answer, or say why not and give it back."""
    claim = (await named(context, slug)).claim
    written = {"Accused": accused, "Asked": asked, "Answer": answer, "Legal": legal, "Why": why}
    again = press("Answer again", "desk-answer", {"slug": claim.slug})
    try:
        outcome = await keep_answer(
            context.desk.reviewing,
            claim,
            signed(context.request.actor),
            why,
            accused=accused,
            asked=asked,
            answer=answer,
            legal=legal,
            seen=seen_in(seen),
        )
    except NotKept as error:
        return not_kept(error, written, again)
    did = f"The answer was kept; revision {outcome.claim.revision} counts from now on."
    return await told(context, outcome, did, written, again)
