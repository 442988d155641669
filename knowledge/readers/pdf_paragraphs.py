"""Lines of a PDF into paragraphs: by their distance, indent, size and how they end."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from knowledge.extract.found import Part
from knowledge.extract.furniture import page_part
from knowledge.readers.layout import Block
from knowledge.readers.pdf_lines import Line

_ENDED = re.compile(r"[.!?:…][\"”’')\]]*$")
_BULLET = re.compile(r"(?:[•▪◦‣●–—*-]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s")
_BROKEN = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010]$")
_WORD = re.compile(r"[^\W_]+(?:[-\u2010][^\W_]+)*")
_KEPT = frozenset(
    """
    all anti co counter cross double ex far first five four full half high hard ill inter late long
    low mid multi near new non off old one out over part post pre pro quasi second self semi seven
    short single six small so sub ten third three top two twenty thirty forty fifty sixty seventy
    eighty ninety under vice well wide world year
    """.split()
)
"""A word that begins so keeps its hyphen, unless the document writes it without one elsewhere."""


@dataclass(frozen=True, slots=True)
class Paragraphs:
    """The blocks of a PDF, the title that its type shows, and how many words were joined."""

    blocks: tuple[Block, ...]
    title: str = ""
    joined: int = 0


def paragraphs_of(lines: Sequence[Line]) -> Paragraphs:
    """Return *lines* as paragraphs in the order in which the file holds them."""
    if not lines:
        return Paragraphs(())
    look = _Look(lines)
    groups: list[list[Line]] = [[lines[0]]]
    for before, line in pairwise(lines):
        if look.begins(before, line):
            groups.append([line])
        else:
            groups[-1].append(line)
    joiner = _Joiner(lines)
    largest = max((g[0].size for g in groups if g[0].page == lines[0].page), default=0.0)
    blocks: list[Block] = []
    title = ""
    for group in groups:
        text, size = joiner.joined(group), group[0].size
        part = page_part(text) or Part.BODY
        if size >= 1.15 * look.size and len(text) <= 250:
            part = Part.HEADING
            if not title and size == largest and group[0].page == lines[0].page:
                title, part = text, Part.TITLE
        blocks.append(Block(text, part))
    return Paragraphs(tuple(blocks), title, joiner.count)


class _Look:
    """How the body of a PDF is set: its size, its distance between lines, its width in letters."""

    def __init__(self, lines: Sequence[Line]) -> None:
        sizes: Counter[float] = Counter()
        for line in lines:
            sizes[line.size] += len(line.text)
        self.size = sizes.most_common(1)[0][0]
        body = [(a, b) for a, b in pairwise(lines) if self._together(a, b)]
        gaps = [a.y - b.y for a, b in body if 0 < a.y - b.y < 4 * self.size]
        self.gap = median(gaps) if gaps else 1.2 * self.size
        widths = sorted(len(line.text) for line in lines if line.size == self.size)
        self.width = widths[int(len(widths) * 0.8)]

    def _together(self, a: Line, b: Line) -> bool:
        return a.page == b.page and a.size == b.size == self.size

    def begins(self, before: Line, line: Line) -> bool:
        """Say whether *line* begins a paragraph after the line *before* it."""
        if abs(before.size - line.size) > 0.1 * before.size or _BULLET.match(line.text):
            return True
        ended = _ENDED.search(before.text) is not None
        down = before.y - line.y
        if before.page != line.page or down <= 0:
            # A sentence goes on over the end of a column or page.
            return ended or line.size > 1.1 * self.size
        if down > 1.3 * self.gap * max(1.0, line.size / self.size):
            return True
        indented = 0.8 * line.size < line.x - before.x < 6 * line.size
        return ended and (indented or len(before.text) < 0.75 * self.width)


class _Joiner:
    """Joins lines, and the words that were broken at their ends.

    A hyphen at a line's end is dropped only before a small letter; it stays where the document
    writes the word with it elsewhere, or where it looks like a compound.
    """

    def __init__(self, lines: Sequence[Line]) -> None:
        self.count = 0
        self._words = set(_words(line.text for line in lines))

    def joined(self, lines: Sequence[Line]) -> str:
        """Return the text of *lines* as one paragraph."""
        pieces = [lines[0].text]
        for line in lines[1:]:
            before = pieces[-1]
            if not _BROKEN.search(before):
                pieces.append(" ")
            elif not self._hyphen_stays(before, line.text):
                pieces[-1] = before[:-1]
                self.count += 1
            pieces.append(line.text)
        return "".join(pieces)

    def _hyphen_stays(self, before: str, after: str) -> bool:
        first = re.search(r"[^\W_]+(?:-[^\W_]+)*(?=[-\u00ad\u2010]$)", before)
        second = re.match(r"[^\W_]+", after)
        if before.endswith("\u00ad"):
            return False
        if first is None or second is None or not second[0].islower():
            return True
        left, right = first[0].lower(), second[0]
        if left + right in self._words:
            return False
        return f"{left}-{right}" in self._words or "-" in left or left in _KEPT


def _words(texts: Iterable[str]) -> Iterable[str]:
    for text in texts:
        yield from (word.lower().replace("\u2010", "-") for word in _WORD.findall(text))
