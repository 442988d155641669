"""Files made for these tests, byte by byte where no library at hand writes them."""

import gzip
import io
import zipfile
from collections.abc import Mapping, Sequence

from knowledge.extract.found import Part
from knowledge.readers.reading import Reading


def parts(reading: Reading) -> list[tuple[str, str]]:
    """Return what each paragraph of *reading* is, and its words."""
    return [(p.part.value, reading.text[p.span.start : p.span.end]) for p in reading.paragraphs]


def texts(reading: Reading, part: Part = Part.BODY) -> list[str]:
    """Return the paragraphs of *reading* that are of one kind."""
    return [text for kind, text in parts(reading) if kind == part.value]


def turns(reading: Reading) -> list[tuple[str, str]]:
    """Return whose turn each paragraph is, and its words."""
    return [
        (
            reading.text[p.speaker.start : p.speaker.end] if p.speaker else "",
            reading.text[p.span.start : p.span.end],
        )
        for p in reading.paragraphs
    ]


type_line = tuple[str, float, float, float]
"""Words, how far from the left and from the bottom in points, and their size."""


def pdf(
    pages: Sequence[Sequence[type_line]], info: Mapping[str, str] | None = None, more: str = ""
) -> bytes:
    """Return a PDF with *pages* of lines in Helvetica; *more* stands in its trailer."""
    objects = ["<< /Type /Catalog /Pages 2 0 R /Lang (en-GB) >>", ""]
    objects.append(
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    )
    told = " ".join(f"/{key} ({value})" for key, value in (info or {}).items())
    objects.append(f"<< {told} >>")
    kids = []
    for page in pages:
        shown = "\n".join(
            f"BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm ({_escaped(text)}) Tj ET"
            for text, x, y, size in page
        )
        objects.append(f"<< /Length {len(shown.encode('cp1252'))} >>\nstream\n{shown}\nendstream")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {len(objects)} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>"
    out = bytearray(b"%PDF-1.4\n")
    starts = []
    for number, body in enumerate(objects, 1):
        starts.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252")
    table = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{start:010} 00000 n \n".encode() for start in starts)
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R /Info 4 0 R {more} >>\n".encode()
    return bytes(out + f"startxref\n{table}\n%%EOF\n".encode())


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def column(
    lines: Sequence[str], top: float = 760, size: float = 11, gap: float = 14
) -> list[type_line]:
    """Return *lines* one below the other; an empty one leaves a gap."""
    return [(line, 70, top - gap * row, size) for row, line in enumerate(lines) if line]


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return a zip archive of *files*."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def warc(records: Sequence[tuple[str, int, str, bytes]], *, packed: bool = True) -> bytes:
    """Return a web archive of *records*: address, status, media type and body."""
    out = b""
    for number, (url, status, media, body) in enumerate(records):
        head = f"HTTP/1.1 {status} Said\r\nContent-Type: {media}\r\nContent-Length: {len(body)}"
        block = head.encode() + b"\r\n\r\n" + body
        record = (
            "WARC/1.0\r\nWARC-Type: response\r\n"
            f"WARC-Record-ID: <urn:uuid:{number:08}-0000-4000-8000-000000000000>\r\n"
            f"WARC-Date: 2019-11-20T03:00:00Z\r\nWARC-Target-URI: {url}\r\n"
            "Content-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {len(block)}\r\n\r\n"
        ).encode()
        whole = record + block + b"\r\n\r\n"
        out += gzip.compress(whole) if packed else whole
    return out
