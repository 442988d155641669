"""`/desk`: the desk's work. Its sub-actions are commands of their own, typed after it."""

from bot.commands.proposed import press
from bot.core.registry import Context, command
from bot.core.reply import Actions, Fact, Facts, Note, Reply
from knowledge.proposals import ProposalState, QueueFilter
from knowledge.roles import Role


@command(
    "desk",
    "The desk's work: what is proposed from documents, and what becomes of it",
    example="/desk queue",
)
async def desk(context: Context) -> Reply:
    """Say how much waits, and what can be done."""
    waiting = await context.desk.queue.place(QueueFilter(), 1)
    held = await context.desk.queue.place(QueueFilter(state=ProposalState.HELD), 1)
    rows = [Fact(c.example or f"/{c.path}", (c.summary,)) for c in context.registry.under("desk")]
    counted = f"{waiting.places} claim{'s' * (waiting.places != 1)} proposed and waiting"
    presses = [press("Queue", "desk-queue")]
    if held.places:
        presses.append(press("Held", "desk-queue", {"filter": ProposalState.HELD.value}))
    if context.may(Role.REPORTER):
        presses.append(press("On record, unreviewed", "desk-unreviewed"))
    return Reply(
        f"{counted}, {held.places} held.",
        (
            Facts(tuple(rows)),
            Note(("What is proposed is not on record. A person accepts it, or drops it.",)),
            Actions(tuple(presses)),
        ),
    )
