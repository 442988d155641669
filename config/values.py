"""How values are written in the settings: ids, ports, lines, addresses, the names of zones."""

from typing import Annotated
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator

from config.problems import shown


def _ids(value: object) -> object:
    """Let a list of ids be written as one text with commas, as the environment has to."""
    if isinstance(value, str):
        value = value.split(",")
    if isinstance(value, (list, set, frozenset, tuple)):
        for part in value:
            if isinstance(part, bool) or not isinstance(part, (str, int)):
                raise ValueError(f"{shown(part)} in a list of ids is no id")
        return frozenset(text for part in value if (text := str(part).strip()))
    raise ValueError(f"{shown(value)} stands where a list of ids belongs")


def _not_bool(value: object) -> object:
    """Refuse true and false as numbers, which Python would take for 1 and 0."""
    if isinstance(value, bool):
        raise ValueError(f"{shown(value)} is not a number")
    return value


def address(value: str, scheme: str) -> str:
    """Return *value* if it has a host and the scheme, or the scheme's secure form."""
    if not value.startswith((f"{scheme}://", f"{scheme}s://")):
        raise ValueError(f"this address starts with {scheme}s:// (or {scheme}:// on loopback)")
    try:
        parts = urlsplit(value)
        whole = bool(parts.hostname) and parts.port != 0
    except ValueError:
        whole = False
    if not whole or value.split() != [value]:
        raise ValueError("this is no whole address")
    return value


def zone_called(value: str) -> str:
    """Return *value* if it is empty or a time zone's name."""
    try:
        if value:
            ZoneInfo(value)
    except (ValueError, OSError, LookupError):
        raise ValueError(f"{shown(value)} is no time zone's name") from None
    return value


def _ports(value: object) -> object:
    """Let a list of ports be written as one text with commas, as the environment has to."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = [value]
    ids = _ids(value)
    for port in ids if isinstance(ids, frozenset) else ():
        if not (port.isascii() and port.isdigit() and 0 < len(port) < 6 and 0 < int(port) < 65536):
            raise ValueError(f"{shown(port)} is no port; ports are numbers from 1 to 65535")
    return frozenset(map(int, ids)) if isinstance(ids, frozenset) else ids


def _lines(value: object) -> object:
    """Let a list of lines be written as one text with semicolons, as the environment has to."""
    if isinstance(value, str):
        value = value.split(";")
    if isinstance(value, (list, tuple)):
        for part in value:
            if not isinstance(part, str):
                raise ValueError(f"{shown(part)} in a list of lines is no text")
        return tuple(text for part in value if (text := " ".join(part.split())))
    raise ValueError(f"{shown(value)} stands where a list of lines belongs")


Ids = Annotated[frozenset[str], BeforeValidator(_ids)]
Ports = Annotated[frozenset[int], BeforeValidator(_ports)]
Lines = Annotated[tuple[str, ...], BeforeValidator(_lines)]
Whole = Annotated[int, BeforeValidator(_not_bool)]
Number = Annotated[float, BeforeValidator(_not_bool)]
