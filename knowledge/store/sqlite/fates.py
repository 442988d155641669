"""What became of documents and of the claims in them, on SQLite."""

from collections.abc import Sequence
from datetime import datetime

import aiosqlite

from knowledge.anchoring import Fate, Finding
from knowledge.audit_notes import compared, marked, noted_before
from knowledge.errors import RecordError
from knowledge.fates import KeptFinding, Marked
from knowledge.model import Document, DocumentState, Span
from knowledge.store.claims_as_json import document_as_json, document_from_json
from knowledge.store.sqlite import writing
from knowledge.store.sqlite.auditing import note
from knowledge.store.sqlite.database import Database
from knowledge.store.sqlite.reading import read_documents

_KEPT = """
SELECT c.slug, r.key, f.fate, f.start, f."end", f.times, f.whole, f.at
FROM anchor_finding f JOIN claim c ON c.id = f.claim JOIN reading r ON r.id = f.reading
"""

_KEEP = """
INSERT INTO anchor_finding (claim, reading, fate, start, "end", times, whole, at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (claim, reading) DO UPDATE SET fate = excluded.fate,
    start = excluded.start, "end" = excluded."end", times = excluded.times,
    whole = excluded.whole, at = excluded.at
"""


class SqliteFates:
    """The part of a store on SQLite that keeps what became of documents."""

    database: Database

    async def documents_on_record(self) -> Sequence[Document]:
        """Return the documents that claims on record stand in, by key."""
        return await self.database.read(lambda c: read_documents(c, "ORDER BY d.key"))

    async def in_document(self, key: str) -> Sequence[str]:
        """Return the slugs of the claims on record from that document, in order."""

        async def job(connection: aiosqlite.Connection) -> list[str]:
            return await _claims_of(connection, key)

        return await self.database.read(job)

    async def keep_findings(
        self, version: str, findings: Sequence[tuple[str, Finding]], at: datetime
    ) -> int:
        """Keep what was found of each slug in that *version*."""

        async def job(connection: aiosqlite.Connection) -> int:
            row = await writing.one(connection, "SELECT id FROM reading WHERE key = ?", version)
            if row is None:
                raise RecordError(f"there is no version {version}")
            before = {
                kept.slug: kept.finding for kept in await kept_findings(connection, version=version)
            }
            new = [(slug, found) for slug, found in findings if before.get(slug) != found]
            for slug, found in new:
                span, identity = found.span, await writing.claim_id(connection, slug)
                if found.fate is not Fate.IN_PLACE or await kept_findings(connection, slug=slug):
                    # Its card says so, and cards are kept until something on record changes.
                    changed = await writing.next_change(connection)
                    await connection.execute(
                        "UPDATE claim SET changed = ? WHERE id = ?", (changed, identity)
                    )
                await connection.execute(
                    _KEEP,
                    (
                        *(identity, row[0], found.fate.value),
                        *((span.start, span.end) if span else (None, None)),
                        *(found.times, int(found.whole), at.isoformat()),
                    ),
                )
            if new:
                await note(connection, [compared(version, [found for _, found in new])])
            return len(new)

        return await self.database.write(job)

    async def findings_of(self, slug: str) -> Sequence[KeptFinding]:
        """Return what was found of that claim, in the order of the versions."""
        return await self.database.read(lambda c: kept_findings(c, slug=slug))

    async def mark_documents(
        self, keys: Sequence[str], state: DocumentState, notice: str
    ) -> Sequence[Marked]:
        """Have the documents with those keys stand in *state*."""

        async def job(connection: aiosqlite.Connection) -> list[Marked]:
            marks = [await _mark(connection, key, state, notice) for key in dict.fromkeys(keys)]
            return [mark for mark in marks if mark]

        return await self.database.write(job)


async def _mark(
    connection: aiosqlite.Connection, key: str, state: DocumentState, notice: str
) -> Marked | None:
    on_record = await read_documents(connection, "WHERE d.key = ?", key)
    read = await writing.one(connection, "SELECT document FROM reading WHERE key = ?", key)
    before = on_record[0] if on_record else document_from_json(str(read[0])) if read else None
    if before is None:
        return None
    after = noted_before(before, state, notice)
    if after == before:
        return None
    await connection.execute(
        "UPDATE document SET state = ?, note = ? WHERE key = ?", (state.value, after.note, key)
    )
    if read:
        own = noted_before(document_from_json(str(read[0])), state, notice)
        await connection.execute(
            "UPDATE reading SET document = ? WHERE key = ?", (document_as_json(own), key)
        )
    slugs = await _claims_of(connection, key)
    for slug in slugs:
        identity = await writing.claim_id(connection, slug)
        changed = await writing.next_change(connection)
        await connection.execute("UPDATE claim SET changed = ? WHERE id = ?", (changed, identity))
        await writing.note_change(connection, identity, f"Document {state.value}")
    await note(connection, [marked(before, after, len(slugs))])
    return Marked(key, before.state, state, tuple(slugs))


async def _claims_of(connection: aiosqlite.Connection, key: str) -> list[str]:
    rows = await connection.execute_fetchall(
        "SELECT slug FROM claim WHERE document = (SELECT id FROM document WHERE key = ?) "
        "ORDER BY slug",
        (key,),
    )
    return [row[0] for row in rows]


async def kept_findings(
    connection: aiosqlite.Connection, *, slug: str = "", version: str = ""
) -> list[KeptFinding]:
    """Return what was found of the claim *slug*, version by version, or all of one *version*."""
    where = "WHERE c.slug = ? ORDER BY r.id" if slug else "WHERE r.key = ? ORDER BY c.slug"
    rows = await connection.execute_fetchall(_KEPT + where, (slug or version,))
    return [
        KeptFinding(
            *(name, key),
            Finding(
                Fate(fate), Span(start, end) if start is not None else None, times, bool(whole)
            ),
            datetime.fromisoformat(at),
        )
        for name, key, fate, start, end, times, whole, at in rows
    ]
