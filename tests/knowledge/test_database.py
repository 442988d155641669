"""One file, one writer, a few readers: what happens when callers leave, wait, or come too late."""

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import closing, suppress
from pathlib import Path

import aiosqlite
import pytest

from knowledge.errors import (
    StoreBusy,
    StoreDamaged,
    StoreError,
    StoreFull,
    StoreMissing,
    StoreTooSlow,
)
from knowledge.store.sqlite.database import Database, Options
from knowledge.store.sqlite.migrate import upgrade
from tests.fakes.empty_desk import empty_desk

QUICK = Options(busy_seconds=0.1, read_seconds=0.3, readers=2)
ENDLESS = "WITH RECURSIVE n(x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"

Job = Callable[[aiosqlite.Connection], Awaitable[None]]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return an empty database."""
    path = tmp_path / "desk.sqlite3"
    empty_desk(path)
    return path


@pytest.fixture
async def base(path: Path) -> AsyncIterator[Database]:
    """Return an empty database, open, with short times; closing it must not hang."""
    base = Database(path, QUICK)
    yield base
    await asyncio.wait_for(base.close(), 5)


def keeping(*names: str) -> Job:
    """Return a job that keeps a small fact under each of *names*, one await after another."""

    async def job(connection: aiosqlite.Connection) -> None:
        for name in names:
            await connection.execute("INSERT INTO keepsake VALUES (?, '')", (name,))

    return job


async def count(connection: aiosqlite.Connection) -> int:
    """Return how many small facts there are."""
    ((number,),) = await connection.execute_fetchall("SELECT count(*) FROM keepsake")
    return int(number)


async def endless(connection: aiosqlite.Connection) -> None:
    """Read for ever."""
    await connection.execute_fetchall(ENDLESS)


def on_disk(path: Path) -> int:
    """Return how many small facts another program finds in the file."""
    with closing(sqlite3.connect(path)) as connection:
        (number,) = connection.execute("SELECT count(*) FROM keepsake").fetchone()
    return int(number)


def files_in(folder: Path) -> list[str]:
    """Return the names of the files in *folder*."""
    return sorted(path.name for path in folder.iterdir())


async def test_a_cancelled_caller_leaves_no_transaction_open(base: Database, path: Path) -> None:
    """Wherever its caller is cancelled, a write that began is committed whole."""
    begun = 0
    for turns in range(120):

        async def job(connection: aiosqlite.Connection, turns: int = turns) -> None:
            nonlocal begun
            begun += 1
            await keeping(f"{turns}-a", f"{turns}-b", f"{turns}-c")(connection)

        caller = asyncio.create_task(base.write(job))
        for _ in range(turns % 40):
            await asyncio.sleep(0.0001 if turns >= 80 else 0)
        caller.cancel()
        with suppress(asyncio.CancelledError):
            await caller
    await base.write(keeping("last"))
    assert begun > 60
    assert await base.read(count) == 3 * begun + 1
    assert on_disk(path) == 3 * begun + 1


async def test_a_stopped_write_is_rolled_back_and_the_next_one_works(
    base: Database, path: Path
) -> None:
    """Even where the loop itself stops the transaction, at any await, nothing of it stays."""
    await base.write(keeping("first"))
    for turns in range(40):
        before = set(asyncio.all_tasks())
        caller = asyncio.create_task(base.write(keeping(f"{turns}-a", f"{turns}-b")))
        await asyncio.sleep(0)
        for _ in range(turns):
            await asyncio.sleep(0.0001 if turns >= 20 else 0)
        for task in asyncio.all_tasks() - before:
            task.cancel()
        with suppress(asyncio.CancelledError):
            await caller
    await base.write(keeping("last"))
    with closing(sqlite3.connect(path)) as connection:
        names = {name for (name,) in connection.execute("SELECT name FROM keepsake")}
    assert {"first", "last"} <= names
    for turns in range(40):
        assert (f"{turns}-a" in names) == (f"{turns}-b" in names)


async def test_a_hundred_writes_at_once_are_all_kept(base: Database) -> None:
    """Writers wait for each other, and not one transaction is lost or mixed with another."""
    await asyncio.gather(*(base.write(keeping(f"{n}-a", f"{n}-b")) for n in range(100)))
    assert await base.read(count) == 200


async def test_a_failing_write_is_rolled_back_whole(base: Database) -> None:
    """What a job did before it failed is undone, and the writes around it stand."""

    async def fails(connection: aiosqlite.Connection) -> None:
        await keeping("half")(connection)
        raise LookupError("half-way")

    async def breaks_a_rule(connection: aiosqlite.Connection) -> None:
        await keeping("half", "whole")(connection)

    await base.write(keeping("whole"))
    with pytest.raises(LookupError, match="half-way"):
        await base.write(fails)
    with pytest.raises(StoreError, match="UNIQUE"):
        await base.write(breaks_a_rule)
    await base.write(keeping("after"))
    assert await base.read(count) == 2


async def test_references_are_enforced(base: Database) -> None:
    """A row that points at nothing is refused."""

    async def job(connection: aiosqlite.Connection) -> None:
        await connection.execute("INSERT INTO change (claim, at, what) VALUES (99, '', '')")

    with pytest.raises(StoreError, match="FOREIGN KEY"):
        await base.write(job)


async def test_readers_cannot_write(base: Database) -> None:
    """A reader that tries to write is refused, so that every write goes through the writer."""
    with pytest.raises(StoreError):
        await base.read(keeping("sly"))
    assert await base.read(count) == 0


async def test_a_read_past_its_deadline_is_stopped(base: Database) -> None:
    """An endless read ends with `StoreTooSlow`, and its connection serves the next."""
    for _ in range(3):
        start = time.monotonic()
        with pytest.raises(StoreTooSlow):
            await base.read(endless)
        assert time.monotonic() - start < 2
    assert [await base.read(count) for _ in range(5)] == [0] * 5


async def test_a_read_that_waits_for_something_else_is_stopped_too(path: Path) -> None:
    """A job that never comes back to the database cannot keep it from closing."""

    async def forgetful(connection: aiosqlite.Connection) -> None:
        await asyncio.Event().wait()

    base = Database(path, Options(read_seconds=0.1, readers=1))
    with pytest.raises(StoreTooSlow):
        await base.read(forgetful)
    assert await base.read(count) == 0
    await asyncio.wait_for(base.close(), 2)


async def test_waiting_for_a_reader_has_the_same_deadline(path: Path) -> None:
    """Who finds every reader busy is told so, and not left waiting."""
    base = Database(path, Options(read_seconds=0.3, readers=1))
    start = time.monotonic()
    slow = await asyncio.gather(*(base.read(endless) for _ in range(3)), return_exceptions=True)
    assert [type(error) for error in slow] == [StoreTooSlow] * 3
    assert time.monotonic() - start < 2
    assert await base.read(count) == 0
    await asyncio.wait_for(base.close(), 2)


async def test_a_cancelled_reader_gives_its_connection_back(path: Path) -> None:
    """Wherever a reader's caller is cancelled, the only connection is there for the next."""
    for turns in range(30):
        base = Database(path, Options(read_seconds=5, readers=1))
        caller = asyncio.create_task(base.read(endless))
        for _ in range(turns):
            await asyncio.sleep(0.0005 if turns >= 10 else 0)
        caller.cancel()
        with pytest.raises(asyncio.CancelledError):
            await caller
        assert await asyncio.wait_for(base.read(count), 2) == 0
        await asyncio.wait_for(base.close(), 2)


