"""A chart as a picture, where this machine can draw one.

The library that draws would hold up every other answer for a tenth of a second, since it keeps the
interpreter to itself; so it runs in a process of its own, for that one picture. It needs a font of
the machine: where there is none the letters would be missing, and so there is no picture. The text
of the chart says all of it anyway.
"""

import asyncio
import os
import sys

from bot.core.chart import svg
from bot.core.reply import Chart

SECONDS = 1.0
"""So long may a picture take; chat waits three seconds for an answer."""

_DRAW = """
import sys, resvg_py
drawing = sys.stdin.buffer.read().decode()
made = resvg_py.svg_to_bytes(
    svg_string=drawing, zoom=2, sans_serif_family="DejaVu Sans", languages=["en"]
)
sys.stdout.buffer.write(bytes(made))
"""
_NEEDED = ("HOME", "PATH", "SYSTEMROOT")
"""Of our surroundings it gets what finds fonts and libraries, and no token."""

_LETTER = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20">'
    '<text y="15" font-family="DejaVu Sans, Noto Sans, Liberation Sans, Arial, Helvetica, '
    'sans-serif">{}</text></svg>'
)


class NotDrawn(Exception):
    """The chart has no picture on this machine; the message says why, for the log."""


class Painter:
    """Draws charts, one process a picture, and remembers whether this machine has a font."""

    def __init__(self, python: str = sys.executable, seconds: float = SECONDS) -> None:
        self._python = python
        self._seconds = seconds
        self._has_font: bool | None = None

    async def png(self, chart: Chart) -> bytes:
        """Return *chart* as a PNG image of 1,440 pixels' width.

        Raises `NotDrawn` where library or font is missing, and where it would take too long.
        """
        try:
            async with asyncio.timeout(self._seconds):
                if self._has_font is None:
                    letter = await self._draw(_LETTER.format("H"))
                    self._has_font = letter != await self._draw(_LETTER.format(" "))
                if not self._has_font:
                    raise NotDrawn("no font of this machine draws a letter: install DejaVu Sans")
                return await self._draw(svg(chart))
        except TimeoutError as error:
            raise NotDrawn(f"it took longer than {self._seconds} seconds") from error

    async def _draw(self, document: str) -> bytes:
        try:
            process = await asyncio.create_subprocess_exec(
                self._python,
                "-I",
                "-c",
                _DRAW,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                env={name: os.environ[name] for name in _NEEDED if name in os.environ},
            )
        except OSError as error:
            raise NotDrawn(f"no process could be started: {error}") from error
        try:
            made, said = await process.communicate(document.encode())
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        if process.returncode or not made:
            last = said.decode(errors="replace").strip().splitlines()[-1:]
            raise NotDrawn(f"the library did not draw it: {''.join(last)}")
        return made
