"""The channels in which a meeting is open, known without asking the store for every question.

Who will see an answer is settled before any work is done, so this is kept in memory: it is read
again soon after anything was written, and at once after what was done about a meeting here.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

import structlog

from bot.core.reply import Reply, Result, Visibility
from bot.core.request import Place
from knowledge.errors import StoreError
from knowledge.meetings import Meeting

log = structlog.stdlib.get_logger(__name__)

_LOOK_SECONDS = 1.0
_MOST_SECONDS = 0.3
MAX_SHOWN = 8
"""An answer that lists more than this shows its meeting a list, and no claim of it."""


@dataclass(frozen=True, slots=True)
class Room:
    """A meeting that is open: its number, and its board's message and thread where it has them."""

    meeting: int
    message: str = ""
    thread: str = ""


class Rooms:
    """Knows the open meetings. *writes* changes with every write to the store."""

    def __init__(
        self,
        open_meetings: Callable[[], Awaitable[Sequence[Meeting]]],
        writes: Callable[[], int],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._open_meetings = open_meetings
        self._writes = writes
        self._clock = clock
        self._rooms: Mapping[tuple[str, str], Room] = {}
        self._seen = -1
        self._looked = float("-inf")
        self._lost: set[tuple[str, str, str]] = set()

    async def learn(self) -> None:
        """Look again where something was written since. Never raises: what was known stays so.

        A platform waits for its first sign of an answer meanwhile, so that this takes no longer
        than a moment.
        """
        try:
            writes, now = self._writes(), self._clock()
            if writes == self._seen or now - self._looked < _LOOK_SECONDS:
                return
            self._looked = now
            async with asyncio.timeout(_MOST_SECONDS):
                meetings = await self._open_meetings()
        except (StoreError, TimeoutError) as error:
            log.warning("meetings wait for the store", error=type(error).__name__)
            return
        self._seen = writes
        self._rooms = {(m.to.platform, m.to.channel): _room(m) for m in meetings}

    def changed(self) -> None:
        """Have the next question look again, however soon it comes."""
        self._looked, self._seen = float("-inf"), -1

    def at(self, place: Place) -> Room | None:
        """Return the meeting that *place* is a part of: its channel's own messages, its thread."""
        room = self._rooms.get((place.platform, place.channel))
        if room is None or place.direct or place.thread not in ("", room.thread):
            return None
        return room

    def thread_at(self, place: Place) -> str:
        """Return the thread that an answer to the channel belongs into, or nothing."""
        room = self.at(place)
        if room is None or place.thread:
            return ""
        lost = (place.platform, place.channel, room.thread) in self._lost
        return "" if lost else room.thread

    def lost(self, place: Place, thread: str) -> None:
        """Note that the meeting's thread is gone, so that answers go into the channel."""
        self._lost.add((place.platform, place.channel, thread))


def _room(meeting: Meeting) -> Room:
    return Room(meeting.number, meeting.message, meeting.thread)


def shown_in(reply: Reply) -> tuple[tuple[str, int], ...]:
    """Return the claims that *reply* shows all who read along, with their revisions."""
    if reply.visibility is not Visibility.PUBLIC or reply.result is not Result.FOUND:
        return ()
    wanted = set(reply.claims)
    shown = {claim.slug: claim.revision for claim in reply.shown if claim.slug in wanted}
    return tuple(shown.items()) if len(shown) <= MAX_SHOWN else ()
