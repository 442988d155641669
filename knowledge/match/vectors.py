"""The vectors of the claims on record in one matrix, kept in step with the store."""

import asyncio
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from knowledge.match.weights import Array
from knowledge.ports import ClaimStore

_AT_ONCE = 2_000
"""Vectors read in one go, so that no read comes near the store's deadline."""


@dataclass(frozen=True)
class Vectors:
    """The vectors at one moment; a change makes another of these, so readers are not disturbed."""

    slugs: tuple[str, ...] = ()
    rows: Array = field(default_factory=lambda: np.empty((0, 0), dtype=np.float32))
    row_of: Mapping[str, int] = field(default_factory=dict)

    def but(self, gone: Collection[str], new: Sequence[tuple[str, bytes]]) -> "Vectors":
        """Return these vectors without those of *gone*, and with the *new* ones."""
        gone = {*gone, *(slug for slug, _ in new)}
        kept = [n for n, slug in enumerate(self.slugs) if slug not in gone]
        # As they are made: 32-bit floats, the lower byte first, whatever this machine does.
        added = [np.frombuffer(numbers, dtype="<f4") for _, numbers in new]
        parts = [self.rows[kept]] if kept else []
        parts += [np.stack(added)] if added else []
        if not parts:
            return Vectors()
        slugs = (*(self.slugs[n] for n in kept), *(slug for slug, _ in new))
        rows = np.concatenate(parts, dtype=np.float32)
        return Vectors(slugs, rows, {slug: n for n, slug in enumerate(slugs)})

    def near(
        self, numbers: bytes, limit: int, among: Collection[str] | None = None
    ) -> dict[str, float]:
        """Return the cosines of the at most *limit* claims nearest to *numbers*, nearest first.

        Looks at every vector: 0.4 ms at 10,000 claims and 13 ms at 100,000.
        """
        rows = None if among is None else self._rows_of(among)
        cosines = self._cosines(self.rows if rows is None else self.rows[rows], numbers)
        if len(cosines) > limit:
            best = np.argpartition(-cosines, limit)[:limit].tolist()
        else:
            best = range(len(cosines))
        found = {self.slugs[n if rows is None else rows[n]]: float(cosines[n]) for n in best}
        return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))

    def cosines(self, numbers: bytes, slugs: Iterable[str]) -> dict[str, float]:
        """Return the cosines between *numbers* and the vectors of *slugs*, where there are any."""
        rows = self._rows_of(slugs)
        cosines = self._cosines(self.rows[rows], numbers)
        return {self.slugs[n]: float(cosine) for n, cosine in zip(rows, cosines, strict=True)}

    def _rows_of(self, slugs: Iterable[str]) -> list[int]:
        return [self.row_of[slug] for slug in slugs if slug in self.row_of]

    def _cosines(self, rows: Array, numbers: bytes) -> Array:
        if not len(rows):
            return np.empty(0, dtype=np.float32)
        cosines: Array = rows @ np.frombuffer(numbers, dtype="<f4")
        return cosines


class VectorIndex:
    """The vectors that one model made for the claims of one store; withdrawn claims are left out.

    `missing` are the slugs that have none: they were added by a program without the model, or
    another model made theirs, and `onrecord db index` will make them.
    """

    def __init__(self, store: ClaimStore, model: str) -> None:
        self._store = store
        self._model = model
        self.vectors = Vectors()
        self.missing: frozenset[str] = frozenset()
        self._version = -1
        self._last_change = 0
        self._loading: asyncio.Task[None] | None = None

    async def refresh(self) -> None:
        """Catch up with the store, in one task for all who wait, which outlives each of them.

        A run that began before this call may have missed what was written since; the next has not.
        """
        for _ in range(2):
            if self._store.version() == self._version:
                return
            if self._loading is None:
                self._loading = asyncio.create_task(self._load())
                self._loading.add_done_callback(self._loaded)
            await asyncio.shield(self._loading)

    def _loaded(self, task: asyncio.Task[None]) -> None:
        self._loading = None
        if not task.cancelled():
            task.exception()  # seen: whoever still waits is told, and the next to ask tries again

    async def _load(self) -> None:
        version = self._store.version()
        names = await self._store.names(self._last_change)
        changed = {name.slug for name in names}
        shown = {name.slug for name in names if not name.withdrawn}
        # A rebuild adds vectors and changes no claim, so what is missing is asked for again.
        wanted = shown | (self.missing - changed)
        new: list[tuple[str, bytes]] = []
        for some in _some(sorted(wanted)):
            new += await self._store.vectors(self._model, some)
        if changed or new:
            self.vectors = await asyncio.to_thread(self.vectors.but, changed, new)
        self.missing = frozenset(wanted.difference(slug for slug, _ in new))
        self._last_change = max([self._last_change, *(name.changed for name in names)])
        self._version = version


def _some(slugs: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(slugs), _AT_ONCE):
        yield slugs[start : start + _AT_ONCE]
