"""Reaching answers that stand in Discord: by our own messages, since interactions are long over.

The library keeps to the limits that Discord's answers name, each route's and the global one, and
waits a refusal out; what we pace besides is so that most requests need no wait there.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import discord

from bot.adapters.discord.render import Page, plain_page, render
from bot.adapters.discord.sending import FAILURES, fresh, redrawn
from bot.adapters.discord.threads import open_thread
from bot.core.adapter import Fate, Reached, Spot
from bot.core.reply import Reply

_NOT_CONNECTED = Reached(Fate.LATER, "Discord is not connected")
_GLOBAL = 1 / 40
_A_CHANNEL = 1.0
_OLD_EDITS = 90.0

_MEANS: dict[int, tuple[Fate, str]] = {
    10003: (Fate.GONE, "the channel or thread was deleted"),
    10008: (Fate.GONE, "the message was deleted"),
    10013: (Fate.NEVER, "Discord does not know that person any more"),
    30046: (Fate.LATER, "Discord lets few old messages be edited in an hour"),
    50001: (Fate.FIXED, "Onrecord is not in that channel, or may not see it"),
    50005: (Fate.FIXED, "Discord takes the message for somebody else's"),
    50007: (Fate.NEVER, "that person takes no direct messages from Onrecord"),
    50013: (Fate.FIXED, "Onrecord may not write in that channel"),
    50083: (Fate.FIXED, "the thread is archived"),
    50278: (Fate.NEVER, "that person shares no server with Onrecord any more"),
    160005: (Fate.FIXED, "the thread is locked"),
}

_CONTINUED = Page(content="Corrected above.")


class DiscordCorrector:
    """Edits, replies and writes to people as the bot; *client* is the one that is logged in."""

    name = "discord"
    repeats = 120.0

    def __init__(self, client: Callable[[], discord.Client | None]) -> None:
        self._client = client

    def paces(self, step: str, spot: Spot) -> Mapping[str, float]:
        """Return Discord's global limit and about what one channel takes."""
        where = spot.asker if step == "tell" else spot.channel
        return {"discord": _GLOBAL, f"{step} {where}": _A_CHANNEL}

    def link(self, spot: Spot) -> str:
        """Return the address of the message."""
        return f"https://discord.com/channels/{spot.workspace}/{spot.channel}/{spot.message}"

    async def edit(self, spot: Spot, reply: Reply, brief: Reply) -> Reached:
        """Put *reply* in place of the messages the answer was sent in."""
        numbers = [spot.message, *spot.more]
        pages = render(reply)
        if len(pages) > len(numbers):
            pages = render(brief)
        if len(pages) > len(numbers):
            pages = (plain_page(brief),)
        plain = plain_page(brief)
        for place, number in enumerate(numbers):
            page = pages[place] if place < len(pages) else _CONTINUED
            reached = await self._edit(spot.channel, number, page)
            if reached.fate is Fate.NEVER and place == 0:
                reached = await self._edit(spot.channel, number, plain)
            if reached.fate is not Fate.DONE and not (place and reached.fate is Fate.GONE):
                return reached
        return Reached(Fate.DONE)

    async def post(self, spot: Spot, reply: Reply, key: str) -> Reached:
        """Reply to the answer, in the channel or thread where it stands."""
        return await self._send(reply, key, spot)

    async def tell(self, spot: Spot, reply: Reply, key: str) -> Reached:
        """Write to the asker."""
        return await self._send(reply, key, spot, direct=True)

    async def announce(self, spot: Spot, reply: Reply, key: str, thread_name: str = "") -> Reached:
        """Post in the channel or, since a thread is a channel in Discord, in the thread."""
        where = spot.thread or spot.channel
        reached = await self._send(reply, key, replace(spot, channel=where, message=""))
        if reached.fate is not Fate.DONE or spot.thread or not thread_name:
            return replace(reached, thread=spot.thread)
        client = self._client()
        opened, why = await open_thread(client, where, reached.messages[0], thread_name)
        return replace(reached, thread=opened, why="; ".join(filter(None, (reached.why, why))))

    async def _edit(self, channel: str, number: str, page: Page) -> Reached:
        async def send(client: discord.Client) -> None:
            where = client.get_partial_messageable(int(channel))
            await where.get_partial_message(int(number)).edit(**redrawn(page))

        return await self._reached(send)

    async def _send(self, reply: Reply, key: str, spot: Spot, *, direct: bool = False) -> Reached:
        messages: list[str] = []
        channel = spot.channel

        async def send(client: discord.Client) -> None:
            nonlocal channel
            where: Any = client.get_partial_messageable(int(spot.channel or 0))
            about: dict[str, Any] = {}
            if direct:
                where = await client.create_dm(discord.Object(int(spot.asker)))
                channel = str(where.id)
            elif spot.message:
                message = where.get_partial_message(int(spot.message))
                reference = message.to_reference(fail_if_not_exists=False)
                about = {"reference": reference, "mention_author": False}
            for number, page in enumerate(render(reply)):
                # Discord knows a nonce for some minutes and shows the message once.
                nonce = f"{key[:22]}-{number}"
                sent = await where.send(**fresh(page), **({} if number else about), nonce=nonce)
                messages.append(str(sent.id))

        reached = await self._reached(send)
        if messages and reached.fate is not Fate.DONE:
            # What has begun to arrive is only begun again while Discord knows it for a repeat.
            soon = reached.fate in (Fate.LATER, Fate.UNSURE) and reached.seconds < self.repeats / 2
            fate, why = (Fate.UNSURE, "") if soon else (Fate.DONE, "cut short: ")
            reached = Reached(fate, why + reached.why, reached.seconds)
        return replace(reached, messages=tuple(messages), channel=channel)

    async def _reached(self, send: Callable[[discord.Client], Any]) -> Reached:
        client = self._client()
        if client is None or client.is_closed() or client.user is None:
            return _NOT_CONNECTED
        try:
            await send(client)
        except ValueError:
            return Reached(Fate.NEVER, "what is kept of the answer is no id of Discord's")
        except FAILURES as error:
            return reached_by(error)
        return Reached(Fate.DONE)


def reached_by(error: BaseException) -> Reached:
    """Return what a failure means for the answer."""
    if isinstance(error, discord.RateLimited):
        return Reached(Fate.LATER, "Discord's rate limit", error.retry_after)
    if not isinstance(error, discord.HTTPException):
        return Reached(Fate.UNSURE, f"Discord was out of reach ({type(error).__name__})")
    if error.code in _MEANS:
        fate, why = _MEANS[error.code]
        return Reached(fate, why, _OLD_EDITS if fate is Fate.LATER else 0.0)
    if error.status == 401:
        return Reached(Fate.LATER, "Discord does not accept the bot's token any more")
    if error.status == 429:
        return Reached(Fate.LATER, "Discord's rate limit", 5.0)
    if error.status >= 500:
        return Reached(Fate.UNSURE, f"Discord failed (status {error.status})")
    return Reached(Fate.NEVER, f"Discord refused it (code {error.code})")
