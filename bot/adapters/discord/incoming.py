"""Discord's interactions and messages as questions. Pure: nothing here waits or sends."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

import discord

from bot.adapters.discord.files import attached
from bot.adapters.discord.roles import roles_of
from bot.core.errors import Unusable
from bot.core.grammar import DEFAULT_COMMAND
from bot.core.pinged import own_words
from bot.core.registry import Registry
from bot.core.request import Actor, Door, Place, Request

PLATFORM = "discord"
HELP_COMMAND = "onrecord"

Interaction = discord.Interaction[discord.Client]

_NAMED = re.compile(r"<(?:@[!&]?|#)(\d+)>")
_EMOJI = re.compile(r"<a?:(\w+):\d+>")
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
    well, and “thanks” is no question. A mention in words that are quoted asks nothing.
    """
    if message.author.bot or message.webhook_id is not None or message.author.id == own_id:
        return False
    if message.type not in {discord.MessageType.default, discord.MessageType.reply}:
        return False
    if _guild_id(message) is None:
        return True
    return _mention(own_id).search(own_words(message.content)) is not None


def typed_words(message: discord.Message, own_id: int) -> str:
    """Return the words of a message to us as a person reads them, without our mention.

    People, roles and channels that it names become the names they are shown by.
    """
    text = _mention(own_id).sub(" ", message.content)
    names = {
        **{str(user.id): f"@{user.display_name}" for user in message.mentions},
        **{str(role.id): f"@{role.name}" for role in message.role_mentions},
        **{str(channel.id): f"#{channel.name}" for channel in message.channel_mentions},
    }
    text = _NAMED.sub(lambda match: names.get(match[1], ""), text)
    text = _EMOJI.sub(r":\1:", text)
    return re.sub(r"[ \t]+", " ", text).strip()


def bare_question(
    message: discord.Message, own_id: int, registry: Registry
) -> tuple[str, dict[str, str]]:
    """Return the command and its arguments in a message to us that has no words.

    A file without words is for the command that takes files. A bare mention asks about the message
    that it answers, where Discord hands that over, and otherwise what we are. Raises `Unusable`
    where it answers one of our own, or one that is gone or has no words.
    """
    taking = registry.taking_files()
    if message.attachments and taking is not None:
        return taking.name, {}
    text_param = registry.get(DEFAULT_COMMAND).text_param if DEFAULT_COMMAND in registry else None
    if message.type is not discord.MessageType.reply or text_param is None:
        return HELP_COMMAND, {}
    answered = message.reference.resolved if message.reference else None
    words = ""
    if isinstance(answered, discord.Message):
        if answered.author.id == own_id:
            raise Unusable(
                "There is no question beside that mention.",
                "Say what you want to know, such as “who says so?”, “since when?” or “compare”.",
            )
        words = _mention(own_id).sub(" ", words_of(answered)).strip()
    if not words:
        raise Unusable(
            "The message that this answers is gone, or has no words.",
            "Write the question beside the mention.",
        )
    return DEFAULT_COMMAND, {text_param.name: words[: text_param.max_length]}


def message_question(
    message: discord.Message,
    command: str,
    args: Mapping[str, str],
    guilds: Iterable[discord.Guild],
    own_id: int,
    *,
    takes_files: bool = False,
) -> Request:
    """Return the question that *message* asks, with its files where the command *takes_files*."""
    guild_id = _guild_id(message)
    place = replace(
        place_of(guild_id, message.channel, guilds),
        starts="" if guild_id is None else str(message.id),
        answers=_answered(message, own_id),
    )
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


def _answered(message: discord.Message, own_id: int) -> tuple[str, ...]:
    """Return the messages that *message* answers: for an answer of ours, first its question."""
    if message.type is not discord.MessageType.reply or message.reference is None:
        return ()
    answered = message.reference.resolved
    chain = [message.reference.message_id]
    if isinstance(answered, discord.Message) and answered.author.id == own_id:
        question = answered.reference.message_id if answered.reference else None
        chain.insert(0, question)
    return tuple(str(number) for number in chain if number)


def _guild_id(message: discord.Message) -> int | None:
    """Return the server of *message*, also of one that the library does not know yet."""
    if message.guild is not None:
        return message.guild.id
    known: int | None = getattr(message.channel, "guild_id", None)
    return known


def _mention(own_id: int) -> re.Pattern[str]:
    return re.compile(rf"<@!?{own_id}>")
