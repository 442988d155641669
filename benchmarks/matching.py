"""Finding claims by words: how well, how fast, how large, and whether the event loop is held.

`python -m benchmarks.matching` prints it; `--million` adds a desk of a million claims.
"""

import asyncio
import gc
import json
import random
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from benchmarks.timing import Row, micro, timed_async
from bot import logs
from bot.main import open_store
from config.settings import Settings
from knowledge.desk import Desk
from knowledge.errors import StoreTooSlow
from knowledge.match.gears import open_matcher
from knowledge.match.lexical import LexicalMatcher
from knowledge.match.model import Measured
from knowledge.match.trial import TrialClaim, read_claims, read_queries
from knowledge.store.sqlite.store import SqliteStore
from knowledge.store.sqlite.words import reindex

GOLD = Path(__file__).parents[2] / "shared/gold/averitec-claimq-dev.jsonl"
PUBLISHED = "plain FTS5 .768 / .710 / .862"
CALLS = 300
_SYLLABLES = "ba ce di fo gu ka le mi no pu ra se ti vo zu sta tri plo gre man ter".split()


def measure(sizes: Sequence[int] = (10_000, 100_000)) -> Iterator[Row]:
    """Yield the quality on the gold set where there is one, and speed and size for each size."""
    if GOLD.exists():
        yield asyncio.run(_quality())
    for size in sizes:
        yield from asyncio.run(_speed(size))


async def _quality() -> Row:
    lines = GOLD.read_text(encoding="utf-8").splitlines()
    claims, queries = read_claims(lines, GOLD.name), read_queries(lines, GOLD.name)
    relevant = {
        str(line["id"]): set(line["rel"]) for line in map(json.loads, lines) if "rel" in line
    }
    slugs = {trial.claim.slug: trial.identity for trial in claims}
    precision = first = recall = 0.0
    with tempfile.TemporaryDirectory() as folder:
        async with open_store(Settings(data_dir=Path(folder))) as store:
            await store.add(trial.claim for trial in claims)
            matcher = open_matcher(store)
            assert isinstance(matcher, Measured)
            for query in queries:
                hits = [slugs[hit.slug] for hit in await matcher.ranked(query.text, 5)]
                right = relevant[query.identity]
                precision += average_precision(hits, right)
                first += bool(hits) and hits[0] in right
                recall += not right.isdisjoint(hits)
    n = len(queries)
    figures = " / ".join(f"{value / n:.3f}".lstrip("0") for value in (precision, first, recall))
    what = f"question → claim, {len(claims)} claims, {n} questions, MAP@5 / P@1 / R@5"
    return Row(what, f"{figures} ({PUBLISHED})", ".78 / .72")


def average_precision(hits: Sequence[str], right: set[str]) -> float:
    """Return the average precision of the first five of *hits*."""
    found, total = 0, 0.0
    for place, hit in enumerate(hits[:5], 1):
        if hit in right:
            found += 1
            total += found / place
    return total / min(5, len(right))


async def _speed(size: int) -> list[Row]:
    draw = random.Random(size)  # noqa: S311 - a measurement, repeatable on purpose
    claims, questions = made_up(draw, size)
    gc.freeze()  # what is made up is no part of the desk, and is not to be looked through
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder))
        async with open_store(settings) as store:
            started = time.perf_counter()
            for at in range(0, size, 5_000):
                await store.add(trial.claim for trial in claims[at : at + 5_000])
            added = time.perf_counter() - started
            rows = [Row(f"putting {size:,} claims on record", f"{added:.1f} s")]
            before = _resident()
            desk = Desk(store)
            started = time.perf_counter()
            await desk.look_up("n1")
            await _until_ready(store, questions, size)
            ready = time.perf_counter() - started
            grown = _resident() - before
            rows.append(Row(f"names and index in memory, {size:,}", f"{ready:.1f} s"))
            asked = await timed_async(
                lambda n: desk.matcher.find(questions[n % len(questions)], 3),
                CALLS,
            )
            goal = {10_000: "5 / 20 ms", 100_000: "20 / 80 ms"}.get(size, "")
            both = f"{micro(asked.p50)} / {micro(asked.p99)}"
            rows.append(Row(f"free text among {size:,} claims, p50 / p99", both, goal))
            held = await _loop_held(desk, questions)
            rows.append(Row(f"longest hold of the event loop, {size:,}", micro(held), "5 ms"))
            rows.append(Row(f"memory grown by names and words, {size:,}", f"{grown:.0f} MB"))
        rows.append(Row(f"index of words, {size:,}", f"{_index_bytes(settings.database):.0f} MB"))
        rows.append(_rebuilt(settings.database, size))
    return rows


