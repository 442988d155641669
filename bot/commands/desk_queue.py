"""`/desk queue` and the decisions on what waits there."""

from collections.abc import Sequence

from bot.commands.proposed import decided_card, press, proposal_card
from bot.commands.queue_filters import MAX_FILTER, narrowed_by, suggest_filters
from bot.commands.relation_words import signed
from bot.commands.suggest import suggest_claims, suggest_topics
from bot.core.errors import Unusable
from bot.core.registry import Context, Kind, Param, command
from bot.core.reply import (
    Action,
    Actions,
    FieldKind,
    Form,
    FormField,
    Note,
    Outcome,
    Reply,
    Result,
)
from knowledge.draft_claims import MAX_LABEL, MAX_SLUG
from knowledge.editing import MAX_STATEMENT, Edits
from knowledge.proposals import Decided, NotKept
from knowledge.queue import Waiting

MAX_WHY = 300

_NUMBER = Param("number", "The number of a proposal, such as 12", required=True, max_length=400)
_WHY = Param("why", "Why, in a few words", max_length=MAX_WHY)
_PAGE = Param("page", "Place in the queue, from 1", kind=Kind.INT, default="1", hidden=True)
_CODE = Param(
    "f", "What narrowed the queue, as buttons carry it", max_length=MAX_FILTER, hidden=True
)


@command(
    "desk-queue",
    "What is proposed from documents, one after another, worthiest first",
    params=[
        Param(
            "filter",
            "Such as: about:pay, by:OAS, in:The Herald, since:2026, held",
            max_length=MAX_FILTER,
            suggest=suggest_filters,
        ),
        _PAGE,
        _CODE,
    ],
    under="desk",
    example="/desk queue about:pay",
)
async def desk_queue(
    context: Context,
    page: int,
    filter: str = "",  # noqa: A002 - what people call it
    f: str = "",
) -> Reply:
    """Show what waits at one place of the queue."""
    typed = filter or f
    narrowed = await narrowed_by(context, typed)
    place = await context.desk.queue.place(narrowed, page)
    if place.waiting is None:
        return _nothing(typed)
    where = {"page": str(place.number), "f": typed}
    position = f" · {place.number} of {place.places}"
    card = proposal_card(place.waiting, where, position, may_decide=context.may_decide)
    turns = [("Previous", place.number - 1)] * (place.number > 1)
    turns += [("Next", place.number + 1)] * (place.number < place.places)
    presses = [press(name, "desk-queue", {"page": str(turn)}, {"f": typed}) for name, turn in turns]
    if not narrowed.document:
        of = f"of:{place.waiting.proposal.number}"
        presses.append(Action("More of this document", "desk-queue", {"f": of}))
    return _with(card, presses)


def _nothing(typed: str) -> Reply:
    note = Note(("/ingest with an address or a file takes a document in.",))
    if not typed:
        return Reply("Nothing waits in the queue.", (note,), result=Result.NOTHING, replaces=True)
    whole = Actions((Action("Whole queue", "desk-queue"),))
    return Reply("Nothing waits there.", (whole,), result=Result.NOTHING, replaces=True)


@command(
    "desk-show",
    "One proposal by its number",
    params=[_NUMBER, _PAGE, _CODE],
    under="desk",
    example="/desk show 12",
)
async def desk_show(context: Context, number: str, page: int, f: str = "") -> Reply:
    """Show a proposal, whatever has become of it."""
    waiting = await _known(context, number)
    where = {"page": str(page), "f": f}
    card = proposal_card(waiting, where, "", may_decide=context.may_decide)
    back = press("Back to the queue", "desk-queue", {}, where)
    if waiting.proposal.state.open or not context.may_decide:
        return _with(card, (back,))
    undo = press("Undo", "desk-undo", {"number": number}, where)
    return _with(card, (back, undo))


