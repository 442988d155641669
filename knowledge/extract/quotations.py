"""Quotation marks: where quoted words begin and end, in texts that are often careless about it.

Straight and curly marks, two single marks for a double one, guillemets, and single quotation marks
where they are no apostrophes. A quotation ends in its paragraph; one that is left open there and
opened again at the start of the next paragraph goes on, which newspapers do for long speeches.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.model import Span

_PARAGRAPH = re.compile(r"\S(?:.*?\S)?(?=[ \t]*\n[ \t]*\n|\s*\Z)", re.DOTALL)
_DOUBLE = re.compile("''|``|[\"“”„‟«»]")
_SINGLE = re.compile("['‘’]")
_BEFORE_OPENING = "([{—–-/…:"


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words between quotation marks.

    `span` takes the marks in, `inner` does not. `closed` is false where the paragraph ends before
    the mark does; `carried` says that the paragraph before left it open.
    """

    span: Span
    inner: Span
    closed: bool = True
    carried: bool = False
    single: bool = False


def quotation_spans(
    text: str,
    paragraphs: Sequence[Span] | None = None,
) -> tuple[Quotation, ...]:
    """Return the outermost quotations of *text* in reading order.

    *paragraphs* are where no quotation may cross; without them empty lines part the text.
    """
    found: list[Quotation] = []
    left_open = False
    for paragraph in paragraphs if paragraphs is not None else parted(text):
        here = list(_of_paragraph(text, paragraph, carried=left_open))
        left_open = bool(here) and not here[-1].closed
        found += here
    return tuple(found)


def parted(text: str) -> tuple[Span, ...]:
    """Return the paragraphs of *text*, which empty lines part, without white space around."""
    return tuple(Span(*match.span()) for match in _PARAGRAPH.finditer(text))


def _of_paragraph(text: str, paragraph: Span, *, carried: bool) -> Iterator[Quotation]:
    start, end = paragraph.start, paragraph.end
    opened: re.Match[str] | None = None
    within = 0
    last = start
    for mark in _DOUBLE.finditer(text, start, end):
        if opened is None:
            if carried and last == start and _closes_what_was_left(text, mark, start, end):
                yield Quotation(Span(start, mark.end()), Span(start, mark.start()), carried=True)
                last = mark.end()
            elif _opens(text, mark, start, end):
                yield from _singles(text, last, mark.start())
                opened, within = mark, 0
        elif (nested := _nested(text, mark, opened, within)) != within:
            within = nested
        elif _closes(text, mark, opened, end):
            if mark.start() > opened.end():
                reopened = carried and opened.start() == start
                yield _quotation(opened, mark.start(), mark.end(), carried=reopened)
            opened, last = None, mark.end()
    if opened is None:
        yield from _singles(text, last, end)
    elif opened.end() < end and _may_stay_open(text, opened, start):
        reopened = carried and opened.start() == start
        yield _quotation(opened, end, end, carried=reopened, closed=False)


def _closes_what_was_left(text: str, mark: re.Match[str], start: int, end: int) -> bool:
    """Whether the first mark of a paragraph ends speech that the one before left open."""
    if mark.start() == start or mark[0] in ("“", "„", "«", "``"):
        return False
    after = text[mark.end() : mark.end() + 1] if mark.end() < end else " "
    return text[mark.start() - 1] in ".!?,…" and not after.isalnum()


def _quotation(
    opened: re.Match[str], inner_end: int, end: int, *, carried: bool, closed: bool = True
) -> Quotation:
    inner = Span(opened.end(), inner_end)
    return Quotation(Span(opened.start(), end), inner, closed=closed, carried=carried)


def _opens(text: str, mark: re.Match[str], start: int, end: int) -> bool:
    """Whether a mark, met outside of quotations, begins one."""
    after = text[mark.end() : mark.end() + 1]
    if mark.end() >= end or after.isspace():
        return False
    before = text[mark.start() - 1 : mark.start()] if mark.start() > start else " "
    if mark[0] in ("“", "„", "«", "``"):
        return True
    if mark[0] in ("”", "»"):  # turned the wrong way, or the German »…«
        return before.isspace() and _before_a_word(text, mark)
    if before.isdigit() and mark[0] in ('"', "''"):
        return False  # 6'2"
    return before.isspace() or before in _BEFORE_OPENING or after.isalnum()


def _nested(text: str, mark: re.Match[str], opened: re.Match[str], within: int) -> int:
    """Return how many curly quotations stand open inside a straight one after *mark*."""
    if opened[0] not in ('"', "''"):
        return within
    if mark[0] == "“" and not text[mark.start() - 1].isalnum() and _before_a_word(text, mark):
        return within + 1
    return within - 1 if mark[0] == "”" and within else within


def _before_a_word(text: str, mark: re.Match[str]) -> bool:
    return text[mark.end() : mark.end() + 1].isalnum()


def _closes(text: str, mark: re.Match[str], opened: re.Match[str], end: int) -> bool:
    """Whether a mark, met inside of a quotation, ends it."""
    if mark[0] in ("”", "»", "‟"):
        return True
    if opened[0] == "»":
        return mark[0] == "«"
    before = text[mark.start() - 1]
    after = text[mark.end() : mark.end() + 1] if mark.end() < end else " "
    if mark[0] in ("„", "«", "``"):
        return False
    if mark[0] == "“" or opened[0] in ("“", "”", "«", "„"):
        return before in ".,!?…" and not after.isalnum()  # the wrong mark, at the right place
    if mark[0] != opened[0] and not (opened[0] == "``" and mark[0] in ("''", '"')):
        return False
    return not before.isspace() or after.isspace() or not after.isalnum()


def _may_stay_open(text: str, opened: re.Match[str], start: int) -> bool:
    """Whether a mark without a partner begins speech, which it does after a stop or a colon."""
    before = text[start : opened.start()].rstrip()
    return not before or before[-1] in ".!?,:;—–"


def _singles(text: str, start: int, end: int) -> Iterator[Quotation]:
    """Yield what stands between single marks from *start* to *end*, apostrophes left aside."""
    at = start
    while (opened := _SINGLE.search(text, at, end)) is not None:
        at = opened.end()
        before = text[opened.start() - 1 : opened.start()] if opened.start() > start else " "
        after = text[at : at + 1]
        if opened[0] in "’" or not (before.isspace() or before in _BEFORE_OPENING):
            continue
        if at >= end or not (after.isalnum() or after in "[($#@…."):
            continue
        closed = _single_end(text, opened, end)
        if closed is not None:
            span, inner = Span(opened.start(), closed + 1), Span(opened.end(), closed)
            yield Quotation(span, inner, single=True)
            at = closed + 1


def _single_end(text: str, opened: re.Match[str], end: int) -> int | None:
    closing = "’" if opened[0] == "‘" else "'"
    plural: int | None = None
    for match in re.finditer(closing, text[opened.end() : end]):
        at = opened.end() + match.start()
        before = text[at - 1]
        after = text[at + 1 : at + 2] if at + 1 < end else " "
        if before.isspace() or after.isalnum() or at == opened.end():
            continue
        if before == "s" and after == " " and text[at + 2 : at + 3].islower():
            plural = plural if plural is not None else at
            continue
        return at
    return plural
