"""What is due next is found by the index, however much is open."""

import sqlite3
from contextlib import closing
from pathlib import Path

from knowledge.store.sqlite.briefs import TOLD
from knowledge.store.sqlite.notices import READY
from knowledge.store.sqlite.watches import WAITS
from tests.fakes.empty_desk import empty_desk


def test_what_is_due_next_is_found_without_going_through_all(tmp_path: Path) -> None:
    """SQLite goes from place to place in the index of what is open, and reads no table through."""
    path = tmp_path / "desk.sqlite3"
    empty_desk(path)
    with closing(sqlite3.connect(path)) as connection:
        plan = [
            str(row[3])
            for row in connection.execute(f"EXPLAIN QUERY PLAN {READY}", (0.0, "slack", 1))
        ]
    steps = [step for step in plan if " notice " in f"{step} " or " n " in f"{step} "]
    assert steps
    assert all(step.startswith("SEARCH") for step in steps), plan
    assert any("notice_open (platform=? AND channel=? AND person>?)" in step for step in steps)


def test_what_a_place_was_briefed_on_is_found_by_its_index(tmp_path: Path) -> None:
    """However many briefs there were everywhere, those of one place are looked up."""
    path = tmp_path / "desk.sqlite3"
    empty_desk(path)
    with closing(sqlite3.connect(path)) as connection:
        asked = f"EXPLAIN QUERY PLAN SELECT n.id FROM notice n {TOLD}"
        plan = [str(row[3]) for row in connection.execute(asked, ("slack", "C1", "", "", 1))]
    (step,) = plan
    assert "notice_brief (platform=? AND channel=? AND person=?)" in step


def test_what_a_place_waits_to_be_told_is_found_by_its_index(tmp_path: Path) -> None:
    """However much was told before, a change looks at what is open in the places it concerns."""
    path = tmp_path / "desk.sqlite3"
    empty_desk(path)
    with closing(sqlite3.connect(path)) as connection:
        asked = f"EXPLAIN QUERY PLAN {WAITS}"
        plan = [str(row[3]) for row in connection.execute(asked, ("slack", "C1", "", "watch"))]
    (step,) = plan
    assert "notice_open (platform=? AND channel=? AND person=?)" in step
