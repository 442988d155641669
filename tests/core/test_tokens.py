"""Button tokens: what goes in comes out, and what we did not write is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import BadToken
from bot.core.reply import Action
from bot.core.tokens import MAX_LENGTH, decode, encode, fits, fitted

NAMES = st.from_regex(r"[a-z][a-z0-9-]{0,10}", fullmatch=True)
VALUES = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@given(NAMES, st.dictionaries(NAMES, VALUES, max_size=3))
def test_a_token_carries_a_command_and_its_arguments_whole(
    command: str, args: dict[str, str]
) -> None:
    """Whatever fits into a token is read back letter for letter."""
    action = Action("label", command, args)
    if fits(action):
        token = encode(action)
        assert len(token) <= MAX_LENGTH
        assert decode(token) == Action("", command, args)


@given(st.text(max_size=200))
def test_any_text_is_read_as_a_token_or_refused(text: str) -> None:
    """No text that a client can send makes reading fail in another way than the sentence for it."""
    refused: BadToken | None = None
    action = Action("", "claim")
    try:
        action = decode(text)
    except BadToken as error:
        refused = error
    assert refused is None or "/claim" in refused.problem.next_step
    assert decode(encode(action)) == action


@given(st.text(max_size=5000))
def test_a_long_question_is_carried_as_far_as_a_token_reaches(question: str) -> None:
    """A button that repeats a question carries a beginning of it and always fits."""
    action = fitted("Ask the desk", "ask", "words", question)
    assert len(encode(action)) <= MAX_LENGTH
    assert question.startswith(action.args["words"])


@pytest.mark.parametrize(
    "token",
    [
        "",
        "claim",
        "1:",
        "1:Claim?slug=x",
        "1:claim?slug",
        "1:claim?slug=a&slug=b",
        "1:claim?slug=a?b",
        "1:claim\n?slug=a",
        "x" * 101,
    ],
)
def test_a_forged_token_is_refused(token: str) -> None:
    """A token that we would not have written is refused, not guessed at."""
    with pytest.raises(BadToken, match="cannot be read"):
        decode(token)


def test_a_token_of_another_version_says_so() -> None:
    """A button from before a change of format is told apart from a forged one."""
    with pytest.raises(BadToken, match="another version"):
        decode("0:claim?slug=doctors-salary")


def test_a_token_that_does_not_fit_is_refused_when_it_is_written() -> None:
    """An action too long for a button is our own mistake, and found when it is made."""
    with pytest.raises(ValueError, match="characters of token"):
        encode(Action("label", "claim", {"slug": "x" * 100}))
