"""Web archives (WARC) and pages saved whole (MHTML): the documents inside, with their addresses."""

import email
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo
from email import policy
from email.message import EmailMessage

from knowledge.errors import Unreadable
from knowledge.readers.page import read_page
from knowledge.readers.reading import Reading

MOST_RECORDS = 100
"""Documents after these are not read, and the first reading says so."""

_LONGEST = 20_000_000
_KINDS = ("text/", "application/xhtml", "application/pdf", "application/rss", "application/atom")
_NOT_READ = ("text/css", "text/javascript", "text/csv")

Reader = Callable[[bytes, str, str], Sequence[Reading]]
"""Reads bytes with their media type and address."""


@dataclass(frozen=True, slots=True)
class Captured:
    """A document as a web archive holds it."""

    data: bytes
    media: str
    url: str


def read_warc(data: bytes, reader: Reader) -> Sequence[Reading]:
    """Return the documents that the archive *data* holds, each read by *reader*.

    Pictures, styles and scripts are passed over, and so is what the site did not give.
    Raises `Unreadable` where nothing is left.
    """
    readings: list[Reading] = []
    broken: list[str] = []
    failed = 0
    more = False
    for captured in _captured(data, broken):
        if len(readings) >= MOST_RECORDS:
            more = True
            break
        try:
            readings += [
                replace(each, media="warc")
                for each in reader(captured.data, captured.media, captured.url)
            ]
        except Unreadable:
            failed += 1
    if not readings:
        raise Unreadable(
            "That web archive holds no page whose text can be read.",
            "Give the address of the page, or paste its text.",
        )
    notes = readings[0].notes
    if failed:
        notes += (f"{failed} other document{'s'[: failed > 1]} in the archive could not be read.",)
    notes += tuple(broken)
    if more:
        notes += (f"Only the first {MOST_RECORDS} documents of the archive were read.",)
    return [replace(readings[0], notes=notes), *readings[1:]]


def _captured(data: bytes, broken: list[str]) -> Iterator[Captured]:
    """Yield what the archive holds; a sentence is put into *broken* where it cannot go on."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    try:
        for record in ArchiveIterator(io.BytesIO(data)):
            if record.rec_type not in ("response", "resource", "conversion"):
                continue
            http = record.http_headers
            if http is not None and http.get_statuscode() != "200":
                continue
            headers = http if http is not None else record.rec_headers
            media = headers.get_header("Content-Type") or ""
            if not media.startswith(_KINDS) or media.startswith(_NOT_READ):
                continue
            url = record.rec_headers.get_header("WARC-Target-URI") or ""
            body = record.content_stream().read(_LONGEST + 1)
            if body.strip():
                yield Captured(body, media, url.strip("<>"))
    except ArchiveLoadFailed:
        # What came before the break is whole.
        broken.append("The archive is broken, and nothing after the break was read.")


def read_saved(data: bytes, url: str = "", zone: tzinfo | None = None) -> Reading:
    """Return the page that a browser saved as MHTML, at the address it was saved from."""
    message = email.message_from_bytes(data, policy=policy.default)
    page = next((p for p in message.walk() if p.get_content_type() == "text/html"), None)
    body = page.get_payload(decode=True) if page is not None else None
    if page is None or not isinstance(body, bytes) or not body.strip():
        raise Unreadable(
            "That saved page holds no HTML.", "Save it again as a web page, or paste its text."
        )
    address = _address(message) or _address(page) or url
    return read_page(body, address, zone, page.get_content_charset() or "")


def _address(part: EmailMessage) -> str:
    for name in ("Snapshot-Content-Location", "Content-Location"):
        value = str(part.get(name) or "").strip()
        if value.startswith(("http://", "https://")):
            return value
    return ""
