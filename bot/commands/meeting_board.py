"""The board of a meeting: one message that says where the meeting is, drawn anew as it goes on."""

from collections.abc import Sequence

from bot.commands.meeting_lines import BoardLine, lines_of
from bot.commands.meeting_place import press
from bot.commands.proposed import press as desk_press
from bot.commands.ticket_words import stands, when
from bot.core.plain import quoted
from bot.core.reply import Actions, Block, Note, Paragraph, Reply, SourceRow, Sources, Strong
from knowledge.amending import called
from knowledge.desk import Desk
from knowledge.meetings import ROOM, ItemState, Sheet
from knowledge.tickets import Ticket

MOST_TICKETS = 5
_LONGEST = 160
_DONE_LONGEST = 60
_BRIEF = 4
"""So many items, and none of the tickets, are sure to fit one message of any platform."""


async def board_of(desk: Desk, sheet: Sheet) -> Reply:
    """Return the board of an open meeting or, once it has ended, what is left of it."""
    lines = await lines_of(desk, sheet)
    tickets = await desk.tickets.of_meeting(sheet.meeting.number)
    if sheet.meeting.ended_at is not None:
        return _ended(desk, sheet, lines, tickets)
    return _board(desk, sheet, lines, tickets, ROOM, MOST_TICKETS)


async def brief_board_of(desk: Desk, sheet: Sheet) -> Reply:
    """Return the same in a few lines, for a message that has no room for more."""
    if sheet.meeting.ended_at is not None:
        return await board_of(desk, sheet)
    lines = await lines_of(desk, sheet)
    tickets = await desk.tickets.of_meeting(sheet.meeting.number)
    return _board(desk, sheet, lines, tickets, _BRIEF, 0)


def _board(
    desk: Desk,
    sheet: Sheet,
    lines: Sequence[BoardLine],
    tickets: Sequence[Ticket],
    room: int,
    most: int,
) -> Reply:
    """Return the board with *room* items that wait, as many that are done, and *most* tickets."""
    meeting = sheet.meeting
    current = sheet.current
    at = f"item {sheet.place_of(current)} of {len(lines)}" if current else _not_begun(lines)
    ahead = [line for line in lines if line.item.state is not ItemState.DONE]
    blocks: list[Block] = []
    if ahead:
        rows = tuple(_row(sheet, line) for line in ahead[:room])
        blocks.append(Sources("Agenda", rows))
    else:
        blocks.append(Paragraph(("Nothing waits. /meeting add puts something on the agenda.",)))
    blocks += _remarks(sheet, lines, len(ahead) - room, room)
    waiting = [ticket for ticket in tickets if ticket.open and sheet.has(ticket.item)]
    if waiting[:most]:
        blocks.append(Sources("Needs a source", _ticket_rows(desk, waiting[:most])))
    if more := len(waiting[most:]):
        blocks.append(Note((f"{many(more, 'ticket')} more: /desk demand tickets.",)))
    presses = (
        press("Next", "next", seen=str(meeting.current)),
        press("Needs a source", "ticket"),
        press("Decide", "decide"),
        press("Add", "add"),
        press("End the meeting", "end"),
    )
    blocks.append(Actions(presses))
    return Reply(f"Meeting “{meeting.name}”: {at}.", tuple(blocks))


def _not_begun(lines: Sequence[BoardLine]) -> str:
    if any(line.item.state is ItemState.WAITING for line in lines):
        return f"{len(lines)} item{'s' * (len(lines) != 1)}, none is on"
    return "every item is done" if lines else "no items"


