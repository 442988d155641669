"""What `onrecord doctor` asks Discord, over REST alone."""

import aiohttp
import discord

from bot.adapters.discord.adapter import point_at
from bot.adapters.discord.client import intents
from bot.core.adapter import Finding
from config.settings import DiscordSettings

_FAILURES = (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError)
_PRIVILEGED = discord.Intents(members=True, presences=True, message_content=True)


async def examine(settings: DiscordSettings) -> list[Finding]:
    """Return what is found about the bot's token, its application and its servers."""
    if settings.token is None:
        return [Finding("token", False, "there is none; set ONRECORD_DISCORD__TOKEN")]
    point_at(settings)
    client = discord.Client(intents=intents())
    try:
        await client.login(settings.token.get_secret_value())
        return [
            Finding("token", True, f"accepted for {client.user}"),
            Finding("intents", *_intents()),
            Finding("delivery", *_delivery(client.application)),
            Finding("servers", *await _servers(client, settings)),
        ]
    except discord.LoginFailure:
        seen = "not accepted; copy it again from the Bot page of the Developer Portal"
        return [Finding("token", False, seen)]
    except _FAILURES as error:
        seen = f"{settings.api_base} could not be asked ({type(error).__name__}); try again later"
        return [Finding("connection", False, seen)]
    finally:
        await client.close()


def _intents() -> tuple[bool, str]:
    asked = intents().value & _PRIVILEGED.value
    return (not asked, "none that is privileged" if not asked else "privileged ones are asked for")


def _delivery(application: discord.AppInfo | None) -> tuple[bool, str]:
    """Say whether Discord sends interactions over the gateway, where we listen."""
    if application is not None and application.interactions_endpoint_url:
        return False, (
            "commands go to the Interactions Endpoint URL and never reach us; "
            "clear that field on the application's General Information page"
        )
    return True, "commands come over the gateway"


async def _servers(client: discord.Client, settings: DiscordSettings) -> tuple[bool, str]:
    """Say which servers the bot is in, and which of the allow-list it is not in."""
    there = {str(guild.id) async for guild in client.fetch_guilds(with_counts=False)}
    missing = sorted(settings.guilds - there)
    if missing:
        return False, f"the bot is not in {', '.join(missing)}; invite it, or mend discord.guilds"
    return bool(there), f"in {len(there)}" if there else "in none; invite the bot to yours"
