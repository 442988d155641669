"""Proposals as rows. Every function here runs inside the writer's transaction, or a reader's."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import aiosqlite

from knowledge.documents import DocumentVersion
from knowledge.proposals import (
    Decision,
    Draft,
    ProposalState,
    ProposedClaim,
    parent_of,
    sifted,
)
from knowledge.store.claims_as_json import claim_as_json, claim_from_json
from knowledge.store.sqlite import writing
from knowledge.text import folded

_PROPOSAL = """
SELECT p.id, p.claim, p.at, p.rule, p.confidence, p.worth, p.parent, p.same, p.nearest, p.state,
    coalesce((SELECT slug FROM claim WHERE id = p."into"), ''), p.fingerprint,
    (SELECT json_group_array(json_array(d.state, d.by, d.at, d.why,
            coalesce((SELECT slug FROM claim WHERE id = d."into"), ''),
            coalesce((SELECT slug FROM claim WHERE id = d.joined), ''))) FROM
        (SELECT * FROM proposal_decision WHERE proposal = p.id ORDER BY id) d)
FROM proposal p
"""

_INSERT = """
INSERT INTO proposal (id, reading, start, "end", claim, topic, who, rule, confidence, worth,
    parent, fingerprint, same, nearest, at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""

_OF_CHAIN = """
WHERE p.reading IN (SELECT id FROM reading WHERE chain =
    (SELECT chain FROM reading WHERE id = ?)) ORDER BY p.id
"""

_DROPPED = """
SELECT p.fingerprint FROM proposal p JOIN reading r ON r.id = p.reading
WHERE p.fingerprint IN (SELECT value FROM json_each(?)) AND p.state = 'dropped' AND r.outlet = ?
"""


async def propose(
    connection: aiosqlite.Connection,
    reading: int,
    version: DocumentVersion,
    drafts: Sequence[Draft],
) -> tuple[tuple[int, ...], int]:
    """Keep those of *drafts* that are new; return their numbers, and how many were not."""
    found = await rows_of(connection, _OF_CHAIN, reading)
    earlier = [(fingerprint, proposal) for proposal, fingerprint in found]
    marks = json.dumps([draft.fingerprint for draft in drafts])
    rows = await connection.execute_fetchall(_DROPPED, (marks, version.document.outlet.key))
    result = sifted(drafts, earlier, {row[0] for row in rows})
    row = await writing.one(connection, "SELECT coalesce(max(id), 0) FROM proposal")
    last = int(str(row[0])) if row else 0
    numbers = {place: last + n for n, (place, _) in enumerate(result.kept, start=1)}
    await connection.executemany(
        _INSERT,
        [
            _row(numbers[place], reading, version, draft, parent_of(draft, result, numbers))
            for place, draft in result.kept
        ],
    )
    return tuple(numbers.values()), len(drafts) - len(numbers)


async def proposals(
    connection: aiosqlite.Connection, where: str, *parameters: object
) -> list[ProposedClaim]:
    """Return the proposals that *where* (a clause on `p`, with its order) selects."""
    return [proposal for proposal, _ in await rows_of(connection, where, *parameters)]


async def rows_of(
    connection: aiosqlite.Connection, where: str, *parameters: object
) -> list[tuple[ProposedClaim, str]]:
    """Return as `proposals` does, each with its fingerprint."""
    rows = await connection.execute_fetchall(_PROPOSAL + where, parameters)
    return [(_proposal(row), row[11]) for row in rows]


async def settle(connection: aiosqlite.Connection, number: int, decision: Decision) -> None:
    """Have the proposal with that number stand as *decision* says, and keep the decision."""
    into, joined = [
        await writing.claim_id(connection, slug) if slug else None
        for slug in (decision.into, decision.joined)
    ]
    await connection.execute(
        'INSERT INTO proposal_decision (proposal, state, by, at, why, "into", joined) '
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            *(number, decision.state.value, decision.by, decision.at.isoformat(), decision.why),
            *(into, joined),
        ),
    )
    on_record = decision.state in (ProposalState.ACCEPTED, ProposalState.JOINED)
    await connection.execute(
        'UPDATE proposal SET state = ?, "into" = ? WHERE id = ?',
        (decision.state.value, into if on_record else None, number),
    )


def _row(
    number: int, reading: int, version: DocumentVersion, draft: Draft, parent: int | None
) -> tuple[object, ...]:
    claim = replace(draft.claim, document=version.document)
    passage = claim.anchor.passage if claim.anchor else None
    who = " ".join(folded(maker.claimant.name) for maker in claim.attribution.makers)
    return (
        *(number, reading),
        *((passage.start, passage.end) if passage else (0, len(version.text))),
        *(claim_as_json(claim), claim.topic.key, who),
        *(draft.rule, draft.confidence, draft.worth, parent, draft.fingerprint, draft.group),
        json.dumps(draft.nearest),
        version.retrieved_at.isoformat(),
    )


def _proposal(row: Sequence[Any]) -> ProposedClaim:
    number, claim, at, rule, confidence, worth, parent, same, nearest, state, into, _, told = row
    return ProposedClaim(
        number,
        claim_from_json(claim),
        datetime.fromisoformat(at),
        rule=rule,
        confidence=confidence,
        worth=worth,
        parent=parent,
        group=same,
        nearest=tuple(json.loads(nearest)),
        state=ProposalState(state),
        into=into,
        decisions=tuple(
            Decision(ProposalState(kind), by, datetime.fromisoformat(when), why, became, joined)
            for kind, by, when, why, became, joined in json.loads(told)
        ),
    )
