"""Which document cites which, on SQLite, and the claims that people joined as the same."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import aiosqlite

from knowledge.audit_notes import cited
from knowledge.check import status
from knowledge.citations import Citation, How, Tie
from knowledge.model import Claim, ClaimRating, Subject
from knowledge.store.sqlite import writing
from knowledge.store.sqlite.auditing import note
from knowledge.store.sqlite.database import Database
from knowledge.store.sqlite.reading import read_claims

_COLUMNS = (
    'x.id, x.document, x.how, x.outlet, x.address, x.cited, x.words, x.start, x."end", '
    "x.covers, x.covers_to, x.claim, x.by, x.at, x.refused_by, x.why"
)

# The claims joined with one by what people confirmed, over others too; then what ties them, and
# what is cited in their documents. One statement, since each is a trip to a reader's thread.
_ALL_OF_IT = f"""
WITH RECURSIVE
    tie (claim, other, kind) AS NOT MATERIALIZED (
        SELECT r.claim, r.other, r.kind FROM relation r WHERE r.kind IN ('appearance', 'repeats')
        AND 'confirmed' = (SELECT verdict FROM relation_verdict WHERE relation = r.id
            ORDER BY id DESC LIMIT 1)),
    same (id) AS (
        SELECT id FROM claim WHERE slug = ?1
        UNION SELECT t.other FROM same s CROSS JOIN tie t ON t.claim = s.id
        UNION SELECT t.claim FROM same s CROSS JOIN tie t ON t.other = s.id),
    held (document) AS MATERIALIZED (
        SELECT DISTINCT d.key FROM same s CROSS JOIN claim c ON c.id = s.id
        CROSS JOIN document d ON d.id = c.document)
SELECT 'tie', json_array(a.slug, b.slug, t.kind) FROM same s CROSS JOIN tie t ON t.claim = s.id
    CROSS JOIN claim a ON a.id = t.claim CROSS JOIN claim b ON b.id = t.other
UNION ALL
SELECT 'citation', json_array({_COLUMNS}) FROM held h CROSS JOIN citation x
    ON x.document = h.document AND x.refused_by = ''
    WHERE x.how <> 'link' OR (SELECT count(*) FROM same) > 1
