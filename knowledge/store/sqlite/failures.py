"""SQLite's failures in the words of the ports."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from knowledge.errors import (
    RecordError,
    StoreBusy,
    StoreDamaged,
    StoreError,
    StoreFull,
    StoreMissing,
    StoreReadOnly,
)

_KINDS: dict[int, type[StoreError]] = {
    sqlite3.SQLITE_BUSY: StoreBusy,
    sqlite3.SQLITE_LOCKED: StoreBusy,
    sqlite3.SQLITE_READONLY: StoreReadOnly,
    sqlite3.SQLITE_PERM: StoreReadOnly,
    sqlite3.SQLITE_FULL: StoreFull,
    sqlite3.SQLITE_CANTOPEN: StoreMissing,
    sqlite3.SQLITE_CORRUPT: StoreDamaged,
    sqlite3.SQLITE_NOTADB: StoreDamaged,
}

_NO_SUCH_PLACE = frozenset(
    {errno.EEXIST, errno.ENOTDIR, errno.EISDIR, errno.ENOENT, errno.ELOOP, errno.ENAMETOOLONG}
)
"""A file stands where a folder belongs, or the folder cannot be made."""


@contextmanager
def in_our_words() -> Iterator[None]:
    """Raise SQLite's and the file system's errors as the `StoreError` that fits."""
    try:
        yield
    except sqlite3.Error as error:
        # The low byte is the primary result code; the rest says where it happened.
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
        raise _KINDS.get(code, StoreError)(str(error)) from error
    except UnicodeEncodeError as error:
        raise RecordError(f"this text cannot be kept: {error.reason}") from error
    except OSError as error:
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise StoreReadOnly(str(error)) from error
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StoreFull(str(error)) from error
        if error.errno in _NO_SUCH_PLACE:
            raise StoreError(str(error)) from error
        raise
