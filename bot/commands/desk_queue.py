"""`/desk queue`: what is proposed from documents, one after another."""

from dataclasses import replace

from bot.commands.cards import claim_card
from bot.commands.desk_claim import at_the_desk, is_claim
from bot.commands.named import named
from bot.commands.proposal_numbers import CODE, NUMBER, PAGE, known_proposal, with_presses
from bot.commands.proposed import press, proposal_card
from bot.commands.queue_filters import MAX_FILTER, narrowed_by, suggest_filters
from bot.core.registry import Context, Param, command
from bot.core.reply import Actions, Note, Reply, Result
from knowledge.roles import Role


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
        PAGE,
        CODE,
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
        return _nothing(context, typed)
    where = {"page": str(place.number), "f": typed}
    position = f" · {place.number} of {place.places}"
    card = proposal_card(place.waiting, where, position, may_decide=context.may_decide)
    if page > place.places:
        them = "1 place" if place.places == 1 else f"{place.places} places"
        said = f"The queue has {them} here, so this is the last."
        card = replace(card, blocks=(Note((said,)), *card.blocks))
    turns = [("Previous", place.number - 1)] * (place.number > 1)
    turns += [("Next", place.number + 1)] * (place.number < place.places)
    presses = [press(name, "desk-queue", {"page": str(turn)}, {"f": typed}) for name, turn in turns]
    if not narrowed.document:
        of = f"of:{place.waiting.proposal.number}"
        presses.append(press("More of this document", "desk-queue", {"f": of}))
    if context.may(Role.REPORTER):
        presses.append(press("On record, unreviewed", "desk-unreviewed"))
    return with_presses(card, presses)


def _nothing(context: Context, typed: str) -> Reply:
    note = Note(("/ingest with an address or a file takes a document in.",))
    title = "Nothing waits there." if typed else "Nothing waits in the queue."
    presses = [press("Whole queue", "desk-queue")] if typed else []
    if context.may(Role.REPORTER):
        presses.append(press("On record, unreviewed", "desk-unreviewed"))
    shown = (Actions(tuple(presses)),) if presses else ()
    blocks = shown if typed else (note, *shown)
    return Reply(title, blocks, result=Result.NOTHING, replaces=True)


@command(
    "desk-show",
    "One proposal by its number, or a claim on record by its name",
    params=[NUMBER, PAGE, CODE],
    under="desk",
    example="/desk show 12",
)
async def desk_show(context: Context, number: str, page: int, f: str = "") -> Reply:
    """Show a proposal, whatever has become of it, or a claim as the desk works on it."""
    if is_claim(number):
        if not context.may(Role.REPORTER):
            return claim_card(await named(context, number))
        return await at_the_desk(context, (await named(context, number)).claim)
    waiting = await known_proposal(context, number)
    where = {"page": str(page), "f": f}
    card = proposal_card(waiting, where, "", may_decide=context.may_decide)
    back = press("Back to the queue", "desk-queue", {}, where)
    if waiting.proposal.state.open or not context.may_decide:
        return with_presses(card, (back,))
    undo = press("Undo", "desk-undo", {"number": number}, where)
    return with_presses(card, (back, undo))
