"""Filters on SQLite: slugs first, so that no list loads its records."""

import json
from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime
from decimal import Decimal

import aiosqlite

from knowledge.check import status
from knowledge.filter_values import Amount
from knowledge.filtering import first_day, last_day
from knowledge.filters import Filters
from knowledge.model import ClaimRating, Figure, Review, Subject
from knowledge.store.sqlite.database import Database
from knowledge.store.sqlite.reading import BY_DATE

Clauses = tuple[list[str], dict[str, object]]

_FROM = "FROM claim c JOIN document d ON d.id = c.document"
_SAYS = (
    "(c.id IN (SELECT m.claim FROM maker m JOIN claimant p ON p.id = m.claimant "
    "WHERE p.key = :by) OR (c.voice = 'outlet' AND d.outlet = "
    "(SELECT id FROM claimant WHERE key = :by) "
    "AND NOT EXISTS (SELECT 1 FROM maker WHERE claim = c.id)))"
)
_NUMBERED = (
    "EXISTS (SELECT 1 FROM figure f WHERE f.claim = c.id AND "
    "(f.value IS NOT NULL OR f.low IS NOT NULL OR f.high IS NOT NULL))"
)
_REVIEWED = "EXISTS (SELECT 1 FROM review r WHERE r.claim = c.id AND r.subject = 'claim')"

# SQLite has no decimals: what is about right is looked at again, exactly, in Python.
_NEAR = (
    "(abs(CAST(f.value AS REAL) - :number) <= :slack OR (f.value IS NULL AND "
    "(f.low IS NOT NULL OR f.high IS NOT NULL) AND "
    "(f.low IS NULL OR CAST(f.low AS REAL) <= :number + :slack) AND "
    "(f.high IS NULL OR CAST(f.high AS REAL) >= :number - :slack)))"
)
_SLACK = 1e-9

# The first and last day that a date may mean: 2019 begins on 2019-01-01.
_START = "(d.published || substr('-01-01', length(d.published) - 3))"
_END = "(d.published || substr('-12-31', length(d.published) - 3))"

_AT = datetime.min.replace(tzinfo=UTC)


class SqliteFiltering:
    """The part of a store on SQLite that filters claims."""

    database: Database

    async def filtered(
        self, filters: Filters, among: Collection[str] | None = None
    ) -> Sequence[str]:
        """Return the slugs of the claims that pass *filters*."""
        clauses, values = _clauses(filters, among)
        if filters.since:
            clauses.append(f"{_START} >= :since")
        if filters.until:
            clauses.append(f"{_END} <= :until")
        return await self._passing(filters, clauses, values)

    async def undated(
        self, filters: Filters, among: Collection[str] | None = None
    ) -> Sequence[str]:
        """Return the slugs that pass *filters* but for a date that is missing or too coarse."""
        if not filters.dated:
            return []
        clauses, values = _clauses(filters, among)
        overlap, outside = [], []
        if filters.since:
            overlap.append(f"{_END} >= :since")
            outside.append(f"{_START} < :since")
        if filters.until:
            overlap.append(f"{_START} <= :until")
            outside.append(f"{_END} > :until")
        clauses.append(
            f"(d.published IS NULL OR ({' AND '.join(overlap)} AND ({' OR '.join(outside)})))"
        )
        return await self._passing(filters, clauses, values)

    async def _passing(
        self, filters: Filters, clauses: list[str], values: dict[str, object]
    ) -> list[str]:
        """Return the slugs that meet *clauses*, and those of *filters* that SQL cannot decide."""
        where = f"WHERE {' AND '.join(clauses)} " if clauses else ""

        async def job(connection: aiosqlite.Connection) -> list[str]:
            rows = await connection.execute_fetchall(
                f"SELECT c.slug {_FROM} {where}{BY_DATE}",
                values,
            )
            slugs = [row[0] for row in rows]
            if isinstance(filters.figure, Amount):
                having = await _having(connection, filters.figure, where, values)
                slugs = [slug for slug in slugs if slug in having]
            if filters.status:
                standing = await _standing(connection, where, values)
                unreviewed = ClaimRating.NOT_CHECKED.value
                slugs = [s for s in slugs if standing.get(s, unreviewed) == filters.status]
            return slugs

        return await self.database.read(job)


def _clauses(filters: Filters, among: Collection[str] | None) -> Clauses:
    """Return conditions for all of *filters* but dates, with their values."""
    clauses: list[str] = []
    values: dict[str, object] = {
        "by": filters.by.key if filters.by else None,
        "topic": filters.about.key if filters.about else None,
        "outlet": filters.outlet.key if filters.outlet else None,
        "since": first_day(filters.since) if filters.since else None,
        "until": last_day(filters.until) if filters.until else None,
        "strength": filters.strength.value if filters.strength else None,
        "documents": json.dumps(filters.documents),
    }
    if filters.documents:
        clauses.append("d.key IN (SELECT value FROM json_each(:documents))")
    if filters.by:
        clauses.append(_SAYS)
    if filters.about:
        clauses.append("c.topic = (SELECT id FROM topic WHERE key = :topic)")
    if filters.outlet:
        clauses.append("d.outlet = (SELECT id FROM claimant WHERE key = :outlet)")
    if filters.strength:
        clauses.append("c.strength = :strength")
    if filters.status and filters.status != ClaimRating.NOT_CHECKED:
        clauses.append(_REVIEWED)
    if isinstance(filters.figure, bool):
        clauses.append(_NUMBERED if filters.figure else f"NOT {_NUMBERED}")
    elif filters.figure is not None:
        number = float(filters.figure.number)
        values |= {"number": number, "slack": abs(number) * _SLACK}
        near = f"EXISTS (SELECT 1 FROM figure f WHERE f.claim = c.id AND {_NEAR})"  # noqa: S608 - ours
        clauses.append(near)
    if among is not None:
        values["among"] = json.dumps(list(among))
        clauses.append("c.slug IN (SELECT value FROM json_each(:among))")
    return clauses, values


async def _having(
    connection: aiosqlite.Connection, amount: Amount, where: str, values: dict[str, object]
) -> set[str]:
    """Return the slugs with a figure that *amount* fits exactly."""
    rows = await connection.execute_fetchall(
        f"SELECT c.slug, f.value, f.low, f.high, f.unit {_FROM} "
        f"JOIN figure f ON f.claim = c.id {where}",
        values,
    )
    return {
        slug
        for slug, value, low, high, unit in rows
        if amount.fits(
            Figure("", value=_number(value), low=_number(low), high=_number(high), unit=unit)
        )
    }


async def _standing(
    connection: aiosqlite.Connection, where: str, values: dict[str, object]
) -> dict[str, str]:
    """Return the status word of each claim that has reviews."""
    rows = await connection.execute_fetchall(
        f"SELECT c.slug, r.rating, r.reviewer, r.proposes, r.signs {_FROM} "
        f"JOIN review r ON r.claim = c.id AND r.subject = 'claim' {where} ORDER BY r.id",
        values,
    )
    return _words(rows)


def _words(rows: Iterable[aiosqlite.Row]) -> dict[str, str]:
    reviews: dict[str, list[Review]] = {}
    for slug, rating, reviewer, proposes, signs in rows:
        review = Review(Subject.CLAIM, rating, "", reviewer, _AT, proposes, signs)
        reviews.setdefault(slug, []).append(review)
    return {slug: status(of, Subject.CLAIM) for slug, of in reviews.items()}


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
