"""A feed (RSS or Atom): one reading for each of its entries."""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import tzinfo
from typing import Any
from xml.sax import SAXException  # nosec - the failure alone; nothing is parsed with it

from knowledge.errors import Unreadable
from knowledge.extract.found import Part
from knowledge.extract.furniture import page_part
from knowledge.readers.layout import Block, laid, one_line
from knowledge.readers.page import tree_of
from knowledge.readers.places import HEADINGS, places_of
from knowledge.readers.reading import Detail, Origin, Reading
from knowledge.readers.stamps import Stamp, published, said_of
from knowledge.readers.words import language_of

MOST_ENTRIES = 200
"""Entries after these are not read, and the first reading says so."""


def read_feed(data: bytes, url: str = "", zone: tzinfo | None = None) -> Sequence[Reading]:
    """Return the entries of the feed *data*, in its order.

    Raises `Unreadable` where it holds none with words in it.
    """
    import feedparser

    # Given as a stream: a text that looks like an address or a file's name would be opened.
    found = feedparser.parse(io.BytesIO(data), response_headers={"content-location": url})
    entries = list(found.entries)
    notes = []
    if len(entries) > MOST_ENTRIES:
        notes.append(
            f"Only the first {MOST_ENTRIES} of the feed's {len(entries)} entries were read."
        )
    readings: list[Reading] = []
    failed = 0
    for entry in entries[:MOST_ENTRIES]:
        try:
            reading = _reading(entry, found.feed, zone)
        except Unreadable:
            failed += 1
            continue
        readings += [reading] if reading else []
    if not readings:
        raise Unreadable(
            "That feed holds no entry with words in it that can be read.",
            "Give the address of an article instead.",
        )
    if isinstance(found.get("bozo_exception"), SAXException):
        notes.append("The feed is not well-formed XML, so some of its entries may be missing.")
    if failed:
        notes.append(f"{failed} of the feed's entries could not be read.")
    first = readings[0]
    return [replace(first, notes=(*notes, *first.notes)), *readings[1:]]


def _reading(
    entry: Mapping[str, Any], feed: Mapping[str, Any], zone: tzinfo | None
) -> Reading | None:
    title = " ".join(block.text for block in _blocks(str(entry.get("title", ""))))
    full = [each for each in entry.get("content", ()) if each.get("value")]
    written = full[0]["value"] if full else str(entry.get("summary", ""))
    blocks = list(_blocks(written))
    text, paragraphs = laid([Block(title, Part.TITLE), *blocks])
    if not text:
        return None
    day = published(_stamps(entry, "published", "created"), zone)
    stated = (full[0].get("language") if full else "") or feed.get("language", "")
    language, doubts = language_of(text, str(stated or ""))
    link = str(entry.get("link", ""))
    notes: tuple[str, ...] = ()
    if not full:
        notes = (
            "The feed gives only a summary of this entry"
            + (f"; the whole text should be at {link}." if link else "."),
        )
    source = entry.get("source") or {}
    return Reading(
        text,
        paragraphs,
        "feed",
        title=_detail(title),
        outlet=_detail(source.get("title") or feed.get("title")),
        byline=_detail(", ".join(_authors(entry))),
        url=_detail(link if link.startswith(("http://", "https://")) else ""),
        section=_detail(next((tag.get("term") for tag in entry.get("tags", ())), "")),
        published=day,
        modified=published(_stamps(entry, "updated"), zone),
        language=language,
        notes=(*notes, *said_of(day), *doubts),
    )


def _blocks(markup: str) -> Iterator[Block]:
    """Yield the paragraphs of an entry, which is HTML or plain text."""
    if not markup.strip():
        return
    for place in places_of(tree_of(f"<html><body>{markup}</body></html>")):
        part = Part.HEADING if place.element.tag in HEADINGS else page_part(place.text)
        yield Block(place.text, Part.CAPTION if place.caption else part or Part.BODY)


def _authors(entry: Mapping[str, Any]) -> Iterator[str]:
    named = [one_line(str(each.get("name") or "")) for each in entry.get("authors", ())]
    yield from dict.fromkeys(filter(None, named or [one_line(str(entry.get("author") or ""))]))


def _stamps(entry: Mapping[str, Any], *names: str) -> Iterator[Stamp]:
    for name in names:
        # feedparser answers for a missing date with another one, and warns; `in` does not.
        if name in entry and entry.get(name):
            yield Stamp(str(entry[name]), Origin.FEED)


def _detail(value: object) -> Detail | None:
    text = one_line(str(value or ""))
    return Detail(text, Origin.FEED) if text else None
