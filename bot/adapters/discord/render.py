"""A reply as Discord messages: embeds and rows of buttons, within every limit, nothing lost.

Pure. The answer is one flow of text in reading order: the title, then the blocks as lines. Text
that does not fit one embed goes on in the next, and past a message's total in the next message.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from bot.adapters.discord.buttons import Button, arrange
from bot.adapters.discord.escape import line_pieces, literal, pieces, room, strong
from bot.core.enclosed import files_of
from bot.core.plain import clean, file_words, plain, quoted, row_line, table_heading
from bot.core.reply import (
    Actions,
    Block,
    Chart,
    Divider,
    Facts,
    File,
    Line,
    Note,
    Paragraph,
    Quotation,
    Reply,
    Sources,
    Table,
)

MAX_TITLE = 256
MAX_DESCRIPTION = 4096
MAX_FOOTER = 2048
MAX_TOTAL = 6000
MAX_EMBEDS = 10
MAX_CONTENT = 2000
COLOUR = 0x5F6B76
"""A neutral grey: a colour must never stand for a judgement."""

_QUOTE = "> "
_CONTINUED = " (continued)"
_NEXT_EMBED = MAX_DESCRIPTION // 3
"""An embed is opened in the same message only where it would have as much room."""

_WHOLE_LINE = _NEXT_EMBED - 40
_CUT = (
    "\n\nCut here: Discord refused the full answer. "
    "The whole of it is in the console on the desk's machine: onrecord ask"
)


@dataclass(frozen=True, slots=True)
class Part:
    """One embed: title and description as markup, the footer as literal text."""

    description: str = ""
    title: str = ""
    footer: str = ""

    def room(self) -> int:
        """Return how much of a message's total this embed takes."""
        return room(self.title) + room(self.description) + room(self.footer)


@dataclass(frozen=True, slots=True)
class Page:
    """One message. `content` is markup; `rows` are the buttons under it, row by row.

    `chart` is to be drawn under its last embed; `picture` is that drawing, once there is one.
    `files` go along with it.
    """

    parts: tuple[Part, ...] = ()
    rows: tuple[tuple[Button, ...], ...] = ()
    content: str = ""
    chart: Chart | None = None
    picture: bytes = b""
    files: tuple[File, ...] = ()


@dataclass(slots=True)
class _Flow:
    """Text poured into embeds and messages, one piece after another."""

    title: str
    continued: str
    pages: list[list[Part]] = field(default_factory=list)
    text: str = ""
    used: int = 0

    def pour(self, piece: str, glue: str, lead: str = "", line: int = 0) -> None:
        """Add *piece* after *glue*; *lead* is what stands before it wherever it opens a line.

        A *line* that is no longer than the next embed has room for begins there, where it does not
        fit whole: what somebody says does not stand in another message than who says it.
        """
        if self.text.endswith("**") and not glue and piece.startswith("**"):
            # Four asterisks in a row would end neither of two bold runs.
            glue = "\u2060"
        added = f"{glue}{lead if glue else ''}{piece}" if self.text else lead + piece.lstrip()
        needed = max(room(added), line if line <= _WHOLE_LINE else 0)
        if self.text and room(self.text) + needed > self._left():
            self.turn()
            added = lead + piece.lstrip()
        self.text += added

    def _left(self) -> int:
        return min(MAX_DESCRIPTION, MAX_TOTAL - self.used - room(self.title))

    def turn(self, footer: str = "") -> None:
        """Close the embed at hand, and its message too when the next would not fit well."""
        part = Part(self.text.rstrip(), self.title, footer)
        if not self.pages:
            self.pages.append([])
        self.pages[-1].append(part)
        self.used += part.room()
        self.text, self.title = "", ""
        full = len(self.pages[-1]) == MAX_EMBEDS
        # A piece with its bold marks and its bullet may take a little over a thousand.
        if full or MAX_TOTAL - self.used < _NEXT_EMBED:
            self.pages.append([])
            self.used, self.title = 0, self.continued


def render(reply: Reply) -> tuple[Page, ...]:
    """Return *reply* as one or more messages; the buttons are under the last."""
    rows, hints = arrange(reply)
    blocks, footer = _footer(reply.blocks)
    title, opening = _title(reply.title)
    flow = _Flow(title, _continued(reply.title))
    for piece, glue, lead, line in _units(opening, blocks):
        flow.pour(piece, glue, lead, line)
    for number, hint in enumerate(hints):
        for index, piece in enumerate(pieces(hint)):
            flow.pour(piece, "" if index else ("\n" if number else "\n\n"))
    alone = not flow.text and not flow.title
    if footer and (alone or flow.used + room(flow.text + flow.title + footer) > MAX_TOTAL):
        for index, piece in enumerate(pieces(footer)):
            flow.pour(piece, "" if index else "\n\n")
        footer = ""
    flow.turn(footer)
    pages = [page for page in flow.pages if page]
    notice = [piece for piece in pieces(reply.notice, MAX_CONTENT) if piece.strip()] or [""]
    above = tuple(Page(content=content) for content in notice[:-1])
    made = [Page(tuple(part for part in page if part.room())) for page in pages]
    made[0] = Page(made[0].parts or (Part("…"),), content=notice[-1])
    chart = next((block for block in reply.blocks if isinstance(block, Chart)), None)
    made[-1] = Page(made[-1].parts, rows, made[-1].content, chart)
    shown = [*above, *made]
    # With the first message: that is the one whose refusal is answered with another.
    shown[0] = replace(shown[0], files=files_of(reply))
    return tuple(shown)


