"""What SQLite knows of a source's claims without reading them whole."""

import asyncio
import json
from collections.abc import Sequence
from typing import Any

import aiosqlite

from knowledge.match.normal import is_number
from knowledge.match.normal import words as normal_words
from knowledge.model import Figure, PartialDate, Topic
from knowledge.sources import Entry, Naming
from knowledge.store.sqlite.database import Database
from knowledge.store.sqlite.parts import in_parts
from knowledge.store.sqlite.reading import BY_DATE, figure_from

_ENTRIES = """
SELECT c.slug, t.key, t.label, d.published, (
    SELECT json_group_array(json_array(text, qualifier, value, low, high, unit, measure,
        population, place, period, as_of, start, "end"))
    FROM (SELECT * FROM figure WHERE claim = c.id AND measure <> '' ORDER BY position))
FROM claim c JOIN topic t ON t.id = c.topic JOIN document d ON d.id = c.document
WHERE c.slug IN (SELECT value FROM json_each(?))
"""

# What makes a word part of a number, of a percentage or of the name of a country.
_SURROUNDINGS = (
    "{}",
    "{} million",
    "two {}",
    "two hundred {} five",
    "per {}",
    "{} cent",
    "por {}",
    "{} ciento",
    "united states {} america",
    "united states of {}",
)

_NAMING = """
SELECT c.slug, c.accused, c.statement, c.label, c.places
FROM claim c JOIN document d ON d.id = c.document
WHERE d.outlet <> coalesce((SELECT id FROM claimant WHERE key = ?1), 0)
    AND NOT EXISTS (SELECT 1 FROM maker m JOIN claimant p ON p.id = m.claimant
        WHERE m.claim = c.id AND p.key = ?1)
"""
_LOOKED_AT = """
    AND c.id IN (SELECT rowid FROM claim_words WHERE claim_words MATCH ?2
        UNION SELECT id FROM claim WHERE accused <> '')
"""


class SqliteSources:
    """The part of a store on SQLite that lays out what a source is on record with."""

    database: Database

    async def entries(self, slugs: Sequence[str]) -> Sequence[Entry]:
        """Return the claims called *slugs* as entries, in that order, leaving out the unknown."""

        async def job(connection: aiosqlite.Connection) -> list[Entry]:
            asked = await asyncio.to_thread(json.dumps, list(slugs))
            made: dict[str, Entry] = {}
            async for rows in in_parts(connection, _ENTRIES, (asked,)):
                made |= await asyncio.to_thread(_entries, rows)
            return [made[slug] for slug in slugs if slug in made]

        return await self.database.read(job) if slugs else []

    async def naming(
        self, claimant: str, names: Sequence[str], longer: Sequence[str] = ()
    ) -> Sequence[str]:
        """Return the slugs of others' claims in which one of *names* stands.

        The index of words gives the claims to look at; the exact words decide.
        """
        if not names:
            return []
        wanted = _to_look_at(names)

        async def job(connection: aiosqlite.Connection) -> list[str]:
            sql = _NAMING + (_LOOKED_AT if wanted else "") + BY_DATE
            given = (claimant, wanted) if wanted else (claimant,)
            naming = Naming(names, longer)
            found: list[str] = []
            async for rows in in_parts(connection, sql, given):
                found += await asyncio.to_thread(_naming, rows, naming)
            return found

        return await self.database.read(job)


def _to_look_at(names: Sequence[str]) -> str:
    """Return the index's expression for the claims with all words of one of *names*.

    A word that the index writes in another way next to others, as it does numbers, is left out.
    Empty where a name has no other word: then every claim is looked at.
    """
    ways = []
    for name in names:
        sure = dict.fromkeys(word for written in name.split() for word in _staying(written))
        if not sure:
            return ""
        ways.append(" AND ".join(f'"{word}"' for word in sure))
    return " OR ".join(f"({way})" for way in ways)


def _staying(written: str) -> list[str]:
    """Return the words that the index has for *written* whatever stands around it."""
    indexed = [normal_words(around.format(written)) for around in _SURROUNDINGS]
    words = (word for word in normal_words(written) if not is_number(word))
    return [word for word in words if all(word in found for found in indexed)]


def _naming(rows: Sequence[Any], naming: Naming) -> list[str]:
    """Return the slugs of the *rows* in whose texts a name stands."""
    return [
        slug for slug, *texts, places in rows if naming.stands_in((*texts, *json.loads(places)))
    ]


def _entries(rows: Sequence[Any]) -> dict[str, Entry]:
    return {row[0]: _entry(row) for row in rows}


def _entry(row: Sequence[Any]) -> Entry:
    slug, key, label, published, figures = row
    made: tuple[Figure, ...] = tuple(map(figure_from, json.loads(figures)))
    day = PartialDate(published) if published else None
    return Entry(slug, Topic(key, label), day, made)
