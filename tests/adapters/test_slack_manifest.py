"""The manifest: derived from the commands, and valid by Slack's own schema."""

import json
from pathlib import Path

import jsonschema
import pytest
from pydantic import ValidationError

from bot.adapters.slack.manifest import manifest
from bot.core.registry import Registry
from config.settings import SlackSettings
from tests.fakes.slack_desk import Probe, registry

SCHEMA = Path(__file__).parents[2].parent / "shared/platform-schemas/slack_manifest.schema.json"
HTTP = SlackSettings(mode="http")


@pytest.fixture
def commands() -> Registry:
    """The commands of the test desk."""
    return registry(Probe())


@pytest.mark.shared
@pytest.mark.skipif(not SCHEMA.exists(), reason="the schema does not lie beside the checkout")
def test_manifest_is_valid_by_slacks_schema(commands: Registry) -> None:
    """Slack takes the manifest in both modes."""
    schema = json.loads(SCHEMA.read_text())
    for settings in (SlackSettings(), HTTP, SlackSettings(command_prefix="desk-")):
        made = manifest(commands, settings, "https://desk.example.org")
        problems = jsonschema.Draft7Validator(schema).iter_errors(made)
        assert [problem.message for problem in problems] == []


def test_manifest_names_what_the_registry_lists(commands: Registry) -> None:
    """Each listed command is a slash command, each menu a message shortcut, and one finds."""
    made = manifest(commands, SlackSettings(command_prefix="desk-"))
    slash = {each["command"]: each for each in made["features"]["slash_commands"]}
    assert set(slash) == {"/desk-claim", "/desk-note", "/desk-onrecord"}
    assert slash["/desk-claim"]["usage_hint"] == "<slug>"
    assert slash["/desk-note"]["usage_hint"] == "[slug]"
    assert "usage_hint" not in slash["/desk-onrecord"]
    assert all(each["should_escape"] is False for each in slash.values())
    shortcuts = made["features"]["shortcuts"]
    assert [each["callback_id"] for each in shortcuts] == ["menu:claim", "find"]
    assert [each["type"] for each in shortcuts] == ["message", "global"]


def test_manifest_asks_for_the_least(commands: Registry) -> None:
    """Five scopes and two that may be left out, none of which reads a channel's history."""
    made = manifest(commands, SlackSettings())
    scopes = made["oauth_config"]["scopes"]["bot"]
    assert scopes == [
        "app_mentions:read",
        "chat:write",
        "commands",
        "files:read",
        "files:write",
        "im:history",
        "usergroups:read",
    ]
    assert made["settings"]["event_subscriptions"]["bot_events"] == [
        "app_home_opened",
        "app_mention",
        "app_uninstalled",
        "message.im",
        "tokens_revoked",
    ]


def test_addresses_stand_only_in_http_mode(commands: Registry) -> None:
    """Socket Mode names no address; HTTP mode names the public one wherever Slack calls."""
    socket = manifest(commands, SlackSettings(), "https://desk.example.org")
    assert "example.org" not in json.dumps(socket)
    assert socket["settings"]["socket_mode_enabled"] is True
    http = manifest(commands, HTTP, "https://desk.example.org/")
    address = "https://desk.example.org/slack/events"
    assert http["settings"]["socket_mode_enabled"] is False
    assert http["settings"]["event_subscriptions"]["request_url"] == address
    assert http["settings"]["interactivity"]["request_url"] == address
    assert http["settings"]["interactivity"]["message_menu_options_url"] == address
    assert all(each["url"] == address for each in http["features"]["slash_commands"])


def test_http_mode_needs_a_public_address(commands: Registry) -> None:
    """A manifest that Slack could not reach is not made."""
    with pytest.raises(ValueError, match="public address"):
        manifest(commands, HTTP)


def test_prefix_is_what_slack_can_type() -> None:
    """A prefix with capitals or spaces is refused where it is set."""
    with pytest.raises(ValidationError):
        SlackSettings(command_prefix="The Desk")
