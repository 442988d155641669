"""Relations between claims on SQLite. Whatever changes one runs inside one transaction."""

import asyncio
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import aiosqlite

from knowledge.audit_notes import judged as judgement
from knowledge.check import status
from knowledge.model import ClaimRating, Link, Subject
from knowledge.relations import (
    Judged,
    Proposal,
    Relation,
    RelationKind,
    RelationState,
    Verdict,
)
from knowledge.store.sqlite import writing
from knowledge.store.sqlite.auditing import note
from knowledge.store.sqlite.database import Database
from knowledge.store.sqlite.reading import read_claims

_RELATION = """
SELECT r.id, a.slug, b.slug, r.kind, r.rule, r.model, r.score, r.at,
    (SELECT json_group_array(json_array(verdict, by, at)) FROM
        (SELECT verdict, by, at FROM relation_verdict WHERE relation = r.id ORDER BY id))
FROM relation r JOIN claim a ON a.id = r.claim JOIN claim b ON b.id = r.other
"""

_OF_ONE = """
WHERE r.id IN (
    SELECT id FROM relation WHERE claim = (SELECT id FROM claim WHERE slug = ?1)
    UNION SELECT id FROM relation WHERE other = (SELECT id FROM claim WHERE slug = ?1)
) ORDER BY r.id
"""

# The plus keeps SQLite from joining the claims with each other first.
_AMONG = """
WHERE r.claim IN (SELECT id FROM claim WHERE slug IN (SELECT value FROM json_each(?1)))
    AND +r.other IN (SELECT id FROM claim WHERE slug IN (SELECT value FROM json_each(?1)))
    AND EXISTS (SELECT 1 FROM relation_verdict WHERE relation = r.id AND verdict = 'confirmed')
ORDER BY r.id
"""


class SqliteRelations:
    """The part of a store on SQLite that keeps relations and what people said of them."""

    database: Database

    async def suggest(self, proposals: Sequence[Proposal], at: datetime) -> Sequence[Relation]:
        """Keep those of *proposals* whose pair and kind is new, and return them."""

        async def job(connection: aiosqlite.Connection) -> list[Relation]:
            kept = []
            for proposal in (proposal.settled() for proposal in proposals):
                if await _known(connection, proposal) or await _known(
                    connection, proposal.turned()
                ):
                    continue
                kept.append(await _put(connection, proposal, at))
            return kept

        return await self.database.write(job) if proposals else []

    async def relation(self, number: int) -> Relation | None:
        """Return the relation with that number."""

        async def job(connection: aiosqlite.Connection) -> Relation | None:
            return next(iter(await _relations(connection, "WHERE r.id = ?", number)), None)

        return await self.database.read(job)

    async def relations_of(self, slug: str) -> Sequence[Relation]:
        """Return every relation of the claim called *slug*, oldest first."""

        async def job(connection: aiosqlite.Connection) -> list[Relation]:
            return await _relations(connection, _OF_ONE, slug)

        return await self.database.read(job)

    async def confirmed_among(self, slugs: Sequence[str]) -> Sequence[Relation]:
        """Return the confirmed relations whose claims are both called one of *slugs*."""

        async def job(connection: aiosqlite.Connection) -> list[Relation]:
            asked = await asyncio.to_thread(json.dumps, list(slugs))
            found = await _relations(connection, _AMONG, asked)
            return [r for r in found if r.state is RelationState.CONFIRMED]

        return await self.database.read(job) if slugs else []

    async def judge(self, number: int, verdict: Verdict) -> Judged | None:
        """Add *verdict* to the relation with that number, where it changes how it stands."""

        async def job(connection: aiosqlite.Connection) -> Judged | None:
            found = await _relations(connection, "WHERE r.id = ?", number)
            return await _judge(connection, found[0], verdict) if found else None

        return await self.database.write(job)

    async def relate(self, proposal: Proposal, verdict: Verdict) -> Judged:
        """Put a person's own relation on record with its *verdict*."""

        return await self.database.write(lambda c: put_relation(c, proposal, verdict))


