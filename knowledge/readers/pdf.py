"""A PDF with a text layer: lines joined into paragraphs, running heads left out."""

import io
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from knowledge.errors import Unreadable
from knowledge.readers.layout import laid, one_line
from knowledge.readers.pdf_lines import lines_of, without_running_heads
from knowledge.readers.pdf_paragraphs import paragraphs_of
from knowledge.readers.reading import Detail, Origin, Reading
from knowledge.readers.stamps import Stamp, published, said_of
from knowledge.readers.words import language_of

if TYPE_CHECKING:
    from pypdf import PdfReader

MOST_PAGES = 300
"""Pages after these are not read, and the reading says so."""

_STAMP = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:([+-]\d\d)'?(\d\d)?|(Z))?")
_JUNK_TITLE = re.compile(
    r"(?i)^(microsoft word|untitled|document\d*$|.*\.(docx?|pdf|indd|qxp|tmp)$)"
)


def read_pdf(data: bytes) -> Reading:
    """Return the text of the PDF *data*. Raises `Unreadable` where it is locked or has none."""
    file = _opened(data)
    count = len(file.pages)
    pages = [list(lines_of(file.pages[at], at)) for at in range(min(count, MOST_PAGES))]
    body, dropped = without_running_heads(pages)
    found = paragraphs_of(body)
    text, paragraphs = laid(found.blocks)
    if not any(letter.isalnum() for letter in text):
        raise Unreadable(
            "That PDF has no text, only pictures of its pages.",
            "Run it through a program that recognises text, or paste what matters.",
        )
    told: Mapping[str, object] = file.metadata or {}
    day = published(_stamps(str(told.get("/CreationDate") or "")))
    language, doubts = language_of(text, _language(file))
    notes = [*said_of(day), *doubts]
    if count > MOST_PAGES:
        notes.append(f"Only the first {MOST_PAGES} of its {count} pages were read.")
    if empty := sum(not page for page in pages):
        notes.append(f"{empty} of its pages hold no text; they may be pictures.")
    if dropped:
        notes.append("Running heads and page numbers were left out.")
    if found.joined:
        notes.append(
            f"Words broken at the end of a line were joined, {found.joined} in all; compare with"
            " the source before you quote."
        )
    return Reading(
        text,
        paragraphs,
        "pdf",
        title=_title(found.title, one_line(str(told.get("/Title") or ""))),
        byline=_detail(one_line(str(told.get("/Author") or ""))),
        published=day,
        modified=published(_stamps(str(told.get("/ModDate") or ""))),
        language=language,
        notes=tuple(notes),
    )


def _opened(data: bytes) -> "PdfReader":
    from pypdf import PdfReader
    from pypdf.errors import DependencyError

    file = PdfReader(io.BytesIO(data))
    if file.is_encrypted:
        try:
            # Many a PDF is locked against changes only, and opens with an empty password.
            opened = bool(file.decrypt(""))
        except (DependencyError, NotImplementedError):
            raise Unreadable(
                "That PDF is encrypted in a way that is not read here.",
                "Print it into a new PDF, or paste its text.",
            ) from None
        if not opened:
            raise Unreadable(
                "That PDF is locked with a password.",
                "Save a copy without the password, or paste its text.",
            )
    return file


def _stamps(text: str) -> Iterator[Stamp]:
    """Yield a PDF's own stamp, `D:20191218093000+03'00'`, as others write it."""
    if match := _STAMP.match(text):
        year, month, day, hour, minute, second, offset, minutes, utc = match.groups()
        stamp = "-".join(filter(None, (year, month, day)))
        if day and hour and minute:
            zone = "Z" if utc else f"{offset}:{minutes or '00'}" if offset else ""
            stamp += f"T{hour}:{minute}:{second or '00'}{zone}"
        yield Stamp(stamp, Origin.FILE)


def _language(file: "PdfReader") -> str:
    return str(file.root_object.get("/Lang") or "")


def _title(seen: str, told: str) -> Detail | None:
    if seen:
        return Detail(seen, Origin.VISIBLE)
    return None if not told or _JUNK_TITLE.match(told) else _detail(told)


def _detail(value: str) -> Detail | None:
    return Detail(value, Origin.FILE) if value else None
