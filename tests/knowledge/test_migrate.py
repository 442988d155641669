"""Bringing a database up to date: all or nothing, copied first, and only what is ours."""

import asyncio
import fcntl
import os
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import closing
from importlib import resources
from pathlib import Path

import pytest

from knowledge.errors import StoreBusy, StoreDamaged, StoreError, StoreMissing, StoreTooNew
from knowledge.store.sqlite.migrate import Migration, back_up, migrations, upgrade
from knowledge.store.sqlite.soundness import examine
from knowledge.store.sqlite.store import SqliteStore

MORE = Migration(
    len(migrations()) + 1,
    "more",
    "-- why: a test\nCREATE VIRTUAL TABLE more USING fts5(a);\nINSERT INTO more VALUES ('x; y');\n"
    "CREATE TABLE other (a TEXT) STRICT;\n",
)
BROKEN = Migration(MORE.number, "more", MORE.sql + "INSERT INTO nowhere VALUES (1);\n")


def ships(*more: Migration) -> list[Migration]:
    """Return what a later version would ship."""
    return [*migrations(), *more]


def schema(path: Path) -> list[tuple[object, ...]]:
    """Return everything that the schema of *path* says, its number and its ledger included."""
    with closing(sqlite3.connect(path)) as database:
        (number,) = database.execute("PRAGMA user_version").fetchone()
        tables = database.execute("SELECT type, name, sql FROM sqlite_schema ORDER BY name")
        ledger = database.execute("SELECT number, name, sha256 FROM migration")
        return [(number,), *tables.fetchall(), *ledger.fetchall()]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return an up-to-date database with a small fact in it."""
    path = tmp_path / "desk.sqlite3"
    upgrade(path)
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("INSERT INTO keepsake VALUES ('a', 'b')")
    return path


def test_a_new_database_is_made_with_its_folder(tmp_path: Path) -> None:
    """The first upgrade makes file and folder, keeps a ledger, and has nothing to copy first."""
    path = tmp_path / "deep" / "down" / "desk.sqlite3"
    assert list(upgrade(path)) == list(migrations())
    assert schema(path)[0] == (len(migrations()),)
    with closing(sqlite3.connect(path)) as database:
        ledger = database.execute("SELECT number, name, sha256 FROM migration").fetchall()
        assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert ledger == [(m.number, m.name, m.sha256) for m in migrations()]
    assert all(finding.sound for finding in examine(path))
    assert not (path.parent / "backups").exists()


def test_upgrading_again_does_nothing(path: Path) -> None:
    """A database that is up to date is only read."""
    before = path.read_bytes()
    assert list(upgrade(path)) == []
    assert path.read_bytes() == before
    assert not (path.parent / "backups").exists()


def test_a_failing_migration_changes_nothing(path: Path) -> None:
    """When its last statement fails, its tables, search tables and ledger line are gone too."""
    before = schema(path)
    with pytest.raises(StoreError, match="nowhere"):
        upgrade(path, ships=ships(BROKEN))
    assert schema(path) == before
    assert [m.name for m in upgrade(path, ships=ships(MORE))] == ["more"]
    assert ("table", "other") in [row[:2] for row in schema(path)]


def test_a_failing_first_migration_leaves_nothing_to_clear_up(tmp_path: Path) -> None:
    """A fresh file whose first migration failed takes the right one afterwards."""
    path = tmp_path / "desk.sqlite3"
    first = migrations()[0]
    with pytest.raises(StoreError, match="nowhere"):
        upgrade(path, ships=[Migration(1, first.name, f"{first.sql};{BROKEN.sql}")])
    assert list(upgrade(path)) == list(migrations())


def test_what_is_there_is_copied_before_it_is_changed(path: Path) -> None:
    """An upgrade that fails or succeeds leaves a sound copy of how things were."""
    before = schema(path)
    with pytest.raises(StoreError):
        upgrade(path, ships=ships(BROKEN))
    upgrade(path, ships=ships(MORE))
    copies = sorted((path.parent / "backups").iterdir())
    assert len(copies) == 2
    for copy in copies:
        assert copy.name.startswith(f"desk-v{len(migrations())}-")
        assert schema(copy) == before
        assert all(finding.sound for finding in examine(copy))
        with closing(sqlite3.connect(copy)) as database:
            assert database.execute("SELECT * FROM keepsake").fetchall() == [("a", "b")]


def test_a_migration_that_was_changed_is_refused(path: Path) -> None:
    """A database that was given other migrations than ours is not built upon."""
    upgrade(path, ships=ships(MORE))
    before = path.read_bytes()
    other = Migration(MORE.number, MORE.name, MORE.sql + "\n")
    with pytest.raises(StoreDamaged, match="not those of this version"):
        upgrade(path, ships=ships(other))
    later = Migration(MORE.number + 1, "later", "CREATE TABLE later (a) ;")
    with pytest.raises(StoreDamaged, match="not those of this version"):
        upgrade(path, ships=ships(other, later))
    assert path.read_bytes() == before


@pytest.mark.parametrize("log", ["checkpointed", "in the log"])
def test_a_newer_database_is_not_touched(path: Path, log: str) -> None:
    """What a newer version wrote is refused, and not one byte of it changes."""
    upgrade(path, ships=ships(MORE))
    database = sqlite3.connect(path)
    with closing(database):
        if log == "in the log":
            database.execute("INSERT INTO keepsake VALUES ('c', 'd')")
            database.commit()
            # The log of a process that died: copied while it is open, put back afterwards.
            wal = path.with_name("desk.sqlite3-wal").read_bytes()
    if log == "in the log":
        path.with_name("desk.sqlite3-wal").write_bytes(wal)
    before, copies = path.read_bytes(), len(list((path.parent / "backups").iterdir()))
    with pytest.raises(StoreTooNew, match="this version knows"):
        upgrade(path)
    assert path.read_bytes() == before
    assert len(list((path.parent / "backups").iterdir())) == copies


@pytest.mark.parametrize("number", [0, 1, -1])
def test_another_programs_database_is_refused(tmp_path: Path, number: int) -> None:
    """A database with tables that are none of ours is left as it is, whatever its number."""
    path = tmp_path / "bookmarks.sqlite3"
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TABLE bookmark (url TEXT)")
        database.execute(f"PRAGMA user_version = {number}")
    before = path.read_bytes()
    with pytest.raises(StoreDamaged, match="another program"):
        upgrade(path)
    assert path.read_bytes() == before


def test_what_is_no_database_is_refused(tmp_path: Path) -> None:
    """A text file is damaged goods and stays as it is; an empty file is a fresh start."""
    path = tmp_path / "desk.sqlite3"
    path.write_text("Minutes of the meeting\n" * 100)
    with pytest.raises(StoreDamaged):
        upgrade(path)
    assert path.read_text().startswith("Minutes")
    path.write_text("")
    assert list(upgrade(path)) == list(migrations())


def shipped(monkeypatch: pytest.MonkeyPatch, folder: Path, names: Sequence[str]) -> None:
    """Let the package ship migrations called *names* from *folder*."""
    (folder / "migrations").mkdir()
    for name in names:
        (folder / "migrations" / name).write_text("-- why: a test\n")
    monkeypatch.setattr(resources, "files", lambda _: folder)


@pytest.mark.parametrize(
    "names", [["0002_b.sql"], ["0001_a.sql", "0003_c.sql"], ["0001_a.sql", "0001_b.sql"]]
)
def test_gaps_are_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, names: Sequence[str]
) -> None:
    """Numbers that leave one out, or use one twice, are a mistake of ours and said to be."""
    shipped(monkeypatch, tmp_path, names)
    with pytest.raises(ValueError, match="without gaps"):
        migrations()


def test_only_numbered_files_are_migrations(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Other files in the folder are nothing to apply, and the order is that of the numbers."""
    shipped(monkeypatch, tmp_path, ["0002_b.sql", "notes.txt", "0001_a.sql", "0003-c.sql"])
    assert [m.name for m in migrations()] == ["a", "b"]


