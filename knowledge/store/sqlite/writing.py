"""Claims as rows. Every function here runs inside the writer's transaction."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime

import aiosqlite

from knowledge.amending import change_of
from knowledge.audit import FIRST_HASH, review_hash, signed_by
from knowledge.audit_notes import reviewed
from knowledge.errors import RecordError
from knowledge.model import Claim, Claimant, Document, Review, Subject, Topic
from knowledge.store.sqlite.auditing import note, put_person
from knowledge.store.sqlite.words import put_words
from knowledge.text import folded, is_slug


async def one(
    connection: aiosqlite.Connection, sql: str, *parameters: object
) -> tuple[object, ...] | None:
    """Return the first row of a query, if it has one."""
    rows = await connection.execute_fetchall(sql, parameters)
    return next((tuple(row) for row in rows), None)


async def _insert(connection: aiosqlite.Connection, table: str, **values: object) -> int:
    columns = ", ".join(f'"{name}"' for name in values)
    marks = ", ".join("?" * len(values))
    row = await connection.execute_insert(
        f"INSERT INTO {table} ({columns}) VALUES ({marks})",  # noqa: S608 - our own names
        tuple(values.values()),
    )
    if row is None:
        raise RecordError(f"{table} took no row")
    return int(row[0])


async def _insert_all(
    connection: aiosqlite.Connection, table: str, rows: Sequence[tuple[object, ...]]
) -> None:
    """Insert *rows*, each with every column; for none there is no trip to the writer's thread."""
    if rows:
        marks = ", ".join("?" * len(rows[0]))
        await connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608 - our own names


async def claim_id(connection: aiosqlite.Connection, slug: str) -> int:
    """Return the id of the claim called *slug*. Raises `RecordError` for an unknown one."""
    row = await one(connection, "SELECT id FROM claim WHERE slug = ?", slug)
    if row is None:
        raise RecordError(f"there is no claim {slug}")
    return int(str(row[0]))


async def next_change(connection: aiosqlite.Connection) -> int:
    """Return the next number for `claim.changed`."""
    row = await one(connection, "SELECT coalesce(max(changed), 0) + 1 FROM claim")
    return int(str(row[0])) if row else 1


_KNOWN_CLAIMANT = """
SELECT p.id, p.name, (SELECT json_group_array(alias) FROM
    (SELECT alias FROM claimant_alias WHERE claimant = p.id ORDER BY position))
FROM claimant p WHERE p.key = ?
"""


async def put_claimant(connection: aiosqlite.Connection, claimant: Claimant) -> int:
    """Return the id of *claimant*, adding it, or names it is newly known by, where needed."""
    names = claimant.aliases
    row = await one(connection, _KNOWN_CLAIMANT, claimant.key)
    aliases: list[str] = []
    if row is None:
        identity = await _insert(
            connection,
            "claimant",
            key=claimant.key,
            name=claimant.name,
            kind=claimant.kind.value,
            about=claimant.about,
        )
    else:
        identity, aliases = int(str(row[0])), json.loads(str(row[2]))
        # A statement may call its claimant by this name, so the name must not get lost.
        names = (claimant.name, *names) if claimant.name != row[1] else names
    new = [alias for alias in dict.fromkeys(names) if alias not in aliases]
    places = range(len(aliases) + 1, len(aliases) + len(new) + 1)
    rows = [(identity, place, alias) for place, alias in zip(places, new, strict=True)]
    await _insert_all(connection, "claimant_alias", rows)
    return identity


async def put_topic(connection: aiosqlite.Connection, topic: Topic) -> int:
    """Return the id of *topic*, adding it where needed."""
    row = await one(connection, "SELECT id FROM topic WHERE key = ?", topic.key)
    if row is not None:
        return int(str(row[0]))
    return await _insert(connection, "topic", key=topic.key, label=topic.label)


async def put_document(connection: aiosqlite.Connection, document: Document) -> int:
    """Return the id of *document*, adding it and its outlet where needed.

    Raises `RecordError` for a document that is on record under another outlet.
    """
    outlet = await put_claimant(connection, document.outlet)
    row = await one(connection, "SELECT id, outlet FROM document WHERE key = ?", document.key)
    if row is not None:
        if row[1] != outlet:
            raise RecordError(f"{document.key} is on record under another outlet")
        return int(str(row[0]))
    return await _insert(
        connection,
        "document",
        key=document.key,
        outlet=outlet,
        url=document.url,
        kind=document.kind.value,
        state=document.state.value,
        byline=document.byline,
        section=document.section,
        language=document.language,
        published=document.published.value if document.published else None,
        published_from=document.published_from,
        details_from=document.details_from,
        sha256=document.sha256,
        note=document.note,
    )


_TAKEN = """
SELECT asked.value FROM json_each(?1) asked
WHERE EXISTS (SELECT 1 FROM claim WHERE slug = asked.value)
    OR EXISTS (SELECT 1 FROM claim_alias WHERE alias = asked.value)
ORDER BY asked.key LIMIT 1
"""


