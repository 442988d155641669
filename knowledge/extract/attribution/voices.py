"""Whose words a content is made of: the claimant's own, the reporter's, or both."""

from bisect import bisect_left

from knowledge.extract.parsing import Parsed
from knowledge.model import Span
from knowledge.vocabulary import Voice


def voice_of(parsed: Parsed, content: tuple[Span, ...]) -> Voice:
    """Return whether *content* is quoted wholly, in part or not at all."""
    quotations = parsed.quotations
    inside = outside = False
    for span in content:
        at = span.start
        first = bisect_left(quotations, span.start, key=lambda quote: quote.span.end)
        for quote in quotations[first:]:
            if quote.span.start >= span.end:
                break
            outside = outside or _has_words(parsed.text[at : quote.span.start])
            start, at = max(quote.span.start, span.start), min(quote.span.end, span.end)
            inside = inside or _has_words(parsed.text[start:at])
        outside = outside or _has_words(parsed.text[at : span.end])
    if not inside:
        return Voice.INDIRECT
    return Voice.MIXED if outside else Voice.DIRECT


def _has_words(text: str) -> bool:
    return any(character.isalnum() for character in text)
