"""Tickets: take one, settle it by a claim, drop it. Reached by buttons, and by typing."""

from bot.commands.desk_claim import not_kept
from bot.commands.ending import BY_CLAIM, FOR_REASON, asked_claim, asked_reason
from bot.commands.named import named, tellable
from bot.commands.proposed import press
from bot.commands.refusals import told_at
from bot.commands.relation_words import signed
from bot.commands.ticket_words import ticket_reply
from bot.core.registry import Context, Kind, Param, command
from bot.core.reply import Form, FormField, Outcome, Reply
from knowledge.amending import called, person_key
from knowledge.proposals import NotKept
from knowledge.roles import Role
from knowledge.tickets import Ticket

_NUMBER = Param("number", "Number of the ticket", kind=Kind.INT, required=True)
_OVER = "over"


async def _numbered(context: Context, number: int) -> Ticket:
    with told_at("number"):
        return await context.desk.tickets.numbered(number)


@command(
    "desk-ticket",
    "A ticket: what needs a source, who has it, until when",
    params=[_NUMBER],
    listed=False,
    under="desk",
    needs=Role.REPORTER,
    example="/desk ticket 3",
)
async def desk_ticket(context: Context, number: int) -> Reply:
    """Show an open ticket."""
    reader = signed(context.request.actor)
    return ticket_reply(await _numbered(context, number), context.desk.tickets.zone, "", reader)


@command(
    "desk-ticket-take",
    "Take a ticket, with a deadline",
    params=[_NUMBER],
    listed=False,
    under="desk",
    needs=Role.REPORTER,
    form=True,
    example="/desk ticket-take 3",
)
async def desk_ticket_take(context: Context, number: int) -> Outcome:
    """Ask until when, and say whose it is by now."""
    ticket = await _numbered(context, number)
    own = person_key(ticket.owner) == person_key(signed(context.request.actor))
    args, note = {"number": str(number)}, ""
    if ticket.owner and not own:
        args["seen"] = _OVER
        note = f"{called(ticket.owner)} has it; you take it over."
    until = FormField(
        "until", "Until when", hint="tomorrow 15:00, fri 12:00, in 2 hours", required=False
    )
    return Form("Take a ticket", "desk-ticket-taken", (until,), "Take it", args, note)


@command(
    "desk-ticket-taken",
    "Keep who has a ticket, and until when",
    params=[
        _NUMBER,
        Param("until", "Until when, such as tomorrow 15:00", max_length=100),
        Param("seen", "over, to take it over from somebody", max_length=10, hidden=True),
    ],
    listed=False,
    under="desk",
    needs=Role.REPORTER,
    example="/desk ticket-taken 3 tomorrow 15:00",
)
async def desk_ticket_taken(
    context: Context, number: int, until: str = "", seen: str = ""
) -> Outcome:
    """Give the ticket to the asker, or say who has it."""
    tickets, by = context.desk.tickets, signed(context.request.actor)
    again = press("Take it again", "desk-ticket-take", {"number": str(number)})
    try:
        ticket, before = await tickets.take(number, by, until, over=seen == _OVER)
    except NotKept as error:
        return not_kept(error, {"Until when": until}, again)
    over = before and person_key(before) != person_key(by)
    done = f"You took it over from {called(before)}." if over else "The ticket is yours."
    return ticket_reply(ticket, tickets.zone, done, by)


@command(
    "desk-ticket-done",
    "Settle a ticket by a claim that is on record",
    params=[
        _NUMBER,
        BY_CLAIM,
    ],
    listed=False,
    under="desk",
    needs=Role.REPORTER,
    example="/desk ticket-done 3",
)
async def desk_ticket_done(context: Context, number: int, slug: str = "") -> Outcome:
    """Settle it, or ask by which claim first. An unanswered question behind it is answered too."""
    ticket = await _numbered(context, number)
    if not slug:
        return asked_claim(
            "desk-ticket-done", number, "Settle a ticket", "Claim that settles it", "Settle"
        )
    claim = (await named(context, slug)).claim
    told = ""
    with told_at():
        asked = ticket.demand and not (await context.desk.demands.numbered(ticket.demand)).ended_at
        if asked:
            await tellable(context, slug)
        ended = await context.desk.tickets.settle(number, claim.slug)
        if asked:
            await context.desk.demands.answered(ticket.demand, claim.slug)
            told = " Whoever asked for it and wished to be told is told."
    return ticket_reply(ended, context.desk.tickets.zone, f"Settled.{told}")


@command(
    "desk-ticket-drop",
    "Drop a ticket, with a reason",
    params=[_NUMBER, FOR_REASON],
    listed=False,
    under="desk",
    needs=Role.REPORTER,
    example="/desk ticket-drop 3",
)
async def desk_ticket_drop(context: Context, number: int, why: str = "") -> Outcome:
    """Drop it, or ask why first."""
    await _numbered(context, number)
    if not why:
        return asked_reason("desk-ticket-drop", number, "Drop a ticket", "Drop")
    with told_at():
        ended = await context.desk.tickets.drop(number, why)
    return ticket_reply(ended, context.desk.tickets.zone, "Dropped.")
