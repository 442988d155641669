"""What a chat platform has to bring: one package that fits this protocol."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Finding:
    """One check of `onrecord doctor`: its name, whether all is well, what was seen or is to do."""

    name: str
    sound: bool
    seen: str


class Adapter(Protocol):
    """A platform's side of the conversation: it translates and renders, and knows no claim."""

    name: str

    async def run(self) -> None:
        """Serve until cancelled or until the platform is lost for good.

        Raises `PlatformLost` when a supervisor should restart the process, and `PlatformRefused`
        when the platform will not have us (a bad token, a missing intent): a person must mend that.
        """

    async def close(self) -> None:
        """Close every connection, after the answers in flight are out; safe to call twice."""


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
