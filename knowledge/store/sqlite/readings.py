"""Documents as they were read, on SQLite: versions, texts, addresses, and the state of intake."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import aiosqlite

from knowledge.audit_notes import address_added, taken_in
from knowledge.citations import Citation
from knowledge.documents import DocumentVersion, IntakeItem, ItemState, Outcome, TakenIn
from knowledge.proposals import Draft
from knowledge.store.claims_as_json import document_as_json, document_from_json
from knowledge.store.sqlite import writing
from knowledge.store.sqlite.auditing import note
from knowledge.store.sqlite.citations import put_citations
from knowledge.store.sqlite.database import Database
from knowledge.store.sqlite.proposing import propose
from knowledge.store.sqlite.regiving import give_again

_READING = """
SELECT r.document, t.text, r.retrieved_at, r.title, r.address, r.origins, r.modified, r.media,
    r.notes, r.brought_by, r.source, r.number, coalesce(p.key, '')
FROM reading r JOIN reading_text t ON t.reading = r.id LEFT JOIN reading p ON p.id = r.previous
"""

_INSERT = """
INSERT INTO reading (id, key, chain, number, previous, sha256, outlet, title, address, document,
    origins, modified, media, notes, retrieved_at, brought_by, source)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""


class SqliteReadings:
    """The part of a store on SQLite that keeps documents as they were read."""

    database: Database

    async def take_in(
        self,
        version: DocumentVersion,
        drafts: Sequence[Draft],
        citations: Sequence[Citation] = (),
    ) -> TakenIn:
        """Keep *version* with what is proposed from it and what it cites, all or nothing."""

        async def job(connection: aiosqlite.Connection) -> TakenIn:
            same = await writing.one(
                connection,
                "SELECT id, chain FROM reading WHERE sha256 = ?",
                version.document.sha256,
            )
            if same is not None:
                identity, chain = int(str(same[0])), int(str(same[1]))
                new = await _put_address(connection, version.address, chain)
                (kept,) = await _readings(connection, "WHERE r.id = ?", identity)
                if new:
                    noted = address_added(kept, version.address)
                    await note(connection, [noted], version.brought_by)
                made = await give_again(connection, kept, version, drafts)
                await put_citations(connection, kept.document.key, citations)
                return TakenIn(
                    kept.document.key,
                    kept.number,
                    Outcome.SAME,
                    repeated=len(drafts),
                    also=await _addresses(connection, chain, made.version.address),
                    version=made.version,
                    given=made.details,
                    dated=made.dated,
                )
            identity, kept = await _put(connection, version)
            numbers, repeated = await propose(connection, identity, kept, drafts)
            await put_citations(connection, kept.document.key, citations)
            await note(connection, [taken_in(kept, len(numbers))], kept.brought_by)
            return TakenIn(
                kept.document.key,
                kept.number,
                Outcome.CHANGED if kept.previous else Outcome.NEW,
                numbers,
                repeated,
                version=kept,
            )

        return await self.database.write(job)

    async def version_of(self, key: str) -> DocumentVersion | None:
        """Return the version with that key, its text included."""
        found = await self._read("WHERE r.key = ?", key)
        return found[0] if found else None

    async def versions_at(self, address: str) -> Sequence[DocumentVersion]:
        """Return every version of the document at that canonical address, oldest first."""
        return await self._read(
            "WHERE r.chain = (SELECT chain FROM reading_address WHERE address = ?) "
            "ORDER BY r.number",
            address,
        )

    async def newest_of(self, key: str) -> DocumentVersion | None:
        """Return the newest version of the document of which *key* names one."""
        found = await self._read(
            "WHERE r.chain = (SELECT chain FROM reading WHERE key = ?) "
            "ORDER BY r.number DESC LIMIT 1",
            key,
        )
        return found[0] if found else None

    async def documents_read(self, limit: int) -> Sequence[DocumentVersion]:
        """Return the versions read last, newest first."""
        return await self._read("ORDER BY r.id DESC LIMIT ?", limit)

    async def intake_item(self, source: str, sha256: str) -> IntakeItem | None:
        """Return what became of the file or page *source* with those bytes, if it was tried."""
        found = await self._items("WHERE source = ? AND sha256 = ?", source, sha256)
        return found[0] if found else None

    async def keep_item(self, item: IntakeItem) -> None:
        """Keep *item*, in place of what was kept of the same source and bytes."""

        async def job(connection: aiosqlite.Connection) -> None:
            await connection.execute(
                "INSERT INTO intake_item (source, sha256, state, run, at, failure, documents) "
                "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (source, sha256) DO UPDATE SET "
                "state = excluded.state, run = excluded.run, at = excluded.at, "
                "failure = excluded.failure, documents = excluded.documents",
                (
                    item.source,
                    item.sha256,
                    item.state.value,
                    item.run,
                    item.at.isoformat(),
                    item.failure,
                    json.dumps(item.documents, ensure_ascii=False),
                ),
            )

        await self.database.write(job)

    async def intake_items(self, run: str) -> Sequence[IntakeItem]:
        """Return the items of that run in the order in which they were first kept."""
        return await self._items("WHERE run = ? ORDER BY id", run)

    async def _read(self, where: str, *parameters: object) -> list[DocumentVersion]:
        return await self.database.read(lambda c: _readings(c, where, *parameters))

    async def _items(self, where: str, *parameters: object) -> list[IntakeItem]:
        async def job(connection: aiosqlite.Connection) -> list[IntakeItem]:
            rows = await connection.execute_fetchall(
                "SELECT source, sha256, state, run, at, failure, documents FROM intake_item "  # noqa: S608 - our own clauses
                + where,
                parameters,
            )
            return [
                IntakeItem(
                    *(source, sha256, ItemState(state), run, datetime.fromisoformat(at), failure),
                    documents=tuple(json.loads(documents)),
                )
                for source, sha256, state, run, at, failure, documents in rows
            ]

        return await self.database.read(job)


