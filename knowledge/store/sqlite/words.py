"""The index of words: kept with each claim, and made anew where other rules made it."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import aiosqlite

from knowledge.errors import StoreReadOnly
from knowledge.match.indexed import Findable, findable
from knowledge.match.normal import RULES
from knowledge.model import Claim
from knowledge.store.sqlite.failures import in_our_words
from knowledge.store.sqlite.opening import address, may_write

BATCH = 1_000
_RULES_KEPT = "claim_words.rules"
_RULES_COMING = "claim_words.rules_coming"
_THROUGH = "claim_words.through"

_INSERT = "INSERT INTO claim_words (rowid, label, statement, words, names) VALUES (?, ?, ?, ?, ?)"
_UPDATE = (
    "UPDATE claim_words SET label = ?2, statement = ?3, words = ?4, names = ?5 WHERE rowid = ?1"
)

_FINDABLE = """
SELECT c.id, c.slug, c.label, c.statement, c.places, c.anchor_exact,
    (SELECT json_group_array(alias) FROM claim_alias WHERE claim = c.id),
    (SELECT json_group_array(exact) FROM
        (SELECT exact FROM quote WHERE claim = c.id ORDER BY position)),
    (SELECT json_group_array(text) FROM
        (SELECT text FROM figure WHERE claim = c.id ORDER BY position)),
    (SELECT json_group_array(name) FROM (
        SELECT m.written AS name FROM maker m WHERE m.claim = c.id
        UNION SELECT p.name FROM maker m JOIN claimant p ON p.id = m.claimant WHERE m.claim = c.id
        UNION SELECT a.alias FROM maker m JOIN claimant_alias a ON a.claimant = m.claimant
            WHERE m.claim = c.id
        UNION SELECT name FROM claimant WHERE id = d.outlet
        UNION SELECT alias FROM claimant_alias WHERE claimant = d.outlet)),
    EXISTS (SELECT 1 FROM claim_words WHERE rowid = c.id)
FROM claim c JOIN document d ON d.id = c.document WHERE c.id > ? ORDER BY c.id LIMIT ?
"""


async def put_words(connection: aiosqlite.Connection, identity: int, claim: Claim) -> None:
    """Put the words of the claim with that id into the index, in the writer's transaction."""
    await connection.execute(_INSERT, (identity, *findable(claim).columns()))


async def change_words(connection: aiosqlite.Connection, identity: int, claim: Claim) -> None:
    """Have the index hold the words of the claim with that id as it is now."""
    await connection.execute(_UPDATE, (identity, *findable(claim).columns()))


def reindex(
    path: Path,
    *,
    busy_seconds: float = 5.0,
    rules: str = RULES,
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Make the index of words anew where other rules made it; return how many claims were done.

    Goes in batches, each a transaction, and goes on where it was broken off. *progress* is told how
    many claims are done, of how many. Call it before anything is asked, and off the event loop.
    Raises the `StoreError` that fits.
    """
    with in_our_words():
        with closing(sqlite3.connect(address(path, "ro"), uri=True, timeout=busy_seconds)) as seen:
            if _state(seen, _RULES_KEPT) == rules:
                return 0
        if not may_write(path):
            raise StoreReadOnly(
                f"{path} may not be written, and its index of words is of old rules"
            )
        with closing(sqlite3.connect(path, timeout=busy_seconds, isolation_level=None)) as database:
            return _remake(database, rules, progress)


def _remake(
    database: sqlite3.Connection, rules: str, progress: Callable[[int, int], None] | None
) -> int:
    (total,) = database.execute("SELECT count(*) FROM claim").fetchone()
    through = 0
    if _state(database, _RULES_COMING) == rules:
        through = int(_state(database, _THROUGH) or 0)
    (before,) = database.execute("SELECT count(*) FROM claim WHERE id <= ?", (through,)).fetchone()
    done = before
    while True:
        database.execute("BEGIN IMMEDIATE")
        try:
            last, count = _next_batch(database, through)
            if count:
                through, done = last, done + count
                _keep(database, _RULES_COMING, rules)
                _keep(database, _THROUGH, str(through))
            else:
                _keep(database, _RULES_KEPT, rules)
                database.execute(
                    "DELETE FROM index_state WHERE name IN (?, ?)", (_RULES_COMING, _THROUGH)
                )
            database.execute("COMMIT")
        except BaseException:
            if database.in_transaction:
                database.execute("ROLLBACK")
            raise
        if not count:
            return int(done - before)
        if progress is not None:
            progress(done, total)


def _next_batch(database: sqlite3.Connection, through: int) -> tuple[int, int]:
    rows = database.execute(_FINDABLE, (through, BATCH)).fetchall()
    for identity, slug, label, statement, places, exact, *lists, known in rows:
        aliases, quotes, figures, owners = map(json.loads, lists)
        other = (*aliases, *json.loads(places), *quotes, *figures, *([exact] if exact else ()))
        found = Findable(slug, label, statement, other, tuple(owners))
        database.execute(_UPDATE if known else _INSERT, (identity, *found.columns()))
    return (rows[-1][0], len(rows)) if rows else (through, 0)


def _state(database: sqlite3.Connection, name: str) -> str | None:
    row = database.execute("SELECT value FROM index_state WHERE name = ?", (name,)).fetchone()
    return None if row is None else str(row[0])


def _keep(database: sqlite3.Connection, name: str, value: str) -> None:
    database.execute(
        "INSERT INTO index_state VALUES (?, ?) "
        "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (name, value),
    )
