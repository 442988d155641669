"""The desk keeps names and records in memory, and no answer of it is older than the store."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest

from knowledge.desk import Desk, Found
from knowledge.errors import StoreError
from knowledge.model import Name
from knowledge.store.memory import MemoryStore
from knowledge.store.sqlite.store import SqliteStore
from tests.knowledge.making import claim, review


async def test_a_record_is_read_once_until_it_is_touched(desk: Desk, store: SqliteStore) -> None:
    """The desk hands out one reading of a claim until that changes, whatever else does."""
    first, again = await desk.look_up("doctors-salary"), await desk.look_up("Doctors salary")
    assert isinstance(first, Found)
    assert isinstance(again, Found)
    assert first.record is again.record
    await store.keep("anything", "new")
    still = await desk.look_up("doctors-salary")
    assert isinstance(still, Found)
    assert still.record is first.record
    await store.add([claim("brand-new")])
    beside = await desk.look_up("doctors-salary")
    assert isinstance(beside, Found)
    assert beside.record is first.record
    await store.review("doctors-salary", review())
    later = await desk.look_up("doctors-salary")
    assert isinstance(later, Found)
    assert later.record is not first.record


async def test_no_answer_is_older_than_the_store(desk: Desk, database: Path) -> None:
    """What another connection has written shows in the very next answer and completion."""
    other = SqliteStore(database)
    for n in range(5):
        await desk.look_up("doctors-salary")
        await other.review("doctors-salary", review(f"Rating {n}"))
        await other.add([claim(f"brand-new-{n}")])
        found = await desk.look_up("doctors-salary")
        assert isinstance(found, Found)
        assert found.record.claim.reviews[-1].rating == f"Rating {n}"
        assert isinstance(await desk.look_up(f"brand-new-{n}"), Found)
        assert [name.slug for name in await desk.complete("brand")] == [
            f"brand-new-{m}" for m in range(n + 1)
        ]
    await other.close()


async def test_readers_beside_writers_never_see_the_past(desk: Desk, database: Path) -> None:
    """While reviews come in, each answer has at least those that were acknowledged when asked."""
    other, written = SqliteStore(database), 0

    async def write() -> None:
        nonlocal written
        for n in range(30):
            await other.review("doctors-salary", review(reviewer=str(n)))
            written = n + 1

    async def ask() -> None:
        while written < 30:
            known = written
            found = await desk.look_up("doctors-salary")
            assert isinstance(found, Found)
            assert len(found.record.claim.reviews) >= known
            await asyncio.sleep(0)

    await asyncio.gather(write(), ask(), ask())
    await other.close()


class SlowNames(MemoryStore):
    """A store whose names take until they are let go, and which counts how often it was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.let_go = asyncio.Event()
        self.asked = 0

    async def names(self, since: int = 0) -> Sequence[Name]:
        """Return the names once let go."""
        self.asked += 1
        await self.let_go.wait()
        return await super().names(since)


async def test_a_cancelled_question_does_not_stop_the_catching_up() -> None:
    """The names are read once for all who wait, and whoever is left gets the answer."""
    store = SlowNames()
    await store.add([claim("beds")])
    desk = Desk(store)
    first, second = (asyncio.create_task(desk.look_up("beds")) for _ in range(2))
    await asyncio.sleep(0)
    first.cancel()
    await asyncio.sleep(0)
    store.let_go.set()
    assert isinstance(await second, Found)
    assert first.cancelled()
    assert store.asked == 1


async def test_a_failed_catching_up_is_tried_again() -> None:
    """A store that fails once is not given up on, and its failure is told."""

    class FailsOnce(MemoryStore):
        failed = False

        async def names(self, since: int = 0) -> Sequence[Name]:
            if not self.failed:
                self.failed = True
                raise StoreError("once")
            return await super().names(since)

    store = FailsOnce()
    await store.add([claim("beds")])
    desk = Desk(store)
    with pytest.raises(StoreError, match="once"):
        await desk.look_up("beds")
    assert isinstance(await desk.look_up("beds"), Found)


async def test_many_new_names_are_all_found() -> None:
    """A desk that takes in hundreds of claims at once knows each of them."""
    store = MemoryStore()
    desk = Desk(store)
    await store.add(claim(f"claim-{n:03}") for n in range(300))
    assert len(await desk.complete("claim", 1_000)) == 300
    await store.add([claim("later")])
    assert isinstance(await desk.look_up("later"), Found)
