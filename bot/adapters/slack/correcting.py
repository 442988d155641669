"""Reaching answers that stand in Slack. Every refusal is told to the courier, which waits."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.render import Message, fallback, messages
from bot.core.adapter import Fate, Reached, Spot
from bot.core.reply import Reply

_UPDATES = 60 / 50
"""Slack promises 50 updates a minute in a workspace."""

_POSTS = 0.1
_POSTS_A_CHANNEL = 1.0
_LIMITED = "Slack's rate limit"

_BAD_CONTENT = ("invalid_blocks", "msg_blocks_too_long", "invalid_attachments", "msg_too_long")
_MEANS: dict[str, tuple[Fate, str]] = {
    "message_not_found": (Fate.GONE, "the message was deleted"),
    "cant_update_message": (Fate.FIXED, "Slack takes the message for somebody else's"),
    "edit_window_closed": (Fate.FIXED, "the workspace lets no message be edited so late"),
    "channel_not_found": (Fate.FIXED, "Onrecord is not in the channel any more, or it is deleted"),
    "not_in_channel": (Fate.FIXED, "Onrecord is not in the channel any more"),
    "is_archived": (Fate.FIXED, "the channel is archived"),
    "thread_not_found": (Fate.NEVER, "the thread was deleted"),
    "restricted_action": (Fate.NEVER, "the workspace does not let Onrecord post there"),
    "user_not_found": (Fate.NEVER, "Slack does not know that person any more"),
    "user_disabled": (Fate.NEVER, "that person has left the workspace"),
    "messages_tab_disabled": (Fate.NEVER, "the app's messages tab is turned off"),
    "cannot_dm_bot": (Fate.NEVER, "that is a bot"),
    "ratelimited": (Fate.LATER, _LIMITED),
    "invalid_auth": (Fate.LATER, "Slack does not accept the bot's token"),
    "not_authed": (Fate.LATER, "Slack does not accept the bot's token"),
    "account_inactive": (Fate.LATER, "the app was removed from the workspace"),
    "token_revoked": (Fate.LATER, "the bot's token was revoked"),
    "token_expired": (Fate.LATER, "the bot's token has expired"),
    "missing_scope": (Fate.LATER, "the Slack app lacks a scope"),
    "internal_error": (Fate.UNSURE, "Slack failed"),
    "fatal_error": (Fate.UNSURE, "Slack failed"),
    "service_unavailable": (Fate.LATER, "Slack is not available"),
}
"""A token or a scope can be renewed, so that is tried again."""

_INVALID = "Slack refuses the message's blocks"
_CONTINUED = Message(text="Corrected above.", blocks=[])


class SlackCorrector:
    """Updates messages, posts in threads and writes to people."""

    name = "slack"
    repeats = 0.0

    def __init__(self) -> None:
        self._client: AsyncWebClient | None = None
        self._url = ""

    def connected(self, client: AsyncWebClient, url: str) -> None:
        """Use *client*, which repeats nothing by itself; *url* is the workspace's address."""
        self._client, self._url = client, url

    def disconnected(self) -> None:
        """Use no client any more."""
        self._client = None

    def paces(self, step: str, spot: Spot) -> Mapping[str, float]:
        """Return the limit of the method and, for posts, the one of the channel."""
        if step == "edit":
            return {"chat.update": _UPDATES}
        where = spot.asker if step == "tell" else spot.channel
        return {"chat.postMessage": _POSTS, f"post {where}": _POSTS_A_CHANNEL}

    def link(self, spot: Spot) -> str:
        """Return the address of the message, where the workspace's is known."""
        if not self._url.startswith("https://"):
            return ""
        number = spot.message.replace(".", "")
        return f"{self._url.rstrip('/')}/archives/{spot.channel}/p{number}"

    async def edit(self, spot: Spot, reply: Reply, brief: Reply) -> Reached:
        """Put *reply* in place of the messages the answer was sent in."""
        stamps = [spot.message, *spot.more]
        shown = reply if len(messages(reply)) <= len(stamps) else brief
        pages = messages(shown)[: len(stamps)]
        for place, stamp in enumerate(stamps):
            page = pages[place] if place < len(pages) else _CONTINUED
            reached = await self._update(spot.channel, stamp, page)
            if reached.why == _INVALID:
                plain = Message(text=fallback(shown, page), blocks=[])
                reached = await self._update(spot.channel, stamp, plain)
            if reached.fate is not Fate.DONE and not (place and reached.fate is Fate.GONE):
                return reached
        return Reached(Fate.DONE)

    async def post(self, spot: Spot, reply: Reply, key: str) -> Reached:  # noqa: ARG002 - Slack's lack
        """Post under the answer. Slack knows no keys."""
        thread = {"thread_ts": spot.thread or spot.message}
        return await self._post(spot.channel, reply, **thread)

    async def tell(self, spot: Spot, reply: Reply, key: str) -> Reached:  # noqa: ARG002 - likewise
        """Write to the asker."""
        return await self._post(spot.asker, reply)

    async def announce(
        self,
        spot: Spot,
        reply: Reply,
        key: str,  # noqa: ARG002 - likewise
        thread_name: str = "",  # noqa: ARG002 - threads have no names here
    ) -> Reached:
        """Post in the channel or the thread. The thread under a message is there without asking."""
        thread = {"thread_ts": spot.thread} if spot.thread else {}
        reached = await self._post(spot.channel, reply, **thread)
        first = reached.messages[0] if reached.messages else ""
        return replace(reached, thread=spot.thread or first)

    async def _update(self, channel: str, stamp: str, page: Message) -> Reached:
        return await self._reached(
            lambda client: client.chat_update(channel=channel, ts=stamp, **page)
        )

    async def _post(self, channel: str, reply: Reply, **where: str) -> Reached:
        """Post *reply*, at most once: nothing follows a message that nobody is sure of."""
        stands: list[tuple[str, str]] = []
        why = ""
        for page in messages(reply):
            reached = await self._reached(partial(_sent, channel, page, where, stands))
            if reached.why == _INVALID:
                plain = Message(text=fallback(reply, page), blocks=[])
                reached = await self._reached(partial(_sent, channel, plain, where, stands))
            if reached.fate is not Fate.DONE and not stands:
                return reached
            if reached.fate is not Fate.DONE:
                # What has begun to arrive is not begun again.
                why = f"cut short: {reached.why}"
                break
        stamps = tuple(stamp for _, stamp in stands)
        where_it_is = stands[0][0] if stands else channel
        return Reached(Fate.DONE, why, messages=stamps, channel=where_it_is)

    async def _reached(self, work: Callable[[AsyncWebClient], Awaitable[object]]) -> Reached:
        client = self._client
        if client is None:
            return Reached(Fate.LATER, "Slack is not connected")
        try:
            await work(client)
        except Exception as error:  # noqa: BLE001 - an outage's body breaks the library anywhere
            return reached_by(error)
        return Reached(Fate.DONE)


