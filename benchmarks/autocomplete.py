"""Autocomplete over 100,000 slugs, from memory."""

import asyncio
import random
import time
from collections.abc import Iterator, Sequence

from benchmarks.timing import Row, micro, timed, timed_async
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


def _names(draw: random.Random) -> list[Name]:
    """Return names of two to four words, some of them far more frequent than others."""
    letters = "abcdefghijklmnoprstuvwy"
    words = ["".join(draw.choices(letters, k=draw.randint(3, 10))) for _ in range(8_000)]
    weights = [1 / rank for rank in range(1, len(words) + 1)]
    names: dict[str, Name] = {}
    while len(names) < NAMES:
        slug = "-".join(draw.choices(words, weights, k=draw.randint(2, 4)))
        label = " ".join(draw.choices(words, weights, k=4)).capitalize()
        names[slug] = Name(slug, label, "An outlet", changed=len(names) + 1)
    return list(names.values())


def measure() -> Iterator[Row]:
    """Yield the time of one keystroke, in the index and through the core."""
    draw = random.Random(20261125)  # noqa: S311 - a measurement, repeatable on purpose
    names = _names(draw)
    start = time.perf_counter()
    index = NameIndex()
    index.put(names)
    built = time.perf_counter() - start
    typed = []
    for _ in range(CALLS):
        slug = draw.choice(names).slug
        where = draw.choice([0, slug.index("-") + 1])
        typed.append(slug[where : where + draw.randint(1, 6)].strip("-") or "a")
    found = timed(lambda number: index.complete(typed[number], 25), CALLS)
    yield Row("building the index of names, 100,000 slugs", f"{built:.2f} s")
    both = f"{micro(found.p50)} / {micro(found.p99)}"
    yield Row("one keystroke in the index, p50 / p99", both, "p99 < 5 ms")

    async def through_the_core() -> Row:
        app = App(registry(), Desk(_Names(names)))
        request = Request("claim", {}, Actor("discord", "1"), Place("discord"))
        await app.suggest(request, "slug", "a")
        core = await timed_async(lambda number: app.suggest(request, "slug", typed[number]), CALLS)
        both = f"{micro(core.p50)} / {micro(core.p99)}"
        return Row("one keystroke through the core, p50 / p99", both, "p99 < 5 ms")

    yield asyncio.run(through_the_core())
    near = timed(lambda number: index.near(names[number * 7].slug[:-1] + "x", 3), 100)
    yield Row("a misspelt slug, p50 / p99", f"{micro(near.p50)} / {micro(near.p99)}")
