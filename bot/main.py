"""Composition: the one module that knows every part, and puts them together."""

import asyncio
import fcntl
import gc
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import structlog

from bot import leaving
from bot.background import Background
from bot.commands import COMMANDS
from bot.commands.cards import prepared
from bot.core.adapter import Adapter, Finding, PlatformLost, PlatformRefused
from bot.core.app import App
from bot.core.ingesting import Ingesting
from bot.core.policy import Policy
from bot.core.recording import Recorder
from bot.core.registry import Registry
from bot.exits import AlreadyRunningError, Exit
from bot.ingesting import DeskIngesting
from config.schedules import line_of
from config.settings import Settings
from knowledge.briefs import BriefSchedule, Density
from knowledge.desk import Desk
from knowledge.match.gears import load_embedder, open_matcher
from knowledge.match.model import Matcher
from knowledge.notices import Spoken
from knowledge.roles import Role
from knowledge.schedules import next_time
from knowledge.store.sqlite.database import Options
from knowledge.store.sqlite.failures import in_our_words
from knowledge.store.sqlite.migrate import upgrade
from knowledge.store.sqlite.store import SqliteStore
from knowledge.store.sqlite.words import reindex

if TYPE_CHECKING:
    from knowledge.intake import Intake
    from knowledge.readers.fetching import Fetcher
    from knowledge.reading_room import ReadingRoom

log = structlog.stdlib.get_logger(__name__)

_CLOSE_SECONDS = 6.0
_END_SECONDS = 3.0
"""A platform may take the first to close, and what served it the second to end. With what answers
and notices may take before, that is within the 30 seconds that `deploy/` gives."""


@cache
def registry() -> Registry:
    """Return the commands there are; each of them is looked at once."""
    return Registry(COMMANDS)


@asynccontextmanager
async def open_store(settings: Settings) -> AsyncIterator[SqliteStore]:
    """Open the desk's store, made or brought up to date first, and close it after.

    With the semantic gear, claims that are added get their vectors. Raises the `StoreError` that
    fits, and `GearMissing` where the gear that is set is not installed.
    """
    embedder = await asyncio.to_thread(load_embedder, settings.search.gear)
    await asyncio.to_thread(upgrade, settings.database, busy_seconds=settings.store.busy_seconds)
    await asyncio.to_thread(reindex, settings.database, busy_seconds=settings.store.busy_seconds)
    store = SqliteStore(
        settings.database,
        Options(
            busy_seconds=settings.store.busy_seconds,
            read_seconds=settings.store.read_seconds,
            readers=settings.store.readers,
            durable=settings.store.durable,
        ),
        embedder,
    )
    try:
        yield store
    finally:
        await store.close()


def make_reading_room(settings: Settings) -> "ReadingRoom":
    """Return the room that documents are read in, closed by whoever asked for it.

    It opens nothing before the first document; its libraries are loaded only where one is read.
    """
    from knowledge.extract.engine import Engine
    from knowledge.extract.llm import ChatCompletions
    from knowledge.extract.pool import Pool
    from knowledge.reading_room import ReadingRoom

    extract, ingest = settings.extract, settings.ingest

    def fetcher() -> "Fetcher":
        from knowledge.readers.fetching import Fetcher, Limits

        limits = Limits(most_bytes=int(ingest.megabytes * 1e6), ports=ingest.ports)
        return Fetcher(limits, user_agent=ingest.user_agent)

    engine = Engine(extract.model, extract.tagger)
    key = extract.llm_key.get_secret_value() if extract.llm_key else ""
    proposer = (
        ChatCompletions(extract.llm_url, extract.llm_model, key, seconds=extract.llm_seconds)
        if extract.llm_url
        else None
    )
    pool = Pool(
        engine.begin,
        workers=extract.workers,
        seconds=extract.seconds,
        niceness=extract.niceness,
    )
    return ReadingRoom(engine, pool, fetcher, proposer, ingest.zone)


