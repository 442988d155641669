"""What every command does alike: read settings, end in words, close what was opened."""

import asyncio
import getpass
import os
import sys
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from bot.exits import Exit

if TYPE_CHECKING:
    from bot.core.reply import Outcome
    from config.settings import Settings
    from knowledge.audit import By

ConfigFile = Annotated[
    Path | None,
    typer.Option("--config", help="Settings file (TOML); ONRECORD_CONFIG does the same."),
]


def end(code: Exit, sentence: str = "") -> NoReturn:
    """End the process with *code*, saying *sentence* on standard error."""
    if sentence:
        typer.echo(sentence, err=True)
    raise typer.Exit(int(code))


def read_settings(config: Path | None, *, quiet: bool = True) -> "Settings":
    """Return the settings, or end with all that is wrong with them. Sets logging up from them."""
    from config.load import load
    from config.problems import SettingsError

    try:
        settings = load(os.environ, config)
    except SettingsError as error:
        end(Exit.CONFIG, str(error))
    from bot import logs

    # One-shot commands speak for themselves; their log is for what goes wrong.
    level = "error" if quiet and settings.log.level == "info" else settings.log.level
    logs.configure(level, settings.log.format)
    return settings


@contextmanager
def failures_in_words() -> Iterator[None]:
    """End with a sentence, a next step and the exit code that fits, for failures that are known."""
    from bot.core.adapter import PlatformLost, PlatformRefused
    from bot.core.errors import problem_of
    from bot.exits import AlreadyRunningError
    from knowledge.errors import StoreError
    from knowledge.extract.pool import NotReady
    from knowledge.match.gears import GearMissing

    try:
        yield
    except StoreError as error:
        problem = problem_of(error, "")
        end(Exit.STORE, f"{problem.sentence} ({error})\n{problem.next_step}")
    except GearMissing as error:
        end(Exit.CONFIG, f"{error}\nThe gear is set by search.gear (ONRECORD_SEARCH__GEAR).")
    except NotReady as error:
        end(Exit.CONFIG, str(error))
    except PlatformRefused as error:
        end(Exit.REFUSED, str(error))
    except PlatformLost as error:
        end(Exit.LOST, str(error))
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
        end(Exit.INTERNAL, f"{problem.sentence}\n{problem.next_step}")


def on_the_command_line() -> "By":
    """Return who is typing, as the audit keeps it."""
    from knowledge.audit import By, person_of

    try:
        user = getpass.getuser()
    except (KeyError, OSError):  # an account without a name, as in some containers
        user = str(os.getuid())
    return By(person_of("console", user, user), "console", "", "command line")


@contextmanager
def one_of_many() -> Iterator[None]:
    """Raise one of the failures that several tasks met at once: they tell of the same thing."""
    try:
        yield
    except BaseExceptionGroup as group:
        error: BaseException = group
        while isinstance(error, BaseExceptionGroup):
            error = error.exceptions[0]
        raise error from None


def finish(work: "Coroutine[None, None, Exit]", *, typed: bool = True) -> NoReturn:
    """Run *work* and end with its exit code, or with the words and code of its failure.

    What it writes is kept as *typed* on the command line, by whom the system says is typing; for
    what only serves others, nobody is.
    """
    from knowledge.acting import acting
    from knowledge.audit import By

    with failures_in_words(), acting(on_the_command_line() if typed else By()):
        end(asyncio.run(work))


def exit_of(outcome: "Outcome") -> Exit:
    """Return the exit code that an answer to `ask` calls for."""
    from bot.core.reply import Form, Result

    if isinstance(outcome, Form):
        return Exit.OK
    return {
        Result.FOUND: Exit.OK,
        Result.NOTHING: Exit.NOTHING,
        Result.USAGE: Exit.USAGE,
        Result.FAILED: Exit.INTERNAL,
    }[outcome.result]


def print_answer(outcome: "Outcome", *, as_json: bool) -> None:
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
