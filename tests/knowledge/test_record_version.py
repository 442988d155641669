"""What is counted as a change of the record, and what is not."""

import re
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from knowledge.errors import StoreError
from knowledge.store.sqlite.database import Database
from tests.fakes.empty_desk import empty_desk
from tests.knowledge.test_database import count, keeping

NOT_SHOWN = frozenset(
    """
    answer audit brief_given brief_schedule change claim_revision claim_to_check
    claim_vocabulary delivery demand demand_asker desk_work hand_draft heard intake_item
    keepsake meeting meeting_decision meeting_item meeting_shown migration notice person
    proposal proposal_decision question reading reading_address reading_text record_version said
    saved_search shown talk ticket touched watch
    """.split()
)
"""Tables that no kept answer is made of: writes to them leave what is kept as good as it was."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return an empty database."""
    path = tmp_path / "desk.sqlite3"
    empty_desk(path)
    return path


@pytest.fixture
async def base(path: Path) -> AsyncIterator[Database]:
    """Return an empty database, open."""
    base = Database(path)
    yield base
    await base.close()


async def test_writes_are_counted_and_what_is_on_record_by_itself(
    base: Database, path: Path
) -> None:
    """Commits of anybody are seen at once, and those that no card shows are told apart."""
    first, version = base.writes(), base.version()
    await base.read(count)
    with pytest.raises(StoreError):
        await base.write(keeping("a", "a"))
    assert (base.writes(), base.version()) == (first, version)
    await base.write(keeping("a"))
    second = base.writes()
    assert second != first
    assert base.version() == version
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("INSERT INTO topic (key, label) VALUES ('pay', 'Pay')")
    assert base.writes() not in (first, second)
    assert base.version() == version + 1


def test_every_table_that_a_card_shows_is_counted(path: Path) -> None:
    """A table moves the version with every kind of write, or is one that no answer is made of."""
    with closing(sqlite3.connect(path)) as database:
        tables = {
            name
            for (name,) in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
            if not name.startswith(("sqlite_", "claim_words"))
        }
        counted = {
            (table, sql.split(" ON ")[0].rsplit(" ", 1)[-1])
            for table, sql in database.execute(
                "SELECT tbl_name, sql FROM sqlite_schema WHERE type = 'trigger'"
            )
            if table != "touching" and ("UPDATE record_version" in sql or "INTO touching" in sql)
        }
    assert {table for table, _ in counted} == tables - NOT_SHOWN
    assert {table for table, deed in counted if deed == "INSERT"} == tables - NOT_SHOWN
    changing = {table for table, deed in counted if deed in ("UPDATE", "DELETE")}
    assert changing == tables - NOT_SHOWN


def test_a_claim_that_reads_otherwise_is_told_from_one_that_was_only_judged(path: Path) -> None:
    """Each column of a claim but `changed` is looked at, so that none can change unnoticed."""
    with closing(sqlite3.connect(path)) as database:
        columns = {row[1] for row in database.execute("PRAGMA table_info(claim)")} - {"changed"}
        ((sql,),) = database.execute(
            "SELECT sql FROM sqlite_schema WHERE name = 'claim_changed_counts'"
        )
    for row in ("NEW", "OLD"):
        assert set(re.findall(rf"{row}\.(\w+)", sql)) == columns
