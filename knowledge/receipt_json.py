"""A receipt as JSON, for programs and for whoever keeps it: the same as the page, and exact."""

import json
from typing import Any

from knowledge.answers import Answer
from knowledge.attributed import answer_of_accused, attribution
from knowledge.audit import Entry
from knowledge.check import status
from knowledge.documents import DocumentVersion
from knowledge.model import Anchor, Figure, Quote, Review, Subject
from knowledge.receipt import Receipt

SCHEMA = "onrecord.receipt/1"
"""The form of the JSON. A field that is added leaves it; one that changes or goes counts it up."""


def as_json(made: Receipt) -> str:
    """Return *made* as JSON, the attribution first."""
    return json.dumps(_all(made), ensure_ascii=False, indent=2) + "\n"


def _all(made: Receipt) -> dict[str, Any]:
    claim, said, document = made.claim, made.claim.attribution, made.claim.document
    return {
        "schema": SCHEMA,
        "made_at": made.at.isoformat(),
        "made_for": made.made_for,
        "attribution": {
            "line": attribution(claim),
            "claimants": [
                {
                    "name": maker.claimant.name,
                    "kind": maker.claimant.kind.value,
                    "written": maker.written,
                }
                for maker in said.makers
            ],
            "voice": said.voice.value,
            "strength": said.strength.value,
            "cue": said.cue,
            "hedge": said.hedge,
            "relays": said.relays,
            "accuser_named": said.accuser_named,
            "accused": said.accused,
            "answer_of_the_accused": answer_of_accused(said) if claim.alleged else "",
        },
        "slug": claim.slug,
        "revision": claim.revision,
        "restricted": claim.restricted,
        "topic": claim.topic.label,
        "label": claim.label,
        "statement": claim.statement,
        "note": claim.note,
        "anchor": _anchor(claim.anchor, made.passage),
        "quotations": [_quote(quote) for quote in claim.quotes],
        "figures": [_figure(figure) for figure in claim.figures],
        "dates": [
            {"text": date.text, "meaning": date.resolved.value if date.resolved else None}
            for date in claim.dates
        ],
        "places": list(claim.places),
        "document": {
            "key": document.key,
            "outlet": document.outlet.name,
            "byline": document.byline,
            "kind": document.kind.value,
            "url": document.url,
            "published": document.published.value if document.published else None,
            "published_from": document.published_from,
            "details_from": document.details_from,
            "state": document.state.value,
            "note": document.note,
            "sha256": document.sha256,
        },
        "as_read": _version(made.version),
        "status": {
            "quotation": str(status(claim.reviews, Subject.QUOTATION)),
            "claim": str(status(claim.reviews, Subject.CLAIM)),
        },
        "evidence": [
            {
                "stance": one.stance.value,
                "what": one.what,
                "url": one.url,
                "source": one.source,
                "added_by": one.added_by,
                "added_at": one.added_at.isoformat(),
            }
            for one in claim.evidence
        ],
        "history_of_the_quotation": [_review(r) for r in made.history(Subject.QUOTATION)],
        "history_of_the_claim": [_review(r) for r in made.history(Subject.CLAIM)],
        "later_versions": [
            {
                "document": kept.version,
                "found": kept.finding.fate.value,
                "times": kept.finding.times,
                "whole_passage": kept.finding.whole,
                "looked_at": kept.at.isoformat(),
            }
            for kept in made.findings
        ],
        "answers": [_answer(answer, claim.slug) for answer in made.answers if answer.public],
        "private_answers": sum(not answer.public for answer in made.answers),
        "audit": [_entry(entry) for entry in made.entries],
        "audit_withheld": made.withheld,
        "audit_head": made.head,
    }


def _anchor(anchor: Anchor | None, passage: str) -> dict[str, Any] | None:
    if anchor is None:
        return None
    return {
        **_quote(anchor.quote),
        "prefix": anchor.prefix,
        "suffix": anchor.suffix,
        "passage": {
            "start": anchor.passage.start,
            "end": anchor.passage.end,
            "sha256": anchor.sha256,
            "text": passage or None,
        },
    }


def _quote(quote: Quote) -> dict[str, Any]:
    return {"exact": quote.exact, "start": quote.span.start, "end": quote.span.end}


def _figure(figure: Figure) -> dict[str, Any]:
    numbers = {"value": figure.value, "low": figure.low, "high": figure.high}
    return {
        "text": figure.text,
        "in_document": figure.span is not None,
        "qualifier": figure.qualifier,
        **{name: None if number is None else str(number) for name, number in numbers.items()},
        "unit": figure.unit,
        "measure": figure.measure,
        "population": figure.population,
        "place": figure.place,
        "period": figure.period,
        "as_of": figure.as_of.value if figure.as_of else None,
    }


def _version(version: DocumentVersion | None) -> dict[str, Any] | None:
    if version is None:
        return None
    return {
        "version": version.number,
        "previous": version.previous or None,
        "address": version.address,
        "retrieved_at": version.retrieved_at.isoformat(),
        "brought_by": version.brought_by,
        "source": version.source,
        "code_points": len(version.text),
        "sha256": version.document.sha256,
        "where_details_stood": dict(version.origins),
        "notes": list(version.notes),
    }


def _review(review: Review) -> dict[str, Any]:
    return {
        "rating": review.rating,
        "reason": review.reason,
        "reviewer": review.reviewer,
        "at": review.at.isoformat(),
        "proposes": review.proposes,
        "signs_off": 0 if review.takes_back else review.signs,
        "takes_back": review.signs if review.takes_back else 0,
    }


def _answer(answer: Answer, slug: str) -> dict[str, Any]:
    # What else the answer showed is no part of this, and may be restricted.
    return {
        "platform": answer.platform,
        "workspace": answer.workspace,
        "channel": answer.channel,
        "message": answer.message,
        "at": answer.at.isoformat(),
        "revision": dict(answer.claims).get(slug),
        "state": answer.state.value,
    }


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "number": entry.number,
        "at": entry.at.isoformat(),
        "deed": entry.deed,
        "who": entry.who or None,
        "platform": entry.by.platform,
        "workspace": entry.by.workspace,
        "channel": entry.by.channel,
        "other": entry.other,
        "about": entry.about,
        "before": dict(entry.before),
        "after": dict(entry.after),
        "why": entry.why,
        "hash": entry.hash,
        "covered": entry.covered,
    }
