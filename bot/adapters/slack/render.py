"""A reply as Slack messages. Pure; every limit is Block Kit's own or safely below it.

What does not fit one message goes on in the next: nothing is cut. Each message carries its whole
content twice, in blocks and in `text`, which notifications and screen readers read.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypedDict

from bot.adapters.slack.richtext import (
    MAX_BUTTON,
    Json,
    button,
    elements,
    has_link,
    plain_text,
    rich,
    split,
)
from bot.adapters.slack.words import chunks, escape, shorten, weight
from bot.core import tokens
from bot.core.plain import (
    clean,
    file_words,
    line_text,
    plain,
    quoted,
    row_line,
    table_heading,
    typed,
)
from bot.core.reply import (
    Action,
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
    SourceRow,
    Sources,
    Strong,
    Table,
)

MAX_BLOCKS = 48
MAX_VIEW_BLOCKS = 96
MAX_VIEW_TOTAL = 60_000
"""Characters; a view takes 250 KB, and one character up to 4 bytes."""

MAX_TEXT = 3_800
MAX_TOTAL = 9_000
_PIECE = 1_800
_MAX_ACTIONS = 25
_MAX_ROWS_OF_FACTS = 20
_MAX_HEAD = 150
_NO_WORDS = "The answer has no words."


class Message(TypedDict):
    """One message: `text` escaped and complete, `blocks` without duplicate ids."""

    text: str
    blocks: list[Json]


@dataclass(frozen=True, slots=True)
class _Piece:
    """One block and the same content as text, unescaped; `glue` joins it to the text before."""

    block: Json
    text: str = ""
    glue: str = "\n\n"


def messages(reply: Reply) -> list[Message]:
    """Return *reply* as one message, or as several where it does not fit."""
    pages: list[list[_Piece]] = [[]]
    for piece in _pieces(reply):
        if pages[-1] and not _fits([*pages[-1], piece]):
            head = shorten(clean(reply.title), _MAX_HEAD) + " (continued)"
            pages.append([_rich_piece((Strong(head),))])
        pages[-1].append(piece)
    if not pages[0]:
        pages[0].append(_rich_piece((_NO_WORDS,)))
    if len(pages) == 1:
        whole = escape(plain(reply))
        return [Message(text=whole if whole.strip() else _NO_WORDS, blocks=_numbered(pages[0]))]
    return [Message(text=escape(_joined(page)), blocks=_numbered(page)) for page in pages]


def fallback(reply: Reply, page: Message) -> str:
    """Return the escaped plain text to send in place of *page*, for when Slack refuses blocks.

    Where the reply is a single message, the text says what to type in place of each button.
    """
    whole = escape(plain(reply, hints=True))
    return whole if len(whole) <= MAX_TEXT and len(messages(reply)) == 1 else page["text"]


def view_blocks(reply: Reply) -> tuple[list[Json], bool]:
    """Return *reply* as the blocks of a modal or a home tab, and whether all of it fitted."""
    shown: list[_Piece] = []
    total = 0
    for piece in _pieces(reply):
        total += letters(piece.block)
        if len(shown) == MAX_VIEW_BLOCKS or total > MAX_VIEW_TOTAL:
            return _numbered(shown), False
        shown.append(piece)
    return _numbered(shown), True


def _fits(pieces: list[_Piece]) -> bool:
    text = weight(_joined(pieces))
    total = text + sum(letters(piece.block) for piece in pieces)
    return len(pieces) <= MAX_BLOCKS and text <= MAX_TEXT and total <= MAX_TOTAL


def letters(value: object) -> int:
    """Return how many characters the texts, addresses and values in *value* take in all."""
    if isinstance(value, str):
        return weight(value)
    if isinstance(value, dict):
        return sum(letters(item) for key, item in value.items() if key != "type")
    return sum(map(letters, value)) if isinstance(value, list) else 0


def _joined(pieces: list[_Piece]) -> str:
    text = ""
    for piece in pieces:
        if piece.text:
            text += (piece.glue if text else "") + piece.text
    return text


def _numbered(pieces: list[_Piece]) -> list[Json]:
    """Return the blocks with ids that are unique in the message, and likewise their buttons."""
    blocks: list[Json] = []
    for number, piece in enumerate(pieces):
        block = dict(piece.block, block_id=f"answer-{number}")
        if block["type"] == "actions":
            block["elements"] = [
                dict(element, action_id=f"press:{number}:{place}")
                for place, element in enumerate(block["elements"])
            ]
        elif "accessory" in block:
            block["accessory"] = dict(block["accessory"], action_id=f"press:{number}")
        blocks.append(block)
    return blocks


def _pieces(reply: Reply) -> Iterator[_Piece]:
    if reply.notice:
        yield from _small((reply.notice,))
    yield from _lines((Strong(reply.title),))
    for block in reply.blocks:
        yield from _block(block)


def _block(block: Block) -> Iterator[_Piece]:
    match block:
        case Paragraph(spans):
            yield from _lines(spans)
        case Note(spans):
            yield from _small(spans)
        case Quotation(text, owner):
            yield from _lines((f"{quoted(text)} — {owner}",), kind="rich_text_quote")
        case Facts():
            yield from _facts(block)
        case Sources(title, rows):
            yield from _lines((Strong(f"{title}:"),))
            for row in rows:
                yield from _row(row)
        case Actions(actions):
            yield from _buttons(actions)
        case Table(title, header, table_rows):
            # A row is a paragraph: a table block is cut off on a phone and newer than some clients.
            yield from _lines((Strong(table_heading(title, header)),))
            for cells in table_rows:
                yield from _lines(("• ", *row_line(header, cells)), glue="\n")
        case Chart(title, _, bars):
            yield from _lines((Strong(f"{title}:"),))
            for bar in bars:
                yield from _lines(("• ", Strong(f"{bar.owner}: "), bar.figure), glue="\n")
        case File():
            yield from _small((" ".join(filter(None, (file_words(block), block.otherwise))),))
        case Divider():
            yield _Piece({"type": "divider"})


def _rich_piece(line: Line, kind: str = "rich_text_section", glue: str = "\n\n") -> _Piece:
    return _Piece(rich(kind, elements(line)), line_text(line), glue)


def _lines(line: Line, kind: str = "rich_text_section", *, glue: str = "\n\n") -> Iterator[_Piece]:
    for number, part in enumerate(split(line, _PIECE)):
        if line_text(part).strip():
            yield _rich_piece(part, kind, "" if number else glue)


def _small(line: Line) -> Iterator[_Piece]:
    """Yield a remark in small type, or in ordinary type where it leads somewhere."""
    if has_link(line):
        yield from _lines(line)
        return
    for number, part in enumerate(chunks(line_text(line), _PIECE)):
        if part.strip():
            context = {"type": "context", "elements": [plain_text(part)]}
            yield _Piece(context, part, "" if number else "\n\n")


def _facts(facts: Facts) -> Iterator[_Piece]:
    """Yield rows of facts, as many to a block as are sure to fit."""
    lines: list[Line] = [(Strong(f"{row.label}: "), *row.value) for row in facts.rows]
    held: list[Line] = []
    glue = "\n\n"
    for line in lines:
        size = sum(weight(line_text(each)) + 1 for each in [*held, line])
        if held and (size > _PIECE or len(held) >= _MAX_ROWS_OF_FACTS):
            yield from _together(held, glue)
            held, glue = [], "\n"
        held.append(line)
    yield from _together(held, glue)


def _together(lines: list[Line], glue: str) -> Iterator[_Piece]:
    spans = [span for line in lines for span in (*line, "\n")][:-1]
    yield from _lines(tuple(spans), glue=glue)


def _row(row: SourceRow) -> Iterator[_Piece]:
    """Yield one record of a list with its button beside it, or below it where it holds a link."""
    if row.action is None or not tokens.fits(row.action) or has_link(row.said):
        yield from _lines(("• ", Strong(f"{row.owner}: "), *row.said), glue="\n")
        if row.action is not None:
            yield from _buttons((row.action,), about=row.owner)
        return
    yield from _labels((row.action,))
    text = clean(f"• {row.owner}: ") + line_text(row.said)
    parts = chunks(text, _PIECE)
    for number, part in enumerate(parts, 1):
        section: Json = {"type": "section", "text": plain_text(part)}
        if number == len(parts):
            section["accessory"] = _press(row.action, row.owner)
        yield _Piece(section, part, "\n" if number == 1 else "")


def _buttons(actions: tuple[Action, ...], *, about: str = "") -> Iterator[_Piece]:
    pressed = [action for action in actions if tokens.fits(action)]
    yield from _labels(actions)
    for start in range(0, len(pressed), _MAX_ACTIONS):
        some = pressed[start : start + _MAX_ACTIONS]
        made = [_press(action, about) for action in some]
        yield _Piece({"type": "actions", "elements": made})


def _press(action: Action, about: str) -> Json:
    label = clean(action.label)
    token = tokens.encode(action)
    return button(label if label.strip() else action.command, token, about=clean(about))


def _labels(actions: tuple[Action, ...]) -> Iterator[_Piece]:
    """Yield in full what a button has no room for, or what to type where there can be no button."""
    for action in actions:
        if not tokens.fits(action):
            yield from _small((f"{clean(action.label)}: type {typed(action)}",))
        elif len(clean(action.label)) > MAX_BUTTON:
            yield from _small((action.label,))
