"""`onrecord restrict`: which claims not everybody may see."""

from typing import Annotated

import typer

from bot.cli.running import ConfigFile, end, finish, read_settings
from bot.exits import Exit


def restrict(
    slug: Annotated[str, typer.Argument(help="The claim's name, such as castro-1957.")],
    *,
    open_again: Annotated[bool, typer.Option("--open", help="Show it to everybody again.")] = False,
    config: ConfigFile = None,
) -> None:
    """Restrict a claim: only those in `desk.restricted_readers` see it, in private.

    Holds from the next answer on, also while the desk is served. What chat was shown before stays
    where it was posted. Each change is a new revision and stands among the claim's changes.
    """
    settings = read_settings(config)

    async def work() -> Exit:
        from bot.main import open_store
        from knowledge.desk import Desk

        async with open_store(settings) as store:
            done = await Desk(store).restrict(slug, restricted=not open_again)
        if done is None:
            end(
                Exit.USAGE,
                f"No claim on record is called “{slug}”. Give its slug or an alias: "
                "`onrecord ask /claims` lists topics, and a card ends with its slug.",
            )
        claim, changed = done
        state = "open to everybody" if open_again else "restricted"
        if changed:
            typer.echo(f"{claim.slug} is {state} now (revision {claim.revision}).")
        else:
            typer.echo(f"{claim.slug} is {state} already; nothing was changed.")
        return Exit.OK

    finish(work())
