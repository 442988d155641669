"""Tab on the console: commands, their sub-actions, and what fits the first argument."""

import pytest
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document

from bot.adapters.console.completion import ClaimCompleter
from bot.core.app import App
from knowledge.store.sqlite.store import SqliteStore
from tests.knowledge.proposing import take_in


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("/de", "/desk "),
        ("/desk ", "queue "),
        ("/desk dr", "drop "),
        ("desk un", "undo "),
        ("/desk queue her", "in:The Herald"),
        ("/desk lamp ", None),
        ("/claim doctors-sal", "doctors-salary"),
    ],
)
async def test_tab_completes(app: App, store: SqliteStore, typed: str, first: str | None) -> None:
    """Sub-actions after their command, and after those their own suggestions."""
    await take_in(store)
    completer, event = ClaimCompleter(app), CompleteEvent(completion_requested=True)
    found = [c.text async for c in completer.get_completions_async(Document(typed), event)]
    assert next(iter(found), None) == first
    assert not any(text.startswith("/desk-") for text in found)
