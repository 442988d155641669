"""Slack's payloads as questions. Pure: nothing here waits, sends or remembers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.adapters.slack.words import unescape
from bot.core.pinged import own_words
from bot.core.request import Actor, Attached, Door, Place, Request

PLATFORM = "slack"
Payload = Mapping[str, Any]

_NOWHERE = "unknown"
"""The workspace of a payload that names none: it is on no allow-list, so a list refuses it."""

_SAID = frozenset({"file_share", "me_message", "thread_broadcast"})
"""Subtypes of a message that are a person's new words all the same."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where an answer goes: a channel and thread, a response_url, a modal or somebody's home tab.

    `root` is the message a public answer starts its thread under. `ephemeral` says that the message
    that was pressed is private, so it may be redrawn; `user_name` is untrusted.
    """

    team: str
    user: str
    user_name: str = ""
    channel: str = ""
    thread: str = ""
    root: str = ""
    response_url: str = ""
    ephemeral: bool = False
    modal: str = ""
    home: bool = False

    @property
    def direct(self) -> bool:
        """Whether only the asker can read along: a direct message, a modal, the home tab."""
        return self.channel.startswith("D") or not self.channel

    def place(self) -> Place:
        """Return the place as the core sees it."""
        return Place(
            PLATFORM,
            frozenset({self.team or _NOWHERE}),
            channel=self.channel,
            thread=self.thread,
            direct=self.direct,
            starts="" if self.thread else self.root,
        )

    def ask(
        self,
        command: str,
        args: Mapping[str, str],
        door: Door,
        attached: tuple[Attached, ...] = (),
    ) -> Request:
        """Return the question that was asked from here, with the files that came along."""
        actor = Actor(PLATFORM, self.user, self.user_name)
        return Request(command, args, actor, self.place(), door, attached)


def text_at(body: object, *path: str) -> str:
    """Return the text at *path* in a payload, or nothing where there is none."""
    for key in path:
        body = body.get(key) if isinstance(body, Mapping) else None
    return body if isinstance(body, str) else ""


def slash_address(body: Payload) -> Address:
    """Return where a slash command came from. Slack has none in threads."""
    return Address(
        team=text_at(body, "team_id"),
        user=text_at(body, "user_id"),
        user_name=text_at(body, "user_name"),
        channel=text_at(body, "channel_id"),
        response_url=text_at(body, "response_url"),
    )


def event_address(body: Payload) -> Address:
    """Return where a mention or a direct message was written."""
    channel = text_at(body, "event", "channel")
    return Address(
        team=text_at(body, "team_id"),
        user=text_at(body, "event", "user"),
        channel=channel,
        thread=text_at(body, "event", "thread_ts"),
        root="" if channel.startswith("D") else text_at(body, "event", "ts"),
    )


def press_address(body: Payload) -> Address:
    """Return where a button, a shortcut or a select was used, or a form sent."""
    container = body.get("container")
    view = text_at(body, "view", "type")
    return Address(
        team=text_at(body, "team", "id") or text_at(body, "user", "team_id"),
        user=text_at(body, "user", "id"),
        user_name=text_at(body, "user", "username") or text_at(body, "user", "name"),
        channel=text_at(body, "channel", "id") or text_at(container, "channel_id"),
        thread=text_at(container, "thread_ts") or text_at(body, "message", "thread_ts"),
        response_url=text_at(body, "response_url"),
        ephemeral=isinstance(container, Mapping) and container.get("is_ephemeral") is True,
        modal=text_at(body, "view", "id") if view == "modal" else "",
        home=view == "home",
    )


def is_for_us(body: Payload, bot_user: str) -> bool:
    """Say whether a message event is a person's own new words, not a bot's and not an edit."""
    event = body.get("event")
    if not isinstance(event, Mapping) or event.get("bot_id"):
        return False
    if event.get("subtype") and event.get("subtype") not in _SAID:
        return False
    return text_at(event, "user") not in {"", bot_user} and bool(text_at(event, "channel"))


def mentions_us(body: Payload, bot_user: str) -> bool:
    """Say whether our mention stands in what was written, and not only in what it quotes."""
    text = unescape(text_at(body, "event", "text"))
    mention = re.compile(rf"<@{re.escape(bot_user)}(?:\|[^>]*)?>")
    return mention.search(text) is None or mention.search(own_words(text)) is not None


def keys_of(body: Payload) -> list[tuple[str, ...]]:
    """Return what an event is known by when it is delivered again, or delivered twice."""
    event = body.get("event")
    keys: list[tuple[str, ...]] = []
    if event_id := text_at(body, "event_id"):
        keys.append(("event", text_at(body, "team_id"), event_id))
    if ts := text_at(event, "ts"):
        keys.append(("message", text_at(event, "channel"), ts))
    return keys
