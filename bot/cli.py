"""The command line. Each command reads settings, does one thing and closes what it opened.

Nothing heavy is imported here: a command imports what it needs when it runs.
"""

import asyncio
import os
import sys
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from bot.exits import Exit

if TYPE_CHECKING:
    from bot.core.reply import Outcome
    from config.settings import Settings

app = typer.Typer(
    name="onrecord",
    help="The claim desk: who said it, how strongly, where and when.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
database = typer.Typer(help="The desk's database file.", no_args_is_help=True)
discord_commands = typer.Typer(help="Discord.", no_args_is_help=True)
slack_commands = typer.Typer(help="Slack.", no_args_is_help=True)
app.add_typer(database, name="db")
app.add_typer(discord_commands, name="discord")
app.add_typer(slack_commands, name="slack")

ConfigFile = Annotated[
    Path | None,
    typer.Option("--config", help="Settings file (TOML); ONRECORD_CONFIG does the same."),
]


class Platform(StrEnum):
    """The platforms `run` can be limited to."""

    SLACK = "slack"
    DISCORD = "discord"


def _end(code: Exit, sentence: str = "") -> NoReturn:
    if sentence:
        typer.echo(sentence, err=True)
    raise typer.Exit(int(code))


def _settings(config: Path | None, *, quiet: bool = True) -> "Settings":
    """Return the settings, or end with all that is wrong with them. Sets logging up from them."""
    from config.load import load
    from config.problems import SettingsError

    try:
        settings = load(os.environ, config)
    except SettingsError as error:
        _end(Exit.CONFIG, str(error))
    from bot import logs

    # One-shot commands speak for themselves; their log is for what goes wrong.
    level = "error" if quiet and settings.log.level == "info" else settings.log.level
    logs.configure(level, settings.log.format)
    return settings


@contextmanager
def _failures_in_words() -> Iterator[None]:
    """End with a sentence, a next step and the exit code that fits, for failures that are known."""
    from bot.core.adapter import PlatformLost, PlatformRefused
    from bot.core.errors import problem_of
    from bot.exits import AlreadyRunningError
    from knowledge.errors import StoreError

    try:
        yield
    except StoreError as error:
        problem = problem_of(error, "")
        _end(Exit.STORE, f"{problem.sentence} ({error})\n{problem.next_step}")
    except PlatformRefused as error:
        _end(Exit.REFUSED, str(error))
    except PlatformLost as error:
        _end(Exit.LOST, str(error))
    except (typer.Exit, AlreadyRunningError, BrokenPipeError):
        raise
    except Exception as error:  # noqa: BLE001 - the last place where a failure can become words
        import structlog

        from bot.core.request import new_reference

        reference = new_reference()
        structlog.stdlib.get_logger(__name__).error(
            "command failed", reference=reference, exc_info=error
        )
        problem = problem_of(error, reference)
        _end(Exit.INTERNAL, f"{problem.sentence}\n{problem.next_step}")


def _finish(work: "Coroutine[None, None, Exit]") -> NoReturn:
    with _failures_in_words():
        _end(asyncio.run(work))


def _exit_of(outcome: "Outcome") -> Exit:
    from bot.core.reply import Form, Result

    if isinstance(outcome, Form):
        return Exit.OK
    return {
        Result.FOUND: Exit.OK,
        Result.NOTHING: Exit.NOTHING,
        Result.USAGE: Exit.USAGE,
        Result.FAILED: Exit.INTERNAL,
    }[outcome.result]


def _print(outcome: "Outcome", *, as_json: bool) -> None:
    """Print an answer: as JSON, as a card on a terminal, as plain text into a pipe."""
    if as_json:
        from bot.core.structure import as_json as structured

        typer.echo(structured(outcome))
    elif sys.stdout.isatty():
        from rich.console import Console

        from bot.adapters.console.card import show

        show(outcome, Console(highlight=False))
    else:
        from bot.core.plain import plain

        typer.echo(plain(outcome, hints=True))


@app.command()
def run(
    only: Annotated[
        Platform | None, typer.Option("--only", help="Serve this platform alone.")
    ] = None,
    config: ConfigFile = None,
) -> None:
    """Serve Discord and Slack, whichever have a token, in one process.

    Ends well on SIGTERM: answers in flight get out first. Ends with 75 when a platform has been
    out of reach for too long (let the supervisor restart it), 77 when a platform refuses us, 73
    when this desk is being served already.
    """
    settings = _settings(config, quiet=False)
    from bot.exits import AlreadyRunningError
    from bot.main import configured, serve

    names = [name for name in configured(settings) if only in (None, name)]
    if not names:
        wanted = f"{only.value.capitalize()} has" if only else "Neither Discord nor Slack has"
        _end(
            Exit.CONFIG,
            f"{wanted} no token, so there is nothing to serve.\n"
            "Set ONRECORD_DISCORD__TOKEN, or ONRECORD_SLACK__BOT_TOKEN and "
            "ONRECORD_SLACK__APP_TOKEN, and run again; `onrecord console` needs neither.",
        )
    try:
        _finish(serve(settings, names))
    except AlreadyRunningError:
        _end(
            Exit.RUNNING,
            f"Another process already serves the desk in {settings.data_dir}.\n"
            "Stop that one first; two would answer every other question each.",
        )


@app.command()
def console(config: ConfigFile = None) -> None:
    """Chat with the desk on this terminal: history with the arrows, Tab completes claims.

    Into a pipe, it answers one line of input after the other.
    """
    settings = _settings(config)

    async def work() -> Exit:
        from rich.console import Console

        from bot.adapters.console.chat import ConsoleAdapter
        from bot.main import open_app

        async with open_app(settings) as core:
            history = settings.data_dir / "console_history"
            await ConsoleAdapter(core, Console(highlight=False), history).run()
        return Exit.OK

    _finish(work())


@app.command()
def ask(
    line: Annotated[
        str, typer.Argument(help='A command or a question, such as "/claim doctors-salary".')
    ],
    json: Annotated[
        bool, typer.Option("--json", help="Print the answer's structure as JSON.")
    ] = False,
    config: ConfigFile = None,
) -> None:
    """Ask one question and print the answer.

    Ends with 0 when something is on record, 1 when nothing is, 2 when the question cannot be used.
    """
    settings = _settings(config)

    async def work() -> Exit:
        from bot.adapters.console.request import answer_line
        from bot.main import open_app

        async with open_app(settings) as core:
            outcome = await answer_line(core, line)
        _print(outcome, as_json=json)
        return _exit_of(outcome)

    _finish(work())


@app.command()
def demo(config: ConfigFile = None) -> None:
    """Make a desk with the sample claims, show one answer, and chat if this is a terminal.

    Needs no token. Running it again adds nothing. A desk with claims of its own is left alone.
    """
    settings = _settings(config)

    async def work() -> Exit:
        from bot.adapters.console.request import answer_line
        from bot.main import open_store
        from knowledge.sample.loader import sample_claims, sample_related

        sample = sample_claims()
        async with open_store(settings) as store:
            own = {name.slug for name in await store.names()} - {c.slug for c in sample}
            if own:
                _end(
                    Exit.USAGE,
                    f"The desk in {settings.data_dir} holds {len(own)} claims of its own.\n"
                    "Give the sample another folder: ONRECORD_DATA_DIR=… onrecord demo",
                )
            added = await store.add(sample, sample_related())
            from bot.main import make_app
            from knowledge.desk import Desk

            state = f"{added} sample claims added" if added else "the sample is there already"
            typer.echo(f"Desk: {settings.database} ({state})\n> /claim doctors-salary\n")
            core = make_app(settings, Desk(store))
            outcome = await answer_line(core, "/claim doctors-salary")
            _print(outcome, as_json=False)
            if sys.stdin.isatty() and sys.stdout.isatty():
                from rich.console import Console

                from bot.adapters.console.chat import ConsoleAdapter

                history = settings.data_dir / "console_history"
                await ConsoleAdapter(core, Console(highlight=False), history).run()
            return _exit_of(outcome)

    _finish(work())


@app.command()
def doctor(
    offline: Annotated[
        bool, typer.Option("--offline", help="Ask no platform; look at this machine only.")
    ] = False,
    config: ConfigFile = None,
) -> None:
    """Check settings, database, clock, and each platform's token, scopes and intents.

    Ends with 0 when all is well and 1 when anything is not; each line says what to do.
    """
    settings = _settings(config)

    async def work() -> Exit:
        from bot.doctor import examine

        findings = await examine(settings, offline=offline)
        for finding in findings:
            mark = "ok  " if finding.sound else "FAIL"
            typer.echo(f"{mark} {finding.name}: {finding.seen}")
        return Exit.OK if all(finding.sound for finding in findings) else Exit.NOTHING

    _finish(work())


@app.command()
def questions(config: ConfigFile = None) -> None:
    """List the questions that people left with “Ask the desk”, oldest first."""
    settings = _settings(config)

    async def work() -> Exit:
        from bot.core.plain import clean
        from bot.main import open_store

        async with open_store(settings) as store:
            for number, question in await store.questions():
                place = f"{question.platform} {question.channel}".strip()
                typer.echo(f"{number}. {question.at:%Y-%m-%d %H:%M} UTC, {place}, ", nl=False)
                typer.echo(clean(f"{question.asked_by}: {' '.join(question.words.split())}"))
        return Exit.OK

    _finish(work())


@database.command("upgrade")
def db_upgrade(config: ConfigFile = None) -> None:
    """Make the database, or bring it up to date; one that holds something is backed up first."""
    settings = _settings(config)
    from knowledge.store.sqlite.migrate import upgrade

    with _failures_in_words():
        taken = upgrade(settings.database, busy_seconds=settings.store.busy_seconds)
    for migration in taken:
        typer.echo(f"{migration.number:04} {migration.name}")
    typer.echo(f"{settings.database} is up to date.")


@database.command("backup")
def db_backup(
    target: Annotated[
        Path | None, typer.Argument(help="Where to; by default backups/ in the data folder.")
    ] = None,
    config: ConfigFile = None,
) -> None:
    """Copy the database while it is in use. Never overwrites."""
    settings = _settings(config)
    from knowledge.store.sqlite import migrate

    source = settings.database
    with _failures_in_words():
        version = len(migrate.migrations())
        place = target or source.parent / "backups" / migrate.backup_name(source, version)
        try:
            copy = migrate.back_up(source, place)
        except FileExistsError as error:
            _end(Exit.USAGE, f"{error}. Name another file, or move that one away.")
    typer.echo(f"{copy} ({copy.stat().st_size:,} bytes)")


@database.command("check")
def db_check(config: ConfigFile = None) -> None:
    """Read the whole database and say whether it is sound; ends with 1 when it is not."""
    settings = _settings(config)
    from knowledge.store.sqlite.soundness import examine

    with _failures_in_words():
        findings = examine(settings.database)
    for finding in findings:
        typer.echo(f"{'ok  ' if finding.sound else 'FAIL'} {finding.name}: {finding.seen}")
    _end(Exit.OK if all(finding.sound for finding in findings) else Exit.NOTHING)


@discord_commands.command("sync")
def discord_sync(
    force: Annotated[
        bool, typer.Option("--force", help="Send them even if they are as they were.")
    ] = False,
    config: ConfigFile = None,
) -> None:
    """Give Discord our commands, if they changed since it was last given them.

    `run` does this by itself; this is for trying a token or mending by hand.
    """
    settings = _settings(config)
    if settings.discord.token is None:
        _end(Exit.CONFIG, "Discord has no token.\nSet ONRECORD_DISCORD__TOKEN and run again.")

    async def work() -> Exit:
        from bot.adapters.discord import DiscordAdapter
        from bot.main import open_app

        async with open_app(settings) as core:
            adapter = DiscordAdapter(core, settings.discord, core.desk)
            sent = await adapter.sync(force=force)
        typer.echo("Commands sent." if sent else "Discord has these commands already.")
        return Exit.OK

    _finish(work())


@slack_commands.command("manifest")
def slack_manifest(
    url: Annotated[
        str, typer.Option("--url", help="Our public https address, for HTTP mode.")
    ] = "",
    config: ConfigFile = None,
) -> None:
    """Print the app manifest to paste into Slack when creating the app."""
    settings = _settings(config)
    import json

    from bot.adapters.slack.manifest import manifest
    from bot.main import registry

    typer.echo(json.dumps(manifest(registry(), settings.slack, url), indent=2, ensure_ascii=False))


def main() -> None:
    """Run the command line. A reader that closes our pipe early is no failure of ours."""
    try:
        app()
    except BrokenPipeError:
        # Nothing can be written any more, and Python would complain when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
