"""A backup of a desk that is written to, and the way back from it."""

import os
import shutil
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from knowledge.errors import StoreDamaged
from knowledge.store.sqlite.migrate import back_up, upgrade
from knowledge.store.sqlite.soundness import examine
from tests.knowledge.test_soundness import unsound
from tests.knowledge.test_survival import process

# A desk at work: each line it prints is a review that was confirmed, with the chain's head.
_WRITES = """
import asyncio, sys
from pathlib import Path
from knowledge.acting import acting
from knowledge.audit import By, Person
from knowledge.store.sqlite.store import SqliteStore
from tests.knowledge.making import claim, review

async def main():
    store = SqliteStore(Path(sys.argv[1]))
    with acting(By(Person("slack", "U1", "Ana"), "slack", "T1", "C1")):
        for n in range(100_000):
            await store.add([claim(f"beds-{n}")])
            await store.review(f"beds-{n}", review(reviewer="slack:U1 Ana"))
            print(n, await store.audit_head(), flush=True)

asyncio.run(main())
"""


def held(path: Path) -> tuple[int, int, str]:
    """Return how many claims and reviews the desk holds, and its audit's head."""
    with closing(sqlite3.connect(path)) as database:
        counts = [
            int(database.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
            for table in ("claim", "review")
        ]
        (head,) = database.execute(
            "SELECT id || ':' || hash FROM audit ORDER BY id DESC LIMIT 1"
        ).fetchone()
    return counts[0], counts[1], str(head)


def test_a_desk_is_restored_from_a_backup_made_under_load(tmp_path: Path) -> None:
    """Backed up while a process writes, killed, restored: a moment of the desk, whole and chained.

    What was confirmed before the backup began is in it, with the head that the chain had then; and
    the desk that was killed goes on from it.
    """
    desk, copy = tmp_path / "desk.sqlite3", tmp_path / "copies" / "desk.sqlite3"
    upgrade(desk)
    running = process(_WRITES, str(desk))
    assert running.stdout is not None
    for line in running.stdout:
        if int(line.split()[0]) >= 10:
            break
    confirmed, head = int(line.split()[0]), line.split()[1]
    back_up(desk, copy)
    running.send_signal(signal.SIGKILL)
    running.communicate(timeout=10)
    assert running.returncode == -signal.SIGKILL
    copied = held(copy)
    assert unsound(examine(copy)) == {}
    number, _, digest = head.partition(":")
    assert unsound(examine(copy, head=(int(number), digest))) == {}
    assert copied[0] >= copied[1] >= confirmed + 1
    assert copied[0] <= held(desk)[0]

    for name in ("desk.sqlite3", "desk.sqlite3-wal", "desk.sqlite3-shm"):
        (tmp_path / name).unlink(missing_ok=True)
    shutil.copy(copy, desk)
    assert list(upgrade(desk)) == []
    with closing(sqlite3.connect(desk)) as database:
        assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert unsound(examine(desk)) == {}
    assert held(desk) == copied


def test_a_copy_that_cannot_be_relied_on_gets_no_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A copy is read again before it gets its name; a damaged one is removed and said so."""
    desk = tmp_path / "desk.sqlite3"
    upgrade(desk)

    def spoil(number: int) -> None:
        (part,) = tmp_path.glob("*.part")
        content = bytearray(part.read_bytes())
        content[3 * 4_096 : -4_096] = b"\xa5" * (len(content) - 4 * 4_096)
        part.write_bytes(content)

    monkeypatch.setattr(os, "fsync", spoil)
    with pytest.raises(StoreDamaged):
        back_up(desk, tmp_path / "copy.sqlite3")
    assert [file.name for file in tmp_path.iterdir() if "desk" not in file.name] == []


def test_a_name_that_was_taken_meanwhile_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two backups of the same name at once: the second is refused, and the first stays whole."""
    desk, copy = tmp_path / "desk.sqlite3", tmp_path / "copy.sqlite3"
    upgrade(desk)
    monkeypatch.setattr(os, "fsync", lambda _: copy.write_text("another"))
    with pytest.raises(FileExistsError, match="exists already"):
        back_up(desk, copy)
    assert copy.read_text() == "another"
    assert [f.name for f in tmp_path.iterdir() if "desk" not in f.name] == ["copy.sqlite3"]
