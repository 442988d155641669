"""A web page: its report, what it says of itself, and where each detail comes from."""

import re
from datetime import tzinfo

from lxml import etree, html
from lxml.html import HtmlElement

from knowledge.errors import Unreadable
from knowledge.readers.decoding import decoded
from knowledge.readers.layout import laid
from knowledge.readers.page_blocks import body_of
from knowledge.readers.page_details import details_of
from knowledge.readers.page_links import links_in
from knowledge.readers.places import without_hidden
from knowledge.readers.reading import Reading
from knowledge.readers.stamps import said_of
from knowledge.readers.walls import paywall, refuse_walls
from knowledge.readers.words import language_of, without_text

_CHARSET = re.compile(rb"<meta[^>]{1,200}?charset\s*=\s*[\"']?\s*([\w-]{2,30})", re.I)
_SAVED_FROM = re.compile(
    r"<!--\s*(?:saved from url=\(\d+\)|Page saved with SingleFile\s+url:\s*)(https?://[^\s>]+)"
)
_DEEPEST = 256
"""libxml2 reads so far into nested parts."""

_PROLOG = re.compile(r"^\s*<\?xml[^>]*\?>")


def read_page(
    data: bytes, url: str = "", zone: tzinfo | None = None, declared: str = ""
) -> Reading:
    """Return the report on the web page *data*, which was found at *url*.

    Raises `Unreadable` for a page without a report on it.
    """
    meta = _CHARSET.search(data[:4096])
    known = decoded(data, declared or (meta[1].decode("ascii") if meta else ""))
    source = _PROLOG.sub("", known.text.replace("\0", ""))
    saved = _SAVED_FROM.search(source[:4096])
    tree = without_hidden(tree_of(source))
    found = details_of(tree, url or (saved[1] if saved else ""), zone)
    body = body_of(tree, found.url.value if found.url else "")
    text, paragraphs = laid(body.blocks)
    words = "\n".join(block.text for block in body.blocks if block.part.value != "title")
    refuse_walls(tree, words)
    if not words:
        raise without_text("That page")
    language, doubts = language_of(text, found.language)
    notes = [*known.notes, *said_of(found.published), *doubts]
    if wall := paywall(words, tree, free=found.free):
        notes.append(wall)
    if body.whole:
        notes.append("No report was found on the page, so all of its text was taken.")
    if body.put_back:
        several = body.put_back > 1
        notes.append(
            f"{body.put_back} paragraph{'s' if several else ''} with quotations"
            f" {'were' if several else 'was'} put back where the first reading had left"
            f" {'them' if several else 'it'} out."
        )
    if found.broken:
        notes.append("Some of the page's structured data is broken and was left out.")
    return Reading(
        text,
        paragraphs,
        "html",
        title=found.title,
        outlet=found.outlet,
        byline=found.byline,
        url=found.url,
        section=found.section,
        published=found.published,
        modified=found.modified,
        language=language,
        kind=found.kind,
        notes=tuple(notes),
        links=links_in(body.elements, found.url.value if found.url else ""),
    )


def tree_of(source: str) -> HtmlElement:
    """Return *source* as a tree, without comments. Raises `Unreadable` where it cannot be one.

    Programs that write pages put comments between words, and trafilatura loses what follows one.
    """
    parser = html.HTMLParser(encoding="utf-8", remove_pis=True, remove_comments=True)
    try:
        tree = html.document_fromstring(source.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        tree = None
    if not isinstance(tree, HtmlElement):
        raise Unreadable(
            "That page cannot be read: its HTML is empty or broken.",
            "Paste the text of the page instead.",
        )
    # The library stops there and says nothing, so that the rest of the page would be missing.
    if any(error.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for error in parser.error_log):
        raise Unreadable(
            f"That page cannot be read whole: its parts are nested more than {_DEEPEST} deep.",
            "Paste the text of the page instead.",
        )
    return tree
