"""What the desk answers: meaning, not markup.

A reply is made of literal text. Nothing in it is Markdown, mrkdwn or HTML, because the words of a
source are untrusted: each adapter decides how literal text is shown on its platform.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from knowledge.model import Claim


class Visibility(StrEnum):
    """Who may see an answer. Discord fixes it at deferral, so it is decided early."""

    PRIVATE = "private"
    PUBLIC = "public"


class Result(StrEnum):
    """How an answer turned out; `onrecord ask` maps it to an exit code."""

    FOUND = "found"
    NOTHING = "nothing"
    USAGE = "usage"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Strong:
    """Literal text with emphasis, for the words an eye should meet first."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """Literal text that leads to an http or https address."""

    text: str
    url: str


Span = str | Strong | Link
Line = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Action:
    """A press that is a command: the adapter shows a button, or says what to type.

    `under` is the command that it is a sub-action of, for what is typed.
    """

    label: str
    command: str
    args: Mapping[str, str] = field(default_factory=dict)
    under: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of literal text."""

    spans: Line


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words that stand in a source letter for letter, without quotation marks, and their owner."""

    text: str
    owner: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One labelled value, such as `Claim: Not checked`."""

    label: str
    value: Line


@dataclass(frozen=True, slots=True)
class Facts:
    """Labelled values that belong together, in reading order."""

    rows: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One record of a list: its owner first, then what is on record, then how to open it."""

    owner: str
    said: Line
    action: Action | None = None


@dataclass(frozen=True, slots=True)
class Sources:
    """A titled list of records, each with its owner."""

    title: str
    rows: tuple[SourceRow, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A remark in small type: how a match was made, what is missing."""

    spans: Line


@dataclass(frozen=True, slots=True)
class Actions:
    """Presses offered under an answer."""

    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class Divider:
    """A pause between two parts of an answer."""


@dataclass(frozen=True, slots=True)
class Table:
    """A few rows side by side under a title. The first cell of a row is its owner.

    `header` names the columns. Where there is no room for columns a row is a paragraph: owner, then
    the second cell, then each further cell after its column's name; empty ones are left out.
    """

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One figure of a chart: its owner, the figure as written, and where it lies on the scale.

    An end that is `None` is not bounded; an open one does not include its number.
    """

    owner: str
    figure: str
    low: float | None = None
    high: float | None = None
    open_low: bool = False
    open_high: bool = False
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """Figures on one scale from `low` to `high` (finite, `low` below `high`) in `unit`.

    It is always shown as text, an owner and a figure a line, and drawn where there is a way to.
    """

    title: str
    unit: str
    bars: tuple[Bar, ...]
    low: float = 0.0
    high: float = 100.0


@dataclass(frozen=True, slots=True)
class File:
    """A file that goes with an answer, which is then for its asker alone.

    `otherwise` says in a sentence how to come by it where no file can be sent.
    """

    name: str
    media: str
    content: bytes = field(repr=False)
    otherwise: str = ""


Block = Paragraph | Quotation | Facts | Sources | Note | Actions | Divider | Table | Chart | File


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer.

    `title` opens the answer; on a claim's card it is the attribution, so that nothing precedes who
    said it. `notice` is the one thing that may stand above it: how an inexact question was matched.
    `claims` names the slugs shown, and `shown` are all claims of which something stands in the
    answer, as they were read. `replaces` asks to redraw the private message that was pressed.
    `field` names the form field that a usage problem belongs to. `again` are the arguments that
    give the same answer, where those it was asked by are too long to be shared. A `dated` answer
    says how things stood on a day, and is not replaced when they change.
    """

    title: str
    blocks: tuple[Block, ...] = ()
    result: Result = Result.FOUND
    visibility: Visibility = Visibility.PRIVATE
    notice: str = ""
    claims: tuple[str, ...] = ()
    shown: tuple[Claim, ...] = field(default=(), repr=False)
    replaces: bool = False
    field: str = ""
    again: Mapping[str, str] | None = None
    dated: bool = False

    def actions(self) -> Iterator[Action]:
        """Yield every press of the answer in reading order, rows of lists included."""
        for block in self.blocks:
            if isinstance(block, Actions):
                yield from block.actions
            elif isinstance(block, Sources):
                yield from (row.action for row in block.rows if row.action)


class FieldKind(StrEnum):
    """How a form field is filled in."""

    LINE = "line"
    TEXT = "text"
    SUGGEST = "suggest"


@dataclass(frozen=True, slots=True)
class FormField:
    """One field of a form. `name` is the parameter of the command that the form submits.

    A `SUGGEST` field offers that parameter's own suggestions where the platform can.
    """

    name: str
    label: str
    kind: FieldKind = FieldKind.LINE
    value: str = ""
    hint: str = ""
    required: bool = True
    max_length: int = 1000


@dataclass(frozen=True, slots=True)
class Form:
    """A question back to the asker; to submit it is the command `submits` with `args` and fields.

    `title` has at most 24 characters and `submit` too (Slack's limit, the tightest we serve).
    """

    title: str
    submits: str
    fields: tuple[FormField, ...]
    submit: str = "Send"
    args: Mapping[str, str] = field(default_factory=dict)
    note: str = ""


Outcome = Reply | Form


@dataclass(frozen=True, slots=True)
class Choice:
    """One suggestion: what the asker reads, at most 100 characters, and the value it stands for."""

    label: str
    value: str
