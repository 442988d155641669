"""Making the vectors that are due, in steps that each stand for themselves.

A step is one transaction, so whoever is killed in between has lost one step, and the next run
goes on where that one ended.
"""

import asyncio
from collections.abc import Callable

from knowledge.match.embedding import Embedder, vectors_of
from knowledge.ports import VectorStore

_STEP = 64
"""Claims in one step: about half a second of one core."""

_PAGE = 1_000


async def count_due(store: VectorStore, model: str) -> int:
    """Return how many claims have no vector that *model* made of their present text."""
    count, after = 0, ""
    while due := await store.due(model, after, _PAGE):
        count, after = count + len(due), due[-1][0]
    return count


async def make_due(
    store: VectorStore, embedder: Embedder, progress: Callable[[int, int], None]
) -> int:
    """Make every vector that is due, drop those of other models, and return how many were made.

    *progress* is told, after each step, how many are made and how many there were to make. Claims
    that are added meanwhile get theirs too.
    """
    total = await count_due(store, embedder.model)
    made = 0
    progress(made, total)
    while due := await store.due(embedder.model, "", _STEP):
        while due:
            vectors = await asyncio.to_thread(vectors_of, embedder, due)
            await store.keep_vectors(embedder.model, vectors)
            made += len(due)
            total = max(total, made)
            progress(made, total)
            due = await store.due(embedder.model, due[-1][0], _STEP)
    # Only now: until the last is made, those of the former model serve a program that still runs.
    await store.drop_vectors(but=embedder.model)
    return made
