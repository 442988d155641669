"""Charts, drawn by us from neutral data: one row a figure, its owner and its words above its mark.

Nothing in a chart judges: one colour, no order but the given one, and the same words as the text.
A filled end belongs to the figure, an open one does not, an arrow has no end, a dashed mark is
approximate.
"""

import textwrap
from xml.sax.saxutils import escape

from bot.core.plain import clean
from bot.core.reply import Bar, Chart

WIDTH = 720
"""Pixels; a phone shows the picture at half of that."""

_MARGIN, _LEFT, _RIGHT = 24, 36, 684
_LINE, _MARK, _GAP = 22, 26, 18
_LETTERS = 72
"""Letters of 15 pixels that are sure to fit a row."""

_INK, _DIM = "#1f2933", "#7b8794"
_FONTS = "DejaVu Sans, Noto Sans, Liberation Sans, Arial, Helvetica, sans-serif"
KEY = "● included; ○ not included; ▶ no end given; dashed: approximate"


def description(chart: Chart) -> str:
    """Return what the picture shows, in words: the text of the same chart."""
    bars = "; ".join(f"{bar.owner}: {bar.figure}" for bar in chart.bars)
    return clean(f"{chart.title}. {bars}")


def svg(chart: Chart) -> str:
    """Return *chart* as a standing SVG document with a title and a description."""
    drawn: list[str] = []
    y = _MARGIN
    for line in _wrapped(chart.title):
        y += _LINE
        drawn.append(_text(_LEFT, y, line, bold=True))
    y += _GAP
    for bar in chart.bars:
        for line in _wrapped(bar.owner):
            y += _LINE
            drawn.append(_text(_LEFT, y, line))
        for line in _wrapped(bar.figure):
            y += _LINE
            drawn.append(_text(_LEFT, y, line, bold=True))
        y += _MARK
        drawn += _mark(chart, bar, y - 8)
        y += _GAP
    drawn += _axis(chart, y)
    y += 2 * _LINE
    drawn.append(_text(_LEFT, y + 8, KEY, size=13, colour=_DIM))
    return _document(chart, drawn, y + _MARGIN)


def place(chart: Chart, value: float, width: float) -> float:
    """Return how far along a scale of *width* a value lies, kept within the scale."""
    share = (value - chart.low) / (chart.high - chart.low)
    return min(1.0, max(0.0, share)) * width


def bar_text(chart: Chart, bar: Bar, width: int = 32) -> str:
    """Return *bar* as *width* characters, for a terminal."""
    low = 0 if bar.low is None else round(place(chart, bar.low, width - 1))
    high = width - 1 if bar.high is None else round(place(chart, bar.high, width - 1))
    cells = ["·"] * width
    for at in range(low, high + 1):
        cells[at] = "╌" if bar.approximate else "─"
    cells[low] = "◀" if bar.low is None else "○" if bar.open_low else "●"
    cells[high] = "▶" if bar.high is None else "○" if bar.open_high else "●"
    if bar.low == bar.high and bar.approximate:
        cells[low] = "≈"
    return "".join(cells)


def tick(value: float) -> str:
    """Return a number of the scale as a reader writes it: `1,000,000`, `2.5`."""
    return f"{value:,.0f}" if value == round(value) else f"{value:,.4g}"


def _document(chart: Chart, drawn: list[str], height: int) -> str:
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" '
            f'viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="title desc" '
            f'font-family="{_FONTS}">',
            f'<title id="title">{_escaped(chart.title)}</title>',
            f'<desc id="desc">{_escaped(description(chart))}</desc>',
            f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
            *drawn,
            "</svg>",
        ]
    )


def _mark(chart: Chart, bar: Bar, y: int) -> list[str]:
    width = _RIGHT - _LEFT
    low = _LEFT if bar.low is None else _LEFT + place(chart, bar.low, width)
    high = _RIGHT if bar.high is None else _LEFT + place(chart, bar.high, width)
    drawn = [_line(_LEFT, _RIGHT, y, _DIM, 1, "2 6")]
    if bar.low is not None and bar.low == bar.high:
        return [*drawn, _end(low, y, hollow=False, dashed=bar.approximate)]
    dash = "6 5" if bar.approximate else ""
    inner = low + (8 if bar.low is None else 0), high - (8 if bar.high is None else 0)
    drawn.append(_line(*inner, y, _INK, 4, dash))
    left, right = (bar.low is None, -1, low), (bar.high is None, +1, high)
    for (unbounded, way, x), hollow in ((left, bar.open_low), (right, bar.open_high)):
        drawn.append(
            _arrow(x, y, way) if unbounded else _end(x, y, hollow=hollow, dashed=bar.approximate)
        )
    return drawn


def _axis(chart: Chart, y: int) -> list[str]:
    drawn = [_line(_LEFT, _RIGHT, y, _DIM, 1, "")]
    middle = (chart.low + chart.high) / 2
    for value, anchor in ((chart.low, "start"), (middle, "middle"), (chart.high, "end")):
        x = _LEFT + place(chart, value, _RIGHT - _LEFT)
        words = f"{tick(value)} {chart.unit}" if value == chart.high else tick(value)
        drawn.append(f'<path d="M{x:.1f} {y}v6" stroke="{_DIM}"/>')
        drawn.append(_text(x, y + 22, words, size=13, colour=_DIM, anchor=anchor))
    return drawn


def _text(
    x: float,
    y: float,
    words: str,
    *,
    size: int = 15,
    colour: str = _INK,
    bold: bool = False,
    anchor: str = "start",
) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{x:.1f}" y="{y}" font-size="{size}" fill="{colour}" '
        f'text-anchor="{anchor}"{weight}>{_escaped(words)}</text>'
    )


def _line(x1: float, x2: float, y: int, colour: str, width: int, dash: str) -> str:
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<path d="M{x1:.1f} {y}H{x2:.1f}" stroke="{colour}" stroke-width="{width}"{dashes}/>'


def _end(x: float, y: int, *, hollow: bool, dashed: bool) -> str:
    fill = "#ffffff" if hollow or dashed else _INK
    dash = ' stroke-dasharray="3 2.5"' if dashed else ""
    return (
        f'<circle cx="{x:.1f}" cy="{y}" r="6" fill="{fill}" stroke="{_INK}" '
        f'stroke-width="2.5"{dash}/>'
    )


def _arrow(x: float, y: int, way: int) -> str:
    return f'<path d="M{x:.1f} {y}l{-12 * way} -8v16z" fill="{_INK}"/>'


def _wrapped(words: str) -> list[str]:
    return textwrap.wrap(" ".join(clean(words).split()), _LETTERS)


def _escaped(words: str) -> str:
    """Return *words* as XML takes them: without controls, lone surrogates and noncharacters."""
    kept = clean(words).encode("utf-8", "replace").decode()
    return escape("".join(c for c in kept if ord(c) & 0xFFFE != 0xFFFE), {'"': "&quot;"})
