"""Bringing a database to the schema this version knows: numbered SQL files, all or nothing each.

A file's BEGIN, its change, its line in `migration`, `user_version` and COMMIT go to SQLite as one
script, because `executescript` would commit an outer transaction by itself.
"""

import fcntl
import hashlib
import os
import re
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path

from knowledge.errors import StoreBusy, StoreDamaged, StoreReadOnly, StoreTooNew
from knowledge.store.sqlite.failures import in_our_words
from knowledge.store.sqlite.opening import address, may_write

_ASK_AGAIN = 0.02
_FILE = re.compile(r"(\d{4})_([a-z0-9_]+)\.sql")

_LEDGER = """
CREATE TABLE IF NOT EXISTS migration (
    number INTEGER PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL, at TEXT NOT NULL
) STRICT;
"""


@dataclass(frozen=True, slots=True)
class Migration:
    """One numbered file: its first line says why."""

    number: int
    name: str
    sql: str

    @property
    def sha256(self) -> str:
        """The hash of the file, kept in the database so that a changed file is noticed."""
        return hashlib.sha256(self.sql.encode()).hexdigest()


def migrations() -> Sequence[Migration]:
    """Return the migrations this version ships, in order. Raises `ValueError` for a gap."""
    found = []
    for file in resources.files("knowledge.store.sqlite").joinpath("migrations").iterdir():
        match = _FILE.fullmatch(file.name)
        if match:
            number, name = match.groups()
            found.append(Migration(int(number), name, file.read_text(encoding="utf-8")))
    found.sort(key=lambda migration: migration.number)
    if [m.number for m in found] != list(range(1, len(found) + 1)):
        raise ValueError("migrations are numbered from 1 without gaps")
    return found


def check_version(connection: sqlite3.Connection, ships: Sequence[Migration]) -> int:
    """Return the schema number of an open database.

    Raises `StoreTooNew` when a newer program wrote it, and `StoreDamaged` when another program made
    it or a migration it was given is not the one we ship.
    """
    # One moment for all of it: another process may be upgrading meanwhile.
    connection.execute("BEGIN")
    try:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version > len(ships):
            raise StoreTooNew(f"the database has schema {version}, this version knows {len(ships)}")
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema")}
        if version < 0 or (version and "migration" not in tables) or (tables and not version):
            raise StoreDamaged("another program made this database")
        if version:
            given = connection.execute("SELECT number, sha256 FROM migration ORDER BY number")
            if [tuple(row) for row in given] != [(m.number, m.sha256) for m in ships[:version]]:
                raise StoreDamaged("the migrations in the database are not those of this version")
    finally:
        connection.rollback()
    return int(version)


def upgrade(
    path: Path, *, busy_seconds: float = 5.0, ships: Sequence[Migration] | None = None
) -> Sequence[Migration]:
    """Bring the database at *path* up to date and return the migrations it took.

    Makes the file where there is none. A database that holds something is first copied to
    `backups/` beside it. Raises the `StoreError` that fits; a failing migration changes nothing.
    """
    ships = migrations() if ships is None else ships
    with in_our_words():
        if path.exists() and _version(path, ships, busy_seconds) == len(ships):
            return ()
        path.parent.mkdir(parents=True, exist_ok=True)
        if not (may_write(path) if path.exists() else os.access(path.parent, os.W_OK)):
            raise StoreReadOnly(f"{path} may not be written")
        with _only_one(path.parent, busy_seconds):
            version = _version(path, ships, busy_seconds) if path.exists() else 0
            if version:
                back_up(path, new_backup(path, version))
            with closing(
                sqlite3.connect(path, timeout=busy_seconds, isolation_level=None)
            ) as connection:
                connection.execute("PRAGMA journal_mode = WAL")
                for migration in ships[version:]:
                    _apply(connection, migration)
    return ships[version:]


