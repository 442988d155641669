"""Presses as rows of buttons, and as “type …” where no button can carry them. Pure."""

from dataclasses import dataclass

from bot.adapters.discord.escape import room
from bot.core import tokens
from bot.core.plain import clean, typed
from bot.core.reply import Action, Actions, Reply, Sources

MAX_ROWS = 5
MAX_IN_ROW = 5
MAX_LABEL = 80


@dataclass(frozen=True, slots=True)
class Button:
    """A button: what it says and the token it sends."""

    label: str
    token: str


def shortened(text: str, most: int) -> str:
    """Return *text* cleaned and on one line, cut at *most* with an ellipsis."""
    text = " ".join(clean(text).encode("utf-8", "replace").decode("utf-8").split())
    if room(text) <= most:
        return text
    text = text[: most - 1]
    while room(text) > most - 1:
        text = text[:-1]
    return f"{text.rstrip()}…"


def arrange(reply: Reply) -> tuple[tuple[tuple[Button, ...], ...], tuple[str, ...]]:
    """Return the rows of *reply*'s buttons, and a line of text for each press without one.

    Each block's presses begin a row as long as there are rows for that; the same press is offered
    once, because a message may not carry two buttons with one token.
    """
    groups: list[list[Button]] = []
    hints: list[str] = []
    seen: set[str] = set()
    for actions in _groups(reply):
        group: list[Button] = []
        for action in actions:
            try:
                token = tokens.encode(action)
            except ValueError:
                hints.append(_hint(action))
                continue
            if token in seen:
                continue
            seen.add(token)
            if len(seen) > MAX_ROWS * MAX_IN_ROW:
                hints.append(_hint(action))
                continue
            group.append(Button(shortened(action.label, MAX_LABEL) or action.command, token))
        groups.append(group)
    rows = [row for group in groups for row in _chunks(group)]
    if len(rows) > MAX_ROWS:
        rows = _chunks([button for group in groups for button in group])
    return tuple(rows), tuple(hints)


def _groups(reply: Reply) -> list[list[Action]]:
    groups: list[list[Action]] = []
    for block in reply.blocks:
        if isinstance(block, Actions):
            groups.append(list(block.actions))
        elif isinstance(block, Sources):
            groups.append([row.action for row in block.rows if row.action])
    return groups


def _chunks(buttons: list[Button]) -> list[tuple[Button, ...]]:
    starts = range(0, len(buttons), MAX_IN_ROW)
    return [tuple(buttons[start : start + MAX_IN_ROW]) for start in starts]


def _hint(action: Action) -> str:
    return f"{action.label}: type {typed(action)}"
