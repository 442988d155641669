"""The desk's queue on SQLite: what waits, and every decision in one transaction."""

import asyncio
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace

import aiosqlite

from knowledge.audit_notes import added, decided
from knowledge.draft_claims import UNSORTED
from knowledge.model import Claim, ClaimRating, Review, Subject
from knowledge.proposals import (
    Decided,
    Decision,
    ProposedClaim,
    QueueFilter,
    QueueRow,
    may_become,
)
from knowledge.relations import Proposal, RelationKind, RelationState, Verdict
from knowledge.store.sqlite import writing
from knowledge.store.sqlite.auditing import note
from knowledge.store.sqlite.proposing import proposals, settle
from knowledge.store.sqlite.relations import put_relation
from knowledge.store.sqlite.restricting import put_restrictions
from knowledge.store.sqlite.vectors import SqliteVectors, put_vectors

_WAITING = """
SELECT p.id, r.key, p.same, p.worth, p.parent IS NOT NULL
FROM proposal p JOIN reading r ON r.id = p.reading
WHERE p.state = ?1 AND (?2 = '' OR p.topic = ?2) AND (?3 = '' OR r.key = ?3)
    AND (?4 = '' OR r.outlet = ?4) AND (?5 = '' OR instr(p.who, ?5))
    AND (?6 IS NULL OR p.at >= ?6) AND (?7 IS NULL OR p.at < ?7)
ORDER BY p.id
"""

_SAME = """
SELECT id FROM proposal WHERE same = (SELECT same FROM proposal WHERE id = ?1) AND id <> ?1
    AND state IN ('waiting', 'held') ORDER BY id
"""

# What was accepted of the same document: under the same topic, around it, or inside it.
_BESIDE = """
SELECT c.slug FROM proposal p JOIN claim c ON c.id = p."into" JOIN topic t ON t.id = c.topic
WHERE p.reading = (SELECT reading FROM proposal WHERE id = ?1) AND p.id <> ?1
    AND ((t.key = ?2 AND t.key <> ?3) OR p.parent = ?1
        OR p.id = (SELECT parent FROM proposal WHERE id = ?1))
"""


