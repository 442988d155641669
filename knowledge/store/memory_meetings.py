"""Meetings in memory."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from knowledge.answers import DeliveryState
from knowledge.audit_notes import met
from knowledge.meetings import Decision, Item, ItemState, Meeting, Sheet, Shown
from knowledge.notices import NewNotice, NoticeKind, Spoken
from knowledge.store.memory_notices import MemoryNotices
from knowledge.store.memory_tickets import MemoryTickets


class MemoryMeetings(MemoryTickets, MemoryNotices):
    """The part of a store in memory that keeps meetings."""

    def __init__(self) -> None:
        super().__init__()
        self._meetings: dict[int, Meeting] = {}
        self._met_items: dict[int, Item] = {}
        self._met_shown: dict[int, list[Shown]] = {}
        self._decided: list[Decision] = []

    async def start_meeting(self, meeting: Meeting, items: Sequence[Item]) -> tuple[Meeting, bool]:
        """Open *meeting*, or return the one that is open in its channel."""
        known = await self.meeting_at(meeting.to)
        if known is not None:
            return known, False
        number = len(self._meetings) + 1
        self._meetings[number] = replace(meeting, number=number)
        for position, item in enumerate(items, start=1):
            self._add_met(number, replace(item, position=float(position)))
        await self._post_board(number, 1, meeting.started_at)
        self._note([met(number, "started")], meeting.started_by)
        return self._with_board(self._meetings[number]), True

    async def meeting(self, number: int) -> Meeting | None:
        """Return the meeting with that number."""
        self._open()
        found = self._meetings.get(number)
        return self._with_board(found) if found else None

    async def meeting_at(self, to: Spoken) -> Meeting | None:
        """Return the meeting that is open in a channel."""
        return next((m for m in await self.open_meetings() if _same(m.to, to)), None)

    async def open_meetings(self) -> Sequence[Meeting]:
        """Return the meetings that are open, oldest first."""
        self._open()
        return [self._with_board(m) for m in self._meetings.values() if m.ended_at is None]

    async def last_meeting(self, to: Spoken) -> Meeting | None:
        """Return the meeting that ended last in a channel."""
        self._open()
        ended = [m for m in self._meetings.values() if m.ended_at and _same(m.to, to)]
        return self._with_board(ended[-1]) if ended else None

    async def find_meetings(self, words: Sequence[str], limit: int) -> Sequence[Meeting]:
        """Return meetings that hold every one of *words* somewhere, the newest first."""
        self._open()
        found = [
            self._with_board(meeting)
            for number, meeting in sorted(self._meetings.items(), reverse=True)
            if all(word in self._met_text(number).casefold() for word in words)
        ]
        return found[:limit]

    async def sheet(self, number: int) -> Sheet | None:
        """Return the meeting with that number and all that belongs to it."""
        meeting = await self.meeting(number)
        if meeting is None:
            return None
        decided = tuple(each for each in self._decided if each.meeting == number)
        shown = tuple(self._met_shown.get(number, ()))
        return Sheet(meeting, tuple(self._met_of(number)), shown, decided)

    async def add_item(self, item: Item) -> Item | None:
        """Put *item* last on the agenda of its open meeting."""
        if not self._still_met(item.meeting, item.at):
            return None
        items = self._met_of(item.meeting)
        for known in items:
            if known.thing == item.thing and known.state is not ItemState.DROPPED:
                return known
        last = max((each.position for each in items), default=0.0)
        kept = self._add_met(item.meeting, replace(item, position=last + 1))
        self._turn_agenda(item.meeting)
        self._note([met(item.meeting, "item added")], item.added_by)
        return kept

    async def arrange_items(
        self, meeting: int, turn: int, items: Sequence[Item], at: datetime
    ) -> bool:
        """Keep the positions and states of *items* if nobody changed the agenda since."""
        self._open()
        known = self._meetings.get(meeting)
        if known is None or known.turn != turn or not self._still_met(meeting, at):
            return False
        for item in items:
            before = self._met_items[item.number]
            self._met_items[item.number] = replace(before, position=item.position, state=item.state)
        if any(item.state is ItemState.CURRENT for item in items):
            # Whoever changed it may not have been shown the item that was current.
            known_to_them = {item.number for item in items}
            for item in self._met_of(meeting):
                if item.state is ItemState.CURRENT and item.number not in known_to_them:
                    self._met_items[item.number] = replace(item, state=ItemState.DONE)
        self._turn_agenda(meeting)
        self._note([met(meeting, "agenda changed")], "")
        return True

    async def decide_in_meeting(self, decision: Decision) -> bool:
        """Keep *decision* if its meeting is open."""
        if not self._still_met(decision.meeting, decision.at):
            return False
        if any(replace(decision, at=each.at) == each for each in self._decided):
            return True
        self._decided.append(decision)
        self._note([met(decision.meeting, "decided")], decision.by)
        return True

    async def show_in_meeting(
        self, meeting: int, shown: Sequence[tuple[str, int]], at: datetime
    ) -> None:
        """Note which claims were shown under the current item."""
        if not self._still_met(meeting, at):
            return
        item = self._meetings[meeting].current
        kept = self._met_shown.setdefault(meeting, [])
        for slug, revision in shown:
            if slug in self._open().claims and not any(
                (one.slug, one.revision, one.item) == (slug, revision, item) for one in kept
            ):
                kept.append(Shown(slug, revision, item, at))

    async def end_meeting(
        self, number: int, by: str, at: datetime, *, idle_since: datetime | None = None
    ) -> Meeting | None:
        """End the open meeting, and make its minutes and the last of its board due."""
        before = await self.meeting(number)
        if before is None or before.ended_at is not None:
            return None
        if idle_since is not None and before.active_at >= idle_since:
            return None
        about = {"meeting": number}
        key = f"meeting {number}"
        where = replace(before.to, thread=before.thread)
        last = NewNotice(f"{key} board ended", NoticeKind.BOARD, before.to, about, before.board)
        await self.add_notices([last], at)
        told = NewNotice(f"{key} minutes", NoticeKind.MINUTES, where, about)
        (minutes,) = await self.add_notices([told], at)
        self._put_meeting(
            replace(self._meetings[number], ended_at=at, ended_by=by, minutes=minutes)
        )
        self._note([met(number, "ended")], by)
        return await self.meeting(number)

    async def board_again(self, number: int, boards: int, at: datetime) -> Meeting | None:
        """Make a new board due for an open meeting."""
        known = await self.meeting(number)
        if known is None or known.ended_at is not None or known.boards != boards:
            return None
        await self._post_board(number, boards + 1, at)
        return await self.meeting(number)

    async def _post_board(self, number: int, boards: int, at: datetime) -> None:
        meeting = self._meetings[number]
        about = {"meeting": number, "board": boards}
        key = f"meeting {number} board {boards}"
        (board,) = await self.add_notices([NewNotice(key, NoticeKind.BOARD, meeting.to, about)], at)
        self._put_meeting(replace(meeting, board=board, boards=boards))

    def _put_meeting(self, meeting: Meeting) -> None:
        self._meetings[meeting.number] = meeting
        self._version += 1

    def _add_met(self, meeting: int, item: Item) -> Item:
        kept = replace(item, meeting=meeting, number=len(self._met_items) + 1)
        self._met_items[kept.number] = kept
        return kept

    def _met_of(self, meeting: int) -> list[Item]:
        theirs = (item for item in self._met_items.values() if item.meeting == meeting)
        return sorted(theirs, key=lambda item: (item.position, item.number))

    def _still_met(self, meeting: int, at: datetime) -> bool:
        self._open()
        known = self._meetings.get(meeting)
        if known is None or known.ended_at is not None:
            return False
        self._put_meeting(replace(known, active_at=max(known.active_at, at)))
        return True

    def _turn_agenda(self, meeting: int) -> None:
        known = self._meetings[meeting]
        items = (i.number for i in self._met_of(meeting) if i.state is ItemState.CURRENT)
        self._put_meeting(replace(known, turn=known.turn + 1, current=next(items, 0)))

    def _with_board(self, meeting: Meeting) -> Meeting:
        board = self._notices[meeting.board].notice
        why = board.why if board.state is DeliveryState.FAILED else ""
        return replace(meeting, message=board.message, thread=board.thread, unposted=why)

    def _met_text(self, number: int) -> str:
        items = [f"{item.words} {item.slug}{item.topic}" for item in self._met_of(number)]
        decided = [each.words for each in self._decided if each.meeting == number]
        tickets = [each.words for each in self._tickets.values() if each.meeting == number]
        slugs = [each.slug for each in self._met_shown.get(number, ())]
        return " ".join((self._meetings[number].name, *items, *decided, *tickets, *slugs))

    def _sign_meetings(self, found: Callable[[str], Callable[[str], str]]) -> None:
        """Put what *found* gives in place of who started, ended, added and decided."""
        started, ended = found("meetings started"), found("meetings ended")
        added, decided = found("items of meetings"), found("decisions of meetings")
        for number, meeting in self._meetings.items():
            self._meetings[number] = replace(
                meeting, started_by=started(meeting.started_by), ended_by=ended(meeting.ended_by)
            )
        for number, item in self._met_items.items():
            self._met_items[number] = replace(item, added_by=added(item.added_by))
        self._decided = [replace(each, by=decided(each.by)) for each in self._decided]


def _same(one: Spoken, other: Spoken) -> bool:
    return (one.platform, one.channel) == (other.platform, other.channel)
