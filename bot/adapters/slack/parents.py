"""The message that a thread hangs from, for a mention in the thread that has no words of its own.

Slack hands it over only to an app that may read the channel's history, which ours need not: without
the permission the asker is told what to do instead.
"""

from collections.abc import Mapping

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.incoming import Address, text_at
from bot.adapters.slack.sending import Sender, Sent
from bot.adapters.slack.words import typed_words
from bot.core.errors import Unusable

log = structlog.stdlib.get_logger(__name__)

_HISTORIES = frozenset({"channels:history", "groups:history", "mpim:history"})
_NEXT_STEP = (
    "Write the question beside the mention, or use “Find claims about this” in the menu of the "
    "message."
)


class Parents:
    """Reads the messages that threads hang from. *scopes* are those granted, if Slack said so."""

    def __init__(self, sender: Sender, scopes: frozenset[str]) -> None:
        self._sender = sender
        self._scopes = scopes

    async def words(self, address: Address, bot_user: str, most: int) -> str:
        """Return at most *most* characters of the message that the thread of *address* hangs from.

        Raises `Unusable` with what to do where it cannot be had, has no words, or is ours.
        """
        parent = await self._parent(self._sender.client, address)
        if text_at(parent, "user") == bot_user:
            raise Unusable(
                "There is no question beside that mention.",
                "Say what you want to know, such as “who says so?”, “since when?” or “compare”.",
            )
        words = typed_words(text_at(parent, "text"), bot_user)
        if not words:
            raise Unusable("The message that this thread hangs from has no words.", _NEXT_STEP)
        return words[:most]

    async def _parent(self, client: AsyncWebClient, address: Address) -> object:
        readable = not self._scopes or address.channel.startswith("D") or self._scopes & _HISTORIES
        found: list[object] = []

        async def ask() -> None:
            answer = await client.conversations_replies(
                channel=address.channel, ts=address.thread, limit=1, inclusive=True
            )
            messages = answer.get("messages")
            found.extend(messages if isinstance(messages, list) else [])

        sent, why = await self._sender.call(ask) if readable else (Sent.REFUSED, "no permission")
        parent = found[0] if found else None
        if not isinstance(parent, Mapping) or text_at(parent, "ts") != address.thread:
            log.info("thread's first message not read", what=sent.value, error=why)
            raise Unusable(
                "Slack does not let Onrecord read the message that this thread hangs from.",
                _NEXT_STEP,
            )
        return parent
