"""Files that people drop on Discord, fetched from Discord's own servers and nowhere else."""

from collections.abc import Iterable
from urllib.parse import urlsplit

import aiohttp
import discord

from bot.core.request import Attached, NotFetched

_HOSTS = frozenset({"cdn.discordapp.com", "media.discordapp.net"})
_PASTE = "Drop it again, or paste its text after /ingest."


def attached(files: Iterable[discord.Attachment]) -> tuple[Attached, ...]:
    """Return *files* as they go with a question; nothing is fetched yet."""
    return tuple(
        Attached(file.filename, file.content_type or "", file.size, _Fetcher(file))
        for file in files
    )


class _Fetcher:
    """Gets one file when it is asked for."""

    def __init__(self, file: discord.Attachment) -> None:
        self._file = file

    async def __call__(self, most: int) -> bytes:
        """Return the file's bytes. Raises `NotFetched` for more than *most* of them."""
        file = self._file
        if not _is_discords(file.url):
            raise NotFetched(f"{file.filename} does not lie on Discord's servers.", _PASTE)
        if file.size > most:
            raise NotFetched(f"{file.filename} is larger than what is read.", _PASTE)
        try:
            data = await file.read()
        except (discord.DiscordException, aiohttp.ClientError, TimeoutError) as error:
            raise NotFetched(f"Discord does not hand {file.filename} over.", _PASTE) from error
        if len(data) > most:
            raise NotFetched(f"{file.filename} is larger than what is read.", _PASTE)
        return data


def _is_discords(url: str) -> bool:
    """Say whether *url* is of Discord's file servers, or of the server that settings name."""
    address, ours = urlsplit(url), urlsplit(discord.http.Route.BASE)
    if (address.scheme, address.netloc) == (ours.scheme, ours.netloc):
        return True
    return address.scheme == "https" and address.hostname in _HOSTS
