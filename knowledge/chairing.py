"""Chairing meetings: start one, go through its agenda, decide, end. Refusals are `NotKept`."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from knowledge.agenda import Agendas
from knowledge.amending import called
from knowledge.answers import DeliveryState
from knowledge.audit import signed_by
from knowledge.meetings import (
    MAX_DECISION,
    MAX_ITEM,
    MAX_ITEMS,
    MAX_NAME,
    Decision,
    Item,
    ItemState,
    Meeting,
    Sheet,
    between,
)
from knowledge.notices import NewNotice, NoticeFilter, NoticeKind, Spoken
from knowledge.ports import ClaimStore
from knowledge.proposals import NotKept
from knowledge.ticketing import Ticketing
from knowledge.tickets import Ticket
from knowledge.unseen import is_unseen

MOST_BOARDS = 5
"""Whoever deletes a board so often does not want one."""

_FAILED_LOOKED_AT = 20


class Chairing:
    """Meetings over one store; one is closed after so many *hours* in which nobody did a thing."""

    def __init__(self, store: ClaimStore, tickets: Ticketing, hours: float) -> None:
        self._store = store
        self._tickets = tickets
        self.hours = hours
        self.agendas = Agendas(store)
        self._told: set[str] = set()
        """Keys that need no second try: even a notice that is known already takes a write."""

    async def start(self, name: str, to: Spoken, by: str) -> tuple[Sheet, bool]:
        """Open a meeting in a channel with its agenda, and say whether it is new."""
        here = replace(to, thread="")
        now = _now()
        if known := await self._store.meeting_at(here):
            return await self.numbered(known.number), False
        tidy = _tidy(name, MAX_NAME, "A meeting's name", "name")
        tidy = tidy or f"Meeting of {now.astimezone(self._tickets.zone):%-d %B %Y}"
        last = await self._store.last_meeting(here)
        agenda = await self.agendas.of(here, last.ended_at if last else None, now)
        new = Meeting(tidy, here, by, now, now, agenda.left_out)
        meeting, fresh = await self._store.start_meeting(new, agenda.items)
        return await self.numbered(meeting.number), fresh

    async def here(self, to: Spoken) -> Sheet:
        """Return the meeting that is open in a channel."""
        meeting = await self._store.meeting_at(to)
        if meeting is None:
            raise NotKept("No meeting is open in this channel.", "Type /meeting start to open one.")
        return await self.numbered(meeting.number)

    async def numbered(self, number: int) -> Sheet:
        """Return the meeting with that number."""
        sheet = await self._store.sheet(number)
        if sheet is None:
            raise NotKept(f"There is no meeting {number}.", "Type /meeting find to see them.")
        return sheet

    async def latest(self, to: Spoken) -> Sheet:
        """Return the meeting that is open in a channel or, where none is, ended last there."""
        meeting = await self._store.meeting_at(to) or await self._store.last_meeting(to)
        if meeting is None:
            raise NotKept("No meeting was held in this channel.", "Type /meeting start for one.")
        return await self.numbered(meeting.number)

    async def open_ones(self) -> Sequence[Meeting]:
        """Return the meetings that are open, oldest first."""
        return await self._store.open_meetings()

    async def find(self, words: str, limit: int) -> Sequence[Meeting]:
        """Return the meetings in which every one of *words* stands somewhere, newest first.

        What must not be shown counts for nothing.
        """
        asked = words.casefold().split()
        found = []
        for meeting in await self._store.find_meetings(asked, limit):
            sheet = await self.numbered(meeting.number)
            tickets = await self._tickets.of_meeting(meeting.number)
            asked_for = (ticket.words for ticket in tickets if sheet.has(ticket.item))
            text = " ".join((sheet.text, *asked_for)).casefold()
            if all(word in text for word in asked):
                found.append(meeting)
        return found

    async def add(self, to: Spoken, item: Item) -> tuple[Sheet, Item, bool]:
        """Put *item* on the agenda of the meeting in a channel, and say whether it is new."""
        sheet = await self.here(to)
        tidy = _tidy(item.words, MAX_ITEM, "An item", "what")
        if not (tidy or item.slug):
            raise NotKept("An item has words.", "Write down what to talk about.", "what")
        new = replace(item, words=tidy, meeting=sheet.meeting.number)
        there = any(each.thing == new.thing for each in sheet.agenda)
        if len(sheet.agenda) >= MAX_ITEMS and not there:
            raise NotKept(f"The agenda has {MAX_ITEMS} items already.", "Drop one first.")
        kept = await self._store.add_item(new)
        if kept is None:
            raise _over()
        known = {each.number for each in sheet.items}
        return await self.numbered(sheet.meeting.number), kept, kept.number not in known

    async def go_on(self, to: Spoken, seen: int | None = None) -> Sheet:
        """Go on to the next item that waits.

        With *seen*, the item that was current for whoever asks, only if it still is.
        """
        sheet = await self.here(to)
        if seen is not None and seen != sheet.meeting.current:
            raise _moved(sheet)
        current = sheet.current
        waiting = [item for item in sheet.agenda if item.state is ItemState.WAITING]
        if current is None and not waiting:
            done = "Every item is done." if sheet.agenda else "Nothing is on the agenda."
            raise NotKept(done, "Type /meeting add for another, or /meeting end.")
        changed = [replace(current, state=ItemState.DONE)] if current else []
        changed += [replace(item, state=ItemState.CURRENT) for item in waiting[:1]]
        return await self._arranged(sheet, changed)

    async def move(self, to: Spoken, place: int, onto: int) -> Sheet:
        """Move the item that people count as *place* to where they count *onto*."""
        sheet = await self.here(to)
        item = self._at(sheet, place)
        self._at(sheet, onto)
        others = [each for each in sheet.agenda if each.number != item.number]
        position = between(others, onto)
        moved = [replace(item, position=position)]
        if position in {each.position for each in others}:
            # After some fifty moves into one gap no number is left in between.
            order = [*others[: onto - 1], item, *others[onto - 1 :]]
            moved = [replace(each, position=float(n)) for n, each in enumerate(order, start=1)]
        return await self._arranged(sheet, moved)

    async def drop(self, to: Spoken, place: int) -> tuple[Sheet, Item]:
        """Drop the item that people count as *place*."""
        sheet = await self.here(to)
        item = self._at(sheet, place)
        return await self._arranged(sheet, [replace(item, state=ItemState.DROPPED)]), item

    async def decide(self, to: Spoken, words: str, by: str) -> tuple[Sheet, Decision]:
        """Keep what was decided under the current item."""
        sheet = await self.here(to)
        tidy = _tidy(words, MAX_DECISION, "A decision", "words")
        if not tidy:
            raise NotKept("A decision has words.", "Write down what was decided.", "words")
        number, current = sheet.meeting.number, sheet.meeting.current
        decision = Decision(number, current, tidy, by, _now())
        if not await self._store.decide_in_meeting(decision):
            raise _over()
        return await self.numbered(number), decision

    async def ticket(self, to: Spoken, words: str, by: str) -> tuple[Sheet, Ticket]:
        """Open a ticket under the current item for what needs a source."""
        sheet = await self.here(to)
        number, current = sheet.meeting.number, sheet.meeting.current
        where = replace(sheet.meeting.to, thread=sheet.meeting.thread)
        ticket = await self._tickets.open(words, by, where, meeting=number, item=current)
        await self.showed(number, ())
        return sheet, ticket

    async def showed(self, number: int, shown: Sequence[tuple[str, int]]) -> None:
        """Note under the current item which claims were shown, and in which revisions."""
        await self._store.show_in_meeting(number, shown, _now())

    async def end(self, to: Spoken, by: str) -> Sheet:
        """End the meeting in a channel; its minutes are posted."""
        meeting = await self._store.meeting_at(to)
        if meeting is None:
            last = await self._store.last_meeting(to)
            if last is None or last.ended_at is None:
                return await self.here(to)  # which refuses
            who = called(last.ended_by) if last.ended_by else "the desk"
            raise NotKept(
                f"No meeting is open in this channel; the last, “{last.name}”, was ended by {who}.",
                f"Its minutes: /meeting minutes {last.number}",
            )
        ended = await self._store.end_meeting(meeting.number, by, _now())
        if ended is None:
            return await self.end(to, by)  # somebody else was quicker, and is named
        return await self.numbered(meeting.number)

    async def redraw(self, meeting: Meeting, why: str) -> None:
        """Make due to draw the board anew; *why* tells it from other times."""
        key = f"meeting {meeting.number} board {meeting.board} drawn {why}"
        about = {"meeting": meeting.number}
        notice = NewNotice(key, NoticeKind.BOARD, meeting.to, about, edits=meeting.board)
        await self._store.add_notices([notice], _now())

    async def post_again(self, meeting: Meeting) -> None:
        """Make a new board due for a meeting whose last one could not be posted."""
        await self._store.board_again(meeting.number, meeting.boards, _now())

    async def close_idle(self, now: datetime) -> int:
        """End the meetings in which nobody did a thing for so long, and return how many."""
        since = now - timedelta(hours=self.hours)
        idle = [m for m in await self.open_ones() if m.active_at < since]
        at = now.replace(microsecond=0)
        ended = [await self._store.end_meeting(m.number, "", at, idle_since=since) for m in idle]
        return sum(each is not None for each in ended)

    async def mend(self, meeting: Meeting, now: datetime) -> None:
        """See to a board that is gone: a new one is posted.

        Where none can be posted, who started the meeting is told so, once.
        """
        if meeting.unposted:
            who = signed_by(meeting.started_by)
            if who is not None:
                to = Spoken(meeting.to.platform, meeting.to.workspace, person=who.id)
                key = f"meeting {meeting.number} board {meeting.boards} not posted"
                about = {"meeting": meeting.number, "lost": 1}
                await self._tell_once([NewNotice(key, NoticeKind.BOARD, to, about)], now)
            return
        here = Spoken(meeting.to.platform, channel=meeting.to.channel)
        narrowed = NoticeFilter(DeliveryState.FAILED, NoticeKind.BOARD, to=here)
        failed = await self._store.notices(narrowed, _FAILED_LOOKED_AT)
        if meeting.boards < MOST_BOARDS and any(n.edits == meeting.board for n in failed):
            await self._store.board_again(meeting.number, meeting.boards, now)

    async def mend_minutes(self, now: datetime) -> None:
        """Post minutes in the channel whose thread is gone."""
        narrowed = NoticeFilter(DeliveryState.FAILED, NoticeKind.MINUTES)
        failed = await self._store.notices(narrowed, _FAILED_LOOKED_AT)
        again = [
            NewNotice(
                f"{notice.key} in the channel",
                NoticeKind.MINUTES,
                replace(notice.to, thread=""),
                {**notice.about, "moved": 1},
            )
            for notice in failed
            if notice.to.thread
        ]
        await self._tell_once(again, now)

    async def _tell_once(self, notices: Sequence[NewNotice], now: datetime) -> None:
        new = [notice for notice in notices if notice.key not in self._told]
        await self._store.add_notices(new, now)
        self._told.update(notice.key for notice in new)

    async def _arranged(self, sheet: Sheet, changed: Sequence[Item]) -> Sheet:
        meeting = sheet.meeting
        kept = await self._store.arrange_items(meeting.number, meeting.turn, changed, _now())
        after = await self.numbered(meeting.number)
        if not kept:
            raise _over() if after.meeting.ended_at else _moved(after)
        return after

    def _at(self, sheet: Sheet, place: int) -> Item:
        agenda = sheet.agenda
        if not 1 <= place <= len(agenda):
            has = f"It has {len(agenda)}." if agenda else "It has none."
            raise NotKept(
                f"The agenda has no item {place}.", f"{has} /meeting show says where it is."
            )
        return agenda[place - 1]


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def _over() -> NotKept:
    return NotKept("The meeting has ended just now.", "Type /meeting start to open another.")


def _moved(sheet: Sheet) -> NotKept:
    current = sheet.current
    at = f"it is at item {sheet.place_of(current)} now" if current else "no item is current now"
    return NotKept(
        f"Somebody else changed the agenda just now; {at}.", "Look, and go on from there."
    )


def _tidy(words: str, most: int, what: str, field: str) -> str:
    """Return *words* in one line, or nothing where they have no letter that anybody sees."""
    tidy = " ".join(words.split())
    if all(is_unseen(letter) or letter == " " for letter in tidy):
        return ""
    if len(tidy) > most:
        raise NotKept(
            f"{what} has at most {most} characters, and that is {len(tidy)}.",
            "Shorten it.",
            field,
        )
    return tidy
