"""The audit on SQLite: notes in the writer's transaction, reading, and erasing a person."""

import asyncio
import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

import aiosqlite

from knowledge.acting import acting_now
from knowledge.audit import (
    FIRST_HASH,
    By,
    Entry,
    Erased,
    Note,
    Person,
    Row,
    erased_words,
    new_known,
    next_row,
    signed_by,
)
from knowledge.audit_notes import erased_note
from knowledge.store.sqlite.asker_marks import forget_asker
from knowledge.store.sqlite.database import Database
from knowledge.store.sqlite.failures import in_our_words
from knowledge.store.sqlite.opening import address

HEAD = "audit head"
"""The keepsake that a trigger keeps the chain's head in."""

# One statement, since each is a trip to the writer's thread.
_LAST = """
SELECT a.id, a.at, a.hash, p.id, p.mark FROM (SELECT 1)
LEFT JOIN (SELECT id, at, hash FROM audit ORDER BY id DESC LIMIT 1) a
LEFT JOIN person p ON p.platform = ? AND p.identifier = ? AND p.name = ?
"""

_INSERT = """
INSERT INTO audit (id, at, clock, deed, person, platform, workspace, channel, slug, other, about,
    whom, before, after, why, previous_hash, hash)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""

_ENTRY = """
SELECT a.id, a.at, a.clock, a.deed, a.platform, a.workspace, a.channel, a.slug, a.other, a.about,
    a.before, a.after, a.why, a.hash, a.person, p.platform, p.identifier, p.name,
    a.whom, w.platform, w.identifier, w.name, a.previous_hash, p.mark, w.mark
FROM audit a LEFT JOIN person p ON p.id = a.person LEFT JOIN person w ON w.id = a.whom
"""

_AFTER = _ENTRY + "WHERE a.id > ? ORDER BY a.id LIMIT ?"

_ENTRIES = (
    _ENTRY
    + """
WHERE (?1 = '' OR a.slug = ?1 OR a.other = ?1) AND (?2 = '' OR a.at >= ?2)
    AND (?3 = 0 OR a.id < ?3)
ORDER BY a.id DESC LIMIT ?4
"""
)

# Where a signature `platform:id name` stands, by what it is called, as table and column.
_SIGNED = {
    "reviews": ("review", "reviewer", "AND signed <> ''"),
    "verdicts on relations": ("relation_verdict", "by", ""),
    "decisions on proposals": ("proposal_decision", "by", ""),
    "evidence": ("evidence", "added_by", ""),
    "documents brought in": ("reading", "brought_by", ""),
    "edits": ("claim_revision", "by", ""),
    "work on claims": ("desk_work", "by", ""),
    "citations": ("citation", "by", ""),
    "citations refused": ("citation", "refused_by", ""),
    "tickets": ("ticket", "owner", ""),
    "tickets made": ("ticket", "made_by", ""),
    "meetings started": ("meeting", "started_by", ""),
    "meetings ended": ("meeting", "ended_by", ""),
    "items of meetings": ("meeting_item", "added_by", ""),
    "decisions of meetings": ("meeting_decision", "by", ""),
}

_QUESTIONS = """
UPDATE question SET asked_by = ?1, channel = '' WHERE asked_by <> ?1 AND id IN (
    SELECT CAST(substr(about, 10) AS INTEGER) FROM audit
    WHERE deed = 'question kept' AND person IN (SELECT value FROM json_each(?2)))
