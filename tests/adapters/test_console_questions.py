"""The console: several questions in a line, and what it showed last."""

import io
import sys

import pytest
from rich.console import Console

from bot.adapters.console.chat import ConsoleAdapter
from tests.fakes.sample_desk import sample_app, sample_store


async def test_a_line_of_several_questions_gets_several_answers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each is answered in its order, an empty line with nothing, and the next knows the last."""
    typed = "doctors-salary? And who says so?\n\ncompare\n"
    monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
    shown = io.StringIO()
    console = Console(file=shown, width=200)
    await ConsoleAdapter(sample_app(await sample_store()), console).run()
    text = shown.getvalue()
    about = "About doctors-salary, the claim shown here last."
    assert text.count(about) == 2
    assert text.index("Figures as written") < text.index(about) < text.index("side by side")
