"""Restricted claims on SQLite: which they are, what they alone bring, restricting and opening."""

import json
from collections.abc import Sequence

import aiosqlite

from knowledge.audit_notes import restricted as restriction
from knowledge.model import Claim
from knowledge.store.sqlite import writing
from knowledge.store.sqlite.auditing import note
from knowledge.store.sqlite.database import Database
from knowledge.store.sqlite.reading import read_claims
from knowledge.vocabulary import OPENED, RESTRICTED

_CALLED = """
INSERT OR IGNORE INTO called
SELECT p.id, ?2, c.id FROM claimant p, claim c WHERE p.key = ?1 AND c.slug = ?3
"""

# CROSS JOIN has SQLite begin with the restricted claims, which are few. Each look for an open claim
# ends with the first, so the claims of a large outlet cost nothing.
_THEIRS = """
WITH named (claimant) AS (
    SELECT m.claimant FROM claim c CROSS JOIN maker m ON m.claim = c.id WHERE c.restricted
    UNION SELECT d.outlet FROM claim c CROSS JOIN document d ON d.id = c.document
        WHERE c.restricted
), known (claimant, name) AS (
    SELECT id, name FROM claimant WHERE id IN named
    UNION SELECT claimant, alias FROM claimant_alias WHERE claimant IN named
)
SELECT p.key, known.name FROM known JOIN claimant p ON p.id = known.claimant
WHERE NOT EXISTS (
    SELECT 1 FROM called b JOIN claim c ON c.id = b.claim
    WHERE b.claimant = known.claimant AND b.name = known.name AND NOT c.restricted
) ORDER BY p.key, known.name
"""


class SqliteRestricting:
    """The part of a store on SQLite that knows which claims not everybody may see."""

    database: Database

    async def restrict(self, slug: str, *, restricted: bool) -> bool:
        """Restrict the claim called *slug*, or open it again."""

        async def job(connection: aiosqlite.Connection) -> bool:
            identity = await writing.claim_id(connection, slug)
            cursor = await connection.execute(
                "UPDATE claim SET restricted = ?1, once_restricted = 1, revision = revision + 1, "
                "changed = ?2 WHERE id = ?3 AND restricted <> ?1",
                (int(restricted), await writing.next_change(connection), identity),
            )
            changed = cursor.rowcount > 0
            await cursor.close()
            if changed:
                await writing.note_change(
                    connection, identity, RESTRICTED if restricted else OPENED
                )
                row = await writing.one(
                    connection, "SELECT revision FROM claim WHERE id = ?", identity
                )
                revision = int(str(row[0])) if row else 0
                await note(connection, [restriction(slug, revision, restricted=restricted)])
            return changed

        return await self.database.write(job)

    async def ever_restricted(self, since: int = 0) -> Sequence[tuple[int, Claim]]:
        """Return the claims changed after *since* that are or once were restricted."""

        async def job(connection: aiosqlite.Connection) -> list[tuple[int, Claim]]:
            rows = await connection.execute_fetchall(
                "SELECT changed, slug FROM claim WHERE once_restricted AND changed > ? "
                "ORDER BY changed",
                (since,),
            )
            changed = {slug: number for number, slug in rows}
            if not changed:
                return []
            where = "WHERE c.slug IN (SELECT value FROM json_each(?)) ORDER BY c.changed"
            found = await read_claims(connection, where, (json.dumps(list(changed)),))
            return [(changed[claim.slug], claim) for claim in found]

        return await self.database.read(job)

    async def restricted_names(self) -> Sequence[tuple[str, str]]:
        """Return the names of claimants that only restricted claims bring."""

        async def job(connection: aiosqlite.Connection) -> list[tuple[str, str]]:
            return [(key, name) for key, name in await connection.execute_fetchall(_THEIRS)]

        return await self.database.read(job)


async def put_restrictions(connection: aiosqlite.Connection, claims: Sequence[Claim]) -> None:
    """Keep of *claims*, which were just added, which names they bring and which are restricted."""
    rows = [
        (who.key, name, claim.slug)
        for claim in claims
        for who in claim.people()
        for name in (who.name, *who.aliases)
    ]
    if rows:
        await connection.executemany(_CALLED, rows)
    await connection.execute(
        "UPDATE claim SET once_restricted = 1 WHERE restricted AND NOT once_restricted"
    )
