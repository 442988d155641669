"""Typed lines: commands, options and questions, without any need for quoting."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import UserError
from bot.core.grammar import read_line
from bot.core.registry import Command, Context, Param, Registry, command
from bot.core.reply import Reply
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
        ("/watch stop 3", ("watch-stop", {"number": "3"})),
        ("/desk ticket #3", ("desk-ticket", {"number": "3"})),
        (
            "/desk ticket-taken 3 tomorrow 15:00",
            ("desk-ticket-taken", {"number": "3", "until": "tomorrow 15:00"}),
        ),
        (
            "/desk demand-drop number=3 4 are off",
            ("desk-demand-drop", {"number": "3", "why": "4 are off"}),
        ),
    ],
)
def test_a_line_is_read_as_it_was_meant(line: str, expected: tuple[str, dict[str, str]]) -> None:
    """A line gives its command and arguments; one that names no command is a question."""
    assert read_line(COMMANDS, line) == expected


@pytest.mark.parametrize("declared", list(COMMANDS), ids=lambda declared: declared.name)
def test_every_example_can_be_typed(declared: Command) -> None:
    """What a command gives as its example is read, with all that it needs."""
    name, args = read_line(COMMANDS, declared.example or f"/{declared.path}")
    COMMANDS.get(name).read(args)


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


def _lamp(name: str, *, default: bool = False) -> Command:
    async def handler(_context: Context, words: str = "") -> Reply:
        return Reply(words)

    under = "lamp" if name.startswith("lamp-") else ""
    params = [Param("words", "Words")]
    return command(name, "x", params=params, under=under, default=default)(handler)


async def _nothing(_context: Context) -> Reply:
    return Reply("")


LAMPS = Registry(
    (
        _lamp("claim"),
        command("lamp", "x")(_nothing),
        _lamp("lamp-on", default=True),
        _lamp("lamp-off"),
    )
)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("/lamp", ("lamp", {})),
        ("/lamp off now", ("lamp-off", {"words": "now"})),
        ("/lamp on now", ("lamp-on", {"words": "now"})),
        ("/lamp in the hall, softly", ("lamp-on", {"words": "in the hall, softly"})),
        ("lamp hall", ("lamp-on", {"words": "hall"})),
        ("lamp off in the hall", ("lamp-off", {"words": "in the hall"})),
        ("lamp posts in the harbour", ("claim", {"words": "lamp posts in the harbour"})),
    ],
)
def test_words_that_name_no_sub_action_are_for_the_default_one(
    line: str, expected: tuple[str, dict[str, str]]
) -> None:
    """Without a slash only a word or two are; more of them are a question."""
    assert read_line(LAMPS, line) == expected
