"""`docs/commands.md` and Slack's manifest, from the registry."""

import json
from collections.abc import Iterator

from bot.adapters.slack.manifest import FIND_LABEL, manifest, slash_name
from bot.core.registry import Command, Kind, Param
from bot.documents.marks import WRITTEN, cell
from bot.main import registry
from config.settings import SlackSettings
from knowledge.roles import Role


def _takes(param: Param) -> str:
    if param.kind == Kind.INT:
        return f"a whole number from 1; default {param.default}"
    return f"text, at most {param.max_length:,} characters" + (
        "; completes as you type" if param.suggest else ""
    )


def _doors(command: Command) -> Iterator[str]:
    if command.listed:
        yield "slash command on Slack and Discord"
    else:
        yield "buttons and forms; not offered as a slash command"
    yield "a message to Onrecord: a mention, or a direct message"
    yield "the console and `onrecord ask`"
    if command.menu:
        yield f"“{command.menu}” in the menu of any message"


def _forms(command: Command) -> Iterator[tuple[str, str]]:
    """Yield each way to write *command*, with its example's words where it has some."""
    typed = command.example or f"/{command.path}"
    words = typed.removeprefix(f"/{command.path}").strip()
    yield "Console", typed
    yield "Mention", f"@Onrecord {typed.removeprefix('/')}"
    if command.listed:
        above = registry().get(command.under) if command.under else command
        slash = slash_name(above, SlackSettings())
        yield "Slack", " ".join(filter(None, [slash, command.word * bool(command.under), words]))
        param = command.text_param
        given = f" {param.name}:{words}" if param and words else ""
        if not registry().under(command.name):
            yield "Discord", f"/{command.path}{given}"


def _command_section(command: Command) -> str:
    text = f"### `/{command.path}`\n\n{command.summary}.\n\n"
    text += "| Where | Type |\n|---|---|\n"
    text += "".join(f"| {where} | `{typed}` |\n" for where, typed in _forms(command))
    text += f"\nReached by: {'; '.join(_doors(command))}.\n"
    if command.files:
        text += "It takes files: the option `file` on Discord, or a file dropped in a message.\n"
    if command.needs is not Role.READER:
        text += f"Needs the role [{command.needs.value}](roles.md).\n"
    if command.form:
        text += "It answers with a form to fill in.\n"
    if command.shareable:
        text += "Its answer can be shown to the channel with “Share here”.\n"
    if command.params:
        text += "\n| Parameter | Takes | Needed | Meaning |\n|---|---|---|---|\n"
    for param in command.params:
        needed = "yes" if param.required else "no"
        value = "2" if param.kind == Kind.INT else "…"
        hidden = f" Written by buttons; type it as `{param.name}={value}`." if param.hidden else ""
        meaning = cell(f"{param.description}.{hidden}")
        text += f"| `{param.name}` | {_takes(param)} | {needed} | {meaning} |\n"
    return text


def commands_markdown() -> str:
    """Return `docs/commands.md`: every command, its parameters, examples and doors."""
    commands = registry()
    offered = [
        each for command in commands.listed() for each in (command, *commands.under(command.name))
    ]
    others = [command for command in registry() if not command.listed]
    return (
        f"# Commands\n\n{WRITTEN}"
        "An answer is private to the asker, except after a mention, in a meeting, in a channel "
        "that `desk.public_channels` names, and after “Share here”. A failure is always "
        "private.\n\n"
        "Words that name no command are a question to `/claim`. A command that needs words, such "
        "as `/claim`, opens a form with completion on Slack when it is typed alone. "
        "Slack has no slash commands in threads: mention Onrecord there. "
        "With `slack.command_prefix` set, Slack's commands start with it. "
        f"Slack has two more ways to `/claim`: the shortcut “{FIND_LABEL}” and the search field of "
        "the Home tab. On the console `/quit` leaves.\n\n"
        "## Offered everywhere\n\n"
        + "\n".join(map(_command_section, offered))
        + "\n## Behind buttons and forms\n\n"
        + "\n".join(map(_command_section, others))
    )


def manifest_json() -> str:
    """Return `config/slack-manifest.json`, for Socket Mode and without a prefix."""
    made = manifest(registry(), SlackSettings(), "")
    return json.dumps(made, indent=2, ensure_ascii=False) + "\n"
