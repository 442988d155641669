"""One question, as the core sees it, whichever door it came through."""

import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

_REFERENCE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_REFERENCE_BITS = 48
"""More than eight letters need, so that every letter is nearly equally likely."""


def new_reference() -> str:
    """Return a short id that a person can read out: eight characters without look-alikes."""
    number = secrets.randbits(_REFERENCE_BITS)
    letters = []
    for _ in range(8):
        number, letter = divmod(number, len(_REFERENCE_ALPHABET))
        letters.append(_REFERENCE_ALPHABET[letter])
    return "".join((*letters[:4], "-", *letters[4:]))


class Door(StrEnum):
    """How a question reached us."""

    COMMAND = "command"
    MENTION = "mention"
    DIRECT = "direct"
    MENU = "menu"
    BUTTON = "button"
    FORM = "form"
    HOME = "home"
    CONSOLE = "console"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks. `name` is what the platform shows for them: untrusted text."""

    platform: str
    id: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the question was asked.

    `workspaces` are the servers or teams the question can have come from: one for a channel; for a
    direct message on Discord, every server the bot is in, since any of them may have opened it.
    """

    platform: str
    workspaces: frozenset[str] = frozenset()
    channel: str = ""
    thread: str = ""
    direct: bool = False


@dataclass(frozen=True, slots=True)
class Request:
    """A command with its arguments as text, its asker, its place and when it came (monotonic, s).

    `id` is also the reference that a person is given when something fails.
    """

    command: str
    args: Mapping[str, str]
    actor: Actor
    place: Place
    door: Door = Door.COMMAND
    id: str = field(default_factory=new_reference)
    received: float = field(default_factory=time.monotonic)
