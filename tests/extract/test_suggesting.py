"""Suggestions from outside beside what was found here."""

from hypothesis import given
from hypothesis import strategies as st

from knowledge.extract.found import Attributed
from knowledge.extract.suggesting import beside
from knowledge.model import Span
from knowledge.vocabulary import Voice


def made(cue: int, content: int, parent: int | None = None, rule: str = "ours") -> Attributed:
    """Return an attribution with a cue and a content of three letters at these places."""
    return Attributed(
        (),
        (Span(cue, cue + 3),),
        (Span(content, content + 3),),
        Voice.INDIRECT,
        parent=parent,
        rule=rule,
    )


def test_a_suggestion_about_other_words_is_put_in_its_place() -> None:
    """It stands in reading order, and what stands inside of another still does."""
    found = [made(20, 30), made(34, 40, parent=0)]
    joined = beside(found, [made(0, 10, rule="llm"), made(60, 70, rule="llm")])
    assert [each.rule for each in joined] == ["llm", "ours", "ours", "llm"]
    assert [each.parent for each in joined] == [None, None, 1, None]


def test_a_suggestion_about_the_same_words_is_left() -> None:
    """Where cue or content are those of something found here, ours stands."""
    found = [made(20, 30)]
    assert beside(found, [made(21, 50), made(50, 32), made(30, 60)]) == tuple(found)


PLACES = st.tuples(st.integers(0, 40), st.integers(50, 90))


@given(st.lists(PLACES, max_size=5), st.lists(PLACES, max_size=5))
def test_what_was_found_is_never_lost(
    ours: list[tuple[int, int]], theirs: list[tuple[int, int]]
) -> None:
    """Whatever is suggested, all that was found here is there, unchanged."""
    found = [made(*places) for places in ours]
    joined = beside(found, [made(*places, rule="llm") for places in theirs])
    assert sorted(map(repr, found)) == sorted(repr(each) for each in joined if each.rule == "ours")
