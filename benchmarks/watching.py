"""Finding whom a change concerns, and making the words, where many channels and people watch.

By itself: `python -m benchmarks.watching`.
"""

import asyncio
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.timing import Row, Spread, micro, spread, timed_async
from bot.commands.notified import composers
from bot.commands.watch_told import watched
from knowledge.desk import Desk
from knowledge.model import ClaimRating, Review, Subject
from knowledge.notices import NoticeKind, Spoken
from knowledge.sample.loader import sample_claims, sample_related
from knowledge.store.sqlite.migrate import upgrade
from knowledge.store.sqlite.store import SqliteStore
from knowledge.watches import Cadence, Watch, WatchKind

CHANNELS = 500
PEOPLE = 5_000
CHANGES = 20
IDLE = 400
SLUG = "doctors-salary"


def measure() -> Iterator[Row]:
    """Yield what a quiet round costs, what a change does, and what making the words does."""
    with tempfile.TemporaryDirectory() as folder:
        idle, change, words, told = asyncio.run(_watching(Path(folder) / "desk.sqlite3"))
    watching = f"{CHANNELS} channels and {PEOPLE:,} people watch"
    quiet = f"{micro(idle.p50)} / {micro(idle.p99)}"
    yield Row(f"{watching}: a round after nothing, p50 / p99", quiet)
    yield Row(
        f"{watching}: a round after a change that concerns {told}, p50 / p99",
        f"{micro(change.p50)} / {micro(change.p99)}",
    )
    yield Row("the words of one notice, p50 / p99", f"{micro(words.p50)} / {micro(words.p99)}")


async def _watching(path: Path) -> tuple[Spread, Spread, Spread, int]:
    upgrade(path)
    store = SqliteStore(path)
    await store.add(sample_claims(), sample_related())
    desk = Desk(store)
    await _watch(store)
    plan = watched(desk)
    now = datetime.now(UTC)
    await plan(now)
    idle = await timed_async(lambda _: plan(now), IDLE)
    seconds, words, told = [], [], 0
    compose = composers(desk, store)[NoticeKind.WATCH]
    for change in range(CHANGES):
        rating = (ClaimRating.DISPUTED, ClaimRating.NOT_CHECKED)[change % 2]
        at = datetime.now(UTC)
        await store.review(SLUG, Review(Subject.CLAIM, rating, "Measured.", "slack:U1 Ana", at))
        start = time.perf_counter()
        await plan(at)
        seconds.append(time.perf_counter() - start)
        due = await store.take_notices("slack", at, hold=60, limit=CHANNELS + PEOPLE)
        told = len(due)
        for notice in due[:20]:
            start = time.perf_counter()
            assert await compose(notice, at) is not None
            words.append(time.perf_counter() - start)
        for notice in due:
            await store.sent_notice(notice.number, at)
    await store.close()
    return idle, spread(seconds), spread(words), told


async def _watch(store: SqliteStore) -> None:
    """Have every channel watch the claim's topic, and each person one of the claims."""
    claims = list(await store.claims([name.slug for name in await store.names()]))
    (claim,) = await store.claims([SLUG])
    seen = int((await store.audit_head()).partition(":")[0])
    at = datetime.now(UTC)
    for number in range(CHANNELS):
        to = Spoken("slack", "T1", f"C{number}")
        topic = claim.topic
        await store.add_watch(
            Watch(WatchKind.TOPIC, topic.key, topic.label, to, "U1", at, Cadence.AT_ONCE, seen)
        )
    for number in range(PEOPLE):
        to, slug = Spoken("slack", "T1", person=f"U{number}"), claims[number % len(claims)].slug
        await store.add_watch(
            Watch(WatchKind.CLAIM, slug, slug, to, to.person, at, Cadence.AT_ONCE, seen)
        )


def main() -> None:
    """Measure and print."""
    print("| what | measured | goal |")
    print("|---|---|---|")
    for row in measure():
        print(f"| {row.what} | {row.measured} | {row.goal} |", flush=True)


if __name__ == "__main__":
    main()
