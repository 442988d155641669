"""What `onrecord doctor` asks Slack: the tokens, the scopes, and whether our clocks agree."""

import time
from email.utils import parsedate_to_datetime

import aiohttp

from bot.adapters.slack import connection
from bot.adapters.slack.manifest import SCOPES
from bot.adapters.slack.quiet import library_log
from bot.adapters.slack.uploads import SCOPE as FILES
from bot.adapters.slack.usergroups import SCOPE as GROUPS
from bot.core.adapter import Finding, PlatformError
from config.settings import SlackSettings

_SECONDS = 10.0
_CLOCK_SECONDS = 60.0
"""Slack's signatures are refused past five minutes; a minute is reason enough to look."""


async def examine(settings: SlackSettings) -> list[Finding]:
    """Return what is found about the tokens, their scopes and the clock."""
    timeout = aiohttp.ClientTimeout(total=_SECONDS)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        client = connection.web_client(settings, session, library_log())
        try:
            known = await connection.identify(client, _SECONDS)
        except PlatformError as error:
            return [Finding("bot token", False, str(error))]
        findings = [
            Finding("bot token", True, f"accepted for team {known.team}"),
            Finding("workspace", *_workspace(settings, known.team)),
            Finding("scopes", *_scopes(known.scopes)),
            Finding("user groups", *_user_groups(known.scopes)),
            Finding("files", *_files(known.scopes)),
            Finding("clock", *_clock(known.date, time.time())),
        ]
        if settings.mode == "http":
            secret = settings.signing_secret is not None
            seen = "set" if secret else "missing; set ONRECORD_SLACK__SIGNING_SECRET"
            return [*findings, Finding("signing secret", secret, seen)]
        if settings.app_token is None:
            seen = f"missing; {connection.APP_TOKEN}"
            return [*findings, Finding("app token", False, seen)]
        try:
            app_token = settings.app_token.get_secret_value()
            await connection.socket_address(client, app_token, _SECONDS)
        except PlatformError as error:
            return [*findings, Finding("app token", False, str(error))]
        return [*findings, Finding("app token", True, "accepted for Socket Mode")]


def _workspace(settings: SlackSettings, team: str) -> tuple[bool, str]:
    """Say whether the workspace that the token belongs to may ask at all."""
    if settings.teams and team not in settings.teams:
        return False, (
            f"slack.teams does not name {team}, the workspace of the bot token, so every question "
            "is refused; add it there, or use the token of a workspace that is named"
        )
    return True, f"{team} may ask"


def _scopes(granted: frozenset[str]) -> tuple[bool, str]:
    """Say which of the scopes we need are missing; Slack names those granted in a header."""
    if not granted:
        return True, "Slack did not say which are granted"
    lacking = sorted(set(SCOPES) - granted)
    if lacking:
        return False, (
            f"missing: {', '.join(lacking)}; add them under “OAuth & Permissions”, install again"
        )
    return True, "all there"


def _user_groups(granted: frozenset[str]) -> tuple[bool, str]:
    """Say whether user groups can have roles; without the scope that is no fault, and is said."""
    if granted and GROUPS not in granted:
        return True, "not read, since usergroups:read is missing: give roles to people by their ids"
    return True, "read, so they can have roles"


def _files(granted: frozenset[str]) -> tuple[bool, str]:
    """Say whether receipts can be sent; without the scope that is no fault, and is said."""
    if granted and FILES not in granted:
        return True, f"not sent, since {FILES} is missing: receipts come from `onrecord receipt`"
    return True, "receipts can be sent"


def _clock(date: str, now: float) -> tuple[bool, str]:
    """Compare our clock with the `Date` of Slack's answer."""
    try:
        apart = abs(parsedate_to_datetime(date).timestamp() - now)
    except (TypeError, ValueError):
        return True, "Slack gave no time to compare with"
    agree = apart <= _CLOCK_SECONDS
    return agree, f"{apart:.0f} s from Slack's" + ("" if agree else "; set this machine's clock")
