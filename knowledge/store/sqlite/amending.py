"""Changes to claims on SQLite: reviews, evidence, new revisions, and the work on them."""

import json
from collections.abc import Sequence
from datetime import datetime

import aiosqlite

from knowledge.amending import Amended, Amendment, Revision, Seen, Work, WorkKind, bare
from knowledge.audit_notes import edited, evidence_added, worked
from knowledge.errors import RecordError
from knowledge.model import Claim, Evidence
from knowledge.store.claims_as_json import claim_as_json, claim_from_json
from knowledge.store.sqlite import writing
from knowledge.store.sqlite.auditing import note
from knowledge.store.sqlite.database import Database
from knowledge.store.sqlite.reading import read_claims
from knowledge.store.sqlite.words import change_words

_NAMED = "WHERE c.slug = ?"

_SEEN = """
SELECT c.id, c.revision, (SELECT count(*) FROM review WHERE claim = c.id),
    (SELECT count(*) FROM evidence WHERE claim = c.id)
FROM claim c WHERE c.slug = ?
"""


class SqliteAmending:
    """The part of a store on SQLite in which people change what is on record."""

    database: Database

    async def amend(self, slug: str, amendment: Amendment, seen: Seen) -> Amended:
        """Make *amendment* to the claim called *slug* if it is as *seen*; all of it or none."""

        async def job(connection: aiosqlite.Connection) -> Amended:
            # One look at numbers instead of the whole claim: each statement is a trip.
            known = await writing.one(connection, _SEEN, slug)
            if known is None:
                raise RecordError(f"there is no claim {slug}")
            identity, *numbers = (int(str(number)) for number in known)
            if Seen(*numbers) != seen:
                return Amended(await _claim(connection, slug), changed=False)
            if amendment.claim is not None:
                await _revise(connection, identity, await _claim(connection, slug), amendment)
            await _add_evidence(connection, identity, slug, amendment)
            for review in amendment.reviews:
                await writing.add_review(connection, identity, slug, review)
                await writing.note_review(connection, identity, slug, review)
            return Amended(await _claim(connection, slug), changed=True)

        return await self.database.write(job)

    async def revisions(self, slug: str) -> Sequence[Revision]:
        """Return the claim called *slug* as it was before each edit, oldest first."""

        async def job(connection: aiosqlite.Connection) -> list[Revision]:
            rows = await connection.execute_fetchall(
                "SELECT r.was, r.by, r.at, r.why FROM claim_revision r "
                "JOIN claim c ON c.id = r.claim WHERE c.slug = ? ORDER BY r.id",
                (slug,),
            )
            return [
                Revision(claim_from_json(was), by, datetime.fromisoformat(at), why)
                for was, by, at, why in rows
            ]

        return await self.database.read(job)

    async def add_work(self, slug: str, work: Work) -> None:
        """Keep *work* on the claim called *slug*."""

        async def job(connection: aiosqlite.Connection) -> None:
            identity = await writing.claim_id(connection, slug)
            await connection.execute(
                "INSERT INTO desk_work (claim, kind, words, by, at) VALUES (?, ?, ?, ?, ?)",
                (identity, work.kind.value, work.words, work.by, work.at.isoformat()),
            )
            await note(connection, [worked(slug, work)], work.by)

        await self.database.write(job)

    async def work_on(self, slug: str) -> Sequence[Work]:
        """Return the work on the claim called *slug*, oldest first."""

        async def job(connection: aiosqlite.Connection) -> list[Work]:
            rows = await connection.execute_fetchall(
                "SELECT w.kind, w.by, w.at, w.words FROM desk_work w "
                "JOIN claim c ON c.id = w.claim WHERE c.slug = ? ORDER BY w.id",
                (slug,),
            )
            return [
                Work(WorkKind(kind), by, datetime.fromisoformat(at), words)
                for kind, by, at, words in rows
            ]

        return await self.database.read(job)

    async def keep_draft(self, by: str, at: datetime, fields: dict[str, str]) -> int:
        """Keep what *by* filled in, in place of what they had, and return its number."""

        async def job(connection: aiosqlite.Connection) -> int:
            await connection.execute("DELETE FROM hand_draft WHERE by = ?", (by,))
            row = await connection.execute_insert(
                "INSERT INTO hand_draft (by, at, fields) VALUES (?, ?, ?)",
                (by, at.isoformat(), json.dumps(fields, ensure_ascii=False)),
            )
            return int(row[0]) if row else 0

        return await self.database.write(job)

    async def draft(self, number: int, by: str) -> dict[str, str] | None:
        """Return what *by* filled in under that number, while it is kept."""

        async def job(connection: aiosqlite.Connection) -> dict[str, str] | None:
            row = await writing.one(
                connection, "SELECT fields FROM hand_draft WHERE id = ? AND by = ?", number, by
            )
            fields: dict[str, str] | None = json.loads(str(row[0])) if row else None
            return fields

        return await self.database.read(job)

    async def drop_draft(self, by: str) -> None:
        """Remove what *by* filled in."""

        async def job(connection: aiosqlite.Connection) -> None:
            await connection.execute("DELETE FROM hand_draft WHERE by = ?", (by,))

        await self.database.write(job)


async def _claim(connection: aiosqlite.Connection, slug: str) -> Claim:
    found = await read_claims(connection, _NAMED, (slug,))
    if not found:
        raise RecordError(f"there is no claim {slug}")
    return found[0]


async def _revise(
    connection: aiosqlite.Connection, identity: int, before: Claim, amendment: Amendment
) -> None:
    """Keep the claim as it was, and have it read as *amendment* says from now on."""
    after = amendment.claim
    if after is None:
        return
    said = after.attribution
    await connection.execute(
        "INSERT INTO claim_revision (claim, revision, was, by, at, why) VALUES (?, ?, ?, ?, ?, ?)",
        (
            *(identity, before.revision, claim_as_json(bare(before)), amendment.by),
            *(amendment.at.isoformat(), amendment.why),
        ),
    )
    await connection.execute(
        "UPDATE claim SET label = ?, statement = ?, topic = ?, note = ?, accused = ?, answer = ?, "
        "asked = ?, none_by = ?, legal = ?, revision = revision + 1, changed = ? WHERE id = ?",
        (
            *(after.label, after.statement, await writing.put_topic(connection, after.topic)),
            *(after.note, said.accused, said.answer, said.asked, said.none_by, int(said.legal)),
            *(await writing.next_change(connection), identity),
        ),
    )
    now = await _claim(connection, before.slug)
    await change_words(connection, identity, now)
    await writing.note_change(connection, identity, "Edited")
    await note(connection, [edited(before, now, amendment.why)], amendment.by)


async def _add_evidence(
    connection: aiosqlite.Connection, identity: int, slug: str, amendment: Amendment
) -> None:
    if not amendment.evidence:
        return
    await connection.executemany(
        "INSERT INTO evidence (claim, stance, what, url, source, added_by, added_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        [_row(identity, evidence) for evidence in amendment.evidence],
    )
    await connection.execute(
        "UPDATE claim SET changed = ? WHERE id = ?",
        (await writing.next_change(connection), identity),
    )
    await writing.note_change(connection, identity, "Evidence added")
    notes = [evidence_added(slug, each, amendment.why) for each in amendment.evidence]
    await note(connection, notes, amendment.by)


def _row(identity: int, one: Evidence) -> tuple[object, ...]:
    return (
        *(identity, one.stance.value, one.what, one.url, one.source, one.added_by),
        one.added_at.isoformat(),
    )
