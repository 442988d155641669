"""The lines of a PDF's pages, where they stand, and which of them are running heads."""

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from knowledge.readers.layout import normalised

if TYPE_CHECKING:
    from pypdf import PageObject

_NUMBER = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"\W*(?:page\W+)?(?:#|[ivxl]+)(?:\W+(?:of\W+)?#)?\W*", re.I)
_EDGE = 3
"""Running heads are looked for among so many lines at the top and at the bottom."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text: where it begins, in points from the lower left, and the size of its type."""

    text: str
    x: float
    y: float
    size: float
    page: int = 0


def lines_of(page: "PageObject", number: int = 0) -> Iterator[Line]:
    """Yield the lines of *page* in the order in which the file holds them."""
    pieces: list[tuple[str, float, float, float]] = []

    def visit(text: str, ctm: list[float], matrix: list[float], _: object, size: float) -> None:
        x = matrix[4] * ctm[0] + matrix[5] * ctm[2] + ctm[4]
        y = matrix[4] * ctm[1] + matrix[5] * ctm[3] + ctm[5]
        scale = math.hypot(matrix[2], matrix[3]) * math.hypot(ctm[2], ctm[3])
        pieces.append((text, x, y, size * (scale or 1.0)))

    page.extract_text(visitor_text=visit)
    held: list[tuple[str, float, float, float]] = []
    for text, x, y, size in pieces:
        parts = text.split("\n")
        for count, part in enumerate(parts):
            if count:
                yield from _line(held, number)
                held = []
            if part.strip():
                if held and _elsewhere(held[0], x, y, size):
                    yield from _line(held, number)
                    held = []
                held.append((part, x, y, size))
            elif part and held:
                held.append((part, *held[-1][1:]))
    yield from _line(held, number)


def _line(pieces: Sequence[tuple[str, float, float, float]], page: int) -> Iterator[Line]:
    text = normalised("".join(piece[0] for piece in pieces))
    if text:
        _, _, y, size = max(pieces, key=lambda piece: len(piece[0].strip()))
        yield Line(" ".join(text.split()), pieces[0][1], y, round(size, 1), page)


def _elsewhere(first: tuple[str, float, float, float], x: float, y: float, size: float) -> bool:
    """Say whether a piece at *x*, *y* is not on the line that *first* begins; raised marks are."""
    apart = abs(first[2] - y)
    return apart > 0.6 * max(first[3], size) or (apart > 1 and x <= first[1])


def without_running_heads(pages: Sequence[Sequence[Line]]) -> tuple[list[Line], int]:
    """Return the lines of all *pages* without what comes back at their edges, and how many went.

    A head comes back at the same height on two fifths of the pages, its numbers apart.
    """
    filled = [page for page in pages if page]
    least = max(2, math.ceil(len(filled) * 0.4))
    edges = [_edges(page) for page in filled]
    seen = Counter(key for page in edges for key in {_key(line) for line in page})
    head = {key for key, count in seen.items() if count >= least}
    number = {key for key in seen if _PAGE_NUMBER.fullmatch(key[0])} if len(filled) > 1 else set()
    gone = {
        (line.page, line.y, line.text)
        for line in chain.from_iterable(edges)
        if _key(line) in head or _key(line) in number
    }
    kept = [line for page in pages for line in page if (line.page, line.y, line.text) not in gone]
    return kept, len(gone)


def _edges(page: Sequence[Line]) -> list[Line]:
    """Return the lines at the edges of a page, fewer where it has few."""
    ordered = sorted(page, key=lambda line: -line.y)
    count = min(_EDGE, len(ordered) // 3)
    return ordered[:count] + ordered[len(ordered) - count :]


def _key(line: Line) -> tuple[str, int]:
    return _NUMBER.sub("#", line.text), round(line.y / 6)
