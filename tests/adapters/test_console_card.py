"""The card on a terminal: laid out, and nothing of it lost."""

import io

import pytest
from rich.console import Console

from bot.adapters.console.card import show
from bot.core.app import App
from bot.core.request import Request
from tests.conftest import asking


@pytest.mark.parametrize("width", [24, 40, 100])
@pytest.mark.parametrize(
    "question",
    [
        asking("claim", slug="doctors-salary-arbol-invertido"),
        asking("history", slug="castro-1957"),
        asking("onrecord"),
    ],
    ids=["claim", "history", "onrecord"],
)
async def test_no_word_is_cut_off(app: App, question: Request, width: int) -> None:
    """On a narrow terminal lines are broken, and no label and no slug ends in an ellipsis."""
    outcome = await app.handle(question)
    written = io.StringIO()
    show(outcome, Console(file=written, width=width, highlight=False))
    assert "…" not in written.getvalue()
