"""Settings from what was handed over: defaults, then the settings file, then the environment."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from config.check import check
from config.explain import refusal
from config.keys import CONFIG, KeyPath, keys
from config.paths import default_data_dir, expanded
from config.problems import Problem, SettingsError
from config.settings import Settings
from config.sources import ENVIRONMENT, Reading, Value, read_environment, read_file

__all__ = ["Problem", "SettingsError", "check", "load"]

_DATA_DIR: KeyPath = ("data_dir",)
_NOT_SET = "not set"


def load(environ: Mapping[str, str], file: Path | None = None) -> Settings:
    """Return the settings that *environ* and the settings file give.

    The file is *file*, else the one ONRECORD_CONFIG names, else none. Reads nothing but its
    arguments, that file, and the files that `…_FILE` variables name. Raises `SettingsError` with
    every problem there is.
    """
    from_file, from_environment = _from_file(environ, file), read_environment(environ)
    given = {**from_file.values, **from_environment.values}
    problems = [*from_file.problems, *from_environment.problems]
    broken = from_file.broken | from_environment.broken

    problem = _place_data_dir(given, environ)
    if problem and _DATA_DIR not in broken:
        problems.append(problem)
    for details in _refused(given):
        path = _path(details)
        value = given.pop(path)
        problems.append(refusal(keys()[path], value, details))
        broken.add(path)

    settings = Settings.model_validate(_nested({_DATA_DIR: Value(Path(), "", ""), **given}))
    for found in check(settings):
        path = tuple(found.key.split("."))
        if _is_sure(path, given, broken):
            problems.append(_placed(found, path, given))
    if problems:
        raise SettingsError(problems)
    return settings


def _from_file(environ: Mapping[str, str], file: Path | None) -> Reading:
    if file is not None:
        return read_file(file, str(file), "settings file")
    if named := environ.get(CONFIG):
        return read_file(expanded(named, environ), CONFIG, ENVIRONMENT)
    return Reading()


def _place_data_dir(given: dict[KeyPath, Value], environ: Mapping[str, str]) -> Problem | None:
    """Put the data folder into *given*, `~` and the default worked out; return what prevents it."""
    written = given.get(_DATA_DIR)
    if written is None:
        default = default_data_dir(environ)
        if default is None:
            return Problem(
                keys()[_DATA_DIR].variable,
                _NOT_SET,
                "The desk's data has no folder: HOME and XDG_DATA_HOME are not set either.",
                "Set it to a folder that Onrecord may write to.",
            )
        given[_DATA_DIR] = Value(default, "data_dir", "default")
    elif isinstance(written.value, str):
        folder = expanded(written.value, environ)
        if not written.value or (written.value.startswith("~") and folder == Path(written.value)):
            del given[_DATA_DIR]
            return Problem(
                written.key,
                written.source,
                "This does not name a folder: it is empty, or its ~ stands for no known home.",
                "Write the whole path, such as /var/lib/onrecord.",
            )
        given[_DATA_DIR] = replace(written, value=folder)
    return None


def _refused(given: Mapping[KeyPath, Value]) -> list[ErrorDetails]:
    """Return what the models refuse in *given*, at most once for each setting."""
    try:
        Settings.model_validate(_nested(given))
    except ValidationError as error:
        found = {_path(each): each for each in reversed(error.errors(include_url=False))}
        return [found[path] for path in reversed(found) if path in given]
    return []


def _path(details: ErrorDetails) -> KeyPath:
    """Return the path of the setting that *details* is about, without a place inside its value."""
    path = tuple(str(part) for part in details["loc"])
    return path[:1] if path[:1] in keys() else path[:2]


def _nested(given: Mapping[KeyPath, Value]) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for path, value in given.items():
        table = tree
        for name in path[:-1]:
            table = table.setdefault(name, {})
        table[path[-1]] = value.value
    return tree


def _is_sure(path: KeyPath, given: Mapping[KeyPath, Value], broken: set[KeyPath]) -> bool:
    """Say whether a problem at *path* stands even though the settings in *broken* are left out.

    That something is missing can only be said of a section that is whole.
    """
    if path in given:
        return broken.isdisjoint({path, (path[0], "api_base")})
    return all(other[0] != path[0] for other in broken)


def _placed(found: Problem, path: KeyPath, given: Mapping[KeyPath, Value]) -> Problem:
    """Return *found* with the key and the source that its setting was given by."""
    if path in given:
        return replace(found, key=given[path].key, source=given[path].source)
    key = keys()[path]
    return replace(found, key=key.variable if key.secret else key.dotted, source=_NOT_SET)
