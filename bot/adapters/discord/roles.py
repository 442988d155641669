"""Discord's roles: they come with each question, and the servers we are in say their names."""

from collections.abc import Collection, Mapping

import discord

from bot.core.request import Actor


def roles_of(user: discord.User | discord.Member) -> frozenset[str]:
    """Return the ids of the roles that came with *user*: none in a direct message."""
    return frozenset(str(role.id) for role in getattr(user, "roles", ()))


class ServerRoles:
    """The roles of every server we are in."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client

    async def groups(self) -> Mapping[str, str] | None:
        """Return the names of the roles by id, or `None` before Discord has told all."""
        guilds = self._client.guilds
        if not guilds or any(guild.unavailable for guild in guilds):
            return None
        return {str(role.id): role.name for guild in guilds for role in guild.roles}

    async def groups_of(self, actor: Actor, among: Collection[str]) -> frozenset[str]:  # noqa: ARG002 - they came along
        """Return the roles that came with the question."""
        return actor.groups
