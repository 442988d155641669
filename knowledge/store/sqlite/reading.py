"""Rows as claims: one query gives a claim whole, its lists gathered as JSON, in one thread hop."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

import aiosqlite

from knowledge.model import (
    Anchor,
    Attribution,
    Claim,
    Claimant,
    ClaimantKind,
    DateMention,
    Document,
    DocumentKind,
    DocumentState,
    Evidence,
    Figure,
    Maker,
    PartialDate,
    Quote,
    Review,
    Span,
    Stance,
    Strength,
    Subject,
    Topic,
    Voice,
)

CLAIMANT = """json_object('key', p.key, 'name', p.name, 'kind', p.kind, 'about', p.about,
    'aliases', (SELECT json_group_array(a.alias) FROM
        (SELECT alias FROM claimant_alias WHERE claimant = p.id ORDER BY position) a))"""


_DOCUMENT = """json_object('key', d.key, 'url', d.url, 'kind', d.kind, 'state', d.state,
    'byline', d.byline, 'section', d.section, 'language', d.language,
    'published', d.published, 'published_from', d.published_from,
    'details_from', d.details_from, 'sha256', d.sha256, 'note', d.note)"""


def _gathered(columns: str, table: str, order: str = "position") -> str:
    """Return a subquery that gathers a claim's rows of *table* as a JSON list of lists."""
    return (
        f"(SELECT json_group_array(json_array({columns})) FROM "  # noqa: S608 - our own names
        f"(SELECT * FROM {table} WHERE claim = c.id ORDER BY {order}))"
    )


CLAIM = f"""
SELECT c.slug, json_object(
    'slug', c.slug, 'label', c.label, 'statement', c.statement, 'note', c.note,
    'revision', c.revision, 'restricted', c.restricted, 'places', json(c.places),
    'topic', json_object('key', t.key, 'label', t.label),
    'document', {_DOCUMENT},
    'outlet', json({CLAIMANT}),
    'attribution', json_object('voice', c.voice, 'strength', c.strength, 'cue', c.cue,
        'hedge', c.hedge, 'relays', c.relays, 'accused', c.accused, 'answer', c.answer,
        'asked', c.asked, 'none_by', c.none_by, 'legal', c.legal),
    'accuser_named', c.accuser_named,
    'makers', (SELECT json_group_array(json_object('written', m.written, 'who', json(m.who))) FROM
        (SELECT maker.written, {CLAIMANT} AS who FROM maker JOIN claimant p ON p.id = maker.claimant
            WHERE maker.claim = c.id ORDER BY maker.position) m),
    'anchor', CASE WHEN c.anchor_exact IS NULL THEN NULL ELSE json_array(
        c.anchor_exact, c.anchor_start, c.anchor_end, c.passage_start, c.passage_end,
        c.passage_sha256, c.anchor_prefix, c.anchor_suffix) END,
    'aliases', (SELECT json_group_array(alias) FROM
        (SELECT alias FROM claim_alias WHERE claim = c.id ORDER BY alias)),
    'quotes', {_gathered('exact, start, "end"', "quote")},
    'figures', {
    _gathered(
        "text, qualifier, value, low, high, unit, measure, population, place, "
        'period, as_of, start, "end"',
        "figure",
    )
},
    'dates', {_gathered('text, resolved, start, "end"', "date_mention")},
    'evidence', {_gathered("stance, what, url, source, added_by, added_at", "evidence", "id")},
    'reviews', {_gathered("subject, rating, reason, reviewer, at, proposes, signs", "review", "id")}
)
FROM claim c
JOIN topic t ON t.id = c.topic
JOIN document d ON d.id = c.document
JOIN claimant p ON p.id = d.outlet
"""  # noqa: S608 - built from our own names only
"""Gives (slug, claim as JSON) rows; add a WHERE on `c`."""

BY_DATE = "ORDER BY d.published IS NULL, d.published DESC, c.slug"
"""The order that the ports promise."""


