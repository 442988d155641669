"""An answer as JSON: its meaning, for scripts and tests."""

import json
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from bot.core.plain import plain
from bot.core.reply import Outcome


def structure(value: object) -> Any:  # noqa: ANN401 - JSON is any of six types
    """Return *value*, an answer or a part of one, as plain lists, dictionaries and strings.

    Every block and span says its kind; text without emphasis stays a string.
    """
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        shown = [part for part in fields(value) if part.repr]
        parts = {part.name: structure(getattr(value, part.name)) for part in shown}
        return {"kind": type(value).__name__.lower(), **parts}
    if isinstance(value, (tuple, list)):
        return [structure(item) for item in value]
    if hasattr(value, "items"):
        return {name: structure(item) for name, item in value.items()}
    return value


def as_json(outcome: Outcome) -> str:
    """Return *outcome* as JSON, with the whole answer as text beside its parts."""
    return json.dumps({**structure(outcome), "text": plain(outcome)}, ensure_ascii=False, indent=2)
