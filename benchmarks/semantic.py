"""The semantic gear: the time of a question at 14,000 claims on one core, memory, and quality.

Run it alone: `python -m benchmarks.semantic`. The claims' texts are made up and their vectors drawn
at random, since neither changes how long a search takes; the model reads real sentences.
"""

import asyncio
import json
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path

from benchmarks.timing import Row, Spread, micro, timed_async
from knowledge.match.embedding import Embedder, text_of_claim, vectors_of
from knowledge.match.gears import GearMissing, load_embedder, open_matcher
from knowledge.match.model import Measured
from knowledge.model import (
    Attribution,
    Claim,
    Claimant,
    ClaimantKind,
    Document,
    PartialDate,
    Strength,
    Topic,
    Voice,
)
from knowledge.sample.loader import sample_claims
from knowledge.store.sqlite.migrate import upgrade
from knowledge.store.sqlite.store import SqliteStore

CLAIMS = 14_000
CALLS = 300
OUTLET = Claimant("outlet", "The Outlet", ClaimantKind.OUTLET)
QUESTIONS = Path(__file__).parents[2] / "shared" / "gold" / "averitec-claimq-dev.jsonl"


class _Drawn:
    """Stands in for the model where only the size of the store matters."""

    def __init__(self, model: str, draw: random.Random) -> None:
        self.model = model
        self._draw = draw

    def embed(self, texts: Sequence[str]) -> list[bytes]:
        """Return vectors of length one, drawn at random."""
        import numpy as np

        rows = np.random.default_rng(self._draw.randrange(2**32)).normal(size=(len(texts), 384))
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        return [row.astype("<f4").tobytes() for row in rows]


def measure() -> Iterator[Row]:
    """Yield what a question costs, or that the gear is not installed."""
    for library in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[library] = "1"  # numpy is not imported yet, and reads them then
    sys.setswitchinterval(0.0002)  # as `serve` does
    started = time.perf_counter()
    try:
        embedder = load_embedder("semantic")
    except GearMissing:
        yield Row("semantic gear", "not installed: make semantic")
        return
    assert embedder is not None
    yield Row("loading the model", f"{time.perf_counter() - started:.2f} s")
    yield _indexing(embedder)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "desk.sqlite3"
        yield from asyncio.run(_questions(embedder, path))
        yield Row("database with vectors", f"{path.stat().st_size / 2**20:.0f} MB")
        if QUESTIONS.exists():
            lines = QUESTIONS.read_text("utf-8").splitlines()
            yield asyncio.run(_quality(embedder, Path(folder) / "gold.sqlite3", lines))


def _indexing(embedder: Embedder) -> Row:
    texts = [(claim.slug, text_of_claim(claim)) for claim in sample_claims()]
    started = time.perf_counter()
    vectors_of(embedder, texts * 4)
    each = (time.perf_counter() - started) / len(texts) / 4
    return Row("vectors of new claims", f"{1 / each:.0f} a second")


async def _questions(embedder: Embedder, path: Path) -> list[Row]:
    draw = random.Random(20261125)  # noqa: S311 - a measurement, repeatable on purpose
    upgrade(path)
    store = SqliteStore(path, embedder=_Drawn(embedder.model, draw))
    words = _words(draw)
    await store.add([_claim(n, _sentence(draw, words, 20)) for n in range(CLAIMS)])
    matcher = open_matcher(store, "semantic", embedder)
    started = time.perf_counter()
    await matcher.find("doctors", 3)
    rows = [
        Row(f"first question at {CLAIMS:,} claims", f"{time.perf_counter() - started:.2f} s"),
        Row("memory of the process", f"{_megabytes():.0f} MB"),
    ]
    # Real sentences for the model, made-up words of the store for the search: both do their work.
    real = [claim.statement for claim in sample_claims()]
    for what, length, goal in (
        ("a short question", 8, "p50 / p99 < 30 / 60 ms"),
        ("a sentence", 24, "p50 / p99 < 30 / 60 ms"),
        ("a post", 45, "p50 / p99 < 30 / 60 ms"),
    ):
        asked = [
            " ".join(
                [*_sentence(draw, words, length // 2).split(), *draw.choice(real).split()][:length]
            )
            for _ in range(CALLS)
        ]

        async def ask(number: int, asked: Sequence[str] = asked) -> None:
            await matcher.find(asked[number], 3)

        rows.append(Row(f"{what} of {length} words", _both(await timed_async(ask, CALLS)), goal))
    await store.close()
    return rows


async def _quality(embedder: Embedder, path: Path, lines: Sequence[str]) -> Row:
    """Return how well questions find their claims, over data that only measures."""
    upgrade(path)
    store = SqliteStore(path, embedder=embedder)
    rows = [json.loads(line) for line in lines]
    claims = [row for row in rows if row["kind"] == "claim"]
    await store.add([_claim(n, row["claim"]) for n, row in enumerate(claims)])
    slugs = {row["id"]: f"claim-{n}" for n, row in enumerate(claims)}
    matcher = open_matcher(store, "semantic", embedder)
    assert isinstance(matcher, Measured)
    precisions, firsts = [], []
    for row in rows:
        if row["kind"] == "query":
            wanted = {slugs[identity] for identity in row["rel"]}
            found = [hit.slug for hit in await matcher.ranked(row["text"], 5)]
            at = [n for n, slug in enumerate(found, 1) if slug in wanted]
            precisions.append(sum(k / n for k, n in enumerate(at, 1)) / min(5, len(wanted)))
            firsts.append(found[:1] != [] and found[0] in wanted)
    await store.close()
    mean, first = sum(precisions) / len(precisions), sum(firsts) / len(firsts)
    return Row(
        f"{len(firsts)} questions, {len(claims)} claims (AVeriTeC dev): MAP@5 / P@1",
        f"{mean:.3f} / {first:.3f}",
        "≥ .82 / .76",
    )


def _claim(number: int, sentence: str) -> Claim:
    return Claim(
        slug=f"claim-{number}",
        label="",
        statement=f"The Outlet writes that {sentence}",
        topic=Topic("made-up", "Made up"),
        document=Document(
            f"d{number}", OUTLET, "https://example.org", published=PartialDate("2024")
        ),
        attribution=Attribution(Voice.OUTLET, Strength.STATED),
    )


def _words(draw: random.Random) -> list[str]:
    """Return English words, since the model would cut made-up ones into many pieces."""
    from knowledge.match.minilm import folder

    place = folder()
    assert place is not None
    lines = (place / "vocab.txt").read_text("utf-8").splitlines()
    words = [line for line in lines if line.isascii() and line.isalpha() and len(line) > 2]
    draw.shuffle(words)
    return words


def _sentence(draw: random.Random, words: Sequence[str], length: int) -> str:
    # Zipf's law as Mandelbrot has it: the most frequent word, stop words aside, is in one claim of
    # fifteen.
    weights = accumulate(1 / (rank + 50) for rank in range(len(words)))
    return " ".join(draw.choices(words, cum_weights=list(weights), k=length))


def _both(spread: Spread) -> str:
    return f"{micro(spread.p50)} / {micro(spread.p99)}"


def _megabytes() -> float:
    """Return the most memory this process has had so far."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (2**20 if sys.platform == "darwin" else 2**10)


if __name__ == "__main__":
    for row in measure():
        print(f"| {row.what} | {row.measured} | {row.goal} |", flush=True)
