"""The stretches of text on a web page, in order, and how a paragraph is found among them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from knowledge.readers.layout import one_line

BLOCKS = frozenset(
    "p h1 h2 h3 h4 h5 h6 li blockquote pre td th dd dt figcaption div section article main header"
    " aside nav footer figure details summary fieldset ul ol dl table tr tbody body form"
    " address".split()
)
_NO_DISPLAY = re.compile(r"(?i)\bdisplay\s*:\s*none|\bvisibility\s*:\s*hidden")
_FOR_THE_EAR = re.compile(r"(?i)\b(?:visually-?hidden|sr-only|screen-?reader(?:-text)?|u-hidden)\b")
_INLINE = "a abbr b cite em i label mark q s small span strong sub sup u".split()
_BREAK = "\0"
"""Stands for a `<br>`; the source of a page has none."""

_BREAKS = re.compile(f"{_BREAK}\\s*{_BREAK}")
HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_NEVER = frozenset("script style noscript template svg iframe button select textarea".split())


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of the page's text and the element that holds it."""

    text: str
    key: str
    element: HtmlElement

    @property
    def caption(self) -> bool:
        """Whether it stands below a picture."""
        return any(e.tag == "figcaption" for e in (self.element, *self.element.iterancestors()))


def places_of(tree: HtmlElement) -> Iterator[Place]:
    """Yield the stretches of text of a page in order: each block's words outside inner blocks."""
    body = tree.find(".//body")
    root = tree if body is None else body
    words: list[str] = []
    holder = root

    def ended() -> Iterator[Place]:
        held = "".join(words)
        words.clear()
        for stretch in _BREAKS.split(held):
            text = one_line(stretch.replace(_BREAK, "\n"))
            if key := key_of(text):
                yield Place(text, key, holder)

    # By hand and not by recursion: pages nest deeper than Python's stack.
    stack: list[tuple[HtmlElement, bool]] = [(root, False)]
    while stack:
        element, leaving = stack.pop()
        block = element.tag in BLOCKS
        if leaving:
            if block:
                yield from ended()
                holder = element.getparent() if element is not root else root
            words.append(element.tail or "")
            continue
        if not isinstance(element.tag, str) or element.tag in _NEVER:
            words.append(element.tail or "")
            continue
        if block:
            yield from ended()
            holder = element
        words.append(_BREAK if element.tag == "br" else element.text or "")
        stack.append((element, True))
        stack.extend((child, False) for child in reversed(element))
    yield from ended()


def without_hidden(tree: HtmlElement) -> HtmlElement:
    """Take out of *tree* the words that a page hides from those who look at it.

    Those are words inside sentences, and a few paragraphs. Blocks that hold others stay, and so do
    paragraphs where half of them are hidden: many a page hides its report until its scripts ran.
    """
    for element in list(tree.iter(*_INLINE)):
        if _is_hidden(element) or _FOR_THE_EAR.search(element.get("class") or ""):
            element.drop_tree()
    paragraphs = list(tree.iter("p"))
    hidden = [element for element in paragraphs if _is_hidden(element)]
    if 2 * len(hidden) < len(paragraphs):
        for element in hidden:
            element.drop_tree()
    return tree


def _is_hidden(element: HtmlElement) -> bool:
    if element.get("hidden") is not None:
        return True
    return _NO_DISPLAY.search(element.get("style") or "") is not None


def key_of(text: str) -> str:
    """Return the letters and digits of *text*, by which two readings of one paragraph agree."""
    return "".join(filter(str.isalnum, text)).casefold()


class Finder:
    """Finds a paragraph among the page's stretches of text, the next one first."""

    def __init__(self, places: Sequence[Place]) -> None:
        self._texts = [place.text for place in places]
        self._keys = [place.key for place in places]
        self._at: dict[str, list[int]] = {}
        for where, key in enumerate(self._keys):
            self._at.setdefault(key, []).append(where)

    def find(self, text: str, after: int = -1) -> int | None:
        """Return where *text* stands, after a place if it can, or nothing."""
        key = key_of(text)
        if not key:
            return None
        if found := self._at.get(key):
            return next((where for where in found if where > after), found[0])
        if len(key) < 20:
            return None
        near = range(max(after, 0), min(after + 200, len(self._keys)))
        return next((where for where in near if _alike(key, self._keys[where])), None)

    def spread(self, text: str, where: int) -> list[tuple[int, str]]:
        """Return the places that *text* fills from *where* on, each with its words.

        A library may make one paragraph of several; where its words are not just those, all of it
        stands at the first place.
        """
        rest = key_of(text)
        filled = []
        for at in range(where, len(self._keys)):
            if not rest.startswith(self._keys[at]):
                break
            rest = rest[len(self._keys[at]) :]
            filled.append((at, self._texts[at]))
        return filled if filled and not rest else [(where, text)]


def _alike(key: str, other: str) -> bool:
    """Say whether *key* is *other*, a part of it, more than it, or it with words left out."""
    if key in other or (len(other) >= 20 and other in key):
        return True
    if not 0.4 * len(other) < len(key) < len(other):
        return False
    if key[:8] != other[:8] and key[-8:] != other[-8:]:
        return False
    letters = iter(other)
    return all(letter in letters for letter in key)
