"""Any file or page into readings: the one door to all readers.

Nothing here asks the network for anything; what is read is what was given.
"""

from collections.abc import Sequence
from datetime import tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from knowledge.errors import TooLarge, Unreadable
from knowledge.readers.reading import Reading
from knowledge.readers.recognising import Form, declared_in, form_of
from knowledge.readers.words import without_text

MOST_BYTES = 20_000_000
"""A file of more bytes is not read."""


def read(
    data: bytes, *, name: str = "", media: str = "", url: str = "", zone: str = ""
) -> Sequence[Reading]:
    """Return what *data* holds: one reading, or several for a feed or a web archive.

    What it is shows in its bytes first, then in its *name*, then in *media*, the media type that
    came with it. *url* is where it was found, and *zone* the outlet's time zone (`Africa/Nairobi`),
    in which the day of publication is reckoned; without it the day is as the document writes it.
    Raises `Unreadable` with a sentence for a person, and nothing else.
    """
    if len(data) > MOST_BYTES:
        raise TooLarge(
            f"That file has {len(data) / 1e6:.0f} MB, and at most {MOST_BYTES // 1_000_000} are"
            " read.",
            "Give the part that matters, or its text alone.",
        )
    if not data.strip():
        raise without_text("That file")
    form = form_of(data, name, media)
    try:
        return _read(form, data, declared_in(media), url, _zone(zone))
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
    Form.MHTML: "saved page",
}


def _zone(name: str) -> tzinfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Unreadable(
            f"“{name}” is no time zone.", "Give the outlet's zone as in Africa/Nairobi."
        ) from None


def _read(
    form: Form, data: bytes, declared: str, url: str, zone: tzinfo | None
) -> Sequence[Reading]:
    # Each reader brings a library, and a question in chat must not wait for any of them.
    if form is Form.HTML:
        from knowledge.readers.page import read_page

        return (read_page(data, url, zone, declared),)
    if form is Form.PDF:
        from knowledge.readers.pdf import read_pdf

        return (read_pdf(data),)
    from knowledge.readers.plain import read_plain

    return (read_plain(data, declared),)
