"""What the desk tells of its own accord: one message to a place, made when sent, sent once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from knowledge.answers import DeliveryState


class NoticeKind(StrEnum):
    """What a notice tells."""

    WATCH = "watch"
    BRIEF = "brief"
    BOARD = "board"
    MINUTES = "minutes"
    TICKET = "ticket"
    ANSWERED = "answered"
    UNHEARD = "unheard"


@dataclass(frozen=True, slots=True)
class Spoken:
    """Where something is said, by the platform's ids: in a channel (and thread), or to a person.

    Either `channel` or `person` is given.
    """

    platform: str
    workspace: str = ""
    channel: str = ""
    thread: str = ""
    person: str = ""


@dataclass(frozen=True, slots=True)
class NewNotice:
    """A notice that is to be made due.

    `key` says what it is: a second one with the same key is not made. `about` is what it is made
    from when it is sent. `edits` is the number of the notice whose message it takes the place of;
    while one such waits, another is not made, since the one that waits will tell the newest state.
    It is not sent before `due`, which is at once where it is not given.
    """

    key: str
    kind: NoticeKind
    to: Spoken
    about: Mapping[str, str | int] = field(default_factory=dict)
    edits: int | None = None
    due: datetime | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice as it stands.

    `at` is when it was first due. `tries` counts the attempts, `why` says in a sentence why the
    last one failed, `begun` is since when it may have been sent, where nobody knows. `message` and
    `more` are the messages it was sent in, in `channel`, and `thread` the thread that was opened
    under it. `edited` are the messages that it takes the place of.
    """

    number: int
    key: str
    kind: NoticeKind
    to: Spoken
    about: Mapping[str, str | int]
    state: DeliveryState
    at: datetime
    tries: int = 0
    why: str = ""
    begun: datetime | None = None
    ended: datetime | None = None
    message: str = ""
    more: tuple[str, ...] = ()
    channel: str = ""
    thread: str = ""
    edits: int | None = None
    edited: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NoticeFilter:
    """Which notices to list; what is empty narrows nothing, nor do the empty parts of `to`."""

    state: DeliveryState | None = None
    kind: NoticeKind | None = None
    platform: str = ""
    to: Spoken | None = None
