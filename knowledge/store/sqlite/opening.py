"""How the file is opened: the address SQLite is given, and whether we may write there."""

import os
from pathlib import Path


def may_write(path: Path) -> bool:
    """Say whether the database at *path* can be written: the file, and the folder for its log."""
    return os.access(path.parent, os.W_OK) and os.access(path, os.W_OK)


def address(path: Path, mode: str) -> str:
    """Return the URI of the database at *path*, opened `ro` or `rw`; neither makes the file."""
    # SQLite makes a write-ahead log even to read, which it cannot do in a folder that may not
    # be written; a database without one can be read as it lies.
    log = path.with_name(f"{path.name}-wal")
    immutable = "" if may_write(path) or log.exists() else "&immutable=1"
    return f"{path.absolute().as_uri()}?mode={mode}{immutable}"
