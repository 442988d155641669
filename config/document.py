"""The settings in writing, from the models: `python -m config.document` writes all three files."""

import json
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path
from textwrap import wrap
from types import MappingProxyType

from config.explain import default_text
from config.keys import CONFIG, Key, keys
from config.settings import Settings

_ROOT = Path(__file__).parent.parent

_TOML_HEAD = """\
# Every setting of Onrecord that is not a secret, with its default.
#
# Copy this file, keep the lines you change, and name it in ONRECORD_CONFIG. An environment
# variable wins over a line here. Secrets are refused in this file: see example.env.
"""

_ENV_HEAD = """\
# The secrets of Onrecord. Everything else belongs in a settings file: see onrecord.toml.
#
# Fill in what you use; an empty value counts as not set. Instead of a secret itself you can name
# a file that holds it, by adding _FILE to the variable's name. Keep this file out of the repository
# and readable by Onrecord alone.
"""

_MARKDOWN_HEAD = """\
# Settings

Onrecord takes each setting from the last of these places that has it:

1. its default;
2. the settings file: the one given on the command line, else the one that `ONRECORD_CONFIG` names.
   No other place is searched. [`config/onrecord.toml`](../config/onrecord.toml) holds every setting
   with its default;
3. the environment: `ONRECORD_`, the section, two underscores and the key, such as
   `ONRECORD_SLACK__MODE`. An empty variable counts as not set.

Secrets come from the environment only, or from a file that the environment names:
`ONRECORD_SLACK__BOT_TOKEN_FILE=/run/secrets/slack-bot-token`. The last line break of such a file is
left out. A secret in the settings file is refused.
[`config/example.env`](../config/example.env) lists the secrets.

Lists of ids are written `["123", "456"]` in the file and `123,456` in the environment; lists of
lines have semicolons between them there. A leading
`~` is the folder that `HOME` names. Addresses with `http://` or `ws://` are taken for this machine
only.

When something is wrong, nothing is started: every problem is listed, each with the place it comes
from and what to do, and the exit code is 78. Misspelt keys are problems too. The value of a secret
is never shown.
"""


def _grouped() -> Iterator[tuple[str, str, list[Key]]]:
    """Yield each section's name, its sentence and its settings; the unnamed section first."""
    for name, group in groupby(keys().values(), key=lambda key: key.section):
        model = Settings.model_fields[name].annotation if name else None
        yield name, (model.__doc__ or "").strip() if model else "", list(group)


def _comment(text: str) -> str:
    return "\n".join(wrap(text, 98, initial_indent="# ", subsequent_indent="# "))


def _toml_value(key: Key) -> str:
    value = key.default
    return json.dumps(sorted(value) if isinstance(value, frozenset) else value)


def toml_text() -> str:
    """Return `config/onrecord.toml`: every setting but secrets, its default, a comment each."""
    parts = [_TOML_HEAD]
    for name, sentence, group in _grouped():
        if name:
            parts.append(f"{_comment(sentence)}\n[{name}]\n")
        for key in group:
            if key.secret:
                continue
            takes = "" if key.takes in ("text", "a folder") else f" Takes {key.takes}."
            comment = _comment(key.meaning + takes)
            if key.path == ("data_dir",):
                why = _comment("The default is `onrecord` in XDG_DATA_HOME where that is set.")
                parts.append(f'{comment}\n{why}\n# {key.path[-1]} = "{default_text(key)}"\n')
            else:
                parts.append(f"{comment}\n{key.path[-1]} = {_toml_value(key)}\n")
    return "\n".join(parts)


def env_text() -> str:
    """Return `config/example.env`: the secrets, empty, a comment each."""
    parts = [_ENV_HEAD]
    for key in keys().values():
        if key.secret:
            parts.append(f"{_comment(key.meaning)}\n{key.variable}=\n")
    return "\n".join(parts)


def _row(key: Key) -> str:
    if key.secret:
        variable = f"`{key.variable}`, `{key.file_variable}`"
        return f"| `{key.dotted}` | {variable} | secret | not set | {key.meaning} |\n"
    default = default_text(key)
    shown = default if default == "empty" else f"`{default}`"
    return f"| `{key.dotted}` | `{key.variable}` | {key.takes} | {shown} | {key.meaning} |\n"


def settings_markdown() -> str:
    """Return `docs/settings.md`: a table for each section."""
    text = _MARKDOWN_HEAD
    for name, sentence, group in _grouped():
        title, words = (f"`[{name}]`", sentence) if name else ("Above the sections", "")
        text += f"\n## {title}\n\n" + (f"{words}\n\n" if words else "")
        text += "| Key | Environment | Takes | Default | Meaning |\n|---|---|---|---|---|\n"
        if not name:
            meaning = "Settings file, where none is given on the command line."
            text += f"| – | `{CONFIG}` | a file | not set | {meaning} |\n"
        text += "".join(map(_row, group))
        if not name:
            text += (
                "\nWhere `XDG_DATA_HOME` is set, the default of `data_dir` is `onrecord` in that "
                "folder.\n"
            )
    return text


FILES: MappingProxyType[str, Callable[[], str]] = MappingProxyType(
    {
        "config/onrecord.toml": toml_text,
        "config/example.env": env_text,
        "docs/settings.md": settings_markdown,
    }
)
"""The files written from the models, by their path in the repository."""


def write(root: Path = _ROOT) -> None:
    """Write every file of `FILES` below *root*, the repository."""
    for name, text in FILES.items():
        (root / name).write_text(text(), encoding="utf-8")


if __name__ == "__main__":
    write()
