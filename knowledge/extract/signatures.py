"""The line under a post that a page shows: “— Ana Ruiz (@anaruiz) January 5, 2020”."""

import re
from dataclasses import dataclass

from knowledge.model import Span

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_SIGNED = re.compile(
    r"(?P<dash>--?|[‒–—―])\s*(?P<who>[^\n()]{1,60}?)\s*"  # noqa: RUF001 - dashes of four lengths
    r"\(\s*(?P<handle>@\w{1,30})\s*\)[\s,·|]*"
    rf"(?:(?:{_MONTH}\s+\d{{1,2}}|\d{{1,2}}\s+{_MONTH}),?\s+\d{{4}})?[\s.]*\Z"
)
_LINKS = re.compile(r"(?:\s*(?:https?://\S+|(?:pic\.twitter\.com|t\.co)/\S+))+\s*\Z")
HANDLE_AFTER = re.compile(r"\s*\(\s*(@\w{1,30})\s*\)")
"""A handle in brackets right after a name."""


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed, with which handle, where the dash stands, and what it is set under, if anything.

    `above` is what stands before it in its own paragraph, without links; it is missing where the
    signature is a paragraph of its own.
    """

    who: Span
    handle: Span
    dash: Span
    above: Span | None


def signature(text: str, paragraph: Span) -> Signature | None:
    """Return the signature of a post that *paragraph* ends with or consists of."""
    if text.find("@", paragraph.start, paragraph.end) < 0:
        return None
    match = _SIGNED.search(text[paragraph.start : paragraph.end])
    if match is None or not any(letter.isalnum() for letter in match["who"]):
        return None
    return Signature(
        _placed(match, "who", paragraph.start),
        _placed(match, "handle", paragraph.start),
        _placed(match, "dash", paragraph.start),
        without_links(text, paragraph.start, paragraph.start + match.start()),
    )


def without_links(text: str, start: int, end: int) -> Span | None:
    """Return *start* to *end* without space around it and links at its end, or nothing."""
    words = text[start:end]
    links = _LINKS.search(words)
    kept = (words[: links.start()] if links else words).rstrip()
    if not kept:
        return None
    return Span(start + len(kept) - len(kept.lstrip()), start + len(kept))


def signs(text: str, span: Span) -> bool:
    """Say whether the paragraph at *span* is nothing but the signature of what stands above it."""
    signed = signature(text, span)
    return signed is not None and signed.above is None


def _placed(match: re.Match[str], group: str, start: int) -> Span:
    return Span(start + match.start(group), start + match.end(group))
