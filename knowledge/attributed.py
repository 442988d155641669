"""Who says a claim, in words: the first line of everything that is shown of it."""

from knowledge.model import Attribution, Claim, Document, PartialDate


def joined(names: list[str]) -> str:
    """Return *names* as a list in a sentence: `A`, `A and B`, `A, B and C`."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def date_words(document: Document) -> str:
    """Return when *document* was published, or that it gives no date."""
    return document.published.words() if document.published else "undated"


def place_words(document: Document) -> str:
    """Return outlet, byline and date: `Breitbart News, Ben Kew, 20 December 2019`."""
    parts = [document.outlet.name, document.byline, date_words(document)]
    return ", ".join(part for part in parts if part)


def makers_named(claim: Claim) -> str:
    """Return the claimants' names, or nothing where the document names none."""
    return joined([maker.claimant.name for maker in claim.attribution.makers])


def attribution(claim: Claim) -> str:
    """Return who says it, where and when, in one line: the first line of everything we show."""
    place = place_words(claim.document)
    makers = claim.attribution.makers
    if not makers:
        if claim.attribution.accuser_named is False:
            return f"{place}: an accusation whose maker is not named"
        return f"{place}: in its own words, no source named"
    if [maker.claimant.key for maker in makers] == [claim.document.outlet.key]:
        return place
    return f"{makers_named(claim)}, in {place}"


def answer_of_accused(said: Attribution) -> str:
    """Return the accused party's answer to an allegation, or that none is on record."""
    accused = said.accused or "the accused"
    asked = f"asked for comment on {moment_words(said.asked)}" if said.asked else ""
    if said.answer:
        told = f"{said.answer} ({asked})" if asked else said.answer
    elif said.none_by:
        told = f"{asked or 'asked for comment'}, no answer by {moment_words(said.none_by)}"
    else:
        told = f"{asked}, no answer on record" if asked else "no answer on record"
    return f"{accused[0].upper()}{accused[1:]}: {told}"


def moment_words(moment: str) -> str:
    """Return a day, with its time where it has one, in words: `12 November 2026, 15:00`."""
    day, _, clock = moment.partition(" ")
    return ", ".join(filter(None, (PartialDate(day).words(), clock)))
