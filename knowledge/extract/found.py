"""What extraction finds in a text: spans and readings, never words of its own.

Spans count Unicode code points of the text that was given, end excluded. Whatever is found names
its rule or model, and its confidence is the share of such findings that held on labelled text.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from knowledge.model import Span
from knowledge.vocabulary import ClaimantKind, Strength, Voice

AUTHOR = "the author"
"""What somebody is called who writes “I” and whose name is not known."""


class Part(StrEnum):
    """What a paragraph of a document is. Only `BODY` and `CAPTION` may hold claims."""

    TITLE = "title"
    HEADING = "heading"
    BODY = "body"
    CAPTION = "caption"
    BYLINE = "byline"
    FURNITURE = "furniture"
    """Share prompts, “follow us”, comment notices, related links: the page's, not the report's."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a text and what it is. `speaker` is whose turn it is in a transcript."""

    span: Span
    part: Part = Part.BODY
    speaker: Span | None = None


@dataclass(frozen=True, slots=True)
class Attributed:
    """Something that a text attributes: to whom, with which cue, and what.

    Each of the three is a tuple of spans in reading order, since words may come between; `source`
    is empty where nobody is named (“is accused of …”) and `cue` where none stands. `parent` is the
    place in the list of the attribution that this one stands inside of (A says that B accuses).
    `rule` names what found it; `confidence` is between 0 and 1. `inner` says that it is what
    somebody else is said to have said, which labelled texts mostly leave out.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    voice: Voice
    strength: Strength = Strength.STATED
    hedge: Span | None = None
    accused: Span | None = None
    accusation: bool = False
    parent: int | None = None
    rule: str = ""
    confidence: float = 0.5
    inner: bool = False


class DatePrecision(StrEnum):
    """How much of a date is known."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    SEASON = "season"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date as written, and what it means given the day of publication.

    `start` and `end` are the first and last day it may mean, and `value` is it at its own precision
    (`2019-12-18`, `2019-12`, `2019-Q3`, `2019-W51`, `1990s`); all three are missing where there is
    no day to reckon from. `kind` is point, range, since, by or window; `how` says in words what was
    taken for granted, if anything was.
    """

    span: Span
    text: str
    value: str = ""
    precision: DatePrecision | None = None
    kind: str = "point"
    start: date | None = None
    end: date | None = None
    how: str = ""


@dataclass(frozen=True, slots=True)
class FoundFigure:
    """A figure as written, and its reading.

    `span` takes the qualifier in, `core` is number and unit. `value`, or `low` and `high`, or
    `values` (a score, a ratio) is set only where the text gives a number. `qualifier` is one of
    exactly, about, nearly, at least, more than, less than, up to, range, order of magnitude, most,
    few. `measure`, `population` and `period` are words of the text: what is counted or measured,
    out of whom, for how long or per what; empty where the sentence does not say.
    """

    span: Span
    core: Span
    text: str
    qualifier: str = "exactly"
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    values: tuple[Decimal, ...] = ()
    unit: str = ""
    kind: str = "count"
    measure: str = ""
    population: str = ""
    period: str = ""


@dataclass(frozen=True, slots=True)
class FoundClaimant:
    """Who says it: the words that stand there, and whom they mean in this document.

    `written` are the words at the claim; `name` the fullest name that the document gives, taken
    from `named_at`; the two differ where a pronoun or “the group” was resolved. `name` is empty for
    somebody who is not named (“officials”). `role` and `affiliation` are words of the document.
    `author` says that it is whoever wrote the document (“I” outside of quotation marks).
    """

    written: Span
    text: str
    kind: ClaimantKind
    name: str = ""
    named_at: Span | None = None
    role: str = ""
    affiliation: str = ""
    aliases: tuple[str, ...] = ()
    author: bool = False

    @property
    def called(self) -> str:
        """Return the name, or what is to be said where there is none."""
        return self.name or (AUTHOR if self.author else self.text)

    @property
    def resolved(self) -> bool:
        """Whether the document's words here had to be traced to a name elsewhere in it."""
        return self.named_at is not None and self.named_at != self.written


@dataclass(frozen=True, slots=True)
class FoundClaim:
    """One checkable statement at one place, as extraction proposes it.

    `span` is the whole passage and `content` the words claimed. `parent` is the place in the list
    of the claim that this one stands inside of. `slug`, `label` and `topic` name what it is about
    and assert nothing. `worth` (0 to 1) orders a queue and is shown to nobody.
    """

    span: Span
    content: tuple[Span, ...]
    voice: Voice
    strength: Strength
    claimants: tuple[FoundClaimant, ...] = ()
    cue: tuple[Span, ...] = ()
    hedge: Span | None = None
    quotes: tuple[Span, ...] = ()
    scare_quotes: tuple[Span, ...] = ()
    figures: tuple[FoundFigure, ...] = ()
    dates: tuple[FoundDate, ...] = ()
    places: tuple[str, ...] = ()
    accused: str = ""
    accuser_named: bool | None = None
    parent: int | None = None
    told_by: tuple[FoundClaimant, ...] = ()
    part: Part = Part.BODY
    slug: str = ""
    label: str = ""
    topic: str = ""
    rule: str = ""
    confidence: float = 0.5
    worth: float = 0.0


@dataclass(frozen=True, slots=True)
class Extracted:
    """Everything found in one text. `notes` are sentences for a person."""

    paragraphs: tuple[Paragraph, ...] = ()
    attributions: tuple[Attributed, ...] = ()
    claims: tuple[FoundClaim, ...] = ()
    language: str = "en"
    notes: tuple[str, ...] = field(default=())
