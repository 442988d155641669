"""Where a figure may begin, and what is passed over."""

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from knowledge.extract.dates import read_dates
from knowledge.extract.figures import read_figures, reader
from knowledge.extract.figures.currencies import Currencies
from knowledge.extract.figures.drafts import Scene
from knowledge.extract.tokens import Tokens
from tests.thorough import examples

_WORDS = """
a an the half halved quarter third tenths two twenty hundred million dozen dozens tens of
several many few couple handful most majority double twice tenfold between anywhere from to and
in per 7 1,200 5.5 80s ½ $ US Rs Sh € % percent minus - – nurses years old his early , . at one
point more out than about people [ ] : x times fold million-dollar Thirty-five
""".split()


@settings(max_examples=examples(150))
@given(st.lists(st.sampled_from(_WORDS), min_size=1, max_size=9), st.sampled_from((" ", "")))
def test_no_figure_begins_where_none_is_looked_for(words: list[str], joint: str) -> None:
    """What is passed over unread would have given nothing, whatever stands around it."""
    tokens = Tokens(" ".join(words[:4]) + joint + " ".join(words[4:]))
    scene = Scene(tokens, [False] * len(tokens), Currencies())
    for place in range(len(tokens)):
        if not reader.may_open(tokens, place):
            assert reader._at(scene, place) is None


@pytest.mark.parametrize(
    "text",
    [
        "In May two clinics closed, three years ago last week.",
        "On 12 May 2019 at 5 p.m. 40 of 61 nurses left Room 12.",
        "The half-time whistle of the Group of Seven was no double-digit rise.",
    ],
)
def test_dates_need_not_be_looked_for_twice(text: str) -> None:
    """Who has the dates already gets the same figures without another search for them."""
    days = [day.span for day in read_dates(text, None)]
    assert read_figures(text, masked=days, dated=True) == read_figures(text, masked=days)
