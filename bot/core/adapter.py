"""What a chat platform has to bring: one package that fits this protocol."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Protocol

from bot.core.reply import Reply
from knowledge.answers import Answer


@dataclass(frozen=True, slots=True)
class Finding:
    """One check of `onrecord doctor`: its name, whether all is well, what was seen or is to do."""

    name: str
    sound: bool
    seen: str


class Adapter(Protocol):
    """A platform's side of the conversation: it translates and renders, and knows no claim."""

    name: str

    @property
    def corrector(self) -> "Corrector":
        """What reaches this platform's answers once they stand."""

    async def run(self) -> None:
        """Serve until cancelled or until the platform is lost for good.

        Raises `PlatformLost` when a supervisor should restart the process, and `PlatformRefused`
        when the platform will not have us (a bad token, a missing intent): a person must mend that.
        """

    async def close(self) -> None:
        """Close every connection, after the answers in flight are out; safe to call twice."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an answer stands, by the platform's ids, and to whom it was given.

    `message` and `more` are the messages it was sent in, in order; there may be none where nobody
    confirmed it. A spot without a message is a person's own messages with the bot.
    """

    asker: str
    workspace: str = ""
    channel: str = ""
    thread: str = ""
    message: str = ""
    more: tuple[str, ...] = ()


def spot_of(answer: Answer) -> Spot:
    """Return where *answer* stands."""
    return Spot(
        asker=answer.asker,
        workspace=answer.workspace,
        channel=answer.channel,
        thread=answer.thread,
        message=answer.message,
        more=answer.more,
    )


class Fate(Enum):
    """What became of an attempt to reach an answer."""

    DONE = auto()
    LATER = auto()
    """Nothing was done; it may do later."""
    UNSURE = auto()
    """Nobody knows whether it was done."""
    NEVER = auto()
    """Nothing was done, and asking again will not help; others may be told."""
    FIXED = auto()
    """The answer stands and cannot be edited."""
    GONE = auto()
    """The answer is not there any more, or we are not."""


@dataclass(frozen=True, slots=True)
class Reached:
    """What became of an attempt, why in a sentence, and how long the platform has us wait (s).

    `messages` are those that it was sent in, in order, `channel` is where they stand, and `thread`
    the one that was opened under them or that they stand in. An edit names none of these.
    """

    fate: Fate
    why: str = ""
    seconds: float = 0.0
    messages: tuple[str, ...] = ()
    channel: str = ""
    thread: str = ""


class Corrector(Protocol):
    """A platform's side of following an answer: it reaches the messages that stand there.

    `repeats` is for how many seconds the platform knows a message with the same key for a repeat,
    and shows it once; 0 where it does not. No method raises.
    """

    name: str
    repeats: float

    def paces(self, step: str, spot: Spot) -> Mapping[str, float]:
        """Return the limits that a step (`edit`, `post`, `tell`) counts against.

        Each with the seconds between two.
        """

    def link(self, spot: Spot) -> str:
        """Return the address of the answer, or nothing where it is not known."""

    async def edit(self, spot: Spot, reply: Reply, brief: Reply) -> Reached:
        """Put *reply* in the answer's place, or *brief* where *reply* takes more messages."""

    async def post(self, spot: Spot, reply: Reply, key: str) -> Reached:
        """Post *reply* once under the answer, in its thread."""

    async def tell(self, spot: Spot, reply: Reply, key: str) -> Reached:
        """Send *reply* once to the asker's own messages with the bot."""

    async def announce(self, spot: Spot, reply: Reply, key: str, thread_name: str = "") -> Reached:
        """Post *reply* once in the spot's channel, in its thread where it has one.

        With a *thread_name* a thread is opened under it. Where that is not allowed or not possible
        it is posted all the same, and why there is no thread is said.
        """


class Keepsakes(Protocol):
    """Small facts that an adapter must remember across restarts, such as a registry's hash."""

    async def kept(self, name: str) -> str | None:
        """Return what was kept under *name*, or nothing."""

    async def keep(self, name: str, value: str) -> None:
        """Keep *value* under *name*."""


class PlatformError(Exception):
    """A platform's failure, in a sentence for whoever runs the desk."""


class PlatformLost(PlatformError):
    """The platform has been out of reach for too long; a fresh process may do better."""


class PlatformRefused(PlatformError):
    """The platform refuses us, and asking again will not help; the message says what to change."""
