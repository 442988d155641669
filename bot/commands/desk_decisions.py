"""What a person makes of a proposal: accept, edit, join, drop, hold, and taking it back."""

from collections.abc import Sequence

from bot.commands.desk_claim import SEEN, is_claim
from bot.commands.desk_edit import edit_claim
from bot.commands.desk_review import hold_claim
from bot.commands.fared import newer_blocks
from bot.commands.proposal_numbers import (
    CODE,
    NUMBER,
    PAGE,
    WHY,
    known_proposal,
    number_of,
    split,
    unknown,
)
from bot.commands.proposed import decided_card, press
from bot.commands.refusals import told_at
from bot.commands.relation_words import signed
from bot.commands.suggest import suggest_claims, suggest_topics
from bot.core.errors import Unusable
from bot.core.registry import Context, Param, command
from bot.core.reply import (
    Actions,
    Block,
    Fact,
    Facts,
    FieldKind,
    Form,
    FormField,
    Note,
    Outcome,
    Paragraph,
    Reply,
    Result,
)
from knowledge.draft_claims import MAX_LABEL, MAX_SLUG
from knowledge.editing import MAX_STATEMENT, Edits
from knowledge.proposals import Decided, NotKept
from knowledge.roles import Role


@command(
    "desk-accept",
    "Put a proposal on record in your name, as it stands or with your words",
    params=[
        NUMBER,
        Param("statement", "Who says what, in your words", max_length=MAX_STATEMENT + 400),
        Param("label", "What it is about; it asserts nothing", max_length=MAX_LABEL + 100),
        Param("slug", "Its name, such as empty-beds", max_length=MAX_SLUG + 100),
        Param("topic", "A topic on record, or a new one", max_length=200, suggest=suggest_topics),
        PAGE,
        CODE,
    ],
    under="desk",
    needs=Role.EDITOR,
    example="/desk accept 12",
)
async def desk_accept(
    context: Context,
    number: str,
    page: int,
    statement: str = "",
    label: str = "",
    slug: str = "",
    topic: str = "",
    f: str = "",
) -> Reply:
    """Accept a proposal; what its edits break is said at the field they belong to."""
    known = number_of(number)
    edits = Edits(statement, label, slug, topic)
    try:
        told = await context.desk.queue.accept(known, signed(context.request.actor), edits)
    except NotKept as error:
        return _refused(error, known, edits)
    return _told(told, known, page, f, await _since(context, told))


@command(
    "desk-edit",
    "Change a proposal's words by its number, or a claim's on record by its name",
    params=[NUMBER, PAGE, CODE],
    under="desk",
    needs=Role.EDITOR,
    form=True,
    example="/desk edit 12",
)
async def desk_edit(context: Context, number: str, page: int, f: str = "") -> Outcome:
    """Ask for the words; each field starts with what is proposed, or is on record."""
    if is_claim(number):
        return await edit_claim(context, number)
    waiting = await known_proposal(context, number)
    proposal = waiting.proposal
    if not proposal.state.open:
        return decided_card(proposal, {"page": str(page), "f": f}, changed=False)
    claim = proposal.claim
    topic = FormField("topic", "Topic", value=claim.topic.label, max_length=MAX_LABEL)
    carried = press("Put on record", "desk-accept", {"number": number}, {"page": str(page)})
    return Form(
        f"Proposal {proposal.number}",
        "desk-accept",
        (
            FormField(
                "statement",
                "Who says what",
                FieldKind.TEXT,
                value=claim.statement,
                hint="Name who says it. Quoted words and numbers must stand in the document.",
                max_length=MAX_STATEMENT,
            ),
            FormField("label", "What it is about", value=claim.label, max_length=MAX_LABEL),
            FormField("slug", "Name", value=claim.slug, max_length=MAX_SLUG),
            topic,
        ),
        submit="Put on record",
        args=carried.args,
    )


@command(
    "desk-join",
    "Put a proposal on record as the same claim as one that is there, elsewhere",
    params=[
        NUMBER,
        Param("claim", "The claim on record", max_length=200, suggest=suggest_claims),
        PAGE,
        CODE,
    ],
    under="desk",
    needs=Role.EDITOR,
    example="/desk join 12 doctors-salary",
)
async def desk_join(
    context: Context,
    number: str,
    page: int,
    claim: str = "",
    f: str = "",
) -> Outcome:
    """Join a proposal to a claim on record; without one, ask for it."""
    number, claim = split(number, claim)
    known = number_of(number)
    if not claim:
        return _pick(number, page)
    with told_at("claim"):
        told = await context.desk.queue.join(known, claim, signed(context.request.actor))
    return _told(told, known, page, f, await _since(context, told))


