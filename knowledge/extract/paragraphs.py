"""What each paragraph of a plain text is: title, heading, body, caption, byline, furniture."""

import re
from collections.abc import Iterator, Sequence

from knowledge.extract.found import Paragraph, Part
from knowledge.extract.furniture import page_part
from knowledge.extract.signatures import signs
from knowledge.extract.turns import turns
from knowledge.model import Span

LONGEST_HEADING = 14
"""A heading has at most so many words."""

LONGEST_TITLE = 35

_BLANK = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")
_LINE = re.compile(r"[^\n]+")
_ENDED = (".", "!", "?", "…", ":", ";", ",")
_SMALL = frozenset(
    "a an and as at but by for from in into is of on or the to vs via with over after amid".split()
)


def laid_out(text: str) -> tuple[Paragraph, ...]:
    """Return the paragraphs of *text* in order, each with what it is and whose turn it is.

    Paragraphs are set apart by empty lines, or by line ends where lines are not wrapped by hand.
    White space around them belongs to none; the spans cover every other character once.
    """
    spans = tuple(_spans(text))
    parts = [page_part(text[s.start : s.end]) for s in spans]
    speakers = turns(text, spans)
    running = [i for i, part in enumerate(parts) if part is None]
    title = _title(text, spans, running, speakers)
    made = []
    signed = {i - 1 for i, span in enumerate(spans) if i and signs(text, span)}
    for i, span in enumerate(spans):
        part = parts[i]
        if part is None or (speakers[i] is not None and part is not Part.FURNITURE):
            part = Part.BODY
            if i in signed:
                pass  # a post, which its writer's name and handle stand below
            elif i == title:
                part = Part.TITLE
            elif (
                speakers[i] is None
                and len(running) > 1
                and _is_heading(text[span.start : span.end])
            ):
                part = Part.HEADING
        made.append(Paragraph(span, part, speakers[i] if part is Part.BODY else None))
    return tuple(made)


def _spans(text: str) -> Iterator[Span]:
    """Yield where paragraphs stand, without the white space around them."""
    start = 0
    for gap in [*_BLANK.finditer(text), None]:
        end = gap.start() if gap else len(text)
        yield from _block(text, start, end)
        start = gap.end() if gap else end


def _block(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield a block without empty lines: one paragraph if it was wrapped by hand, else lines."""
    lines = [span for m in _LINE.finditer(text, start, end) if (span := _stripped(text, *m.span()))]
    if len(lines) > 1 and _wrapped(text, lines):
        yield Span(lines[0].start, lines[-1].end)
    else:
        yield from lines


def _stripped(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None


def _wrapped(text: str, lines: Sequence[Span]) -> bool:
    """Say whether the lines are one paragraph: about equally long, and broken within sentences."""
    widths = [s.end - s.start for s in lines[:-1]]
    if max(widths) > 120 or min(widths) < 40 or lines[-1].end - lines[-1].start > max(widths) + 15:
        return False
    open_ended = sum(
        not text[s.start : s.end].endswith((".", "!", "?", "”", '"')) for s in lines[:-1]
    )
    return open_ended * 2 >= len(widths) and max(widths) - min(widths) <= 35


def _title(
    text: str, spans: Sequence[Span], running: Sequence[int], speakers: Sequence[Span | None]
) -> int | None:
    """Return which paragraph is the title: the first of running text, if it is set like one."""
    if len(running) < 2 or speakers[running[0]] is not None:
        return None
    line = text[spans[running[0]].start : spans[running[0]].end]
    words = line.split()
    if len(words) > LONGEST_TITLE:
        return None
    if not line.rstrip("”\"’'").endswith((".", "!", "…")) or _headline_case(words):
        return running[0]
    return None


def _headline_case(words: Sequence[str]) -> bool:
    """Say whether words begin with capitals As They Do in Headlines."""
    told = [w for w in words if w[0].isalpha() and w.lower() not in _SMALL]
    return len(told) > 2 and sum(w[0].isupper() for w in told) >= 0.75 * len(told)


def _is_heading(line: str) -> bool:
    words = line.split()
    return (
        len(words) <= LONGEST_HEADING
        and not line.rstrip("”\"’'»)] ").endswith(_ENDED)
        and (line[0].isupper() or line[0].isdigit())
        and "\n" not in line
    )
