"""A text read for its claims: paragraphs, who says what, figures, dates, and all put together."""

import re
from collections.abc import Callable, Sequence
from typing import Protocol

from knowledge.extract.claims import HOLDS_CLAIMS, claims
from knowledge.extract.found import Attributed, Extracted, FoundDate, FoundFigure, Paragraph
from knowledge.extract.grid import Grid
from knowledge.extract.language import language_name, language_of
from knowledge.extract.paragraphs import laid_out
from knowledge.extract.parsing import Parsed
from knowledge.model import PartialDate, Span

Find = Callable[[Parsed], tuple[Attributed, ...]]
"""Finds who says what in a parsed text."""

_NO_QUANTITIES = ("LAW", "PRODUCT", "FAC", "WORK_OF_ART")
"""Names that hold numbers which count nothing: Article 19, Boeing 737."""


_KNOWN_ONES = re.compile(r"\b(?:the|these|those|both)\s+(?:two|three)\Z", re.IGNORECASE)
"""“The two countries” takes up who was named and counts nothing."""


class Parses(Protocol):
    """What the extractor asks of a parser."""

    def parse(self, text: str, paragraphs: Sequence[Paragraph] | None = None) -> Parsed:
        """Return *text* parsed by *paragraphs*."""
        ...


class Extractor:
    """Finds the claims of texts in English with a parser that is loaded at the first of them."""

    def __init__(self, parser: Parses, find: Find | None = None) -> None:
        """Find with *find*, else by the rules of `attribution`."""
        self._parser = parser
        self._find = find

    def extract(
        self,
        text: str,
        paragraphs: Sequence[Paragraph] | None = None,
        published: PartialDate | None = None,
        outlet: str = "",  # noqa: ARG002 - part of the port: a proposer may ask whose text it is
        *,
        day_first: bool = False,
    ) -> Extracted:
        """Return everything found in *text*; without *paragraphs* it is laid out as plain text.

        Days are reckoned from *published*; *day_first* reads `3/4/2018` as 3 April. A text in
        another language than English has paragraphs, a note and no claims.
        """
        laid = tuple(laid_out(text) if paragraphs is None else paragraphs)
        prose = "\n".join(
            text[each.span.start : each.span.end] for each in laid if each.part in HOLDS_CLAIMS
        )
        language = language_of(prose)
        if language != "en":
            name = language_name(language)
            note = f"The text is in {name}; claims are found in English only, so none were."
            return Extracted(laid, language=language, notes=(note,))
        if not prose.strip():
            return Extracted(laid, notes=("The text holds no running prose, so no claims.",))
        parsed = self._parser.parse(text, laid)
        grid = Grid(parsed)
        attributed = self._attributed(parsed)
        dates = _dates(text, laid, published, day_first=day_first)
        figures = _figures(grid, laid, dates)
        return Extracted(laid, attributed, claims(grid, attributed, figures, dates), language)

    def _attributed(self, parsed: Parsed) -> tuple[Attributed, ...]:
        if self._find is not None:
            return self._find(parsed)
        from knowledge.extract.attribution import attributions
        from knowledge.extract.attribution.levels import with_inner_levels

        return with_inner_levels(parsed, attributions(parsed))


def _dates(
    text: str,
    paragraphs: Sequence[Paragraph],
    published: PartialDate | None,
    *,
    day_first: bool,
) -> tuple[FoundDate, ...]:
    from knowledge.extract.dates import read_dates

    return tuple(
        day
        for each in paragraphs
        if each.part in HOLDS_CLAIMS
        for day in read_dates(
            text, published, day_first=day_first, start=each.span.start, end=each.span.end
        )
    )


def _figures(
    grid: Grid, paragraphs: Sequence[Paragraph], dates: Sequence[FoundDate]
) -> tuple[FoundFigure, ...]:
    from knowledge.extract.figures import read_figures

    masked = [day.span for day in dates]
    masked += [
        block.span(ent.start, ent.end - 1)
        for block in grid.parsed.blocks
        for ent in block.doc.ents
        if ent.label_ in _NO_QUANTITIES
    ]
    masked = sorted(set(masked), key=_start)
    return tuple(
        figure
        for each in paragraphs
        if each.part in HOLDS_CLAIMS
        for figure in read_figures(grid.text, each.span.start, each.span.end, masked, dated=True)
        if not _KNOWN_ONES.search(grid.text[: figure.core.end][-12:])
    )


def _start(span: Span) -> int:
    return span.start
