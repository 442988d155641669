"""One look at whether something was written answers a whole turn of the event loop."""

import asyncio
import sqlite3
from contextlib import closing
from functools import partial
from itertools import count
from pathlib import Path

from knowledge.store.sqlite.glance import Glance
from knowledge.store.sqlite.store import SqliteStore


async def test_one_turn_takes_one_look() -> None:
    """Asked again before the loop goes on, it says the same; after that it looks anew."""
    glance = Glance(partial(next, count(1)))
    assert [glance(), glance(), glance()] == [1, 1, 1]
    await asyncio.sleep(0)
    assert [glance(), glance()] == [2, 2]


def test_without_a_loop_nothing_is_kept() -> None:
    """Whoever asks outside a loop gets what is so now."""
    glance = Glance(partial(next, count(1)))
    assert [glance(), glance()] == [1, 2]


async def test_a_write_is_seen_by_whoever_waited_for_it(store: SqliteStore, database: Path) -> None:
    """Our own write is counted once it is awaited, and another program's in the next turn."""
    before = store.writes()
    await store.keep("a", "1")
    after = store.writes()
    assert after != before
    await asyncio.sleep(0)
    with closing(sqlite3.connect(database)) as other, other:
        other.execute("INSERT INTO keepsake VALUES ('b', '2')")
    await asyncio.sleep(0)
    assert store.writes() != after
