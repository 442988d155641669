"""What meetings ask of a store. `ClaimStore` brings it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from knowledge.meetings import Decision, Item, Meeting, Sheet
from knowledge.notices import Spoken


class MeetingStore(Protocol):
    """Where meetings are kept. What is posted of one is made due in the write that calls for it."""

    async def start_meeting(self, meeting: Meeting, items: Sequence[Item]) -> tuple[Meeting, bool]:
        """Open *meeting* with *items* in order, and make its board due; say whether it is new.

        While one is open in the same channel, that one is returned instead.
        """

    async def meeting(self, number: int) -> Meeting | None:
        """Return the meeting with that number, if there is one."""

    async def meeting_at(self, to: Spoken) -> Meeting | None:
        """Return the meeting that is open in a channel."""

    async def open_meetings(self) -> Sequence[Meeting]:
        """Return the meetings that are open, oldest first."""

    async def last_meeting(self, to: Spoken) -> Meeting | None:
        """Return the meeting that ended last in a channel."""

    async def find_meetings(self, words: Sequence[str], limit: int) -> Sequence[Meeting]:
        """Return meetings that hold every one of *words* somewhere, the newest first.

        In their name, items, decisions, tickets, or the names of claims that were shown. The words
        are in lower case.
        """

    async def sheet(self, number: int) -> Sheet | None:
        """Return the meeting with that number and all that belongs to it."""

    async def add_item(self, item: Item) -> Item | None:
        """Put *item* last on the agenda of its open meeting and return it with its number.

        What stands there already, and was not dropped, is returned instead; nothing where the
        meeting is not open.
        """

    async def arrange_items(
        self, meeting: int, turn: int, items: Sequence[Item], at: datetime
    ) -> bool:
        """Keep the positions and states of *items* if the open meeting's turn is still *turn*.

        The one that is current is the meeting's. Says whether it was kept.
        """

    async def decide_in_meeting(self, decision: Decision) -> bool:
        """Keep *decision* if its meeting is open, and say whether it is.

        The same words by the same person stand once under an item, however often they are sent.
        """

    async def show_in_meeting(
        self, meeting: int, shown: Sequence[tuple[str, int]], at: datetime
    ) -> None:
        """Note under the current item of an open meeting which claims were shown, and revisions.

        The same revision is noted once under an item.
        """

    async def end_meeting(
        self, number: int, by: str, at: datetime, *, idle_since: datetime | None = None
    ) -> Meeting | None:
        """End the open meeting, and make its minutes and the last of its board due.

        With *idle_since* only where nothing was done in it since. Nothing where that is not so.
        """

    async def board_again(self, number: int, boards: int, at: datetime) -> Meeting | None:
        """Make a new board due, in place of the one that was number *boards*, for an open meeting.

        Nothing where a newer one is due already.
        """
