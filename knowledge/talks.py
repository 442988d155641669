"""What a conversation is about: the claims that were shown there last.

“And Kenya?” has something to refer to only as long as this is kept: some hours, for a few thousand
conversations. No word of anybody's question is kept with it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from knowledge.talk_ports import TalkStore

MAX_ANSWERS = 4
"""A conversation keeps what its last answers showed, and no more."""

MAX_SHOWN = 8
"""Of one answer the first claims are kept, as many as anybody counts to."""

MAX_TALKS = 5_000
MAX_HEARD = 20_000
HEARD_HOURS = 24.0
"""No platform delivers a message again after a day."""


@dataclass(frozen=True, slots=True)
class Thread:
    """Where a conversation is held, by the platform's ids; `name` is empty for a channel's own."""

    platform: str
    channel: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Talk:
    """What was shown in a conversation: of each answer its claims in order, the last answer first.

    `shown` is never empty, and none of its answers is. `at` is when the last one was given.
    """

    thread: Thread
    shown: tuple[tuple[str, ...], ...]
    at: datetime

    @property
    def last(self) -> tuple[str, ...]:
        """The claims of the last answer, in the order they were shown in."""
        return self.shown[0]


class Talks:
    """Conversations over one store."""

    def __init__(self, store: "TalkStore") -> None:
        self._store = store

    async def keep(
        self,
        threads: Sequence[Thread],
        claims: Sequence[str],
        hours: float,
        now: datetime | None = None,
    ) -> None:
        """Note in each of *threads* that *claims* were shown; what is older than *hours* goes."""
        at = now or datetime.now(UTC)
        slugs = tuple(dict.fromkeys(claims))[:MAX_SHOWN]
        if slugs and threads and hours > 0:
            await self._store.keep_talk(threads, slugs, at, forget=at - timedelta(hours=hours))

    async def last(
        self, threads: Sequence[Thread], hours: float, now: datetime | None = None
    ) -> Talk | None:
        """Return the talk of the first of *threads* that has one not older than *hours*."""
        since = (now or datetime.now(UTC)) - timedelta(hours=hours)
        for thread in threads:
            talk = await self._store.talk(thread)
            if talk is not None and talk.at >= since and talk.shown:
                return talk
        return None

    async def first(self, message: Thread, now: datetime | None = None) -> bool:
        """Say whether a message (its id is the thread's name) comes for the first time in a day."""
        at = now or datetime.now(UTC)
        return await self._store.hear(message, at, forget=at - timedelta(hours=HEARD_HOURS))