def plain_page(reply: Reply) -> Page:
    """Return *reply* as one message of plain text, cut at the limit and saying so.

    It is sent in place of a message that Discord refused.
    """
    text = plain(reply).strip() or "…"
    whole = list(pieces(text, MAX_CONTENT))
    if len(whole) == 1:
        return Page(content=whole[0])
    return Page(content=next(pieces(text, MAX_CONTENT - room(_CUT))) + _CUT)


def _title(text: str) -> tuple[str, str]:
    """Return the embed's title and, where it does not fit there, the words that open the text."""
    title = " ".join(literal(text).split())
    return (title, "") if room(title) <= MAX_TITLE else ("", text)


def _continued(title: str) -> str:
    whole = " ".join(clean(title).split())
    words = whole[:MAX_TITLE]
    while room(literal(f"{words}…{_CONTINUED}")) > MAX_TITLE:
        words = words[:-8]
    return literal(words + ("…" if words != whole else "")) + _CONTINUED


def _footer(blocks: tuple[Block, ...]) -> tuple[tuple[Block, ...], str]:
    """Return *blocks* without the notes they end with, and those notes for the embed's footer.

    A footer shows no markup and no link, and stands last: what a closing note is.
    """
    kept = [block for block in blocks if not isinstance(block, Actions)]
    notes: list[str] = []
    while kept and isinstance(kept[-1], Note):
        words = [clean(span) for span in kept[-1].spans if isinstance(span, str)]
        text = "".join(words).encode("utf-8", "replace").decode("utf-8").strip()
        whole = len(words) == len(kept[-1].spans)
        if not whole or room("\n".join([text, *notes])) > MAX_FOOTER:
            break
        notes[:0] = [text] if text else []
        kept.pop()
    return tuple(kept), "\n".join(notes)


def _units(opening: str, blocks: tuple[Block, ...]) -> Iterator[tuple[str, str, str, int]]:
    """Yield the answer's text as pieces, each with the glue before it and its line's lead.

    With the piece that begins a line comes how much room all of that line takes.
    """
    for index, piece in enumerate(pieces(opening)):
        yield strong(piece), "\n\n" if not index else "", "", 0
    for block in blocks:
        glue = "\n\n"
        for lead, pieced in _lines(block):
            begun, parts = False, list(pieced)
            line = room("".join(parts)) + len(parts) + room(lead) + len(glue)
            for piece in parts:
                if begun:
                    # Only a quotation's mark is repeated where a line is broken between embeds.
                    yield piece, "", lead if lead == _QUOTE else "", 0
                elif piece.strip():
                    yield piece, glue, lead, line
                    begun, glue = True, "\n"


def _lines(block: Block) -> Iterator[tuple[str, Iterator[str]]]:
    """Yield the lines of *block*: what stands before each, and its pieces."""
    match block:
        case Paragraph(spans) | Note(spans):
            yield "", line_pieces(spans)
        case Quotation(text, owner):
            # Every line of a quotation is set in, also the first after a break between embeds.
            for line in clean(f"{quoted(text)} — {owner}").split("\n"):
                yield _QUOTE, pieces(line)
        case Facts(rows):
            for row in rows:
                yield "", _labelled(row.label, row.value)
        case Sources(title, rows):
            yield "", (strong(piece) for piece in pieces(title))
            for source in rows:
                yield "• ", _labelled(source.owner, source.said)
        case Table(title, header, table_rows):
            # A row is a paragraph: columns need a wide screen, and people read this on a phone.
            yield "", (strong(piece) for piece in pieces(table_heading(title, header)))
            for cells in table_rows:
                yield "• ", line_pieces(row_line(header, cells))
        case Chart(title, _, bars):
            yield "", (strong(piece) for piece in pieces(f"{title}:"))
            for bar in bars:
                yield "• ", _labelled(bar.owner, (bar.figure,))
        case File():
            yield "", pieces(file_words(block))
        case Actions() | Divider():
            return


def _labelled(label: str, value: Line) -> Iterator[str]:
    yield from (strong(piece) for piece in pieces(f"{label}:", 800))
    yield " "
    yield from line_pieces(value)
