"""What is on record that says much the same as a claim which is not on record yet."""

from knowledge.match.model import Matcher
from knowledge.model import Claim


async def alike(matcher: Matcher, claim: Claim, limit: int) -> tuple[str, ...]:
    """Return the slugs of at most *limit* claims like *claim*, nearest first.

    Of a long statement others share little, so its words and its label are looked for apart.
    """
    said = claim.statement.partition(": “")[2].rstrip("”") or claim.statement
    figures = " ".join(figure.text for figure in claim.figures)
    found: dict[str, None] = {}
    texts = (f"{claim.label}. {said}", f"{claim.label} {figures}".strip(), claim.label)
    for text in dict.fromkeys(texts):
        for hit in await matcher.find(text, limit):
            found.setdefault(hit.slug)
    return tuple(found)[:limit]
