"""Reading a typed line: `/claim doctors-salary`, `claims doctors-pay page=2`, plain words.

Quoting is never needed. Whatever is not `option=value` for an option the command has is the words
of its first text parameter, so a question may hold quotes, equals signs and operators. A command
that is about something with a number takes that number first: `/watch stop 3`.
"""

import re

from bot.core.errors import Unusable
from bot.core.followups import FOLLOW_UP, follow_up
from bot.core.registry import Command, Kind, Registry

_OPTION = re.compile(r"(?<!\S)([a-z][a-z0-9-]{0,31})=(\S*)")
_NUMBER = re.compile(r"#?(\d+)(?!\S)")
DEFAULT_COMMAND = "claim"
_SHORT = 2
"""Names have so many words; more of them with a question mark are a sentence."""


def read_args(command: Command, text: str) -> dict[str, str]:
    """Return the arguments in *text*, the part of a line after the command's name."""
    options = {p.name for p in command.params if p.kind == Kind.INT or p.hidden}
    args: dict[str, str] = {}

    def take(match: re.Match[str]) -> str:
        name, value = match.groups()
        if name not in options or name in args:
            return match.group()
        args[name] = value
        return ""

    words = _OPTION.sub(take, text).strip() if options else text.strip()
    first = command.params[0] if command.params else None
    number = _NUMBER.match(words)
    if number and first and first.kind == Kind.INT and first.required and first.name not in args:
        args[first.name] = number[1]
        words = words[number.end() :].strip()
    if words and command.text_param is not None:
        args[command.text_param.name] = words
    elif words:
        raise Unusable(f"/{command.name} takes no words after it.", f"Type /{command.name} alone.")
    return args


def read_command(registry: Registry, name: str, text: str) -> tuple[str, dict[str, str]]:
    """Return the command and arguments of *text* typed after the command called *name*.

    Where that has sub-actions, the first word says which; words that name none are for the default
    one, if there is one. Raises `UnknownCommand` and `Unusable`.
    """
    command = registry.get(name)
    below = _below(registry, command.name)
    if not below:
        return command.name, read_args(command, text)
    word, rest = [*text.strip().split(None, 1), "", ""][:2]
    if not word:
        return command.name, {}
    found = below.get(word.lower())
    meant = next((sub for sub in below.values() if sub.default), None)
    if found is None and meant is not None:
        return meant.name, read_args(meant, text)
    if found is None:
        raise Unusable(
            f"/{command.name} has no “{word[:40]}”.",
            f"It has: {', '.join(below)}; for example {command.example or f'/{command.name}'}",
        )
    return found.name, read_args(found, rest)


def _below(registry: Registry, name: str) -> dict[str, Command]:
    """Return every sub-action of the command called *name*, offered or not, by its word."""
    return {command.word: command for command in registry if command.under == name}


def read_line(registry: Registry, line: str) -> tuple[str, dict[str, str]]:
    """Return the command and arguments of a typed *line*.

    A leading slash makes the first word a command; without one it is a command only where such a
    command exists, and otherwise the whole line is a question to `/claim`, or a follow-up to what
    was shown last.
    Raises `UnknownCommand` and `Unusable`.
    """
    line = line.strip()
    word, rest = [*line.removeprefix("/").split(None, 1), "", ""][:2]
    name = word.lower()
    if line.startswith("/"):
        if not name:
            raise Unusable("The command is empty.", "Type /onrecord to see what there is.")
        return read_command(registry, name, rest)
    if not line:
        return DEFAULT_COMMAND, {}
    if FOLLOW_UP in registry and follow_up(line):
        return FOLLOW_UP, read_args(registry.get(FOLLOW_UP), line)
    if name in registry and _takes(registry, name, rest):
        return read_command(registry, name, rest)
    return DEFAULT_COMMAND, read_args(registry.get(DEFAULT_COMMAND), line)


def _takes(registry: Registry, name: str, rest: str) -> bool:
    """Say whether *rest* can follow the name of that command in a line without a slash.

    “History of the doctors' pay?” begins with a command's name and is a question all the same.
    """
    if rest.rstrip().endswith("?") and len(rest.split()) > _SHORT:
        return False
    word = rest.strip().partition(" ")[0].lower()
    below = _below(registry, name)
    if word and word not in below and any(sub.default for sub in below.values()):
        return len(rest.split()) <= _SHORT
    return not word or word in below or (not below and registry.get(name).text_param is not None)