def _version(path: Path, ships: Sequence[Migration], busy_seconds: float) -> int:
    """Return the schema number of the database at *path*, which is only read."""
    with closing(sqlite3.connect(address(path, "ro"), uri=True, timeout=busy_seconds)) as database:
        return check_version(database, ships)


@contextmanager
def _only_one(folder: Path, busy_seconds: float) -> Iterator[None]:
    """Hold *folder* for an upgrade. Raises `StoreBusy` while another process upgrades there.

    The kernel lets go of it when the process ends, however it ends.
    """
    held = os.open(folder, os.O_RDONLY)
    try:
        until = time.monotonic() + busy_seconds
        while True:
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= until:
                    raise StoreBusy(f"another process upgrades in {folder}") from None
                time.sleep(_ASK_AGAIN)
            else:
                break
        yield
    finally:
        os.close(held)


def _apply(connection: sqlite3.Connection, migration: Migration) -> None:
    at = datetime.now(UTC).isoformat(timespec="seconds")
    script = (
        f"BEGIN IMMEDIATE;\n{_LEDGER}\n{migration.sql}\n"
        f"INSERT INTO migration VALUES ({migration.number}, '{migration.name}', "
        f"'{migration.sha256}', '{at}');\n"
        f"PRAGMA user_version = {migration.number};\nCOMMIT;\n"
    )
    try:
        connection.executescript(script)
    except sqlite3.Error:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def backup_name(path: Path, version: int) -> str:
    """Return a name for a copy of *path*: its stem, its schema number and the time."""
    return f"{path.stem}-v{version}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.sqlite3"


def new_backup(path: Path, version: int) -> Path:
    """Return where a copy goes by default, waiting for a second that has none yet."""
    folder = path.parent / "backups"
    while (target := folder / backup_name(path, version)).exists():
        time.sleep(_ASK_AGAIN)
    return target


def back_up(source: Path, target: Path) -> Path:
    """Copy the live database *source* to *target* with `VACUUM INTO` and return *target*.

    Readers and writers go on meanwhile; the copy is of one moment, and is read again before it gets
    its name. One that fails leaves no file. Raises `FileExistsError` rather than overwrite, and the
    `StoreError` that fits.
    """
    if target.exists():
        raise FileExistsError(f"{target} exists already")
    unfinished = target.with_name(f"{target.name}.part")
    with in_our_words():
        target.parent.mkdir(parents=True, exist_ok=True)
        unfinished.unlink(missing_ok=True)
        try:
            with closing(sqlite3.connect(address(source, "ro"), uri=True, timeout=30)) as database:
                database.execute("VACUUM INTO ?", (str(unfinished),))
            # A desk that is restored must not make its readers wait for its writer.
            with closing(sqlite3.connect(unfinished, isolation_level=None)) as copied:
                copied.execute("PRAGMA journal_mode = WAL").fetchall()
            with unfinished.open("rb") as copy:
                os.fsync(copy.fileno())  # SQLite leaves that to the system
            with closing(sqlite3.connect(address(unfinished, "ro"), uri=True)) as copied:
                (said,) = copied.execute("PRAGMA integrity_check(1)").fetchone()
            if said != "ok":
                raise StoreDamaged(f"the copy cannot be relied on: {said}")
            _give_name(unfinished, target)
        finally:
            for left in ("", "-wal", "-shm"):
                unfinished.with_name(unfinished.name + left).unlink(missing_ok=True)
    return target


def _give_name(unfinished: Path, target: Path) -> None:
    """Give a copy its name, which nothing else may have taken meanwhile."""
    try:
        target.hardlink_to(unfinished)
    except FileExistsError:
        raise FileExistsError(f"{target} exists already") from None
    except OSError:  # a file system without hard links
        if target.exists():
            raise FileExistsError(f"{target} exists already") from None
        unfinished.rename(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)  # so that the name, too, outlives a power cut
    finally:
        os.close(folder)
