"""What writes to a SQLite file touched, by whichever process they were made."""

import sqlite3
from abc import abstractmethod
from collections.abc import Awaitable, Callable, Mapping

import aiosqlite

from knowledge.model import Record
from knowledge.store.sqlite.at_once import within
from knowledge.store.sqlite.database import Database
from knowledge.touched import Kind, Mark, marks_of

_SLOTS = 2_048
"""So many counts the table `touched` keeps; migration 0013 has the same number."""

# Where a round of slots ends between the two, they are in two pieces.
_LOG = (
    "SELECT kind, what FROM touched "
    "WHERE (slot BETWEEN ?1 AND ?2 OR slot BETWEEN ?3 AND ?4) AND n > ?5"
)

# What is said of a claim shows in the records of those beside it too, by either kind of relation.
_TOUCHED = f"""
WITH log (kind, what) AS MATERIALIZED (SELECT DISTINCT kind, what FROM ({_LOG})),
    claims (id) AS MATERIALIZED (SELECT DISTINCT what FROM log WHERE kind IN ('claim', 'standing'))
SELECT kind, CASE kind
    WHEN 'claimant' THEN (SELECT key FROM claimant WHERE id = what)
    WHEN 'name' THEN (SELECT key FROM claimant WHERE id = what)
    WHEN 'topic' THEN (SELECT key FROM topic WHERE id = what)
    WHEN 'document' THEN (SELECT key FROM document WHERE id = what)
    WHEN 'role' THEN '' WHEN 'index' THEN '' WHEN 'all' THEN ''
    ELSE (SELECT slug FROM claim WHERE id = what) END FROM log
UNION SELECT 'standing', slug FROM claim WHERE id IN (
    SELECT r.other FROM claims c CROSS JOIN related r ON r.claim = c.id
    UNION SELECT r.claim FROM claims c CROSS JOIN related r ON r.other = c.id
    UNION SELECT r.other FROM claims c CROSS JOIN relation r ON r.claim = c.id
    UNION SELECT r.claim FROM claims c CROSS JOIN relation r ON r.other = c.id)
"""  # noqa: S608 - our own words

_STEPS = 8
"""So many writes of ours are remembered with what they touched."""

_READY = 8
"""If a write touched the standing of no more claims, their records are read with it."""

_Known = tuple[int, int, frozenset[Mark] | None]
_Step = tuple[int, int, frozenset[Mark]]


class SqliteTouching:
    """The part of a store on SQLite that tells what writes touched."""

    database: Database
    _told: _Known = (-1, -1, None)
    _learned = -1
    _steps: tuple[_Step, ...] = ()
    _read_beside: tuple[int, Mapping[str, Record | None]] = (-1, {})

    @abstractmethod
    def reading(self, slug: str) -> Callable[[aiosqlite.Connection], Awaitable[Record | None]]:
        """Return the job that reads the record of the claim called *slug*."""

    def ready(self, slug: str) -> Record | None:
        """Return the record that was read with the last write of ours, if it still holds."""
        version, records = self._read_beside
        record = records.get(slug)
        if record is None:
            return None
        touched = self.touched(version)
        return record if touched is not None and touched.isdisjoint(marks_of(record)) else None

    def learn_touched(self, connection: sqlite3.Connection) -> Callable[[], None]:
        """Look in the writer's transaction what was touched, and return how that becomes known.

        After a review the records that it touched are read here too, so that whoever asks for one
        next waits for no thread.
        """
        try:
            version, marks = _touched(connection, self._learned)
            standing = {slug for kind, slug in marks or () if kind is Kind.STANDING}
            few = len(standing) <= _READY and len(standing) == len(marks or ())
            read = {slug: within(connection, self.reading(slug)) for slug in standing if few}
        except Exception:  # noqa: BLE001 - no reason to lose the write: whoever reads meets the same
            return lambda: None

        def committed() -> None:
            # Each is replaced whole, since they are read in another thread.
            if marks:
                self._steps = (*self._steps[1 - _STEPS :], (self._learned, version, marks))
            if version != self._learned:
                self._read_beside = version, read
            self._learned = version

        return committed

    def touched(self, since: int) -> frozenset[Mark] | None:
        """Return what was touched after version *since*; runs on the calling thread."""
        version = self.database.version()
        if since == version >= 0:
            return frozenset()
        if self._told[:2] != (since, version):  # everybody who keeps something asks the same
            learned = _between(self._steps, since, version)
            if learned is not None:
                self._told = since, version, learned
                return learned
            told = self.database.look(lambda connection: _touched(connection, since))
            if told is None or told[0] != version:  # not to be known, or written meanwhile
                return told[1] if told else None
            self._told = since, *told
        return self._told[2]


def _between(steps: tuple[_Step, ...], since: int, version: int) -> frozenset[Mark] | None:
    """Return what was touched from *since* to *version*, or `None` where *steps* do not say."""
    at, marks = since, frozenset[Mark]()
    for begun, ended, touched in steps:
        if begun == at:
            at, marks = ended, marks | touched
    return marks if at == version and at != since else None


def _touched(connection: sqlite3.Connection, since: int) -> tuple[int, frozenset[Mark] | None]:
    """Return the version and what was touched up to it, in the same transaction."""
    ((version,),) = connection.execute("SELECT n FROM record_version")
    if not 0 <= since <= version or version - since > _SLOTS:
        return version, None
    if since == version:
        return version, frozenset()
    first, last = (since + 1) % _SLOTS, version % _SLOTS
    pieces = (first, last, 1, 0) if first <= last else (first, _SLOTS - 1, 0, last)
    ((counts,),) = connection.execute(f"SELECT count(*) FROM ({_LOG})", (*pieces, since))  # noqa: S608 - likewise
    if counts != version - since:  # something was counted without a word of what it was
        return version, None
    rows = connection.execute(_TOUCHED, (*pieces, since)).fetchall()
    if any(kind == "all" for kind, _ in rows):
        return version, None
    return version, frozenset((Kind(kind), str(which)) for kind, which in rows)
