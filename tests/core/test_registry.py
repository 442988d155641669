"""Declarations: what no platform would take is refused when the registry is made."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from bot.core.errors import Unusable
from bot.core.registry import Command, Context, Kind, Param, Registry, command
from bot.core.reply import Reply
from bot.core.tokens import fits
from bot.main import registry


async def _nothing(_context: Context) -> Reply:
    return Reply("")


async def _one(_context: Context, a: str = "") -> Reply:
    return Reply(a)


async def _two(_context: Context, a: str = "", b: str = "") -> Reply:
    return Reply(a + b)


@pytest.mark.parametrize(
    ("declare", "complaint"),
    [
        (lambda: command("Bad", "x")(_nothing), "no command name"),
        (lambda: command("ok", "")(_nothing), "summary"),
        (lambda: command("ok", "x" * 101)(_nothing), "summary"),
        (lambda: command("ok", "x", menu="y" * 25)(_nothing), "menu label"),
        (lambda: command("ok", "x", menu="Find")(_nothing), "text parameter"),
        (lambda: command("ok", "x", params=[Param("a", "d")])(_nothing), "handler takes"),
        (lambda: command("ok", "x", params=[Param("a", "")])(_one), "description"),
        (lambda: command("ok", "x", params=[Param("A", "d")])(_one), "no parameter name"),
        (lambda: command("ok", "x", params=[Param("a", "d"), Param("a", "d")])(_two), "share"),
        (
            lambda: command("ok", "x", params=[Param("a", "d"), Param("b", "d", required=True)])(
                _two
            ),
            "required parameters come first",
        ),
        (
            lambda: command("ok", "x", params=[Param(f"p{n}", "d") for n in range(26)])(_one),
            "more than 25",
        ),
    ],
)
def test_a_bad_declaration_is_refused(declare: Callable[[], Command], complaint: str) -> None:
    """What Discord or Slack would refuse fails here, by name, and never at run time."""
    with pytest.raises(ValueError, match=complaint):
        Registry((declare(),))


def test_two_commands_cannot_share_a_name() -> None:
    """Shadowing is refused."""
    declared = command("ok", "x")(_nothing)
    with pytest.raises(ValueError, match="two commands"):
        Registry((declared, declared))


def test_the_platforms_are_offered_a_few_commands() -> None:
    """The commands people are offered are these; the rest is reached by buttons and typing."""
    assert [c.name for c in registry().listed()] == [
        "claim",
        "claims",
        "source",
        "onrecord",
        "compare",
        "desk",
        "watch",
        "brief",
        "meeting",
        "ingest",
    ]
    assert [c.word for c in registry().under("desk")] == [
        "queue",
        "show",
        "accept",
        "edit",
        "join",
        "drop",
        "hold",
        "undo",
        "unreviewed",
        "add",
        "take",
        "review",
        "evidence",
        "answer",
        "note",
        "history",
        "sign-off",
        "withdraw",
        "role",
        "audit",
        "document",
        "recall",
        "deliveries",
        "demand",
        "receipt",
    ]
    assert [c.menu for c in registry().menus()] == [
        "Find claims about this",
        "Add as claim",
        "Ingest this link",
    ]


@pytest.mark.parametrize(
    ("args", "field", "said"),
    [
        ({}, "a", "was given no a"),
        ({"a": " \x00 "}, "a", "was given no a"),
        ({"a": "x" * 11}, "a", "11 characters"),
        ({"a": "x", "page": "0"}, "page", "no page number"),
        ({"a": "x", "page": "٣"}, "page", "no page number"),
        ({"a": "x", "page": "9999999"}, "page", "no page number"),
        ({"a": "x", "b": "y"}, "", "has no option “b”"),
    ],
)
def test_an_argument_that_cannot_be_used_names_its_field(
    args: dict[str, str], field: str, said: str
) -> None:
    """Empty, too long, no number, unknown: one sentence each, with the field it belongs to."""

    async def handler(_context: Context, a: str, page: int) -> Reply:
        return Reply(a * page)

    declared = command(
        "ok",
        "x",
        params=[
            Param("a", "The a", required=True, max_length=10),
            Param("page", "Page", kind=Kind.INT, default="1"),
        ],
    )(handler)
    with pytest.raises(Unusable) as caught:
        declared.read(args)
    assert said in caught.value.problem.sentence
    assert caught.value.problem.next_step
    assert caught.value.field == field


def test_arguments_are_converted_and_defaults_filled_in() -> None:
    """A handler gets numbers as numbers and is not handed what was not given."""
    read: dict[str, Any] = registry().get("claims").read({"page": "2"})
    assert read == {"page": 2}


def test_an_option_left_out_is_not_handed_over() -> None:
    """A number without a default may be left out, and a hyphen in a name is no obstacle."""

    async def handler(_context: Context, since_year: int = 0) -> Reply:
        return Reply(str(since_year))

    declared = command("ok", "x", params=[Param("since-year", "Year", kind=Kind.INT)])(handler)
    assert Registry((declared,)).get("ok").read({"since-year": "2019"}) == {"since_year": 2019}
    assert declared.read({}) == {}
    assert declared.read({"since-year": ""}) == {}


def test_every_page_button_fits_a_token() -> None:
    """The longest legal topic and source names still fit a button with their page."""
    from bot.core.reply import Action

    assert fits(Action("Next", "claims", {"topic": "x" * 64, "page": "999999"}))
    assert fits(Action("Next", "source", {"name": "x" * 64, "page": "999999"}))


def _sub(name: str, under: str, *, listed: bool = True) -> Command:
    async def handler(context: Context) -> Reply:
        return Reply(name)

    return command(name, "A sub-action", under=under, listed=listed)(handler)


def test_sub_actions_stand_under_their_command() -> None:
    """They are typed after it, offered under it, and not among the commands themselves."""
    made = Registry((_sub("lamp", ""), _sub("lamp-on", "lamp"), _sub("lamp-off", "lamp")))
    assert [c.name for c in made.listed()] == ["lamp"]
    assert [(c.word, c.path) for c in made.under("lamp")] == [
        ("on", "lamp on"),
        ("off", "lamp off"),
    ]
    assert made.under("lamp-on") == ()


@pytest.mark.parametrize(
    "commands",
    [
        (_sub("lamp-on", "lamp"),),
        (_sub("lamp", ""), _sub("on", "lamp")),
        (_sub("lamp", ""), _sub("lamp-on", "lamp"), _sub("lamp-on-now", "lamp-on")),
        (_sub("lamp", ""), *(_sub(f"lamp-{n}", "lamp") for n in range(26))),
    ],
)
def test_sub_actions_that_no_platform_takes_are_refused(commands: tuple[Command, ...]) -> None:
    """Without their command, under another name, two deep, or too many."""
    with pytest.raises(ValueError, match=r"lamp|on"):
        Registry(commands)


def _default(name: str, under: str) -> Command:
    async def handler(_context: Context, a: str = "") -> Reply:
        return Reply(a)

    return command(name, "Takes words", params=[Param("a", "d")], under=under, default=True)(
        handler
    )


@pytest.mark.parametrize(
    "commands",
    [
        (_sub("lamp", ""), _default("lamp-on", "lamp"), _default("lamp-dim", "lamp")),
        (_default("lamp", ""),),
        (_sub("lamp", ""), replace(_sub("lamp-on", "lamp"), default=True)),
    ],
)
def test_words_that_name_no_sub_action_have_one_meaning(commands: tuple[Command, ...]) -> None:
    """One sub-action at most is the default one, it takes words, and it is a sub-action."""
    with pytest.raises(ValueError, match=r"default one|one alone"):
        Registry(commands)