async def test_closing_finishes_the_writes_under_way(path: Path) -> None:
    """What was asked before closing is kept, the very first write included."""
    base = Database(path, QUICK)
    writes = [asyncio.create_task(base.write(keeping(f"{n}"))) for n in range(20)]
    await asyncio.sleep(0)
    await asyncio.wait_for(asyncio.gather(base.close(), base.close()), 5)
    await asyncio.gather(*writes)
    assert on_disk(path) == 20
    assert not path.with_name("desk.sqlite3-wal").exists(), "the last connection tidies up"


async def test_a_closed_database_says_so_at_once(path: Path) -> None:
    """Whatever comes after closing is refused clearly, and opens nothing again."""
    base = Database(path, QUICK)
    await base.write(keeping("one"))
    assert await base.read(count) == 1
    assert base.version() == base.version()
    await base.close()
    with pytest.raises(StoreError, match="closed"):
        await asyncio.wait_for(base.write(keeping("two")), 1)
    with pytest.raises(StoreError, match="closed"):
        await asyncio.wait_for(base.read(count), 1)
    with pytest.raises(StoreError, match="closed"):
        base.version()
    assert on_disk(path) == 1


async def test_closing_tells_those_who_wait_for_a_reader(path: Path) -> None:
    """A read under way ends within its deadline, and those behind it are told of the closing."""
    base = Database(path, Options(read_seconds=0.3, readers=1))
    reads = [asyncio.create_task(base.read(job)) for job in (endless, endless, endless)]
    await asyncio.sleep(0.05)
    await asyncio.wait_for(base.close(), 5)
    first, *others = await asyncio.wait_for(asyncio.gather(*reads, return_exceptions=True), 2)
    assert isinstance(first, StoreTooSlow)
    assert all(isinstance(error, StoreError) for error in others)


