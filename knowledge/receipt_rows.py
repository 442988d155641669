"""The rows of a receipt in words: figures, evidence, reviews, findings, answers, audit."""

from knowledge.anchoring import Fate
from knowledge.answers import Answer
from knowledge.audit import Entry, Facts
from knowledge.fates import KeptFinding
from knowledge.model import Evidence, Figure, Review


def figure_row(figure: Figure) -> str:
    """Return a figure as written, with what it measures."""
    written = f"“{figure.text}”" if figure.span else f"{figure.text} (as the desk noted it)"
    parts = [figure.measure, figure.population, figure.place, figure.period]
    return ", ".join([written, *filter(None, parts)])


def evidence_row(one: Evidence) -> str:
    """Return what the evidence does, what it is, from whom, and who added it."""
    return (
        f"{one.stance.value.capitalize()}: {one.what} ({one.source or 'no source named'}; "
        f"{one.url or 'no address'}). Added by {one.added_by}, {one.added_at:%Y-%m-%d %H:%M} UTC."
    )


def review_row(review: Review) -> str:
    """Return what somebody found, who, when and why."""
    why = review.reason or "no reason given"
    said = review.rating
    if review.takes_back:
        said = f"withdrawal in review {review.signs} taken back"
    elif review.signs:
        said += f", signing off review {review.signs}"
    elif review.proposes:
        said += f", proposing “{review.proposes}” for a second signature"
    return f"{said}, by {review.reviewer}, {review.at:%Y-%m-%d %H:%M} UTC: {why}"


_FATES = {
    Fate.IN_PLACE: "the words stand where they stood",
    Fate.MOVED: "the words stand elsewhere",
    Fate.AMBIGUOUS: "the words stand in several places",
    Fate.CHANGED: "the words do not stand there; a passage like them does",
    Fate.NOT_FOUND: "the words do not stand there",
}


def finding_row(kept: KeptFinding) -> str:
    """Return what became of the words in a later version."""
    whole = ", in the same passage" if kept.finding.whole else ""
    looked = f"looked at {kept.at:%Y-%m-%d %H:%M} UTC"
    return f"{kept.version}: {_FATES[kept.finding.fate]}{whole} ({looked})"


def answer_row(answer: Answer, slug: str) -> str:
    """Return where an answer stands, and which revision of the claim called *slug* it showed."""
    place = " ".join(filter(None, (answer.platform, answer.workspace, answer.channel)))
    revision = dict(answer.claims).get(slug)
    message = f", message {answer.message}" if answer.message else ""
    return (
        f"{place}{message}, {answer.at:%Y-%m-%d %H:%M} UTC, revision {revision}: "
        f"{answer.state.value}"
    )


def entry_row(entry: Entry) -> str:
    """Return an entry of the audit in one line."""
    place = " ".join(filter(None, (entry.by.platform, entry.by.workspace, entry.by.channel)))
    parts = [
        f"{entry.number}. {entry.at:%Y-%m-%d %H:%M:%S} UTC, {entry.who or 'nobody said who'}",
        f"({place})" if place else "",
        f"{entry.deed}{': ' if entry.other or entry.about else ''}",
        ", ".join(filter(None, (entry.other, entry.about))),
    ]
    told = " ".join(filter(None, parts))
    for name, facts in (("before", entry.before), ("after", entry.after)):
        told += f". {name.capitalize()}: {_told(facts)}" if facts else ""
    return f"{told}. Why: {entry.why}" if entry.why else told


def _told(facts: Facts) -> str:
    return "; ".join(f"{name} {value}" for name, value in facts.items())