@command(
    "desk-accept",
    "Put a proposal on record in your name, as it stands or with your words",
    params=[
        _NUMBER,
        Param("statement", "Who says what, in your words", max_length=MAX_STATEMENT + 400),
        Param("label", "What it is about; it asserts nothing", max_length=MAX_LABEL + 100),
        Param("slug", "Its name, such as empty-beds", max_length=MAX_SLUG + 100),
        Param("topic", "A topic on record, or a new one", max_length=200, suggest=suggest_topics),
        _PAGE,
        _CODE,
    ],
    under="desk",
    decides=True,
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
    known = _number(number)
    edits = Edits(statement, label, slug, topic)
    try:
        told = await context.desk.queue.accept(known, signed(context.request.actor), edits)
    except NotKept as error:
        raise _unusable(error) from error
    return _told(told, known, page, f)


@command(
    "desk-edit",
    "Change a proposal's words before it goes on record",
    params=[_NUMBER, _PAGE, _CODE],
    under="desk",
    decides=True,
    form=True,
    example="/desk edit 12",
)
async def desk_edit(context: Context, number: str, page: int, f: str = "") -> Outcome:
    """Ask for the words; each field starts with what is proposed."""
    waiting = await _known(context, number)
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
        _NUMBER,
        Param("claim", "The claim on record", max_length=200, suggest=suggest_claims),
        _PAGE,
        _CODE,
    ],
    under="desk",
    decides=True,
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
    number, claim = _split(number, claim)
    known = _number(number)
    if not claim:
        return _pick(number, page)
    try:
        told = await context.desk.queue.join(known, claim, signed(context.request.actor))
    except NotKept as error:
        raise Unusable(error.sentence, error.next_step, field="claim") from error
    return _told(told, known, page, f)


@command(
    "desk-pick",
    "Choose the claim that a proposal is the same as",
    params=[_NUMBER, _PAGE, _CODE],
    listed=False,
    under="desk",
    decides=True,
    form=True,
    example="/desk pick 12",
)
async def desk_pick(_context: Context, number: str, page: int, f: str = "") -> Form:  # noqa: ARG001 - the form has no room for it
    """Ask for the claim."""
    return _pick(str(_number(number)), page)


@command(
    "desk-drop",
    "Drop a proposal; it is not proposed again",
    params=[_NUMBER, _WHY, _PAGE, _CODE],
    under="desk",
    decides=True,
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
    number, why = _split(number, why)
    known = _number(number)
    told = await context.desk.queue.drop(known, signed(context.request.actor), why)
    return _told(told, known, page, f)


@command(
    "desk-hold",
    "Lay a proposal aside, to be decided later",
    params=[_NUMBER, _WHY, _PAGE, _CODE],
    under="desk",
    decides=True,
    example="/desk hold 12 call the ministry first",
)
async def desk_hold(
    context: Context,
    number: str,
    page: int,
    why: str = "",
    f: str = "",
) -> Reply:
    """Hold a proposal, with a reason or without."""
    number, why = _split(number, why)
    known = _number(number)
    told = await context.desk.queue.hold(known, signed(context.request.actor), why)
    return _told(told, known, page, f)


@command(
    "desk-undo",
    "Take the last decision on a proposal back, within a day",
    params=[_NUMBER, _PAGE, _CODE],
    under="desk",
    decides=True,
    example="/desk undo 12",
)
async def desk_undo(context: Context, number: str, page: int, f: str = "") -> Reply:
    """Take a decision back; what went on record is withdrawn."""
    known = _number(number)
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


def _told(told: Decided | None, number: int, page: int, narrowed: str) -> Reply:
    if told is None:
        raise _unknown(number)
    where = {"page": str(page), "f": narrowed}
    return decided_card(told.proposal, where, changed=told.changed)


async def _known(context: Context, number: str) -> Waiting:
    known = _number(number)
    waiting = await context.desk.queue.one(known)
    if waiting is None:
        raise _unknown(known)
    return waiting


def _split(number: str, words: str) -> tuple[str, str]:
    """Return the number and the words after it, where both were typed in one line."""
    first, _, rest = number.strip().partition(" ")
    return first, (words or rest.strip())


def _number(typed: str) -> int:
    text = typed.strip().removeprefix("#")
    if not (text.isascii() and text.isdigit() and 0 < len(text) <= 12):
        raise Unusable(
            f"“{typed[:40]}” is no number of a proposal.",
            "Open /desk queue and press a button there.",
            field="number",
        )
    return int(text)


def _unknown(number: int) -> Unusable:
    return Unusable(
        f"There is no proposal {number}.",
        "Open /desk queue to see what waits.",
        field="number",
    )


def _unusable(error: NotKept) -> Unusable:
    return Unusable(error.sentence, error.next_step, field=error.field)


def _with(card: Reply, presses: Sequence[Action]) -> Reply:
    return Reply(
        card.title,
        (*card.blocks, Actions(tuple(presses))) if presses else card.blocks,
        claims=card.claims,
        replaces=True,
    )
