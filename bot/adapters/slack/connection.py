"""The first words with Slack: who we are there, and whether it will have us."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
import structlog
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.manifest import SCOPES
from bot.adapters.slack.proxy import proxy_for
from bot.adapters.slack.retries import handlers
from bot.core.adapter import PlatformLost, PlatformRefused
from config.settings import SlackSettings

log = structlog.stdlib.get_logger(__name__)

_PASSING = frozenset(
    "ratelimited internal_error fatal_error service_unavailable request_timeout team_added_to_org "
    "accesslimited".split()
)
_CAUSES = {
    "invalid_auth": "the token is not valid",
    "not_authed": "no token arrived",
    "account_inactive": "the token belongs to an app or account that was removed",
    "token_revoked": "the token was revoked",
    "token_expired": "the token has expired",
    "not_allowed_token_type": "that is the wrong kind of token",
    "no_permission": "the token lacks a permission",
}
_FIRST_PAUSE = 0.5
_LONGEST_PAUSE = 20.0

BOT_TOKEN = "set the bot token (xoxb-…) from “OAuth & Permissions” of the Slack app"  # noqa: S105 - a sentence
APP_TOKEN = "set the app-level token (xapp-…, scope connections:write) from “Basic Information”, and turn Socket Mode on"  # noqa: S105, E501 - a sentence


@dataclass(frozen=True, slots=True)
class Identity:
    """Who we are on Slack. `scopes` and `date` are as Slack's answer gives them, if it does."""

    team: str
    bot_user: str
    bot_id: str
    scopes: frozenset[str] = frozenset()
    date: str = ""
    url: str = ""


def web_client(
    settings: SlackSettings,
    session: aiohttp.ClientSession,
    library_log: logging.Logger,
    *,
    patient: bool = True,
) -> AsyncWebClient:
    """Return a client for calls of the Web API, on the shared *session*.

    A *patient* one waits a rate limit out, if it is short; another tells of it at once.
    """
    token = settings.bot_token.get_secret_value() if settings.bot_token else ""
    client = AsyncWebClient(
        token=token,
        base_url=settings.api_base,
        session=session,
        logger=library_log,
        retry_handlers=handlers() if patient else [],
    )
    client.proxy = proxy_for(settings.api_base)
    return client


def bolt_app(
    client: AsyncWebClient, identity: Identity, signing_secret: str, library_log: logging.Logger
) -> AsyncApp:
    """Return Bolt's app for one bot token.

    With SLACK_CLIENT_ID and SLACK_CLIENT_SECRET in the environment Bolt would look for
    installations in a folder and forget the token. It does not where it is given `authorize`.
    Signatures are checked before Bolt is asked, over the body as it came: see `web`.
    """

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=None,
            team_id=identity.team,
            bot_user_id=identity.bot_user,
            bot_id=identity.bot_id,
            bot_token=client.token,
        )

    return AsyncApp(
        logger=library_log,
        name="onrecord",
        client=client,
        signing_secret=signing_secret,
        request_verification_enabled=False,
        authorize=authorize,
    )


async def identify(client: AsyncWebClient, lost_seconds: float) -> Identity:
    """Return who the bot token makes us. Raises `PlatformRefused` and `PlatformLost`."""
    data, headers = await _asked(client.auth_test, BOT_TOKEN, lost_seconds)
    bot_user, bot_id = data.get("user_id"), data.get("bot_id")
    # A person's token has no bot behind it, and would let us speak as that person.
    if not isinstance(bot_user, str) or not (bot_id or str(client.token).startswith("xoxb-")):
        raise PlatformRefused(f"Slack says that the bot token is not a bot's; {BOT_TOKEN}.")
    granted = frozenset(
        name.strip() for name in headers.get("x-oauth-scopes", "").split(",") if name.strip()
    )
    if granted and (lacking := set(SCOPES) - granted):
        log.warning("slack app lacks scopes", scopes=sorted(lacking))
    return Identity(
        str(data.get("team_id", "")),
        bot_user,
        str(bot_id or ""),
        granted,
        headers.get("date", ""),
        str(data.get("url", "")),
    )


async def socket_address(client: AsyncWebClient, app_token: str, lost_seconds: float) -> str:
    """Return an address for Socket Mode. Raises `PlatformRefused` and `PlatformLost`."""
    data, _ = await _asked(
        lambda: client.apps_connections_open(app_token=app_token), APP_TOKEN, lost_seconds
    )
    return str(data.get("url", ""))


async def _asked(
    call: Callable[[], Awaitable[Any]], remedy: str, lost_seconds: float
) -> tuple[dict[str, Any], Mapping[str, str]]:
    """Return the answer and its headers; ask again while Slack is only out of reach."""
    deadline = time.monotonic() + lost_seconds
    pause = _FIRST_PAUSE
    while True:
        try:
            response = await call()
        except SlackApiError as error:
            why = _refusal(error, remedy)
        except Exception as error:  # noqa: BLE001 - an outage's body breaks the library anywhere
            why = type(error).__name__
        else:
            return response.data, {k.lower(): v for k, v in response.headers.items()}
        if time.monotonic() + pause > deadline:
            raise PlatformLost(f"Slack was out of reach for {lost_seconds:g} seconds ({why}).")
        log.warning("slack is out of reach", error=why)
        await asyncio.sleep(pause)
        pause = min(pause * 2, _LONGEST_PAUSE)


def _refusal(error: SlackApiError, remedy: str) -> str:
    """Return why Slack is out of reach, or raise `PlatformRefused` where it answered for good."""
    data = getattr(error.response, "data", None)
    code = data.get("error", "") if isinstance(data, dict) else ""
    if not code or code in _PASSING:
        return code or f"status {getattr(error.response, 'status_code', 0)}"
    if code == "missing_scope" and isinstance(data, dict):
        needed = data.get("needed") or "unnamed"
        raise PlatformRefused(
            f"Slack refuses us: the scope {needed} is missing. Add it under “OAuth & Permissions” "
            "of the Slack app, install the app again, and set the new token."
        )
    cause = _CAUSES.get(code, "it gives no other reason")
    raise PlatformRefused(f"Slack refuses us ({code}): {cause}; {remedy}.")
