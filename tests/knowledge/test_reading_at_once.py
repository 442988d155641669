"""What is read in one trip, and what a write reads beside it for whoever asks next."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from knowledge.errors import RecordError, StoreError, StoreTooSlow
from knowledge.model import ClaimRating
from knowledge.store.sqlite.database import Database, Options
from knowledge.store.sqlite.store import SqliteStore
from knowledge.touched import Kind
from tests.fakes.empty_desk import empty_desk
from tests.knowledge.making import claim, review
from tests.knowledge.test_database import count, endless, keeping

BOTH = frozenset({(Kind.STANDING, "beds"), (Kind.STANDING, "wards")})


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    """Return a store with two claims about one thing, and a third."""
    path = tmp_path / "desk.sqlite3"
    empty_desk(path)
    store = SqliteStore(path, Options(read_seconds=0.2))
    await store.add([claim("beds"), claim("wards"), claim("pay")], [("beds", "wards")])
    yield store
    await asyncio.wait_for(store.close(), 5)


async def test_a_read_that_takes_too_long_is_stopped(store: SqliteStore) -> None:
    """It ends at its deadline, those behind it are told the same, and the next goes on."""
    base = store.database
    slow = await asyncio.gather(
        *(base.read_at_once(endless) for _ in range(2)), return_exceptions=True
    )
    assert [type(error) for error in slow] == [StoreTooSlow] * 2
    assert await base.read_at_once(count) >= 0


async def test_a_caller_may_leave_and_the_store_may_close(store: SqliteStore) -> None:
    """Nobody who reads in one trip keeps a store from closing, and later ones are refused."""
    leaving = asyncio.create_task(store.database.read_at_once(endless))
    await asyncio.sleep(0)
    leaving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await leaving
    await asyncio.wait_for(store.close(), 5)
    with pytest.raises(StoreError, match="closed"):
        await store.database.read_at_once(count)


async def test_a_review_brings_the_records_that_it_touched(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither what was touched nor the records of it are asked of the file once more."""
    before = store.version()
    await store.review("beds", review(ClaimRating.CHECKING))
    monkeypatch.setattr(Database, "look", None)
    monkeypatch.setattr(Database, "read_at_once", None)
    assert store.touched(before) == BOTH
    for slug in ("beds", "wards"):
        record = await store.record(slug)
        assert record is not None
        both = {one.slug: len(one.reviews) for one in (record.claim, *record.others)}
        assert both == {"beds": 1, "wards": 0}


async def test_a_write_that_fails_makes_nothing_known(store: SqliteStore) -> None:
    """What was rolled back is in no record, and the next write is told from where it begins."""
    before = store.version()
    await store.review("beds", review(ClaimRating.CHECKING))
    with pytest.raises(RecordError):
        await store.review("none", review(ClaimRating.CHECKING))
    await store.review("pay", review(ClaimRating.CHECKING))
    assert store.touched(before) == BOTH | {(Kind.STANDING, "pay")}
    record = await store.record("pay")
    assert record is not None
    assert len(record.claim.reviews) == 1


async def test_a_write_is_kept_where_nothing_can_be_learnt(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Looking what was touched is for others; whatever goes wrong there costs no write."""
    before = store.version()

    def broken(slug: str) -> None:
        raise ValueError(slug)

    monkeypatch.setattr(store, "reading", broken)
    await store.review("beds", review(ClaimRating.CHECKING))
    monkeypatch.undo()
    assert store.touched(before) == BOTH
    record = await store.record("beds")
    assert record is not None
    assert len(record.claim.reviews) == 1
    await store.database.write(keeping("fact"))
