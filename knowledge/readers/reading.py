"""What a reader makes of a file or a page: its text and what it says of itself, and from where."""

from dataclasses import dataclass
from enum import StrEnum

from knowledge.extract.found import Paragraph
from knowledge.model import DocumentKind, PartialDate


class Origin(StrEnum):
    """Where a detail of a document comes from, from surest to least sure."""

    GIVEN = "given by a person"
    DATA = "the page's structured data"
    META = "the page's meta tags"
    FEED = "the feed"
    VISIBLE = "the page's visible text"
    FILE = "the file's own properties"
    ADDRESS = "the address"
    GUESSED = "guessed"


@dataclass(frozen=True, slots=True)
class Detail:
    """A detail as the document gives it, and where."""

    value: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Published:
    """The day of publication at its own precision, the stamp it was read from, and where it stood.

    `zone` is the stamp's offset from UTC as written (`Z`, `+02:00`), empty where it gives none.
    `also` are other days that the document gives for it.
    """

    day: PartialDate
    origin: Origin
    stamp: str = ""
    zone: str = ""
    also: tuple[PartialDate, ...] = ()

    @property
    def guessed(self) -> bool:
        """Whether the document does not state the day as its day of publication."""
        return self.origin in (Origin.ADDRESS, Origin.FILE, Origin.GUESSED)


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link in a page's body: the address it leads to, and its words."""

    address: str
    words: str


@dataclass(frozen=True, slots=True)
class Reading:
    """One version of a document as read.

    `text` is normalised (NFC, `\\n` between lines, an empty line between paragraphs) and
    `paragraphs` covers it in order. What the document does not say is missing here, too. `media`
    says what was read: text, html, pdf, docx, feed, subtitles, transcript, warc. `notes` are
    sentences for a person: what was odd, what could not be read. `links` are those in the body of a
    page that lead elsewhere.
    """

    text: str
    paragraphs: tuple[Paragraph, ...]
    media: str
    title: Detail | None = None
    outlet: Detail | None = None
    byline: Detail | None = None
    url: Detail | None = None
    section: Detail | None = None
    published: Published | None = None
    modified: Published | None = None
    language: str = ""
    kind: DocumentKind = DocumentKind.REPORT
    notes: tuple[str, ...] = ()
    links: tuple[PageLink, ...] = ()
