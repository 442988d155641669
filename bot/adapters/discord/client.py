"""The library's client: what comes in from the gateway, and which road it takes."""

from collections.abc import Mapping, Sequence
from typing import Any

import discord
import structlog
from discord import app_commands

from bot.adapters.discord.answering import Exchange
from bot.adapters.discord.commands import add_commands
from bot.adapters.discord.incoming import Interaction, asked, form_values, is_question
from bot.adapters.discord.messages import Correspondent
from bot.adapters.discord.sending import FollowUps, attempt
from bot.adapters.discord.watch import Watch
from bot.core import tokens
from bot.core.app import App
from bot.core.errors import BadToken, Unusable
from bot.core.pacing import PATIENCE
from bot.core.request import Door

log = structlog.stdlib.get_logger(__name__)

_LONGEST_RATE_LIMIT = 60.0
"""A longer wait, in seconds, is a failure: nobody reads an answer that late."""


def intents() -> discord.Intents:
    """Return what we listen to; none of it is privileged."""
    return discord.Intents(guilds=True, guild_messages=True, dm_messages=True)


class DeskTree(app_commands.CommandTree[discord.Client]):
    """The command tree, which answers also when Discord's commands are not ours any more."""

    async def on_error(
        self, interaction: Interaction, error: app_commands.AppCommandError, /
    ) -> None:
        """Answer a command that we do not have, or not like that; log the rest."""
        client = interaction.client
        if _wants_suggestions(interaction):
            # Without an answer Discord would show that loading the options failed.
            await attempt(
                lambda: interaction.response.autocomplete([]), what="no suggestions", reference=""
            )
        elif not isinstance(client, DeskClient) or interaction.response.is_done():
            log.error("command failed", error=type(error).__name__, exc_info=error)
        elif isinstance(error, app_commands.CommandNotFound):
            await client.answer(interaction, error.name, {}, Door.COMMAND)
        elif isinstance(error, app_commands.CommandSignatureMismatch):
            stale = Unusable(
                "Discord still shows that command as it was in another version of Onrecord.",
                "Restart Discord with Ctrl+R, or ask again in a few minutes.",
            )
            await client.exchange(interaction).refuse(asked(interaction, "", {}), stale)
        else:
            request = asked(interaction, "", {})
            log.error("command failed", reference=request.id, exc_info=error)
            await client.exchange(interaction).refuse(request, error)


class DeskClient(discord.Client):
    """Takes in interactions and messages and hands them on; keeps no message and no member."""

    def __init__(
        self, app: App, watch: Watch, later: FollowUps, patience: float = PATIENCE
    ) -> None:
        # We never speak, so its complaint about missing voice libraries helps nobody.
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
        super().__init__(
            intents=intents(),
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_ratelimit_timeout=_LONGEST_RATE_LIMIT,
        )
        self._app = app
        self._watch = watch
        self._later = later
        self._patience = patience
        self._correspondent = Correspondent(app, patience, client=lambda: self)
        self.tree = DeskTree(self)
        add_commands(self.tree, app, self.answer)

    def exchange(self, interaction: Interaction) -> Exchange:
        """Return the exchange that answers *interaction*."""
        return Exchange(interaction, self._app, self._later, self._patience)

    async def answer(
        self,
        interaction: Interaction,
        command: str,
        args: Mapping[str, str],
        door: Door,
        files: Sequence[discord.Attachment] = (),
    ) -> None:
        """Answer *interaction* with what *command* says."""
        await self.exchange(interaction).answer(asked(interaction, command, args, door, files))

    async def on_connect(self) -> None:
        """Note that the gateway has taken our session."""
        log.info("discord connected", guilds=len(self.guilds))
        self._watch.came()

    async def on_resumed(self) -> None:
        """Note that the gateway has resumed our session."""
        log.info("discord resumed")
        self._watch.came()

    async def on_disconnect(self) -> None:
        """Note that the connection is gone."""
        self._watch.went()

    async def on_message(self, message: discord.Message) -> None:
        """Answer a message to us; let every other pass."""
        if self.user is not None and is_question(message, self.user.id):
            await self._correspondent.answer(message, self.user.id, self.guilds)

    async def on_interaction(self, interaction: Interaction) -> None:
        """Answer a pressed button or a sent form; commands come through the tree."""
        kinds = {
            discord.InteractionType.component: Door.BUTTON,
            discord.InteractionType.modal_submit: Door.FORM,
        }
        door = kinds.get(interaction.type)
        if door is None:
            return
        data: Mapping[str, Any] = interaction.data or {}
        try:
            action = tokens.decode(str(data.get("custom_id", "")))
        except BadToken as error:
            await self.exchange(interaction).refuse(asked(interaction, "", {}, door), error)
            return
        fields = form_values(data.get("components")) if door is Door.FORM else {}
        await self.answer(interaction, action.command, {**action.args, **fields}, door)

    async def on_error(self, event_method: str, /, *_args: object, **_kwargs: object) -> None:
        """Log what nothing else has caught; the arguments hold people's words and stay out."""
        log.exception("event failed", gateway_event=event_method)


def _wants_suggestions(interaction: Interaction) -> bool:
    autocompletes = interaction.type is discord.InteractionType.autocomplete
    return autocompletes and not interaction.response.is_done()
