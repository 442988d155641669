"""Files that go to whoever asked: put into their own messages with the bot.

A file on Slack cannot be shown to one person in a channel, so it never goes there.
"""

from functools import partial

import aiohttp
import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.files import is_slacks
from bot.adapters.slack.incoming import Address, text_at
from bot.adapters.slack.proxy import proxy_for
from bot.adapters.slack.sending import Sender, Sent
from bot.core.enclosed import files_of, sent, unsent
from bot.core.reply import File, Reply

log = structlog.stdlib.get_logger(__name__)

SCOPE = "files:write"
_SECONDS = 60.0
_THERE = "in your direct messages with Onrecord"
_LACKING = (
    f"Slack does not let Onrecord send files, since the app has no permission {SCOPE}: whoever "
    "runs the desk adds it under “OAuth & Permissions” and installs the app again."
)
_REFUSED = "Slack did not take the files."
_UNSURE = (
    f"Slack did not confirm that it took the files. If they are not {_THERE} in a minute, ask "
    "again."
)


class Uploads:
    """Brings files to people. *scopes* are those granted, if Slack said so."""

    def __init__(self, sender: Sender, scopes: frozenset[str]) -> None:
        self._sender = sender
        self._scopes = scopes

    async def brought(self, reply: Reply, address: Address) -> Reply:
        """Upload the files of *reply* for the asker, and return it with what became of them.

        Never raises; failures are logged. A reply without files is returned as it is.
        """
        files = files_of(reply)
        if not files:
            return reply
        if self._scopes and SCOPE not in self._scopes:
            return unsent(reply, _LACKING)
        made: list[dict[str, str | None]] = []
        attempt = Sent.TAKEN, ""
        for file in files:
            attempt = await self._sender.call(partial(self._put, file, made))
            if attempt[0] is not Sent.TAKEN:
                break
        if attempt[0] is Sent.TAKEN:
            attempt = await self._share(made, reply, address)
        outcome, why = attempt
        if outcome is Sent.TAKEN:
            return sent(reply, _THERE)
        log.warning("files not uploaded", error=why, fate=outcome.value)
        if why == "missing_scope":
            return unsent(reply, _LACKING)
        return unsent(reply, _UNSURE if outcome is Sent.UNSURE else _REFUSED)

    async def _put(self, file: File, made: list[dict[str, str | None]]) -> None:
        """Bring the bytes of *file* to Slack, where nobody sees them yet, and note its id."""
        client = self._sender.client
        answer = await client.files_getUploadURLExternal(
            filename=file.name, length=len(file.content)
        )
        url, session = text_at(answer.data, "upload_url"), client.session
        if session is None or not is_slacks(url, client.base_url):
            raise aiohttp.InvalidURL(url)
        async with session.post(
            url,
            data=file.content,
            headers={"Content-Type": file.media},
            allow_redirects=False,
            proxy=proxy_for(url),
            timeout=aiohttp.ClientTimeout(total=_SECONDS),
        ) as response:
            response.raise_for_status()
        made.append({"id": text_at(answer.data, "file_id"), "title": file.name})

    async def _share(
        self, made: list[dict[str, str | None]], reply: Reply, address: Address
    ) -> tuple[Sent, str]:
        """Have the files stand in the asker's own messages with the bot."""
        channel = await self._own_messages(reply, address.user)
        if isinstance(channel, tuple):
            return channel
        client: AsyncWebClient = self._sender.client
        return await self._sender.call(
            lambda: client.files_completeUploadExternal(files=made, channel_id=channel)
        )

    async def _own_messages(self, reply: Reply, user: str) -> str | tuple[Sent, str]:
        """Return the id of the asker's messages with the bot, or why it is not to be had.

        A slash command in the messages of two people comes from a D as well, so only Slack knows
        which are ours. To open them would take one more permission; to write into them does not,
        and says where the files come from.
        """
        return await self._sender.tell(user, f"{reply.title}\n\nThe files follow.")
