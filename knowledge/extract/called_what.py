"""“In what the union called ‘a disgrace’”, which stands inside of a sentence."""

import re
from collections.abc import Iterator, Sequence

from knowledge.extract.found import Attributed
from knowledge.model import Span
from knowledge.vocabulary import Voice

_FREE_RELATIVE = re.compile(
    r"\bwhat\s+(?P<source>(?:\w[\w’'-]*\s+){1,6}?)(?P<cue>(?:has\s+|have\s+|had\s+)?(?:described\s+as"
    r"|describes?\s+as|calls?|called|termed|terms?|dubbed|labell?ed))\s+(?P<content>[“\"‘'][^”\"’'\n]{3,200}[”\"’'])"
)


def called_what(
    text: str, sentences: Sequence[Span], found: Sequence[Attributed]
) -> Iterator[Attributed]:
    """Yield what somebody calls something in *sentences*, beside what is *found* already."""
    cues = [cue for each in found for cue in each.cue]
    for sentence in sentences:
        for match in _FREE_RELATIVE.finditer(text, sentence.start, sentence.end):
            cue = Span(*match.span("cue"))
            if any(cue.start < other.end and other.start < cue.end for other in cues):
                continue
            start, end = match.span("source")
            source = Span(start, start + len(text[start:end].rstrip()))
            content = (Span(*match.span("content")),)
            yield Attributed((source,), (cue,), content, Voice.DIRECT, rule="called-what")