async def _put(
    connection: aiosqlite.Connection, version: DocumentVersion
) -> tuple[int, DocumentVersion]:
    """Add *version* under a key of its own, after the last one at its address."""
    last = await writing.one(
        connection,
        "SELECT r.id, r.chain, r.number, r.key, f.key FROM reading r JOIN reading f "
        "ON f.id = r.chain WHERE r.chain = (SELECT chain FROM reading_address WHERE address = ?) "
        "ORDER BY r.number DESC LIMIT 1",
        version.address,
    )
    row = await writing.one(connection, "SELECT coalesce(max(id), 0) + 1 FROM reading")
    identity = int(str(row[0])) if row else 1
    number, wanted = 1, version.document.key
    if last is not None:
        number = int(str(last[2])) + 1
        wanted = f"{last[4]}-v{number}"
    key = await _free_key(connection, wanted)
    kept = replace(
        version,
        document=replace(version.document, key=key),
        number=number,
        previous=str(last[3]) if last else "",
    )
    chain = int(str(last[1])) if last else identity
    await connection.execute(
        _INSERT,
        (
            *(identity, key, chain, number, last[0] if last else None),
            *(kept.document.sha256, kept.document.outlet.key, kept.title, kept.address),
            document_as_json(kept.document),
            json.dumps(kept.origins, ensure_ascii=False),
            *(kept.modified, kept.media, json.dumps(kept.notes, ensure_ascii=False)),
            *(kept.retrieved_at.isoformat(), kept.brought_by, kept.source),
        ),
    )
    await connection.execute("INSERT INTO reading_text VALUES (?, ?)", (identity, kept.text))
    await _put_address(connection, kept.address, chain)
    return identity, kept


async def _put_address(connection: aiosqlite.Connection, address: str, chain: int) -> bool:
    """Keep that the document stands there as well; say whether that is news."""
    if not address:
        return False
    cursor = await connection.execute(
        "INSERT OR IGNORE INTO reading_address VALUES (?, ?)", (address, chain)
    )
    new = cursor.rowcount > 0
    await cursor.close()
    return new


async def _addresses(connection: aiosqlite.Connection, chain: int, but: str) -> tuple[str, ...]:
    rows = await connection.execute_fetchall(
        "SELECT address FROM reading_address WHERE chain = ? AND address <> ? ORDER BY address",
        (chain, but),
    )
    return tuple(row[0] for row in rows)


async def _free_key(connection: aiosqlite.Connection, wanted: str) -> str:
    """Return *wanted*, with a number where a document that was read or is on record has it."""
    key, number = wanted, 1
    while await writing.one(
        connection,
        "SELECT 1 FROM reading WHERE key = ?1 UNION ALL SELECT 1 FROM document WHERE key = ?1",
        key,
    ):
        number += 1
        key = f"{wanted}-{number}"
    return key


async def _readings(
    connection: aiosqlite.Connection, where: str, *parameters: object
) -> list[DocumentVersion]:
    rows = await connection.execute_fetchall(_READING + where, parameters)
    return [_version(row) for row in rows]


def _version(row: Sequence[Any]) -> DocumentVersion:
    document, text, at, title, address, origins, modified, media, notes, by, source, *last = row
    return DocumentVersion(
        document_from_json(document),
        text,
        datetime.fromisoformat(at),
        title=title,
        address=address,
        origins=tuple((name, origin) for name, origin in json.loads(origins)),
        modified=modified,
        media=media,
        notes=tuple(json.loads(notes)),
        brought_by=by,
        source=source,
        number=last[0],
        previous=last[1],
    )
