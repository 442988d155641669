"""Following the audit's chain from its first row to its head."""

import sqlite3
from collections.abc import Iterator

from knowledge.audit import FIRST_HASH, Person, Row, mark_of
from knowledge.store.sqlite.auditing import HEAD

_ROWS = """
SELECT a.id, a.at, a.clock, a.deed, coalesce(p.mark, ''), a.platform, a.workspace, a.channel,
    a.slug, a.other, a.about, coalesce(w.mark, ''), a.before, a.after, a.why,
    a.previous_hash, a.hash
FROM audit a LEFT JOIN person p ON p.id = a.person LEFT JOIN person w ON w.id = a.whom
ORDER BY a.id
"""


def audited(database: sqlite3.Connection) -> Iterator[str]:
    """Yield the first row that is not as it was written, and an end that is not the head."""
    number, previous, at = 0, FIRST_HASH, ""
    for *columns, stands_on, kept in database.execute(_ROWS):
        row = Row(*columns)
        if row.number != number + 1:
            yield f"entry {number + 1} is missing"
            return
        if stands_on != previous or kept != row.hash(previous):
            yield f"entry {row.number} ({row.deed}, {row.at}) is not as it was written"
            return
        if row.at < at:
            yield f"entry {row.number} is older than the one before it"
            return
        number, previous, at = row.number, kept, row.at
    head = database.execute("SELECT value FROM keepsake WHERE name = ?", (HEAD,)).fetchone()
    reached = f"{number}:{previous}" if number else ""
    if (head[0] if head else "") != reached:
        last = head[0].partition(":")[0] if head else "none"
        yield f"the chain ends at entry {number}, and its head was entry {last}"


def persons(database: sqlite3.Connection) -> Iterator[str]:
    """Yield the first person whose mark is not theirs."""
    rows = database.execute(
        "SELECT id, mark, platform, identifier, name, salt FROM person WHERE salt IS NOT NULL"
    )
    for number, mark, platform, identifier, name, salt in rows:
        if mark_of(Person(platform, identifier, name), salt) != mark:
            yield f"person {number} is not who wrote"
            return


def reaches(database: sqlite3.Connection, number: int, digest: str) -> str:
    """Return what is wrong with the chain up to a head that was noted earlier, or nothing."""
    row = database.execute("SELECT hash FROM audit WHERE id = ?", (number,)).fetchone()
    if row is None:
        return f"the chain ends before entry {number}, which was its head once"
    return "" if row[0] == digest else f"entry {number} is not the one that was noted"
