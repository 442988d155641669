"""`onrecord` with words of its own for two kinds of notice, to try how any notice is sent."""

from datetime import datetime
from unittest import mock

from bot import background
from bot.cli import main
from bot.core.reply import Reply
from bot.core.telling import Composed
from knowledge.notices import Notice, NoticeKind


async def compose(notice: Notice, _now: datetime) -> Composed | None:
    """Tell the notice's number and nothing else."""
    return Composed(Reply(f"Notice {notice.about['n']}."))


if __name__ == "__main__":
    KINDS = {NoticeKind.WATCH: compose, NoticeKind.BOARD: compose}
    with mock.patch.object(background, "composers", return_value=KINDS):
        main()