def _row(sheet: Sheet, line: BoardLine) -> SourceRow:
    item = line.item
    now = "Now: " if item.state is ItemState.CURRENT else ""
    shown = len({each.slug for each in sheet.shown if each.item == item.number})
    decided = [each for each in sheet.decisions if each.item == item.number]
    after = [f"; {item.why}"] if item.why and item.why != line.state else []
    after += [f"; {shown} claim{'s' * (shown != 1)} shown"] if shown else []
    after += [f"; decided: {quoted(_short(each.words))}" for each in decided[-1:]]
    said = (f"{_short(line.about)} — ", Strong(line.state), "".join(after))
    return SourceRow(f"{now}{line.place}. {line.owner}", said, line.action)


def _remarks(sheet: Sheet, lines: Sequence[BoardLine], more: int, room: int) -> list[Block]:
    """Return what is done, what has no room, and what was decided under no item."""
    done = [line for line in lines if line.item.state is ItemState.DONE]
    notes = [f"And {more} more items."] if more > 1 else ["And 1 more item."] if more == 1 else []
    if done:
        last = "; ".join(f"{one.place}. {_short(one.about, _DONE_LONGEST)}" for one in done[-room:])
        before = f"; and {len(done) - room} before them" if len(done) > room else ""
        notes.append(f"Done: {last}{before}.")
    if left := sheet.meeting.left_out:
        things = "1 thing" if left == 1 else f"{left} things"
        notes.append(
            f"The agenda has no room for {things} more; /recent and /desk demand have them."
        )
    loose = [each for each in sheet.decisions if not each.item]
    notes += [f"Decided: {quoted(_short(each.words))}." for each in loose[-1:]]
    if sheet.meeting.boards > 1:
        notes.append("This board takes the place of one that is gone.")
    return [Note((note,)) for note in notes]


def _ticket_rows(desk: Desk, tickets: Sequence[Ticket]) -> tuple[SourceRow, ...]:
    return tuple(
        SourceRow(
            f"Ticket {ticket.number}, from {called(ticket.made_by)}",
            (f"{quoted(_short(ticket.words))} {stands(ticket, desk.zone)}",),
            desk_press(
                f"Ticket {ticket.number}" if ticket.owner else f"Take ticket {ticket.number}",
                "desk-ticket" if ticket.owner else "desk-ticket-take",
                {"number": str(ticket.number)},
            ),
        )
        for ticket in tickets
    )


def _ended(
    desk: Desk, sheet: Sheet, lines: Sequence[BoardLine], tickets: Sequence[Ticket]
) -> Reply:
    meeting = sheet.meeting
    done = sum(line.item.state is not ItemState.WAITING for line in lines)
    items, shown = len(lines), len({each.slug for each in sheet.shown})
    counts = f"{done} of {items} items, {many(shown, 'claim')} shown"
    counts += f", {many(len(sheet.decisions), 'decision')}, {many(len(tickets), 'ticket')}"
    where = "the thread" if meeting.thread else "this channel"
    minutes = Note((f"Its minutes are in {where}; /meeting minutes {meeting.number} has them.",))
    blocks = (Paragraph((f"{ended_words(desk, sheet)} {counts}.",)), minutes)
    return Reply(f"Meeting “{meeting.name}” has ended.", blocks)


def many(count: int, noun: str) -> str:
    """Return a count with its noun, in the plural where it is not one."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def ended_words(desk: Desk, sheet: Sheet) -> str:
    """Return who ended a meeting and when, or that it closed by itself."""
    meeting = sheet.meeting
    if meeting.ended_at is None:
        return "It is still open."
    at = when(meeting.ended_at, desk.zone)
    if meeting.ended_by:
        return f"{called(meeting.ended_by)} ended it on {at}."
    hours = f"{desk.meetings.hours:g} hour{'s' * (desk.meetings.hours != 1)}"
    return f"It closed by itself on {at}: nobody had done a thing in it for {hours}."


def _short(text: str, longest: int = _LONGEST) -> str:
    """Return *text* cut where it is long; what is quoted keeps its closing mark."""
    if len(text) <= longest:
        return text
    mark = "”" if text.endswith("”") else ""
    return f"{text[: longest - 1 - len(mark)]}…{mark}"
