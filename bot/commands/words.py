"""Claims in words: who says it, how strongly, where and when, and what it all adds up to.

Every line here follows the desk's output contract: the owner comes first, words in quotation marks
stand in the source, what is missing is said, and no status is ever more positive than its reviews.
"""

from urllib.parse import urlsplit

from bot.core.reply import Line, Link, Span
from knowledge.amending import called
from knowledge.attributed import answer_of_accused as answer_of_accused
from knowledge.attributed import attribution as attribution
from knowledge.attributed import date_words as date_words
from knowledge.attributed import joined as joined
from knowledge.attributed import makers_named as makers_named
from knowledge.attributed import moment_words as moment_words
from knowledge.attributed import place_words as place_words
from knowledge.check import current_review, status
from knowledge.model import (
    Attribution,
    Claim,
    Document,
    Figure,
    Maker,
    Strength,
    Subject,
    Voice,
)

_VOICES = {
    Voice.OUTLET: "in the outlet's own words",
    Voice.DIRECT: "in quoted words",
    Voice.INDIRECT: "reported in the outlet's words",
    Voice.MIXED: "partly quoted, partly in the outlet's words",
}


def owner(claim: Claim) -> str:
    """Return the short attribution of a list row: who, where if that is someone else, and when."""
    when = date_words(claim.document)
    outlet = claim.document.outlet
    makers = claim.attribution.makers
    if not makers:
        unnamed = ", accuser not named" if claim.attribution.accuser_named is False else ""
        return f"{outlet.name}, {when}{unnamed}"
    via = "" if any(m.claimant.key == outlet.key for m in makers) else f", in {outlet.name}"
    return f"{makers_named(claim)}{via}, {when}"


def _written(maker: Maker) -> str:
    name = maker.claimant.name
    return f"{name} (written “{maker.written}”)" if maker.written not in ("", name) else name


def who_says(claim: Claim) -> str:
    """Return who says it, with the document's spelling of their names, the cue and the chain."""
    said = claim.attribution
    if said.makers:
        text = joined([_written(maker) for maker in said.makers])
        if [maker.claimant.key for maker in said.makers] == [claim.document.outlet.key]:
            text += "" if said.relays else ", in its own words"
    elif said.accuser_named is False:
        text = f"{claim.document.outlet.name} reports it"
    else:
        text = f"{claim.document.outlet.name}, in its own words; no source named"
    if said.relays:
        text += f", passing on {said.relays}"
    if said.cue:
        text += f"; cue “{said.cue}”" if claim.anchor else f"; cue {said.cue}"
    if said.accuser_named is False:
        text += "; the accuser is not named"
    return text


def how_strongly(said: Attribution) -> str:
    """Return strength, hedge and voice in words."""
    hedge = f", hedged “{said.hedge}”" if said.hedge else ""
    return f"{said.strength.value.capitalize()}{hedge}, {_VOICES[said.voice]}"


def host(url: str) -> str:
    """Return the host of *url* as a reader knows it."""
    return urlsplit(url).netloc.removeprefix("www.")


def where(document: Document) -> Line:
    """Return where it stands: outlet, section, kind of document, and a link that shows its host."""
    section = f", {document.section}" if document.section else ""
    text = f"{document.outlet.name}{section} ({document.kind.value}"
    text += f", now {document.state.value})" if document.state.value != "current" else ")"
    if not document.url:
        return (f"{text}; no address given",)
    return (f"{text}: ", Link(host(document.url), document.url))


def when(document: Document) -> str:
    """Return the date at its own precision and where it comes from, or that there is none."""
    if document.published is None:
        return document.published_from or "The document gives no date"
    origin = f" ({document.published_from})" if document.published_from else ""
    return f"{document.published.words()}{origin}"


def figure_words(figure: Figure) -> str:
    """Return a figure as written, and what it measures; where no number is given, that is said."""
    text = f"“{figure.text}”" if figure.span else figure.text
    unnumbered = [] if figure.has_number else ["no number given"]
    measured = (figure.measure, figure.population, figure.period)
    details = list(dict.fromkeys([*unnumbered, *filter(None, measured)]))
    return f"{text} ({'; '.join(details)})" if details else text


def figures_words(claim: Claim) -> str:
    """Return every figure of *claim* as written."""
    return "; ".join(figure_words(figure) for figure in claim.figures)


def dates_words(claim: Claim) -> str:
    """Return the dates as written and what they resolve to, given the document's own date."""
    parts = []
    for mention in claim.dates:
        written = f"“{mention.text}”" if mention.span else mention.text
        if mention.resolved is None:
            parts.append(f"{written}: cannot be resolved")
        elif mention.resolved.words() == mention.text or mention.resolved.value == mention.text:
            parts.append(written)
        else:
            parts.append(f"{written}: {mention.resolved.words()}")
    return "; ".join(parts)


def status_words(claim: Claim, subject: Subject) -> str:
    """Return the status word first, then who gave it, when and why."""
    word = status(claim.reviews, subject)
    review = current_review(claim.reviews, subject)
    if review is None:
        return word
    who = f"{called(review.reviewer)}, {review.at.day} {review.at:%B %Y}"
    if review.proposes:
        # The reason argues for a status that nobody may be shown yet.
        return f"{word} ({who}): waits for a second signature"
    if review.signs:
        signed = [r for r in claim.reviews if r.subject is subject][review.signs - 1]
        who = f"{called(signed.reviewer)}, signed off by {who}"
    return f"{word} ({who}): {review.reason}"


def evidence_count(claim: Claim) -> str:
    """Return how much evidence is recorded, none included."""
    count = len(claim.evidence)
    if not count:
        return "no evidence recorded"
    return "1 piece of evidence recorded" if count == 1 else f"{count} pieces of evidence recorded"


def row_words(claim: Claim) -> Line:
    """Return what a list row says of *claim* after its owner."""
    parts: list[Span] = []
    if claim.figures:
        figures = [f"“{f.text}”" if f.span else f.text for f in claim.figures]
        parts.append(f"{'; '.join(figures)}. ")
    parts.append(claim.statement)
    if claim.attribution.strength is not Strength.STATED:
        parts.append(f" [{claim.attribution.strength.value}]")
    if claim.alleged:
        parts.append(f" {answer_of_accused(claim.attribution)}.")
    quotation = status(claim.reviews, Subject.QUOTATION)
    word = status(claim.reviews, Subject.CLAIM)
    parts.append(f" Quotation: {quotation}. Claim: {word}; {evidence_count(claim)}.")
    return tuple(parts)
