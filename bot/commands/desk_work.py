"""`/desk take`, `/desk note` and `/desk history`: who works on a claim, and all that was done."""

from collections.abc import Sequence

from bot.commands import words
from bot.commands.desk_claim import MAX_NAME, at_the_desk, day
from bot.commands.desk_review import slug_param
from bot.commands.history import section
from bot.commands.named import named
from bot.commands.proposal_numbers import split
from bot.commands.refusals import told_at
from bot.commands.relation_words import signed
from bot.core.registry import Context, Param, command
from bot.core.reply import Action, Actions, Block, Fact, Facts, Note, Paragraph, Reply
from knowledge.amending import Revision, WorkKind, called, person_key
from knowledge.citations import Citation
from knowledge.model import Claim, Subject
from knowledge.reviewing import MAX_NOTE
from knowledge.revising import differences
from knowledge.roles import Role


@command(
    "desk-take",
    "Say that you work on a claim",
    params=[slug_param()],
    under="desk",
    needs=Role.REPORTER,
    example="/desk take castro-1957",
)
async def desk_take(context: Context, slug: str) -> Reply:
    """Keep who works on a claim, and say from whom they took it over."""
    claim = (await named(context, slug)).claim
    by = signed(context.request.actor)
    with told_at("slug"):
        before = await context.desk.reviewing.take(claim, by)
    if before is None:
        said = "You work on it now."
    elif person_key(before.by) == person_key(by):
        said = f"You have worked on it since {day(before)}."
    else:
        said = f"You took it over from {called(before.by)}, who took it on {day(before)}."
    return await at_the_desk(context, claim, [Paragraph((said,))])


@command(
    "desk-note",
    "Note something about a claim for the desk; readers are not shown it",
    params=[slug_param(), Param("words", "The note", max_length=MAX_NOTE)],
    under="desk",
    needs=Role.REPORTER,
    example="/desk note castro-1957 the archive opens on Monday",
)
async def desk_note(context: Context, slug: str, words: str = "") -> Reply:
    """Keep a note."""
    slug, words = split(slug, words)
    claim = (await named(context, slug)).claim
    with told_at("words"):
        await context.desk.reviewing.note(claim, signed(context.request.actor), words)
    return await at_the_desk(context, claim, [Paragraph(("Your note was kept.",))])


@command(
    "desk-history",
    "All that was done about a claim: judgements, edits, evidence, work and notes",
    params=[
        Param("slug", "A claim's name", required=True, called="claim", max_length=MAX_NAME),
    ],
    under="desk",
    needs=Role.REPORTER,
    example="/desk history castro-1957",
)
async def desk_history(context: Context, slug: str) -> Reply:
    """Show both histories, never merged, then the edits, the evidence and the work."""
    claim = (await named(context, slug)).claim
    reviewing = context.desk.reviewing
    shown = context.private and context.may(Role.EDITOR)
    blocks: list[Block] = [
        *section(claim, Subject.QUOTATION),
        *section(claim, Subject.CLAIM, proposals=shown),
    ]
    blocks += _edits(claim, list(await reviewing.revisions(claim.slug)))
    evidence = tuple(
        Fact(
            f"{e.added_at.day} {e.added_at:%B %Y}, {called(e.added_by)}",
            (f"{e.stance.value}: {e.what} ({words.host(e.url)})",),
        )
        for e in claim.evidence
    )
    blocks += [Note(("Evidence",)), Facts(evidence)] if evidence else []
    blocks += _citations(await context.desk.origins.found(claim))
    work = await reviewing.work_on(claim.slug)
    rows = tuple(
        Fact(f"{day(w)}, {called(w.by)}", (w.words if w.kind is WorkKind.NOTED else "took it",))
        for w in work
    )
    blocks += [Note(("Work and notes of the desk",)), Facts(rows)] if rows else []
    blocks.append(Actions((Action("Card", "claim", {"slug": claim.slug}),)))
    return Reply(words.attribution(claim), tuple(blocks), claims=(claim.slug,))


def _citations(citations: Sequence[Citation]) -> list[Block]:
    """Return what people said the claim comes from, and what they refused of that."""
    rows = []
    for each in citations:
        whom = each.outlet or each.address
        if each.at and each.by:
            when = f"{each.at.day} {each.at:%B %Y}, {called(each.by)}"
            rows.append(Fact(when, (f"citation {each.number}: comes from {whom}",)))
        if each.refused:
            said = f"citation {each.number} refused: {whom}. Why: {each.why}"
            rows.append(Fact(called(each.refused_by), (said,)))
    return [Note(("Origins",)), Facts(tuple(rows))] if rows else []


def _edits(claim: Claim, revisions: list[Revision]) -> list[Block]:
    """Return what each edit changed, oldest first."""
    if not revisions:
        return []
    after = [*(revision.was for revision in revisions[1:]), claim]
    rows = []
    for revision, now in zip(revisions, after, strict=True):
        when = f"{revision.at.day} {revision.at:%B %Y}, {called(revision.by)}"
        said = "; ".join(
            f"{name}: {was or 'nothing'} → {is_ or 'nothing'}"
            for name, was, is_ in differences(revision.was, now)
        )
        rows.append(Fact(when, (f"Revision {revision.was.revision}. {said}. Why: {revision.why}",)))
    return [Note(("Edits",)), Facts(tuple(rows))]
