"""The questions in a message to us."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import Unusable
from bot.core.pinged import MAX_QUESTIONS, Pinged, left_out, own_words, questions_in
from bot.main import registry

COMMANDS = registry()


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ("doctors salary", ("doctors salary",)),
        ("doctors salary? and Kenya?", ("doctors salary?", "and Kenya?")),
        (
            "doctors-salary\n\n- kenya-arrival\n2) and Peru?",
            ("doctors-salary", "kenya-arrival", "and Peru?"),
        ),
        (
            "doctors salary, and also who runs the missions",
            ("doctors salary", "who runs the missions"),
        ),
        ("doctors salary? And also who pays?", ("doctors salary?", "who pays?")),
        ("pay? pay? pay?", ("pay?",)),
        ("see https://example.org/a?b=c now", ("see https://example.org/a?b=c now",)),
        ("@Ben doctors-salary :tada:", ("@Ben doctors-salary :tada:",)),
        ("> half the pay\n> is kept\nis it true?", ("half the pay is kept",)),
        ("> half the pay is kept\nwho says so?", ("half the pay is kept",)),
        (">>> half the pay\nis kept", ("half the pay is kept",)),
        ("kenya-arrival\n> half the pay is kept", ("kenya-arrival", "half the pay is kept")),
        ("#2", ("#2",)),
        ("\u202ewho says\u200b so?\u202c\ufeff", ("who says so?",)),
        ("> half the pay is kept\ntrue?", ("half the pay is kept",)),
    ],
)
def test_each_question_is_one_in_its_order(text: str, questions: tuple[str, ...]) -> None:
    """Question marks, lines and “and also” set questions apart; a quotation is one of its own."""
    assert questions_in(COMMANDS, text) == Pinged(questions)


@pytest.mark.parametrize(
    "text",
    ["/claim pay? and Kenya?", "compare a b? c", "ingest One.\nTwo? Three?", "claims pay page=2"],
)
def test_a_command_keeps_all_that_follows_it(text: str) -> None:
    """What begins with a command is not taken apart."""
    assert questions_in(COMMANDS, text) == Pinged((text,))


def test_the_rest_is_counted() -> None:
    """One message gets five answers, and how many questions got none is said."""
    found = questions_in(COMMANDS, " ".join(f"pay in year {n}?" for n in range(7)))
    assert found.questions == tuple(f"pay in year {n}?" for n in range(MAX_QUESTIONS))
    assert found.left_out == 2
    assert left_out(found).title.startswith("2 more questions in that message")


def test_a_long_passage_is_one_question_or_those_it_asks() -> None:
    """The lines of a pasted text are no questions; what is asked beside it is."""
    lines = ["The ministry said on Monday that the doctors had been paid in full. " * 4] * 30
    text = "\n".join(lines)
    (whole,) = questions_in(COMMANDS, text).questions
    assert len(whole) > 7_000
    assert questions_in(COMMANDS, f"{text}\nWho pays them?") == Pinged(("Who pays them?",))


@pytest.mark.parametrize(
    "text",
    [
        "🎉",
        ":tada: :smile:",
        "@Ben @Ana",
        "> \n>",
        "?!",
        "- ",
        "thanks!",
        "Hi all, thank you :tada:",
    ],
)
def test_a_message_without_a_question_is_told_so(text: str) -> None:
    """Emoji, names of people and courtesy ask nothing."""
    with pytest.raises(Unusable, match="nothing in that to look for"):
        questions_in(COMMANDS, text)


def test_quoted_lines_are_not_ones_own() -> None:
    """What somebody else wrote is told apart."""
    assert own_words("> <@1> pay\nmine\n>>> theirs\ntheirs too") == "mine"


@given(st.text(alphabet=st.sampled_from("ab >?\n-.,/:@#é🎉1"), max_size=200))
def test_any_message_gives_a_few_questions_of_its_own_words(text: str) -> None:
    """There is at least one question or a sentence, never too many, and nothing is made up."""
    try:
        found = questions_in(COMMANDS, text)
    except Unusable:
        return
    assert 1 <= len(found.questions) <= MAX_QUESTIONS
    assert found.left_out == 0 or len(found.questions) == MAX_QUESTIONS
    plain = " ".join(text.split())
    for question in found.questions:
        assert question.strip()
        assert all(word in plain for word in question.split())