@command(
    "desk-pick",
    "Choose the claim that a proposal is the same as",
    params=[NUMBER, PAGE, CODE],
    listed=False,
    under="desk",
    needs=Role.EDITOR,
    form=True,
    example="/desk pick 12",
)
async def desk_pick(_context: Context, number: str, page: int, f: str = "") -> Form:  # noqa: ARG001 - the form has no room for it
    """Ask for the claim."""
    return _pick(str(number_of(number)), page)


@command(
    "desk-drop",
    "Drop a proposal; it is not proposed again",
    params=[NUMBER, WHY, PAGE, CODE],
    under="desk",
    needs=Role.EDITOR,
    example="/desk drop 12 an opinion",
)
async def desk_drop(
    context: Context,
    number: str,
    page: int,
    why: str = "",
    f: str = "",
) -> Reply:
    """Drop a proposal, with a reason or without."""
    number, why = split(number, why)
    known = number_of(number)
    told = await context.desk.queue.drop(known, signed(context.request.actor), why)
    return _told(told, known, page, f)


@command(
    "desk-hold",
    "Lay a proposal aside by its number, or put a claim on hold by its name",
    params=[NUMBER, WHY, PAGE, CODE, SEEN],
    under="desk",
    needs=Role.EDITOR,
    example="/desk hold 12 call the ministry first",
)
async def desk_hold(
    context: Context,
    number: str,
    page: int,
    why: str = "",
    f: str = "",
    seen: str = "",
) -> Outcome:
    """Hold a proposal, with a reason or without, or a claim, with one."""
    if is_claim(number):
        return await hold_claim(context, number, why, seen)
    number, why = split(number, why)
    known = number_of(number)
    told = await context.desk.queue.hold(known, signed(context.request.actor), why)
    return _told(told, known, page, f)


@command(
    "desk-undo",
    "Take the last decision on a proposal back, within a day",
    params=[NUMBER, PAGE, CODE],
    under="desk",
    needs=Role.EDITOR,
    example="/desk undo 12",
)
async def desk_undo(context: Context, number: str, page: int, f: str = "") -> Reply:
    """Take a decision back; what went on record is withdrawn."""
    known = number_of(number)
    try:
        told = await context.desk.queue.undo(known, signed(context.request.actor))
    except NotKept as error:
        raise _unusable(error) from error
    return _told(told, known, page, f)


def _pick(number: str, page: int) -> Form:
    return Form(
        f"Join proposal {number}"[:24],
        "desk-join",
        (
            FormField(
                "claim",
                "The same claim on record",
                FieldKind.SUGGEST,
                hint="Its name, such as doctors-salary",
                max_length=200,
            ),
        ),
        submit="Join",
        args={"number": number, "page": str(page)},
        note="The proposal goes on record for itself, and the two are shown together.",
    )


async def _since(context: Context, told: Decided | None) -> list[Block]:
    """Return where the words of what went on record stand in a newer version of its document."""
    waiting = await context.desk.queue.one(told.proposal.number) if told and told.changed else None
    return newer_blocks(waiting.newer, waiting.fared) if waiting else []


def _told(
    told: Decided | None, number: int, page: int, narrowed: str, since: Sequence[Block] = ()
) -> Reply:
    if told is None:
        raise unknown(number)
    where = {"page": str(page), "f": narrowed}
    return decided_card(told.proposal, where, changed=told.changed, since=since)


def _unusable(error: NotKept) -> Unusable:
    return Unusable(error.sentence, error.next_step, field=error.field)


def _refused(error: NotKept, number: int, edits: Edits) -> Reply:
    """Return why edits were not kept, with what was written, which not every form keeps."""
    written = {"Statement": edits.statement, "Label": edits.label, "Name": edits.slug}
    rows = tuple(Fact(name, (text,)) for name, text in written.items() if text)
    blocks: list[Block] = [Paragraph((error.next_step,))]
    if rows:
        blocks += [Note(("Nothing was put on record. You wrote:",)), Facts(rows)]
    blocks.append(Actions((press("Edit again", "desk-edit", {"number": str(number)}),)))
    return Reply(error.sentence, tuple(blocks), result=Result.USAGE, field=error.field)
