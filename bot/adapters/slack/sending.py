"""Getting an answer to Slack exactly once, or saying in the log that it did not arrive.

A message is sent again only where Slack answered that it did not take it. Where that is unclear,
such as after a time-out, the asker is told privately in place of a second post.
"""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from dataclasses import replace as copied
from enum import Enum
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient
from slack_sdk.webhook.webhook_response import WebhookResponse

from bot.adapters.slack.incoming import Address
from bot.adapters.slack.proxy import proxy_for
from bot.adapters.slack.render import fallback, messages
from bot.adapters.slack.retries import BACKOFF, wait_of
from bot.adapters.slack.words import escape
from bot.core.recording import Ticket
from bot.core.reply import Reply

log = structlog.stdlib.get_logger(__name__)

MAX_USES = 5
"""A response_url takes five messages, for thirty minutes."""

_NOT_CONFIRMED = (
    "Slack did not confirm that it took the answer. If you do not see it, please ask again."
)
_NOT_POSTED = (
    "Slack did not let the answer be posted here. Add Onrecord to the channel and ask again, or "
    "ask in private."
)
_NOT_IN = "Onrecord is not in the channel"
_CANNOT_FOLLOW = (
    "Onrecord could not post this answer itself, so it cannot correct it here later; you will be "
    "told if it changes. Add Onrecord to the channel for answers that are corrected where they "
    "stand."
)
_BAD_CONTENT = ("invalid_blocks", "msg_blocks_too_long", "invalid_attachments", "msg_too_long")
_NOT_THERE = ("channel_not_found", "not_in_channel", "user_not_in_channel", "is_archived")
_THREAD_GONE = ("thread_not_found", "message_not_found", "cannot_reply_to_message")
_NO_THREAD = (
    "The thread you asked in is gone, so the answer could not be posted there. Ask again in the "
    "channel."
)
_NO_CONNECTION = "no connection"
_UNCLEAR = frozenset({502, 504})


class Sent(Enum):
    """What became of one message."""

    TAKEN = "taken"
    REFUSED = "refused"
    INVALID = "invalid"
    UNSURE = "unsure"


Attempt = tuple[Sent, str]
"""What became of it, and Slack's word for why not."""


def judge(error: Exception) -> Attempt:
    """Return what a failed call means for the message it carried."""
    if isinstance(error, SlackApiError):
        data = getattr(error.response, "data", None)
        code = data.get("error", "") if isinstance(data, dict) else ""
        status = getattr(error.response, "status_code", 0)
        if any(word in code for word in _BAD_CONTENT):
            return Sent.INVALID, code
        if code or status in {429, 500, 503}:
            return Sent.REFUSED, code or str(status)
        return Sent.UNSURE, f"status {status} without an answer"
    if isinstance(error, aiohttp.ClientConnectorError):
        return Sent.REFUSED, _NO_CONNECTION
    return Sent.UNSURE, type(error).__name__


@dataclass(frozen=True, slots=True)
class Arrived:
    """What became of an answer: of its first message, and where its messages stand.

    `messages` are their timestamps, and `thread` the one they stand under. A public answer that
    came by response_url stands where we have no timestamp: then `why` says why.
    """

    sent: Sent
    channel: str = ""
    messages: tuple[str, ...] = ()
    thread: str = ""
    why: str = ""

    async def settle(self, ticket: Ticket) -> None:
        """Keep where the answer stands; one that nobody is sure of stays unconfirmed."""
        if self.sent is Sent.TAKEN:
            await ticket.stands(self.channel, self.messages, self.thread, self.why)
        elif self.sent is not Sent.UNSURE:
            await ticket.failed()


@dataclass(slots=True)
class _Posts:
    """The messages that were posted so far, and why one was not."""

    channel: str = ""
    messages: list[str] = field(default_factory=list)
    why: str = ""

    def note(self, response: object) -> None:
        """Note what Slack answered to a post."""
        data = getattr(response, "data", None)
        if isinstance(data, dict) and isinstance(data.get("ts"), str):
            self.channel = str(data.get("channel", ""))
            self.messages.append(data["ts"])


