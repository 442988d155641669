"""Opening a thread under one of our own messages in Discord, and answering in one."""

from collections.abc import Sequence
from typing import Final

import discord

from bot.adapters.discord.buttons import shortened
from bot.adapters.discord.render import Page
from bot.adapters.discord.sending import FAILURES, Fate, attempt, fresh

MAX_NAME = 100
_A_WEEK: Final = 10_080
"""In minutes; the longest that Discord leaves a thread open in which nobody writes."""

_OPEN_ALREADY = 160004
_WHY = {
    50001: "Onrecord may not see threads there",
    50013: "Onrecord may not open threads in that channel",
    50024: "there are no threads in that kind of channel",
    160006: "the server has no room for more threads",
}


async def open_thread(
    client: discord.Client | None, channel: str, message: str, name: str
) -> tuple[str, str]:
    """Open a public thread called *name* under a message; return its id, or why there is none.

    A thread that a message has already is that one: Discord gives it the message's number.
    """
    if client is None:
        return "", "no thread was opened: Discord is not connected"
    try:
        # The way by the message needs the server in the library's memory; this one does not.
        made = await client.http.start_thread_with_message(
            int(channel),
            int(message),
            name=shortened(name, MAX_NAME),
            auto_archive_duration=_A_WEEK,
        )
    except FAILURES as error:
        code = getattr(error, "code", 0)
        if code == _OPEN_ALREADY:
            return message, ""
        return "", f"no thread was opened: {_WHY.get(code, type(error).__name__)}"
    return str(made["id"]), ""


async def to_thread(
    client: discord.Client, thread: str, pages: Sequence[Page], plain: Page, reference: str
) -> tuple[list[str], Fate]:
    """Post an answer's *pages* in a thread; return the messages and what became of the last.

    A first page that Discord will not have is posted as *plain*. A nonce made from the question's
    *reference* keeps each from being shown twice.
    """
    made: list[str] = []
    where = client.get_partial_messageable(int(thread))

    async def post(page: Page, number: int) -> Fate:
        async def send() -> None:
            nonce = f"m{reference}-{number}"
            made.append(str((await where.send(**fresh(page), nonce=nonce)).id))

        return await attempt(send, what="answer in a meeting", reference=reference)

    fate = Fate.TAKEN
    for number, page in enumerate(pages):
        fate = await post(page, number)
        if fate is Fate.REFUSED and not number:
            return made, await post(plain, number)
        if fate is not Fate.TAKEN:
            break
    return made, fate
