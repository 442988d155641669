"""What a file is: by its first bytes, then by its name, then by what came with it."""

import re
from enum import Enum, auto

from knowledge.errors import Unreadable


class Form(Enum):
    """A form of file that is read."""

    TEXT = auto()
    HTML = auto()
    PDF = auto()
    DOCX = auto()
    FEED = auto()
    SUBTITLES = auto()
    WARC = auto()
    GZIP = auto()
    MHTML = auto()


_HTML = re.compile(
    rb"\s*(?:<!--.{0,500}?-->\s*|<\?xml[^>]*>\s*)*<(?:!doctype html|html|head|body)\b", re.I | re.S
)
_TAGS = re.compile(rb"</(?:p|div|body|html|head|h1|article|title)>", re.I)
_FEED = re.compile(rb"<(?:rss|feed|rdf:RDF)[\s>]", re.I)
_SRT = re.compile(rb"\s*\d+\s*\r?\n\d\d:\d\d:\d\d[,.]\d{3} --> \d\d:\d\d:\d\d")
_MHTML = re.compile(rb"(?im)^content-type:\s*multipart/related")
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_OTHERS = (
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"RIFF", "sound or a film"),
    (b"ID3", "sound"),
    (b"OggS", "sound"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"{\\rtf", "an RTF file"),
    (b"7z\xbc\xaf", "an archive"),
    (b"Rar!", "an archive"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"SQLite format 3", "a database"),
)
_ENDINGS = {
    "html": Form.HTML, "htm": Form.HTML, "xhtml": Form.HTML,
    "rss": Form.FEED, "atom": Form.FEED,
    "srt": Form.SUBTITLES, "vtt": Form.SUBTITLES,
    "mht": Form.MHTML, "mhtml": Form.MHTML,
}  # fmt: skip
_MEDIA = {
    "text/html": Form.HTML, "application/xhtml+xml": Form.HTML,
    "application/rss+xml": Form.FEED, "application/atom+xml": Form.FEED,
    "text/vtt": Form.SUBTITLES, "application/x-subrip": Form.SUBTITLES,
    "multipart/related": Form.MHTML,
}  # fmt: skip


def form_of(data: bytes, name: str = "", media: str = "") -> Form:
    """Return what *data* is. Raises `Unreadable` for a form that is known and not read."""
    head = _head(data)
    if b"%PDF-" in data[:1024]:
        return Form.PDF
    if data.startswith(b"PK\x03\x04"):
        return Form.DOCX
    if data.startswith(b"WARC/"):
        return Form.WARC
    if data.startswith(b"\x1f\x8b"):
        return Form.GZIP
    for magic, what in _OTHERS:
        if data.startswith(magic):
            raise Unreadable(
                f"That is {what}, which is not read here.",
                "Give text, HTML, PDF, DOCX, a feed, subtitles or a web archive.",
            )
    if _HTML.match(head):
        return Form.HTML
    if head.lstrip().startswith(b"<") and _FEED.search(head[:1024]):
        return Form.FEED
    if head.lstrip().startswith(b"WEBVTT") or _SRT.match(head):
        return Form.SUBTITLES
    if _MHTML.search(head[:2048]) and b"\nmime-version:" in b"\n" + head[:2048].lower():
        return Form.MHTML
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    known = _ENDINGS.get(ending) or _MEDIA.get(media.partition(";")[0].strip().lower())
    if known in (Form.SUBTITLES, Form.MHTML, Form.FEED):
        known = None if ending else known
    return known or (Form.HTML if len(_TAGS.findall(head)) >= 2 else Form.TEXT)


def declared_in(media: str) -> str:
    """Return the encoding that a media type names: `text/html; charset=…`."""
    found = re.search(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", media, re.I)
    return found[1] if found else ""


def _head(data: bytes) -> bytes:
    """Return the beginning of *data* as UTF-8, whatever its byte order mark says."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            plain = data[:16_384].decode(
                "utf-8-sig" if encoding == "utf-8" else encoding, "replace"
            )
            return plain.encode()
    return data[:16_384]