@asynccontextmanager
async def open_intake(settings: Settings) -> "AsyncIterator[tuple[ReadingRoom, Intake]]":
    """Open all that taking documents in needs, and close it after."""
    from knowledge.intake import Intake

    room = make_reading_room(settings)
    try:
        async with open_store(settings) as store:
            gear = settings.search.gear
            matcher = await asyncio.to_thread(open_matcher, store, gear, store.embedder)
            yield room, Intake(store, matcher)
    finally:
        await room.close()


def make_ingesting(settings: Settings, store: SqliteStore, matcher: Matcher) -> DeskIngesting:
    """Return what takes documents in for a chat, closed by whoever asked for it."""

    def intake() -> "Intake":
        from knowledge.intake import Intake

        return Intake(store, matcher)

    most = int(settings.ingest.megabytes * 1e6)
    return DeskIngesting(lambda: make_reading_room(settings), intake, most)


def make_app(
    settings: Settings,
    desk: Desk,
    ingesting: Ingesting | None = None,
    recorder: Recorder | None = None,
) -> App:
    """Return the core over *desk*, with the rules that *settings* give it."""
    desk.briefs.fixed += fixed_briefs(settings)
    desk.renewed.append(prepared)
    return App(
        registry(),
        desk,
        Policy(
            workspaces={"discord": settings.discord.guilds, "slack": settings.slack.teams},
            public_channels=settings.desk.public_channels,
            restricted_readers=settings.desk.restricted_readers,
            roles={
                Role.REPORTER: settings.desk.reporters,
                Role.EDITOR: settings.desk.editors,
                Role.STANDARDS: settings.desk.standards,
                Role.ADMIN: settings.desk.admins,
            },
            everybody=Role(settings.desk.everybody) if settings.desk.everybody else None,
            deadline=settings.desk.deadline_seconds,
            per_minute=settings.desk.questions_per_minute,
            talk_hours=settings.desk.talk_hours,
        ),
        ingesting,
        recorder,
    )


def fixed_briefs(settings: Settings) -> list[BriefSchedule]:
    """Return the briefs by the clock that *settings* name."""
    zone = settings.desk.zone or "UTC"
    now = datetime.now(UTC)
    return [
        BriefSchedule(
            *(line.rule, line.rule, zone, Spoken(line.platform, channel=line.channel), "", now),
            *(next_time(line.rule, ZoneInfo(zone), now), line.topic),
            Density.IN_CONTEXT if line.in_context else Density.HEADLINES,
        )
        for line in map(line_of, settings.briefs.schedules)
    ]


@asynccontextmanager
async def open_app(settings: Settings) -> AsyncIterator[App]:
    """Open everything a question needs but the platforms, and close it after."""
    async with open_desk(settings) as (_, app):
        yield app


@asynccontextmanager
async def open_desk(settings: Settings) -> AsyncIterator[tuple[SqliteStore, App]]:
    """Open the desk's store and the core over it, and close them after."""
    async with open_store(settings) as store:
        matcher = await asyncio.to_thread(open_matcher, store, settings.search.gear, store.embedder)
        ingesting = make_ingesting(settings, store, matcher)
        try:
            recorder = Recorder(store, private=settings.recall.private_days > 0)
            app = make_app(
                settings,
                Desk(
                    store,
                    matcher,
                    second_signature=settings.desk.second_signature,
                    zone=ZoneInfo(settings.desk.zone or "UTC"),
                    meeting_hours=settings.meetings.hours,
                ),
                ingesting,
                recorder,
            )
            yield store, app
        finally:
            await ingesting.close()


def configured(settings: Settings) -> tuple[str, ...]:
    """Return the names of the platforms that have a token."""
    tokens = {"discord": settings.discord.token, "slack": settings.slack.bot_token}
    return tuple(name for name, token in tokens.items() if token is not None)


def make_adapters(settings: Settings, app: App, names: Sequence[str]) -> list[Adapter]:
    """Return an adapter for each of *names*; a platform's library is loaded only where used."""
    adapters: list[Adapter] = []
    if "discord" in names:
        from bot.adapters.discord import DiscordAdapter

        adapters.append(DiscordAdapter(app, settings.discord, app.desk))
    if "slack" in names:
        from bot.adapters.slack import SlackAdapter

        adapters.append(SlackAdapter(app, settings.slack, settings.web))
    return adapters


