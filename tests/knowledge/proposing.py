"""A small report, what a reader makes of it, and what extraction would find in it."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from knowledge.extract.found import Extracted, FoundClaim, FoundClaimant, FoundDate, FoundFigure
from knowledge.intake import Intake
from knowledge.model import ClaimantKind, PartialDate, Span, Strength, Voice
from knowledge.ports import ClaimStore
from knowledge.readers.reading import Detail, Origin, Published, Reading

ANA = "slack:U1 Ana"
BO = "discord:2 Bo"
URL = "https://www.herald.example/beds?utm_source=x"
REPORT = (
    "Beds stand empty\n\n"
    "The mayor, Ana Ruiz, said on Monday that 300 beds were empty. “We have 40 nurses too few,” "
    "she added.\n\n"
    "The town has been accused of hiding the figures.\n"
)


def at(words: str, text: str = REPORT) -> Span:
    """Return where *words* stand in *text* for the first time."""
    start = text.index(words)
    return Span(start, start + len(words))


def reading(text: str = REPORT, url: str = URL, outlet: str = "The Herald") -> Reading:
    """Return what a reader makes of a page with *text*."""
    return Reading(
        text,
        (),
        "html",
        title=Detail("Beds stand empty", Origin.DATA),
        outlet=Detail(outlet, Origin.META) if outlet else None,
        byline=Detail("Bo Lind", Origin.VISIBLE),
        url=Detail(url, Origin.DATA) if url else None,
        published=Published(PartialDate("2024-05-06"), Origin.DATA, "2024-05-06T07:00:00Z", "Z"),
        language="en",
    )


def mayor(text: str = REPORT, written: str = "The mayor, Ana Ruiz") -> FoundClaimant:
    """Return the mayor, as somebody is named who says it."""
    return FoundClaimant(
        at(written, text), written, ClaimantKind.PERSON, "Ana Ruiz", at("Ana Ruiz", text), "mayor"
    )


def empty_beds(text: str = REPORT) -> FoundClaim:
    """Return the claim with a figure and a date."""
    beds = at("300 beds", text)
    return FoundClaim(
        at("The mayor, Ana Ruiz, said on Monday that 300 beds were empty.", text),
        (at("300 beds were empty", text),),
        Voice.INDIRECT,
        Strength.STATED,
        (mayor(text),),
        (at("said", text),),
        figures=(FoundFigure(beds, beds, "300 beds", value=Decimal(300), unit="beds"),),
        dates=(FoundDate(at("Monday", text), "Monday", "2024-05-06"),),
        slug="empty-beds",
        label="Empty beds",
        topic="Hospitals",
        rule="speech-verb",
        confidence=0.8,
        worth=0.9,
    )


def too_few_nurses(text: str = REPORT) -> FoundClaim:
    """Return the claim in quotation marks, whose claimant stands there as a pronoun."""
    she = FoundClaimant(
        at("she", text), "she", ClaimantKind.PERSON, "Ana Ruiz", at("Ana Ruiz", text)
    )
    return FoundClaim(
        at("“We have 40 nurses too few,” she added.", text),
        (at("“We have 40 nurses too few,”", text),),
        Voice.DIRECT,
        Strength.STATED,
        (she,),
        (at("added", text),),
        quotes=(at("“We have 40 nurses too few,”", text),),
        slug="too-few-nurses",
        label="Nurses",
        topic="Hospitals",
        rule="quotation",
        confidence=0.9,
        worth=0.7,
    )


def accusation(text: str = REPORT) -> FoundClaim:
    """Return the accusation whose maker the report leaves out."""
    whole = at("The town has been accused of hiding the figures.", text)
    return FoundClaim(
        whole,
        (whole,),
        Voice.INDIRECT,
        Strength.ALLEGED,
        cue=(at("accused of", text),),
        accused="The town",
        slug="town-accused",
        label="What the town is accused of",
        topic="Transparency",
        rule="accused-of",
        worth=0.8,
    )


def extracted(text: str = REPORT, *more: FoundClaim) -> Extracted:
    """Return all three claims of the report, and *more*."""
    claims = (empty_beds(text), too_few_nurses(text), accusation(text), *more)
    return Extracted(claims=claims)


def long_report(sentences: int, outlet: str = "The Herald") -> tuple[Reading, Extracted]:
    """Return a report with many claims of the outlet's own, each worth a little less."""
    lines = [f"Ward {n} of {outlet} has {n} beds." for n in range(1, sentences + 1)]
    text = "\n\n".join(lines) + "\n"
    claims = [
        replace(
            empty_beds(),
            span=at(line, text),
            content=(at(line, text),),
            voice=Voice.OUTLET,
            claimants=(),
            cue=(),
            figures=(),
            dates=(),
            slug=f"ward-{n}",
            worth=0.99 - n / 1000,
        )
        for n, line in enumerate(lines)
    ]
    key = outlet.lower().replace(" ", "-")
    return reading(text, f"https://{key}.example/wards", outlet), Extracted(claims=tuple(claims))


async def take_in(
    store: ClaimStore, text: str = REPORT, claims: Sequence[FoundClaim] | None = None
) -> tuple[int, ...]:
    """Take the report in and return the numbers of what is proposed from it."""
    found = extracted(text) if claims is None else Extracted(claims=tuple(claims))
    taken = await Intake(store).take_in(reading(text), found, by=ANA, source=URL)
    return taken.proposals
