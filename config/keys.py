"""Every setting by its key, read off the models, so that nothing is listed twice."""

from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Literal, get_args, get_origin

from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from config.settings import Settings

PREFIX = "ONRECORD_"
CONFIG = "ONRECORD_CONFIG"
"""The variable that names the settings file."""

LIST = "a list of ids"
PORTS = "a list of ports"
LINES = "a list of lines"

KeyPath = tuple[str, ...]

_BOUNDS = {"gt": "more than", "ge": "at least", "lt": "less than", "le": "at most"}


@dataclass(frozen=True, slots=True)
class Key:
    """One setting: its path, such as `("slack", "mode")`, and the field that describes it."""

    path: KeyPath
    field: FieldInfo

    @property
    def section(self) -> str:
        """The section that holds it; empty for a setting above all sections."""
        return self.path[0] if len(self.path) > 1 else ""

    @property
    def dotted(self) -> str:
        """The key as the settings file has it: `slack.mode`."""
        return ".".join(self.path)

    @property
    def variable(self) -> str:
        """The environment variable: `ONRECORD_SLACK__MODE`."""
        return PREFIX + "__".join(self.path).upper()

    @property
    def file_variable(self) -> str:
        """The variable that names a file with the value; read for secrets only."""
        return f"{self.variable}_FILE"

    @property
    def secret(self) -> bool:
        """Whether the value is a secret, which a settings file may not hold."""
        return SecretStr in (self.field.annotation, *get_args(self.field.annotation))

    @property
    def default(self) -> object:
        """The default as the model has it, or nothing where `load` works it out."""
        return None if self.field.default is PydanticUndefined else self.field.default

    @property
    def meaning(self) -> str:
        """What the setting does, in a sentence or two."""
        return self.field.description or ""

    @property
    def takes(self) -> str:
        """What may be given, in words: `a whole number, at least 0 and at most 65535`."""
        kind = self.field.annotation
        if get_origin(kind) is Literal:
            *first, last = (str(choice) or "nothing" for choice in get_args(kind))
            return f"{', '.join(first)} or {last}"
        if kind is bool:
            return "true or false"
        if get_origin(kind) is frozenset:
            return PORTS if int in get_args(kind) else LIST
        if get_origin(kind) is tuple:
            return LINES
        if kind in (int, float):
            return ("a whole number" if kind is int else "a number") + self._bounds()
        return "a folder" if self.dotted == "data_dir" else "text"

    def _bounds(self) -> str:
        limits = []
        for rule in self.field.metadata:
            for name, words in _BOUNDS.items():
                if (limit := getattr(rule, name, None)) is not None:
                    limits.append(f"{words} {limit:g}" if limit < 1000 else f"{words} {limit}")
        return f", {' and '.join(limits)}" if limits else ""


def _walk(model: type[BaseModel], above: KeyPath) -> list[Key]:
    keys: list[Key] = []
    for name, field in model.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            keys += _walk(kind, (*above, name))
        else:
            keys.append(Key((*above, name), field))
    return keys


@cache
def keys() -> MappingProxyType[KeyPath, Key]:
    """Return every setting by its path, in the order of the models."""
    return MappingProxyType({key.path: key for key in _walk(Settings, ())})


@cache
def sections() -> tuple[str, ...]:
    """Return the names of the sections, in the order of the models."""
    return tuple(dict.fromkeys(key.section for key in keys().values() if key.section))
