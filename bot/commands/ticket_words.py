"""A ticket as it is shown: what needs a source, who has it, until when."""

from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.commands.proposed import press
from bot.core.plain import quoted
from bot.core.reply import Action, Actions, Block, Fact, Facts, Paragraph, Reply, SourceRow
from bot.core.request import Request
from knowledge.amending import called, person_key
from knowledge.clock_times import moment
from knowledge.notices import Spoken
from knowledge.tickets import Ticket, TicketState


def spoken(request: Request) -> Spoken:
    """Return where *request* was made, as what is told there later needs it."""
    place = request.place
    workspace = next(iter(place.workspaces)) if len(place.workspaces) == 1 else ""
    return Spoken(place.platform, workspace, place.channel, place.thread)


def due_words(until: str, zone: ZoneInfo) -> str:
    """Return the moment that *until* names in words, or nothing. Raises `NotKept`."""
    return when(moment(until, datetime.now(UTC), zone), zone) if until.strip() else ""


def when(at: datetime, zone: ZoneInfo) -> str:
    """Return a moment in the desk's zone: `Friday 27 November 2026, 12:00 (Europe/Madrid)`."""
    local = at.astimezone(zone)
    return f"{local:%A} {local.day} {local:%B %Y}, {local:%H:%M} ({zone.key})"


def stands(ticket: Ticket, zone: ZoneInfo) -> str:
    """Return how a ticket stands, in words."""
    if ticket.state is TicketState.DONE:
        return f"Settled by {ticket.claim}."
    if ticket.state is TicketState.DROPPED:
        return f"Dropped: {ticket.why}"
    if not ticket.owner:
        return "Nobody has taken it."
    until = f", until {when(ticket.deadline, zone)}" if ticket.deadline else ", without a deadline"
    late = " It is overdue." if ticket.deadline and ticket.deadline < datetime.now(UTC) else ""
    return f"Taken by {called(ticket.owner)}{until}.{late}"


def ticket_rows(tickets: Sequence[Ticket], zone: ZoneInfo) -> tuple[SourceRow, ...]:
    """Return tickets as rows, each with a press that opens it."""
    return tuple(
        SourceRow(
            f"Ticket {ticket.number}, from {called(ticket.made_by)}",
            (f"{quoted(ticket.words)} {stands(ticket, zone)}",),
            press(f"Ticket {ticket.number}", "desk-ticket", {"number": str(ticket.number)}),
        )
        for ticket in tickets
    )


def ticket_reply(ticket: Ticket, zone: ZoneInfo, done: str = "", reader: str = "") -> Reply:
    """Return a ticket with what can be done about it, under what was *done*.

    Who has it is not offered to take it over; *reader* is the signature of who is shown it.
    """
    blocks: list[Block] = [Paragraph((done,))] if done else []
    made = f"{called(ticket.made_by)}, {ticket.made_at.day} {ticket.made_at:%B %Y}"
    facts = [Fact("Needs a source", (quoted(ticket.words),)), Fact("Asked for by", (made,))]
    facts.append(Fact("Stands", (stands(ticket, zone),)))
    blocks.append(Facts(tuple(facts)))
    args = {"number": str(ticket.number)}
    presses: list[Action] = []
    if ticket.open:
        own = bool(ticket.owner) and person_key(ticket.owner) == person_key(reader)
        take = "New deadline" if own else "Take over" if ticket.owner else "Take it"
        presses = [
            press(take, "desk-ticket-take", args),
            press("Settled by …", "desk-ticket-done", args),
            press("Drop", "desk-ticket-drop", args),
        ]
    if ticket.claim:
        presses.append(Action("Card", "claim", {"slug": ticket.claim}))
    presses.append(press("All tickets", "desk-demand", {"what": "tickets"}))
    blocks.append(Actions(tuple(presses)))
    return Reply(f"Ticket {ticket.number}", tuple(blocks), replaces=True)
