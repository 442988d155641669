"""Charts: the same words as the text, marks where the figures lie, and nothing that judges."""

import asyncio
import sys
import time
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.chart import bar_text, description, place, svg, tick
from bot.core.picture import NotDrawn, Painter
from bot.core.plain import clean, plain
from bot.core.reply import Bar, Chart, Reply

SVG = "{http://www.w3.org/2000/svg}"
SHARES = Chart(
    "On one scale, in per cent: share of pay",
    "per cent",
    (
        Bar("IWPR, 2015", "at least 50 per cent", 50, None),
        Bar("The Herald, undated", "more than 75%", 75, None, open_low=True),
        Bar("Árbol Invertido", "70%", 70, 70),
        Bar("The Globe", "about 30%", 30, 30, approximate=True),
        Bar("Ana & <Ltd>", "under 20%", None, 20, open_high=True),
    ),
)
PNG = b"\x89PNG\r\n\x1a\n"

numbers = st.floats(-1000, 1000)
bars = st.builds(
    Bar, st.text(max_size=200), st.text(max_size=60), st.none() | numbers, st.none() | numbers,
    st.booleans(), st.booleans(), st.booleans(),
)  # fmt: skip


def words_of(drawing: str) -> str:
    """Return what an SVG document says, in order and without white space."""
    root = ET.fromstring(drawing)  # noqa: S314 - ours
    return "".join("".join(text.itertext()) for text in root.iter(f"{SVG}text"))


def squeezed(text: str) -> str:
    """Return *text* without white space, by which wrapped lines differ."""
    return "".join(text.split())


@given(st.text(max_size=200), st.lists(bars, max_size=5).map(tuple))
def test_any_chart_is_a_sound_document_with_all_its_words(
    title: str, some: tuple[Bar, ...]
) -> None:
    """Whatever a source is called, the document is well formed, and every word is in it."""
    chart = Chart(title, "beds", some, -1000.0, 1000.0)
    drawing = svg(chart)
    root = ET.fromstring(drawing)  # noqa: S314 - ours
    assert root.find(f"{SVG}title") is not None
    assert root.find(f"{SVG}desc") is not None
    shown = squeezed(words_of(drawing))
    for bar in some:
        for words in (bar.owner, bar.figure):
            kept = clean(words).encode("utf-8", "replace").decode()
            kept = "".join(c for c in kept if ord(c) & 0xFFFE != 0xFFFE)
            assert squeezed(kept) in shown


def test_the_picture_says_what_the_text_says() -> None:
    """Title, owners and figures are drawn, described and written alike."""
    text = plain(Reply("", (SHARES,)))
    drawing = svg(SHARES)
    for bar in SHARES.bars:
        assert f"• {bar.owner}: {bar.figure}" in text
        assert f"{bar.owner}: {bar.figure}" in description(SHARES)
        assert squeezed(bar.owner) in squeezed(words_of(drawing))
    assert "Ana &amp; &lt;Ltd&gt;" in drawing
    assert 'role="img"' in drawing


def test_marks_stand_where_the_figures_lie() -> None:
    """Filled ends belong to the figure, hollow ones do not, an arrow has no end."""
    marks = [bar_text(SHARES, bar, 21) for bar in SHARES.bars]
    assert marks == [
        "··········●─────────▶",
        "···············○────▶",
        "··············●······",
        "······≈··············",
        "◀───○················",
    ]
    drawing = svg(SHARES)
    assert drawing.count("<circle") == len(SHARES.bars)
    assert drawing.count('r="6" fill="#ffffff"') == 3
    assert 'cx="360.0"' in drawing  # 50 of 100 is the middle


def test_no_colour_judges() -> None:
    """Every mark has the same ink; only the scale and the ground differ."""
    inks = {part.split('"')[0] for part in svg(SHARES).split('stroke="')[1:]}
    assert inks == {"#1f2933", "#7b8794"}


@given(numbers, st.floats(-10_000, 10_000))
def test_a_mark_stays_on_the_scale(low: float, value: float) -> None:
    """A value beyond the scale is drawn at its end."""
    chart = Chart("", "", (), low, low + 10)
    assert 0 <= place(chart, value, 600) <= 600


@pytest.mark.parametrize(("value", "written"), [(0, "0"), (1e6, "1,000,000"), (2.5, "2.5")])
def test_the_scale_is_written_as_people_write(value: float, written: str) -> None:
    """Thousands are grouped and nothing is in powers of ten."""
    assert tick(value) == written


async def test_a_chart_becomes_a_picture_without_holding_up_the_rest() -> None:
    """The library draws in a process of its own, while the event loop goes on."""
    painter = Painter(seconds=20)
    drawing = asyncio.create_task(painter.png(SHARES))
    turns = 0
    while not drawing.done():
        await asyncio.sleep(0.001)
        turns += 1
    made = drawing.result()
    assert made.startswith(PNG)
    assert int.from_bytes(made[16:20], "big") == 1440
    assert turns > 20
    assert await painter.png(Chart("other", "beds", SHARES.bars)) != made


async def test_a_machine_without_the_library_says_so(tmp_path: Path) -> None:
    """No process, or one that draws nothing, is a reason and not a failure."""
    with pytest.raises(NotDrawn, match="no process could be started"):
        await Painter(str(tmp_path / "nothing")).png(SHARES)
    with pytest.raises(NotDrawn, match="did not draw it"):
        await Painter(program(tmp_path, "import sys; sys.exit('no module resvg_py')")).png(SHARES)


async def test_a_machine_without_a_font_gives_no_picture_without_letters(tmp_path: Path) -> None:
    """Where a letter leaves no mark there is no picture at all."""
    same = "import sys; sys.stdin.read(); print('same')"
    with pytest.raises(NotDrawn, match="no font"):
        await Painter(program(tmp_path, same)).png(SHARES)


async def test_a_picture_that_takes_too_long_is_left_out(tmp_path: Path) -> None:
    """Chat waits for no drawing, and none is left running."""
    slow = program(tmp_path, "import time; time.sleep(30)")
    began = time.monotonic()
    with pytest.raises(NotDrawn, match="longer"):
        await Painter(slow, seconds=0.3).png(SHARES)
    assert time.monotonic() - began < 5


def program(folder: Path, code: str) -> str:
    """Return a program that stands in for Python and runs *code* whatever it is given."""
    path = folder / "python"
    path.write_text(f"#!{sys.executable}\n{code}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)