def test_each_migration_says_why() -> None:
    """The first line of each file is its reason."""
    for migration in migrations():
        assert migration.sql.startswith("-- why: "), migration.name


@pytest.mark.parametrize("begin", ["new", "old"])
def test_processes_that_upgrade_at_once_all_end_well(tmp_path: Path, begin: str) -> None:
    """Several real processes all find the database up to date, and each change is made once."""
    path = tmp_path / "desk.sqlite3"
    if begin == "old":
        upgrade(path)
    script = (
        "import sys, time\nfrom pathlib import Path\n"
        "from knowledge.store.sqlite.migrate import Migration, migrations, upgrade\n"
        f"more = Migration({MORE.number}, {MORE.name!r}, {MORE.sql!r})\n"
        "print('ready', flush=True); sys.stdin.readline()\n"
        "print(len(upgrade(Path(sys.argv[1]), busy_seconds=20, ships=[*migrations(), more])))\n"
    )
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", script, str(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    done: list[tuple[str, str]] = []
    askers = [
        threading.Thread(target=lambda p=process: done.append(p.communicate("go\n", timeout=30)))
        for process in processes
    ]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    assert [p.returncode for p in processes] == [0, 0, 0], done
    due = MORE.number if begin == "new" else 1
    assert sorted(int(out) for out, _ in done) == [0, 0, due]
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("SELECT count(*) FROM other").fetchone() == (0,)
        assert database.execute("SELECT count(*) FROM more").fetchone() == (1,)
        assert database.execute("SELECT count(*) FROM migration").fetchone() == (MORE.number,)


