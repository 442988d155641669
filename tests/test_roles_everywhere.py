"""Roles of people in groups: Discord's roles and Slack's user groups, through the real clients."""

from collections.abc import AsyncIterator

import pytest

from bot.core.app import App
from bot.core.policy import Policy
from bot.main import registry
from knowledge.desk import Desk
from knowledge.roles import Role
from knowledge.store.sqlite.store import SqliteStore
from tests.fakes.discord_payloads import EDITORS
from tests.fakes.discord_server import DiscordServer
from tests.fakes.discord_wire import DiscordWire, discord_wire
from tests.fakes.slack_server import SCOPES
from tests.fakes.slack_wire import SlackWire, slack_wire
from tests.knowledge.proposing import take_in

NEEDS = "/desk drop needs the role editor"
GROUP = "S0NIGHT"


@pytest.fixture
async def app(desk: Desk, store: SqliteStore) -> App:
    """The core over a desk with proposals, whose editors are a group on either platform."""
    await take_in(store)
    return App(registry(), desk, Policy(roles={Role.EDITOR: frozenset({EDITORS, GROUP})}))


@pytest.fixture
async def discord(app: App) -> AsyncIterator[DiscordWire]:
    """People on Discord."""
    async with DiscordServer().running() as server, discord_wire(app, server) as wire:
        yield wire


@pytest.fixture
async def slack(app: App) -> AsyncIterator[SlackWire]:
    """People on Slack."""
    async with slack_wire(app) as wire:
        yield wire


async def test_a_role_of_discord_counts_where_it_comes_along(discord: DiscordWire) -> None:
    """Without it the refusal names the role; with it a slash command and a button both work."""
    refused = await discord.slash("desk drop", number="1")
    assert NEEDS in refused.text
    assert "Editors" in refused.text
    forged = await discord.press_token("1:desk-drop?number=1")
    assert NEEDS in forged.text
    discord.place = {"roles": (EDITORS,)}
    done = await discord.press_token("1:desk-drop?number=1")
    assert "was dropped by" in done.text


async def test_a_user_group_of_slack_counts_where_it_can_be_read(app: App) -> None:
    """Slack is asked who is in it once, and not for every question."""
    async with slack_wire(app, scopes=f"{SCOPES},usergroups:read") as slack:
        await _by_user_group(slack)


async def _by_user_group(slack: SlackWire) -> None:
    slack.server.usergroups = [{"id": GROUP, "name": "Night desk", "users": ["U1"]}]
    assert "was dropped by" in (await slack.slash("desk", "drop 1")).text
    assert "was dropped by" in (await slack.slash("desk", "drop 2")).text
    assert slack.server.calls["usergroups.list"] == 1
    slack.user = "U2"
    refused = await slack.slash("desk", "drop 3")
    assert NEEDS in refused.text
    assert "Night desk" in refused.text


async def test_without_the_permission_only_people_count(slack: SlackWire) -> None:
    """Nobody is let in by a group that cannot be looked up, and the answer is a sentence."""
    slack.server.usergroups = [{"id": GROUP, "name": "Night desk", "users": ["U1"]}]
    assert NEEDS in (await slack.slash("desk", "drop 1")).text