class SqliteProposals(SqliteVectors):
    """The part of a store on SQLite in which proposals wait for the desk."""

    async def waiting(self, narrowed: QueueFilter) -> Sequence[QueueRow]:
        """Return the proposals that pass *narrowed*, by number."""

        async def job(connection: aiosqlite.Connection) -> Iterable[aiosqlite.Row]:
            return await connection.execute_fetchall(
                _WAITING,
                (
                    *(narrowed.state.value, narrowed.topic, narrowed.document, narrowed.outlet),
                    narrowed.by,
                    narrowed.since.isoformat() if narrowed.since else None,
                    narrowed.before.isoformat() if narrowed.before else None,
                ),
            )

        rows = await self.database.read(job)
        # Tens of thousands may wait, and the event loop must not.
        return await asyncio.to_thread(_queue_rows, rows)

    async def proposals(self, numbers: Sequence[int]) -> Sequence[ProposedClaim]:
        """Return the proposals with those numbers, in that order."""

        async def job(connection: aiosqlite.Connection) -> list[ProposedClaim]:
            where = "WHERE p.id IN (SELECT value FROM json_each(?))"
            found = await proposals(connection, where, json.dumps(list(numbers)))
            known = {proposal.number: proposal for proposal in found}
            return [known[number] for number in numbers if number in known]

        return await self.database.read(job) if numbers else []

    async def saying_the_same(self, number: int) -> Sequence[int]:
        """Return the numbers of the other open proposals of its group, in order."""

        async def job(connection: aiosqlite.Connection) -> list[int]:
            return [row[0] for row in await connection.execute_fetchall(_SAME, (number,))]

        return await self.database.read(job)

    async def decide(self, number: int, decision: Decision) -> Decided | None:
        """Drop or hold the proposal, or have it wait again."""

        async def job(connection: aiosqlite.Connection) -> Decided | None:
            proposal = await _proposal(connection, number)
            if proposal is None or not may_become(proposal.state, decision.state):
                return Decided(proposal, changed=False) if proposal else None
            await settle(connection, number, decision)
            await note(connection, [decided(proposal, decision)], decision.by)
            return await _decided(connection, number)

        return await self.database.write(job)

    async def accept(self, number: int, claim: Claim, decision: Decision) -> Decided | None:
        """Put *claim* on record for an open proposal, all or nothing."""
        slug = await self.database.read(lambda c: _free_slug(c, claim.slug))
        model, vectors = await self.new_vectors([replace(claim, slug=slug)])

        async def job(connection: aiosqlite.Connection) -> Decided | None:
            proposal = await _proposal(connection, number)
            if proposal is None or not proposal.state.open:
                return Decided(proposal, changed=False) if proposal else None
            made = replace(
                await _under_its_outlet(connection, claim),
                slug=await _free_slug(connection, claim.slug),
            )
            await writing.put_claim(connection, made)
            await put_restrictions(connection, [made])
            beside = await connection.execute_fetchall(
                _BESIDE, (number, made.topic.key, UNSORTED.key)
            )
            for (other,) in beside:
                await writing.relate(connection, made.slug, other)
            await note(connection, [added(made)], decision.by)
            if decision.joined:
                await put_relation(
                    connection,
                    Proposal(made.slug, decision.joined, RelationKind.APPEARANCE),
                    Verdict(RelationState.CONFIRMED, decision.by, decision.at),
                )
            settled = replace(decision, into=made.slug)
            await settle(connection, number, settled)
            await note(connection, [decided(proposal, settled)], decision.by)
            await put_vectors(connection, model, [replace(v, slug=made.slug) for v in vectors])
            return await _decided(connection, number)

        return await self.database.write(job)

    async def take_back(self, number: int, decision: Decision) -> Decided | None:
        """Have an accepted or joined proposal wait again, and withdraw its claim by a review."""

        async def job(connection: aiosqlite.Connection) -> Decided | None:
            proposal = await _proposal(connection, number)
            if proposal is None:
                return None
            if not proposal.into or await _worked_on(connection, proposal.into):
                return Decided(proposal, changed=False)
            identity = await writing.claim_id(connection, proposal.into)
            review = Review(
                *(Subject.CLAIM, ClaimRating.WITHDRAWN, decision.why, decision.by, decision.at)
            )
            await writing.add_review(connection, identity, proposal.into, review)
            await writing.note_review(connection, identity, proposal.into, review)
            settled = replace(decision, into=proposal.into)
            await settle(connection, number, settled)
            await note(connection, [decided(proposal, settled)], decision.by)
            return await _decided(connection, number)

        return await self.database.write(job)


def _queue_rows(rows: Iterable[aiosqlite.Row]) -> list[QueueRow]:
    return [
        QueueRow(number, document, group, worth, bool(nested))
        for number, document, group, worth, nested in rows
    ]


async def _proposal(connection: aiosqlite.Connection, number: int) -> ProposedClaim | None:
    return next(iter(await proposals(connection, "WHERE p.id = ?", number)), None)


async def _decided(connection: aiosqlite.Connection, number: int) -> Decided:
    (proposal,) = await proposals(connection, "WHERE p.id = ?", number)
    return Decided(proposal, changed=True)


async def _under_its_outlet(connection: aiosqlite.Connection, claim: Claim) -> Claim:
    """Return *claim* with its document under the outlet that it is on record under, if it is."""
    row = await writing.one(
        connection,
        "SELECT p.key FROM document d JOIN claimant p ON p.id = d.outlet WHERE d.key = ?",
        claim.document.key,
    )
    if row is None:
        return claim
    outlet = replace(claim.document.outlet, key=str(row[0]))
    return replace(claim, document=replace(claim.document, outlet=outlet))


async def _free_slug(connection: aiosqlite.Connection, wanted: str) -> str:
    """Return *wanted*, with a number where a claim has it as its slug or alias."""
    slug, number = wanted, 1
    while await writing.one(
        connection,
        "SELECT 1 FROM claim WHERE slug = ?1 UNION ALL SELECT 1 FROM claim_alias WHERE alias = ?1",
        slug,
    ):
        number += 1
        slug = f"{wanted}-{number}"
    return slug


async def _worked_on(connection: aiosqlite.Connection, slug: str) -> bool:
    """Say whether anybody has reviewed the claim or added evidence to it."""
    row = await writing.one(
        connection,
        "SELECT 1 FROM claim c WHERE c.slug = ? AND (EXISTS (SELECT 1 FROM review WHERE "
        "claim = c.id) OR EXISTS (SELECT 1 FROM evidence WHERE claim = c.id))",
        slug,
    )
    return row is not None
