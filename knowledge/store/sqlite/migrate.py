"""Bringing a database to the schema this version knows: numbered SQL files, all or nothing each.

A file's BEGIN, its change, its line in `migration`, `user_version` and COMMIT go to SQLite as one
script, because `executescript` would commit an outer transaction by itself.
"""

import hashlib
import re
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path

from knowledge.errors import StoreDamaged, StoreTooNew
from knowledge.store.sqlite.failures import in_our_words

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

    Raises `StoreTooNew` when a newer program wrote it, and `StoreDamaged` when a migration it was
    given is not the one we ship.
    """
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > len(ships):
        raise StoreTooNew(f"the database has schema {version}, this version knows {len(ships)}")
    if version:
        given = connection.execute("SELECT number, sha256 FROM migration ORDER BY number")
        if [tuple(row) for row in given] != [(m.number, m.sha256) for m in ships[:version]]:
            raise StoreDamaged("the migrations in the database are not those of this version")
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
        path.parent.mkdir(parents=True, exist_ok=True)
        with closing(
            sqlite3.connect(path, timeout=busy_seconds, isolation_level=None)
        ) as connection:
            version = check_version(connection, ships)
            due = ships[version:]
            if not due:
                return ()
            if version:
                back_up(path, path.parent / "backups" / backup_name(path, version))
            connection.execute("PRAGMA journal_mode = WAL")
            for migration in due:
                _apply(connection, migration)
            return due


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


def back_up(source: Path, target: Path) -> Path:
    """Copy the live database *source* to *target* with `VACUUM INTO` and return *target*.

    Readers and writers go on meanwhile. Raises `FileExistsError` rather than overwrite, and the
    `StoreError` that fits.
    """
    if target.exists():
        raise FileExistsError(f"{target} exists already")
    with in_our_words():
        target.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True, timeout=30)) as connection:
            connection.execute("VACUUM INTO ?", (str(target),))
    return target
