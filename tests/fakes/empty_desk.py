"""An empty desk's database, migrated once in each process of the tests and written where wanted."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from knowledge.store.sqlite.migrate import upgrade


def empty_desk(path: Path) -> Path:
    """Write an empty database of this version at *path*, and return *path*."""
    path.write_bytes(_migrated())
    return path


@cache
def _migrated() -> bytes:
    """Return the file that all migrations make; making it takes far longer than a copy of it."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "desk.sqlite3"
        upgrade(path)
        return path.read_bytes()