async def test_another_process_that_holds_the_database_is_busy(base: Database, path: Path) -> None:
    """A write that cannot begin gives up in time; reads go on, and so does the next write."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        start = time.monotonic()
        with pytest.raises(StoreBusy):
            await base.write(keeping("now"))
        assert 0.05 < time.monotonic() - start < 2
        assert await base.read(count) == 0
        other.execute("COMMIT")
    await base.write(keeping("later"))
    assert await base.read(count) == 1


async def test_a_full_disk_changes_nothing(base: Database) -> None:
    """Where no room is left the write fails by that name, and there is nothing of it."""
    await base.write(keeping("before"))

    async def limited(connection: aiosqlite.Connection) -> None:
        ((pages,),) = await connection.execute_fetchall("PRAGMA page_count")
        await connection.execute_fetchall(f"PRAGMA max_page_count = {pages + 2}")

    async def too_much(connection: aiosqlite.Connection) -> None:
        for n in range(50):
            await connection.execute(
                "INSERT INTO keepsake VALUES (?, ?)", (f"big-{n}", "x" * 9_000)
            )

    await base.write(limited)
    with pytest.raises(StoreFull):
        await base.write(too_much)
    assert await base.read(count) == 1
    await base.write(keeping("after"))
    assert await base.read(count) == 2


@pytest.mark.parametrize("durable", [False, True])
async def test_durability_is_a_setting(path: Path, durable: bool) -> None:
    """With the setting on, each commit reaches the disk before it is acknowledged."""
    base = Database(path, Options(durable=durable))
    seen: list[int] = []

    async def job(connection: aiosqlite.Connection) -> None:
        ((level,),) = await connection.execute_fetchall("PRAGMA synchronous")
        seen.append(level)

    await base.write(job)
    await base.close()
    assert seen == [2 if durable else 1]


async def test_a_missing_database_is_missing_and_stays_so(tmp_path: Path) -> None:
    """Neither reading nor writing makes a file; each says that there is none, and not read-only."""
    base = Database(tmp_path / "none.sqlite3", QUICK)
    for _ in range(3):
        with pytest.raises(StoreMissing):
            await base.read(count)
    with pytest.raises(StoreMissing):
        await base.write(keeping("a"))
    with pytest.raises(StoreMissing):
        base.version()
    assert files_in(tmp_path) == []
    upgrade(base.path)
    await base.write(keeping("a"))
    assert await base.read(count) == 1, "it may be made later"
    await base.close()


async def test_what_is_no_database_is_damaged(tmp_path: Path) -> None:
    """A file of something else is named as such by every door, and left as it is."""
    path = tmp_path / "notes.sqlite3"
    path.write_text("Minutes of the meeting\n" * 500)
    before = path.read_bytes()
    base = Database(path, QUICK)
    for _ in range(2):
        with pytest.raises(StoreDamaged):
            await base.read(count)
        with pytest.raises(StoreDamaged):
            await base.write(keeping("a"))
        with pytest.raises(StoreDamaged):
            base.version()
    await base.close()
    assert path.read_bytes() == before


@pytest.mark.parametrize("name", ["a b.sqlite3", "why?.sqlite3", "50%25.sqlite3", "é#1.sqlite3"])
async def test_any_file_name_will_do(tmp_path: Path, name: str) -> None:
    """A name with a space, a question mark or a percent sign is the name of that file."""
    path = tmp_path / name
    empty_desk(path)
    base = Database(path, QUICK)
    await base.write(keeping("a"))
    assert base.version() == base.version()
    assert await base.read(count) == 1
    await base.close()
    assert files_in(tmp_path) == [name], "no log is left beside it"


async def test_a_write_may_wait_for_nothing_else(base: Database) -> None:
    """A job that would wait for something beside the database is rolled back and told off."""

    async def job(connection: aiosqlite.Connection) -> None:
        await keeping("a")(connection)
        await asyncio.sleep(0)

    with pytest.raises(RuntimeError, match="waited for something else"):
        await base.write(job)
    assert await base.read(count) == 0
