"""The app's manifest, generated from the commands there are. Pure."""

from typing import Any

from bot.adapters.slack.words import shorten
from bot.core.registry import Command, Registry
from config.settings import SlackSettings

SCOPES = ("app_mentions:read", "chat:write", "commands", "files:read", "im:history")
"""The least that every door needs: mentions, answers, slash commands, files, direct messages."""

WISHED_SCOPES = ("files:write", "usergroups:read")
"""What one can do without: receipts come as files, and user groups have roles, where they are."""

EVENTS = ("app_home_opened", "app_mention", "app_uninstalled", "message.im", "tokens_revoked")
FIND = "find"
FIND_LABEL = "Find a claim"
EVENTS_PATH = "/slack/events"


def menu_id(command: Command) -> str:
    """Return the callback_id of the message shortcut that runs *command*."""
    return f"menu:{command.name}"


def manifest(registry: Registry, settings: SlackSettings, public_url: str = "") -> dict[str, Any]:
    """Return the manifest to create or update the Slack app with.

    *public_url* is the address under which Slack reaches us in HTTP mode, such as
    `https://desk.example.org`. Raises `ValueError` when HTTP mode has no such address, or when a
    command's name is too long with its prefix.
    """
    http = settings.mode == "http"
    if http and not public_url.startswith(("http://", "https://")):
        raise ValueError("HTTP mode needs the public address that Slack sends to, https://…")
    address = public_url.rstrip("/") + EVENTS_PATH
    events: dict[str, Any] = {"bot_events": list(EVENTS)}
    interactivity: dict[str, Any] = {"is_enabled": True}
    if http:
        events["request_url"] = address
        interactivity |= {"request_url": address, "message_menu_options_url": address}
    return {
        "_metadata": {"major_version": 1, "minor_version": 1},
        "display_information": {
            "name": "Onrecord",
            "description": "The claim desk: who said it, how strongly, where and when.",
            "background_color": "#1f3a4d",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "Onrecord", "always_online": True},
            "shortcuts": _shortcuts(registry),
            "slash_commands": [
                _slash(command, registry, settings, address if http else "")
                for command in registry.listed()
            ],
        },
        "oauth_config": {"scopes": {"bot": sorted((*SCOPES, *WISHED_SCOPES))}},
        "settings": {
            "event_subscriptions": events,
            "interactivity": interactivity,
            "org_deploy_enabled": False,
            "socket_mode_enabled": not http,
            "token_rotation_enabled": False,
        },
    }


def slash_name(command: Command, settings: SlackSettings) -> str:
    """Return the slash command as people type it. Raises `ValueError` when it is too long."""
    name = f"/{settings.command_prefix}{command.name}"
    if len(name) > 32:
        raise ValueError(f"{name} is longer than the 32 characters Slack allows")
    return name


def _slash(
    command: Command, registry: Registry, settings: SlackSettings, address: str
) -> dict[str, Any]:
    made: dict[str, Any] = {
        "command": slash_name(command, settings),
        "description": command.summary,
        "should_escape": False,
    }
    shown = [param for param in command.params if not param.hidden]
    below = registry.under(command.name)
    if shown:
        made["usage_hint"] = shorten(_hints(command), 1000)
    elif below:
        ways = [f"{sub.word} {_hints(sub)}".strip() for sub in below]
        made["usage_hint"] = shorten(" | ".join(ways), 1000)
    if address:
        made["url"] = address
    return made


def _hints(command: Command) -> str:
    """Return what is typed after *command*: `<slug> [page]`."""
    shown = [param for param in command.params if not param.hidden]
    return " ".join(f"<{p.name}>" if p.required else f"[{p.name}]" for p in shown)


def _shortcuts(registry: Registry) -> list[dict[str, str]]:
    made = [
        {
            "name": command.menu,
            "type": "message",
            "callback_id": menu_id(command),
            "description": command.summary,
        }
        for command in registry.menus()
    ]
    find = {
        "name": FIND_LABEL,
        "type": "global",
        "callback_id": FIND,
        "description": "Look up a claim from anywhere",
    }
    return [*made, find]
