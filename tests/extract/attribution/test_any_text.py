"""What holds for every text: spans inside it, the same twice, and never an error."""

from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.extract.attribution import attributions
from knowledge.extract.found import Attributed
from knowledge.extract.parsing import open_parser
from knowledge.model import Span
from tests.thorough import examples

PARSER = open_parser()
PIECES = (
    "“We go,”",
    "she said.",
    "said Ana Ruiz",
    "According to",
    "the mayor",
    ":",
    "\n\n",
    '"',
    "’",
    "that it is late,",
    "is accused of",
    "reportedly",
    "[by] forcing",
    "Q:",
    "…",
    "denied",
    "and",
    "who",
    "—",
)


def spans(each: Attributed) -> Iterator[Span]:
    """Yield every span of an attribution."""
    yield from (*each.source, *each.cue, *each.content)
    yield from (span for span in (each.hedge, each.accused) if span is not None)


@settings(max_examples=examples(60))
@given(
    st.one_of(
        st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join),
        st.text(max_size=60),
    )
)
def test_whatever_the_text_every_span_lies_in_it(text: str) -> None:
    """No text fails, no span leaves it, a parent is another one, and twice gives the same."""
    parsed = PARSER.parse(text)
    found = attributions(parsed)
    assert found == attributions(parsed)
    for number, each in enumerate(found):
        assert each.content
        assert each.parent is None or (each.parent != number and 0 <= each.parent < len(found))
        assert 0 < each.confidence <= 1
        for span in spans(each):
            assert 0 <= span.start < span.end <= len(text)
