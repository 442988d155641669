"""Slack's way of writing text: `& < >` stand for mentions and links, so they are escaped once."""

import re

_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_WRITTEN = {"amp": "&", "lt": "<", "gt": ">"}
_ENTITY = re.compile(r"&(amp|lt|gt);")
_MARKUP = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")
_SIGNS = {"@": "@", "#": "#", "!": "@"}


def escape(text: str) -> str:
    """Return *text* so that Slack shows it letter for letter and notifies nobody."""
    return "".join(_ESCAPES.get(letter, letter) for letter in text)


def unescape(text: str) -> str:
    """Return *text* from Slack as it was typed; exactly one layer of escaping is taken off."""
    return _ENTITY.sub(lambda match: _WRITTEN[match.group(1)], text)


def cost(letter: str) -> int:
    """Return how many characters *letter* takes once it is escaped."""
    return len(_ESCAPES.get(letter, letter))


def weight(text: str) -> int:
    """Return how many characters *text* takes once it is escaped."""
    return sum(cost(letter) for letter in text)


def chunks(text: str, limit: int) -> list[str]:
    """Return *text* in parts of at most *limit* escaped characters, cut after white space if any.

    The parts joined are *text*, letter for letter.
    """
    parts: list[str] = []
    start = 0
    while start < len(text):
        end, size, space = start, 0, start
        while end < len(text) and size + cost(text[end]) <= limit:
            size += cost(text[end])
            end += 1
            if text[end - 1].isspace():
                space = end
        if end < len(text) and space > start:
            end = space
        parts.append(text[start:end])
        start = end
    return parts


def shorten(text: str, limit: int) -> str:
    """Return *text* within *limit* characters, cut at a word, with an ellipsis where it was cut."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    return f"{cut.rsplit(None, 1)[0] if ' ' in cut else cut}…"


def typed_words(text: str, bot_user: str, *, links: bool = False) -> str:
    """Return the words of a message in an event as a person reads them.

    Mentions of the bot itself are taken out; other people, channels and links become the words
    they are shown by. With *links*, a link's address stands after its words.
    """

    def shown(match: re.Match[str]) -> str:
        target, label = match.group(1), match.group(2)
        if target == f"@{bot_user}":
            return " "
        sign = _SIGNS.get(target[:1])
        if sign is None and links and label and label not in target:
            return f"{label} {target}"
        if sign is None:
            return target if links else label or target
        name = label or target[1:]
        return name if name.startswith(sign) else sign + name

    return unescape(_MARKUP.sub(shown, text)).strip()
