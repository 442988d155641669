"""Filters short enough for a button, where the line that says the same is too long for it.

A name is written as six letters of the hash of its key, so the code means the same after a restart
and on another machine; it is read against what is on record then.
"""

import hashlib
from base64 import b32encode
from collections.abc import Iterable

from bot.core.errors import BadToken
from knowledge.filter_values import read_status, read_strength
from knowledge.filters import Filters, Typed
from knowledge.vocabulary import Strength

_LETTERS = {
    "b": "by",
    "t": "about",
    "o": "in",
    "s": "since",
    "u": "until",
    "c": "status",
    "g": "strength",
    "n": "figure",
}
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_PRECISIONS = {5: (4,), 7: (4, 6), 9: (4, 6, 8)}


def mark(key: str) -> str:
    """Return six letters and digits that stand for *key*."""
    return b32encode(hashlib.sha256(key.encode()).digest())[:6].decode().lower()


def code_of(filters: Filters) -> str:
    """Return *filters* as a code of at most 48 characters and the digits of the figure."""
    values = filters.values()
    short: dict[str, str] = {}
    short |= {name: mark(values[name]) for name in ("by", "about", "in") if name in values}
    short |= {name: _short_date(values[name]) for name in ("since", "until") if name in values}
    if filters.status:
        short["status"] = _beginning(filters.status.lower())
    if filters.strength:
        short["strength"] = _beginning(filters.strength.value)
    if "figure" in values:
        short["figure"] = values["figure"].replace("%", "p")
    return "~".join(letter + short[name] for letter, name in _LETTERS.items() if name in short)


def typed_from(code: str, sources: Iterable[str], topics: Iterable[str]) -> Typed:
    """Return the filters in *code*, whose names are among those keys. Raises `BadToken`."""
    values: dict[str, str] = {}
    for part in code.split("~"):
        name, short = _LETTERS.get(part[:1], ""), part[1:]
        if not name or not short or name in values:
            raise _outdated()
        if name in ("by", "in", "about"):
            short = _unmarked(short, topics if name == "about" else sources)
        elif name in ("since", "until"):
            short = _long_date(short)
        values[name] = short.replace("p", "%") if name == "figure" and short != "p" else short
    return Typed("", values)


def _outdated() -> BadToken:
    return BadToken(
        "That button leads to a list that can no longer be read.", "Ask again with /claims."
    )


def _unmarked(short: str, keys: Iterable[str]) -> str:
    found = [key for key in keys if mark(key) == short]
    if len(found) != 1:
        raise _outdated()
    return found[0]


def _beginning(word: str) -> str:
    """Return the fewest letters that no other status or strength begins with."""
    read = read_strength if word in tuple(Strength) else read_status
    sizes = range(1, len(word) + 1)
    return next((word[:n] for n in sizes if len(read(word[:n])) == 1), word)


def _short_date(day: str) -> str:
    number = int("1" + day.replace("-", ""))
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return digits


def _long_date(short: str) -> str:
    number = str(int(short, 36)) if short.isalnum() and short.isascii() else ""
    cuts = _PRECISIONS.get(len(number))
    if cuts is None:
        raise _outdated()
    digits = number[1:]
    starts = (0, *cuts[:-1])
    return "-".join(digits[start:end] for start, end in zip(starts, cuts, strict=True))
