"""What `onrecord doctor` finds out about Slack."""

from collections.abc import AsyncIterator

import pytest

from bot.adapters.slack.doctor import examine
from bot.core.adapter import Finding
from config.settings import SlackSettings
from tests.fakes.slack_server import Failure, SlackServer
from tests.fakes.slack_wire import slack_settings


@pytest.fixture
async def server() -> AsyncIterator[SlackServer]:
    """A Slack that nobody has connected to."""
    server = SlackServer()
    await server.start()
    yield server
    await server.close()


async def found(settings: SlackSettings) -> dict[str, Finding]:
    """Return the findings by name."""
    return {finding.name: finding for finding in await examine(settings)}


@pytest.mark.parametrize("mode", ["socket", "http"])
async def test_all_is_well(server: SlackServer, mode: str) -> None:
    """With the right tokens every finding is sound."""
    findings = await found(slack_settings(server, mode))
    assert all(finding.sound for finding in findings.values())
    secret = "app token" if mode == "socket" else "signing secret"
    told = {"bot token", "workspace", "scopes", "user groups", "files", "clock", secret}
    assert set(findings) == told
    assert "files:write is missing" in findings["files"].seen


async def test_a_token_of_a_workspace_off_the_list_is_named(server: SlackServer) -> None:
    """A token whose own workspace may not ask is found before anybody asks."""
    finding = (await found(slack_settings(server, teams=frozenset({"T404"}))))["workspace"]
    assert not finding.sound
    assert "slack.teams does not name T1" in finding.seen


async def test_missing_scope_is_named(server: SlackServer) -> None:
    """A scope that was not granted stands in the finding."""
    server.scopes = "commands,chat:write,im:history"
    finding = (await found(slack_settings(server)))["scopes"]
    assert not finding.sound
    assert "app_mentions:read" in finding.seen


async def test_refused_tokens_are_told_apart(server: SlackServer) -> None:
    """Each token that Slack refuses is named, with what to change."""
    server.fail("apps.connections.open", Failure(error="invalid_auth"))
    assert not (await found(slack_settings(server)))["app token"].sound
    server.fail("auth.test", Failure(error="account_inactive"))
    findings = await found(slack_settings(server))
    assert set(findings) == {"bot token"}
    assert "account_inactive" in findings["bot token"].seen
