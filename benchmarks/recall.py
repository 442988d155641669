"""1,000 answers that stand on both platforms are corrected, with rate limits and a kill.

Run by itself, since it takes minutes: `python -m benchmarks.recall [answers] [times faster]`. The
platforms' limits are as many times faster than the real ones as is asked; the process goes half as
fast again, so that both platforms refuse some of it.
"""

import asyncio
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.timing import Row, micro, timed_async
from bot import logs
from knowledge.answers import Answer, DeliveryState, Step, shown_of
from knowledge.sample.loader import sample_claims, sample_related
from knowledge.store.sqlite.migrate import upgrade
from knowledge.store.sqlite.store import SqliteStore
from tests.process.recalling import SLUG, Outcome, recall

ANSWERS = 1_000
FASTER = 30.0
NOTED = 1_000


def measure(answers: int = ANSWERS, faster: float = FASTER) -> Iterator[Row]:
    """Yield what became of *answers*, under limits *faster* than the real ones."""
    with tempfile.TemporaryDirectory() as folder:
        yield Row("keeping where an answer stands, p50 / p99", asyncio.run(_noting(folder)))
        outcome = asyncio.run(recall(Path(folder) / "desk", answers, faster=faster, hurry=1.5))
    yield from _rows(outcome, faster)


async def _noting(folder: str) -> str:
    path = Path(folder) / "noting.sqlite3"
    upgrade(path)
    store = SqliteStore(path)
    await store.add(sample_claims(), sample_related())
    shown = [shown_of(one) for one in await store.claims([SLUG])]
    answer = Answer("slack", "T1", "C1", "U1", datetime.now(UTC), ((SLUG, 1),), public=True)
    taken = await timed_async(lambda _: store.note_answer(answer, shown), NOTED)
    await store.close()
    return f"{micro(taken.p50)} / {micro(taken.p99)}"


def _rows(outcome: Outcome, faster: float) -> Iterator[Row]:
    name = f"{outcome.answers:,} answers, limits {faster:g} times the real ones"
    twice = sum(count for times, count in outcome.edited.items() if times > 1)
    yield Row(
        f"{name}: corrected, of these edited again since nobody had confirmed it; not corrected",
        f"{outcome.answers - outcome.edited[0] - outcome.wrong:,}, {twice}; "
        f"**{outcome.edited[0] + outcome.wrong}**",
        "all, none lost",
    )
    doubled = sum(count for times, count in outcome.posted.items() if times > 1)
    failed = outcome.deliveries[Step.POST, DeliveryState.FAILED]
    yield Row(
        "threads posted in once, not posted in, doubled; shown as not confirmed",
        f"{outcome.posted[1]:,}, {outcome.posted[0]}, **{doubled}**; {failed}",
        "none doubled",
    )
    yield Row("people told, messages to them", f"{outcome.people}, {outcome.told}")
    yield Row(
        "corrected before the kill; refused by rate limits; until all was done",
        f"{outcome.edited_before_kill}; {outcome.refused:,}; {outcome.seconds:.0f} s",
    )


def main() -> None:
    """Measure and print."""
    logs.configure("error", "json")
    answers = int(sys.argv[1]) if len(sys.argv) > 1 else ANSWERS
    faster = float(sys.argv[2]) if len(sys.argv) > 2 else FASTER
    print("| what | measured | goal |")
    print("|---|---|---|")
    for row in measure(answers, faster):
        print(f"| {row.what} | {row.measured} | {row.goal} |", flush=True)


if __name__ == "__main__":
    main()
