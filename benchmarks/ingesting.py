"""Reading documents: how many a second, in how much memory, and what answers feel of it.

`python -m benchmarks.ingesting [--texts FILE.jsonl] [--long]`: texts are made up unless lines with
a `text` are given; `--long` reads 5,000 of them in the same processes and watches their memory.
"""

import argparse
import asyncio
import json
import os
import sys
import tempfile
import time
from collections.abc import Awaitable, Iterator, Sequence
from pathlib import Path

from benchmarks.articles import articles
from benchmarks.timing import Row, Spread, micro, spread
from bot import logs
from bot.core.app import App
from bot.core.reply import Reply, Result
from bot.core.request import Actor, Place, Request
from bot.main import make_app, open_intake, open_store, take_turns
from config.settings import Settings
from knowledge.desk import Desk
from knowledge.extract.engine import Bytes, Engine
from knowledge.extract.pool import Pool, resident_megabytes
from knowledge.match.gears import open_matcher
from knowledge.sample.loader import sample_claims, sample_related

WORKERS = 2
TEXTS = 160
LONG = 5_000
PLACE = Place("discord", frozenset({"1"}), "1")
PAUSE = 0.01
"""Seconds between two questions, about what a busy newsroom asks at its worst."""


def measure(texts: Sequence[str], *, long: bool = False) -> Iterator[Row]:
    """Yield throughput and memory, then what questions wait while documents are read."""
    yield from asyncio.run(_throughput(texts))
    if long:
        yield asyncio.run(_for_long(texts))
    yield from asyncio.run(_questions(texts))


async def _throughput(texts: Sequence[str]) -> list[Row]:
    pool, engine = _pool()
    try:
        await asyncio.gather(*(_read(pool, engine, text) for text in texts[:WORKERS]))
        start = time.perf_counter()
        claims = sum(await asyncio.gather(*(_read(pool, engine, text) for text in texts)))
        seconds = time.perf_counter() - start
        held = await asyncio.gather(
            *(pool.run("memory", resident_megabytes) for _ in range(WORKERS))
        )
    finally:
        await pool.close()
    letters = sum(map(len, texts)) / len(texts)
    return [
        Row(
            f"articles read and looked through, {letters:,.0f} letters each, {WORKERS} processes",
            f"**{len(texts) / seconds:.1f} a second**, {claims / len(texts):.0f} claims each",
            "≥ 12 a second",
        ),
        Row(
            f"memory of a process that read {len(texts) // WORKERS}",
            f"{max(held):.0f} MB",
            "< 400 MB",
        ),
    ]


def _pool() -> tuple[Pool, Engine]:
    """Return processes that are never replaced and give way to nobody, so that all is seen."""
    engine = Engine()
    return Pool(
        engine.begin, workers=WORKERS, share=10 * LONG, megabytes=10_000, niceness=0
    ), engine


async def _read(pool: Pool, engine: Engine, text: str) -> int:
    found = await pool.run("text", engine.read_and_extract, Bytes(text.encode(), name="a.txt"))
    return sum(len(extracted.claims) for _, extracted in found)


async def _for_long(texts: Sequence[str]) -> Row:
    pool, engine = _pool()
    marks = []
    try:
        for start in range(0, LONG, 500):
            batch = [texts[number % len(texts)] for number in range(start, start + 500)]
            await asyncio.gather(*(_read(pool, engine, text) for text in batch))
            held = await asyncio.gather(
                *(pool.run("memory", resident_megabytes) for _ in range(WORKERS))
            )
            marks.append(max(held))
    finally:
        await pool.close()
    said = " ".join(f"{mark:.0f}" for mark in marks)
    return Row(f"the same every 500 of {LONG:,}, never replaced", f"{said} MB", "flat")


async def _questions(texts: Sequence[str]) -> list[Row]:
    """Ask while a run of `onrecord ingest` fills the same desk, then while we take in ourselves."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder))
        async with open_store(settings) as store:
            await store.add(sample_claims(), sample_related())
            matcher = await asyncio.to_thread(open_matcher, store, "lexical", None)
            app = make_app(settings, Desk(store, matcher))
            await _asked(app, asyncio.sleep(1))
            take_turns()  # as `onrecord run` does
            idle = await _asked(app, asyncio.sleep(8))
            apart = await _asked(app, _command(texts, Path(folder)))
            async with open_intake(settings) as (room, intake):

                async def take_in(number: int, text: str) -> None:
                    given = Bytes(f"{text}\n\nPrinted here, too.".encode(), name=f"{number}.txt")
                    for read in await room.read(given):
                        await intake.take_in(
                            read.reading, read.extracted, by="bench:1 bench", source=f"/{number}"
                        )

                await take_in(-1, "The mayor said that it was so.")
                inside = await _asked(
                    app, asyncio.gather(*(take_in(n, text) for n, text in enumerate(texts)))
                )
    return [
        Row("`/claim SLUG` while nothing is read, p50 / p99", _both(idle)),
        Row("the same during `onrecord ingest`", _slower(apart, idle), "p99 < 2×"),
        Row("the same while the serving process takes in as fast as it can", _slower(inside, idle)),
    ]


def _slower(busy: Spread, idle: Spread) -> str:
    return f"{_both(busy)}, **{busy.p99 / idle.p99:.1f}×**"


async def _command(texts: Sequence[str], folder: Path) -> None:
    """Take *texts* into the desk in *folder* from the command line."""
    articles = folder / "articles"
    articles.mkdir()
    for number, text in enumerate(texts):
        (articles / f"{number}.txt").write_text(text, encoding="utf-8")
    command = (sys.executable, "-m", "bot", "ingest", str(articles))
    process = await asyncio.create_subprocess_exec(
        *command,
        env={**os.environ, "ONRECORD_DATA_DIR": str(folder)},
        stdout=asyncio.subprocess.DEVNULL,
    )
    assert await process.wait() == 0


async def _asked(app: App, other: Awaitable[object]) -> Spread:
    """Ask until *other* is done, and return how long answers took."""
    task = asyncio.ensure_future(other)
    seconds = []
    number = 0
    while not task.done():
        number += 1
        start = time.perf_counter()
        reply = await app.handle(
            Request("claim", {"slug": "doctors-salary"}, Actor("discord", str(number)), PLACE)
        )
        seconds.append(time.perf_counter() - start)
        assert isinstance(reply, Reply)
        assert reply.result is Result.FOUND
        await asyncio.sleep(PAUSE)
    await task
    return spread(seconds)


def _both(times: Spread) -> str:
    return f"{micro(times.p50)} / {micro(times.p99)}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--long", action="store_true")
    given = parser.parse_args()
    logs.configure("error", "json")
    if given.texts:
        lines = given.texts.read_text(encoding="utf-8").splitlines()
        texts = [json.loads(line)["text"] for line in lines]
    else:
        texts = list(articles(TEXTS))
    print("| what | measured | goal |")
    print("|---|---|---|")
    for row in measure(texts, long=given.long):
        print(f"| {row.what} | {row.measured} | {row.goal} |", flush=True)


if __name__ == "__main__":
    main()