async def _sent(
    channel: str,
    page: Message,
    where: Mapping[str, str],
    stands: list[tuple[str, str]],
    client: AsyncWebClient,
) -> None:
    """Post *page*, and add to *stands* in which channel it stands and its number."""
    content: dict[str, Any] = {"text": page["text"], **where}
    if page["blocks"]:
        content["blocks"] = page["blocks"]
    answer = await client.chat_postMessage(
        channel=channel, unfurl_links=False, unfurl_media=False, mrkdwn=False, **content
    )
    stands.append((str(answer.get("channel", channel)), str(answer.get("ts", ""))))


def reached_by(error: Exception) -> Reached:
    """Return what a failed call means for the answer."""
    if isinstance(error, aiohttp.ClientConnectorError):
        return Reached(Fate.LATER, "Slack was out of reach")
    if not isinstance(error, SlackApiError):
        return Reached(Fate.UNSURE, f"Slack was out of reach ({type(error).__name__})")
    data = getattr(error.response, "data", None)
    code = str(data.get("error", "")) if isinstance(data, dict) else ""
    status = getattr(error.response, "status_code", 0)
    if status == 429 or code == "ratelimited":
        return Reached(Fate.LATER, _LIMITED, _wait_of(error))
    if any(word in code for word in _BAD_CONTENT):
        return Reached(Fate.NEVER, _INVALID)
    if code in _MEANS:
        fate, why = _MEANS[code]
        needed = data.get("needed") if isinstance(data, dict) else None
        return Reached(fate, f"{why} ({needed})" if needed else why)
    if code:
        return Reached(Fate.NEVER, f"Slack refused it ({code[:40]})")
    if status in {500, 503}:
        return Reached(Fate.LATER, f"Slack failed (status {status})")
    return Reached(Fate.UNSURE, f"Slack gave no answer (status {status})")


def _wait_of(error: SlackApiError) -> float:
    headers = getattr(error.response, "headers", {}) or {}
    value = next((str(v) for k, v in headers.items() if k.lower() == "retry-after"), "")
    return float(value) if value.isascii() and value.isdigit() and value != "0" else 1.0
