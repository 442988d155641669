"""A document that is given again with details, on SQLite: inside the writer's transaction."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import aiosqlite

from knowledge.amending import bare
from knowledge.audit_notes import edited
from knowledge.documents import DocumentVersion
from knowledge.model import Claim
from knowledge.proposals import Draft
from knowledge.regiving import (
    Regiven,
    given_again,
    on_record_anew,
    proposed_anew,
    regiven,
    why_again,
)
from knowledge.store.claims_as_json import claim_as_json, document_as_json
from knowledge.store.sqlite import writing
from knowledge.store.sqlite.auditing import note
from knowledge.store.sqlite.proposing import rows_of
from knowledge.store.sqlite.reading import read_claims
from knowledge.store.sqlite.words import change_words


async def give_again(
    connection: aiosqlite.Connection,
    kept: DocumentVersion,
    brought: DocumentVersion,
    drafts: Sequence[Draft],
) -> Regiven:
    """Keep what a person said of *brought*, and what follows of it for the claims of *kept*."""
    made = regiven(kept, brought)
    if not made.details:
        return made
    version, by = made.version, brought.brought_by
    await connection.execute(
        "UPDATE reading SET document = ?, outlet = ?, title = ?, address = ?, origins = ?, "
        "notes = ? WHERE key = ?",
        (
            *(document_as_json(version.document), version.document.outlet.key, version.title),
            *(version.address, json.dumps(version.origins, ensure_ascii=False)),
            *(json.dumps(version.notes, ensure_ascii=False), version.document.key),
        ),
    )
    by_print = {draft.fingerprint: draft.claim for draft in drafts}
    found = await rows_of(
        connection, "WHERE p.reading = (SELECT id FROM reading WHERE key = ?)", version.document.key
    )
    dated: list[str] = []
    for proposal, fingerprint in found:
        anew = proposed_anew(proposal.claim, by_print.get(fingerprint), version)
        await connection.execute(
            "UPDATE proposal SET claim = ? WHERE id = ?", (claim_as_json(anew), proposal.number)
        )
        if proposal.state.open and anew.dates != proposal.claim.dates:
            dated.append(str(proposal.number))
    claims = await read_claims(
        connection, "WHERE d.key = ? ORDER BY c.slug", (version.document.key,)
    )
    await _put_document(connection, version)
    sources = {proposal.into: (proposal.claim, mark) for proposal, mark in found if proposal.into}
    for claim in claims:
        proposed, mark = sources.get(claim.slug, (None, ""))
        anew = on_record_anew(claim, proposed, by_print.get(mark), version)
        await _on_record(connection, claim, anew, version, by)
        dated += [claim.slug] if anew.dates != claim.dates else []
    slugs = [claim.slug for claim in claims]
    made = replace(made, dated=len(dated), slugs=tuple(slugs))
    await note(connection, [given_again(kept, made)], by)
    return made


async def _put_document(connection: aiosqlite.Connection, version: DocumentVersion) -> None:
    document = version.document
    if not await writing.one(connection, "SELECT 1 FROM document WHERE key = ?", document.key):
        return
    await connection.execute(
        "UPDATE document SET outlet = ?, url = ?, published = ?, published_from = ?, "
        "details_from = ? WHERE key = ?",
        (
            *(await writing.put_claimant(connection, document.outlet), document.url),
            document.published.value if document.published else None,
            *(document.published_from, document.details_from, document.key),
        ),
    )


async def _on_record(
    connection: aiosqlite.Connection, claim: Claim, anew: Claim, version: DocumentVersion, by: str
) -> None:
    """Have *claim* be *anew*, in a new revision where its own words or dates are other ones."""
    identity = await writing.claim_id(connection, claim.slug)
    changed = await writing.next_change(connection)
    await connection.execute("UPDATE claim SET changed = ? WHERE id = ?", (changed, identity))
    revised = (anew.statement, anew.dates) != (claim.statement, claim.dates)
    if revised:
        why, at = why_again(version), datetime.now(UTC).replace(microsecond=0).isoformat()
        await connection.execute(
            "INSERT INTO claim_revision (claim, revision, was, by, at, why) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            (identity, claim.revision, claim_as_json(bare(claim)), by, at, why),
        )
        await connection.execute(
            "UPDATE claim SET statement = ?, revision = revision + 1 WHERE id = ?",
            (anew.statement, identity),
        )
        await connection.executemany(
            "UPDATE date_mention SET resolved = ? WHERE claim = ? AND position = ?",
            [
                (each.resolved.value if each.resolved else None, identity, place)
                for place, each in enumerate(anew.dates)
            ],
        )
    (now,) = await read_claims(connection, "WHERE c.slug = ?", (claim.slug,))
    if revised:
        await note(connection, [edited(claim, now, why_again(version))], by)
    await change_words(connection, identity, now)
    await writing.note_change(connection, identity, "Edited" if revised else "Document described")
