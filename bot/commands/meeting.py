"""`/meeting`: opens a meeting in a channel, says where its board is, ends it."""

from bot.commands.meeting_place import (
    chair,
    channel_of,
    open_desk,
    press,
    refusals,
    where_words,
)
from bot.commands.relation_words import signed
from bot.core.registry import Context, Param, command
from bot.core.reply import Action, Actions, Note, Paragraph, Reply, Result
from knowledge.meetings import MAX_NAME, Sheet
from knowledge.proposals import NotKept
from knowledge.roles import Role


@command(
    "meeting",
    "A meeting in this channel: a board, answers in its thread, minutes at the end",
    needs=Role.REPORTER,
    example="/meeting start Monday",
)
async def meeting(context: Context) -> Reply:
    """Say which meeting is open here, and how to go on."""
    desk = await open_desk(context)
    try:
        sheet = await desk.meetings.here(channel_of(context))
    except NotKept:
        how = "Type /meeting start to open one: the desk puts together what to talk about."
        presses = Actions((press("Start a meeting", "start"), press("Former meetings", "find")))
        return Reply("No meeting is open in this channel.", (Paragraph((how,)), presses))
    return _stands(context, sheet)


@command(
    "meeting-start",
    "Open a meeting in this channel, with what the desk has for it",
    params=[Param("name", "What the meeting is called", max_length=200)],
    under="meeting",
    needs=Role.REPORTER,
    example="/meeting start Monday",
)
async def meeting_start(context: Context, name: str = "") -> Reply:
    """Open a meeting, or say where the board of the open one is."""
    to, by = channel_of(context), signed(context.request.actor)
    with refusals():
        sheet, new = await (await chair(context)).start(name[: 10 * MAX_NAME], to, by)
    if context.rooms is not None:
        context.rooms.changed()
    if not new:
        return _stands(context, sheet, "A meeting is open in this channel already.")
    count = len(sheet.agenda)
    items = f"{count} item{'s' * (count != 1)} on the agenda"
    more = sheet.meeting.left_out
    items += f"; {more} more had no room." if more else "."
    how = (
        "While it is open, what is asked in this channel is answered in its thread, where all may "
        "read it. /meeting next goes on, /meeting end closes it."
    )
    blocks = (
        Paragraph((items,)),
        Paragraph(where_words(context, sheet.meeting)),
        Note((how,)),
    )
    return Reply(f"Meeting “{sheet.meeting.name}” is open.", blocks)


@command(
    "meeting-show",
    "Where the board of this channel's meeting is; one that is gone is posted again",
    under="meeting",
    needs=Role.REPORTER,
    example="/meeting show",
)
async def meeting_show(context: Context) -> Reply:
    """Say where the board is, and have it drawn anew."""
    chairing = await chair(context)
    with refusals():
        sheet = await chairing.here(channel_of(context))
    if sheet.meeting.unposted:
        await chairing.post_again(sheet.meeting)
    else:
        await chairing.redraw(sheet.meeting, f"for {context.request.id}")
    return _stands(context, sheet)


@command(
    "meeting-end",
    "End this channel's meeting and post its minutes",
    under="meeting",
    needs=Role.REPORTER,
    example="/meeting end",
)
async def meeting_end(context: Context) -> Reply:
    """End the meeting."""
    to, by = channel_of(context), signed(context.request.actor)
    with refusals():
        sheet = await (await chair(context)).end(to, by)
    if context.rooms is not None:
        context.rooms.changed()
    number = str(sheet.meeting.number)
    where = "in its thread" if sheet.meeting.thread else "in this channel"
    said = Paragraph((f"Its minutes are posted {where}.",))
    presses = Actions((press("Minutes as a file", "minutes", number=number),))
    return Reply(f"Meeting “{sheet.meeting.name}” has ended.", (said, presses))


def _stands(context: Context, sheet: Sheet, first: str = "") -> Reply:
    """Return which meeting is open, and where its board is."""
    current = sheet.current
    count = len(sheet.agenda)
    at = f"It is at item {sheet.place_of(current)} of {count}." if current else f"{count} items."
    title = first or f"Meeting “{sheet.meeting.name}” is open."
    named = (Paragraph((f"It is called “{sheet.meeting.name}”.",)),) if first else ()
    blocks = (*named, Paragraph((at,)), Paragraph(where_words(context, sheet.meeting)))
    presses = Actions((press("Next", "next", seen=str(sheet.meeting.current)), _end()))
    result = Result.USAGE if first else Result.FOUND
    return Reply(title, (*blocks, presses), result=result)


def _end() -> Action:
    return press("End the meeting", "end")
