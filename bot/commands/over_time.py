"""Two claims of one source on the same matter, as one row: the earlier, then the later.

Each is given with its date, its document and its own words and figures; whether one takes the other
back is the reader's to see, and nothing here says it.
"""

from bot.commands import words
from bot.commands.relation_words import by_words
from bot.core.plain import quoted
from bot.core.reply import Line, Link, SourceRow, Span
from knowledge.check import status
from knowledge.model import Claim, Claimant, Strength, Subject
from knowledge.sources import Pair


def pair_row(who: Claimant, pair: Pair, earlier: Claim, later: Claim) -> SourceRow:
    """Return *pair* as a row under the name of *who*: `date: words → date: words`, and why."""
    spans = (*_said(earlier), " → ", *_said(later), f" ({_why(pair)})")
    return SourceRow(who.name, spans)


def _said(claim: Claim) -> Line:
    """Return what *claim* says with its date and document, as the document has it."""
    document = claim.document
    spans: list[Span] = [
        f"{words.date_words(document)}, in ",
        Link(document.outlet.name, document.url) if document.url else document.outlet.name,
        ": ",
    ]
    if claim.figures:
        spans.append(f"{words.figures_words(claim)}. ")
    spans.append(quoted(claim.anchor.quote.exact) if claim.anchor else claim.statement)
    if claim.attribution.strength is not Strength.STATED:
        spans.append(f" [{words.how_strongly(claim.attribution)}]")
    if claim.alleged:
        spans.append(f" {words.answer_of_accused(claim.attribution)}.")
    quotation, word = (status(claim.reviews, s) for s in (Subject.QUOTATION, Subject.CLAIM))
    spans.append(
        f" [{claim.slug}; Quotation: {quotation}. Claim: {word}; {words.evidence_count(claim)}]"
    )
    return tuple(spans)


def _why(pair: Pair) -> str:
    """Return why the two stand together: the measure both have, or who related them."""
    relation = pair.relation
    if relation is None or relation.last is None:
        return f"both give a figure for: {pair.measure}"
    return f"{relation.kind.words}, {by_words(relation.last)}"
