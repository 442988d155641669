"""The one rule without exception: what is proposed stands in the document, at its place."""

from collections.abc import Iterator

from knowledge.extract.found import Extracted, FoundClaim, FoundClaimant
from knowledge.model import Span


def missing(text: str, extracted: Extracted) -> list[str]:
    """Return a sentence for each word, figure, name or place of *extracted* that *text* lacks.

    An empty list is what everything that is stored has passed.
    """
    problems = [
        f"attribution {number}: {problem}"
        for number, each in enumerate(extracted.attributions)
        for name, spans in (
            ("source", each.source),
            ("cue", each.cue),
            ("content", each.content),
            ("hedge", (each.hedge,) if each.hedge else ()),
            ("accused", (each.accused,) if each.accused else ()),
        )
        for problem in _outside(text, name, spans)
    ]
    for number, claim in enumerate(extracted.claims):
        name = f"claim {number} ({claim.slug})"
        problems += [f"{name}: {problem}" for problem in _of_claim(text, claim)]
        if claim.parent is not None and not 0 <= claim.parent < len(extracted.claims):
            problems.append(f"{name}: there is no claim {claim.parent} for it to stand inside of")
        if claim.parent == number:
            problems.append(f"{name}: it stands inside of itself")
    return problems


def _of_claim(text: str, claim: FoundClaim) -> Iterator[str]:
    spans = {
        "passage": (claim.span,),
        "content": claim.content,
        "cue": claim.cue,
        "hedge": (claim.hedge,) if claim.hedge else (),
        "quotation": claim.quotes,
        "words in marks": claim.scare_quotes,
    }
    for name, places in spans.items():
        yield from _outside(text, name, places)
    if not claim.content:
        yield "it claims nothing"
    for span in claim.content:
        if not (claim.span.start <= span.start and span.end <= claim.span.end):
            yield f"the content at {span.start} lies outside of the passage"
    for figure in claim.figures:
        yield from _written(text, "figure", figure.text, figure.span)
        for words in (figure.measure, figure.population, figure.period):
            if words and words not in text:
                yield f"“{words}” of the figure “{figure.text}” is not in the text"
        if not (figure.span.start <= figure.core.start and figure.core.end <= figure.span.end):
            yield f"the number of “{figure.text}” lies outside of it"
    for day in claim.dates:
        yield from _written(text, "date", day.text, day.span)
    for place in claim.places:
        if place not in text:
            yield f"the place “{place}” is not in the text"
    if claim.accused and claim.accused not in text:
        yield f"the accused “{claim.accused}” is not in the text"
    for claimant in claim.claimants:
        yield from _of_claimant(text, claimant)


def _of_claimant(text: str, claimant: FoundClaimant) -> Iterator[str]:
    yield from _written(text, "claimant", claimant.text, claimant.written)
    if claimant.name:
        if claimant.named_at is None:
            yield f"the name “{claimant.name}” has no place"
        else:
            yield from _written(text, "name", claimant.name, claimant.named_at)
    for kind, words in (
        ("role", claimant.role),
        ("affiliation", claimant.affiliation),
        *(("alias", alias) for alias in claimant.aliases),
    ):
        if words and words not in text:
            yield f"the {kind} “{words}” is not in the text"


def _written(text: str, kind: str, words: str, span: Span) -> Iterator[str]:
    if span.end > len(text) or text[span.start : span.end] != words:
        yield f"the {kind} “{words}” does not stand at {span.start}–{span.end}"


def _outside(text: str, kind: str, spans: tuple[Span, ...]) -> Iterator[str]:
    for span in spans:
        if span.end > len(text) or not text[span.start : span.end].strip():
            yield f"the {kind} at {span.start}–{span.end} is not in the text"
