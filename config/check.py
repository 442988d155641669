"""What no single setting can tell: whether the settings fit each other and the platforms."""

import re
from collections.abc import Iterator
from ipaddress import ip_address
from urllib.parse import urlsplit

from pydantic import SecretStr

from config import schedules
from config.problems import Problem, shown
from config.settings import DiscordSettings, ExtractSettings, Settings, SlackSettings

_DISCORD_HOSTS = frozenset({"discord.com", "discordapp.com"})
_SLACK_HOSTS = frozenset({"slack.com", "slack-gov.com"})
_TEAM = re.compile(r"[TE][A-Z0-9]+")
_CHANNEL = re.compile(r"[CGD][A-Z0-9]+|[0-9]+")


def check(settings: Settings) -> list[Problem]:
    """Return the problems of *settings* as a whole.

    Their `key` is dotted (`slack.app_token`) and their source unsaid: only `load` knows the place.
    """
    return [
        *_discord(settings.discord),
        *_slack(settings.slack),
        *_secrets(settings),
        *_addresses(settings),
        *_language_model(settings.extract),
        *_ids(settings),
        *schedules.problems(settings.briefs.schedules),
    ]


def _problem(key: str, message: str, fix: str) -> Problem:
    return Problem(key, "settings", message, fix)


def _host(address: str) -> str:
    return urlsplit(address).hostname or ""


def _discord(discord: DiscordSettings) -> Iterator[Problem]:
    if discord.token is None or _host(discord.api_base) not in _DISCORD_HOSTS:
        return
    token = discord.token.get_secret_value()
    if token.count(".") != 2 or token.startswith("Bot "):
        yield _problem(
            "discord.token",
            "This is not a bot token: one has three parts with full stops between them.",
            "Copy the token from the Bot page of the Developer Portal; the client secret, the "
            "public key and the application id are other things.",
        )


def _slack(slack: SlackSettings) -> Iterator[Problem]:
    if slack.bot_token is None:
        for name in ("app_token", "signing_secret"):
            if getattr(slack, name) is not None:
                yield _problem(
                    "slack.bot_token",
                    f"slack.{name} is set and the bot token is not, so Slack would stay off.",
                    "Set ONRECORD_SLACK__BOT_TOKEN, or take the other out.",
                )
                return
        return
    if slack.mode == "socket" and slack.app_token is None:
        yield _problem(
            "slack.app_token",
            "Socket Mode needs an app-level token, and none is set.",
            "Set ONRECORD_SLACK__APP_TOKEN to a token with connections:write, or set slack.mode "
            "to http.",
        )
    if slack.mode == "http" and slack.signing_secret is None:
        yield _problem(
            "slack.signing_secret",
            "HTTP mode needs the signing secret, and none is set.",
            "Set ONRECORD_SLACK__SIGNING_SECRET to the one on the app's Basic Information page, "
            "or set slack.mode to socket.",
        )
    if _host(slack.api_base) in _SLACK_HOSTS:
        yield from _slack_tokens(slack)


def _slack_tokens(slack: SlackSettings) -> Iterator[Problem]:
    if slack.bot_token and not slack.bot_token.get_secret_value().startswith("xoxb-"):
        yield _problem(
            "slack.bot_token",
            "This is not a bot token: one starts with xoxb-.",
            "Copy the Bot User OAuth Token from the app's OAuth & Permissions page.",
        )
    if slack.app_token and not slack.app_token.get_secret_value().startswith("xapp-"):
        yield _problem(
            "slack.app_token",
            "This is not an app-level token: one starts with xapp-.",
            "Make one with connections:write on the app's Basic Information page.",
        )
    if slack.signing_secret and slack.signing_secret.get_secret_value().startswith(("xox", "xapp")):
        yield _problem(
            "slack.signing_secret",
            "This is a token, not the signing secret.",
            "Copy the Signing Secret from the app's Basic Information page.",
        )


def _secrets(settings: Settings) -> Iterator[Problem]:
    for section in ("discord", "slack", "extract"):
        model = getattr(settings, section)
        for name in type(model).model_fields:
            value = getattr(model, name)
            if not isinstance(value, SecretStr):
                continue
            secret = value.get_secret_value()
            if secret[:1] in "\"'" or secret.split() != [secret]:
                yield _problem(
                    f"{section}.{name}",
                    "There are spaces, line breaks or quotation marks around or in it.",
                    "Give the secret alone, on one line.",
                )


def _addresses(settings: Settings) -> Iterator[Problem]:
    for key, address in (
        ("discord.api_base", settings.discord.api_base),
        ("discord.gateway_url", settings.discord.gateway_url),
        ("slack.api_base", settings.slack.api_base),
    ):
        if address.startswith(("http://", "ws://")) and not _loopback(_host(address)):
            yield _problem(
                key,
                "Tokens would cross the network unencrypted.",
                "Use https:// (for the gateway wss://); http:// and ws:// are for this machine.",
            )


def _language_model(extract: ExtractSettings) -> Iterator[Problem]:
    if extract.llm_url and not extract.llm_model:
        yield _problem(
            "extract.llm_model",
            "extract.llm_url is set and no model is named, so nothing can be asked there.",
            "Name the model as its server does, or take the address out.",
        )
    url = extract.llm_url
    if extract.llm_key and url.startswith("http://") and not _loopback(_host(url)):
        yield _problem(
            "extract.llm_url",
            "The key would cross the network unencrypted.",
            "Use https://, or leave extract.llm_key out where the server wants none.",
        )


def _loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _ids(settings: Settings) -> Iterator[Problem]:
    for key, ids, form, fix in (
        (
            "slack.teams",
            settings.slack.teams,
            _TEAM,
            "Give the workspace's id, which starts with T and stands in Slack's web address.",
        ),
        (
            "desk.public_channels",
            settings.desk.public_channels,
            _CHANNEL,
            "Give ids, not names: C… from the foot of a Slack channel's details, or the number "
            "that “Copy Channel ID” gives on Discord.",
        ),
    ):
        wrong = sorted(each for each in ids if not form.fullmatch(each))
        if wrong:
            words = "workspace" if form is _TEAM else "channel"
            yield _problem(key, f"No {words} id: {', '.join(map(shown, wrong))}.", fix)
