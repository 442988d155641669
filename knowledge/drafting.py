"""From what was read and extracted to a document version and its drafts; no store, no clock."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from knowledge.addresses import canonical, host_of
from knowledge.documents import DocumentVersion
from knowledge.draft_claims import claim_of, shortened
from knowledge.errors import RecordError
from knowledge.extract.found import Extracted, FoundClaim
from knowledge.model import Claim, Claimant, ClaimantKind, Document, Strength
from knowledge.proposals import Draft
from knowledge.readers.layout import one_line
from knowledge.readers.reading import Detail, Origin, Published, Reading
from knowledge.standing import not_standing, spaced
from knowledge.text import folded

_KEY_LETTERS = 80


@dataclass(frozen=True, slots=True)
class Drafted:
    """A document version with its drafts, and why the others were left out: rule and sentence."""

    version: DocumentVersion
    drafts: tuple[Draft, ...]
    left_out: tuple[tuple[str, str], ...]


def drafted(
    reading: Reading, extracted: Extracted, *, by: str, source: str, at: datetime
) -> Drafted:
    """Return what taking *reading* in would keep.

    A claim any of whose words does not stand in the text where it is said to is left out whole, and
    so is what stands inside it. Raises `RecordError` for a reading without text.
    """
    version = _version(reading, extracted, by=by, source=source, at=at)
    drafts: list[Draft] = []
    left_out: list[tuple[str, str]] = []
    places: dict[int, int] = {}
    plain = spaced(version.text)
    for place in _parents_first(extracted.claims):
        found = extracted.claims[place]
        if found.parent is not None and found.parent not in places:
            left_out.append((found.rule, "it stands inside a claim that was left out"))
            continue
        over = _over(extracted.claims, place)
        try:
            claim = claim_of(found, over, version)
        except RecordError as error:
            left_out.append((found.rule, str(error)))
            continue
        wrong = not_standing(claim, version.text, plain)
        if wrong:
            left_out.append((found.rule, wrong))
            continue
        said = " ".join(version.text[span.start : span.end] for span in found.content)
        places[place] = len(drafts)
        parent = None if found.parent is None else places[found.parent]
        drafts.append(
            Draft(
                claim,
                fingerprint=fingerprint(claim, said),
                group=group(claim, said),
                rule=found.rule,
                confidence=found.confidence,
                worth=found.worth,
                parent=parent,
            )
        )
    answered = [_with_answer(draft, drafts, version.text) for draft in drafts]
    return Drafted(version, tuple(answered), tuple(left_out))


def _with_answer(draft: Draft, drafts: Sequence[Draft], text: str) -> Draft:
    """Return *draft* with what the accused deny close behind the accusation, where they do.

    Only their own denial in the same or the next paragraph is taken for it; a person looks at both.
    """
    claim = draft.claim
    said = claim.attribution
    if not (claim.alleged and said.accused and claim.anchor) or said.replied:
        return draft
    end = claim.anchor.passage.end
    accused = f"-{folded(said.accused)}-"
    for other in drafts:
        denied, passage = other.claim.attribution, other.claim.anchor
        if denied.strength is not Strength.DENIED or passage is None:
            continue
        start = passage.passage.start
        near = end <= start and text.count("\n\n", end, start) <= 1
        theirs = any(f"-{folded(maker.claimant.name)}-" in accused for maker in denied.makers)
        if near and theirs:
            answer = f"“{shortened(passage.quote.exact)}”, in the same document"
            return replace(draft, claim=replace(claim, attribution=replace(said, answer=answer)))
    return draft


def fingerprint(claim: Claim, said: str) -> str:
    """Return what the same words with the same owners have in common wherever they stand."""
    return _hashed(folded(said), claim.attribution.strength.value, *_makers(claim))


def group(claim: Claim, said: str) -> str:
    """Return what claims that say the same have in common, in whichever document they stand.

    That is who says it and its figures where it has several, and otherwise its words.
    """
    makers = _makers(claim)
    figures = sorted(folded(figure.text) for figure in claim.figures)
    # One figure alone says too little: an official may speak twice of “two”.
    if makers and len(figures) > 1:
        return _hashed("figures", *makers, *figures)
    return _hashed("words", *makers, folded(said))


def _makers(claim: Claim) -> list[str]:
    return sorted(folded(maker.claimant.name) for maker in claim.attribution.makers)


def _version(
    reading: Reading, extracted: Extracted, *, by: str, source: str, at: datetime
) -> DocumentVersion:
    address = canonical(reading.url.value if reading.url else "") or canonical(source)
    outlet, outlet_from = _outlet(reading, source)
    origins = [
        (name, detail.origin.value)
        for name, detail in (
            ("title", reading.title),
            ("outlet", outlet_from),
            ("byline", reading.byline),
            ("address", reading.url),
            ("section", reading.section),
            ("published", reading.published),
            ("modified", reading.modified),
        )
        if detail is not None
    ]
    document = Document(
        key=_key(outlet, reading),
        outlet=outlet,
        url=reading.url.value if reading.url else (source if canonical(source) else ""),
        kind=reading.kind,
        byline=_said(reading.byline),
        section=_said(reading.section),
        language=reading.language or extracted.language,
        published=reading.published.day if reading.published else None,
        published_from=_published_from(reading.published),
        details_from=_details_from(reading, outlet_from),
        sha256=hashlib.sha256(reading.text.encode()).hexdigest(),
    )
    return DocumentVersion(
        document,
        reading.text,
        retrieved_at=at,
        title=_said(reading.title),
        address=address,
        origins=tuple(origins),
        modified=reading.modified.day.value if reading.modified else "",
        media=reading.media,
        notes=(*reading.notes, *extracted.notes),
        brought_by=by,
        source=source,
    )


def _outlet(reading: Reading, source: str) -> tuple[Claimant, Detail]:
    """Return the outlet: as the document names it, or the host or file that it came from."""
    named = reading.outlet
    if named is None or (named.origin is not Origin.GIVEN and not folded(named.value)):
        host = host_of(reading.url.value if reading.url else source)
        name = host or one_line(source.replace("\\", "/").rstrip("/").rpartition("/")[2])
        name = name if folded(name) else "pasted text" if name in ("", "-") else "unnamed file"
        named = Detail(name, Origin.ADDRESS if host else Origin.FILE)
    key = folded(named.value)
    if not key:
        raise RecordError(f"“{named.value}” is no name of an outlet")
    return Claimant(key, named.value, ClaimantKind.OUTLET), named


def _key(outlet: Claimant, reading: Reading) -> str:
    day = reading.published.day.value if reading.published else ""
    words = folded(f"{outlet.key} {day} {_said(reading.title)}")[:_KEY_LETTERS]
    return words.strip("-")


def _said(detail: Detail | None) -> str:
    return detail.value if detail else ""


def _published_from(published: Published | None) -> str:
    """Return in words where the day comes from, or that there is none."""
    if published is None:
        return "The document gives no date"
    how = _whence(published.origin)
    if published.guessed and published.origin is not Origin.GUESSED:
        how = f"guessed, {how}"
    others = " and ".join(day.words() for day in published.also)
    return f"{how}; the document also gives {others}" if others else how


def _details_from(reading: Reading, outlet: Detail) -> str:
    """Return in words where outlet and byline come from, where the text itself does not say."""
    if outlet is not reading.outlet:
        what = "address" if outlet.origin is Origin.ADDRESS else "file"
        return f"The document names no outlet; this is the {what} it came from"
    named = [("outlet", outlet), ("byline", reading.byline)]
    return "; ".join(f"{name} {_whence(d.origin)}" for name, d in named if d is not None)


def _whence(origin: Origin) -> str:
    return origin.value if origin in (Origin.GIVEN, Origin.GUESSED) else f"from {origin.value}"


def _parents_first(claims: Sequence[FoundClaim]) -> list[int]:
    """Return the places of *claims* so that each comes after what it stands inside of."""
    depth = {place: len(_chain(claims, place)) for place in range(len(claims))}
    return sorted(depth, key=lambda place: (depth[place], place))


def _over(claims: Sequence[FoundClaim], place: int) -> tuple[FoundClaim, ...]:
    """Return the claims that the one at *place* stands inside of, the nearest first."""
    return tuple(claims[parent] for parent in _chain(claims, place))


def _chain(claims: Sequence[FoundClaim], place: int) -> list[int]:
    chain: list[int] = []
    parent = claims[place].parent
    while parent is not None and 0 <= parent < len(claims) and parent not in (place, *chain):
        chain.append(parent)
        parent = claims[parent].parent
    return chain


def _hashed(*parts: str) -> str:
    return hashlib.sha256("\x00".join(parts).encode()).hexdigest()
