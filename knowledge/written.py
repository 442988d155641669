"""What is written in a document: its words with their places, its figures and dates as they stand.

Quotation selectors follow the W3C Web Annotation Data Model (TextQuoteSelector and
TextPositionSelector); positions count Unicode code points over the normalised text, end excluded.
"""

from dataclasses import dataclass
from decimal import Decimal

from knowledge.errors import RecordError
from knowledge.partial_date import PartialDate

MAX_QUOTED_WORDS = 40
"""A quotation on a card has at most so many words; the rest is behind “Source text”."""


@dataclass(frozen=True, slots=True)
class Span:
    """Code points `start` to `end` (excluded) of a document's normalised text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise RecordError(f"{self.start}–{self.end} is no span of text")


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that stand in the document letter for letter, and where."""

    exact: str
    span: Span

    def __post_init__(self) -> None:
        if len(self.exact) != self.span.end - self.span.start:
            raise RecordError(f"“{self.exact}” does not fill {self.span.start}–{self.span.end}")


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a claim stands: the passage by position and hash, and words that find it.

    `quote` with `prefix` and `suffix` (at most 32 code points each) is a TextQuoteSelector;
    `passage` is a TextPositionSelector over the whole claim, and `sha256` the hash of its text in
    UTF-8, so that a copy of the document can be checked without our keeping its sentences.
    """

    quote: Quote
    passage: Span
    sha256: str
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as written, and how the desk reads it.

    `value`, or `low` and `high`, is a number only where the text gives one. `span` is set when the
    words were found in the document; without it they are as the desk noted them.
    """

    text: str
    qualifier: str = ""
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str = ""
    measure: str = ""
    population: str = ""
    place: str = ""
    period: str = ""
    as_of: PartialDate | None = None
    span: Span | None = None

    @property
    def has_number(self) -> bool:
        """Whether the text gives a number, rather than a word such as “most”."""
        return self.value is not None or self.low is not None or self.high is not None


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date as written in a claim, and what it means given the document's own date."""

    text: str
    resolved: PartialDate | None = None
    span: Span | None = None
