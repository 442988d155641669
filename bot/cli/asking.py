"""Serving and asking: `run`, `console`, `ask`, `demo`, `doctor`, `questions`."""

import sys
from enum import StrEnum
from typing import Annotated

import typer

from bot.cli.running import (
    ConfigFile,
    end,
    exit_of,
    finish,
    print_answer,
    read_settings,
)
from bot.exits import Exit


class Platform(StrEnum):
    """The platforms `run` can be limited to."""

    SLACK = "slack"
    DISCORD = "discord"


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
    settings = read_settings(config, quiet=False)
    from bot.exits import AlreadyRunningError
    from bot.main import configured, serve

    names = [name for name in configured(settings) if only in (None, name)]
    if not names:
        missing = f"{only.value.capitalize()} has no" if only else "Neither Discord nor Slack has a"
        end(
            Exit.CONFIG,
            f"{missing} token, so there is nothing to serve.\n"
            "Set ONRECORD_DISCORD__TOKEN, or ONRECORD_SLACK__BOT_TOKEN and "
            "ONRECORD_SLACK__APP_TOKEN, and run again; `onrecord console` needs neither.",
        )
    try:
        finish(serve(settings, names), typed=False)
    except AlreadyRunningError:
        end(
            Exit.RUNNING,
            f"Another process already serves the desk in {settings.data_dir}.\n"
            "Stop that one first; two would answer every other question each.",
        )


def console(config: ConfigFile = None) -> None:
    """Chat with the desk on this terminal: history with the arrows, Tab completes claims.

    Into a pipe, it answers one line of input after the other.
    """
    settings = read_settings(config)

    async def work() -> Exit:
        from rich.console import Console

        from bot.adapters.console.chat import ConsoleAdapter
        from bot.main import open_app

        async with open_app(settings) as core:
            history = settings.data_dir / "console_history"
            await ConsoleAdapter(core, Console(highlight=False), history).run()
        return Exit.OK

    finish(work())


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
    from knowledge.pauses import no_pauses

    async def work() -> Exit:
        from bot.adapters.console.request import answer_line
        from bot.main import open_app

        async with open_app(settings) as core:
            outcome = await answer_line(core, line)
        print_answer(outcome, as_json=json)
        return exit_of(outcome)

    # Most of what one question makes is code that is loaded, and none of that is garbage.
    with no_pauses():
        settings = read_settings(config)
        finish(work())


def demo(config: ConfigFile = None) -> None:
    """Make a desk with the sample claims, show one answer, and chat if this is a terminal.

    Needs no token. Running it again adds nothing. A desk with claims of its own is left alone.
    """
    settings = read_settings(config)

    async def work() -> Exit:
        from bot.adapters.console.request import answer_line
        from bot.main import open_store
        from knowledge.sample.loader import sample_claims, sample_related

        sample = sample_claims()
        async with open_store(settings) as store:
            own = {name.slug for name in await store.names()} - {c.slug for c in sample}
            if own:
                held = f"{len(own)} claim" + "s" * (len(own) > 1)
                end(
                    Exit.USAGE,
                    f"The desk in {settings.data_dir} holds {held} of its own.\n"
                    "Give the sample another folder: ONRECORD_DATA_DIR=… onrecord demo",
                )
            added = await store.add(sample, sample_related())
            from bot.main import make_app
            from knowledge.desk import Desk
            from knowledge.match.gears import open_matcher

            state = f"{added} sample claims added" if added else "the sample is there already"
            typer.echo(f"Desk: {settings.database} ({state})\n> /claim doctors-salary\n")
            matcher = open_matcher(store, settings.search.gear, store.embedder)
            second = settings.desk.second_signature
            core = make_app(settings, Desk(store, matcher, second_signature=second))
            outcome = await answer_line(core, "/claim doctors-salary")
            print_answer(outcome, as_json=False)
            if sys.stdin.isatty() and sys.stdout.isatty():
                from rich.console import Console

                from bot.adapters.console.chat import ConsoleAdapter

                history = settings.data_dir / "console_history"
                await ConsoleAdapter(core, Console(highlight=False), history).run()
            return exit_of(outcome)

    finish(work())


def doctor(
    offline: Annotated[
        bool, typer.Option("--offline", help="Ask no platform; look at this machine only.")
    ] = False,
    config: ConfigFile = None,
) -> None:
    """Check settings, database, clock, and each platform's token, scopes and intents.

    Ends with 0 when all is well and 1 when anything is not; each line says what to do.
    """
    settings = read_settings(config)

    async def work() -> Exit:
        from bot.doctor import examine

        findings = await examine(settings, offline=offline)
        for finding in findings:
            mark = "ok  " if finding.sound else "FAIL"
            typer.echo(f"{mark} {finding.name}: {finding.seen}")
        return Exit.OK if all(finding.sound for finding in findings) else Exit.NOTHING

    finish(work())


def questions(
    remove: Annotated[
        int | None, typer.Option("--remove", help="Remove the question with this number for good.")
    ] = None,
    config: ConfigFile = None,
) -> None:
    """List the questions that people left with “Ask the desk”, oldest first, or remove one."""
    settings = read_settings(config)

    async def work() -> Exit:
        from bot.core.plain import clean
        from bot.main import open_store

        async with open_store(settings) as store:
            if remove is not None and not await store.drop_question(remove):
                end(Exit.USAGE, f"There is no question {remove}; see `onrecord questions`.")
            for number, question in await store.questions():
                place = f"{question.platform} {question.channel}".strip()
                typer.echo(f"{number}. {question.at:%Y-%m-%d %H:%M} UTC, {place}, ", nl=False)
                typer.echo(clean(f"{question.asked_by}: {' '.join(question.words.split())}"))
        return Exit.OK

    finish(work())
