"""Folders as the environment that was handed over names them, never the process's own."""

from collections.abc import Mapping
from pathlib import Path


def expanded(written: str, environ: Mapping[str, str]) -> Path:
    """Return *written* as a path, with a leading `~` for the HOME of *environ*.

    Where HOME is not set, and for `~name`, the `~` stays as it is.
    """
    home = environ.get("HOME", "")
    if home and (written == "~" or written.startswith("~/")):
        return Path(home + written[1:])
    return Path(written)


def default_data_dir(environ: Mapping[str, str]) -> Path | None:
    """Return the folder that the XDG Base Directory rules give a program for its data.

    That is `onrecord` in XDG_DATA_HOME if that is an absolute path (the rules say to ignore any
    other), else in `~/.local/share`. Nothing without either variable.
    """
    base = Path(environ.get("XDG_DATA_HOME", ""))
    if base.is_absolute():
        return base / "onrecord"
    if environ.get("HOME"):
        return expanded("~/.local/share/onrecord", environ)
    return None