def examiners(settings: Settings) -> dict[str, Callable[[], Awaitable[list[Finding]]]]:
    """Return, for each platform, what `onrecord doctor` asks it."""

    async def discord() -> list[Finding]:
        from bot.adapters.discord.doctor import examine

        return await examine(settings.discord)

    async def slack() -> list[Finding]:
        from bot.adapters.slack.doctor import examine

        return await examine(settings.slack)

    return {"discord": discord, "slack": slack}


@contextmanager
def only_one(data_dir: Path) -> Iterator[None]:
    """Hold the desk's lock. Raises `AlreadyRunningError` when another process has it.

    Raises the `StoreError` that fits when the folder cannot be made or written. The kernel lets go
    of the lock when the process ends, however it ends.
    """
    with in_our_words():
        data_dir.mkdir(parents=True, exist_ok=True)
        opened = (data_dir / "desk.lock").open("a")
    with opened as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunningError(str(data_dir)) from None
        yield


def take_turns() -> None:
    """Let answers go before what this program does besides: ranking, drafting, writing.

    Those run in threads, and the event loop has its turn again within a twentieth of a millisecond
    instead of Python's five. What is loaded by now stays, so no search for garbage, which stops
    everything, passes over it any more.
    """
    sys.setswitchinterval(0.00005)
    gc.freeze()


async def serve(settings: Settings, names: Sequence[str]) -> Exit:
    """Serve the platforms called *names* until told to stop, and return the exit code.

    On SIGTERM or SIGINT: no new questions, the answers in flight get out, the platforms are left,
    the store is closed. A platform that is lost or refuses us ends the others in the same way.
    """
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for signum in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(signum, stopping.set)
    async with AsyncExitStack() as stack:
        stack.enter_context(only_one(settings.data_dir))
        store, app = await stack.enter_async_context(open_desk(settings))
        # The names of a large desk take seconds to read; nobody should wait for them at the door.
        shown_to_all = await app.desk.for_viewer(may_see_restricted=False)
        await shown_to_all.complete("")
        # With the first search a large desk begins to make its index of words.
        await shown_to_all.matcher.find("Onrecord", 1)
        adapters = make_adapters(settings, app, names)
        take_turns()
        tasks = [asyncio.create_task(adapter.run(), name=adapter.name) for adapter in adapters]
        app.links |= {adapter.name: adapter.corrector.link for adapter in adapters}
        correctors = [adapter.corrector for adapter in adapters]
        background = Background(settings, app, store, correctors)
        tasks += background.begin()
        stopped = asyncio.create_task(stopping.wait(), name="stopping")
        log.info("serving", platforms=list(names), database=str(settings.database))
        await asyncio.wait({*tasks, stopped}, return_when=asyncio.FIRST_COMPLETED)
        log.info("stopping")
        app.stop()
        await app.drain(settings.desk.drain_seconds)
        await background.stop(settings.desk.drain_seconds)
        ended = [task for task in tasks if task.done()]
        await leaving.close(adapters, _CLOSE_SECONDS)
        await leaving.end((*tasks, stopped), _END_SECONDS)
    code = max((_code(task) for task in ended), default=Exit.OK)
    log.info("stopped", exit=int(code))
    return code


def _code(task: asyncio.Task[None]) -> Exit:
    """Return the exit code that a platform's end calls for."""
    error = None if task.cancelled() else task.exception()
    match error:
        case PlatformLost():
            log.error("platform lost", platform=task.get_name(), reason=str(error))
            return Exit.LOST
        case PlatformRefused():
            log.error("platform refused us", platform=task.get_name(), reason=str(error))
            return Exit.REFUSED
        case None:
            log.error("platform ended by itself", platform=task.get_name())
            return Exit.LOST
        case _:
            log.error("platform failed", platform=task.get_name(), exc_info=error)
            return Exit.INTERNAL
