"""A Word file (DOCX): its paragraphs, headings and table rows, and its own properties.

Changes that are only proposed are read as accepted; comments and footnotes are left out.
"""

import io
import zipfile
from collections.abc import Iterator
from datetime import datetime

from lxml.etree import _Element

from knowledge.errors import TooLarge, Unreadable
from knowledge.extract.found import Part
from knowledge.extract.furniture import page_part
from knowledge.readers.layout import Block, laid, one_line
from knowledge.readers.reading import Detail, Origin, Published, Reading
from knowledge.readers.stamps import Stamp, published, said_of
from knowledge.readers.words import language_of, without_text

MOST_UNPACKED = 100_000_000
"""Bytes that the parts of a file may have together when they are unpacked."""

_OF_TEMPLATE = datetime(2013, 12, 23, 23, 15)  # noqa: DTZ001 - Word's moments are bare, and in UTC
"""When python-docx's empty file was made: every file that is written with it carries this on."""

_MOST_PARTS = 5_000
_MOST_RATIO = 300
_SMALL = 2_000_000
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_AS_TEXT = {f"{_W}tab": " ", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_NOT_READ = frozenset({_FALLBACK, f"{_W}moveFrom", f"{_W}del", f"{_W}pPr", f"{_W}rPr"})
_KINDS = {
    "xl/": "a spreadsheet",
    "ppt/": "a set of slides",
    "META-INF/container.xml": "an e-book",
    "content.xml": "an OpenDocument file",
}


def read_word(data: bytes) -> Reading:
    """Return the text of the DOCX *data*.

    Raises `Unreadable` for other zip files and for those that unpack to far more than they hold.
    """
    _checked(data)
    from docx import Document

    file = Document(io.BytesIO(data))
    styles = {style.style_id: (style.name or "").lower() for style in file.styles}
    blocks = list(_blocks(file.element.body, styles))
    text, paragraphs = laid(blocks)
    if not text:
        raise without_text("That Word file")
    told = file.core_properties
    day, whence = _day(told.created, told.modified)
    language, doubts = language_of(text, told.language or "")
    title = next((b.text for b in blocks if b.part is Part.TITLE), "")
    notes = [*whence, *doubts]
    if next(file.element.body.iter(f"{_W}ins", f"{_W}del"), None) is not None:
        notes.append("It holds changes that are not yet accepted; they were read as accepted.")
    if next(file.element.body.iter(f"{_W}footnoteReference"), None) is not None:
        notes.append("Its footnotes were not read.")
    written = one_line(told.title or "")
    return Reading(
        text,
        paragraphs,
        "docx",
        title=Detail(title, Origin.VISIBLE) if title else _detail(written),
        byline=_detail(one_line(told.author or "").replace("python-docx", "")),
        published=day,
        modified=_published(told.modified),
        language=language,
        notes=tuple(notes),
    )


def _checked(data: bytes) -> None:
    """Look at a zip's directory before anything in it is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise Unreadable(
            "That file is a broken zip archive, or a broken Word file.",
            "Save it again, or paste its text.",
        ) from error
    size = sum(part.file_size for part in parts)
    packed_size = max(1, sum(part.compress_size for part in parts))
    swollen = size > _SMALL and size > _MOST_RATIO * packed_size
    if size > MOST_UNPACKED or len(parts) > _MOST_PARTS or swollen:
        raise TooLarge(
            f"That file unpacks to {max(1, size // 1_000_000)} MB, far more than a document needs.",
            "Paste the text that matters instead.",
        )
    names = {part.filename for part in parts}
    if "word/document.xml" not in names:
        what = next((w for key, w in _KINDS.items() if any(n.startswith(key) for n in names)), "")
        raise Unreadable(
            f"That is {what or 'a zip archive'}, which is not read here.",
            "Save it as DOCX, PDF or text, and give that."
            if what
            else "Unpack it and give its files one by one.",
        )


def _blocks(element: _Element, styles: dict[str, str]) -> Iterator[Block]:
    for child in element:
        if child.tag == f"{_W}p":
            yield from _paragraph(child, styles)
        elif child.tag == f"{_W}tbl":
            for row in child.iter(f"{_W}tr"):
                cells = (one_line(_text(cell)) for cell in row.iter(f"{_W}tc"))
                yield Block(" | ".join(filter(None, cells)))
        elif child.tag not in _NOT_READ:
            yield from _blocks(child, styles)


def _paragraph(element: _Element, styles: dict[str, str]) -> Iterator[Block]:
    text = one_line(_text(element))
    style = element.find(f"{_W}pPr/{_W}pStyle")
    name = styles.get(style.get(f"{_W}val") or "", "") if style is not None else ""
    if text:
        yield Block(text, _part(text, name))
    for box in element.iter(f"{_W}txbxContent"):
        if not any(above.tag == _FALLBACK for above in box.iterancestors()):
            yield from _blocks(box, styles)


def _text(element: _Element) -> str:
    """Return the words of *element*, without those of boxes that hang on it."""
    words = []
    for child in element:
        if child.tag == f"{_W}t":
            words.append(child.text or "")
        elif child.tag in _AS_TEXT:
            words.append(_AS_TEXT[child.tag])
        elif child.tag == f"{_W}p" and words:
            words.append("\n" + _text(child))
        elif child.tag not in _NOT_READ and child.tag != f"{_W}txbxContent":
            words.append(_text(child))
    return "".join(words)


def _part(text: str, style: str) -> Part:
    if style == "title":
        return Part.TITLE
    if style.startswith(("heading", "subtitle")):
        return Part.HEADING
    return Part.CAPTION if style == "caption" else page_part(text) or Part.BODY


def _day(
    created: datetime | None, modified: datetime | None
) -> tuple[Published | None, tuple[str, ...]]:
    """Return the day that stands for publication, a guess, and the sentences about it."""
    if made := _published(created):
        return made, said_of(made)
    if saved := _published(modified):
        told = f"The day of publication, {saved.day.words()}, is the day on which its file was last"
        return saved, (f"{told} saved; check it.",)
    return None, said_of(None)


def _published(moment: datetime | None) -> Published | None:
    """Return the day of *moment*, which Word writes in UTC, unless a template brought it along."""
    if moment is None or moment.replace(tzinfo=None, microsecond=0) == _OF_TEMPLATE:
        return None
    return published([Stamp(moment.isoformat()[:19] + "Z", Origin.FILE)])


def _detail(value: str) -> Detail | None:
    return Detail(value, Origin.FILE) if value else None
