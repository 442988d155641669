"""Where a watch tells: whom it is for, and what people type for that."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.commands.told_places import (
    here_place,
    own_place,
    says_here,
    tail,
    this_channel,
)
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
NOT_SHOWN = "what is not shown here"
"""How a watch is called whose thing is restricted, or not on record any more."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is to be watched, in words, how soon it is told, and where."""

    words: str
    cadence: Cadence
    to: Spoken


async def chosen(context: Context, what: str, cadence: str, where: str) -> Chosen:
    """Return what was chosen. Typed, the cadence and “here” follow the words."""
    if context.request.place.platform == CONSOLE:
        raise Unusable(
            "Nobody can be told on the console.",
            "Set watches in Discord or Slack, by typing /watch.",
        )
    how = " ".join(cadence.lower().split())
    if how and how not in _CADENCES:
        raise Unusable(
            f"“{cadence[:40]}” is no cadence.", "Give at once, daily or weekly.", field="cadence"
        )
    here = says_here(where)
    typed = tail(what, _CADENCES, any_way=not how, any_here=here is None)
    if not typed.words:
        raise Unusable(
            "What is to be watched?", "Give it first: /watch claim doctors-salary", field="what"
        )
    to = await here_place(context, "watch … here") if here or typed.here else own_place(context)
    return Chosen(typed.words, _CADENCES.get(how) or typed.how or Cadence.AT_ONCE, to)


async def places_of(context: Context, number: int) -> Sequence[Spoken]:
    """Return the places whose watches the asker may change: their own and, by role, this one's.

    Raises the refusal that fits where *number* is a watch of this channel's, and they may not.
    """
    own, here = own_place(context), this_channel(context)
    if here is None or context.may(Role.REPORTER):
        return (own,) if here is None else (own, here)
    theirs = [watch.number for watch in await context.desk.watching.of(here)]
    if number in theirs and context.roles is not None:
        await context.roles.must(context.request, context.role, Role.REPORTER, "watch … here")
    return (own,)


async def watched_here(context: Context) -> Sequence[Watch]:
    """Return what the asker watches and what this channel does; in public the channel's alone."""
    here = this_channel(context)
    own = await context.desk.watching.of(own_place(context)) if context.private else ()
    return (*own, *(await context.desk.watching.of(here) if here else ()))


async def called_here(context: Context, watches: Sequence[Watch]) -> Sequence[str]:
    """Return what each of *watches* is of, in words; what the asker may not see has none."""
    hidden = await context.desk.watching.hidden([thing_of(watch) for watch in watches])
    return [NOT_SHOWN if thing_of(watch) in hidden else watch.words for watch in watches]


def watch_press(label: str, action: str, watch: Watch) -> Action:
    """Return a press that does something to *watch*."""
    return Action(label, f"watch-{action}", {"number": str(watch.number)}, under="watch")
