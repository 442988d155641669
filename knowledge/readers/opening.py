"""Any file or page into readings: the one door to all readers.

Nothing here asks the network for anything; what is read is what was given.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from knowledge.errors import TooLarge, Unreadable
from knowledge.readers.reading import Reading
from knowledge.readers.recognising import Form, declared_in, form_of
from knowledge.readers.words import without_text

MOST_BYTES = 20_000_000
"""A file of more bytes is not read unless the caller says so."""


def read(
    data: bytes,
    *,
    name: str = "",
    media: str = "",
    url: str = "",
    zone: str = "",
    most_bytes: int = MOST_BYTES,
) -> Sequence[Reading]:
    """Return what *data* holds: one reading, or several for a feed or a web archive.

    What it is shows in its bytes first, then in its *name*, then in *media*, the media type that
    came with it. *url* is where it was found, and *zone* the outlet's time zone (`Africa/Nairobi`),
    in which the day of publication is reckoned; without it the day is as the document writes it.
    Raises `Unreadable` with a sentence for a person, and nothing else.
    """
    if len(data) > most_bytes:
        raise TooLarge(
            f"That file has {len(data) / 1e6:.1f} MB, and at most {most_bytes / 1e6:g} are read.",
            "Give the part that matters, or its text alone.",
        )
    if not data.strip():
        raise without_text("That file")
    form = form_of(data, name, media)
    given = _Given(name, media, url, _zone(zone))
    try:
        return _read(data, form, given)
    except Unreadable:
        raise
    # The libraries below fail on broken files in ways that they do not list, and a person must be
    # told in every one of them; the cause goes along for the log.
    except Exception as error:
        raise Unreadable(
            f"That {_CALLED[form]} is broken in a way that cannot be read.",
            "Open it where it comes from, and paste its text.",
        ) from error


_CALLED = {
    Form.TEXT: "text",
    Form.HTML: "page",
    Form.PDF: "PDF",
    Form.DOCX: "Word file",
    Form.FEED: "feed",
    Form.SUBTITLES: "file of subtitles",
    Form.WARC: "web archive",
    Form.GZIP: "packed file",
    Form.MHTML: "saved page",
}


def _zone(name: str) -> tzinfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Unreadable(
            f"“{name}” is no time zone.", "Give the outlet's zone as in Africa/Nairobi."
        ) from None


@dataclass(frozen=True, slots=True)
class _Given:
    """What came with the bytes."""

    name: str
    media: str
    url: str
    zone: tzinfo | None


def _read(data: bytes, form: Form, given: _Given) -> Sequence[Reading]:
    # Each reader brings a library, and a question in chat must not wait for any of them.
    declared = declared_in(given.media)
    if form is Form.HTML:
        from knowledge.readers.page import read_page

        return (read_page(data, given.url, given.zone, declared),)
    if form is Form.PDF:
        from knowledge.readers.pdf import read_pdf

        return (read_pdf(data),)
    if form is Form.DOCX:
        from knowledge.readers.word import read_word

        return (read_word(data),)
    if form is Form.FEED:
        from knowledge.readers.feed import read_feed

        return read_feed(data, given.url, given.zone)
    if form is Form.SUBTITLES:
        from knowledge.readers.subtitles import read_subtitles

        return (read_subtitles(data, declared),)
    if form is Form.TEXT:
        from knowledge.readers.plain import read_plain

        return (read_plain(data, declared),)
    return _unpacked(data, form, given)


def _unpacked(data: bytes, form: Form, given: _Given) -> Sequence[Reading]:
    """Return what stands inside a form that holds documents of other forms."""
    if form is Form.MHTML:
        from knowledge.readers.archive import read_saved

        return (read_saved(data, given.url, given.zone),)
    if form is Form.GZIP:
        from knowledge.readers.unpacking import unpacked

        inner, whole = unpacked(data)
        name = given.name.removesuffix(".gz")
        if form_of(inner, name) is Form.GZIP or not inner.strip():
            raise without_text("That packed file")
        found = _read(inner, form_of(inner, name), replace(given, name=name, media=""))
        return found if whole else (_broken_off(found[0]), *found[1:])
    from knowledge.readers.archive import read_warc

    def inside(inner: bytes, media: str, url: str) -> Sequence[Reading]:
        found = form_of(inner, media=media)
        if found in (Form.GZIP, Form.WARC):
            raise without_text("That archive inside an archive")
        return _read(inner, found, replace(given, name="", media=media, url=url))

    return read_warc(data, inside)


def _broken_off(reading: Reading) -> Reading:
    said = "The packed file breaks off, and nothing after the break was read."
    return replace(reading, notes=(said, *reading.notes))
