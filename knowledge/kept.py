"""What a desk has read and keeps as long as no write touches it: records and laid-out sources."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar

from knowledge.model import Record
from knowledge.ports import ClaimStore
from knowledge.restrictions import Restrictions
from knowledge.sources import SourceOverTime
from knowledge.touched import LISTED, Kind, Mark, kinds_of, marks_of

T = TypeVar("T")

_REMEMBERED_RECORDS = 4_096
_REMEMBERED_SOURCES = 64
_RENEWED = 16
"""Of the records that a write touched so many are read again at once, those asked for last."""


class Kept:
    """What was read of one store, and seen through *restrictions* where there are any.

    Ask `catch_up` before each answer: what is kept is then no older than the store was. What it
    lets go of is read again at once, and each of *renewed* is called with it, so that hardly
    anybody has to wait for that.
    """

    def __init__(
        self,
        store: ClaimStore,
        restrictions: Restrictions | None = None,
        renewed: Sequence[Callable[[Record], object]] = (),
    ) -> None:
        self._store = store
        self._restrictions = restrictions
        self._renewed = renewed
        self._times_learned = 0
        self._records: OrderedDict[str, Record] = OrderedDict()
        self._depending: dict[Mark, set[str]] = {}
        self._sources: dict[str, tuple[SourceOverTime, frozenset[str]]] = {}
        self._version = -1
        self._reading: dict[str, tuple[int, asyncio.Task[Record | None]]] = {}
        self._tasks: set[asyncio.Task[Any]] = set()

    async def catch_up(self) -> None:
        """Let go of what writes have touched since the last time, of all where that is unknown."""
        if self._store.version() == self._version:
            return
        if self._restrictions is not None:
            await self._restrictions.learn()
            if self._restrictions.times_learned != self._times_learned:
                self._times_learned = self._restrictions.times_learned
                self._clear()
        version = self._store.version()
        touched = self._store.touched(self._version)
        if touched is None:
            self._clear()
            self._version = version
        else:
            dropped = self._let_go(touched)
            self._version = version
            for slug in dropped[-_RENEWED:]:
                self._own(asyncio.create_task(self._renew(slug)))

    def record(self, slug: str) -> Record | None:
        """Return the record of the claim called *slug*, if it is kept."""
        record = self._records.get(slug)
        if record is not None:
            self._records.move_to_end(slug)
        return record

    async def read(self, slug: str) -> Record | None:
        """Return the record of the claim called *slug*, which is read if it is not kept."""
        record = self.record(slug)
        if record is not None:
            return record
        # Whoever gives up waiting must not stop it for the others.
        return await asyncio.shield(self._begun(slug))

    async def source(
        self, key: str, lay_out: Callable[[], Awaitable[SourceOverTime]]
    ) -> SourceOverTime:
        """Return what was made of the source with that key, which *lay_out* makes if need be."""
        kept = self._sources.get(key)
        if kept is not None:
            return kept[0]
        version = self._version
        made = await lay_out()
        if self._still(version) and len(self._sources) < _REMEMBERED_SOURCES:
            said = frozenset(slug for topic in made.said for slug in topic.slugs)
            self._sources[key] = made, said
        return made

    def _begun(self, slug: str) -> asyncio.Task[Record | None]:
        """Return the task that reads that record, begun no earlier than at the version now."""
        version, task = self._reading.get(slug, (-1, None))
        if task is None or version != self._version:
            task = self._own(asyncio.create_task(self._read(slug)))
            self._reading[slug] = self._version, task
        return task

    async def _renew(self, slug: str) -> None:
        await self.read(slug)
        await asyncio.sleep(0)  # whoever waits for it goes first
        record = self.record(slug)  # none where a write came between
        if record is not None:
            for prepare in self._renewed:
                prepare(record)

    def _own(self, task: asyncio.Task[T]) -> asyncio.Task[T]:
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            task.exception()  # seen: whoever waits is told, and the next to ask reads it again

    async def _read(self, slug: str) -> Record | None:
        version, learned = self._version, self._learned()
        try:
            record = await self._store.record(slug)
            if record is not None and learned == self._learned() and self._held(version, record):
                self._put(slug, record)
        finally:
            if self._reading.get(slug, (-1, None))[1] is asyncio.current_task():
                del self._reading[slug]
        return record

    def _learned(self) -> int:
        return self._restrictions.times_learned if self._restrictions is not None else 0

    def _held(self, version: int, record: Record) -> bool:
        """Say whether *record* has held since *version*, when it began to be read."""
        if self._still(version):
            return True
        touched = self._store.touched(version)
        return touched is not None and touched.isdisjoint(marks_of(record))

    def _still(self, version: int) -> bool:
        """Say whether nothing was written since *version*, when something began to be read."""
        return version == self._version == self._store.version()

    def _put(self, slug: str, record: Record) -> None:
        self._drop(slug)
        self._records[slug] = record
        for mark in marks_of(record):
            self._depending.setdefault(mark, set()).add(slug)
        if len(self._records) > _REMEMBERED_RECORDS:
            self._drop(next(iter(self._records)))

    def _let_go(self, touched: frozenset[Mark]) -> list[str]:
        """Let go of what depends on what was *touched*, and return the records, oldest first."""
        marks = self._depending.keys() & touched
        gone = {slug for mark in marks for slug in self._depending[mark]}
        few = len(gone) <= _RENEWED  # all are read again, in whatever order
        dropped = list(gone) if few else [slug for slug in self._records if slug in gone]
        for slug in dropped:
            self._drop(slug)
        if kinds_of(touched) & LISTED:
            self._sources.clear()
            return dropped
        judged = {slug for kind, slug in touched if kind is Kind.STANDING}
        for key in [k for k, (_, said) in self._sources.items() if not said.isdisjoint(judged)]:
            del self._sources[key]
        return dropped

    def _drop(self, slug: str) -> None:
        record = self._records.pop(slug, None)
        for mark in marks_of(record) if record else ():
            depending = self._depending[mark]
            depending.discard(slug)
            if not depending:
                del self._depending[mark]

    def _clear(self) -> None:
        self._records.clear()
        self._depending.clear()
        self._sources.clear()
