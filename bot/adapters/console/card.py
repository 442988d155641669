"""An answer on a terminal: the same text as everywhere, laid out for a wide screen."""

from rich.box import ROUNDED, SIMPLE_HEAD
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table as Grid
from rich.text import Text

from bot.core.chart import KEY, bar_text, tick
from bot.core.plain import clean, file_words, quoted, typed
from bot.core.reply import (
    Actions,
    Block,
    Chart,
    Divider,
    Facts,
    File,
    Form,
    Line,
    Link,
    Note,
    Outcome,
    Paragraph,
    Quotation,
    Sources,
    Strong,
    Table,
)

WIDTH = 100
"""Columns past which lines are hard to read."""


def show(outcome: Outcome, console: Console) -> None:
    """Print *outcome* to *console*. Everything is literal text; nothing in it is markup."""
    width = min(console.width, WIDTH)
    if isinstance(outcome, Form):
        console.print(Text(clean(outcome.title), style="bold"), width=width)
        if outcome.note:
            console.print(Text(clean(outcome.note), style="dim"), width=width)
        return
    parts: list[RenderableType] = [Text(clean(outcome.title), style="bold")]
    parts += [Padding(_block(block), (1, 0, 0, 0)) for block in outcome.blocks]
    if outcome.notice:
        console.print(Text(clean(outcome.notice), style="italic"), width=width)
    console.print(
        Panel(Group(*parts), box=ROUNDED, border_style="dim", padding=(0, 1)), width=width
    )


def _line(line: Line) -> Text:
    text = Text()
    for span in line:
        match span:
            case Strong(words):
                text.append(clean(words), style="bold")
            case Link(words, url):
                # Terminals with links show the words; the address is printed too, so that a label
                # cannot hide where it leads and plain terminals lose nothing.
                address = clean(url)
                text.append(clean(words), style=f"link {address}" if " " not in address else "")
                text.append(f" <{address}>", style="dim")
            case str():
                text.append(clean(span))
    return text


def _block(block: Block) -> RenderableType:
    match block:
        case Paragraph(spans):
            return _line(spans)
        case Note(spans):
            return Text(_line(spans).plain, style="dim")
        case Quotation(words, owner):
            text = Text(quoted(clean(words)), style="italic")
            return Padding(text.append(f" — {clean(owner)}", style="not italic"), (0, 0, 0, 2))
        case Facts(rows):
            grid = Grid.grid(padding=(0, 2))
            grid.add_column(style="dim", overflow="fold", max_width=28)
            grid.add_column(overflow="fold")
            for row in rows:
                grid.add_row(Text(clean(row.label)), _line(row.value))
            return grid
        case Sources(title, rows):
            grid = Grid.grid(padding=(0, 1))
            grid.add_column(no_wrap=True)
            grid.add_column(overflow="fold")
            for source in rows:
                text = Text.assemble((clean(source.owner), "bold"), ": ", _line(source.said))
                grid.add_row("•", text)
                if source.action:
                    grid.add_row("", Text(typed(source.action), style="cyan"))
            return Group(Text(clean(title), style="bold dim"), grid)
        case Actions(actions):
            grid = Grid.grid(padding=(0, 2))
            grid.add_column(overflow="fold")
            grid.add_column(overflow="fold")
            for action in actions:
                grid.add_row(Text(clean(action.label)), Text(typed(action), style="cyan"))
            return grid
        case Table(title, header, table_rows):
            return _columns(title, header, table_rows)
        case Chart():
            return _chart(block)
        case File():
            return Text(" ".join(filter(None, (file_words(block), clean(block.otherwise)))))
        case Divider():
            return Rule(style="dim")


def _columns(title: str, header: tuple[str, ...], rows: tuple[tuple[Line, ...], ...]) -> Group:
    grid = Grid(box=SIMPLE_HEAD, padding=(0, 1), pad_edge=False, header_style="dim")
    for number, name in enumerate(header):
        grid.add_column(Text(clean(name)), overflow="fold", ratio=3 if number == 0 else 2)
    for row in rows:
        cells = [_line(cell) for cell in row]
        if cells:
            cells[0].stylize("bold")
        grid.add_row(*cells)
    return Group(Text(clean(title), style="bold dim"), grid)


def _chart(chart: Chart) -> Group:
    """Return the chart as text: each owner and figure, and under it where it lies on the scale."""
    grid = Grid.grid(padding=(0, 1))
    grid.add_column(overflow="fold")
    for bar in chart.bars:
        grid.add_row(Text.assemble((clean(bar.owner), "bold"), ": ", clean(bar.figure)))
        grid.add_row(Text(bar_text(chart, bar)))
    scale = f"{tick(chart.low)} to {tick(chart.high)} {clean(chart.unit)}; {KEY}"
    return Group(Text(clean(f"{chart.title}:"), style="bold dim"), grid, Text(scale, style="dim"))
