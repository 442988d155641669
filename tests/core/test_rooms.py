"""Which channels have a meeting: known from memory, looked at again, and never waited for long."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime

from bot.core.request import Place
from bot.core.rooms import Room, Rooms
from knowledge.errors import StoreBusy
from knowledge.meetings import Meeting
from knowledge.notices import Spoken

NOW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
HERE = Place("slack", frozenset({"T1"}), "C1")


class Store:
    """Open meetings, how often they were read, and a clock."""

    def __init__(self) -> None:
        self.now, self.count, self.reads = 0.0, 0, 0
        self.meetings: list[Meeting] = []
        self.error: Exception | None = None
        self.stuck = False
        self.rooms = Rooms(self.open_meetings, lambda: self.count, lambda: self.now)

    async def open_meetings(self) -> Sequence[Meeting]:
        """Return the meetings, fail, or never end."""
        self.reads += 1
        if self.error:
            raise self.error
        if self.stuck:
            await asyncio.Event().wait()
        return list(self.meetings)

    async def wrote(self, *meetings: Meeting, seconds: float = 1.0) -> None:
        """Have the store hold *meetings* after so many seconds, and the rooms look."""
        self.meetings, self.count, self.now = list(meetings), self.count + 1, self.now + seconds
        await self.rooms.learn()


def meeting(channel: str = "C1", thread: str = "5.5") -> Meeting:
    """Return a meeting that is open."""
    to = Spoken("slack", "T1", channel)
    return Meeting("Monday", to, "", NOW, NOW, message=thread, thread=thread, number=7)


async def test_a_meeting_is_its_channel_and_its_thread() -> None:
    """Not a direct message, another thread, or a channel of that name elsewhere."""
    store = Store()
    await store.wrote(meeting())
    rooms = store.rooms
    assert rooms.at(HERE) == Room(7, "5.5", "5.5")
    assert rooms.at(Place("slack", frozenset({"T1"}), "C1", "5.5"))
    assert rooms.thread_at(HERE) == "5.5"
    assert rooms.thread_at(Place("slack", frozenset({"T1"}), "C1", "5.5")) == ""
    for elsewhere in (
        Place("slack", frozenset({"T1"}), "C1", "9.9"),
        Place("slack", frozenset({"T1"}), "C2"),
        Place("discord", frozenset({"T1"}), "C1"),
        Place("slack", frozenset({"T1"}), "C1", direct=True),
    ):
        assert rooms.at(elsewhere) is None
        assert rooms.thread_at(elsewhere) == ""


async def test_it_is_looked_at_again_after_a_write_and_not_at_every_question() -> None:
    """Within a second only where somebody did something about a meeting here."""
    store = Store()
    await store.wrote()
    await store.rooms.learn()
    assert store.reads == 1
    await store.wrote(meeting(), seconds=0.5)
    assert (store.reads, store.rooms.at(HERE)) == (1, None)
    store.rooms.changed()
    await store.rooms.learn()
    assert store.rooms.at(HERE)
    store.now += 60
    await store.rooms.learn()
    assert store.reads == 2


async def test_a_store_that_fails_or_hangs_holds_nothing_up() -> None:
    """What was known stays so, and the next question looks again."""
    store = Store()
    await store.wrote(meeting())
    store.error = StoreBusy("held by another program")
    await store.wrote()
    assert store.rooms.at(HERE)
    store.error, store.stuck = None, True
    async with asyncio.timeout(2):
        await store.wrote()
    assert store.rooms.at(HERE)
    store.stuck = False
    await store.wrote()
    assert store.rooms.at(HERE) is None


async def test_a_thread_that_is_lost_is_not_tried_again() -> None:
    """Answers go into the channel until there is another."""
    store = Store()
    await store.wrote(meeting())
    store.rooms.lost(HERE, "5.5")
    assert store.rooms.thread_at(HERE) == ""
    assert store.rooms.at(HERE)
    await store.wrote(meeting(thread="6.6"))
    assert store.rooms.thread_at(HERE) == "6.6"
