"""Recorded payloads as questions, and what is remembered of events."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.slack.incoming import (
    Address,
    event_address,
    is_for_us,
    keys_of,
    press_address,
    slash_address,
)
from bot.adapters.slack.once import Once
from bot.core.policy import Policy
from bot.core.reply import Visibility
from bot.core.request import Door

PAYLOADS = Path(__file__).parents[1] / "data/payloads/slack"


def payload(name: str) -> dict[str, Any]:
    """Return a payload as Slack documents it."""
    made: dict[str, Any] = json.loads((PAYLOADS / f"{name}.json").read_text())["payload"]
    return made


def test_every_payload_says_where_it_is_from() -> None:
    """A payload without a source teaches nothing."""
    for path in sorted(PAYLOADS.glob("*.json")):
        assert json.loads(path.read_text())["source"], path.name


def test_slash_command() -> None:
    """A slash command comes from a channel, never from a thread."""
    address = slash_address(payload("slash_command"))
    assert address.place().workspaces == {"T0001"}
    assert (address.channel, address.thread, address.user) == ("C2147483705", "", "U2147483697")
    assert address.user_name == "Steve"
    assert address.response_url.endswith("/commands/1234/5678")


def test_mention() -> None:
    """A mention's answer stands in its thread, or starts one."""
    body = payload("app_mention")
    address = event_address(body)
    assert (address.thread, address.root) == ("", "1515449522.000016")
    assert is_for_us(body, "U0LAN0Z89")
    assert not is_for_us(body, "U061F7AUR")
    assert keys_of(body) == [
        ("event", "T061EG9R6", "Ev0PV52K21"),
        ("message", "C123ABC456", "1515449522.000016"),
    ]


def test_press_on_an_ephemeral_message() -> None:
    """Only a private message that was pressed may be redrawn."""
    address = press_address(payload("block_actions_ephemeral"))
    assert address.ephemeral
    assert (address.channel, address.thread) == ("C1", "1548261231.000100")
    assert not address.direct


def test_message_shortcut() -> None:
    """A shortcut on a message in a thread is answered in that thread."""
    address = press_address(payload("message_action"))
    assert (address.team, address.channel, address.thread) == ("T0MJRM1A7", "D0LFFBKLZ", "1519.1")
    assert address.direct


def test_view_submission_has_no_place() -> None:
    """A submitted form knows its workspace and person, and no channel."""
    address = press_address(payload("view_submission"))
    assert (address.team, address.user, address.channel) == ("T0001", "U0001", "")
    assert address.modal == "VNHU13V36"
    assert address.direct


@pytest.mark.parametrize("body", [{}, {"event": None}, {"team": 7, "user": []}, {"container": "x"}])
def test_odd_payload_gives_an_address_nobody_admits(body: dict[str, Any]) -> None:
    """A payload without a workspace is from nowhere, which is on no allow-list."""
    for address in (slash_address(body), event_address(body), press_address(body)):
        assert address.place().workspaces == {"unknown"}
    assert not is_for_us(body, "UBOT")
    assert keys_of(body) == []


def test_request_carries_its_place() -> None:
    """The core learns the platform, the workspace, the asker and the door."""
    address = Address("T1", "U1", "ada", "C1", "1.0")
    request = address.ask("claim", {"slug": "x"}, Door.MENTION)
    assert (request.actor.platform, request.actor.id, request.actor.name) == ("slack", "U1", "ada")
    assert (request.place.channel, request.place.thread, request.place.direct) == (
        "C1",
        "1.0",
        False,
    )
    assert Policy().visibility(request) is Visibility.PUBLIC


def test_once_remembers_for_a_while_and_not_for_ever() -> None:
    """A key is new once, until it has aged out."""
    now = [0.0]
    once = Once(seconds=600, most=3, clock=lambda: now[0])
    assert once.first([("a",), ("b",)])
    assert not once.first([("b",), ("c",)])
    assert not once.first([("c",)])
    now[0] = 601.0
    assert once.first([("a",)])


def test_once_is_bounded() -> None:
    """However many events come, memory does not grow."""
    once = Once(most=3, clock=lambda: 0.0)
    assert all(once.first([(str(n),)]) for n in range(10))
    assert once.first([("0",)])
    assert not once.first([("9",)])