async def put_relation(
    connection: aiosqlite.Connection, proposal: Proposal, verdict: Verdict
) -> Judged:
    """Put a person's own relation on record with its *verdict*, in the writer's transaction."""
    settled = proposal.settled()
    relation = await _known(connection, settled)
    if relation is None:
        against = await _against(connection, settled, verdict)
        if against:
            return Judged(against, changed=False)
        relation = await _put(connection, settled, verdict.at)
    return await _judge(connection, relation, verdict)


async def links(connection: aiosqlite.Connection, slug: str) -> tuple[Link, ...]:
    """Return the confirmed relations of the claim called *slug*, those to withdrawn ones left out.

    The oldest relation comes first.
    """
    found = await _relations(connection, _OF_ONE, slug)
    confirmed = [r for r in found if r.state is RelationState.CONFIRMED]
    if not confirmed:
        return ()
    slugs = [relation.between(slug)[0] for relation in confirmed]
    where = "WHERE c.slug IN (SELECT value FROM json_each(?))"
    others = {c.slug: c for c in await read_claims(connection, where, (json.dumps(slugs),))}
    return tuple(
        Link(relation, others[other])
        for relation, other in zip(confirmed, slugs, strict=True)
        if status(others[other].reviews, Subject.CLAIM) != ClaimRating.WITHDRAWN
    )


async def _relations(
    connection: aiosqlite.Connection, where: str, *parameters: object
) -> list[Relation]:
    rows = await connection.execute_fetchall(_RELATION + where, parameters)
    return [_relation(row) for row in rows]


def _relation(row: Sequence[Any]) -> Relation:
    number, claim, other, kind, rule, model, score, at, verdicts = row
    return Relation(
        number,
        Proposal(claim, other, RelationKind(kind), rule, model, score),
        datetime.fromisoformat(at),
        tuple(
            Verdict(RelationState(state), by, datetime.fromisoformat(when))
            for state, by, when in json.loads(verdicts)
        ),
    )


async def _known(connection: aiosqlite.Connection, proposal: Proposal) -> Relation | None:
    found = await _relations(
        connection,
        "WHERE a.slug = ? AND b.slug = ? AND r.kind = ?",
        proposal.claim,
        proposal.other,
        proposal.kind.value,
    )
    return found[0] if found else None


async def _against(
    connection: aiosqlite.Connection, proposal: Proposal, verdict: Verdict
) -> Relation | None:
    """Return the same kind the other way round, if it is confirmed and *verdict* confirms this."""
    if verdict.state is not RelationState.CONFIRMED or proposal.kind.symmetric:
        return None
    turned = await _known(connection, proposal.turned())
    return turned if turned and turned.state is RelationState.CONFIRMED else None


async def _put(connection: aiosqlite.Connection, proposal: Proposal, at: datetime) -> Relation:
    cursor = await connection.execute(
        "INSERT INTO relation (claim, other, kind, rule, model, score, at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            await writing.claim_id(connection, proposal.claim),
            await writing.claim_id(connection, proposal.other),
            proposal.kind.value,
            proposal.rule,
            proposal.model,
            proposal.score,
            at.isoformat(),
        ),
    )
    number = cursor.lastrowid
    await cursor.close()
    return Relation(number or 0, proposal, at)


async def _judge(connection: aiosqlite.Connection, relation: Relation, verdict: Verdict) -> Judged:
    if relation.state is verdict.state:
        return Judged(relation, changed=False)
    against = await _against(connection, relation.proposal, verdict)
    if against:
        return Judged(against, changed=False)
    await connection.execute(
        "INSERT INTO relation_verdict (relation, verdict, by, at) VALUES (?, ?, ?, ?)",
        (relation.number, verdict.state.value, verdict.by, verdict.at.isoformat()),
    )
    for slug in (relation.proposal.claim, relation.proposal.other):
        identity = await writing.claim_id(connection, slug)
        await writing.note_change(connection, identity, relation.noted(verdict))
    await note(connection, [judgement(relation, verdict)], verdict.by)
    verdicts = (*relation.verdicts, verdict)
    return Judged(Relation(relation.number, relation.proposal, relation.at, verdicts), changed=True)
