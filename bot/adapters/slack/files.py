"""Files that people drop on Slack, fetched with the bot's token from Slack's own hosts alone."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.incoming import text_at
from bot.core.request import Attached, NotFetched

log = structlog.stdlib.get_logger(__name__)

SCOPE = "files:read"
MAX_FILES = 10

_HOSTS = ("slack.com", "slack-edge.com", "slack-files.com")
_SECONDS = 60.0
_CHUNK = 65_536
_PASTE = "Drop it again, or paste its text after /ingest."
_LACKING = (
    f"Slack does not hand files over, since the app has no permission {SCOPE}.",
    f"Have whoever runs the desk add {SCOPE} under “OAuth & Permissions” and install the app "
    "again; until then, paste the text after /ingest.",
)


class Files:
    """Makes what comes with a question fetchable. *scopes* are those granted, if Slack said so."""

    def __init__(self, client: AsyncWebClient, scopes: frozenset[str]) -> None:
        self._client = client
        self._scopes = scopes

    def attached(self, message: object) -> tuple[Attached, ...]:
        """Return the files of a message; nothing is fetched yet."""
        files = message.get("files") if isinstance(message, Mapping) else None
        return tuple(
            Attached(
                text_at(file, "name") or text_at(file, "title") or "file",
                text_at(file, "mimetype"),
                _size(file),
                _Fetcher(self._client, self._scopes, file),
            )
            for file in (files if isinstance(files, list) else [])[:MAX_FILES]
            if isinstance(file, Mapping)
        )


class _Fetcher:
    """Gets one file when it is asked for."""

    def __init__(
        self, client: AsyncWebClient, scopes: frozenset[str], file: Mapping[str, Any]
    ) -> None:
        self._client = client
        self._scopes = scopes
        self._file = file

    async def __call__(self, most: int) -> bytes:
        """Return the file's bytes. Raises `NotFetched` for more than *most* of them."""
        if self._scopes and SCOPE not in self._scopes:
            raise NotFetched(*_LACKING)
        name = text_at(self._file, "name") or "the file"
        url = await self._address(name)
        if not is_slacks(url, self._client.base_url):
            raise NotFetched(f"The address of {name} is not Slack's.", _PASTE)
        session = self._client.session
        if session is None:
            raise NotFetched(f"Slack does not hand {name} over.", _PASTE)
        try:
            async with session.get(
                url,
                headers={"Authorization": f"Bearer {self._client.token}"},
                allow_redirects=False,
                timeout=aiohttp.ClientTimeout(total=_SECONDS),
            ) as response:
                return await self._received(response, name, most)
        except (aiohttp.ClientError, TimeoutError) as error:
            raise NotFetched(f"Slack does not hand {name} over.", _PASTE) from error

    async def _received(self, response: aiohttp.ClientResponse, name: str, most: int) -> bytes:
        # Without the scope Slack sends its page for signing in, or leads there.
        signed_out = response.content_type == "text/html" and "html" not in text_at(
            self._file, "mimetype"
        )
        if response.status in (301, 302, 303, 307, 308, 401, 403) or signed_out:
            log.warning("slack hands no file over", status=response.status)
            raise NotFetched(*_LACKING)
        if response.status != 200:
            raise NotFetched(f"Slack does not hand {name} over.", _PASTE)
        data = bytearray()
        async for chunk in response.content.iter_chunked(_CHUNK):
            data += chunk
            if len(data) > most:
                raise NotFetched(f"There is more in {name} than what is read.", _PASTE)
        return bytes(data)

    async def _address(self, name: str) -> str:
        """Return where the file lies; where the message does not say, Slack is asked."""
        file = self._file
        known = text_at(file, "url_private_download") or text_at(file, "url_private")
        if known:
            return known
        try:
            answer = await self._client.files_info(file=text_at(file, "id"))
        except SlackApiError as error:
            if error.response.get("error") == "missing_scope":
                raise NotFetched(*_LACKING) from error
            raise NotFetched(f"Slack does not hand {name} over.", _PASTE) from error
        found = answer.get("file")
        return text_at(found, "url_private_download") or text_at(found, "url_private")


def is_slacks(url: str, base_url: str) -> bool:
    """Say whether *url* is of Slack's own hosts, or of that of *base_url*, which settings name."""
    address, ours = urlsplit(url), urlsplit(base_url)
    if (address.scheme, address.netloc) == (ours.scheme, ours.netloc):
        return True
    host = address.hostname or ""
    return address.scheme == "https" and any(
        host == known or host.endswith(f".{known}") for known in _HOSTS
    )


def _size(file: Mapping[str, Any]) -> int:
    size = file.get("size")
    return size if isinstance(size, int) else 0