"""  # noqa: S608 - our own names


class SqliteCitations:
    """The part of a store on SQLite that keeps which document cites which."""

    database: Database

    async def outlet_names(self) -> Sequence[str]:
        """Return every name of an outlet on record, in order."""

        async def job(connection: aiosqlite.Connection) -> list[str]:
            rows = await connection.execute_fetchall(
                "SELECT name FROM claimant WHERE kind = 'outlet' UNION SELECT a.alias "
                "FROM claimant_alias a JOIN claimant p ON p.id = a.claimant WHERE p.kind = 'outlet'"
            )
            return sorted(row[0] for row in rows)

        return await self.database.read(job)

    async def citations_in(self, document: str) -> Sequence[Citation]:
        """Return every citation in the document with that key, by number."""
        return await self.database.read(
            lambda c: _citations(c, "WHERE x.document = ? ORDER BY x.id", document)
        )

    async def cite(self, citation: Citation, slug: str) -> tuple[Citation, bool]:
        """Keep what a person says the document of the claim cites."""

        async def job(connection: aiosqlite.Connection) -> tuple[Citation, bool]:
            document = await _document_of(connection, slug)
            asked = replace(citation, document=document)
            there = await _same_as(connection, asked)
            if there and not there.refused:
                return there, False
            if there:
                await connection.execute(
                    "UPDATE citation SET refused_by = '', why = '', by = ?, at = ? WHERE id = ?",
                    (asked.by, _moment(asked), there.number),
                )
            else:
                await put_citations(connection, document, [asked])
            kept = await _same_as(connection, asked)
            if kept is None:
                raise AssertionError("a citation that was just kept is not there")
            await note(connection, [cited(slug, there, kept)], asked.by)
            return kept, True

        return await self.database.write(job)

    async def refuse_citation(
        self, number: int, slug: str, by: str, why: str
    ) -> tuple[Citation, bool] | None:
        """Have the citation with that number be refused."""

        async def job(connection: aiosqlite.Connection) -> tuple[Citation, bool] | None:
            document = await _document_of(connection, slug)
            where = "WHERE x.id = ? AND x.document = ? AND x.claim IN ('', ?)"
            found = await _citations(connection, where, number, document, slug)
            if not found or found[0].refused:
                return (found[0], False) if found else None
            refused = replace(found[0], refused_by=by, why=why)
            await connection.execute(
                "UPDATE citation SET refused_by = ?, why = ? WHERE id = ?", (by, why, number)
            )
            await note(connection, [cited(slug, found[0], refused)], by)
            return refused, True

        return await self.database.write(job)


async def put_citations(
    connection: aiosqlite.Connection, document: str, citations: Iterable[Citation]
) -> None:
    """Keep *citations* in that document, but for those that are kept already."""
    await connection.executemany(
        "INSERT OR IGNORE INTO citation (document, how, outlet, address, cited, words, start, "
        '"end", covers, covers_to, claim, by, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
        [
            (
                *(document, c.how.value, c.outlet, c.address, c.cited, c.words, c.start, c.end),
                *(c.covers, c.covers_to, c.claim, c.by, _moment(c)),
            )
            for c in citations
        ],
    )


async def same_claims(
    connection: aiosqlite.Connection, claim: Claim, known: Iterable[Claim]
) -> tuple[tuple[Claim, ...], tuple[Tie, ...], tuple[Citation, ...]]:
    """Return the claims joined with *claim*, what ties them, and what their documents cite.

    *known* are claims that were read already. Withdrawn ones are left out.
    """
    rows = await connection.execute_fetchall(_ALL_OF_IT, (claim.slug,))
    found = [(what, json.loads(row)) for what, row in rows]
    ties = tuple(Tie(row[0], row[1], row[2] == "repeats") for what, row in found if what == "tie")
    citations = tuple(_citation(row) for what, row in found if what == "citation")
    if not ties:
        return (), (), citations
    slugs = {name for tie in ties for name in (tie.claim, tie.other)} - {claim.slug}
    claims = {one.slug: one for one in known if one.slug in slugs}
    if missing := sorted(slugs - claims.keys()):
        where = "WHERE c.slug IN (SELECT value FROM json_each(?))"
        read = await read_claims(connection, where, (json.dumps(missing),))
        claims |= {one.slug: one for one in read}
    same = tuple(
        claims[name]
        for name in sorted(claims)
        if status(claims[name].reviews, Subject.CLAIM) != ClaimRating.WITHDRAWN
    )
    documents = {one.document.key for one in (claim, *same)}
    return (
        same,
        tuple(sorted(ties, key=lambda tie: (tie.claim, tie.other, tie.repeats))),
        tuple(
            sorted(
                (each for each in citations if each.document in documents),
                key=lambda each: each.number,
            )
        ),
    )


async def _document_of(connection: aiosqlite.Connection, slug: str) -> str:
    identity = await writing.claim_id(connection, slug)
    row = await writing.one(
        connection,
        "SELECT key FROM document WHERE id = (SELECT document FROM claim WHERE id = ?)",
        identity,
    )
    return str(row[0]) if row else ""


async def _same_as(connection: aiosqlite.Connection, asked: Citation) -> Citation | None:
    where = (
        "WHERE x.document = ? AND x.how = ? AND x.outlet = ? AND x.address = ? AND x.start = ? "
        "AND x.claim = ?"
    )
    found = await _citations(connection, where, *asked.same_as)
    return found[0] if found else None


async def _citations(
    connection: aiosqlite.Connection, where: str, *parameters: object
) -> list[Citation]:
    rows = await connection.execute_fetchall(
        f"SELECT {_COLUMNS} FROM citation x {where}",  # noqa: S608 - our own clauses
        parameters,
    )
    return [_citation(row) for row in rows]


def _citation(row: Sequence[Any]) -> Citation:
    number, document, how, outlet, address, key, words, start, end, covers, to, *last = row
    claim, by, at, refused_by, why = last
    return Citation(
        *(How(how), document, outlet, address, key, words, start, end, covers, to, claim, by),
        at=datetime.fromisoformat(at),
        number=number,
        refused_by=refused_by,
        why=why,
    )


def _moment(citation: Citation) -> str:
    return citation.at.isoformat() if citation.at else ""
