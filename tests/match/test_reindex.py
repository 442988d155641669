"""An index of words made by other rules is made anew: in batches, resumable, never mixed."""

import sqlite3
from pathlib import Path

import pytest

from knowledge.errors import StoreReadOnly
from knowledge.store.sqlite import words
from knowledge.store.sqlite.words import reindex


def index_of(path: Path) -> list[tuple[object, ...]]:
    """Return every row of the index."""
    database = sqlite3.connect(path)
    rows = database.execute("SELECT rowid, * FROM claim_words ORDER BY rowid").fetchall()
    database.close()
    return rows


def spoil(path: Path) -> None:
    """Make the index one of other rules."""
    database = sqlite3.connect(path)
    database.execute("UPDATE claim_words SET label = 'old', statement = 'rules'")
    database.execute("INSERT OR REPLACE INTO index_state VALUES ('claim_words.rules', 'old')")
    database.commit()
    database.close()


def words_of(rows: list[tuple[object, ...]]) -> list[list[set[str]]]:
    """Return the words in each column of each row: names are kept in no order."""
    return [[set(str(column).split()) for column in row] for row in rows]


def test_an_old_index_is_made_anew_and_is_what_new_claims_get(database: Path) -> None:
    """After a rebuild each claim has the words it would have if it were added now."""
    fresh = index_of(database)
    spoil(database)
    told: list[tuple[int, int]] = []
    assert reindex(database, progress=lambda done, total: told.append((done, total))) == len(fresh)
    assert words_of(index_of(database)) == words_of(fresh)
    assert told[-1] == (len(fresh), len(fresh))
    assert reindex(database) == 0, "what is of these rules is left alone"


def test_a_rebuild_goes_on_where_it_was_broken_off(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever is stopped half-way has lost at most one batch; other rules begin from the start."""
    spoil(database)
    monkeypatch.setattr(words, "BATCH", 10)

    def stop(done: int, _total: int) -> None:
        if done >= 20:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        reindex(database, progress=stop)
    left = len(index_of(database)) - 20
    assert reindex(database) == left
    spoil(database)
    with pytest.raises(KeyboardInterrupt):
        reindex(database, progress=stop)
    assert reindex(database, rules="others") == left + 20


def test_an_old_index_that_cannot_be_mended_is_said(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that may not be written is not served with an index of other rules."""
    spoil(database)
    monkeypatch.setattr(words, "may_write", lambda _path: False)
    with pytest.raises(StoreReadOnly, match="old rules"):
        reindex(database)
