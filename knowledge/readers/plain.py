"""Plain text: its paragraphs, its headline and its speakers where it shows them."""

import re

from knowledge.extract.found import Part
from knowledge.extract.paragraphs import laid_out
from knowledge.model import DocumentKind
from knowledge.readers.decoding import decoded
from knowledge.readers.layout import normalised, set_apart
from knowledge.readers.plain_details import byline_in, day_in
from knowledge.readers.reading import Detail, Origin, Reading
from knowledge.readers.words import language_of, without_text

_OPINION = re.compile(r"(?:opinion|op-ed|commentary|editorial|column)\s*[:|–—]", re.IGNORECASE)


def read_plain(data: bytes, declared: str = "") -> Reading:
    """Return plain text as a reading. *declared* is the encoding that came with it, if any."""
    known = decoded(data, declared)
    return of_text(known.text, "text", known.notes)


def of_text(written: str, media: str, notes: tuple[str, ...] = ()) -> Reading:
    """Return the text *written* as a reading of *media*, a transcript where speakers take turns.

    Raises `Unreadable` where there is no text.
    """
    text, paragraphs = set_apart(written := normalised(written), laid_out(written))
    if not paragraphs:
        raise without_text("That file")
    title = next((p.span for p in paragraphs if p.part is Part.TITLE), None)
    spoken = any(p.speaker for p in paragraphs)
    language, doubts = language_of(text)
    day, said = day_in(text, paragraphs)
    return Reading(
        text,
        paragraphs,
        "transcript" if spoken and media == "text" else media,
        title=Detail(text[title.start : title.end], Origin.VISIBLE) if title else None,
        byline=byline_in(text, paragraphs),
        published=day,
        language=language,
        kind=_kind(text, spoken=spoken),
        notes=(*notes, *filter(None, (said,)), *doubts),
    )


def _kind(text: str, *, spoken: bool) -> DocumentKind:
    if spoken:
        return DocumentKind.TRANSCRIPT
    return DocumentKind.OPINION if _OPINION.match(text) else DocumentKind.REPORT
