"""What a question asks for, once the form it comes in is taken away."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.match.query import MAX_WORDS, cleaned, named, query_words


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("Is it true that Castro fell?", "Castro fell?"),
        ("did anyone say Castro fell", "Castro fell"),
        ("Do we have anything on Castro", "Castro"),
        ("hi, what do we know about Castro", "Castro"),
        ("BREAKING: Castro falls https://t.co/x1 pic.twitter.com/y2", "Castro falls"),
        ("#CubanDoctors leave", "Cuban Doctors leave"),
        ("@BreitbartNews says 1", "Breitbart News says 1"),
        ("@onrecord Castro", "Castro"),
        ("<@U123> <@!45> Castro", "Castro"),
        ("Castro 😡🇨🇺 fell", "Castro fell"),
        ("Castro fell — Elon Musk (@elonmusk) March 3, 2020", "Castro fell — Elon Musk (elonmusk"),
        ("on March 3, 2020 Castro fell", "on March 3, 2020 Castro fell"),
    ],
)
def test_a_post_is_cleaned(typed: str, left: str) -> None:
    """Links, pictures, lead-ins and the day of a post go; names and dates of the matter stay."""
    assert cleaned(typed) == left


@pytest.mark.parametrize(
    "typed", ["", "  ", "🙂🙂", "is it true that", "what is the", '"', "%", "* ^ ( ) :", "…", "a"]
)
def test_what_asks_for_nothing_gives_no_word(typed: str) -> None:
    """Emoji, stop words, marks and units alone are no question."""
    assert query_words(typed) == ()


def test_no_word_is_left_out_for_being_common_among_claims() -> None:
    """Every word that is no stop word is searched for, once, up to a length nobody types."""
    assert query_words("“Doctors OR doctors” AND pay NEAR pay*") == ("doctors", "pay", "near")
    assert len(query_words(" ".join(f"word{n}x" for n in range(500)))) == MAX_WORDS
    assert query_words("doctors " * 5_000) == ("doctors",)


def test_names_are_told_by_capitals_where_capitals_tell_anything() -> None:
    """A headline in capitals has no names; a place is one in any case."""
    assert named("crimes against humanity in Myanmar") == {"myanmar"}
    assert named("did kenyan doctors strike") == {"kenya"}
    assert named("Crimes Against Humanity In Myanmar") == frozenset()


@given(st.text(st.characters(codec=None), max_size=300))
def test_any_text_can_be_cleaned(text: str) -> None:
    """No text raises, and what is left is letters and digits."""
    for word in query_words(text):
        assert word.isalnum()
    named(text)
