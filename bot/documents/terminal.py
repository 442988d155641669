"""The terminal in writing: `docs/command-line.md`, and the picture of a card."""

import asyncio
import io
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer
from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from typer.main import get_command

from bot.adapters.console.card import show
from bot.adapters.console.request import answer_line
from bot.cli import app as command_line
from bot.core.reply import Outcome
from bot.documents.marks import WRITTEN
from bot.main import make_app, open_store
from config.load import load
from knowledge.desk import Desk
from knowledge.sample.loader import sample_claims, sample_related

CARD_LINE = "/claim doctors-salary"
COLUMNS = 100

_HELP_WIDTH = 80
_FONTS = "DejaVu Sans Mono, Menlo, Consolas, Liberation Mono, monospace"


def helps(command: Any = None, name: str = "onrecord") -> Iterator[tuple[str, str]]:  # noqa: ANN401 - typer's command classes are its own affair
    """Yield the name and the help of every command of the command line, groups included."""
    command = get_command(command_line) if command is None else command
    context = typer.Context(command, info_name=name, terminal_width=_HELP_WIDTH)
    yield name, "\n".join(line.rstrip() for line in command.get_help(context).splitlines())
    for each in getattr(command, "commands", {}).values():
        yield from helps(each, f"{name} {each.name}")


def command_line_markdown() -> str:
    """Return `docs/command-line.md`: what `--help` says, for every command."""
    text = f"# Command line\n\n{WRITTEN}Exit codes: see [exit-codes.md](exit-codes.md).\n"
    return text + "".join(f"\n## `{name}`\n\n```text\n{said}\n```\n" for name, said in helps())


async def _answer(line: str, folder: Path) -> Outcome:
    settings = load({"ONRECORD_DATA_DIR": str(folder)})
    async with open_store(settings) as store:
        await store.add(sample_claims(), sample_related())
        return await answer_line(make_app(settings, Desk(store)), line)


def answer(line: str) -> Outcome:
    """Return what a fresh sample desk answers to *line*, typed at the console."""
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_answer(line, Path(folder)))


def card_svg() -> str:
    """Return `docs/images/card.svg`: that answer on a terminal, with no font from elsewhere."""
    paper = Console(
        record=True,
        width=COLUMNS,
        file=io.StringIO(),
        force_terminal=True,
        color_system="truecolor",
        highlight=False,
        _environ={},
    )
    show(answer(CARD_LINE), paper)
    frame = re.sub(r"\s*@font-face \{\{.*?\}\}\n", "\n", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
    frame = frame.replace("Fira Code, monospace", _FONTS).replace(
        "family: arial", "family: sans-serif"
    )
    return paper.export_svg(
        title=f'onrecord ask "{CARD_LINE}"', code_format=frame, unique_id="onrecord"
    )
