"""Where somebody is told of something: here, in the channel, or in messages of their own."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from bot.commands.ticket_words import spoken
from bot.core.errors import Unusable
from bot.core.registry import Context
from bot.core.reply import Choice
from knowledge.notices import Spoken
from knowledge.roles import Role

T = TypeVar("T")

_HERE = ("here", "this channel", "channel")
_ME = ("me", "for me", "")


@dataclass(frozen=True, slots=True)
class Tail(Generic[T]):
    """What typed words end in: how it is told, where that was said, and whether here."""

    words: str
    how: T | None
    here: bool


async def suggest_where(_context: Context, _typed: str) -> list[Choice]:
    """Suggest who is told: this channel, or the asker alone."""
    return [Choice("here: for this channel", "here"), Choice("me: for me alone", "me")]


def own_place(context: Context) -> Spoken:
    """Return the asker's own messages with the bot."""
    request = context.request
    return replace(spoken(request), channel="", thread="", person=request.actor.id)


def this_channel(context: Context) -> Spoken | None:
    """Return the channel that was asked in, where there is one."""
    place = context.request.place
    here = replace(spoken(context.request), thread="")
    return None if place.direct or not place.channel else here


async def here_place(context: Context, typed: str) -> Spoken:
    """Return this channel, for what it is told of its own accord.

    Raises `Unusable` where there is none, and the refusal that fits for who may not set that.
    """
    here = this_channel(context)
    if here is None:
        raise Unusable(
            "There is no channel here that could be told.",
            "Type it in the channel that is to be told, or leave “here” out.",
            field="where",
        )
    if context.roles is not None:
        await context.roles.must(context.request, context.role, Role.REPORTER, typed)
    return here


def says_here(where: str) -> bool | None:
    """Return whether *where* is this channel, or nothing where it is empty.

    Raises `Unusable` for words that are neither this channel nor the asker.
    """
    place = " ".join(where.lower().split())
    if place not in (*_HERE, *_ME):
        raise Unusable(
            f"“{where[:40]}” is no place.", "Give here for this channel, or nothing.", field="where"
        )
    return place in _HERE if place else None


def tail(
    text: str, ways: Mapping[str, T], *, any_way: bool = True, any_here: bool = True
) -> Tail[T]:
    """Return *text* without the “here” and the one of *ways* that it ends in, in either order.

    Where one of them was given beside it, the words that are the same are part of it.
    """
    words, how, here = " ".join(text.split()), None, False
    while True:
        lower = words.lower()
        said = next((said for said in ways if _ends_in(lower, said)), "")
        if said and any_way and how is None:
            how, words = ways[said], words[: -len(said)].rstrip(" ,")
        elif any_here and not here and _ends_in(lower, "here"):
            here, words = True, words[: -len("here")].rstrip(" ,")
        else:
            return Tail(words, how, here)


def _ends_in(lower: str, said: str) -> bool:
    return lower == said or lower.endswith(f" {said}")
