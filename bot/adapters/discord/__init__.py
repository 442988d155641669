"""Discord: one bot over the gateway, without privileged intents."""

from bot.adapters.discord.adapter import DiscordAdapter

__all__ = ["DiscordAdapter"]
