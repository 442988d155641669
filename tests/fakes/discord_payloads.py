"""What Discord sends: users, servers, channels, messages and interactions, as it writes them."""

import itertools
from typing import Any

Json = dict[str, Any]

APP_ID = "900000000000000001"
GUILD = "700000000000000001"
OTHER_GUILD = "700000000000000002"
EDITORS = "500000000000000001"
"""A role of the server, which nobody has who is not given it."""
CHANNEL = "600000000000000001"
THREAD = "600000000000000002"
DM_CHANNEL = "600000000000000003"
_TIME = "2025-11-25T08:00:00.000000+00:00"

_ids = itertools.count(1_400_000_000_000_000_000)


def snowflake() -> str:
    """Return an id that was not used before."""
    return str(next(_ids))


def user(user_id: str = "42", name: str = "Ana", *, bot: bool = False) -> Json:
    """Return a user."""
    return {
        "id": user_id,
        "username": name.lower(),
        "global_name": name,
        "discriminator": "0",
        "avatar": None,
        "bot": bot,
        "public_flags": 0,
        "flags": 0,
        "primary_guild": None,
    }


def member(user_id: str = "42", name: str = "Ana") -> Json:
    """Return a member of a server, with the user in it."""
    return {"user": user(user_id, name), **bare_member(), "permissions": "0"}


def bare_member() -> Json:
    """Return a member as a message carries it, without the user."""
    return {"roles": [], "joined_at": _TIME, "deaf": False, "mute": False, "flags": 0}


def bot_user() -> Json:
    """Return ourselves."""
    return {**user(APP_ID, "Onrecord", bot=True), "email": None, "mfa_enabled": True}


def application(endpoint: str | None = None) -> Json:
    """Return our application."""
    return {
        "id": APP_ID,
        "name": "Onrecord",
        "icon": None,
        "description": "",
        "bot_public": False,
        "bot_require_code_grant": False,
        "owner": user("1", "Owner"),
        "verify_key": "00",
        "summary": "",
        "team": None,
        "flags": 0,
        "interactions_endpoint_url": endpoint,
    }


def channel(channel_id: str = CHANNEL) -> Json:
    """Return the channel, thread or direct message with that id."""
    if channel_id == DM_CHANNEL:
        return {"id": channel_id, "type": 1, "recipients": [user()], "last_message_id": None}
    base: Json = {"id": channel_id, "name": "newsroom", "guild_id": GUILD, "flags": 0}
    if channel_id == THREAD:
        data = {"archived": False, "auto_archive_duration": 60, "archive_timestamp": _TIME}
        return {
            **base,
            "type": 11,
            "parent_id": CHANNEL,
            "owner_id": "42",
            "message_count": 1,
            "member_count": 1,
            "thread_metadata": {**data, "locked": False},
        }
    return {**base, "type": 0, "position": 0, "permission_overwrites": [], "parent_id": None}


def guild(guild_id: str = GUILD) -> Json:
    """Return a server with its channel and thread."""
    everyone = {
        "id": guild_id,
        "name": "@everyone",
        "color": 0,
        "hoist": False,
        "position": 0,
        "permissions": "0",
        "managed": False,
        "mentionable": False,
        "flags": 0,
    }
    return {
        "id": guild_id,
        "name": "Newsroom",
        "icon": None,
        "owner_id": "1",
        "verification_level": 0,
        "default_message_notifications": 0,
        "explicit_content_filter": 0,
        "roles": [everyone, {**everyone, "id": EDITORS, "name": "Editors", "position": 1}],
        "emojis": [],
        "stickers": [],
        "features": [],
        "mfa_level": 0,
        "system_channel_flags": 0,
        "premium_tier": 0,
        "preferred_locale": "en-US",
        "nsfw_level": 0,
        "afk_timeout": 300,
        "member_count": 2,
        "large": False,
        "unavailable": False,
        "channels": [channel()],
        "threads": [channel(THREAD)],
        "members": [{"user": bot_user(), **bare_member()}],
        "presences": [],
        "voice_states": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
    }


def message(content: str, *, channel_id: str = CHANNEL, **over: Any) -> Json:  # noqa: ANN401 - parts of a message
    """Return a message that a person wrote; *over* replaces any part of it."""
    made: Json = {
        "id": snowflake(),
        "channel_id": channel_id,
        "author": user(),
        "content": content,
        "timestamp": _TIME,
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": [],
        "components": [],
        "pinned": False,
        "type": 0,
        "flags": 0,
    }
    if channel_id != DM_CHANNEL:
        made |= {"guild_id": GUILD, "member": bare_member()}
    return made | over


def interaction(
    kind: int,
    data: Json,
    *,
    channel_id: str = CHANNEL,
    guild_id: str = GUILD,
    pressed: Json | None = None,
    roles: tuple[str, ...] = (),
) -> Json:
    """Return an interaction of *kind* (2 command, 3 button, 4 autocomplete, 5 form)."""
    direct = channel_id == DM_CHANNEL
    made: Json = {
        "id": snowflake(),
        "application_id": APP_ID,
        "type": kind,
        "data": data,
        "token": f"token-{snowflake()}",
        "version": 1,
        "locale": "en-US",
        "channel": channel(channel_id),
        "channel_id": channel_id,
        "app_permissions": "0",
        "entitlements": [],
        "attachment_size_limit": 10_000_000,
        "authorizing_integration_owners": {"0": guild_id},
        "context": 1 if direct else 0,
    }
    if direct:
        made["user"] = user()
    else:
        made |= {
            "guild_id": guild_id,
            "guild": {"id": guild_id, "features": [], "locale": "en-US"},
            "guild_locale": "en-US",
            "member": {**member(), "roles": list(roles)},
        }
    if pressed is not None:
        made["message"] = pressed
    return made


def attachment(name: str, data: bytes, base: str, content_type: str = "text/plain") -> Json:
    """Return a file as messages and options carry it; *base* is where it can be fetched."""
    number = snowflake()
    url = f"{base}/attachments/{number}/{name}"
    return {
        "id": number,
        "filename": name,
        "size": len(data),
        "url": url,
        "proxy_url": url,
        "content_type": content_type,
        "ephemeral": True,
    }
