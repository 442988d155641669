"""What SQLite knows of a source's claims without reading them whole."""

import json
from collections.abc import Sequence
from typing import Any

import aiosqlite

from knowledge.model import Figure, PartialDate, Topic
from knowledge.sources import Entry, named_in
from knowledge.store.sqlite.database import Database
from knowledge.store.sqlite.reading import BY_DATE, figure_from
from knowledge.text import searchable

_ENTRIES = """
SELECT c.slug, t.key, t.label, d.published, (
    SELECT json_group_array(json_array(text, qualifier, value, low, high, unit, measure,
        population, place, period, as_of, start, "end"))
    FROM (SELECT * FROM figure WHERE claim = c.id AND measure <> '' ORDER BY position))
FROM claim c JOIN topic t ON t.id = c.topic JOIN document d ON d.id = c.document
WHERE c.slug IN (SELECT value FROM json_each(?))
"""

_NAMING = """
SELECT c.slug, c.accused, c.statement, c.label, c.places
FROM claim c JOIN document d ON d.id = c.document
WHERE c.id IN (SELECT rowid FROM claim_words WHERE claim_words MATCH ?2
        UNION SELECT id FROM claim WHERE accused <> '')
    AND d.outlet <> coalesce((SELECT id FROM claimant WHERE key = ?1), 0)
    AND NOT EXISTS (SELECT 1 FROM maker m JOIN claimant p ON p.id = m.claimant
        WHERE m.claim = c.id AND p.key = ?1)
"""


class SqliteSources:
    """The part of a store on SQLite that lays out what a source is on record with."""

    database: Database

    async def entries(self, slugs: Sequence[str]) -> Sequence[Entry]:
        """Return the claims called *slugs* as entries, in that order, leaving out the unknown."""

        async def job(connection: aiosqlite.Connection) -> list[Entry]:
            rows = await connection.execute_fetchall(_ENTRIES, (json.dumps(list(slugs)),))
            made = {row[0]: _entry(row) for row in rows}
            return [made[slug] for slug in slugs if slug in made]

        return await self.database.read(job) if slugs else []

    async def naming(
        self, claimant: str, names: Sequence[str], longer: Sequence[str] = ()
    ) -> Sequence[str]:
        """Return the slugs of others' claims in which one of *names* stands.

        The index of words gives the claims to look at; the exact words decide.
        """
        phrases = [f'"{words}"' for name in names if (words := searchable(name))]
        if not phrases:
            return []
        wanted = f"{{label statement words}} : ({' OR '.join(phrases)})"

        async def job(connection: aiosqlite.Connection) -> list[str]:
            rows = await connection.execute_fetchall(_NAMING + BY_DATE, (claimant, wanted))
            return [
                row[0] for row in rows if named_in((*row[1:4], *json.loads(row[4])), names, longer)
            ]

        return await self.database.read(job)


def _entry(row: Sequence[Any]) -> Entry:
    slug, key, label, published, figures = row
    made: tuple[Figure, ...] = tuple(map(figure_from, json.loads(figures)))
    day = PartialDate(published) if published else None
    return Entry(slug, Topic(key, label), day, made)