"""


# A role goes with its holder. Whom answers were given to is forgotten; what only they saw is not
# followed any more.
_HELD = {
    "roles": "DELETE FROM role_holder WHERE platform = ? AND id = ? AND NOT is_group",
    "private answers": "DELETE FROM answer WHERE platform = ? AND asker = ? AND NOT public",
    "what was to be told": "DELETE FROM delivery WHERE step = 'tell' AND answer IN "
    "(SELECT id FROM answer WHERE platform = ? AND asker = ?)",
    "what was told": "DELETE FROM said WHERE step = 'tell' AND answer IN "
    "(SELECT id FROM answer WHERE platform = ? AND asker = ?)",
    "answers": "UPDATE answer SET asker = '' WHERE platform = ? AND asker = ?",
    "conversations": "DELETE FROM talk WHERE platform = ? AND thread = '@' || ?",
    "watches": "DELETE FROM watch WHERE platform = ? AND person = ? AND channel = ''",
    "watches of channels": "UPDATE watch SET person = '' WHERE platform = ? AND person = ?",
    "briefs": "DELETE FROM brief_schedule WHERE platform = ? AND person = ? AND channel = ''",
    "briefs of channels": "UPDATE brief_schedule SET person = '' WHERE platform = ? AND person = ?",
    "briefs given": "DELETE FROM brief_given WHERE platform = ? AND person = ?",
    "notices": "DELETE FROM notice WHERE platform = ? AND person = ?",
}


async def note(
    connection: aiosqlite.Connection, notes: Sequence[Note], signature: str = ""
) -> None:
    """Add *notes* to the chain, in the name of whoever is writing, or of who signed so."""
    if not notes:
        return
    by = acting_now()
    person = by.person or signed_by(signature)
    row = await _first(connection, _LAST, *_columns(person))
    last = (int(row[0] or 0), str(row[1] or ""))
    previous = str(row[2] or FIRST_HASH)
    identity, mark = row[3], str(row[4] or "")
    if person and not identity:
        identity, mark = await _add_person(connection, person)
    clock = datetime.now(UTC)
    rows = []
    for one in notes:
        whom, whom_mark = await put_person(connection, one.whom) if one.whom else (None, "")
        made = next_row(one, by, (mark, whom_mark), last, clock)
        digest = made.hash(previous)
        rows.append(
            (
                *(made.number, made.at, made.clock, made.deed, identity),
                *(made.platform, made.workspace, made.channel, made.slug, made.other, made.about),
                *(whom, made.before, made.after, made.why, previous, digest),
            )
        )
        previous, last = digest, (made.number, made.at)
    await connection.executemany(_INSERT, rows)


async def put_person(connection: aiosqlite.Connection, person: Person) -> tuple[int, str]:
    """Return the id and mark of *person*, who is added where they are new under that name."""
    row = await _first(
        connection,
        "SELECT max(id), mark FROM person WHERE platform = ? AND identifier = ? AND name = ?",
        *_columns(person),
    )
    return (int(row[0]), str(row[1])) if row[0] else await _add_person(connection, person)


class SqliteAuditing:
    """The part of a store on SQLite that keeps who wrote what."""

    database: Database

    async def audit(
        self, limit: int, *, slug: str = "", since: datetime | None = None, before: int = 0
    ) -> Sequence[Entry]:
        """Return at most *limit* entries, newest first."""
        after = since.astimezone(UTC).isoformat(timespec="milliseconds") if since else ""

        async def job(connection: aiosqlite.Connection) -> list[Entry]:
            rows = await connection.execute_fetchall(_ENTRIES, (slug, after, before, limit))
            return [_entry(row) for row in rows]

        return await self.database.read(job)

    async def audit_after(self, number: int, limit: int) -> Sequence[Entry]:
        """Return at most *limit* entries with a higher number than that, oldest first."""

        async def job(connection: aiosqlite.Connection) -> list[Entry]:
            rows = await connection.execute_fetchall(_AFTER, (number, limit))
            return [_entry(row) for row in rows]

        return await self.database.read(job)

    async def audit_head(self) -> str:
        """Return the chain's head as `number:hash`."""

        async def job(connection: aiosqlite.Connection) -> str:
            rows = await connection.execute_fetchall(
                "SELECT id || ':' || hash FROM audit ORDER BY id DESC LIMIT 1"
            )
            return next((str(row[0]) for row in rows), "")

        return await self.database.read(job)

    async def erase_person(self, platform: str, identifier: str) -> Erased:
        """Erase who the person with that id is; what they did stays."""

        async def job(connection: aiosqlite.Connection) -> Erased:
            # What is overwritten must not stay in the file's free pages.
            await connection.execute("PRAGMA secure_delete = ON")
            erased = await _erase(connection, platform, identifier)
            if erased.names or erased.replaced:
                await note(connection, [erased_note(erased.names)])
            return erased

        erased = await self.database.write(job)
        if erased.names or erased.replaced:
            await asyncio.to_thread(self._empty_log)
        return erased

    def _empty_log(self) -> None:
        """Bring the write-ahead log into the file and empty it: it still holds what was there."""
        with (
            in_our_words(),
            closing(sqlite3.connect(address(self.database.path, "rw"), uri=True)) as connection,
        ):
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


