"""Autocomplete over 100,000 slugs, from memory; `--million` measures a million."""

import asyncio
import random
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import accumulate

from benchmarks.timing import Row, Spread, micro, timed, timed_async
from bot.core.app import App
from bot.core.request import Actor, Place, Request
from bot.main import registry
from knowledge.desk import Desk
from knowledge.model import Name
from knowledge.names import NameIndex
from knowledge.store.memory import MemoryStore

NAMES = 100_000
CALLS = 3_000


class _Names(MemoryStore):
    """A store that holds names alone."""

    def __init__(self, names: Sequence[Name]) -> None:
        super().__init__()
        self._only = names

    async def names(self, since: int = 0) -> Sequence[Name]:
        """Return the names made up for the measurement."""
        return self._only if not since else ()


def _names(draw: random.Random, count: int) -> list[Name]:
    """Return names of two to four words, some of them far more frequent than others."""
    letters = "abcdefghijklmnoprstuvwy"
    words = ["".join(draw.choices(letters, k=draw.randint(3, 10))) for _ in range(8_000)]
    weights = list(accumulate(1 / rank for rank in range(1, len(words) + 1)))
    names: dict[str, Name] = {}
    while len(names) < count:
        slug = "-".join(draw.choices(words, cum_weights=weights, k=draw.randint(2, 4)))
        if slug in names:
            slug = f"{slug}-{len(names)}"
        label = " ".join(draw.choices(words, cum_weights=weights, k=4)).capitalize()
        names[slug] = Name(slug, label, "An outlet", changed=len(names) + 1)
    return list(names.values())


def measure(count: int = NAMES) -> Iterator[Row]:
    """Yield the time of one keystroke over *count* claims, in the index and through the core."""
    draw = random.Random(20261125)  # noqa: S311 - a measurement, repeatable on purpose
    names = _names(draw, count)
    start = time.perf_counter()
    index = NameIndex()
    index.put(names)
    built = time.perf_counter() - start
    typed = []
    for _ in range(CALLS):
        slug = draw.choice(names).slug
        where = draw.choice([0, slug.index("-") + 1])
        typed.append(slug[where : where + draw.randint(1, 6)].strip("-") or "a")
    goal = "p99 < 1 ms" if count == NAMES else "p99 < 5 ms"
    yield Row(f"building the index of names, {count:,} slugs", f"{built:.2f} s")
    found = timed(lambda number: index.complete(typed[number], 25), CALLS)
    yield Row(f"one keystroke in the index, {count:,} slugs, p50 / p99", _both(found), goal)
    yield asyncio.run(_through_the_core(names, typed, goal))
    near = timed(lambda number: index.near(names[number * 7].slug[:-1] + "x", 3), 100)
    yield Row(f"a misspelt slug among {count:,}, p50 / p99", _both(near))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    yield Row(
        f"largest memory of the process so far, {count:,} slugs held twice", f"{memory:,} MiB"
    )


async def _through_the_core(names: Sequence[Name], typed: Sequence[str], goal: str) -> Row:
    desk = Desk(_Names(names))
    await (await desk.for_viewer(may_see_restricted=False)).complete("")
    app = App(registry(), desk)
    request = Request("claim", {}, Actor("discord", "1"), Place("discord"))
    assert await app.suggest(request, "slug", "a")
    core = await timed_async(lambda number: app.suggest(request, "slug", typed[number]), CALLS)
    return Row(
        f"one keystroke through the core, {len(names):,} slugs, p50 / p99", _both(core), goal
    )


def _both(spread: Spread) -> str:
    return f"{micro(spread.p50)} / {micro(spread.p99)}"


if __name__ == "__main__":
    for row in measure(1_000_000 if "--million" in sys.argv else NAMES):
        print(f"| {row.what} | {row.measured} | {row.goal} |", flush=True)
