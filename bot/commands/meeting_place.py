"""Where a meeting is held, and who chairs it: a channel, as everybody in it may see the desk."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from bot.commands.ticket_words import spoken
from bot.core.adapter import Spot
from bot.core.errors import Unusable
from bot.core.policy import CONSOLE
from bot.core.registry import Context
from bot.core.reply import Action, Line, Link
from knowledge.chairing import Chairing
from knowledge.desk import Desk
from knowledge.meetings import Meeting
from knowledge.notices import Spoken
from knowledge.proposals import NotKept


def channel_of(context: Context) -> Spoken:
    """Return the channel of a question. Raises `Unusable` where it was asked in none."""
    place = context.request.place
    if place.platform == CONSOLE or place.direct or not place.channel:
        here = "the console" if place.platform == CONSOLE else "a direct message"
        raise Unusable(
            f"A meeting is held in a channel, and this is {here}.",
            "Type it in a channel of Discord or Slack that Onrecord is in.",
        )
    return replace(spoken(context.request), thread="")


async def open_desk(context: Context) -> Desk:
    """Return the desk as everybody in a channel may see it."""
    return await context.desk.for_viewer(may_see_restricted=False)


async def chair(context: Context) -> Chairing:
    """Return who chairs the meetings; nothing restricted is put before one."""
    return (await open_desk(context)).meetings


@contextmanager
def refusals() -> Iterator[None]:
    """Raise what a meeting refuses as what its asker can mend."""
    try:
        yield
    except NotKept as error:
        raise Unusable(error.sentence, error.next_step, field=error.field) from error


def press(label: str, action: str, **args: str) -> Action:
    """Return a press that is a sub-action of `/meeting`."""
    return Action(label, f"meeting-{action}", args, under="meeting")


def where_words(context: Context, meeting: Meeting) -> Line:
    """Return where the board is, in a line: with its address, or why there is none."""
    if meeting.unposted:
        return (
            f"Its board could not be posted: {meeting.unposted}. Add Onrecord to the channel, then "
            "type /meeting show for a new one.",
        )
    if not meeting.message:
        return ("Its board comes in a moment.",)
    to = meeting.to
    spot = Spot("", to.workspace, to.channel, "", meeting.message)
    link = context.link(to.platform, spot)
    return ("Its board: ", Link("open it", link)) if link else ("Its board is in this channel.",)
