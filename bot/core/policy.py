"""Who may ask, how fast, how long an answer may take, and who sees it."""

import time
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.core.errors import NotAllowed, TooFast
from bot.core.reply import Visibility
from bot.core.request import Door, Request
from knowledge.roles import Role

SHARE = "share"
"""The argument, written only by the “Share here” button, that asks for a public answer."""

CONSOLE = "console"
"""The platform of whoever sits at the machine and has the database file."""

_PUBLIC_DOORS = frozenset({Door.MENTION})
_CHANNEL_DOORS = frozenset({Door.COMMAND, Door.MENU})
_REMEMBERED_ASKERS = 10_000


@dataclass(frozen=True, slots=True)
class Policy:
    """The desk's rules, as neutral facts.

    `workspaces` names per platform the servers or teams that may ask; a platform that is not named
    admits every workspace the bot was installed in. `public_channels` are channel ids where slash
    commands answer in public. `restricted_readers` are ids of people, on any platform, who may see
    restricted claims; the console, which has the file, may anyway.
    `roles` are ids of people and of groups on any platform by the role they have, and `everybody`
    is the role of all others (see `bot.core.roles`).
    `deadline` is in seconds, `per_minute` in questions a person; after `talk_hours` a conversation
    has forgotten what it showed.
    """

    workspaces: Mapping[str, frozenset[str]] = field(default_factory=dict)
    public_channels: frozenset[str] = frozenset()
    restricted_readers: frozenset[str] = frozenset()
    roles: Mapping[Role, frozenset[str]] = field(default_factory=dict)
    everybody: Role | None = None
    deadline: float = 8.0
    per_minute: int = 600
    talk_hours: float = 12.0

    def admit(self, request: Request) -> None:
        """Raise `NotAllowed` unless every workspace the question can come from is on the list."""
        allowed = self.workspaces.get(request.place.platform)
        if allowed and not request.place.workspaces <= allowed:
            raise NotAllowed(
                "This desk does not answer in this workspace.",
                "Ask in your newsroom's own workspace, or have whoever runs the desk add this one "
                "to the allow-list.",
            )

    def visibility(self, request: Request) -> Visibility:
        """Return who will see the answer; known before any work is done."""
        shared = request.door is Door.BUTTON and SHARE in request.args
        in_channel = request.place.channel in self.public_channels
        if (
            request.door in _PUBLIC_DOORS
            or shared
            or (request.door in _CHANNEL_DOORS and in_channel)
        ):
            return Visibility.PUBLIC
        return Visibility.PRIVATE

    def may_see_restricted(self, request: Request) -> bool:
        """Say whether the answer may hold restricted claims: never where others will read it."""
        if self.visibility(request) is Visibility.PUBLIC:
            return False
        return on_console(request) or request.actor.id in self.restricted_readers


def on_console(request: Request) -> bool:
    """Say whether *request* comes from whoever sits at the machine."""
    return request.place.platform == CONSOLE and request.actor.platform == CONSOLE


class Turnstile:
    """A token bucket for each asker: `per_minute` questions, all of which may come at once."""

    def __init__(self, per_minute: int) -> None:
        self._capacity = float(per_minute)
        self._rate = per_minute / 60
        self._askers: OrderedDict[tuple[str, str], tuple[float, float]] = OrderedDict()

    def pass_through(self, request: Request, now: float | None = None) -> None:
        """Count one question. Raises `TooFast` when the asker has none left."""
        at = time.monotonic() if now is None else now
        key = (request.actor.platform, request.actor.id)
        left, since = self._askers.pop(key, (self._capacity, at))
        left = min(self._capacity, left + (at - since) * self._rate)
        if left < 1:
            self._askers[key] = (left, at)
            raise TooFast(
                "That is more questions than the desk takes from one person in a minute.",
                "Wait a few seconds and ask again.",
            )
        self._askers[key] = (left - 1, at)
        if len(self._askers) > _REMEMBERED_ASKERS:
            self._askers.popitem(last=False)
