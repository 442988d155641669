"""`onrecord ingest`: files, folders, pages and pasted text into the desk's queue."""

import asyncio
import getpass
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.items import NothingThere, items, printable
from bot.cli.running import (
    ConfigFile,
    end,
    failures_in_words,
    on_the_command_line,
    one_of_many,
    read_settings,
)
from bot.exits import Exit

if TYPE_CHECKING:
    from bot.cli.items import Item
    from bot.cli.taking_in import Came, Report, Tally, Way
    from config.settings import Settings
    from knowledge.documents import TakenIn
    from knowledge.reading_room import Read

_EACH = 5
"""Of more documents in one file it is said how many were new, and not of each."""


def ingest(
    what: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FILE|FOLDER|URL|-",
            help="What to read: files, folders, patterns, addresses; - is standard input.",
        ),
    ] = None,
    listed: Annotated[
        list[Path] | None,
        typer.Option("--from", metavar="LIST", help="File with more of those, one a line."),
    ] = None,
    run: Annotated[
        str, typer.Option("--run", help="Name of this run; its pages are not fetched again.")
    ] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would be proposed, and keep nothing.")
    ] = False,
    outlet: Annotated[str, typer.Option("--outlet", help="Who published all of it.")] = "",
    published: Annotated[
        str, typer.Option("--published", help="When: 2019-12-20, 2019-12 or 2019.")
    ] = "",
    title: Annotated[str, typer.Option("--title", help="Its headline; for one document.")] = "",
    url: Annotated[str, typer.Option("--url", help="Its address; for one document.")] = "",
    zone: Annotated[
        str, typer.Option("--zone", help="Time zone of the outlet, such as Africa/Nairobi.")
    ] = "",
    config: ConfigFile = None,
) -> None:
    """Read documents and propose their claims to the desk, where a person accepts or drops them.

    Stopped in any way, the same command goes on where it was: files that were taken in are left
    aside, and nothing is proposed twice. Ends with 1 when something could not be read.
    """
    settings = read_settings(config)
    if zone:
        if not _is_zone(zone):
            end(Exit.USAGE, f"{zone} is no time zone; give its name, such as Africa/Nairobi.")
        settings = settings.model_copy(
            update={"ingest": settings.ingest.model_copy(update={"zone": zone})}
        )
    try:
        wanted = items(what or (), listed or ())
    except NothingThere as error:
        end(Exit.USAGE, printable(f"{error} Look at its name, and give it again."))
    if not wanted:
        end(Exit.USAGE, "There is nothing to read: give files, folders or addresses, or - .")
    if len(wanted) > 1 and (title or url):
        end(Exit.USAGE, "--title and --url are for one document; leave them out, or give one.")
    way = _way(settings, run, outlet, published, title, url)
    if hasattr(os, "nice"):  # whoever asks the desk meanwhile goes first
        os.nice(settings.extract.niceness // 2)
    # And is never interrupted by us; whoever gave us less than that already is left alone.
    batch = settings.extract.niceness and hasattr(os, "SCHED_BATCH")
    if batch and os.sched_getscheduler(0) == os.SCHED_OTHER:
        os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))
    from knowledge.acting import acting

    with failures_in_words(), acting(on_the_command_line()):
        end(asyncio.run(_shown(settings, wanted, way) if dry_run else _kept(settings, wanted, way)))


def _is_zone(name: str) -> bool:
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        return False
    return True


def _way(
    settings: "Settings", run: str, outlet: str, published: str, title: str, url: str
) -> "Way":
    """Return how to take documents in. Ends with a sentence where a detail cannot be used."""
    from bot.cli.taking_in import Way
    from knowledge.addresses import canonical
    from knowledge.errors import RecordError
    from knowledge.given import Given
    from knowledge.model import PartialDate

    if url and not canonical(url):
        end(Exit.USAGE, f"{url} is no web address; give it as it stands in a browser.")
    try:
        day = PartialDate(published) if published else None
    except RecordError as error:
        end(Exit.USAGE, f"{error}; write 2019-12-20, 2019-12 or 2019.")
    return Way(
        by=f"console:{getpass.getuser()} {getpass.getuser()}",
        run=run or datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        details=Given(outlet.strip(), title.strip(), url.strip(), day),
        most_bytes=int(settings.ingest.megabytes * 1e6),
    )


async def _kept(settings: "Settings", wanted: "Sequence[Item]", way: "Way") -> Exit:
    from dataclasses import replace

    from bot.cli.taking_in import Tally, take_all
    from bot.main import open_intake
    from knowledge.documents import ItemState

    tally = Tally()
    async with open_intake(settings) as (room, intake):
        before = await intake.items(way.run)
        done = frozenset(item.source for item in before if item.state is ItemState.DONE)
        pages = frozenset(item.source for item in wanted if item.is_page)
        with _progress(len(wanted), tally) as report:
            work = take_all(wanted, room, intake, replace(way, done=done & pages), report)
            stopped = await _until_stopped(asyncio.ensure_future(work))
    _sum_up(tally)
    if stopped:
        typer.echo("Stopped. Give the same command to go on.", err=True)
        return Exit.STOPPED
    return Exit.NOTHING if tally.failures else Exit.OK


