"""BM25 in memory gives what FTS5 gives, claim for claim and score for score."""

import asyncio
import sqlite3
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.match import tally
from knowledge.match.bm25 import WordIndex
from knowledge.store.sqlite.store import SqliteStore
from tests.knowledge.making import claim

_WORDS = [f"w{n}" for n in range(12)]
_texts = st.lists(
    st.lists(st.sampled_from(_WORDS), min_size=1, max_size=9).map(" ".join), min_size=1, max_size=40
)


@given(
    _texts,
    st.lists(st.sampled_from([*_WORDS, "absent"]), min_size=1, max_size=8, unique=True),
    st.booleans(),
)
def test_the_same_as_fts5(texts: list[str], asked: list[str], large: bool) -> None:
    """Any claims and any words: the same claims in the same order with the same scores.

    So also where words are frequent, and looked up only for claims that may still be the best.
    """
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE t USING fts5(w, tokenize = 'porter unicode61')")
    index = WordIndex()
    for number, text in enumerate(texts, 1):
        database.execute("INSERT INTO t (rowid, w) VALUES (?, ?)", (number, text))
        index.put(number, text)
    theirs = database.execute(
        "SELECT rowid, -bm25(t) AS score FROM t WHERE t MATCH ? ORDER BY score DESC, rowid",
        (" OR ".join(f'"{word}"' for word in asked),),
    ).fetchall()
    database.close()
    for limit in (3, 50):
        with patch.object(tally, "_FEW", 0 if large else 50):
            ours = index.rank(asked, limit)
        # Both round to nine digits, where the last bit of a sum may fall to either side; so claims
        # that near may stand in either order.
        scores = pytest.approx([score for _, score in theirs[:limit]], rel=1e-6, abs=2e-9)
        assert [score for _, score in ours] == scores
        assert [dict(theirs)[number] for number, _ in ours] == scores
        assert len({number for number, _ in ours}) == len(ours)


def test_what_is_known_of_words() -> None:
    """Counts and beginnings are of stems; claims come in order; among limits to those given."""
    index = WordIndex()
    index.put(3, "doctors pay doctor")
    index.put(7, "nurses pay")
    assert [index.count(word) for word in ("doctor", "pai", "zebra")] == [1, 2, 0]
    assert list(index.starting("d")) == [("doctor", 1)]
    assert [number for number, _ in index.rank(["pay"], 5, among=[7, 8])] == [7]
    assert index.rank(["pay"], 5, among=[]) == []
    assert WordIndex().rank(["pay"], 5) == ()
    with pytest.raises(ValueError, match="comes after 7"):
        index.put(7, "again")


def test_a_search_leaves_nothing_behind() -> None:
    """The same question gives the same scores again, among some claims and after new ones too."""
    index = WordIndex()
    for number in range(1, 4_001):
        index.put(number, f"pay pay w{number % 7} w{number % 11} w{number}")
    with patch.object(tally, "_FEW", 0):
        first = index.rank(["pay", "w3", "w5", "w77"], 5)
        among = index.rank(["pay", "w3", "w5", "w77"], 5, among=[2, 77, 3_999])
        assert {number for number, _ in among} == {2, 77, 3_999}
        assert index.rank(["pay", "w3", "w5", "w77"], 5) == first
        index.put(4_001, "w77")
        assert index.rank(["w77"], 1)[0][0] == 4_001


async def test_a_large_desk_ranks_in_memory_as_a_small_one_does(database: Path) -> None:
    """Past its size the store answers from memory, new claims included, with equal results."""
    store = SqliteStore(database)
    asked = ["doctors", "pay", "kenya", "cuba", "1000000"]
    small = await store.rank(asked, 50)
    among = [candidate.slug for candidate in small[::2]]
    small_among = await store.rank(asked, 50, among)
    store.large = 1
    assert await store.rank(asked, 50) == small, "FTS5 answers until the index is there"
    async with asyncio.timeout(10):
        while not store.ranks_in_memory:
            await asyncio.sleep(0.01)
            await store.rank(asked, 1)
    assert await store.rank(asked, 50) == small
    assert await store.rank(asked, 50, among) == small_among
    await store.add([claim("zebras", label="Zebras in Kenya")])
    assert [candidate.slug for candidate in await store.rank(["zebras"], 5)] == ["zebras"]
    await store.close()
