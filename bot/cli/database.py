"""`onrecord db`: making, copying and checking the desk's database file."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.running import ConfigFile, end, failures_in_words, read_settings
from bot.exits import Exit


def db_upgrade(config: ConfigFile = None) -> None:
    """Make the database, or bring it up to date; one that holds something is backed up first."""
    settings = read_settings(config)
    from knowledge.store.sqlite.migrate import upgrade

    with failures_in_words():
        taken = upgrade(settings.database, busy_seconds=settings.store.busy_seconds)
    for migration in taken:
        typer.echo(f"{migration.number:04} {migration.name}")
    typer.echo(f"{settings.database} is up to date.")


def db_backup(
    target: Annotated[
        Path | None, typer.Argument(help="Where to; by default backups/ in the data folder.")
    ] = None,
    config: ConfigFile = None,
) -> None:
    """Copy the database while it is in use. Never overwrites."""
    settings = read_settings(config)
    from knowledge.store.sqlite import migrate

    source = settings.database
    with failures_in_words():
        version = len(migrate.migrations())
        place = target or source.parent / "backups" / migrate.backup_name(source, version)
        try:
            copy = migrate.back_up(source, place)
        except FileExistsError as error:
            end(Exit.USAGE, f"{error}. Name another file, or move that one away.")
    typer.echo(f"{copy} ({copy.stat().st_size:,} bytes)")


def db_check(config: ConfigFile = None) -> None:
    """Read the whole database and say whether it is sound; ends with 1 when it is not."""
    settings = read_settings(config)
    from knowledge.store.sqlite.soundness import examine

    with failures_in_words():
        findings = examine(settings.database)
    for finding in findings:
        typer.echo(f"{'ok  ' if finding.sound else 'FAIL'} {finding.name}: {finding.seen}")
    end(Exit.OK if all(finding.sound for finding in findings) else Exit.NOTHING)