async def put_claim(connection: aiosqlite.Connection, claim: Claim) -> None:
    """Add *claim* with all that hangs on it. Raises `RecordError` for a slug or alias in use."""
    if not is_slug(claim.slug):
        raise RecordError(f"“{claim.slug}” is no slug: use lower-case words joined by hyphens")
    names = [claim.slug, *map(folded, claim.aliases)]
    if not all(names):
        raise RecordError(f"{claim.slug}: an alias has no letter and no digit")
    taken = await one(connection, _TAKEN, json.dumps(names))
    if taken:
        raise RecordError(f"{claim.slug}: the name {taken[0]} is in use")
    said, anchor = claim.attribution, claim.anchor
    identity = await _insert(
        connection,
        "claim",
        slug=claim.slug,
        label=claim.label,
        statement=claim.statement,
        topic=await put_topic(connection, claim.topic),
        document=await put_document(connection, claim.document),
        voice=said.voice.value,
        strength=said.strength.value,
        cue=said.cue,
        hedge=said.hedge,
        relays=said.relays,
        accuser_named=said.accuser_named,
        accused=said.accused,
        answer=said.answer,
        asked=said.asked,
        none_by=said.none_by,
        legal=int(said.legal),
        anchor_exact=anchor.quote.exact if anchor else None,
        anchor_start=anchor.quote.span.start if anchor else None,
        anchor_end=anchor.quote.span.end if anchor else None,
        anchor_prefix=anchor.prefix if anchor else None,
        anchor_suffix=anchor.suffix if anchor else None,
        passage_start=anchor.passage.start if anchor else None,
        passage_end=anchor.passage.end if anchor else None,
        passage_sha256=anchor.sha256 if anchor else None,
        places=json.dumps(claim.places, ensure_ascii=False),
        note=claim.note,
        revision=claim.revision,
        restricted=int(claim.restricted),
        changed=await next_change(connection),
    )
    await _put_parts(connection, identity, claim)
    for review in claim.reviews:
        await add_review(connection, identity, claim.slug, review)


async def _put_parts(connection: aiosqlite.Connection, identity: int, claim: Claim) -> None:
    makers = claim.attribution.makers
    ids = [await put_claimant(connection, maker.claimant) for maker in makers]
    await _insert_all(
        connection,
        "maker",
        [(identity, n, ids[n], maker.written) for n, maker in enumerate(makers)],
    )
    await _insert_all(
        connection,
        "claim_alias",
        [(alias, identity) for alias in dict.fromkeys(map(folded, claim.aliases))],
    )
    await _insert_all(
        connection,
        "quote",
        [(identity, n, q.exact, q.span.start, q.span.end) for n, q in enumerate(claim.quotes)],
    )
    await _insert_all(
        connection,
        "figure",
        [
            (
                *(identity, n, f.text, f.qualifier),
                *(None if number is None else str(number) for number in (f.value, f.low, f.high)),
                *(f.unit, f.measure, f.population, f.place, f.period),
                f.as_of.value if f.as_of else None,
                *((f.span.start, f.span.end) if f.span else (None, None)),
            )
            for n, f in enumerate(claim.figures)
        ],
    )
    await _insert_all(
        connection,
        "date_mention",
        [
            (
                *(identity, n, d.text, d.resolved.value if d.resolved else None),
                *((d.span.start, d.span.end) if d.span else (None, None)),
            )
            for n, d in enumerate(claim.dates)
        ],
    )
    await _insert_all(
        connection,
        "evidence (claim, stance, what, url, source, added_by, added_at)",
        [
            (identity, e.stance.value, e.what, e.url, e.source, e.added_by, e.added_at.isoformat())
            for e in claim.evidence
        ],
    )
    await put_words(connection, identity, claim)
    await note_change(connection, identity, "Added")


async def note_change(connection: aiosqlite.Connection, identity: int, what: str) -> None:
    """Keep that something happened to a claim, for “recent changes”."""
    at = datetime.now(UTC).isoformat(timespec="seconds")
    await connection.execute(
        "INSERT INTO change (claim, at, what) VALUES (?, ?, ?)", (identity, at, what)
    )


_HISTORY = """
SELECT subject, rating, reason, reviewer, at, proposes, signs FROM review
WHERE claim = ? AND subject = ? ORDER BY id
"""


async def add_review(
    connection: aiosqlite.Connection, identity: int, slug: str, review: Review
) -> None:
    """Add *review* at the end of the chain and mark the claim as changed."""
    last = await one(connection, "SELECT hash FROM review ORDER BY id DESC LIMIT 1")
    previous = str(last[0]) if last else FIRST_HASH
    reviewer = signed_by(review.reviewer)
    mark = (await put_person(connection, reviewer))[1] if reviewer else ""
    await _insert(
        connection,
        "review",
        claim=identity,
        subject=review.subject.value,
        rating=review.rating,
        reason=review.reason,
        reviewer=review.reviewer,
        at=review.at.isoformat(),
        previous_hash=previous,
        hash=review_hash(previous, slug, review, mark),
        signed=mark,
        proposes=review.proposes,
        signs=review.signs,
    )
    await connection.execute(
        "UPDATE claim SET changed = ? WHERE id = ?", (await next_change(connection), identity)
    )
    await note_change(connection, identity, change_of(review))


async def note_review(
    connection: aiosqlite.Connection, identity: int, slug: str, review: Review
) -> None:
    """Note in the audit what *review*, which was just added, made of the claim's status."""
    rows = await connection.execute_fetchall(_HISTORY, (identity, review.subject.value))
    reviews = [
        Review(
            *(Subject(subject), rating, reason, reviewer, datetime.fromisoformat(at)),
            *(proposes, signs),
        )
        for subject, rating, reason, reviewer, at, proposes, signs in rows
    ]
    await note(connection, [reviewed(slug, reviews)], review.reviewer)


async def relate(connection: aiosqlite.Connection, one_slug: str, other_slug: str) -> None:
    """Keep that two claims are about the same thing; saying it again changes nothing."""
    pair = sorted([await claim_id(connection, one_slug), await claim_id(connection, other_slug)])
    await connection.execute("INSERT OR IGNORE INTO related VALUES (?, ?)", tuple(pair))