async def read_claims(
    connection: aiosqlite.Connection, where: str, parameters: Sequence[object]
) -> list[Claim]:
    """Return the claims that *where* (a clause on `c` and `d`, with its order) selects."""
    rows = await connection.execute_fetchall(CLAIM + where, parameters)
    return [claim_from(json.loads(row[1])) for row in rows]


async def read_documents(
    connection: aiosqlite.Connection, where: str, *parameters: object
) -> list[Document]:
    """Return the documents on record that *where* (a clause on `d`, with its order) selects."""
    rows = await connection.execute_fetchall(
        f"SELECT {_DOCUMENT}, {CLAIMANT} FROM document d "  # noqa: S608 - our own names
        f"JOIN claimant p ON p.id = d.outlet {where}",
        parameters,
    )
    return [_document(json.loads(document), json.loads(outlet)) for document, outlet in rows]


def claimant_from(item: Mapping[str, Any]) -> Claimant:
    """Return a claimant from its JSON object."""
    return Claimant(
        key=item["key"],
        name=item["name"],
        kind=ClaimantKind(item["kind"]),
        aliases=tuple(item["aliases"]),
        about=item["about"],
    )


def claim_from(item: Mapping[str, Any]) -> Claim:
    """Return a claim from the JSON object that `CLAIM` gives."""
    attribution = item["attribution"]
    return Claim(
        slug=item["slug"],
        label=item["label"],
        statement=item["statement"],
        topic=Topic(**item["topic"]),
        document=_document(item["document"], item["outlet"]),
        attribution=Attribution(
            **{
                **attribution,
                "voice": Voice(attribution["voice"]),
                "strength": Strength(attribution["strength"]),
                "legal": bool(attribution["legal"]),
            },
            makers=tuple(Maker(claimant_from(m["who"]), m["written"]) for m in item["makers"]),
            accuser_named=None if item["accuser_named"] is None else bool(item["accuser_named"]),
        ),
        anchor=_anchor(item["anchor"]),
        quotes=tuple(Quote(exact, Span(start, end)) for exact, start, end in item["quotes"]),
        figures=tuple(figure_from(row) for row in item["figures"]),
        dates=tuple(
            DateMention(text, _date(resolved), _span(start, end))
            for text, resolved, start, end in item["dates"]
        ),
        places=tuple(item["places"]),
        aliases=tuple(item["aliases"]),
        note=item["note"],
        restricted=bool(item["restricted"]),
        revision=item["revision"],
        evidence=tuple(
            Evidence(Stance(stance), what, url, source, by, datetime.fromisoformat(at))
            for stance, what, url, source, by, at in item["evidence"]
        ),
        reviews=tuple(
            Review(
                *(Subject(subject), rating, reason, reviewer, datetime.fromisoformat(at)),
                *(proposes, signs),
            )
            for subject, rating, reason, reviewer, at, proposes, signs in item["reviews"]
        ),
    )


def _document(item: Mapping[str, Any], outlet: Mapping[str, Any]) -> Document:
    return Document(
        **{
            **item,
            "kind": DocumentKind(item["kind"]),
            "state": DocumentState(item["state"]),
            "published": _date(item["published"]),
        },
        outlet=claimant_from(outlet),
    )


def _anchor(row: Sequence[Any] | None) -> Anchor | None:
    if row is None:
        return None
    exact, start, end, passage_start, passage_end, sha256, prefix, suffix = row
    return Anchor(
        Quote(exact, Span(start, end)), Span(passage_start, passage_end), sha256, prefix, suffix
    )


def figure_from(row: Sequence[Any]) -> Figure:
    """Return a figure from its columns in the order of the table, without claim and position."""
    text, qualifier, value, low, high, unit, measure, population, place, period, as_of, *at = row
    return Figure(
        text=text,
        qualifier=qualifier,
        value=_number(value),
        low=_number(low),
        high=_number(high),
        unit=unit,
        measure=measure,
        population=population,
        place=place,
        period=period,
        as_of=_date(as_of),
        span=_span(*at),
    )


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _date(text: str | None) -> PartialDate | None:
    return None if text is None else PartialDate(text)


def _span(start: int | None, end: int | None) -> Span | None:
    return None if start is None or end is None else Span(start, end)
