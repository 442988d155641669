"""The links in the body of a web page: where they lead, and their words."""

from collections.abc import Iterable, Iterator
from urllib.parse import urljoin

from lxml.html import HtmlElement

from knowledge.readers.layout import one_line
from knowledge.readers.places import BLOCKS
from knowledge.readers.reading import PageLink
from knowledge.readers.urls import canonical

MOST = 60
"""More links of one page are not kept."""

_MAX_WORDS = 200


def links_in(elements: Iterable[HtmlElement], url: str) -> tuple[PageLink, ...]:
    """Return the links in *elements* that lead to other pages, each page once, in order.

    *url* is that of the page itself. Links inside a block within an element are that block's.
    """
    found: dict[str, PageLink] = {}
    for link in _links(elements, url):
        found.setdefault(canonical(link.address), link)
    found.pop(canonical(url), None)
    return tuple(found.values())[:MOST]


def _links(elements: Iterable[HtmlElement], url: str) -> Iterator[PageLink]:
    for element in elements:
        for anchor in element.iter("a"):
            words = one_line(anchor.text_content())
            if not words or next(e for e in _holding(anchor)) is not element:
                continue
            try:
                address = urljoin(url, (anchor.get("href") or "").strip())
            except ValueError:  # such as half an IPv6 address
                continue
            if canonical(address).startswith("https://"):
                yield PageLink(address, words[:_MAX_WORDS])


def _holding(anchor: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the blocks around *anchor*, the nearest first, and last the outermost element."""
    around = [*anchor.iterancestors()]
    yield from (element for element in around if element.tag in BLOCKS)
    yield around[-1]
