"""Discord: everything that leaves us, and everything the fake sends, by Discord's own schema."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from bot.core.reply import Action
from bot.core.tokens import encode
from tests.fakes import discord_payloads as payloads
from tests.fakes.discord_desk import Probe, desk_app
from tests.fakes.discord_server import DiscordServer, Fault
from tests.fakes.discord_wire import Kept, discord_wire

SCHEMA = Path(__file__).parents[3] / "shared" / "platform-schemas" / "discord.schema.json"
ROUTES = {
    "sync": "PUT /applications/{a}/commands",
    "callback": "POST /interactions/{i}/{t}/callback",
    "follow-up": "POST /webhooks/{w}/{t}",
    "edit": "PATCH /webhooks/{w}/{t}/messages/{m}",
    "message": "POST /channels/{c}/messages",
}
RESPONSES = {
    "MessageResponse": payloads.message("words", author=payloads.bot_user()),
    "UserResponse": payloads.user(),
}

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SCHEMA.exists(), reason="Discord's schema is not beside the checkout"),
]


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    """Return the part of Discord's own specification that we meet."""
    read: dict[str, Any] = json.loads(SCHEMA.read_text())
    return read


def problems(schema: dict[str, Any], part: dict[str, Any], value: object) -> Iterator[str]:
    """Yield what *value* has against *part* of the schema."""
    whole = {**part, "$defs": schema["$defs"]}
    for error in Draft202012Validator(whole).iter_errors(value):
        yield f"{error.json_path}: {error.message[:200]}"


async def test_every_payload_that_leaves_us_fits_discords_schema(schema: dict[str, Any]) -> None:
    """Commands, answers, deferrals, forms, suggestions, edits, follow-ups and messages all fit."""
    probe = Probe()
    async with (
        DiscordServer().running() as server,
        discord_wire(desk_app(probe), server, Kept()) as wire,
    ):
        card = await wire.slash("claim", slug="pay")
        await wire.press(card, "Share here")
        await wire.submit(await wire.press(card, "Add a note"), text="x")
        await wire.autocomplete("claim", "slug", "doc")
        page = await wire.press_token(encode(Action("", "history", {"slug": "pay"})))
        await wire.press(page, "Older")
        await wire.slash("claim", slug="long")
        await wire.next()
        await wire.next()
        await wire.mention("pay")
        server.fail("message", Fault(400, 50035))
        await wire.direct("pay")
        probe.gate.clear()
        await wire.begin(2, {"id": "1", "name": "onrecord", "type": 1, "options": []})
        assert (await server.next()).kind == "deferral"
        probe.gate.set()
        await wire.next()
        bodies = server.bodies
    met = {name for name, body in bodies if body is not None}
    assert set(ROUTES) <= met
    for name, body in bodies:
        if name in ROUTES:
            assert list(problems(schema, schema["routes"][ROUTES[name]], body)) == [], name


@pytest.mark.parametrize("name", RESPONSES)
def test_what_the_fake_sends_fits_discords_schema(schema: dict[str, Any], name: str) -> None:
    """The fake's own messages and users are ones that Discord could send."""
    assert list(problems(schema, schema["$defs"][name], RESPONSES[name])) == []


def test_the_schema_refuses_what_discord_refuses(schema: dict[str, Any]) -> None:
    """The comparison has teeth: too long a message and a button without a token do not pass."""
    part = schema["routes"][ROUTES["message"]]
    assert list(problems(schema, part, {"content": "x" * 5000})) != []
    row = {"type": 1, "components": [{"type": 2, "style": 2, "label": "Open", "custom_id": ""}]}
    assert list(problems(schema, part, {"content": "x", "components": [row]})) != []
