"""What a desk has read and keeps as long as no write touches it: records and laid-out sources."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable

from knowledge.model import Record
from knowledge.ports import ClaimStore
from knowledge.restrictions import Restrictions
from knowledge.sources import SourceOverTime
from knowledge.touched import LISTED, Kind, Mark, kinds_of, marks_of

_REMEMBERED_RECORDS = 4_096
_REMEMBERED_SOURCES = 64


class Kept:
    """What was read of one store, and seen through *restrictions* where there are any.

    Ask `catch_up` before each answer: what is kept is then no older than the store was.
    """

    def __init__(self, store: ClaimStore, restrictions: Restrictions | None = None) -> None:
        self._store = store
        self._restrictions = restrictions
        self._times_learned = 0
        self._records: OrderedDict[str, Record] = OrderedDict()
        self._depending: dict[Mark, set[str]] = {}
        self._sources: dict[str, tuple[SourceOverTime, frozenset[str]]] = {}
        self._version = -1

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
        else:
            self._let_go(touched)
        self._version = version

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
        version = self._version
        record = await self._store.record(slug)
        if record is not None and self._still(version):
            self._put(slug, record)
        return record

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

    def _let_go(self, touched: frozenset[Mark]) -> None:
        for mark in touched:
            for slug in tuple(self._depending.get(mark, ())):
                self._drop(slug)
        if kinds_of(touched) & LISTED:
            self._sources.clear()
            return
        judged = {slug for kind, slug in touched if kind is Kind.STANDING}
        for key in [k for k, (_, said) in self._sources.items() if not said.isdisjoint(judged)]:
            del self._sources[key]

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
