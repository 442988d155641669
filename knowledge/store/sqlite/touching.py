"""What writes to a SQLite file touched, by whichever process they were made."""

import sqlite3

from knowledge.store.sqlite.database import Database
from knowledge.touched import Kind, Mark

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

_Known = tuple[int, int, frozenset[Mark] | None]
_Step = tuple[int, int, frozenset[Mark]]


class SqliteTouching:
    """The part of a store on SQLite that tells what writes touched."""

    database: Database
    _told: _Known = (-1, -1, None)
    _learned = -1
    _steps: tuple[_Step, ...] = ()

    def learn_touched(self, connection: sqlite3.Connection) -> None:
        """Look in the writer's thread, before anybody asks, what was touched up to now.

        What goes wrong here is left to whoever asks: they look for themselves.
        """
        try:
            connection.execute("BEGIN")
            try:
                version, marks = _touched(connection, self._learned)
            finally:
                connection.execute("ROLLBACK")
        except sqlite3.Error:
            return
        if marks:
            # Replaced whole, since it is read in another thread.
            self._steps = (*self._steps[1 - _STEPS :], (self._learned, version, marks))
        self._learned = version

    def touched(self, since: int) -> frozenset[Mark] | None:
        """Return what was touched after version *since*; runs on the calling thread."""
        version = self.database.version()
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
