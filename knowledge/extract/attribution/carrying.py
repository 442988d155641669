"""Speech over several paragraphs whose speaker is named only in a later one."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from knowledge.extract.attribution.candidate import Candidate
from knowledge.extract.parsing import Parsed
from knowledge.extract.quotations import Quotation

_GUESSED = frozenset({"quote-orphan", "quote-next"})


def carried_back(parsed: Parsed, made: Sequence[Candidate]) -> list[Candidate]:
    """Return *made* with each quotation that was left open given to who is named further on.

    A paragraph that opens its marks and does not close them says that the same speaker goes on, so
    a guess by what stands before it yields to the cue that stands after it.
    """
    kept = list(made)
    for quote, after in reversed(list(pairwise(parsed.quotations))):
        if quote.closed or not after.carried:
            continue
        guess, speaker = _holder(kept, quote), _holder(kept, after)
        if speaker is None or kept[speaker].rule in _GUESSED:
            continue
        if guess is not None and kept[guess].rule not in _GUESSED:
            continue
        if guess is not None:
            rest = tuple(span for span in kept[guess].content if span != quote.span)
            kept[guess] = replace(kept[guess], content=rest)
        content = tuple(sorted((quote.span, *kept[speaker].content), key=lambda span: span.start))
        kept[speaker] = replace(kept[speaker], content=content)
    return [candidate for candidate in kept if candidate.content]


def _holder(made: Sequence[Candidate], quote: Quotation) -> int | None:
    return next((at for at, each in enumerate(made) if quote.span in each.content), None)
