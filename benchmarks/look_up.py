"""An exact look-up through the whole core, Request to Reply, against a bare indexed select."""

import asyncio
import json
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.timing import (
    Row,
    Spread,
    micro,
    timed,
    timed_async,
    timed_at_once,
    timed_in_rounds,
)
from bot.core.reply import Reply, Result
from bot.core.request import Actor, Place, Request
from bot.main import open_app, open_store
from config.settings import Settings
from knowledge.sample.loader import sample_claims, sample_related

CALLS = 5_000
CLIENTS = 50
ROUNDS = 100
ALLOWANCE = 100e-6
"""The goal is twice the bare select and so many seconds."""

SLUG = "doctors-salary"
PLACE = Place("discord", frozenset({"1"}), "1")


def measure() -> Iterator[Row]:
    """Yield the floor, the core from warm to cold, and their ratios."""
    with tempfile.TemporaryDirectory() as folder:
        yield from asyncio.run(_measure(Settings(data_dir=Path(folder))))


async def _measure(settings: Settings) -> list[Row]:
    async with open_store(settings) as store:
        await store.add(sample_claims(), sample_related())
    floor = _floor(settings.database)
    rows = [Row("bare `sqlite3` select by slug, p50 / p99", _both(floor))]
    quiet = await core(settings)
    rows.append(_row("`/claim SLUG`, Request to Reply", quiet, floor, _goal(floor)))
    rows += await _crowd(settings)
    rows.append(_row("the same with a log line a question", _logged(settings), floor, ""))
    cold = await _cold(settings)
    rows.append(_row("a claim not asked for since the last change", cold, floor, ""))
    words = await core(settings, slug="how much of their pay do doctors keep", calls=300)
    rows.append(_row("free words, 35 claims", words, floor, ""))
    return rows


def _floor(database: Path) -> Spread:
    connection = sqlite3.connect(database)

    def select(_number: int) -> None:
        row = connection.execute("SELECT * FROM claim WHERE slug = ?", (SLUG,)).fetchone()
        assert row

    result = timed(select, CALLS)
    connection.close()
    return result


async def _crowd(settings: Settings) -> list[Row]:
    """Measure so many clients at once, on both sides in one thread, as the event loop serves them.

    Bare: a connection for each client, asked in turn. Core: a task for each, with another asker.
    """
    bare, bare_waited = _bare_crowd(settings.database)
    async with open_app(settings) as app:

        async def ask(number: int) -> None:
            actor = Actor("discord", str(number))
            reply = await app.handle(Request("claim", {"slug": SLUG}, actor, PLACE))
            assert isinstance(reply, Reply)
            assert reply.result is Result.FOUND

        await ask(-1)
        asked, waited = await timed_at_once(ask, CLIENTS, ROUNDS)
    many = f"{CLIENTS} clients at once"
    return [
        Row(f"bare `sqlite3`, {many}, time a question, p50 / p99", _both(bare)),
        Row(f"bare `sqlite3`, {many}, wait for the answer, p50 / p99", _both(bare_waited)),
        _row(f"`/claim SLUG`, {many}, time a question", asked, bare, _goal(bare)),
        _row(f"`/claim SLUG`, {many}, wait for the answer", waited, bare_waited, ""),
    ]


def _bare_crowd(database: Path) -> tuple[Spread, Spread]:
    connections = [sqlite3.connect(database) for _ in range(CLIENTS)]

    def once() -> Iterator[object]:
        for connection in connections:
            yield connection.execute("SELECT * FROM claim WHERE slug = ?", (SLUG,)).fetchone()

    try:
        timed_in_rounds([once])  # each connection reads the schema first
        return timed_in_rounds([once] * ROUNDS)
    finally:
        for connection in connections:
            connection.close()


def _goal(floor: Spread) -> str:
    return f"p50 ≤ 2× bare + 100 µs = {micro(2 * floor.p50 + ALLOWANCE)}"


def _logged(settings: Settings) -> Spread:
    """Measure as `run` answers, with its log going nowhere; a process keeps its first logger."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.logged", str(settings.data_dir)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=True,
    )
    return Spread(*json.loads(done.stdout))


async def core(settings: Settings, slug: str = SLUG, calls: int = CALLS) -> Spread:
    """Time *calls* questions for *slug* through the whole core."""
    async with open_app(settings) as app:

        async def ask(number: int) -> None:
            actor = Actor("discord", str(number))  # someone else each time: nobody is slowed down
            reply = await app.handle(Request("claim", {"slug": slug}, actor, PLACE))
            assert isinstance(reply, Reply)
            assert reply.result is Result.FOUND

        await ask(-1)
        return await timed_async(ask, calls)


async def _cold(settings: Settings) -> Spread:
    slugs = [claim.slug for claim in sample_claims()]
    async with open_app(settings) as app:

        async def ask(number: int) -> None:
            actor = Actor("discord", str(number))
            await app.handle(Request("claim", {"slug": slugs[number]}, actor, PLACE))

        await ask(-1)
        return await timed_async(ask, len(slugs) - 1)


def _both(spread: Spread) -> str:
    return f"{micro(spread.p50)} / {micro(spread.p99)}"


def _row(what: str, spread: Spread, floor: Spread, goal: str) -> Row:
    return Row(f"{what}, p50 / p99", f"{_both(spread)}, **{spread.p50 / floor.p50:.1f}×**", goal)
