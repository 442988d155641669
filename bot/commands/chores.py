"""What the desk looks after by itself, again and again: each part of it has a line."""

from collections.abc import Sequence

from bot.commands.brief_told import briefed
from bot.commands.meeting_told import meetings
from bot.commands.reminded import new_answers, reminders
from bot.commands.watch_told import unheard_weekly, watched
from bot.core.rounds import Chore
from knowledge.desk import Desk
from knowledge.ports import ClaimStore


def chores(desk: Desk, store: ClaimStore) -> Sequence[Chore]:
    """Return the chores over *desk* and its *store*, in the order in which they are done."""
    return [
        reminders(desk, store),
        new_answers(desk, store),
        watched(desk),
        briefed(desk),
        unheard_weekly(desk, store),
        meetings(desk),
    ]
