"""Slack as one adapter: built from settings, opened by `run`, closed by `close`."""

import asyncio
from typing import TYPE_CHECKING

import aiohttp
import structlog
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack import connection
from bot.adapters.slack.answering import Answers
from bot.adapters.slack.commands import Listeners, search_command
from bot.adapters.slack.correcting import SlackCorrector
from bot.adapters.slack.errands import Errands
from bot.adapters.slack.files import Files
from bot.adapters.slack.home import Home
from bot.adapters.slack.parents import Parents
from bot.adapters.slack.pings import Pings
from bot.adapters.slack.quiet import library_log
from bot.adapters.slack.sending import Sender
from bot.adapters.slack.socketmode import SocketMode
from bot.adapters.slack.uploads import Uploads
from bot.adapters.slack.usergroups import UserGroups
from bot.core.adapter import PlatformRefused
from bot.core.app import App
from config.settings import SlackSettings, WebSettings

if TYPE_CHECKING:
    from bot.adapters.slack.web import HttpMode

log = structlog.stdlib.get_logger(__name__)

_CALL_SECONDS = 15
"""One call of the Web API may take so long."""


class SlackAdapter:
    """Serves one Slack app with one bot token, over Socket Mode or HTTP.

    `ready` is set once Slack can reach us. `port` is the port bound in HTTP mode, and 0 before.
    """

    name = "slack"

    def __init__(self, app: App, settings: SlackSettings, web: WebSettings) -> None:
        self._app = app
        self._settings = settings
        self._web = web
        self._log = library_log()
        self._errands = Errands(app)
        self._session: aiohttp.ClientSession | None = None
        self._served: SocketMode | HttpMode | None = None
        self.ready = asyncio.Event()
        self.corrector = SlackCorrector()

    @property
    def port(self) -> int:
        """The port that HTTP mode listens on, or 0."""
        return getattr(self._served, "port", 0)

    async def run(self) -> None:
        """Serve until cancelled; answers in flight go on. Raises as `Adapter.run` says."""
        app_token, signing_secret = self._secrets()
        timeout = aiohttp.ClientTimeout(total=_CALL_SECONDS)
        self._session = aiohttp.ClientSession(timeout=timeout)
        client = connection.web_client(self._settings, self._session, self._log)
        lost_seconds = self._settings.lost_seconds
        identity = await connection.identify(client, lost_seconds)
        log.info("known to slack", team=identity.team, bot_user=identity.bot_user)
        impatient = connection.web_client(self._settings, self._session, self._log, patient=False)
        self.corrector.connected(impatient, identity.url)
        bolt = connection.bolt_app(client, identity, signing_secret, self._log)
        self._listen(bolt, client, identity)
        if self._settings.mode == "http":
            # Only this mode needs a web server.
            from bot.adapters.slack.web import HttpMode

            served = HttpMode(bolt, signing_secret, self._web, self.ready)
            self._served = served
            await served.run()
        else:
            socket_mode = SocketMode(bolt, app_token, lost_seconds, self._log, self.ready)
            self._served = socket_mode
            await socket_mode.run(await connection.socket_address(client, app_token, lost_seconds))

    def _listen(
        self, bolt: AsyncApp, client: AsyncWebClient, identity: connection.Identity
    ) -> None:
        sender = Sender(client, self._log)
        home = Home(sender, search_command(self._app))
        answers = Answers(self._app, sender, home, Uploads(sender, identity.scopes))
        files = Files(client, identity.scopes)
        self._app.roles.directories[self.name] = UserGroups(client, identity.scopes)
        pings = Pings(self._app, answers, files, Parents(sender, identity.scopes))
        listeners = Listeners(self._app, self._settings, answers, home, self._errands, files, pings)
        listeners.bot_user = identity.bot_user
        listeners.register(bolt)

    def _secrets(self) -> tuple[str, str]:
        """Return the app token and the signing secret; the one that is not needed is empty."""
        settings = self._settings
        if settings.bot_token is None:
            raise PlatformRefused(f"Slack needs a bot token; {connection.BOT_TOKEN}.")
        if settings.mode == "http":
            if settings.signing_secret is None:
                raise PlatformRefused(
                    "Slack's HTTP mode needs the signing secret from “Basic Information” of the "
                    "Slack app."
                )
            return "", settings.signing_secret.get_secret_value()
        if settings.app_token is None:
            raise PlatformRefused(f"Socket Mode needs an app token; {connection.APP_TOKEN}.")
        return settings.app_token.get_secret_value(), ""

    async def close(self) -> None:
        """Close every connection and stop what still runs. Safe to call twice."""
        served, self._served = self._served, None
        if served is not None:
            await served.close()
        await self._errands.cancel()
        self.corrector.disconnected()
        session, self._session = self._session, None
        if session is not None:
            await session.close()