async def _shown(settings: "Settings", wanted: "Sequence[Item]", way: "Way") -> Exit:
    from bot.cli.taking_in import read_all
    from bot.main import make_reading_room

    failed = []

    def show(item: "Item", read: "Sequence[Read] | str") -> None:
        if isinstance(read, str):
            failed.append(item)
            typer.echo(printable(f"{item.source}: {read}"), err=True)
        else:
            for each in read:
                _show(each, way)

    room = make_reading_room(settings)
    try:
        stopped = await _until_stopped(asyncio.ensure_future(read_all(wanted, room, way, show)))
    finally:
        await room.close()
    if stopped:
        return Exit.STOPPED
    return Exit.NOTHING if failed else Exit.OK


def _show(read: "Read", way: "Way") -> None:
    """Print what a document would be kept as, and what would be proposed from it."""
    from knowledge.drafting import drafted
    from knowledge.errors import RecordError

    try:
        made = drafted(
            read.reading,
            read.extracted,
            by=way.by,
            source=read.source,
            at=datetime.now(UTC),
        )
    except RecordError as error:
        typer.echo(printable(f"{read.source}: {error}"), err=True)
        return
    document, title = made.version.document, made.version.title
    proposed = f"{_counted(len(made.drafts), 'claim')} would be proposed"
    typer.echo(printable(f"{read.source}: {proposed}"))
    if title:
        typer.echo(f"  {title}")
    day = document.published.words() if document.published else "no date given"
    typer.echo(f"  {document.outlet.name}, {document.byline or 'no byline given'}, {day}")
    for note in (*read.reading.notes, *read.extracted.notes):
        typer.echo(f"  {note}")
    for draft in made.drafts:
        typer.echo(f"  - {draft.claim.statement}")


async def _until_stopped(work: "asyncio.Future[None]") -> bool:
    """Wait for *work*, or for Ctrl-C or SIGTERM, which end it; return whether they did."""
    import signal

    loop = asyncio.get_running_loop()
    stopped = False

    def stop() -> None:
        nonlocal stopped
        stopped = True
        work.cancel()

    for signum in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(signum, stop)
    try:
        with one_of_many():
            await work
    except asyncio.CancelledError:
        if not stopped:
            raise
    return stopped


@contextmanager
def _progress(total: int, tally: "Tally") -> "Iterator[Report]":
    """Yield what reports each item: a bar on a terminal, a line for each elsewhere."""

    def line(came: "Came") -> None:
        tally.add(came)
        typer.echo(_line(came), err=bool(came.failure))
        for why in _why_nothing(came):
            typer.echo(f"  {why}")

    if not sys.stderr.isatty():
        yield line
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (TextColumn("Reading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Reading", total=total)

        def step(came: "Came") -> None:
            tally.add(came)
            if came.failure or any(t.given or t.dated or t.fates for t in came.taken):
                bar.console.print(_line(came), markup=False, highlight=False)
            for why in _why_nothing(came):
                said = printable(f"{came.item.source}: {why}")
                bar.console.print(said, markup=False, highlight=False)
            bar.advance(task)

        yield step


def _line(came: "Came") -> str:
    if came.failure:
        return _failed(came.item.source, came.failure)
    if came.before:
        return printable(f"{came.item.source}: taken in before")
    if len(came.taken) > _EACH:
        outcomes = [taken.outcome for taken in came.taken]
        parts = [f"{outcomes.count(one):,} {one.value}" for one in dict.fromkeys(outcomes)]
        claims = _counted(sum(len(taken.proposals) for taken in came.taken), "claim")
        said = f"{len(outcomes):,} documents, {', '.join(parts)}; {claims} proposed"
    else:
        said = "; ".join(map(_said, came.taken))
    return printable(f"{came.item.source}: {said}")


def _said(taken: "TakenIn") -> str:
    """Return what came of one document, in one line."""
    from knowledge.documents import Outcome

    said = f"{taken.outcome.value}, {_counted(len(taken.proposals), 'claim')} proposed"
    if taken.also and taken.outcome is Outcome.SAME:
        said += f"; also at {', '.join(taken.also[:_EACH])}"
    if taken.fates:
        fared = ", ".join(f"{count:,} {fate.value}" for fate, count in taken.fates)
        said += f"; claims on record of older versions: {fared}"
    if taken.given:
        said += f"; kept as you give it: {', '.join(taken.given)}"
    if taken.dated:
        said += f"; dates of {_counted(taken.dated, 'claim')} reckoned again"
    return said


def _why_nothing(came: "Came") -> "Iterator[str]":
    """Yield what was not read, and what was odd about documents that proposed nothing.

    Of the others their cards say it.
    """
    yield from came.missing
    for taken in came.taken:
        if taken.version and not taken.proposals and not taken.repeated:
            yield from (note for note in taken.version.notes if note not in came.missing)


def _sum_up(tally: "Tally") -> None:
    """Print what came of it all, with each failure once more, since they scrolled away."""
    parts = [f"{count:,} {outcome.value}" for outcome, count in tally.outcomes.items() if count]
    if tally.before:
        parts.append(f"{tally.before:,} taken in before")
    if tally.failures:
        parts.append(f"{len(tally.failures):,} not read")
    typer.echo(f"{', '.join(parts) or 'Nothing'}; {_counted(tally.proposed, 'claim')} proposed.")
    if len(tally.failures) > 1 or (tally.failures and sys.stderr.isatty()):
        for source, failure in tally.failures:
            typer.echo(_failed(source, failure), err=True)


def _failed(source: str, failure: str) -> str:
    """Return why something could not be read, with its name once."""
    return printable(failure if failure.startswith(source) else f"{source}: {failure}")


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
