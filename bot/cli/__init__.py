"""The command line. Each command reads settings, does one thing and closes what it opened.

Nothing heavy is imported here: a command imports what it needs when it runs.
"""

import io
import os
import sys
from typing import Annotated

import typer

from bot.cli import (
    asking,
    auditing,
    database,
    evaluating,
    extracting,
    ingesting,
    matching,
    minuting,
    platforms,
    receipts,
    restricting,
    training,
)

app = typer.Typer(
    name="onrecord",
    invoke_without_command=True,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback()
def onrecord(
    *,
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and stop.", is_eager=True)
    ] = False,
) -> None:
    """The claim desk: who said it, how strongly, where and when."""
    if version:
        from importlib.metadata import version as installed

        typer.echo(installed("onrecord"))
        raise typer.Exit


for command in (
    asking.run,
    asking.console,
    asking.ask,
    asking.demo,
    asking.doctor,
    asking.questions,
    restricting.restrict,
    receipts.receipt,
    auditing.audit,
    auditing.erase,
    ingesting.ingest,
    extracting.extract,
    evaluating.evaluate,
    training.train,
    matching.match,
    minuting.minutes,
):
    app.command()(command)

database_commands = typer.Typer(help="The desk's database file.", no_args_is_help=True)
database_commands.command("upgrade")(database.db_upgrade)
database_commands.command("backup")(database.db_backup)
database_commands.command("check")(database.db_check)
database_commands.command("index")(database.db_index)
app.add_typer(database_commands, name="db")

discord_commands = typer.Typer(help="Discord.", no_args_is_help=True)
discord_commands.command("sync")(platforms.discord_sync)
app.add_typer(discord_commands, name="discord")

slack_commands = typer.Typer(help="Slack.", no_args_is_help=True)
slack_commands.command("manifest")(platforms.slack_manifest)
app.add_typer(slack_commands, name="slack")


def main() -> None:
    """Run the command line. A reader that closes our pipe early is no failure of ours.

    A letter that the terminal's encoding lacks is written as its escape, so that nothing is lost.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        app()
    except BrokenPipeError:
        # Nothing can be written any more, and Python would complain when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