class Sender:
    """Sends answers. Holds the shared HTTP session through its client; opens and closes nothing."""

    def __init__(self, client: AsyncWebClient, library_log: logging.Logger) -> None:
        self.client = client
        self._library_log = library_log

    async def deliver(
        self, reply: Reply, address: Address, *, public: bool, otherwise: Address | None = None
    ) -> Arrived:
        """Send *reply*, in public or to the asker alone. Never raises; failures are logged.

        A public answer is posted, so that it can be edited later; by its response_url it would
        stand where nobody tells us. That is only used where we are not in the channel. It goes to
        *otherwise*, where that is given, when the thread of *address* is gone.
        """
        uses = 0
        first = Sent.TAKEN
        posts = _Posts()
        for number, page in enumerate(messages(reply)):
            replace = reply.replaces and address.ephemeral and not public and number == 0
            can_by_url = bool(address.response_url) and uses < MAX_USES
            by_url = can_by_url and (not public or bool(posts.why))
            body: dict[str, Any] = dict(page)

            async def once(
                by_url: bool, body: dict[str, Any], to: Address, replace: bool = replace
            ) -> Attempt:
                if by_url:
                    return await self._respond(body, to, public=public, replace=replace)
                return await self._post(body, to, public=public, posts=posts)

            sent, why = await once(by_url, body, address)
            uses += by_url
            if otherwise is not None and sent is Sent.REFUSED and why in _THREAD_GONE:
                address, otherwise = otherwise, None
                sent, why = await once(by_url, body, address)
            if public and sent is Sent.REFUSED and can_by_url and not by_url:
                posts.why = _NOT_IN if why in _NOT_THERE else f"Slack refused to post it ({why})"
                by_url = True
                sent, why = await once(by_url, body, address)
                uses += 1
            if sent is Sent.INVALID:
                log.error("slack refused blocks", error=why)
                by_url = by_url and uses < MAX_USES
                body = {"text": fallback(reply, page)}
                sent, why = await once(by_url, body, address)
                uses += by_url
            if sent in {Sent.REFUSED, Sent.INVALID}:
                log.warning("sending once more as plain text", error=why)
                sent, why = await self._plainly(
                    fallback(reply, page), address, public=public, posts=posts
                )
            first = first if number else sent
            if sent is not Sent.TAKEN:
                log.error("answer did not arrive", error=why, public=public, part=number + 1)
                if public or sent is Sent.UNSURE:
                    notice = _NOT_CONFIRMED if sent is Sent.UNSURE else _NOT_POSTED
                    gone = why in _THREAD_GONE
                    where = copied(address, thread="", root="") if gone else address
                    await self._plainly(_NO_THREAD if gone else notice, where, public=False)
                break
        if public and first is Sent.TAKEN and not posts.messages and uses < MAX_USES:
            await self._respond({"text": _CANNOT_FOLLOW}, address, public=False, replace=False)
        thread = (address.thread or address.root) if public else ""
        return Arrived(first, posts.channel, tuple(posts.messages), thread, posts.why)

    async def call(self, work: Callable[[], Awaitable[object]]) -> Attempt:
        """Make one call of the Web API; say what became of it. Never raises."""
        for pause in (*BACKOFF, None):
            try:
                await work()
            except Exception as error:  # noqa: BLE001 - an outage's body breaks the library anywhere
                sent, why = judge(error)
                if why != _NO_CONNECTION or pause is None:
                    return sent, why
                await asyncio.sleep(pause)
            else:
                return Sent.TAKEN, ""
        return Sent.REFUSED, _NO_CONNECTION

    async def tell(self, user: str, text: str) -> str | Attempt:
        """Write *text* to somebody's own messages with the bot.

        Returns the id of those messages, or what became of it. Never raises.
        """
        posts = _Posts()
        attempt = await self._post(
            {"text": escape(text)}, Address("", user), public=False, posts=posts
        )
        return posts.channel if attempt[0] is Sent.TAKEN and posts.channel else attempt

    async def _plainly(
        self, text: str, address: Address, *, public: bool, posts: _Posts | None = None
    ) -> Attempt:
        """Post plain text past the response_url; a private one may end in the asker's messages."""
        sent, why = await self._post({"text": text}, address, public=public, posts=posts)
        if sent is Sent.REFUSED and why in _NOT_THERE and not public:
            return await self._post(
                {"text": text}, Address(address.team, address.user), public=False
            )
        return sent, why

    async def _post(
        self,
        body: dict[str, Any],
        address: Address,
        *,
        public: bool,
        posts: _Posts | None = None,
    ) -> Attempt:
        thread = (address.thread or address.root) if public else address.thread
        content = {**body, **({"thread_ts": thread} if thread else {})}
        if public or address.direct:
            channel = address.channel or address.user

            async def post() -> None:
                made = await self.client.chat_postMessage(
                    channel=channel,
                    unfurl_links=False,
                    unfurl_media=False,
                    mrkdwn=False,
                    **content,
                )
                if posts is not None:
                    posts.note(made)

            return await self.call(post)
        return await self.call(
            lambda: self.client.chat_postEphemeral(
                channel=address.channel, user=address.user, **content
            )
        )

    async def _respond(
        self, body: dict[str, Any], address: Address, *, public: bool, replace: bool
    ) -> Attempt:
        """Answer by response_url. The library's own retries are off: they repeat unclear sends."""
        webhook = AsyncWebhookClient(
            address.response_url,
            session=self.client.session,
            logger=self._library_log,
            retry_handlers=[],
        )
        webhook.proxy = proxy_for(address.response_url)
        payload = {
            **body,
            "response_type": "in_channel" if public else "ephemeral",
            "replace_original": replace,
            "unfurl_links": False,
            "unfurl_media": False,
            **({"thread_ts": address.thread} if address.thread else {}),
        }
        why = ""
        for pause in (*BACKOFF, None):
            try:
                response = await webhook.send_dict(payload)
            except aiohttp.ClientConnectorError:
                why, wait = _NO_CONNECTION, pause
            except (aiohttp.ClientError, TimeoutError, OSError) as error:
                return Sent.UNSURE, type(error).__name__
            else:
                sent, why = _judged(response)
                if sent is not Sent.REFUSED or response.status_code not in {429, 500, 503}:
                    return sent, why
                wait = _pause_of(response, pause)
            if wait is None or pause is None:
                return Sent.REFUSED, why
            await asyncio.sleep(wait)
        return Sent.REFUSED, why


def _pause_of(response: WebhookResponse, pause: float | None) -> float | None:
    if response.status_code != 429:
        return pause
    headers = {name.lower(): value for name, value in response.headers.items()}
    return wait_of(headers.get("retry-after"))


def _judged(response: WebhookResponse) -> Attempt:
    """Return what a response_url's answer means; it is `ok`, or JSON, or a page of an outage."""
    status, text = response.status_code, (response.body or "").strip()
    try:
        data = json.loads(text)
    except ValueError:
        data = None
    code = data.get("error", "") if isinstance(data, dict) else text[:40]
    if status == 200:
        if text in {"ok", ""} or (isinstance(data, dict) and data.get("ok") is True):
            return Sent.TAKEN, ""
        if not isinstance(data, dict):
            return Sent.UNSURE, "an answer that is not Slack's"
    if any(word in str(code) for word in _BAD_CONTENT):
        return Sent.INVALID, str(code)
    if status in _UNCLEAR:
        return Sent.UNSURE, str(status)
    return Sent.REFUSED, str(status) if status != 200 else str(code)
