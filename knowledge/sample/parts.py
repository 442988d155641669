"""The parts of a claim as the sample files write them."""

from collections.abc import Mapping

from knowledge.model import (
    Anchor,
    Attribution,
    Claimant,
    ClaimRating,
    DateMention,
    Evidence,
    Figure,
    Maker,
    QuotationRating,
    Quote,
    Review,
    Stance,
    Strength,
    Subject,
    Voice,
)
from knowledge.sample.row import Row


def attribution(row: Row, claimants: Mapping[str, Claimant]) -> Attribution:
    """Return who says it and how, with its makers looked up among *claimants*."""
    made = Attribution(
        voice=row.one_of("voice", Voice),
        strength=row.one_of("strength", Strength),
        makers=tuple(_maker(one, claimants) for one in row.rows("makers")),
        cue=row.text("cue"),
        hedge=row.text("hedge"),
        relays=row.text("relays"),
        accuser_named=row.flag("accuser_named"),
        accused=row.text("accused"),
        answer=row.text("answer"),
    )
    row.end()
    return made


def _maker(row: Row, claimants: Mapping[str, Claimant]) -> Maker:
    key = row.required("claimant")
    if key not in claimants:
        raise row.problem(f"unknown claimant {key!r}")
    made = Maker(claimants[key], row.text("written"))
    row.end()
    return made


def anchor(row: Row) -> Anchor:
    """Return where the claim stands: the words that find it, its passage and the passage's hash."""
    made = Anchor(
        quote=Quote(row.required("exact"), row.required_span("span")),
        passage=row.required_span("passage"),
        sha256=row.required("sha256"),
        prefix=row.text("prefix"),
        suffix=row.text("suffix"),
    )
    row.end()
    return made


def quote(row: Row) -> Quote:
    """Return a quoted phrase and where it stands."""
    made = Quote(row.required("exact"), row.required_span("span"))
    row.end()
    return made


def figure(row: Row) -> Figure:
    """Return a figure as written and as the desk reads it."""
    made = Figure(
        text=row.required("text"),
        qualifier=row.text("qualifier"),
        value=row.number("value"),
        low=row.number("low"),
        high=row.number("high"),
        unit=row.text("unit"),
        measure=row.text("measure"),
        population=row.text("population"),
        place=row.text("place"),
        period=row.text("period"),
        as_of=row.day("as_of"),
        span=row.span("span"),
    )
    row.end()
    return made


def date_mention(row: Row) -> DateMention:
    """Return a date as written and what it means."""
    made = DateMention(row.required("text"), row.day("resolved"), row.span("span"))
    row.end()
    return made


def evidence(row: Row) -> Evidence:
    """Return something that bears on the claim, and who added it when."""
    made = Evidence(
        stance=row.one_of("stance", Stance),
        what=row.required("what"),
        url=row.required("url"),
        source=row.required("source"),
        added_by=row.required("added_by"),
        added_at=row.moment("added_at"),
    )
    row.end()
    return made


def review(row: Row) -> Review:
    """Return a judgement, whose rating must be one that its subject can have."""
    subject = row.one_of("subject", Subject)
    ratings = ClaimRating if subject is Subject.CLAIM else QuotationRating
    made = Review(
        subject=subject,
        rating=row.one_of("rating", ratings),
        reason=row.required("reason"),
        reviewer=row.required("reviewer"),
        at=row.moment("at"),
    )
    row.end()
    return made
