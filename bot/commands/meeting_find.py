"""`/meeting find` and `/meeting minutes`: former meetings, in words and as a file."""

from bot.commands.meeting_minutes import as_markdown, minutes_of, minutes_reply
from bot.commands.meeting_place import chair, channel_of, open_desk, press, refusals
from bot.commands.ticket_words import spoken, when
from bot.core.errors import Unusable
from bot.core.registry import Context, Param, command
from bot.core.reply import File, Note, Reply, Result, SourceRow, Sources
from knowledge.amending import called
from knowledge.meetings import Meeting
from knowledge.roles import Role

MOST = 10
_LOOKED_AT = 200


@command(
    "meeting-find",
    "Find former meetings of this channel by words that stand in their minutes",
    params=[Param("words", "Words, or nothing for the latest", max_length=200)],
    under="meeting",
    needs=Role.REPORTER,
    alone=True,
    example="/meeting find doctors",
)
async def meeting_find(context: Context, words: str = "") -> Reply:
    """List the meetings that hold those words."""
    if not _sees_all(context):
        channel_of(context)
    desk = await open_desk(context)
    found = await desk.meetings.find(words, _LOOKED_AT)
    shown = [meeting for meeting in found if _may_see(context, meeting)]
    if not shown:
        asked = f" with “{words[:60]}”" if words else ""
        how = Note(("Every word has to stand somewhere in it; try fewer.",)) if words else None
        title = f"No meeting{asked} was held in this channel."
        return Reply(title, (how,) if how else (), result=Result.NOTHING)
    rows = tuple(
        SourceRow(
            f"{each.number}. “{each.name}”",
            (f"Started by {called(each.started_by)} on {when(each.started_at, desk.zone)}.",),
            press(f"Minutes {each.number}", "minutes", number=str(each.number)),
        )
        for each in shown[:MOST]
    )
    more = len(shown) - MOST
    notes = (Note((f"And {more} more: give more words.",)),) if more > 0 else ()
    title = f"{len(shown)} meeting{'s' * (len(shown) != 1)}."
    return Reply(title, (Sources("The latest first", rows), *notes))


@command(
    "meeting-minutes",
    "Minutes of a meeting, as a Markdown file for you alone",
    params=[Param("number", "Number of the meeting, from /meeting find", max_length=12)],
    under="meeting",
    needs=Role.REPORTER,
    alone=True,
    example="/meeting minutes 3",
)
async def meeting_minutes(context: Context, number: str = "") -> Reply:
    """Give the minutes, with a file of them where nobody else reads along."""
    desk = await open_desk(context)
    chairing = await chair(context)
    with refusals():
        if number:
            sheet = await chairing.numbered(_number(number))
        else:
            sheet = await chairing.latest(channel_of(context))
    if not _may_see(context, sheet.meeting):
        raise Unusable(
            f"Meeting {sheet.meeting.number} was held in another channel.",
            "Ask for its minutes there, or ask an editor.",
            field="number",
        )
    minutes = await minutes_of(desk, sheet)
    shown = minutes_reply(minutes, sheet.meeting.number)
    if not context.private:
        return shown
    number = str(sheet.meeting.number)
    name = f"minutes-{number}.md"
    how = f"On the desk's machine, onrecord minutes {number} prints it."
    file = File(name, "text/markdown", as_markdown(minutes).encode(), how)
    return Reply(shown.title, (*shown.blocks[:-1], file))


def _number(typed: str) -> int:
    text = typed.strip().removeprefix("#")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Unusable(
            f"“{typed[:40]}” is no number of a meeting.",
            "Type /meeting find to see them.",
            field="number",
        )
    return int(text)


def _sees_all(context: Context) -> bool:
    """Say whether the asker may read what was said in other channels."""
    return context.may(Role.EDITOR)


def _may_see(context: Context, meeting: Meeting) -> bool:
    here = spoken(context.request)
    same = (here.platform, here.channel) == (meeting.to.platform, meeting.to.channel)
    return same or _sees_all(context)