def _resident() -> float:
    """Return the memory this process has now, in megabytes."""
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * resource.getpagesize() / 1e6


async def _until_ready(store: SqliteStore, questions: Sequence[str], size: int) -> None:
    matcher = LexicalMatcher(store)
    try:
        await matcher.find(questions[0], 3)
    except StoreTooSlow:  # FTS5 answers until the index is there, and a million are too many for it
        assert size > 100_000
    while size >= store.large and not store.ranks_in_memory:  # noqa: ASYNC110 - seconds, once
        await asyncio.sleep(0.05)


async def _loop_held(desk: Desk, questions: Sequence[str]) -> float:
    """Return by how much a tick of a millisecond came late at most, 1 in 1,000 left out."""
    late: list[float] = []
    done = asyncio.Event()

    async def watch() -> None:
        while not done.is_set():
            started = time.perf_counter()
            await asyncio.sleep(0.001)
            late.append(time.perf_counter() - started - 0.001)

    watching = asyncio.create_task(watch())
    for number in range(100):
        await desk.look_up(questions[number % len(questions)])
    done.set()
    await watching
    return sorted(late)[int(len(late) * 0.999)]


def _rebuilt(database: Path, size: int) -> Row:
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("DELETE FROM index_state WHERE name LIKE 'claim_words.%'")
    started = time.perf_counter()
    assert reindex(database) == size
    goal = "60 s" if size == 100_000 else ""
    return Row(f"rebuilding it, {size:,}", f"{time.perf_counter() - started:.1f} s", goal)


def _index_bytes(database: Path) -> float:
    with closing(sqlite3.connect(database)) as connection:
        parts = ("data", "idx", "docsize", "content")
        sums = (
            connection.execute(
                f"SELECT sum(length(CAST({column} AS BLOB))) FROM claim_words_{part}"  # noqa: S608 - our own
            ).fetchone()[0]
            for part, column in zip(parts, ("block", "term", "sz", "c0||c1||c2||c3"), strict=True)
        )
        return sum(value or 0 for value in sums) / 1e6


def made_up(draw: random.Random, size: int) -> tuple[list[TrialClaim], list[str]]:
    """Return claims of about 20 words, frequent and rare as in a language, and questions."""
    count = min(60_000, 5_000 + size // 2)
    lexicon = ["".join(draw.choices(_SYLLABLES, k=draw.randint(2, 5))) for _ in range(count)]
    weights = [1 / (rank + 8) for rank in range(count)]
    bag = draw.choices(lexicon, weights, k=size * 20)
    texts = [" ".join(bag[n * 20 : n * 20 + 20]) for n in range(size)]
    lines = (
        json.dumps({"id": n, "claim": f"{text} {draw.randint(2, 9_999)}", "title": text[:24]})
        for n, text in enumerate(texts)
    )
    questions = []
    for text in draw.choices(texts, k=CALLS):
        words = text.split()
        asked = draw.sample(words, k=draw.randint(4, 16))
        questions.append("did anyone say " + " ".join(asked))
    return read_claims(lines, "made up"), questions


def main() -> None:
    """Measure and print."""
    logs.configure("error", "json")
    sys.setswitchinterval(0.0002)  # as `serve` does
    sizes = (10_000, 100_000, 1_000_000) if "--million" in sys.argv else (10_000, 100_000)
    for row in measure(sizes):
        print(f"| {row.what} | {row.measured} | {row.goal} |", flush=True)


if __name__ == "__main__":
    main()
