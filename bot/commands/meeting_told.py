"""What meetings post by themselves: their boards, drawn anew after every change, and minutes."""

from datetime import datetime

from bot.commands.meeting_board import board_of, brief_board_of
from bot.commands.meeting_minutes import minutes_of, minutes_reply
from bot.core.plain import plain
from bot.core.reply import Note, Paragraph, Reply
from bot.core.rounds import Chore
from bot.core.telling import Composed, Composer
from knowledge.desk import Desk
from knowledge.meetings import Meeting
from knowledge.notices import Notice


def board(desk: Desk) -> Composer:
    """Return what draws a board, or tells whoever started a meeting that it has none."""

    async def compose(notice: Notice, _now: datetime) -> Composed | None:
        seen = await desk.for_viewer(may_see_restricted=False)
        sheet = await seen.meetings.numbered(int(notice.about["meeting"]))
        meeting = sheet.meeting
        if "lost" in notice.about:
            return Composed(_not_posted(meeting)) if meeting.unposted else None
        first = notice.edits is None
        if (notice.number if first else notice.edits) != meeting.board:
            return None  # a newer board stands, or is to be posted
        drawn, brief = await board_of(seen, sheet), await brief_board_of(seen, sheet)
        return Composed(drawn, brief, meeting.name if first else "")

    return compose


def _not_posted(meeting: Meeting) -> Reply:
    how = (
        "Add Onrecord to the channel, then type /meeting show there for a board. Until then the "
        "meeting goes on without one."
    )
    title = f"The board of the meeting “{meeting.name}” could not be posted: {meeting.unposted}."
    return Reply(title, (Paragraph((how,)),))


def minutes(desk: Desk) -> Composer:
    """Return what posts the minutes of a meeting that has ended."""

    async def compose(notice: Notice, _now: datetime) -> Composed | None:
        seen = await desk.for_viewer(may_see_restricted=False)
        sheet = await seen.meetings.numbered(int(notice.about["meeting"]))
        reply = minutes_reply(await minutes_of(seen, sheet), sheet.meeting.number)
        if "moved" in notice.about:
            gone = Note(("Posted here because the meeting's thread is gone.",))
            reply = Reply(reply.title, (gone, *reply.blocks))
        return Composed(reply)

    return compose


def meetings(desk: Desk) -> Chore:
    """Return the chore that closes forgotten meetings and keeps boards as things stand.

    A board is drawn anew when it would say something else, whoever changed what it says; several
    changes between two rounds are one. Reading what its lines are about takes long, so that this is
    only done where something on record, or of the meeting, has changed.
    """
    drawn: dict[int, str] = {}
    read: dict[int, object] = {}
    seen_writes = -1

    async def look(now: datetime) -> None:
        nonlocal seen_writes
        seen = await desk.for_viewer(may_see_restricted=False)
        await seen.meetings.close_idle(now)
        writes = desk.writes()
        if writes == seen_writes:
            return
        seen_writes = writes
        await seen.meetings.mend_minutes(now)
        open_now = await seen.meetings.open_ones()
        for number in drawn.keys() - {meeting.number for meeting in open_now}:
            del drawn[number], read[number]
        for meeting in open_now:
            await seen.meetings.mend(meeting, now)
            sheet = await seen.meetings.numbered(meeting.number)
            stands = seen.version(), sheet, await seen.tickets.of_meeting(meeting.number)
            if read.get(meeting.number) == stands:
                continue
            text = plain(await board_of(seen, sheet))
            before = drawn.get(meeting.number)
            if meeting.message and text != before:
                await seen.meetings.redraw(meeting, f"at {now.isoformat()}")
            # What changes while the board is under way may have come too late for it.
            late = not meeting.message and before not in (None, text)
            read[meeting.number], drawn[meeting.number] = stands, "" if late else text

    return look
