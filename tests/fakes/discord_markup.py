"""Discord's markup as its client reads it: what is shown, and what is alive in it."""

import re
from collections import Counter
from dataclasses import dataclass, field

_ESCAPE = re.compile(r"\\([^0-9A-Za-z\s])")
_LINE = [
    ("heading", re.compile(r"#{1,3} ")),
    ("subtext", re.compile(r"-# ")),
    ("quote", re.compile(r">(>>)? ")),
    ("list", re.compile(r"[-*] ")),
    ("numbered", re.compile(r"\d+[.)] ")),
]
_ANYWHERE = [
    ("user", re.compile(r"<@!?\d+>")),
    ("role", re.compile(r"<@&\d+>")),
    ("channel", re.compile(r"<#\d+>")),
    ("time", re.compile(r"<t:-?\d+(:[tTdDfFsSR])?>")),
    ("command", re.compile(r"</[^>\s]+(?: [^>\s]+)*:\d+>")),
    ("emoji", re.compile(r"<a?:\w+:\d+>|:[\w+-]+:")),
    ("guide", re.compile(r"<id:\w+>")),
    ("autolink", re.compile(r"<(https?://[^\s>]+)>")),
    ("everyone", re.compile(r"@(everyone|here)")),
    ("silent", re.compile(r"@silent")),
    ("address", re.compile(r"https?://\S+", re.IGNORECASE)),
    ("bold", re.compile(r"\*\*")),
    ("underline", re.compile(r"__")),
    ("strike", re.compile(r"~~")),
    ("spoiler", re.compile(r"\|\|")),
    ("code", re.compile(r"`+")),
    ("italics", re.compile(r"[*_]")),
]
_LINK = re.compile(r"\[((?:\\.|[^\]\\])+)\]\(([^\s)]+)\)", re.DOTALL)
_SHOWN = {"user", "role", "channel", "time", "command", "emoji", "guide", "everyone", "silent"}


@dataclass
class Read:
    """What a reader sees, and how often each living construct occurs."""

    text: str = ""
    live: Counter[str] = field(default_factory=Counter)
    links: list[tuple[str, str]] = field(default_factory=list)


def read(markup: str) -> Read:
    """Return what Discord's client makes of *markup*."""
    made = Read()
    at, fresh = 0, True
    while at < len(markup):
        at, fresh = _step(markup, at, fresh, made)
    return made


def _step(markup: str, at: int, fresh: bool, made: Read) -> tuple[int, bool]:
    if match := _ESCAPE.match(markup, at):
        made.text += match.group(1)
        return match.end(), False
    for name, pattern in _LINE if fresh else ():
        if match := pattern.match(markup, at):
            made.live[name] += 1
            return match.end(), True
    if match := _LINK.match(markup, at):
        inner = read(match.group(1))
        made.text += inner.text
        made.live += inner.live
        made.live["link"] += 1
        made.links.append((inner.text, match.group(2)))
        return match.end(), False
    for name, pattern in _ANYWHERE:
        if match := pattern.match(markup, at):
            made.live[name] += 1
            if name in {"autolink", "address"}:
                made.text += match.group().strip("<>")
            elif name in _SHOWN:
                made.text += f"({name})"
            return match.end(), False
    made.text += markup[at]
    return at + 1, markup[at] == "\n" or (fresh and markup[at].isspace())


def shown(markup: str) -> str:
    """Return *markup* as a reader sees it."""
    return read(markup).text
