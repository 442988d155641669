"""The vectors in memory follow the store, and the nearest of them are the nearest."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Sequence
from math import sqrt
from pathlib import Path
from struct import pack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.errors import StoreTooSlow
from knowledge.match.embedding import text_of, text_of_claim
from knowledge.match.indexing import count_due, make_due
from knowledge.match.vectors import VectorIndex, Vectors
from knowledge.model import ClaimRating, Name
from knowledge.store.memory import MemoryStore
from knowledge.store.sqlite.store import SqliteStore
from tests.fakes.embedder import WordEmbedder
from tests.knowledge.making import claim, review

KILLED = """
import asyncio, os, sys
from pathlib import Path
from knowledge.match.indexing import make_due
from knowledge.store.sqlite.store import SqliteStore
from tests.fakes.embedder import WordEmbedder

def die(made, total):
    if made >= 64:
        os.kill(os.getpid(), 9)

asyncio.run(make_due(SqliteStore(Path(sys.argv[1])), WordEmbedder(), die))
"""


def unseen(_made: int, _total: int) -> None:
    """Take progress without a word."""


def numbers(*parts: float) -> bytes:
    """Return a vector of length one in that direction, as the store keeps it."""
    length = sqrt(sum(part * part for part in parts))
    return pack(f"<{len(parts)}f", *(part / length for part in parts))


def test_the_nearest_come_first() -> None:
    """Cosines are right and in order, cut at the limit, or taken among some alone."""
    east, north, between = numbers(1, 0), numbers(0, 1), numbers(1, 1)
    vectors = Vectors().but([], [("north", north), ("between", between), ("east", east)])
    near = vectors.near(east, 10)
    assert list(near) == ["east", "between", "north"]
    assert list(near.values()) == pytest.approx([1, sqrt(0.5), 0])
    assert list(vectors.near(north, 2)) == ["north", "between"]
    assert list(vectors.near(east, 10, among=["north", "unknown"])) == ["north"]
    assert vectors.near(east, 10, among=[]) == {}
    assert vectors.cosines(east, ["between", "unknown"]) == pytest.approx({"between": sqrt(0.5)})


def test_no_vectors_are_near_nothing() -> None:
    """An empty desk has no nearest claim, and losing the last vector leaves an empty one."""
    assert Vectors().near(numbers(1, 0), 5) == {}
    one = Vectors().but([], [("beds", numbers(1, 0))])
    assert one.but(["beds"], []).near(numbers(1, 0), 5) == {}
    assert one.but([], []).slugs == ("beds",)


def test_a_change_leaves_readers_their_moment() -> None:
    """Replacing a vector makes new ones; what a search holds meanwhile stays as it was."""
    before = Vectors().but([], [("beds", numbers(1, 0)), ("wards", numbers(0, 1))])
    after = before.but([], [("beds", numbers(0, 1))])
    assert before.cosines(numbers(1, 0), ["beds"]) == pytest.approx({"beds": 1})
    assert after.cosines(numbers(1, 0), ["beds"]) == pytest.approx({"beds": 0})
    assert sorted(after.slugs) == ["beds", "wards"]


async def test_the_index_follows_the_store() -> None:
    """New claims come in, withdrawn ones go, and come back when that is taken back."""
    embedder = WordEmbedder()
    store = MemoryStore(embedder)
    index = VectorIndex(store, embedder.model)
    await index.refresh()
    assert index.vectors.slugs == ()
    await store.add([claim("beds"), claim("wards")])
    await index.refresh()
    assert set(index.vectors.slugs) == {"beds", "wards"}
    await store.review("wards", review(ClaimRating.WITHDRAWN))
    await index.refresh()
    assert set(index.vectors.slugs) == {"beds"}
    await store.review("wards", review(ClaimRating.NOT_CHECKED))
    await index.refresh()
    assert set(index.vectors.slugs) == {"beds", "wards"}
    assert index.missing == frozenset()


async def test_what_is_missing_is_known_and_comes_in_with_a_rebuild() -> None:
    """Claims without a vector are counted, and found once a rebuild has made theirs."""
    store = MemoryStore()
    await store.add([claim(f"beds-{n}") for n in range(100)])
    index = VectorIndex(store, "words 1")
    await index.refresh()
    assert len(index.missing) == 100

    def stop(made: int, total: int) -> None:
        if made:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await make_due(store, WordEmbedder(), stop)
    await index.refresh()
    assert (len(index.missing), len(index.vectors.slugs)) == (36, 64)
    await make_due(store, WordEmbedder(), unseen)
    await index.refresh()
    assert (len(index.missing), len(index.vectors.slugs)) == (0, 100)


async def test_the_vectors_of_another_model_do_not_count() -> None:
    """Whoever asks with a new model sees its own vectors, and the others as missing."""
    store = MemoryStore(WordEmbedder("words 1"))
    await store.add([claim("beds")])
    index = VectorIndex(store, "words 2")
    await index.refresh()
    assert index.vectors.slugs == ()
    assert index.missing == {"beds"}


async def test_a_cancelled_question_does_not_stop_the_loading() -> None:
    """The loading goes on for the next who asks, and those who ask together load once."""
    embedder, loads = WordEmbedder(), []

    class Slow(MemoryStore):
        async def names(self, since: int = 0) -> Sequence[Name]:
            loads.append(since)
            await asyncio.sleep(0.02)
            return await super().names(since)

    store = Slow(embedder)
    await store.add([claim("beds")])
    index = VectorIndex(store, embedder.model)
    hurried = asyncio.create_task(index.refresh())
    await asyncio.sleep(0)
    hurried.cancel()
    await asyncio.gather(index.refresh(), index.refresh())
    assert index.vectors.slugs == ("beds",)
    assert loads == [0]


async def test_a_failed_loading_is_tried_again() -> None:
    """A store that is too slow once is asked anew by the next question."""
    embedder, failures = WordEmbedder(), [StoreTooSlow("once")]

    class Failing(MemoryStore):
        async def vectors(self, model: str, slugs: Sequence[str]) -> Sequence[tuple[str, bytes]]:
            if failures:
                raise failures.pop()
            return await super().vectors(model, slugs)

    store = Failing(embedder)
    await store.add([claim("beds")])
    index = VectorIndex(store, embedder.model)
    with pytest.raises(StoreTooSlow):
        await index.refresh()
    await index.refresh()
    assert index.vectors.slugs == ("beds",)


async def test_a_killed_rebuild_has_kept_what_it_finished(database: Path) -> None:
    """After SIGKILL the finished steps stand, the file is sound, and a new run makes the rest."""
    store = SqliteStore(database)
    await store.add([claim(f"beds-{n}") for n in range(100)])
    total = len(await store.names())
    ended = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-c", KILLED, str(database)],
        check=False,
        cwd=Path(__file__).parents[2],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert ended.returncode == -9
    assert await count_due(store, "words 1") == total - 64
    embedder = WordEmbedder()
    assert await make_due(store, embedder, unseen) == total - 64
    assert await count_due(store, "words 1") == 0
    await store.close()


def test_who_says_it_is_left_to_the_words() -> None:
    """A vector's text has label, what is said, and quoted words, each once."""
    said = text_of("Bed", "The Herald says that wards have no beds.", ["no beds", "empty wards"])
    assert said == "Bed. wards have no beds. empty wards"
    assert text_of("Beds in wards.", "In wards: beds.", []) == "Beds in wards. In wards: beds."
    assert text_of("", "NU: beds.", []) == "NU: beds."
    assert text_of("The wards", "The wards are full.", []) == "The wards are full."


@given(label=st.text(), statement=st.text(), quoted=st.lists(st.text(), max_size=3))
def test_the_text_of_a_vector_loses_no_quotation(
    label: str, statement: str, quoted: list[str]
) -> None:
    """Whatever a claim says, its quoted words are in the text that stands for it."""
    text = text_of(label, statement, quoted).casefold()
    assert all(words.rstrip(" .…").casefold() in text for words in quoted)


def test_the_text_is_the_same_from_a_claim() -> None:
    """What a claim about to be added is embedded by is what the store compares it with."""
    one = claim("beds", statement="{} writes that beds are scarce.")
    assert text_of_claim(one) == "beds are scarce."
