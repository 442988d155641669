"""A receipt: all that is on record of one claim, for somebody who has to answer for it.

It says who says it before what is said, quotes letter for letter, says what is missing, and gives
every hash with what it covers, so that it can be checked by hand.
"""

import asyncio
import hashlib
import json
import shlex
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from knowledge.answers import Answer
from knowledge.attributed import answer_of_accused, attribution
from knowledge.audit import Entry
from knowledge.check import status
from knowledge.documents import DocumentVersion
from knowledge.fates import KeptFinding
from knowledge.model import Anchor, Claim, Figure, Quote, Review, Subject
from knowledge.ports import ClaimStore
from knowledge.text import folded
from knowledge.unseen import is_unseen

SCHEMA = "onrecord.receipt/1"
"""The form of the JSON. A field that is added leaves it; one that changes or goes counts it up."""

_PAGE = 500


@dataclass(frozen=True, slots=True)
class Receipt:
    """What is on record of `claim` at the moment `at`, made for `made_for`.

    `version` is the document as the desk read it, and `passage` the claim's passage in it; both are
    empty where the text was never read, or is not the one that was hashed. `withheld` counts the
    audit's entries that name another claim which is restricted.
    """

    claim: Claim
    at: datetime
    made_for: str
    version: DocumentVersion | None = None
    passage: str = ""
    answers: tuple[Answer, ...] = ()
    findings: tuple[KeptFinding, ...] = ()
    entries: tuple[Entry, ...] = ()
    head: str = ""
    withheld: int = 0

    def history(self, subject: Subject) -> tuple[Review, ...]:
        """Return the reviews of the quotation, or those of the claim, oldest first."""
        return tuple(review for review in self.claim.reviews if review.subject is subject)


async def receipt(store: ClaimStore, slug: str, made_for: str) -> Receipt | None:
    """Return the receipt of the claim called *slug*, or `None` where there is none.

    *store* is the whole store. What of it names other claims that are restricted is left out.
    """
    found = await store.claims([slug])
    if not found:
        return None
    (claim,) = found
    version = await store.version_of(claim.document.key)
    entries = await _entries(store, slug)
    others = {name for entry in entries for name in (entry.slug, entry.other)} - {slug, ""}
    hidden = {other.slug for other in await store.claims(sorted(others)) if other.restricted}
    shown = [entry for entry in entries if hidden.isdisjoint((entry.slug, entry.other))]
    return Receipt(
        claim,
        datetime.now(UTC).replace(microsecond=0),
        made_for,
        version,
        await asyncio.to_thread(_passage, claim.anchor, version),
        answers=tuple(await store.answers_with(slug)),
        findings=tuple(await store.findings_of(slug)),
        entries=tuple(shown),
        head=await store.audit_head(),
        withheld=len(entries) - len(shown),
    )


def as_json(made: Receipt) -> str:
    """Return *made* as JSON, the attribution first."""
    return json.dumps(_all(made), ensure_ascii=False, indent=2) + "\n"


def text_name(made: Receipt) -> str:
    """Return the name of the file that the document's text is written to."""
    return f"{folded(made.claim.document.key) or 'document'}.txt"


def hashing(text: str) -> str:
    """Return the shell command whose output begins with the SHA-256 of *text* in UTF-8.

    Letters that cannot be seen are given by their bytes, so that they outlive print and copying.
    """
    if not any(map(is_unseen, text)):
        return f"printf '%s' {shlex.quote(text)} | sha256sum"
    escaped = "".join(
        "".join(f"\\0{byte:o}" for byte in letter.encode("utf-8", "surrogatepass"))
        if is_unseen(letter) or letter == "\\"
        else letter
        for letter in text
    )
    return f"printf '%b' {shlex.quote(escaped)} | sha256sum"


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


def _passage(anchor: Anchor | None, version: DocumentVersion | None) -> str:
    """Return the claim's passage as the desk read it, if it is the one that was hashed."""
    if anchor is None or version is None:
        return ""
    passage = version.text[anchor.passage.start : anchor.passage.end]
    hashed = hashlib.sha256(passage.encode("utf-8", "surrogatepass")).hexdigest()
    return passage if hashed == anchor.sha256 else ""


async def _entries(store: ClaimStore, slug: str) -> list[Entry]:
    """Return every entry of the audit about the claim, oldest first."""
    entries: list[Entry] = []
    before = 0
    while True:
        page = await store.audit(_PAGE, slug=slug, before=before)
        entries += page
        if len(page) < _PAGE:
            return entries[::-1]
        before = page[-1].number
