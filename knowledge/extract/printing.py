"""What was found in a text as JSON, for other programs: spans of that text, and their readings."""

from collections.abc import Iterable
from typing import Any

from knowledge.extract.found import (
    Attributed,
    Extracted,
    FoundClaim,
    FoundClaimant,
    FoundDate,
    FoundFigure,
)
from knowledge.model import Span


def line_of(doc: str, text: str, found: Extracted) -> dict[str, Any]:
    """Return what was found in the text called *doc*; offsets are code points, end excluded."""
    return {
        "doc": doc,
        "attributions": [_attribution(each) for each in found.attributions],
        "claims": [_claim(each, text) for each in found.claims],
        "language": found.language,
        "notes": list(found.notes),
    }


def _pair(span: Span) -> list[int]:
    return [span.start, span.end]


def _pairs(spans: Iterable[Span]) -> list[list[int]]:
    return [_pair(span) for span in spans]


def _attribution(each: Attributed) -> dict[str, Any]:
    return {
        "source": _pairs(each.source),
        "cue": _pairs(each.cue),
        "content": _pairs(each.content),
        "voice": each.voice.value,
        "strength": each.strength.value,
        "parent": each.parent,
        "inner": each.inner,
        "rule": each.rule,
        "confidence": each.confidence,
    }


def _claim(claim: FoundClaim, text: str) -> dict[str, Any]:
    return {
        "start": claim.span.start,
        "end": claim.span.end,
        "text": text[claim.span.start : claim.span.end],
        "content": _pairs(claim.content),
        "cue": _pairs(claim.cue),
        "voice": claim.voice.value,
        "strength": claim.strength.value,
        "hedge": _pair(claim.hedge) if claim.hedge else None,
        "claimants": [_claimant(each) for each in claim.claimants],
        "accused": claim.accused or None,
        "accuser_named": claim.accuser_named,
        "figures": [_figure(each) for each in claim.figures],
        "dates": [_date(each) for each in claim.dates],
        "places": list(claim.places),
        "parent": claim.parent,
        "part": claim.part.value,
        "slug": claim.slug,
        "label": claim.label,
        "topic": claim.topic,
        "rule": claim.rule,
        "confidence": claim.confidence,
        "worth": round(claim.worth, 4),
    }


def _claimant(each: FoundClaimant) -> dict[str, Any]:
    return {
        "text": each.text,
        "start": each.written.start,
        "end": each.written.end,
        "name": each.name or None,
        "named_at": _pair(each.named_at) if each.named_at else None,
        "kind": each.kind.value,
        "role": each.role or None,
        "affiliation": each.affiliation or None,
    }


def _figure(each: FoundFigure) -> dict[str, Any]:
    def number(value: object) -> str | None:
        # As text, since JSON's numbers would lose digits.
        return None if value is None else str(value)

    return {
        "text": each.text,
        "start": each.span.start,
        "end": each.span.end,
        "core": _pair(each.core),
        "qualifier": each.qualifier,
        "value": number(each.value),
        "low": number(each.low),
        "high": number(each.high),
        "values": [str(value) for value in each.values],
        "unit": each.unit or None,
        "kind": each.kind,
        "measure": each.measure or None,
        "population": each.population or None,
        "period": each.period or None,
    }


def _date(each: FoundDate) -> dict[str, Any]:
    return {
        "text": each.text,
        "start": each.span.start,
        "end": each.span.end,
        "value": each.value or None,
        "precision": each.precision.value if each.precision else None,
        "kind": each.kind,
        "first": each.start.isoformat() if each.start else None,
        "last": each.end.isoformat() if each.end else None,
        "how": each.how or None,
    }
