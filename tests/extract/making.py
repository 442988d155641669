"""Reading a text for its claims in tests."""

from knowledge.extract.checking import missing
from knowledge.extract.extractor import Extractor
from knowledge.extract.found import Extracted, FoundClaim
from knowledge.extract.parsing import Parser
from knowledge.model import PartialDate

DAY = PartialDate("2019-12-20")


def extracted(parser: Parser, text: str) -> Extracted:
    """Return what is found in *text* of 20 December 2019, and see that all stands in it."""
    found = Extractor(parser).extract(text, published=DAY)
    assert missing(text, found) == []
    return found


def claimed(text: str, claim: FoundClaim) -> str:
    """Return the words claimed, its pieces joined by an ellipsis."""
    return " … ".join(text[span.start : span.end] for span in claim.content)


def claim_with(parser: Parser, text: str, words: str) -> FoundClaim:
    """Return the one outermost claim of *text* whose content holds *words*."""
    found = extracted(parser, text).claims
    fitting = [c for c in found if words in claimed(text, c) and c.parent is None]
    assert len(fitting) == 1, [claimed(text, c) for c in found]
    return fitting[0]
