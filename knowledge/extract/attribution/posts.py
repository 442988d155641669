"""Posts that a page shows with the name and handle of who wrote them below."""

from collections.abc import Iterator, Sequence

from knowledge.extract.attribution.candidate import Candidate
from knowledge.extract.found import Part
from knowledge.extract.parsing import Parsed
from knowledge.extract.signatures import signature, without_links
from knowledge.model import Span


def post_candidates(parsed: Parsed, known: Sequence[Candidate]) -> Iterator[Candidate]:
    """Yield what is signed with a handle, beside what is *known* already as a quotation.

    A signature that is a paragraph of its own signs the one above it.
    """
    for number, paragraph in enumerate(parsed.paragraphs):
        signed = signature(parsed.text, paragraph.span)
        if signed is None:
            continue
        holder, content = number, signed.above
        if content is None and number:
            holder = number - 1
            if parsed.paragraphs[holder].part in (Part.BODY, Part.CAPTION):
                above = parsed.paragraphs[holder].span
                content = without_links(parsed.text, above.start, above.end)
        block = next((each for each in parsed.blocks if each.paragraph == holder), None)
        if content is None or block is None or _is_quoted(content, known):
            continue
        yield Candidate(block, "posted", "", (signed.who,), (signed.dash,), (content,))


def _is_quoted(content: Span, known: Sequence[Candidate]) -> bool:
    """Say whether quotation marks gave most of the words to somebody already."""
    quoted = sum(
        min(span.end, content.end) - max(span.start, content.start)
        for each in known
        if each.rule.startswith("quote")
        for span in each.content
        if span.start < content.end and content.start < span.end
    )
    return quoted * 2 > content.end - content.start