async def _erase(connection: aiosqlite.Connection, platform: str, identifier: str) -> Erased:
    signature = f"{platform}:{identifier}"
    # Who signed before there was an audit is met here for the first time.
    for table, column, which in _SIGNED.values():
        signed = await connection.execute_fetchall(
            f"SELECT DISTINCT {column} FROM {table} WHERE ({column} = ?1 "  # noqa: S608 - our own names
            f"OR substr({column}, 1, length(?1) + 1) = ?1 || ' ') {which}",
            (signature,),
        )
        for (text,) in signed:
            person = signed_by(str(text))
            if person and (person.platform, person.id) == (platform, identifier):
                await put_person(connection, person)
    known = [
        (int(row[0]), Person(platform, identifier, str(row[1])))
        for row in await connection.execute_fetchall(
            "SELECT id, name FROM person WHERE platform = ? AND identifier = ?",
            (platform, identifier),
        )
    ]
    ids = json.dumps([number for number, _ in known])
    entries = await _first(
        connection,
        "SELECT count(*) FROM audit WHERE person IN (SELECT value FROM json_each(?1)) "
        "OR whom IN (SELECT value FROM json_each(?1))",
        ids,
    )
    counts: dict[str, int] = {}
    for name, (table, column, which) in _SIGNED.items():
        for number, person in known:
            counts[name] = counts.get(name, 0) + await _changed(
                connection,
                f"UPDATE {table} SET {column} = ? WHERE {column} = ? {which}",  # noqa: S608 - our own names
                erased_words(number),
                person.signature,
            )
    if known:
        counts["questions"] = await _changed(connection, _QUESTIONS, erased_words(known[0][0]), ids)
    await connection.execute(
        "DELETE FROM hand_draft WHERE by = ?1 OR substr(by, 1, length(?1) + 1) = ?1 || ' '",
        (signature,),
    )
    counts["saved searches"] = await _changed(
        connection,
        "DELETE FROM saved_search WHERE platform = ? AND owner = ?",
        platform,
        identifier,
    )
    for name, sql in _HELD.items():
        counts[name] = await _changed(connection, sql, platform, identifier)
    counts["unanswered questions"] = await forget_asker(connection, platform, identifier)
    del counts["what was to be told"], counts["what was told"]
    kept = await _first(
        connection,
        "SELECT count(*) FROM review WHERE reviewer = ?1 "
        "OR substr(reviewer, 1, length(?1) + 1) = ?1 || ' '",
        signature,
    )
    await connection.execute(
        "UPDATE person SET platform = NULL, identifier = NULL, name = NULL, salt = NULL "
        "WHERE platform = ? AND identifier = ?",
        (platform, identifier),
    )
    replaced = tuple((name, count) for name, count in counts.items() if count)
    return Erased(len(known), int(entries[0]), replaced, int(kept[0]))


async def _add_person(connection: aiosqlite.Connection, person: Person) -> tuple[int, str]:
    known = new_known(person)
    row = await connection.execute_insert(
        "INSERT INTO person (mark, platform, identifier, name, salt) VALUES (?, ?, ?, ?, ?)",
        (known.mark, *_columns(person), known.salt),
    )
    return int(row[0]) if row else 0, known.mark


def _columns(person: Person | None) -> tuple[str | None, str | None, str | None]:
    return (person.platform, person.id, person.name) if person else (None, None, None)


async def _first(connection: aiosqlite.Connection, sql: str, *parameters: object) -> Sequence[Any]:
    rows = await connection.execute_fetchall(sql, parameters)
    return next(tuple(row) for row in rows)


async def _changed(connection: aiosqlite.Connection, sql: str, *parameters: object) -> int:
    cursor = await connection.execute(sql, parameters)
    count = cursor.rowcount
    await cursor.close()
    return count


def _entry(row: Sequence[Any]) -> Entry:
    number, at, clock, deed, platform, workspace, channel, slug, other, about, *rest = row
    before, after, why, digest, *people = rest
    person, who = _person(*people[:4])
    _, whom = _person(*people[4:8])
    previous, mark, whom_mark = people[8:]
    made = Row(
        *(number, at, clock, deed, mark or "", platform, workspace, channel, slug, other, about),
        *(whom_mark or "", before, after, why),
    )
    return Entry(
        *(number, datetime.fromisoformat(at), datetime.fromisoformat(clock), deed),
        By(person, platform, workspace, channel),
        slug=slug,
        other=other,
        about=about,
        before=json.loads(before),
        after=json.loads(after),
        why=why,
        who=who,
        whom=whom,
        hash=digest,
        covered=made.covered(previous),
    )


def _person(
    number: int | None, platform: str | None, identifier: str | None, name: str | None
) -> tuple[Person | None, str]:
    """Return the person as far as they are known, and in words."""
    if number is None:
        return None, ""
    if platform is None or identifier is None:
        return None, erased_words(number)
    person = Person(platform, identifier, name or "")
    return person, person.signature
