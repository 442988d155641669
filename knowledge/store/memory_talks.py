"""Conversations in memory."""

from collections.abc import Sequence
from datetime import datetime

from knowledge.store.shelved import Shelved
from knowledge.talks import MAX_ANSWERS, MAX_HEARD, MAX_TALKS, Talk, Thread


class MemoryTalks(Shelved):
    """The part of a store in memory that keeps what conversations showed."""

    def __init__(self) -> None:
        super().__init__()
        self._talks: dict[Thread, Talk] = {}
        self._heard: dict[Thread, datetime] = {}

    async def keep_talk(
        self, threads: Sequence[Thread], claims: Sequence[str], at: datetime, *, forget: datetime
    ) -> None:
        """Put *claims* before what each of *threads* showed so far."""
        self._open()
        for thread in threads:
            former = self._talks.pop(thread, None)
            before = former.shown if former and former.at >= forget else ()
            self._talks[thread] = Talk(thread, (tuple(claims), *before)[:MAX_ANSWERS], at)
        kept = [talk for talk in self._talks.values() if talk.at >= forget]
        kept = sorted(kept, key=lambda talk: talk.at)[-MAX_TALKS:]
        self._talks = {talk.thread: talk for talk in kept}
        self._version += 1

    async def talk(self, thread: Thread) -> Talk | None:
        """Return what was shown in *thread*, if that is kept."""
        self._open()
        return self._talks.get(thread)

    async def hear(self, message: Thread, at: datetime, *, forget: datetime) -> bool:
        """Note that *message* was heard, and say whether it was not before."""
        self._open()
        kept = {heard: when for heard, when in self._heard.items() if when >= forget}
        new = message not in kept
        kept.setdefault(message, at)
        self._heard = dict(sorted(kept.items(), key=lambda one: one[1])[-MAX_HEARD:])
        self._version += 1
        return new

    def _forget_talks(self, platform: str, person: str) -> int:
        """Remove what was kept for one person's own talk; return how many there were."""
        theirs = [t for t in self._talks if (t.platform, t.name) == (platform, f"@{person}")]
        for thread in theirs:
            del self._talks[thread]
        return len(theirs)
