"""A document given again with details that it was not kept with: what a person says outranks.

Pure: what becomes of the version, of what is proposed from it and of its claims on record.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from knowledge.audit import Deed, Facts, Note, differing
from knowledge.documents import DocumentVersion
from knowledge.model import Claim, DateMention
from knowledge.readers.reading import Origin
from knowledge.readers.stamps import ABOUT_THE_DAY

GIVEN = Origin.GIVEN.value
NAMES = {"outlet": "outlet", "title": "headline", "address": "address", "published": "day"}
"""The details that a person gives, as they are kept and as they are called."""


@dataclass(frozen=True, slots=True)
class Regiven:
    """What giving a document again came to.

    `details` are those that are new, as they are called. `dated` counts its claims, proposed and
    on record, whose dates mean something else now, and `slugs` are those on record.
    """

    version: DocumentVersion
    details: tuple[str, ...]
    dated: int = 0
    slugs: tuple[str, ...] = ()


def regiven(kept: DocumentVersion, brought: DocumentVersion) -> Regiven:
    """Return *kept* with the details that a person gave with *brought*, which has the same text."""
    told, origins = brought.document, dict(kept.origins)
    made, document = kept, kept.document
    given = [name for name, whence in brought.origins if whence == GIVEN and name in NAMES]
    if kept.document.url and "address" in given:
        given.remove("address")  # the same text at one more address, which is kept beside the first
    for name in given:
        if name == "title":
            made = replace(made, title=brought.title)
        elif name == "address":
            document = replace(document, url=told.url)
            made = replace(made, address=kept.address or brought.address)
        elif name == "outlet":
            whence = _details_from(origins)
            document = replace(document, outlet=told.outlet, details_from=whence)
        else:
            whence = _published_from(kept, brought)
            document = replace(document, published=told.published, published_from=whence)
            notes = tuple(note for note in kept.notes if not note.startswith(ABOUT_THE_DAY))
            made = replace(made, notes=notes)
    details = tuple(
        called
        for name, called in NAMES.items()
        if name in given
        and (origins.get(name) != GIVEN or _value(name, brought) != _value(name, kept))
    )
    if not details:
        return Regiven(kept, ())
    origins |= dict.fromkeys(given, GIVEN)
    return Regiven(replace(made, document=document, origins=tuple(origins.items())), details)


def proposed_anew(claim: Claim, drafted: Claim | None, version: DocumentVersion) -> Claim:
    """Return the proposal *claim* as the document is now called and dated.

    *drafted* is what is found in the same words now, by the details that were brought; where
    nothing is, or they are not those of *version*, only the document changes.
    """
    statement, dates = _renamed(claim, version.document.outlet.name), claim.dates
    if drafted and drafted.document.outlet.name == version.document.outlet.name:
        statement = drafted.statement
    if drafted and drafted.document.published == version.document.published:
        dates = dates_anew(claim.dates, drafted.dates)
    return replace(claim, document=version.document, statement=statement, dates=dates)


def on_record_anew(
    claim: Claim, proposed: Claim | None, drafted: Claim | None, version: DocumentVersion
) -> Claim:
    """Return the *claim* on record as its document is now called and dated.

    A statement that a person put in words of their own, unlike the one *proposed*, stays theirs,
    but for the outlet's name where it is the outlet that says it.
    """
    kept = claim.document
    document = replace(version.document, state=kept.state, note=kept.note)
    if proposed and claim.statement == proposed.statement:
        statement = proposed_anew(proposed, drafted, version).statement
    else:
        statement = _renamed(claim, document.outlet.name)
    dates = claim.dates
    if drafted and drafted.document.published == document.published:
        dates = dates_anew(dates, drafted.dates)
    return replace(claim, document=document, statement=statement, dates=dates)


def _renamed(claim: Claim, outlet: str) -> str:
    """Return the statement of *claim* with the outlet called so, the words in marks untouched."""
    if claim.attribution.makers or outlet in claim.statement:
        return claim.statement
    ours, mark, words = claim.statement.partition("“")
    old = claim.document.outlet.name
    return (
        f"{ours.replace(old, outlet)}{mark}{words}"
        if old in ours
        else (f"{outlet}: {claim.statement}")
    )


def dates_anew(
    dates: tuple[DateMention, ...], found: tuple[DateMention, ...]
) -> tuple[DateMention, ...]:
    """Return *dates* with what the same words at the same place mean by *found*."""
    means = {(each.text, each.span): each for each in found}
    return tuple(means.get((each.text, each.span), each) for each in dates)


def given_again(before: DocumentVersion, after: Regiven) -> Note:
    """Return the audit's note of details that were given of a document that is known."""
    was, is_ = differing(_facts(before), _facts(after.version))
    told: dict[str, str | int | bool | None] = {**is_, "given": ", ".join(after.details)}
    if after.dated:
        told["dates reckoned again"] = after.dated
    return Note(Deed.DESCRIBED, about=f"document {before.document.key}", before=was, after=told)


def why_again(version: DocumentVersion) -> str:
    """Return why the claims on record of *version* have a new revision."""
    day = version.document.published
    dated = f", {day.words()}" if day else ", no day"
    return f"The document is told to be of {version.document.outlet.name}{dated}."


def _facts(version: DocumentVersion) -> Facts:
    document = version.document
    return {
        "outlet": document.outlet.name,
        "headline": version.title,
        "address": document.url,
        "day": document.published.value if document.published else None,
    }


def _value(name: str, version: DocumentVersion) -> object:
    document = version.document
    return {
        "outlet": document.outlet.name,
        "title": version.title,
        "address": document.url,
        "published": document.published,
    }[name]


def _details_from(origins: Mapping[str, str]) -> str:
    byline = origins.get("byline", "")
    return f"outlet {GIVEN}; byline from {byline}" if byline else f"outlet {GIVEN}"


def _published_from(kept: DocumentVersion, brought: DocumentVersion) -> str:
    """Return where the day comes from; the day that the document gives itself stays beside it."""
    own, given = kept.document.published, brought.document.published
    if own is None or own == given or dict(kept.origins).get("published") == GIVEN:
        return brought.document.published_from
    return f"{GIVEN}; the document also gives {own.words()}"
