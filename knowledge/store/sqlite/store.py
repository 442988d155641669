"""The claim store on SQLite: the ports' questions as SQL."""

import json
from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path

import aiosqlite

from knowledge.audit_notes import added
from knowledge.check import status
from knowledge.match.embedding import Embedder
from knowledge.model import (
    Change,
    Claim,
    Claimant,
    ClaimRating,
    Name,
    Record,
    Review,
    Subject,
    Topic,
    TopicCount,
)
from knowledge.pauses import no_pauses
from knowledge.ports import ClaimStore
from knowledge.store.sqlite import writing
from knowledge.store.sqlite.amending import SqliteAmending
from knowledge.store.sqlite.auditing import SqliteAuditing, note
from knowledge.store.sqlite.briefs import SqliteBriefs
from knowledge.store.sqlite.citations import SqliteCitations, same_claims
from knowledge.store.sqlite.database import Database, Job, Options
from knowledge.store.sqlite.demand import SqliteDemand
from knowledge.store.sqlite.fates import SqliteFates, kept_findings
from knowledge.store.sqlite.filtering import SqliteFiltering
from knowledge.store.sqlite.glance import Glance
from knowledge.store.sqlite.meetings import SqliteMeetings
from knowledge.store.sqlite.notices import SqliteNotices
from knowledge.store.sqlite.proposals import SqliteProposals
from knowledge.store.sqlite.questions import SqliteQuestions
from knowledge.store.sqlite.reading import BY_DATE, CLAIMANT, claimant_from, read_claims
from knowledge.store.sqlite.readings import SqliteReadings
from knowledge.store.sqlite.recalls import SqliteRecalls
from knowledge.store.sqlite.relations import SqliteRelations, links
from knowledge.store.sqlite.restricting import SqliteRestricting, put_restrictions
from knowledge.store.sqlite.roles import SqliteRoles
from knowledge.store.sqlite.searches import SqliteSearches
from knowledge.store.sqlite.searching import SqliteSearching
from knowledge.store.sqlite.sources import SqliteSources
from knowledge.store.sqlite.talks import SqliteTalks
from knowledge.store.sqlite.tickets import SqliteTickets
from knowledge.store.sqlite.touching import SqliteTouching
from knowledge.store.sqlite.vectors import SqliteVectors, put_vectors
from knowledge.store.sqlite.watches import SqliteWatches

# In one statement with the claim itself, since each is a trip to a reader's thread.
_WITH_OTHERS = """
WHERE c.id IN (
    SELECT id FROM claim WHERE slug = ?1
    UNION SELECT other FROM related WHERE claim = (SELECT id FROM claim WHERE slug = ?1)
    UNION SELECT claim FROM related WHERE other = (SELECT id FROM claim WHERE slug = ?1)
)
"""

_NAMES = """
SELECT c.slug, c.label, c.changed,
    coalesce((SELECT group_concat(name, ' and ') FROM
        (SELECT p.name FROM maker m JOIN claimant p ON p.id = m.claimant
            WHERE m.claim = c.id ORDER BY m.position)), o.name),
    (SELECT group_concat(alias, ' ') FROM claim_alias WHERE claim = c.id),
    EXISTS (SELECT 1 FROM review WHERE claim = c.id AND subject = 'claim' AND rating = ?2)
FROM claim c JOIN document d ON d.id = c.document JOIN claimant o ON o.id = d.outlet
WHERE c.changed > ?1 ORDER BY c.changed LIMIT ?3
"""


_PAGE = 500
"""Names read at once, so that no read comes near its deadline or holds up the event loop."""


