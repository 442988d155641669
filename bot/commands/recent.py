"""Recent changes: what happened on the desk last."""

from bot.commands import words
from bot.commands.restricted import not_shown
from bot.core.registry import Context, command
from bot.core.reply import Action, Note, Reply, Result, SourceRow, Sources
from knowledge.screen import withheld

SHOWN = 8


@command("recent", "What changed on the desk last, newest first", listed=False, example="/recent")
async def recent(context: Context) -> Reply:
    """List the last changes, each with the owner of the claim first."""
    changes = await context.desk.changes(SHOWN)
    if not changes:
        return Reply(
            "Nothing on record yet",
            (Note(("Whoever runs the desk can load a sample with: onrecord demo",)),),
            result=Result.NOTHING,
        )
    rows = tuple(
        SourceRow(
            words.owner(change.claim),
            (
                f"{change.claim.label}. {change.what}, "
                f"{change.at.day} {change.at:%B %Y, %H:%M} UTC.",
            ),
            Action(change.claim.slug, "claim", {"slug": change.claim.slug}),
        )
        for change in changes
    )
    return Reply(
        "Recent changes",
        (Sources("Newest first", rows), *not_shown(withheld(changes))),
        claims=tuple(dict.fromkeys(change.claim.slug for change in changes)),
        shown=tuple(change.claim for change in changes),
    )
