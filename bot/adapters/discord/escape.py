"""Literal text as Discord markup, so that a reader sees exactly what was written.

A backslash makes the punctuation after it literal, in messages and in embeds alike, and takes up
no room on the screen. The library's own `escape_markdown` leaves timestamps, channel and command
mentions, ordered lists and everything inside an address alive; this module leaves nothing alive.
"""

import re
from collections.abc import Iterator
from urllib.parse import quote, urlsplit, urlunsplit

from bot.core.plain import clean
from bot.core.reply import Line, Link, Span, Strong

PIECE = 1000
"""A piece of text that is not broken across embeds takes at most so much room."""

_ALWAYS = re.compile(r"[\\*_~`|<>\[\]@#]")
_LINE_START = re.compile(r"^(\s*)([-+])", re.MULTILINE)
_NUMBERED = re.compile(r"(?<!\w)(\d+)([.)])(?=\s|$)")
_AUTOLINK = re.compile(r":(?=//)", re.IGNORECASE)
_EMOJI = re.compile(r":(?=[\w+-]+(?:::skin-tone-\d)?:)")
_HOST = re.compile(r"[a-z0-9._:-]+")
_SAFE = ":/?#@!$&'*+,;=%~-._"
_WORD = re.compile(r"\s*\S+|\s+$")


def room(text: str) -> int:
    """Return how much of a limit *text* takes: UTF-16 units, the strictest way to count."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def literal(text: str) -> str:
    """Return *text*, cleaned and without lone surrogates, as markup that shows it as it is."""
    text = clean(text).encode("utf-8", "replace").decode("utf-8")
    text = _ALWAYS.sub(r"\\\g<0>", text)
    text = _LINE_START.sub(r"\1\\\2", text)
    text = _NUMBERED.sub(r"\1\\\2", text)
    text = _EMOJI.sub(r"\\:", text)
    return _AUTOLINK.sub(r"\\:", text)


def pieces(text: str, most: int = PIECE) -> Iterator[str]:
    """Yield the markup of *text* in pieces of at most *most*, broken between words if possible."""
    held, taken = "", 0
    for match in _WORD.finditer(clean(text)):
        # A word by itself never needs fewer backslashes than the same word in its line.
        for part in _parts(match.group(), most):
            size = room(literal(part))
            if held and taken + size > most:
                yield literal(held)
                held, taken = "", 0
            held += part
            taken += size
    if held:
        yield literal(held)


def _parts(word: str, most: int) -> Iterator[str]:
    """Yield a single *word* whole, or in parts that each fit."""
    # Escaping at most doubles a character, and one outside the BMP counts as two.
    step = len(word) if room(literal(word)) <= most else max(1, most // 2)
    for start in range(0, len(word), step):
        yield word[start : start + step]


def span_pieces(span: Span) -> Iterator[str]:
    """Yield the markup of *span* in pieces that may stand in different embeds."""
    match span:
        case str():
            yield from pieces(span)
        case Strong(text):
            yield from (strong(piece) for piece in pieces(text, PIECE - 4))
        case Link(text, url):
            made = link(text, url)
            if made and room(made) <= PIECE:
                yield made
            else:
                yield from pieces(f"{text} <{url}>")


def strong(markup: str) -> str:
    """Return *markup* in bold, unless there is nothing to see in it."""
    return f"**{markup}**" if markup.strip() else markup


def line_pieces(line: Line) -> Iterator[str]:
    """Yield the markup of all spans of *line*."""
    for span in line:
        yield from span_pieces(span)


def address_of(url: str) -> tuple[str, str]:
    """Return *url* as it may stand in a link, and its host, both in ASCII.

    Both are empty unless it is an http or https address. One that carries a user name is none
    either: `https://bank.example@evil.example` is there to be misread.
    """
    try:
        split = urlsplit(clean(url).strip())
        host = (split.hostname or "").encode("idna").decode("ascii")
        port = f":{split.port}" if split.port is not None else ""
    except ValueError:
        return "", ""
    if split.scheme not in {"http", "https"} or not _HOST.fullmatch(host) or "@" in split.netloc:
        return "", ""
    shown = f"[{host}]" if ":" in host else host
    rest = (quote(part, safe=_SAFE) for part in (split.path, split.query, split.fragment))
    return urlunsplit((split.scheme, shown + port, *rest)), host


def link(text: str, url: str) -> str:
    """Return a link with its host beside it, or nothing where it cannot be one.

    Discord shows no masked link whose words look like an address; such words are the address, or
    there is no link.
    """
    address, host = address_of(url)
    if not host:
        return ""
    words = " ".join(clean(text).split())
    if not words or "://" in words:
        return f"<{address}>" if words in {"", url.strip()} else ""
    shown = f"[{literal(words)}]({address})"
    says_host = _bare(words.lower()) == _bare(host)
    return shown if says_host else f"{shown} ({literal(host)})"


def _bare(host: str) -> str:
    return host.removeprefix("www.")
