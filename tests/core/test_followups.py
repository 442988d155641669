"""Which lines are follow-ups, and which are surely questions of their own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.followups import FollowUp, Wish, follow_up


@pytest.mark.parametrize(
    ("line", "wish"),
    [
        ("who says so?", Wish.WHO),
        ("Who said that", Wish.WHO),
        ("says who?!", Wish.WHO),
        ("and who’s saying this?", Wish.WHO),
        ("according to whom", Wish.WHO),
        ("since when?", Wish.WHEN),
        ("ok, and when was that?", Wish.WHEN),
        ("how old is that figure?", Wish.WHEN),
        ("is it true?", Wish.STATUS),
        ("has that been checked?", Wish.STATUS),
        ("True?", Wish.STATUS),
        ("compare", Wish.COMPARE),
        ("Compare them side by side, please", Wish.COMPARE),
        ("compare it with the others", Wish.COMPARE),
        ("what do others say?", Wish.OTHERS),
        ("and what do the others say about it?", Wish.OTHERS),
        ("so who else says so", Wish.OTHERS),
        ("show the source", Wish.SOURCE),
        ("what's the source?", Wish.SOURCE),
        ("source text", Wish.SOURCE),
    ],
)
def test_a_follow_up_is_known_by_the_whole_line(line: str, wish: Wish) -> None:
    """Capitals, politeness and marks at the end make no difference."""
    assert follow_up(line) == FollowUp(wish)


@pytest.mark.parametrize(
    ("line", "number"),
    [("the second one", 2), ("2", 2), ("#3", 3), ("the 4th", 4), ("show me the last one", 0)],
)
def test_what_was_shown_is_counted(line: str, number: int) -> None:
    """A number or an ordinal is one of the claims shown last; 0 is the last of them."""
    assert follow_up(line) == FollowUp(Wish.NUMBER, number=number)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("and Kenya?", "Kenya"),
        ("and in kenya", "kenya"),
        ("what about Trinidad and Tobago?", "Trinidad and Tobago"),
        ("How about the US?", "the US"),
        ("the same for Peru", "Peru"),
    ],
)
def test_a_name_after_and_is_the_same_elsewhere(line: str, words: str) -> None:
    """The words are given as they were typed."""
    assert follow_up(line) == FollowUp(Wish.ELSEWHERE, words=words)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "doctors-salary",
        "is it true that half the pay is kept?",
        "who says doctors get half?",
        "compare doctors-salary kenya-deal-cost",
        "what about the doctors' pay?",
        "and then?",
        "and what did the minister say?",
        "when did the doctors arrive in Kenya?",
        "source OAS",
        "show the budget",
        "/compare",
        "thanks",
        "12",
        "and " + "Kenya " * 30,
    ],
)
def test_what_is_not_surely_a_follow_up_is_a_question_of_its_own(line: str) -> None:
    """A line that says what it is about stands by itself."""
    assert follow_up(line) is None


@given(st.text(max_size=70))
def test_any_line_is_read_and_means_the_same_with_more_space(line: str) -> None:
    """Nothing typed raises, and space around it changes nothing."""
    found = follow_up(line)
    assert follow_up(f" {line}\n") == found
    if found is not None:
        assert (found.wish is Wish.ELSEWHERE) == bool(found.words)
        assert found.words in " ".join(line.replace("’", "'").split())


@given(st.sampled_from(["who says so", "since when", "compare", "the second one"]), st.data())
def test_a_claims_name_in_the_line_makes_it_a_question(line: str, data: st.DataObject) -> None:
    """Where a line names a claim, it is about that claim, wherever the name stands."""
    words = line.split()
    at = data.draw(st.integers(0, len(words)))
    assert follow_up(" ".join([*words[:at], "doctors-salary", *words[at:]])) is None
