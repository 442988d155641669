"""Lists in pages: what is typed, where nobody can press, to turn one."""

import pytest

from bot.commands.paging import paging
from bot.core.plain import typed
from bot.core.reply import Actions


@pytest.mark.parametrize(
    ("command", "line"),
    [
        ("claims", "/claims page=2"),
        ("desk-deliveries", "/desk deliveries page=2"),
        ("watch-list", "/watch list page=2"),
        ("brief-list", "/brief list page=2"),
    ],
)
def test_the_next_page_is_typed_as_the_command_is(command: str, line: str) -> None:
    """A sub-action is typed after the command that it is under."""
    _, turns = paging(command, {}, 1, 2)
    assert isinstance(turns, Actions)
    assert [typed(turn) for turn in turns.actions] == [line]
