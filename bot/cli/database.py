"""`onrecord db`: making, copying and checking the desk's database file."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.running import ConfigFile, end, failures_in_words, finish, read_settings
from bot.exits import Exit
from knowledge.match.gears import Gear


def db_upgrade(config: ConfigFile = None) -> None:
    """Make the database, or bring it up to date; one that holds something is backed up first."""
    settings = read_settings(config)
    from knowledge.store.sqlite.migrate import upgrade
    from knowledge.store.sqlite.words import reindex

    with failures_in_words():
        taken = upgrade(settings.database, busy_seconds=settings.store.busy_seconds)
        reindex(settings.database, busy_seconds=settings.store.busy_seconds, progress=_progress)
    for migration in taken:
        typer.echo(f"{migration.number:04} {migration.name}")
    typer.echo(f"{settings.database} is up to date.")


def db_backup(
    target: Annotated[
        Path | None, typer.Argument(help="Where to; by default backups/ in the data folder.")
    ] = None,
    config: ConfigFile = None,
) -> None:
    """Copy the database while it is in use, and check the copy. Never overwrites.

    The copy is of one moment. Ends with 1 when it is not sound; it is kept then, to be looked at.
    """
    settings = read_settings(config)
    from knowledge.store.sqlite import migrate
    from knowledge.store.sqlite.soundness import examine

    source = settings.database
    with failures_in_words():
        version = len(migrate.migrations())
        place = target or migrate.new_backup(source, version)
        try:
            copy = migrate.back_up(source, place)
        except FileExistsError as error:
            end(Exit.USAGE, f"{error}. Name another file, or move that one away.")
        findings = examine(copy)
    wrong = [f"{finding.name}: {finding.seen}" for finding in findings if not finding.sound]
    if wrong:
        end(Exit.NOTHING, f"{copy} was written and is not sound: {'; '.join(wrong)}.")
    size = copy.stat().st_size
    typer.echo(f"{copy} ({size:,} bytes) is written and sound: {findings[-1].seen}.")


def db_check(
    head: Annotated[
        str, typer.Option("--head", help="The audit's head as noted earlier: NUMBER:HASH.")
    ] = "",
    config: ConfigFile = None,
) -> None:
    """Read the whole database and say whether it is sound; ends with 1 when it is not."""
    settings = read_settings(config)
    from knowledge.audit import head_from
    from knowledge.errors import RecordError
    from knowledge.store.sqlite.soundness import examine

    try:
        noted = head_from(head) if head else None
    except RecordError as error:
        end(Exit.USAGE, f"{error}. `onrecord db check` prints it in its last line.")
    with failures_in_words():
        findings = examine(settings.database, head=noted)
    for finding in findings:
        typer.echo(f"{'ok  ' if finding.sound else 'FAIL'} {finding.name}: {finding.seen}")
    end(Exit.OK if all(finding.sound for finding in findings) else Exit.NOTHING)


def db_index(
    gear: Annotated[
        Gear | None, typer.Option("--gear", help="Which gear's index; by default the one set.")
    ] = None,
    config: ConfigFile = None,
) -> None:
    """Make what the gear still wants: for `semantic`, the vectors of claims that have none.

    Says how far it is, can be stopped and run again, and may run while the desk is served. Vectors
    of another model are made anew, never mixed.
    """
    settings = read_settings(config)
    from config.settings import SearchSettings
    from knowledge.match.gears import GearMissing

    if gear is not None:
        settings = settings.model_copy(update={"search": SearchSettings(gear=gear.value)})

    async def work() -> Exit:
        from bot.main import open_store
        from knowledge.match.indexing import make_due

        async with open_store(settings) as store:
            if store.embedder is None:
                typer.echo("The lexical gear keeps its index by itself: nothing to make.")
                return Exit.OK
            made = await make_due(store, store.embedder, _progress)
        typer.echo(f"{made:,} vectors made; every claim has one." if made else "Nothing was due.")
        return Exit.OK

    async def work_as_told() -> Exit:
        try:
            return await work()
        except GearMissing as error:
            if gear is None:
                raise
            end(Exit.USAGE, str(error))

    finish(work_as_told())


def _progress(made: int, total: int) -> None:
    """Say how far it is: over and over on a terminal, once in a while into a file."""
    if not total:
        return
    line = f"{made:,} of {total:,}"
    if sys.stderr.isatty():
        typer.echo(f"\r{line}", nl=made == total, err=True)
    elif made == total or made % 1_024 == 0:
        typer.echo(line, err=True)
