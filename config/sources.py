"""What the settings file and the environment say, each value with the place it came from."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from config.keys import CONFIG, PREFIX, Key, KeyPath, keys, sections
from config.paths import expanded
from config.problems import Problem, meant, shown

ENVIRONMENT = "environment"

_HEADER = re.compile(r"\s*\[\[?([^\[\]]+)\]")
_ENTRY = re.compile(r"""\s*([\w."' \t-]+?)\s*=""", re.ASCII)


@dataclass(frozen=True, slots=True)
class Value:
    """One value as given, and the key and the source as a report names them."""

    value: Any = field(repr=False)
    key: str
    source: str


@dataclass(slots=True)
class Reading:
    """What one source says: its values, its problems, and the settings that those are about."""

    values: dict[KeyPath, Value] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    broken: set[KeyPath] = field(default_factory=set)

    def refuse(self, problem: Problem, path: KeyPath = ()) -> None:
        """Add *problem*, which is about the setting at *path* if there is one."""
        self.problems.append(problem)
        if path:
            self.broken.add(path)


def read_environment(environ: Mapping[str, str]) -> Reading:
    """Return what the `ONRECORD_` variables say; an empty one counts as not set.

    The files that `…_FILE` variables name are read here, and no others.
    """
    reading = Reading()
    left = {
        name for name, value in environ.items() if value.strip() and name.upper().startswith(PREFIX)
    }
    left.discard(CONFIG)
    for path, key in keys().items():
        plain, named = key.variable in left, key.secret and key.file_variable in left
        left -= {key.variable, key.file_variable} if key.secret else {key.variable}
        if plain and named:
            message = f"{key.variable} and {key.file_variable} are both set."
            fix = "Keep the one you mean and take the other out."
            reading.refuse(Problem(key.variable, ENVIRONMENT, message, fix), path)
        elif plain:
            value = environ[key.variable]
            given = value if key.secret else value.strip()
            reading.values[path] = Value(given, key.variable, ENVIRONMENT)
        elif named:
            _read_secret(reading, key, environ)
    known = [name for key in keys().values() for name in _names(key)]
    for name in sorted(left):
        message = "There is no setting of this name."
        reading.refuse(Problem(name, ENVIRONMENT, message, meant(name, [CONFIG, *known])))
    return reading


def _names(key: Key) -> Iterator[str]:
    yield key.variable
    if key.secret:
        yield key.file_variable


def _read_secret(reading: Reading, key: Key, environ: Mapping[str, str]) -> None:
    """Add the secret in the file that the key's `_FILE` variable names, less its last newline."""
    file = expanded(environ[key.file_variable], environ)
    text, trouble = read_text(file)
    value = text.removesuffix("\n").removesuffix("\r")
    if not trouble and not value.strip():
        trouble = f"The file {file} is empty."
    if trouble:
        fix = f"Write the secret into the file, readable by Onrecord, or set {key.variable}."
        reading.refuse(Problem(key.file_variable, ENVIRONMENT, trouble, fix), key.path)
    else:
        reading.values[key.path] = Value(value, key.file_variable, f"file {file}")


def read_text(file: Path) -> tuple[str, str]:
    """Return the text of *file* and no trouble, or no text and the trouble as a sentence."""
    try:
        return file.read_bytes().decode("utf-8-sig"), ""
    except FileNotFoundError:
        return "", f"There is no file {file}."
    except UnicodeDecodeError:
        return "", f"The file {file} is not UTF-8 text."
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it is not a path"
        return "", f"The file {file} cannot be read: {reason}."


def read_file(file: Path, key: str, source: str) -> Reading:
    """Return what the TOML *file* says; *key* and *source* say who named it."""
    reading = Reading()
    text, trouble = read_text(file)
    fix = "Name a file that Onrecord can read; config/onrecord.toml is one to start from."
    table: dict[str, Any] = {}
    if not trouble:
        try:
            table = tomllib.loads(text)
        except (ValueError, RecursionError) as error:  # also for numbers and nesting without end
            trouble = f"The file {file} is not TOML: {error}."
            fix = 'Correct that line; texts stand in quotation marks, such as mode = "http".'
    if trouble:
        reading.refuse(Problem(key, source, trouble, fix))
    _read_table(reading, table, (), _Lines(file, text))
    return reading


def _read_table(
    reading: Reading, table: Mapping[str, Any], above: KeyPath, lines: "_Lines"
) -> None:
    for name, value in table.items():
        path = (*above, name)
        dotted, source = ".".join(path), lines.source(path)
        is_section = not above and name in sections()
        if is_section and isinstance(value, dict):
            _read_table(reading, value, path, lines)
        elif is_section:
            message = f"{name} is a section, and {shown(value)} stands in its place."
            fix = f"Write [{name}] on a line of its own, and its settings below it."
            reading.refuse(Problem(dotted, source, message, fix), path)
        elif path not in keys():
            known = [".".join(each) for each in keys()]
            near = meant(dotted, sections() if isinstance(value, dict) and not above else known)
            message = f"There is no {'section' if isinstance(value, dict) else 'setting'} like it."
            reading.refuse(Problem(dotted, source, message, near))
        elif keys()[path].secret:
            key = keys()[path]
            fix = (
                f"Take it out and set {key.variable} or {key.file_variable}; replace the secret "
                "if others could read the file."
            )
            message = "A secret may not stand in the settings file."
            reading.refuse(Problem(dotted, source, message, fix), path)
        else:
            reading.values[path] = Value(value, dotted, source)


@dataclass(frozen=True, slots=True)
class _Lines:
    """Where in a TOML file each key stands, as well as can be told without a parser of our own."""

    file: Path
    text: str = field(repr=False)

    def source(self, path: KeyPath) -> str:
        """Return the words for the place of the key at *path*, with its line if it is found."""
        line = self._line(path)
        return f"file {self.file}, line {line}" if line else f"file {self.file}"

    def _line(self, path: KeyPath) -> int:
        section: KeyPath = ()
        for number, line in enumerate(self.text.splitlines(), 1):
            if header := _HEADER.match(line):
                here = section = _parts(header.group(1))
            elif entry := _ENTRY.match(line):
                here = section + _parts(entry.group(1))
            else:
                continue
            if here[: len(path)] == path:
                return number
        return 0


def _parts(dotted: str) -> KeyPath:
    return tuple(part.strip().strip("\"'") for part in dotted.split("."))
