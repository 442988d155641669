"""What a button carries: a command, written into at most 100 characters.

A token looks like `1:claims?page=2&topic=doctors-pay`. It keeps no state on our side, so buttons
survive a restart, and it is read as untrusted input: a client can send anything. Permission is
checked when the command runs, never by the token.
"""

import re

from bot.core.errors import BadToken
from bot.core.reply import Action

VERSION = "1"
MAX_LENGTH = 100
"""Discord's limit on a custom_id, the tightest we serve."""

_RESERVED = re.compile(r"[%&=?\x00-\x20\x7f]")
_ESCAPE = re.compile(r"%([0-9A-F]{2})")
_TOKEN = re.compile(r"([0-9]{1,3}):([a-z][a-z0-9-]{0,31})(?:\?([^?]*))?", re.DOTALL)
_PAIR = re.compile(r"([a-z][a-z0-9-]{0,31})=([^=]*)", re.DOTALL)


def _quote(value: str) -> str:
    return _RESERVED.sub(lambda match: f"%{ord(match.group()):02X}", value)


def _unquote(value: str) -> str:
    return _ESCAPE.sub(lambda match: chr(int(match.group(1), 16)), value)


def encode(action: Action) -> str:
    """Return *action* as a token. Raises `ValueError` when it needs more than 100 characters."""
    query = "&".join(f"{name}={_quote(value)}" for name, value in sorted(action.args.items()))
    token = f"{VERSION}:{action.command}" + (f"?{query}" if query else "")
    # Discord counts as JavaScript does: two for a letter beyond the first plane.
    size = len(token.encode("utf-16-le", "surrogatepass")) // 2
    if size > MAX_LENGTH:
        raise ValueError(f"the action {action.label!r} needs {size} characters of token")
    return token


def fits(action: Action) -> bool:
    """Say whether *action* can be written as a token."""
    try:
        encode(action)
    except ValueError:
        return False
    return True


def fitted(label: str, command: str, name: str, value: str) -> Action:
    """Return an action whose argument *name* is as much of *value* as a token can carry."""
    action = Action(label, command, {name: value[:MAX_LENGTH]})
    while not fits(action):
        value = action.args[name]
        action = Action(label, command, {name: value[:-1].rstrip()})
    return action


def decode(token: str) -> Action:
    """Return the action written in *token*, without a label. Raises `BadToken` for all else."""
    match = _TOKEN.fullmatch(token) if len(token) <= MAX_LENGTH else None
    if match is None:
        raise BadToken("That button cannot be read.", "Ask again with /claim to get a fresh one.")
    version, command, query = match.groups()
    if version != VERSION:
        raise BadToken(
            "That button belongs to another version of Onrecord.",
            "Ask again with /claim to get a fresh one.",
        )
    args: dict[str, str] = {}
    for part in query.split("&") if query else ():
        pair = _PAIR.fullmatch(part)
        if pair is None or pair.group(1) in args:
            raise BadToken(
                "That button cannot be read.", "Ask again with /claim to get a fresh one."
            )
        args[pair.group(1)] = _unquote(pair.group(2))
    return Action("", command, args)
