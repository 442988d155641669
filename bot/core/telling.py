"""What a notice says, made when it is sent, from the newest state."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from bot.core.reply import Reply
from knowledge.notices import Notice


@dataclass(frozen=True, slots=True)
class Composed:
    """What is said.

    `brief` takes the place of `reply` where a message is changed that has no room for it; it is
    `reply` itself where it is not given. With a `thread_name` the platform is asked to open a
    thread under the message.
    """

    reply: Reply
    brief: Reply | None = None
    thread_name: str = ""


Composer = Callable[[Notice, datetime], Awaitable[Composed | None]]
"""Gives what a notice says at that time, or nothing where there is nothing to tell any more.

It may be asked again for the same notice, and changes nothing. What is shown in a channel shows no
restricted claim: it reads through `desk.for_viewer(may_see_restricted=False)`.
"""
