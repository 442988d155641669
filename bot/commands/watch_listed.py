"""Watches as they are listed: by number, whose they are, how soon they are told."""

from bot.commands.paging import page_of, paging
from bot.commands.ticket_words import when
from bot.commands.watch_places import called_here, watch_press, watched_here
from bot.core.registry import Context
from bot.core.reply import Action, Note, Reply, Result, SourceRow, Sources
from knowledge.roles import Role
from knowledge.watches import Watch

ROWS_A_PAGE = 8


def cadence_words(context: Context, kept: Watch) -> str:
    """Return how soon *kept* is told, and when its next digest comes."""
    if kept.due is None:
        return kept.cadence.value
    return f"{kept.cadence.value}, next on {when(kept.due, context.desk.zone)},"


async def listed(context: Context, page: int) -> Reply:
    """Return what the asker watches and, in a channel, what that does."""
    everything = await watched_here(context)
    shown, number, pages = page_of(everything, page, ROWS_A_PAGE)
    if not shown:
        examples = Note(
            ("Such as: /watch claim doctors-salary, /watch topic doctors-pay daily here",)
        )
        return Reply(
            "Nothing is watched yet." if context.private else "This channel watches nothing yet.",
            (*_alone(context), examples),
            result=Result.NOTHING,
            replaces=True,
        )
    named = zip(shown, await called_here(context, shown), strict=True)
    rows = tuple(_row(context, each, called) for each, called in named)
    counted = f"{len(everything)} watch{'es' * (len(everything) != 1)}"
    turns = paging("watch-list", {}, number, pages)
    blocks = (Sources("By number", rows), *turns, *_alone(context))
    return Reply(f"{counted}.", blocks, replaces=True)


def _alone(context: Context) -> tuple[Note, ...]:
    """Return the note that what somebody watches for themselves is left out here."""
    if context.private:
        return ()
    return (Note(("What you watch for yourself is shown to you alone, not in an answer to all.",)),)


def _row(context: Context, each: Watch, called: str) -> SourceRow:
    whose = "This channel" if each.to.channel else "You"
    paused = " Paused." if each.paused else ""
    said = f"{called}, {cadence_words(context, each).rstrip(',')}.{paused}"
    may = not each.to.channel or context.may(Role.REPORTER)
    stop = watch_press("Stop", "stop", each) if may else None
    return SourceRow(f"{each.number}. {whose}", (said,), stop)


def all_watches() -> Action:
    """Return the press that lists them."""
    return Action("All watches", "watch-list", under="watch")
