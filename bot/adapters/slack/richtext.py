"""Literal text as Block Kit: `rich_text` elements and `plain_text` objects, which are inert.

mrkdwn is not used at all. It has no escape for `*`, `_` and `~`, and a quotation must stay letter
for letter.
"""

from typing import Any
from urllib.parse import urlsplit

from bot.adapters.slack.words import chunks, shorten, weight
from bot.core.plain import clean, span_text
from bot.core.reply import Line, Link, Span, Strong

Json = dict[str, Any]

MAX_BUTTON = 75
_MAX_URL = 1_500
_MAX_LINK_TEXT = 500


def plain_text(text: str) -> Json:
    """Return *text* as an object in which nothing is parsed, emoji names included."""
    return {"type": "plain_text", "text": text, "emoji": False}


def host_of(url: str) -> str:
    """Return the host that *url* leads to, in the letters of DNS; nothing if it is no web link."""
    if clean(url) != url or len(url) > _MAX_URL or any(letter.isspace() for letter in url):
        return ""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = f":{parts.port}" if parts.port else ""
    except ValueError:  # a port that is no number, brackets that do not close, a label too long
        return ""
    return host + port if host and parts.scheme in {"http", "https"} else ""


def _linked(span: Link) -> list[Json] | None:
    """Return a link with its host beside it or as its words, or nothing where it cannot be one."""
    host, text = host_of(span.url), clean(span.text)
    if not host or not text.strip() or len(text) > _MAX_LINK_TEXT:
        return None
    link = {"type": "link", "url": span.url, "text": text}
    if text.strip().removeprefix("www.") == host.removeprefix("www."):
        return [link]
    return [link, {"type": "text", "text": f" ({host})"}]


def elements(line: Line, *, bold: bool = False) -> list[Json]:
    """Return a line as rich text elements."""
    made: list[Json] = []
    for span in line:
        if isinstance(span, Link) and (linked := _linked(span)) is not None:
            made += linked
            continue
        text = span_text(span)
        if text:
            element: Json = {"type": "text", "text": text}
            if bold or isinstance(span, Strong):
                element["style"] = {"bold": True}
            made.append(element)
    return made


def has_link(line: Line) -> bool:
    """Say whether a line holds a link that can be shown as one."""
    return any(isinstance(span, Link) and _linked(span) is not None for span in line)


def split(line: Line, limit: int) -> list[Line]:
    """Return a line as lines of at most *limit* escaped characters; nothing is left out."""
    lines: list[Line] = []
    current: list[Span] = []
    size = 0
    for span in line:
        for part in _parts(span, limit):
            takes = weight(span_text(part)) + 2
            if current and size + takes > limit:
                lines.append(tuple(current))
                current, size = [], 0
            current.append(part)
            size += takes
    return [*lines, tuple(current)] if current else lines


def _parts(span: Span, limit: int) -> list[Span]:
    if isinstance(span, Link) and _linked(span) is not None and weight(span_text(span)) < limit:
        return [span]
    room = limit - 2
    if isinstance(span, Strong):
        return [Strong(part) for part in chunks(span_text(span), room)]
    return list(chunks(span_text(span), room))


def rich(kind: str, content: list[Json]) -> Json:
    """Return a `rich_text` block with one element of *kind*."""
    return {"type": "rich_text", "elements": [{"type": kind, "elements": content}]}


def button(label: str, token: str, *, about: str = "") -> Json:
    """Return a button without its action_id; *about* tells apart buttons that look alike."""
    made: Json = {
        "type": "button",
        "text": plain_text(shorten(label, MAX_BUTTON)),
        "value": token,
    }
    spoken = f"{label}: {about}" if about else label
    if spoken != label or len(label) > MAX_BUTTON:
        made["accessibility_label"] = shorten(spoken, MAX_BUTTON)
    return made
