"""Our commands as Discord's, derived from the registry: slash commands, menus, suggestions.

A command's callback gets a signature made from its parameters, because that is where the library
reads the options from; a test looks at what reaches the wire.
"""

import asyncio
import hashlib
import inspect
import json
from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import Any, Protocol

import discord
import structlog
from discord import app_commands

from bot.adapters.discord.buttons import shortened
from bot.adapters.discord.incoming import Interaction, asked, option_texts, words_of
from bot.core.app import App
from bot.core.registry import Command, Kind, Param
from bot.core.request import Door

log = structlog.stdlib.get_logger(__name__)

MAX_OPTION = 6000
MAX_INT = 999_999
MAX_CHOICES = 25
MAX_CHOICE = 100
SUGGEST_SECONDS = 2.0

_FILE = "option_file"
_FILE_OPTION = inspect.Parameter(
    _FILE,
    inspect.Parameter.KEYWORD_ONLY,
    annotation=discord.Attachment | None,
    default=None,
)

Choices = list[app_commands.Choice[str]]


class Answer(Protocol):
    """Answers a native command: the adapter's road from an interaction to a reply."""

    async def __call__(
        self,
        interaction: Interaction,
        command: str,
        args: Mapping[str, str],
        door: Door,
        files: Sequence[discord.Attachment] = (),
    ) -> None:
        """Answer *command* with *args* and *files*, asked through *door*."""


def add_commands(
    tree: app_commands.CommandTree[Any], app: App, answer: Answer, seconds: float = SUGGEST_SECONDS
) -> None:
    """Put every listed command and every menu of the registry into *tree*.

    *seconds* is how long suggestions may take; after that there are none.
    """
    for command in app.registry.listed():
        below = app.registry.under(command.name)
        if below:
            tree.add_command(_group(command, below, app, answer, seconds))
        else:
            tree.add_command(_slash(command, app, answer, seconds))
    for command in app.registry.menus():
        tree.add_command(_menu(command, answer))


def payloads(tree: app_commands.CommandTree[Any]) -> list[dict[str, Any]]:
    """Return the commands of *tree* as they are sent to Discord, in a fixed order."""
    made: list[dict[str, Any]] = [command.to_dict(tree) for command in tree.get_commands()]
    return sorted(made, key=lambda payload: (payload["type"], payload["name"]))


def fingerprint(made: list[dict[str, Any]]) -> str:
    """Return a hash of *made*, which changes whenever a command does."""
    return hashlib.sha256(json.dumps(made, sort_keys=True).encode()).hexdigest()


def _where() -> dict[str, Any]:
    return {
        "allowed_contexts": app_commands.AppCommandContext(
            guild=True, dm_channel=True, private_channel=False
        ),
        "allowed_installs": app_commands.AppInstallationType(guild=True, user=False),
    }


def _group(
    command: Command, below: Sequence[Command], app: App, answer: Answer, seconds: float
) -> app_commands.Group:
    """Return a command with its sub-actions, which Discord offers in its stead."""
    group = app_commands.Group(name=command.name, description=command.summary, **_where())
    for sub in below:
        group.add_command(_slash(sub, app, answer, seconds))
    return group


def _slash(
    command: Command, app: App, answer: Answer, seconds: float
) -> app_commands.Command[Any, ..., Any]:
    where = {} if command.under else _where()
    shown = {_identifier(param): param for param in command.params if not param.hidden}

    async def callback(interaction: Interaction, **options: object) -> None:
        file = options.pop(_FILE, None)
        files = [file] if isinstance(file, discord.Attachment) else []
        given = {shown[name].name: value for name, value in options.items()}
        await answer(interaction, command.name, option_texts(given), Door.COMMAND, files)

    first = inspect.Parameter(
        "interaction", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=Interaction
    )
    parameters = [_parameter(name, param) for name, param in shown.items()]
    names = {name: param.name for name, param in shown.items()}
    said = {name: param.description for name, param in shown.items()}
    if command.files:
        parameters.append(_FILE_OPTION)
        names[_FILE], said[_FILE] = "file", "A file to read"
    signature = inspect.Signature([first, *parameters])
    callback.__signature__ = signature  # type: ignore[attr-defined] # read by inspect.signature
    if names:
        app_commands.rename(**names)(callback)
        app_commands.describe(**said)(callback)
        suggests = {
            name: _suggester(command, param, app, seconds)
            for name, param in shown.items()
            if param.suggest is not None
        }
        if suggests:
            app_commands.autocomplete(**suggests)(callback)
    return app_commands.Command(
        name=command.word, description=command.summary, callback=callback, **where
    )


def _menu(command: Command, answer: Answer) -> app_commands.ContextMenu:
    param = command.text_param
    if param is None:
        raise ValueError(f"/{command.name} takes no words, so it can have no menu")
    name = param.name

    async def callback(interaction: Interaction, message: discord.Message) -> None:
        files = message.attachments if command.files else ()
        await answer(interaction, command.name, {name: words_of(message)}, Door.MENU, files)

    return app_commands.ContextMenu(name=command.menu, callback=callback, **_where())


def _identifier(param: Param) -> str:
    """Return the name that *param* has in Python; Discord gets the real one."""
    return f"option_{param.name.replace('-', '_')}"


def _parameter(identifier: str, param: Param) -> inspect.Parameter:
    ranges: Any = app_commands.Range  # type checkers only know it with constants
    annotation: Any
    if param.kind == Kind.INT:
        annotation = ranges[int, 1, MAX_INT]
    else:
        longest = min(param.max_length, MAX_OPTION)
        annotation = ranges[str, 1, longest]
    return inspect.Parameter(
        identifier,
        inspect.Parameter.KEYWORD_ONLY,
        annotation=annotation,
        default=inspect.Parameter.empty if param.required else None,
    )


def _suggester(
    command: Command, param: Param, app: App, seconds: float
) -> Callable[[Interaction, str], Coroutine[Any, Any, Choices]]:
    async def suggest(interaction: Interaction, current: str) -> Choices:
        given = {name: value for name, value in interaction.namespace if name != param.name}
        request = asked(interaction, command.name, option_texts(given))
        try:
            async with asyncio.timeout(seconds):
                choices = await app.suggest(request, param.name, current)
        except TimeoutError:
            log.warning("no suggestions in time", command=command.name, reference=request.id)
            return []
        return [
            app_commands.Choice(name=label, value=choice.value)
            for choice in choices
            if (label := shortened(choice.label, MAX_CHOICE))
            and 1 <= len(choice.value) <= MAX_CHOICE
        ][:MAX_CHOICES]

    return suggest
