"""Typed lines: commands, options and questions, without any need for quoting."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import UserError
from bot.core.grammar import read_line
from bot.main import registry

COMMANDS = registry()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("/claim doctors-salary", ("claim", {"slug": "doctors-salary"})),
        ("  /CLAIM   doctors salary ", ("claim", {"slug": "doctors salary"})),
        ("claim doctors-salary", ("claim", {"slug": "doctors-salary"})),
        ("doctors-salary", ("claim", {"slug": "doctors-salary"})),
        ("/claims doctors-pay page=2", ("claims", {"topic": "doctors-pay", "page": "2"})),
        ("/claims page=2", ("claims", {"page": "2"})),
        ("/claims", ("claims", {})),
        ("/source OAS", ("source", {"name": "OAS"})),
        ("onrecord", ("onrecord", {})),
        ("source Prisoners Defenders?", ("source", {"name": "Prisoners Defenders?"})),
        (
            "History of the doctors' pay?",
            ("claim", {"slug": "History of the doctors' pay?"}),
        ),
        ("who says so?", ("about-that", {"words": "who says so?"})),
        ("recent protests in Ecuador", ("claim", {"slug": "recent protests in Ecuador"})),
        ('/claim "doctors salary"', ("claim", {"slug": '"doctors salary"'})),
        (
            "/claim “doctors” AND salary NEAR(a b)",
            ("claim", {"slug": "“doctors” AND salary NEAR(a b)"}),
        ),
        ("/claim is x=2 so", ("claim", {"slug": "is x=2 so"})),
        ("/claim\ndoctors-salary", ("claim", {"slug": "doctors-salary"})),
        ("", ("claim", {})),
    ],
)
def test_a_line_is_read_as_it_was_meant(line: str, expected: tuple[str, dict[str, str]]) -> None:
    """A line gives its command and arguments; one that names no command is a question."""
    assert read_line(COMMANDS, line) == expected


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("/nope x", "There is no command /nope."),
        ("/", "The command is empty."),
        ("/onrecord please", "/onrecord takes no words after it."),
    ],
)
def test_a_line_that_cannot_be_read_says_why(line: str, sentence: str) -> None:
    """An unknown or misused command gets one sentence and a next step."""
    with pytest.raises(UserError) as caught:
        read_line(COMMANDS, line)
    assert caught.value.problem.sentence == sentence
    assert caught.value.problem.next_step


@given(st.text(max_size=300))
def test_any_line_is_read_or_refused_in_words(line: str) -> None:
    """Whatever is typed gives a command that exists, or a sentence with a next step."""
    refused: UserError | None = None
    command, args = "claim", dict[str, str]()
    try:
        command, args = read_line(COMMANDS, line)
    except UserError as error:
        refused = error
    assert refused is None or (refused.problem.sentence and refused.problem.next_step)
    assert command in COMMANDS
    assert set(args) <= {param.name for param in COMMANDS.get(command).params}
