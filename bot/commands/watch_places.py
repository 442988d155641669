"""Where a watch tells: whom it is for, and what people type for that."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.commands.ticket_words import spoken
from bot.core.errors import Unusable
from bot.core.policy import CONSOLE
from bot.core.registry import Context
from bot.core.reply import Action
from knowledge.notices import Spoken
from knowledge.roles import Role
from knowledge.watched_things import thing_of
from knowledge.watches import Cadence, Watch

_CADENCES = {
    "at once": Cadence.AT_ONCE,
    "now": Cadence.AT_ONCE,
    "daily": Cadence.DAILY,
    "every day": Cadence.DAILY,
    "weekly": Cadence.WEEKLY,
    "every week": Cadence.WEEKLY,
}
_HERE = ("here", "this channel", "channel")
_ME = ("me", "for me", "")


NOT_SHOWN = "what is not shown here"
"""How a watch is called whose thing is restricted, or not on record any more."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is to be watched, in words, how soon it is told, and where."""

    words: str
    cadence: Cadence
    to: Spoken


def own_place(context: Context) -> Spoken:
    """Return the asker's own messages with the bot."""
    request = context.request
    return replace(spoken(request), channel="", thread="", person=request.actor.id)


async def here_place(context: Context, typed: str) -> Spoken:
    """Return this channel, for what it is told of its own accord.

    Raises `Unusable` where there is none, and the refusal that fits for who may not set that.
    """
    request = context.request
    if request.place.direct or not request.place.channel:
        raise Unusable(
            "There is no channel here that could be told.",
            "Type it in the channel that is to be told, or leave “here” out.",
            field="where",
        )
    if context.roles is not None:
        await context.roles.must(request, context.role, Role.REPORTER, typed)
    return replace(spoken(request), thread="")


async def chosen(context: Context, what: str, cadence: str, where: str) -> Chosen:
    """Return what was chosen. Typed, the cadence and “here” follow the words."""
    if context.request.place.platform == CONSOLE:
        raise Unusable(
            "Nobody can be told on the console.",
            "Set watches in Discord or Slack, by typing /watch.",
        )
    how, place = " ".join(cadence.lower().split()), " ".join(where.lower().split())
    if how and how not in _CADENCES:
        raise Unusable(
            f"“{cadence[:40]}” is no cadence.", "Give at once, daily or weekly.", field="cadence"
        )
    if place not in (*_HERE, *_ME):
        raise Unusable(
            f"“{where[:40]}” is no place.", "Give here for this channel, or nothing.", field="where"
        )
    words, typed_cadence, typed_here = _tail(what, any_cadence=not how, any_here=not place)
    if not words:
        raise Unusable(
            "What is to be watched?", "Give it first: /watch claim doctors-salary", field="what"
        )
    here = place in _HERE or typed_here
    to = await here_place(context, "watch … here") if here else own_place(context)
    return Chosen(words, _CADENCES.get(how) or typed_cadence or Cadence.AT_ONCE, to)


def _tail(what: str, *, any_cadence: bool, any_here: bool) -> tuple[str, Cadence | None, bool]:
    """Return *what* without the cadence and the “here” that it ends in.

    Where one of them was given beside it, the words that are the same are part of it.
    """
    words, cadence, here = " ".join(what.split()), None, False
    while True:
        lower = words.lower()
        said = next((said for said in _CADENCES if _ends_in(lower, said)), "")
        if said and any_cadence and cadence is None:
            cadence, words = _CADENCES[said], words[: -len(said)].rstrip(" ,")
        elif any_here and not here and _ends_in(lower, "here"):
            here, words = True, words[: -len("here")].rstrip(" ,")
        else:
            return words, cadence, here


def _ends_in(lower: str, said: str) -> bool:
    return lower == said or lower.endswith(f" {said}")


def _channel(context: Context) -> Spoken | None:
    """Return this channel, where there is one."""
    place = context.request.place
    here = replace(spoken(context.request), thread="")
    return None if place.direct or not place.channel else here


async def places_of(context: Context, number: int) -> Sequence[Spoken]:
    """Return the places whose watches the asker may change: their own and, by role, this one's.

    Raises the refusal that fits where *number* is a watch of this channel's, and they may not.
    """
    own, here = own_place(context), _channel(context)
    if here is None or context.may(Role.REPORTER):
        return (own,) if here is None else (own, here)
    theirs = [watch.number for watch in await context.desk.watching.of(here)]
    if number in theirs and context.roles is not None:
        await context.roles.must(context.request, context.role, Role.REPORTER, "watch … here")
    return (own,)


async def watched_here(context: Context) -> Sequence[Watch]:
    """Return what the asker watches and what this channel does; in public the channel's alone."""
    here = _channel(context)
    own = await context.desk.watching.of(own_place(context)) if context.private else ()
    return (*own, *(await context.desk.watching.of(here) if here else ()))


async def called_here(context: Context, watches: Sequence[Watch]) -> Sequence[str]:
    """Return what each of *watches* is of, in words; what the asker may not see has none."""
    hidden = await context.desk.watching.hidden([thing_of(watch) for watch in watches])
    return [NOT_SHOWN if thing_of(watch) in hidden else watch.words for watch in watches]


def watch_press(label: str, action: str, watch: Watch) -> Action:
    """Return a press that does something to *watch*."""
    return Action(label, f"watch-{action}", {"number": str(watch.number)}, under="watch")