class SqliteStore(
    SqliteSearching,
    SqliteFiltering,
    SqliteRestricting,
    SqliteSearches,
    SqliteRelations,
    SqliteCitations,
    SqliteSources,
    SqliteReadings,
    SqliteProposals,
    SqliteVectors,
    SqliteAuditing,
    SqliteFates,
    SqliteRecalls,
    SqliteNotices,
    SqliteRoles,
    SqliteAmending,
    SqliteTalks,
    SqliteTickets,
    SqliteQuestions,
    SqliteDemand,
    SqliteWatches,
    SqliteBriefs,
    SqliteMeetings,
    SqliteTouching,
    ClaimStore,
):
    """A desk's claims in one SQLite file, which must have the schema of this version."""

    def __init__(
        self, path: Path, options: Options | None = None, embedder: Embedder | None = None
    ) -> None:
        self.database = Database(path, options)
        self.database.learn = self.learn_touched
        self.embedder = embedder
        self._version_now = Glance(self.database.version)
        self._writes_now = Glance(self.database.writes)

    def version(self) -> int:
        """Return how often what answers are made of has changed, by the database's own count."""
        return self._version_now()

    def writes(self) -> int:
        """Return SQLite's own change counter."""
        return self._writes_now()

    async def names(self, since: int = 0) -> Sequence[Name]:
        """Return the names of the claims changed after *since*, oldest first."""
        names = await self.database.read(_names_after(since))
        more = len(names) == _PAGE
        with no_pauses() if more else nullcontext():
            while more:
                page = await self.database.read(_names_after(names[-1].changed))
                names += page
                more = len(page) == _PAGE
        return names

    async def record(self, slug: str) -> Record | None:
        """Return the claim called *slug* with the others about the same thing."""
        return self.ready(slug) or await self.database.read_at_once(self.reading(slug))

    def reading(self, slug: str) -> Job[Record | None]:
        """Return the job that reads that record."""

        async def job(connection: aiosqlite.Connection) -> Record | None:
            found = await read_claims(connection, _WITH_OTHERS + BY_DATE, (slug,))
            if not found:
                return None
            (claim,) = (one for one in found if one.slug == slug)
            shown = (
                other
                for other in found
                if other is not claim
                and status(other.reviews, Subject.CLAIM) != ClaimRating.WITHDRAWN
            )
            fared = await kept_findings(connection, slug=slug)
            linked = await links(connection, slug)
            read = (*found, *(link.claim for link in linked))
            return Record(
                claim,
                tuple(shown),
                linked,
                0,
                fared[-1] if fared else None,
                *await same_claims(connection, claim, read),
            )

        return job

    async def claims(self, slugs: Sequence[str]) -> Sequence[Claim]:
        """Return the claims called *slugs*, in that order."""

        async def job(connection: aiosqlite.Connection) -> list[Claim]:
            by_slug = await _by_slug(connection, slugs)
            return [by_slug[slug] for slug in slugs if slug in by_slug]

        return await self.database.read(job) if slugs else []

    async def topics(self) -> Sequence[TopicCount]:
        """Return the topics with their counts, largest first."""

        async def job(connection: aiosqlite.Connection) -> list[TopicCount]:
            rows = await connection.execute_fetchall(
                "SELECT t.key, t.label, count(*) AS claims FROM topic t JOIN claim c "
                "ON c.topic = t.id GROUP BY t.id ORDER BY claims DESC, t.label, t.key"
            )
            return [TopicCount(Topic(key, label), count) for key, label, count in rows]

        return await self.database.read(job)

    async def in_topic(self, topic: str) -> Sequence[str]:
        """Return the slugs under *topic*, newest document first."""
        return await self._slugs(
            "WHERE c.topic = (SELECT id FROM topic WHERE key = ?)",
            topic,
        )

    async def claimants(self) -> Sequence[Claimant]:
        """Return everyone on record, by name."""

        async def job(connection: aiosqlite.Connection) -> list[Claimant]:
            rows = await connection.execute_fetchall(
                f"SELECT {CLAIMANT} FROM claimant p ORDER BY p.name, p.key"  # noqa: S608 - our own names
            )
            return [claimant_from(json.loads(row[0])) for row in rows]

        return await self.database.read(job)

    async def said_by(self, claimant: str) -> Sequence[str]:
        """Return the slugs of what *claimant* says, as a maker or as an outlet in its own words."""
        return await self._slugs(
            "WHERE c.id IN (SELECT m.claim FROM maker m JOIN claimant p ON p.id = m.claimant "
            "WHERE p.key = ?1) OR (c.voice = 'outlet' AND d.outlet = "
            "(SELECT id FROM claimant WHERE key = ?1) "
            "AND NOT EXISTS (SELECT 1 FROM maker WHERE claim = c.id))",
            claimant,
        )

    async def reported_by(self, outlet: str) -> Sequence[str]:
        """Return the slugs of what *outlet* reports others as saying."""
        return await self._slugs(
            "WHERE d.outlet = (SELECT id FROM claimant WHERE key = ?1) AND "
            "EXISTS (SELECT 1 FROM maker WHERE claim = c.id) AND NOT EXISTS "
            "(SELECT 1 FROM maker m JOIN claimant p ON p.id = m.claimant "
            "WHERE m.claim = c.id AND p.key = ?1)",
            outlet,
        )

    async def changes(self, limit: int) -> Sequence[Change]:
        """Return what happened last, newest first."""

        async def job(connection: aiosqlite.Connection) -> list[Change]:
            rows = await connection.execute_fetchall(
                "SELECT c.slug, h.at, h.what FROM change h JOIN claim c ON c.id = h.claim "
                "ORDER BY h.id DESC LIMIT ?",
                (limit,),
            )
            happened = [(slug, datetime.fromisoformat(at), what) for slug, at, what in rows]
            slugs = list(dict.fromkeys(slug for slug, _, _ in happened))
            by_slug = await _by_slug(connection, slugs)
            return [Change(at, what, by_slug[slug]) for slug, at, what in happened]

        return await self.database.read(job)

    async def add(self, claims: Iterable[Claim], related: Iterable[tuple[str, str]] = ()) -> int:
        """Put *claims* on record in one transaction, skipping slugs already there."""
        claims = list(claims)
        model, vectors = await self.new_vectors(claims)

        async def job(connection: aiosqlite.Connection) -> int:
            new = []
            for claim in claims:
                known = await writing.one(
                    connection, "SELECT 1 FROM claim WHERE slug = ?", claim.slug
                )
                if not known:
                    await writing.put_claim(connection, claim)
                    new.append(claim)
            await put_restrictions(connection, new)
            await note(connection, [added(claim) for claim in new])
            for one_slug, other_slug in related:
                await writing.relate(connection, one_slug, other_slug)
            await put_vectors(connection, model, vectors)
            return len(new)

        return await self.database.write(job)

    async def review(self, slug: str, review: Review) -> None:
        """Add *review* to the claim's history."""

        async def job(connection: aiosqlite.Connection) -> None:
            identity = await writing.claim_id(connection, slug)
            await writing.add_review(connection, identity, slug, review)
            await writing.note_review(connection, identity, slug, review)

        await self.database.write(job)

    async def kept(self, name: str) -> str | None:
        """Return the small fact kept under *name*."""

        async def job(connection: aiosqlite.Connection) -> str | None:
            row = await writing.one(connection, "SELECT value FROM keepsake WHERE name = ?", name)
            return str(row[0]) if row else None

        return await self.database.read(job)

    async def keep(self, name: str, value: str) -> None:
        """Keep a small fact."""

        async def job(connection: aiosqlite.Connection) -> None:
            await connection.execute(
                "INSERT INTO keepsake VALUES (?, ?) "
                "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                (name, value),
            )

        await self.database.write(job)

    async def close(self) -> None:
        """Finish the writes under way and close."""
        await self.database.close()

    async def _slugs(self, where: str, *parameters: object) -> Sequence[str]:
        sql = f"SELECT c.slug FROM claim c JOIN document d ON d.id = c.document {where} {BY_DATE}"  # noqa: S608 - our own clauses

        async def job(connection: aiosqlite.Connection) -> list[str]:
            return [row[0] for row in await connection.execute_fetchall(sql, parameters)]

        return await self.database.read(job)


def _names_after(since: int) -> Job[list[Name]]:
    async def job(connection: aiosqlite.Connection) -> list[Name]:
        rows = await connection.execute_fetchall(_NAMES, (since, ClaimRating.WITHDRAWN, _PAGE))
        maybe = [row[0] for row in rows if row[5]]
        claims = await _by_slug(connection, maybe) if maybe else {}
        withdrawn = {
            slug
            for slug, claim in claims.items()
            if status(claim.reviews, Subject.CLAIM) == ClaimRating.WITHDRAWN
        }
        return [
            Name(slug, label, owner, tuple((aliases or "").split()), slug in withdrawn, changed)
            for slug, label, changed, owner, aliases, _ in rows
        ]

    return job


async def _by_slug(connection: aiosqlite.Connection, slugs: Sequence[str]) -> dict[str, Claim]:
    """Return the claims called *slugs*, however many, in one query."""
    where = "WHERE c.slug IN (SELECT value FROM json_each(?))"
    found = await read_claims(connection, where, (json.dumps(list(slugs)),))
    return {claim.slug: claim for claim in found}
