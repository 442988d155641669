"""One question, as the core sees it, whichever door it came through."""

import secrets
import time
from collections.abc import Awaitable, Callable, Mapping
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
    """Who asks. `name` is what the platform shows for them: untrusted text.

    `groups` are the ids of the groups that they are in (roles, user groups), where the platform
    says so with the question.
    """

    platform: str
    id: str
    name: str = ""
    groups: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Place:
    """Where the question was asked.

    `workspaces` are the servers or teams the question can have come from: one for a channel; for a
    direct message on Discord, every server the bot is in, since any of them may have opened it.
    `thread` is the one the question stands in. `starts` is the message that a public answer stands
    under, where that begins a conversation, and `answers` are those that the question's message
    answers, nearest first.
    """

    platform: str
    workspaces: frozenset[str] = frozenset()
    channel: str = ""
    thread: str = ""
    direct: bool = False
    starts: str = ""
    answers: tuple[str, ...] = ()


class NotFetched(Exception):
    """A platform does not hand a file over; both sentences are for the person who dropped it."""

    def __init__(self, sentence: str, next_step: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.next_step = next_step


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that came with a question: its name and media type as the platform says them.

    `size` is in bytes. `fetch` gets the bytes, at most as many as it is given, from the platform
    and nowhere else; it raises `NotFetched`.
    """

    name: str
    media: str
    size: int
    fetch: Callable[[int], Awaitable[bytes]] = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Request:
    """A command with its arguments as text, its asker, its place and when it came (monotonic, s).

    `attached` are the files that came with it. `id` is also the reference that a person is given
    when something fails.
    """

    command: str
    args: Mapping[str, str]
    actor: Actor
    place: Place
    door: Door = Door.COMMAND
    attached: tuple[Attached, ...] = ()
    id: str = field(default_factory=new_reference)
    received: float = field(default_factory=time.monotonic)
