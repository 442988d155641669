"""Discord's interactions and messages as questions. Pure: nothing here waits or sends."""

import re
from collections.abc import Iterable, Mapping

import discord

from bot.adapters.discord.files import attached
from bot.adapters.discord.roles import roles_of
from bot.core.grammar import DEFAULT_COMMAND, read_line
from bot.core.registry import Registry
from bot.core.request import Actor, Door, Place, Request

PLATFORM = "discord"
HELP_COMMAND = "onrecord"

Interaction = discord.Interaction[discord.Client]

_NOWHERE = "unknown"
"""The server of a question that names none: it is on no allow-list, so a list refuses it."""


def actor_of(user: discord.User | discord.Member) -> Actor:
    """Return who asks; the display name is untrusted text."""
    return Actor(PLATFORM, str(user.id), user.display_name, roles_of(user))


def place_of(guild_id: int | None, channel: object, guilds: Iterable[discord.Guild]) -> Place:
    """Return where a question was asked.

    *guilds* are the servers the bot is in: a direct message can have come from any of them. A
    thread's place is the channel it hangs from.
    """
    if guild_id is None:
        everywhere = frozenset(str(guild.id) for guild in guilds)
        return Place(
            PLATFORM,
            everywhere or frozenset({_NOWHERE}),
            channel=str(getattr(channel, "id", "")),
            direct=True,
        )
    here = frozenset({str(guild_id)})
    if isinstance(channel, discord.Thread):
        return Place(PLATFORM, here, str(channel.parent_id), str(channel.id))
    return Place(PLATFORM, here, str(getattr(channel, "id", "")))


def asked(
    interaction: Interaction,
    command: str,
    args: Mapping[str, str],
    door: Door = Door.COMMAND,
    files: Iterable[discord.Attachment] = (),
) -> Request:
    """Return the question in a slash command, a menu, a button or a form, with its *files*."""
    place = place_of(interaction.guild_id, interaction.channel, interaction.client.guilds)
    return Request(command, args, actor_of(interaction.user), place, door, attached(files))


def option_texts(options: Mapping[str, object]) -> dict[str, str]:
    """Return the options that were given, as text."""
    return {name: str(value) for name, value in options.items() if value is not None}


def words_of(message: discord.Message) -> str:
    """Return the words of a message: its own, those it forwards, or those of its embeds."""
    if message.content.strip():
        return message.content.strip()
    for snapshot in message.message_snapshots:
        if snapshot.content.strip():
            return snapshot.content.strip()
    texts = (text for embed in message.embeds for text in (embed.title, embed.description))
    return "\n".join(text for text in texts if text).strip()


def is_question(message: discord.Message, own_id: int) -> bool:
    """Say whether a person wrote *message* to us.

    In a server our mention has to stand in the text: answering one of our messages notifies us as
    well, and “thanks” is no question.
    """
    if message.author.bot or message.webhook_id is not None or message.author.id == own_id:
        return False
    if message.type not in {discord.MessageType.default, discord.MessageType.reply}:
        return False
    if _guild_id(message) is None:
        return True
    return _mention(own_id).search(message.content) is not None


def question_in(
    message: discord.Message, own_id: int, registry: Registry
) -> tuple[str, dict[str, str]]:
    """Return the command and its arguments in a message to us.

    A file without words is for the command that takes files. A bare mention asks about the message
    that it answers, where Discord hands that over, and otherwise what we are. Raises
    `UnknownCommand` and `Unusable`.
    """
    around = (part.strip() for part in _mention(own_id).split(message.content))
    line = " ".join(part for part in around if part)
    taking = registry.taking_files()
    if message.attachments and not line and taking is not None:
        return taking.name, {}
    if line:
        return read_line(registry, line)
    answered = message.reference.resolved if message.reference else None
    words = words_of(answered) if isinstance(answered, discord.Message) else ""
    words = _mention(own_id).sub(" ", words).strip()
    text_param = registry.get(DEFAULT_COMMAND).text_param if DEFAULT_COMMAND in registry else None
    if words and text_param is not None:
        return DEFAULT_COMMAND, {text_param.name: words}
    return HELP_COMMAND, {}


def message_question(
    message: discord.Message,
    command: str,
    args: Mapping[str, str],
    guilds: Iterable[discord.Guild],
    *,
    takes_files: bool = False,
) -> Request:
    """Return the question that *message* asks, with its files where the command *takes_files*."""
    guild_id = _guild_id(message)
    place = place_of(guild_id, message.channel, guilds)
    door = Door.DIRECT if guild_id is None else Door.MENTION
    files = attached(message.attachments) if takes_files else ()
    return Request(command, args, actor_of(message.author), place, door, files)


def form_values(data: object) -> dict[str, str]:
    """Return the fields of a submitted form by name, wherever they are nested."""
    found: dict[str, str] = {}
    waiting: list[object] = [data]
    while waiting:
        part = waiting.pop()
        if isinstance(part, list):
            waiting.extend(part)
        elif isinstance(part, Mapping):
            if isinstance(part.get("custom_id"), str) and isinstance(part.get("value"), str):
                found[part["custom_id"]] = part["value"]
            waiting += [part.get("components"), part.get("component")]
    return found


def _guild_id(message: discord.Message) -> int | None:
    """Return the server of *message*, also of one that the library does not know yet."""
    if message.guild is not None:
        return message.guild.id
    known: int | None = getattr(message.channel, "guild_id", None)
    return known


def _mention(own_id: int) -> re.Pattern[str]:
    return re.compile(rf"<@!?{own_id}>")
