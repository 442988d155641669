"""Which notices there are composers for: each part of the desk that tells something has a line."""

from collections.abc import Mapping

from bot.commands.brief_told import told
from bot.commands.meeting_told import board, minutes
from bot.commands.reminded import answered, due
from bot.commands.watch_told import changed, unheard
from bot.core.telling import Composer
from knowledge.desk import Desk
from knowledge.notices import NoticeKind
from knowledge.ports import ClaimStore


def composers(desk: Desk, store: ClaimStore) -> Mapping[NoticeKind, Composer]:
    """Return, for each kind of notice that the desk sends, what makes its words."""
    return {
        NoticeKind.ANSWERED: answered(desk),
        NoticeKind.TICKET: due(desk),
        NoticeKind.WATCH: changed(desk),
        NoticeKind.BRIEF: told(desk),
        NoticeKind.BOARD: board(desk),
        NoticeKind.MINUTES: minutes(desk),
        NoticeKind.UNHEARD: unheard(desk, store),
    }
