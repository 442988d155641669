"""Watches in memory."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from knowledge.answers import DeliveryState
from knowledge.audit_notes import told_here
from knowledge.notices import NewNotice, NoticeKind, Spoken
from knowledge.store.memory_auditing import MemoryAuditing
from knowledge.store.memory_notices import MemoryNotices
from knowledge.watches import MAX_WATCHES, Telling, TooManyWatches, Watch


class MemoryWatches(MemoryAuditing, MemoryNotices):
    """The part of a store in memory that keeps what is watched."""

    def __init__(self) -> None:
        super().__init__()
        self._watches: dict[int, Watch] = {}
        self._watch_number = 0

    async def add_watch(self, watch: Watch) -> tuple[Watch, bool]:
        """Keep *watch* and return it with its number, and whether it is new."""
        theirs = await self.watches_of(watch.to)
        for kept in theirs:
            if (kept.kind, kept.what) == (watch.kind, watch.what):
                seen = watch.seen if kept.paused else kept.seen
                again = replace(
                    *(kept,),
                    cadence=watch.cadence,
                    due=watch.due,
                    label=watch.label,
                    paused=False,
                    seen=seen,
                )
                return self._told(again, "set"), False
        if len(theirs) >= MAX_WATCHES:
            raise TooManyWatches(f"{MAX_WATCHES} watches are kept already")
        self._watch_number += 1
        return self._told(replace(watch, number=self._watch_number), "set"), True

    async def watches_of(self, to: Spoken) -> Sequence[Watch]:
        """Return what a channel, or a person for themselves, watches, oldest first."""
        self._open()
        place = (to.platform, to.channel, to.person if not to.channel else "")
        return [watch for watch in self._watches.values() if _place(watch.to) == place]

    async def watch(self, number: int) -> Watch | None:
        """Return the watch with that number."""
        self._open()
        return self._watches.get(number)

    async def pause_watch(self, number: int, seen: int | None) -> Watch | None:
        """Pause the watch, or have it go on."""
        watch = await self.watch(number)
        if watch is None:
            return None
        kept = replace(watch, paused=seen is None, seen=watch.seen if seen is None else seen)
        return self._told(kept, "paused" if seen is None else "resumed")

    async def drop_watch(self, number: int) -> Watch | None:
        """Remove the watch and return it as it was."""
        self._open()
        self._version += 1
        self._note(told_here(self._watches.get(number), "stopped"))
        return self._watches.pop(number, None)

    async def watched(self, kinds: Collection[str]) -> Sequence[tuple[str, str]]:
        """Return what is watched of these kinds by anybody."""
        active = (watch for watch in self._watches.values() if not watch.paused)
        return sorted({(w.kind.value, w.what) for w in active if w.kind.value in set(kinds)})

    async def watches_on(self, things: Collection[tuple[str, str]]) -> Sequence[Watch]:
        """Return the watches, but for the paused, of these kinds and things."""
        self._open()
        wanted = set(things)
        watches = self._watches.values()
        return [w for w in watches if not w.paused and (w.kind.value, w.what) in wanted]

    async def watches_due(self, at: datetime, limit: int) -> Sequence[Watch]:
        """Return watches whose digest is due by then, the longest due first."""
        self._open()
        due = [(w.due, w.number) for w in self._watches.values() if w.due and not w.paused]
        return [self._watches[n] for when, n in sorted(due) if when <= at][:limit]

    async def tell_watches(self, tellings: Sequence[Telling], at: datetime) -> int:
        """Make due to tell each place, and move its watches on."""
        for telling in tellings:
            await self._tell_watch(telling, at)
            self._move_watches(telling.watches, telling.upto, telling.due)
        return len(tellings)

    async def skip_watches(self, upto: int, due: Mapping[int, datetime]) -> None:
        """Note of watches that nothing up to *upto* is to be told."""
        self._move_watches(list(due), upto, due)

    async def _tell_watch(self, telling: Telling, at: datetime) -> None:
        to = telling.to
        watches = {str(number): seen for number, seen in telling.watches.items()}
        for timed in self._notices.values():
            notice = timed.notice
            waits = notice.state is DeliveryState.DUE and not notice.tries
            if waits and notice.kind is NoticeKind.WATCH and _place(notice.to) == _place(to):
                watches |= json.loads(str(notice.about["watches"]))
                timed.notice = replace(notice, about=_about(watches, telling))
                self._version += 1
                return
        numbers = ",".join(watches)
        key = f"watches of {to.platform}:{to.channel}:{to.person} {numbers} up to {telling.upto}"
        about = _about(watches, telling)
        await self.add_notices([NewNotice(key, NoticeKind.WATCH, to, about)], at)

    def _move_watches(
        self, numbers: Collection[int], upto: int, due: Mapping[int, datetime]
    ) -> None:
        self._open()
        for number in numbers:
            watch = self._watches.get(number)
            if watch is not None:
                seen = max(watch.seen, upto)
                self._put_watch(replace(watch, seen=seen, due=due.get(number, watch.due)))

    def _told(self, watch: Watch, done: str) -> Watch:
        self._note(told_here(watch, done), f"{watch.to.platform}:{watch.by}" * (done == "set"))
        return self._put_watch(watch)

    def _put_watch(self, watch: Watch) -> Watch:
        self._watches[watch.number] = watch
        self._version += 1
        return watch

    def _forget_watches(self, platform: str, identifier: str) -> int:
        """Remove a person's own watches; a channel's stay, set by nobody known."""
        theirs = [
            w for w in self._watches.values() if (w.to.platform, w.by) == (platform, identifier)
        ]
        for watch in theirs:
            if watch.to.channel:
                self._put_watch(replace(watch, by=""))
            else:
                del self._watches[watch.number]
        return len(theirs)


def _place(to: Spoken) -> tuple[str, str, str]:
    return to.platform, to.channel, "" if to.channel else to.person


def _about(watches: Mapping[str, int], telling: Telling) -> Mapping[str, str | int]:
    return {"watches": json.dumps(watches), "upto": telling.upto}
