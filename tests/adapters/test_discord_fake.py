"""Discord: the fake refuses what Discord refuses, and names it, so that no test passes on luck."""

from typing import Any

import aiohttp
import pytest

from tests.fakes import discord_payloads as payloads
from tests.fakes.discord_limits import command_problems, message_problems, modal_problems
from tests.fakes.discord_markup import read
from tests.fakes.discord_server import DiscordServer, Fault

Json = dict[str, Any]

QUIET: Json = {"allowed_mentions": {"parse": []}}
BUTTON: Json = {"type": 2, "style": 2, "label": "Open", "custom_id": "1:claim"}


def embed(**parts: Any) -> Json:  # noqa: ANN401 - parts of an embed
    """Return a message with one embed."""
    return {**QUIET, "embeds": [{"type": "rich", **parts}]}


def rows(*made: list[Json]) -> Json:
    """Return a message with rows of components."""
    components = [{"type": 1, "components": row} for row in made]
    return {**QUIET, "content": "x", "components": components}


async def conversation(path: str, bodies: list[Json], interaction: Json | None = None) -> None:
    """Post *bodies* to the fake, one after another, and end it."""
    headers = {"Authorization": "Bot bot-token"}
    async with DiscordServer().running() as server, aiohttp.ClientSession() as session:
        if interaction is not None:
            await server.begin(interaction)
        for body in bodies:
            await session.post(server.url + path, json=body, headers=headers)


@pytest.mark.parametrize(
    ("payload", "problem"),
    [
        ({"content": "x"}, "allowed_mentions is missing"),
        ({"content": "x", "allowed_mentions": {"parse": ["users"]}}, "lets something through"),
        ({**QUIET, "content": "x" * 2001}, "content has 2001"),
        (QUIET, "the message is empty"),
        (embed(title="x" * 257), "embed title has 257"),
        (embed(description="x" * 4097), "embed description has 4097"),
        (embed(description="\U0001f469" * 2049), "embed description has 4098"),
        (embed(title=" "), "an embed is empty"),
        (embed(fields=[{"name": "x", "value": "y" * 1025}]), "field value has 1025"),
        (embed(fields=[{"name": "x", "value": "y"}] * 26), "more than 25 fields"),
        ({**QUIET, "embeds": [{"description": "x" * 3001}] * 2}, "6002 characters in all"),
        ({**QUIET, "embeds": [{"description": "x"}] * 11}, "more than 10 embeds"),
        (rows([BUTTON], [BUTTON]), "two components with one custom_id"),
        (rows([{**BUTTON, "custom_id": "x" * 101}]), "custom_id has 101"),
        (rows([{**BUTTON, "label": "x" * 81}]), "button label has 81"),
        (rows(*[[{**BUTTON, "custom_id": str(n)}] for n in range(6)]), "more than 5 rows"),
        (rows([{**BUTTON, "custom_id": str(n)} for n in range(6)]), "a row with 6 components"),
    ],
)  # fmt: skip
def test_a_message_past_a_limit_is_named(payload: Json, problem: str) -> None:
    """Each limit of a message has its own words."""
    assert [found for found in message_problems(payload) if problem in found]


def test_a_modal_and_a_command_past_a_limit_are_named() -> None:
    """So has each limit of a modal and of a command."""
    wide = {"title": "x" * 46, "custom_id": "", "components": [{"type": 1}] * 6}
    assert len(modal_problems(wide)) == 9
    command = {"name": "Claim", "description": "", "options": [], "type": 1}
    found = command_problems([command, command])
    assert "two commands share a name" in found
    assert "command name 'Claim'" in found


@pytest.mark.parametrize(
    ("kind", "bodies", "problem"),
    [
        (2, [{"type": 5, "data": {"flags": 64}}, {"type": 9, "data": {}}], "a second answer"),
        (2, [{"type": 5, "data": {"flags": 68}}], "more than the ephemeral flag"),
        (5, [{"type": 9, "data": {}}], "a modal in answer to a modal"),
        (2, [{"type": 7, "data": QUIET}], "callback type 7 to what is no component"),
        (4, [{"type": 4, "data": QUIET}], "callback type 4 to an interaction of type 4"),
    ],
)
async def test_a_wrong_answer_to_an_interaction_fails_the_test_by_name(
    kind: int, bodies: list[Json], problem: str
) -> None:
    """What Discord would refuse is refused with 400, and ends the test."""
    interaction = payloads.interaction(kind, {})
    path = f"/interactions/1/{interaction['token']}/callback"
    with pytest.raises(AssertionError, match=problem):
        await conversation(path, bodies, interaction)


async def test_an_unknown_route_fails_the_test_by_name() -> None:
    """Nothing is answered that the fake does not model."""
    with pytest.raises(AssertionError, match="unknown route POST /api/v10/nowhere"):
        await conversation("/nowhere", [{}])


async def test_a_message_without_a_nonce_fails_the_test_by_name() -> None:
    """A message that could appear twice is named as such."""
    with pytest.raises(AssertionError, match="could be posted twice"):
        await conversation("/channels/1/messages", [{**QUIET, "content": "x"}])


async def test_a_scripted_failure_may_come_after_the_effect() -> None:
    """A failure that hides a success is what sending twice is made of."""
    async with DiscordServer().running() as server, aiohttp.ClientSession() as session:
        token = await server.begin(payloads.interaction(2, {}))
        server.fail("callback", Fault(500, after=True))
        url = f"{server.url}/interactions/1/{token}/callback"
        statuses = [(await session.post(url, json={"type": 5})).status for _ in range(2)]
        assert statuses == [500, 400]
        assert server.taken.qsize() == 1


@pytest.mark.parametrize(
    ("markup", "live"),
    [
        ("<@1> <#2> <t:3:R> </claim:4> <id:home> <:a:5>", "user channel time command guide emoji"),
        ("@everyone https://a.example [a](https://b.example)", "everyone address link"),
        ("# a\n-# b\n> c\n- d\n1. e", "heading subtext quote list numbered"),
        ("**a** *b* __c__ ~~d~~ ||e|| `f`", "bold italics underline strike spoiler code"),
        (r"\<@1> \# a 1\. \*b\* https\://a.example", ""),
    ],
)
def test_the_reading_of_markup_sees_what_is_alive(markup: str, live: str) -> None:
    """The property tests could not fail if this reading saw nothing."""
    assert set(read(markup).live) == set(live.split())
