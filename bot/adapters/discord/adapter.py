"""The Discord adapter as the rest of the program sees it."""

import asyncio
from typing import NoReturn

import aiohttp
import discord
import structlog
import yarl
from discord import app_commands

from bot.adapters.discord.client import DeskClient
from bot.adapters.discord.commands import fingerprint, payloads
from bot.adapters.discord.correcting import DiscordCorrector
from bot.adapters.discord.roles import ServerRoles
from bot.adapters.discord.sending import FollowUps
from bot.adapters.discord.watch import Watch
from bot.core.adapter import Keepsakes, PlatformLost, PlatformRefused
from bot.core.app import App
from bot.core.pacing import PATIENCE
from config.settings import DiscordSettings

log = structlog.stdlib.get_logger(__name__)

_SYNC_SECONDS = 45.0
_FIRST_BACKOFF = 1.0
_LONGEST_BACKOFF = 60.0

_FAILURES = (
    discord.DiscordException,
    aiohttp.ClientError,
    OSError,
    TimeoutError,
    KeyError,
    TypeError,
)
"""Discord is out of reach. The last two are how the library fails at an outage's page that comes
with status 200."""

_CLOSED = {
    4004: "Discord no longer accepts the bot's token. Make a new one on the Bot page of the "
    "Developer Portal and set ONRECORD_DISCORD__TOKEN.",
    4010: "Discord refused our shard. Start one process only for this bot.",
    4011: "The bot is in more servers than one connection may serve. Remove it from some.",
    4012: "Discord no longer speaks this version of its gateway. Update Onrecord.",
    4013: "Discord does not know an intent that we ask for. Update Onrecord.",
    4014: "Discord refuses an intent that we ask for. Open the Bot page of the Developer Portal "
    "and check Privileged Gateway Intents; Onrecord needs none of them.",
}
_BAD_TOKEN = (
    "Discord does not accept the bot's token. Copy it again from the Bot page of the Developer "  # noqa: S105 - a sentence about a token
    "Portal and set ONRECORD_DISCORD__TOKEN."
)


def point_at(settings: DiscordSettings) -> None:
    """Let the library use the addresses in *settings*; it has them as constants of its classes."""
    discord.http.Route.BASE = settings.api_base
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(settings.gateway_url)


class DiscordAdapter:
    """Serves one bot over the gateway. Nothing is opened before `run` or `sync`.

    *patience* is how long, in seconds, an answer may take before Discord is told to wait.
    """

    name = "discord"

    def __init__(
        self,
        app: App,
        settings: DiscordSettings,
        keepsakes: Keepsakes,
        *,
        patience: float = PATIENCE,
    ) -> None:
        self._app = app
        self._settings = settings
        self._keepsakes = keepsakes
        self._patience = patience
        self._later = FollowUps()
        self.corrector = DiscordCorrector(lambda: self._client)
        self._client: DeskClient | None = None
        self._closing = False

    async def run(self) -> None:
        """Serve until cancelled; answers in flight are left to finish until `close`.

        Raises `PlatformLost` when the gateway stays away, and `PlatformRefused` when Discord will
        not have us.
        """
        point_at(self._settings)
        watch = Watch(self._settings.lost_seconds)
        serving = asyncio.create_task(self._serve(watch), name="discord gateway")
        lost = asyncio.create_task(watch.lost(), name="discord watch")
        try:
            await asyncio.wait({serving, lost}, return_when=asyncio.FIRST_COMPLETED)
            if serving.done():
                serving.result()
            if not self._closing:
                raise PlatformLost(
                    "Discord's gateway ended our connection."
                    if serving.done()
                    else f"Discord has been out of reach for {self._settings.lost_seconds:g} "
                    "seconds."
                )
        finally:
            for task in (serving, lost):
                task.cancel()
            await asyncio.gather(serving, lost, return_exceptions=True)

    async def close(self) -> None:
        """Close every connection; safe to call twice."""
        self._closing = True
        if self._client is not None:
            await self._client.close()
        await self._later.close()

    async def sync(self, *, force: bool = False) -> bool:
        """Give Discord our commands over REST alone, and say whether anything had to be sent.

        Raises `PlatformRefused` when Discord will not have us or them, and `PlatformLost` when it
        is out of reach.
        """
        point_at(self._settings)
        client = self._new_client(Watch(self._settings.lost_seconds))
        try:
            await client.login(self._token())
            return await self._sync(client, force=force)
        except discord.LoginFailure:
            raise PlatformRefused(_BAD_TOKEN) from None
        except app_commands.CommandSyncFailure as error:
            raise PlatformRefused(f"Discord does not take our commands: {error}") from error
        except _FAILURES as error:
            raise PlatformLost(f"Discord could not be reached: {type(error).__name__}.") from error
        finally:
            await client.close()

    def _new_client(self, watch: Watch) -> DeskClient:
        return DeskClient(self._app, watch, self._later, self._patience)

    def _token(self) -> str:
        if self._settings.token is None:
            raise PlatformRefused("Discord has no token. Set ONRECORD_DISCORD__TOKEN.")
        return self._settings.token.get_secret_value()

    async def _serve(self, watch: Watch) -> None:
        client = await self._log_in(watch)
        try:
            async with asyncio.timeout(_SYNC_SECONDS):
                await self._sync(client, force=False)
        except _FAILURES as error:
            # The commands that Discord has still work, and the next start tries again.
            log.error("commands not synced", error=type(error).__name__, reason=str(error))
        try:
            await client.connect()
        except discord.PrivilegedIntentsRequired:
            raise PlatformRefused(_CLOSED[4014]) from None
        except discord.ConnectionClosed as error:
            _refuse(error)

    async def _log_in(self, watch: Watch) -> DeskClient:
        """Return a client that is logged in; wait longer and longer while Discord is out of reach.

        The watch ends this when it takes too long.
        """
        pause = _FIRST_BACKOFF
        while True:
            client = self._client = self._new_client(watch)
            self._app.roles.directories[self.name] = ServerRoles(client)
            try:
                await client.login(self._token())
            except discord.LoginFailure:
                raise PlatformRefused(_BAD_TOKEN) from None
            except _FAILURES as error:
                log.warning("discord out of reach", error=type(error).__name__, again_in=pause)
            else:
                return client
            await client.close()
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_BACKOFF)

    async def _sync(self, client: DeskClient, *, force: bool) -> bool:
        """Send the commands if they differ from those that this application was given last."""
        name = f"discord.commands.{client.application_id}"
        current = fingerprint(payloads(client.tree))
        if not force and await self._keepsakes.kept(name) == current:
            return False
        try:
            await client.tree.sync()
        except KeyError as error:
            # Discord took them; only its answer lacks something that the library looks for.
            log.warning("answer to the commands not understood", lacking=str(error))
        await self._keepsakes.keep(name, current)
        log.info("commands synced", count=len(client.tree.get_commands()))
        return True


def _refuse(error: discord.ConnectionClosed) -> NoReturn:
    """Raise what a close that the library does not mend means."""
    if error.code in _CLOSED:
        raise PlatformRefused(_CLOSED[error.code]) from None
    raise PlatformLost(f"Discord's gateway closed with code {error.code}.") from error