def test_an_upgrade_elsewhere_is_waited_for_and_then_told(path: Path) -> None:
    """While another process upgrades, ours waits as long as it may and says that it is busy."""
    held = os.open(path.parent, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        start = time.monotonic()
        with pytest.raises(StoreBusy):
            upgrade(path, busy_seconds=0.1, ships=ships(MORE))
        assert 0.1 <= time.monotonic() - start < 2
        assert list(upgrade(path)) == [], "nothing is due, so nothing is waited for"
    finally:
        os.close(held)
    assert len(upgrade(path, busy_seconds=0.1, ships=ships(MORE))) == 1


def test_an_upgrade_waits_for_a_writer(path: Path) -> None:
    """A database that another program is writing to is busy, and unchanged."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreBusy):
            upgrade(path, busy_seconds=0.1, ships=ships(MORE))
        other.execute("ROLLBACK")
    assert schema(path)[0] == (len(migrations()),)


def test_a_copy_under_load_is_of_one_moment(path: Path, tmp_path: Path) -> None:
    """While another connection writes, a copy is whole: it has each transaction or none of it."""
    stop = threading.Event()
    written = [0]

    def write() -> None:
        with closing(sqlite3.connect(path, isolation_level=None)) as database:
            while not stop.is_set():
                n = written[0] + 1
                database.execute("BEGIN IMMEDIATE")
                database.execute("INSERT INTO keepsake VALUES (?, '')", (f"load-{n}",))
                database.execute("INSERT INTO topic (key, label) VALUES (?, '')", (f"load-{n}",))
                database.execute("COMMIT")
                written[0] = n

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for n in range(5):
            while written[0] < 20 * (n + 1):
                time.sleep(0.001)
            before = written[0]
            copy = back_up(path, tmp_path / "copies" / f"{n}.sqlite3")
            after = written[0]
            with closing(sqlite3.connect(copy)) as database:
                (facts,) = database.execute(
                    "SELECT count(*) FROM keepsake WHERE name LIKE 'load-%'"
                ).fetchone()
                (topics,) = database.execute("SELECT count(*) FROM topic").fetchone()
            assert facts == topics
            assert before <= facts <= after + 1
            assert all(finding.sound for finding in examine(copy))
    finally:
        stop.set()
        writer.join()
    last = back_up(path, tmp_path / "last.sqlite3")
    with closing(sqlite3.connect(last)) as database:
        assert database.execute("SELECT count(*) FROM topic").fetchone() == (written[0],)
    assert schema(last) == schema(path)


def test_a_copy_overwrites_nothing(path: Path, tmp_path: Path) -> None:
    """A file that is there already is refused and stays as it is."""
    target = tmp_path / "copy.sqlite3"
    target.write_text("precious")
    with pytest.raises(FileExistsError):
        back_up(path, target)
    assert target.read_text() == "precious"


def test_a_copy_that_fails_leaves_no_file(path: Path, tmp_path: Path) -> None:
    """No half copy lies about that somebody could take for a whole one."""
    folder = tmp_path / "copies"
    damaged = tmp_path / "damaged.sqlite3"
    damaged.write_bytes(path.read_bytes()[:8_192])
    with pytest.raises(StoreDamaged):
        back_up(damaged, folder / "a.sqlite3")
    with pytest.raises(StoreMissing):
        back_up(tmp_path / "none.sqlite3", folder / "b.sqlite3")
    assert list(folder.iterdir()) == []
    (folder / "c.sqlite3.part").write_text("of a copy that was cut short")
    assert back_up(path, folder / "c.sqlite3").exists()
    assert [p.name for p in folder.iterdir()] == ["c.sqlite3"]


def test_names_from_before_are_taken_for_every_claims(tmp_path: Path) -> None:
    """A desk from before names had owners keeps showing them, and knows what is restricted."""
    path = tmp_path / "desk.sqlite3"
    upgrade(path, ships=migrations()[:2])
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("INSERT INTO claimant VALUES (1, 'post', 'The Post', 'outlet', '')")
        database.execute("INSERT INTO claimant VALUES (2, 'ana', 'Ana', 'person', '')")
        database.execute("INSERT INTO claimant_alias VALUES (2, 1, 'Anita')")
        database.execute("INSERT INTO topic VALUES (1, 'beds', 'Beds')")
        document = ("", "report", "current", "", "", "en", None, "", "", "", "")
        marks = ", ".join("?" * len(document))
        database.execute(f"INSERT INTO document VALUES (1, 'd', 1, {marks})", document)
        for number, restricted in ((1, 0), (2, 1)):
            database.execute(
                "INSERT INTO claim (id, slug, label, statement, topic, document, voice, strength, "
                "cue, hedge, relays, accused, answer, places, note, revision, changed, restricted) "
                "VALUES (?1, 'c' || ?1, 'Beds', 'Ana says', 1, 1, 'indirect', 'stated', '', '', "
                "'', '', '', '[]', '', 1, ?1, ?2)",
                (number, restricted),
            )
            database.execute("INSERT INTO maker VALUES (?, 0, 2, '')", (number,))
    upgrade(path)

    async def look() -> tuple[list[str], list[tuple[str, str]], list[tuple[str, str]]]:
        store = SqliteStore(path)
        ever = [claim.slug for _, claim in await store.ever_restricted()]
        before = list(await store.restricted_names())
        await store.restrict("c1", restricted=True)
        after = list(await store.restricted_names())
        await store.close()
        return ever, before, after

    names = [("ana", "Ana"), ("ana", "Anita"), ("post", "The Post")]
    assert asyncio.run(look()) == (["c2"], [], names)
