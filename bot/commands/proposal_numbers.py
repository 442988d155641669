"""The number that a proposal is decided by, and what buttons carry beside it."""

from collections.abc import Sequence

from bot.commands.queue_filters import MAX_FILTER
from bot.core.errors import Unusable
from bot.core.registry import Context, Kind, Param
from bot.core.reply import Action, Actions, Reply
from knowledge.queue import Waiting

MAX_WHY = 300

NUMBER = Param("number", "The number of a proposal, such as 12", required=True, max_length=400)
WHY = Param("why", "Why, in a few words", max_length=MAX_WHY)
PAGE = Param("page", "Place in the queue, from 1", kind=Kind.INT, default="1", hidden=True)
CODE = Param(
    "f", "What narrowed the queue, as buttons carry it", max_length=MAX_FILTER, hidden=True
)


async def known_proposal(context: Context, number: str) -> Waiting:
    """Return the proposal with that number. Raises `Unusable` where there is none."""
    known = number_of(number)
    waiting = await context.desk.queue.one(known)
    if waiting is None:
        raise unknown(known)
    return waiting


def split(number: str, words: str) -> tuple[str, str]:
    """Return the number and the words after it, where both were typed in one line."""
    first, _, rest = number.strip().partition(" ")
    return first, (words or rest.strip())


def number_of(typed: str) -> int:
    """Return the number that was typed. Raises `Unusable` for what is none."""
    text = typed.strip().removeprefix("#")
    if not (text.isascii() and text.isdigit() and 0 < len(text) <= 12):
        raise Unusable(
            f"“{typed[:40]}” is no number of a proposal.",
            "Open /desk queue and press a button there.",
            field="number",
        )
    return int(text)


def unknown(number: int) -> Unusable:
    """Return that there is no proposal with that number."""
    return Unusable(
        f"There is no proposal {number}.",
        "Open /desk queue to see what waits.",
        field="number",
    )


def with_presses(card: Reply, presses: Sequence[Action]) -> Reply:
    """Return *card* with more presses under it."""
    return Reply(
        card.title,
        (*card.blocks, Actions(tuple(presses))) if presses else card.blocks,
        claims=card.claims,
        replaces=True,
    )
