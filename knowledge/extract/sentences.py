"""Where sentences begin and end, paragraph by paragraph."""

import re

from knowledge.model import Span

_NO_END = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Lt|Gen|Col|Capt|Sgt|Maj|Adm|Rev|Hon|St|Mt|Ft|vs|v|No|Nos"
    r"|Fig|cf|approx|est|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)|\b[A-Z])\.\s*\Z"
)
"""What a sentence does not end with, though a full stop stands there."""

_HOME_STATE = re.compile(r"\([A-Z]-[A-Z][a-z]{1,5}\.\)?\s*\Z")
"""Where an American member of parliament is from: (D-Calif.)"""

_INITIAL = re.compile(r"(?:^|\s)[A-Z]\.\s*\Z")
_BULLET = re.compile(r"[-–—•*·▪]\s+")


def sentence_spans(text: str, start: int = 0, end: int | None = None) -> tuple[Span, ...]:
    """Return the sentences of a paragraph, *start* to *end* of *text*, without space around them.

    A dash or bullet at the head of a sentence is none of it. Quotations are cut where their
    sentences end, since each may be a claim of its own.
    """
    import nupunkt

    end = len(text) if end is None else end
    found: list[Span] = []
    first = start
    for _, cut in nupunkt.sent_spans(text[start:end]):
        here = start + cut
        if here < end and _goes_on(text, first, here):
            continue
        span = _bare(text, first, here)
        if span is not None:
            found.append(span)
        first = here
    tail = _bare(text, first, end)
    return (*found, tail) if tail else tuple(found)


def _goes_on(text: str, first: int, cut: int) -> bool:
    """Say whether a cut fell within a sentence: after a title, or before a small letter."""
    before = text[first:cut]
    after = text[cut : cut + 1]
    if _NO_END.search(before):
        return not _INITIAL.search(before) or after.isupper()
    if _HOME_STATE.search(before):
        return True
    return after.islower() and before.rstrip().endswith((".", "…", "”", '"', ")"))


def _bare(text: str, start: int, end: int) -> Span | None:
    while end > start and text[end - 1].isspace():
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    bullet = _BULLET.match(text, start, end)
    start = bullet.end() if bullet else start
    return Span(start, end) if start < end else None
