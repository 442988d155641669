"""Every kind of claim store, for one suite that holds them all to the same promises."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Protocol

import pytest

from knowledge.match.embedding import Embedder
from knowledge.ports import ClaimStore
from knowledge.sample.loader import sample_claims, sample_related
from knowledge.store.memory import MemoryStore
from knowledge.store.sqlite.store import SqliteStore
from tests.fakes.empty_desk import empty_desk


class New(Protocol):
    """Makes an empty store, with a model or without."""

    def __call__(self, embedder: Embedder | None = None) -> ClaimStore:
        """Return the store."""


@dataclass(frozen=True)
class Kind:
    """A kind of store: how to make an empty one, and how another process would open the same.

    `counts_every_write` says that its version moves for what no answer is made of, too.
    """

    new: New
    again: Callable[[ClaimStore], ClaimStore]
    counts_every_write: bool = False


@pytest.fixture(params=["memory", "sqlite"])
def kind(request: pytest.FixtureRequest, tmp_path: Path) -> Kind:
    """Every kind of store there is."""
    if request.param == "memory":
        return Kind(MemoryStore, lambda store: store, counts_every_write=True)
    numbers = count()

    def new(embedder: Embedder | None = None) -> ClaimStore:
        path = empty_desk(tmp_path / f"desk-{next(numbers)}.sqlite3")
        return SqliteStore(path, embedder=embedder)

    def again(store: ClaimStore) -> ClaimStore:
        assert isinstance(store, SqliteStore)
        return SqliteStore(store.database.path)

    return Kind(new, again)


@pytest.fixture
async def store(kind: Kind) -> AsyncIterator[ClaimStore]:
    """An empty store, closed after the test."""
    store = kind.new()
    yield store
    await store.close()


@pytest.fixture
async def sample(store: ClaimStore) -> ClaimStore:
    """A store with the sample desk."""
    await store.add(sample_claims(), sample_related())
    return store
