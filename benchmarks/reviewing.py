"""One review written through the core, and readers while fifty are written a second.

Beside the core stands a bare `sqlite3` transaction with the same durability: one row, one commit.
"""

import asyncio
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from benchmarks.timing import Row, Spread, micro, spread, timed, timed_async
from bot.core.app import App
from bot.core.reply import Reply, Result
from bot.core.request import Actor, Door, Place, Request
from bot.main import open_app, open_store, take_turns
from config.settings import Settings, StoreSettings
from knowledge.sample.loader import sample_claims, sample_related

WRITES = 300
READS = 3_000
A_SECOND = 50
PLACE = Place("discord", frozenset({"1"}), "1")
ALLOWANCE = 1.5


def measure() -> Iterator[Row]:
    """Yield a review's write with and without waiting for the disk, and readers beside writes."""
    for durable in (False, True):
        with tempfile.TemporaryDirectory() as folder:
            store = StoreSettings(durable=durable)
            yield from asyncio.run(_measure(Settings(data_dir=Path(folder), store=store)))


async def _measure(settings: Settings) -> list[Row]:
    async with open_store(settings) as store:
        await store.add(sample_claims(), sample_related())
        slugs = [name.slug for name in await store.names() if not name.withdrawn]
    durable = settings.store.durable
    what = "synchronous=FULL" if durable else "synchronous=NORMAL"
    floor = _floor(settings, durable=durable)
    rows = [Row(f"bare `sqlite3` transaction of one row, {what}, p50 / p99", _both(floor))]
    async with open_app(settings) as app:
        take_turns()  # as `onrecord run` does
        core = await timed_async(lambda n: _review(app, slugs[n % len(slugs)], n), WRITES)
        times = core.p50 / floor.p50
        rows.append(
            Row(
                f"one review, Request to Reply, {what}",
                f"{_both(core)}; {times:.1f} times the bare",
            )
        )
        if not durable:
            rows.append(await _beside(app, slugs))
    return rows


def _floor(settings: Settings, *, durable: bool) -> Spread:
    with closing(sqlite3.connect(settings.data_dir / "bare.sqlite3", isolation_level=None)) as bare:
        bare.execute("PRAGMA journal_mode = WAL")
        bare.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
        bare.execute("CREATE TABLE review (id INTEGER PRIMARY KEY, words TEXT NOT NULL)")

        def write(number: int) -> None:
            bare.execute("BEGIN IMMEDIATE")
            bare.execute(
                "INSERT INTO review (words) VALUES (?)", (f"Checked once more, {number}.",)
            )
            bare.execute("COMMIT")

        return timed(write, WRITES)


async def _review(app: App, slug: str, number: int) -> None:
    args = {"slug": slug, "rating": "Checking", "why": f"Checked once more, {number}."}
    actor = Actor("discord", f"u{number % 20}", "Ana")
    outcome = await app.handle(Request("desk-judge", args, actor, PLACE, Door.FORM))
    if not isinstance(outcome, Reply) or outcome.result is not Result.FOUND:
        raise RuntimeError("a review was not kept")


async def _read(app: App, slug: str, number: int) -> None:
    who = Actor("slack", f"r{number % 50}", "Bo")
    outcome = await app.handle(Request("claim", {"slug": slug}, who, PLACE))
    if not isinstance(outcome, Reply) or outcome.result is not Result.FOUND:
        raise RuntimeError("a claim was not found")


async def _beside(app: App, slugs: list[str]) -> Row:
    """Time readers alone and while reviews are written at a steady pace, each read its own task."""
    alone = await _reads(app, slugs)
    writing = asyncio.create_task(_steadily(app, slugs))
    beside = await _reads(app, slugs)
    writing.cancel()
    written = await asyncio.gather(writing, return_exceptions=True)
    for failure in written:
        if isinstance(failure, Exception):
            raise failure
    times = beside.p99 / alone.p99
    return Row(
        f"`/claim SLUG` while {A_SECOND} reviews a second are written, p50 / p99",
        f"{_both(beside)}; alone {_both(alone)}; p99 {times:.1f} times",
        f"p99 under {ALLOWANCE} times" + ("" if times < ALLOWANCE else ": missed"),
    )


async def _reads(app: App, slugs: list[str]) -> Spread:
    seconds = []
    for number in range(READS):
        start = time.perf_counter()
        await _read(app, slugs[number % len(slugs)], number)
        seconds.append(time.perf_counter() - start)
        await asyncio.sleep(0.001)
    return spread(seconds)


async def _steadily(app: App, slugs: list[str]) -> None:
    number, begun = 0, time.perf_counter()
    while True:
        await _review(app, slugs[number % len(slugs)], number)
        number += 1
        await asyncio.sleep(max(0.0, begun + number / A_SECOND - time.perf_counter()))


def _both(times: Spread) -> str:
    return f"{micro(times.p50)} / {micro(times.p99)}"


if __name__ == "__main__":
    from bot import logs

    logs.configure("error", "json")
    for row in measure():
        print(f"| {row.what} | {row.measured} | {row.goal} |", flush=True)
