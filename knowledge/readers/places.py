"""The stretches of text on a web page, in order, and how a paragraph is found among them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from knowledge.readers.layout import one_line

_BLOCKS = frozenset(
    "p h1 h2 h3 h4 h5 h6 li blockquote pre td th dd dt figcaption div section article main header"
    " aside nav footer figure details summary fieldset ul ol dl table tr tbody body form"
    " address".split()
)
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
        text = one_line("".join(words))
        words.clear()
        if key := key_of(text):
            yield Place(text, key, holder)

    # By hand and not by recursion: pages nest deeper than Python's stack.
    stack: list[tuple[HtmlElement, bool]] = [(root, False)]
    while stack:
        element, leaving = stack.pop()
        block = element.tag in _BLOCKS
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
        words.append("\n" if element.tag == "br" else element.text or "")
        stack.append((element, True))
        stack.extend((child, False) for child in reversed(element))
    yield from ended()


def key_of(text: str) -> str:
    """Return the letters and digits of *text*, by which two readings of one paragraph agree."""
    return "".join(filter(str.isalnum, text)).casefold()


class Finder:
    """Finds a paragraph among the page's stretches of text, the next one first."""

    def __init__(self, places: Sequence[Place]) -> None:
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
        near = range(after + 1, min(after + 200, len(self._keys)))
        return next((w for w in near if key in self._keys[w] or self._overlaps(key, w)), None)

    def _overlaps(self, key: str, where: int) -> bool:
        other = self._keys[where]
        return len(other) >= 20 and (other in key or key.startswith(other[:40]))
