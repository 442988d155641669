"""Pages: a list shown in parts, whose buttons carry the page and nothing else."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from bot.core.reply import Action, Actions, Block, Note

T = TypeVar("T")

_ABOVE = ("desk", "watch", "brief")
"""The commands whose sub-actions list something in pages."""


def page_of(items: Sequence[T], page: int, size: int) -> tuple[Sequence[T], int, int]:
    """Return the items on *page* (from 1), its number, and how many pages there are.

    A page past the end gives the last one, since the list may have grown shorter since.
    """
    pages = max(1, -(-len(items) // size))
    number = min(page, pages)
    return items[(number - 1) * size : number * size], number, pages


def paging(command: str, args: Mapping[str, str], number: int, pages: int) -> tuple[Block, ...]:
    """Return “page n of m” and the buttons to its neighbours; nothing where one page is all."""
    if pages == 1:
        return ()
    under = next((above for above in _ABOVE if command.startswith(f"{above}-")), "")
    turns = [("Previous", number - 1)] * (number > 1) + [("Next", number + 1)] * (number < pages)
    return (
        Note((f"Page {number} of {pages}",)),
        Actions(
            tuple(
                Action(label, command, {**args, "page": str(turn)}, under) for label, turn in turns
            )
        ),
    )
