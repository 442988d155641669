"""Whose words a content is made of: the claimant's own, the reporter's, or both."""

from knowledge.extract.parsing import Parsed
from knowledge.model import Span
from knowledge.vocabulary import Voice


def voice_of(parsed: Parsed, content: tuple[Span, ...]) -> Voice:
    """Return whether *content* is quoted wholly, in part or not at all."""
    inside = total = 0
    for span in content:
        quoted = [
            quote.span
            for quote in parsed.quotations
            if quote.span.start < span.end and span.start < quote.span.end
        ]
        for place in range(span.start, span.end):
            if parsed.text[place].isalnum():
                total += 1
                inside += any(quote.start <= place < quote.end for quote in quoted)
    if not inside:
        return Voice.INDIRECT
    return Voice.DIRECT if inside == total else Voice.MIXED
