"""10,000 notices for 500 channels on both platforms, while people ask.

For the first part at the platforms' own pace, while `/claim` is asked and timed; then the process
is told to stop, and another sends the rest some times faster, under limits as much faster.
By itself: `python -m benchmarks.notices [notices] [channels] [times faster]`.
"""

import asyncio
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.timing import Row, Spread, micro, spread
from bot import logs
from bot.core.postman import AT_ONCE
from knowledge.answers import DeliveryState
from knowledge.store.sqlite.migrate import upgrade
from tests.fakes import discord_payloads as payloads
from tests.fakes.discord_server import DiscordServer
from tests.fakes.slack_server import SlackServer
from tests.process.recalling import SLUG, opened
from tests.process.serving import Served, platforms, sample_desk, started
from tests.process.telling import PROGRAM, Told, limited, make_due, told, until_ended, until_told

NOTICES = 10_000
CHANNELS = 500
FASTER = 10.0
ASKED = 400
TAKES = 40
_BETWEEN = 0.02
"""A moment between two questions, in seconds, so that the desk has to do with something else."""

_ANSWERS = ("answer", "edit", "follow-up")


@dataclass(frozen=True)
class Outcome:
    """What came of it.

    `pace` is in messages a second on both platforms, at their own limits; `refused` counts what
    these limits refused then, `refused_later` what the faster ones did.
    """

    taking: Spread
    idle: Spread
    busy: Spread
    pace: float
    told: Told
    states: Counter[DeliveryState]
    refused: int
    refused_later: int
    seconds: float


def measure(
    notices: int = NOTICES, channels: int = CHANNELS, faster: float = FASTER
) -> Iterator[Row]:
    """Yield what became of the notices, and what people who asked meanwhile felt of them."""
    with tempfile.TemporaryDirectory() as folder:
        outcome = asyncio.run(_told(Path(folder), notices, channels, faster))
    yield from _rows(outcome, notices, channels, faster)


async def _told(data_dir: Path, notices: int, channels: int, faster: float) -> Outcome:
    await sample_desk(data_dir)
    taking = await _taking(data_dir / "taking.sqlite3", notices, channels)
    look = {"RECALL__LOOK_SECONDS": "1"}
    async with platforms() as (discord, slack), opened(data_dir / "desk.sqlite3") as store:
        limited(discord, slack, 1.0)
        async with started(data_dir, discord, slack, program=PROGRAM, **look) as running:
            await _asked(running, ASKED // 4)
            idle = spread(await _asked(running, ASKED))
            await make_due(store, notices, channels)
            await until_told(discord, slack, 1)
            before, began = told(discord, slack).times.total(), time.perf_counter()
            busy = spread(await _asked(running, ASKED))
            sent = told(discord, slack).times.total() - before
            pace = sent / (time.perf_counter() - began)
            running.process.send_signal(signal.SIGTERM)
            await running.ended()
        refused = _refused(discord, slack)
        limited(discord, slack, faster)
        fast = {"RECALL__SPEED": f"{faster:g}", "RECALL__LOOK_SECONDS": "0.2"}
        began = time.perf_counter()
        async with started(data_dir, discord, slack, program=PROGRAM, **fast):
            found = await until_ended(store, 1.0)
        seconds = time.perf_counter() - began
        stands = told(discord, slack)
    states = Counter(notice.state for notice in found)
    later = _refused(discord, slack)
    return Outcome(taking, idle, busy, pace, stands, states, refused, later, seconds)


async def _taking(path: Path, notices: int, channels: int) -> Spread:
    """Return how long the store takes to find and hold what is due next, with all of it open."""
    upgrade(path)
    seconds = []
    async with opened(path) as store:
        await make_due(store, notices, channels)
        for number in range(TAKES):
            platform, now = ("discord", "slack")[number % 2], datetime.now(UTC)
            began = time.perf_counter()
            taken = await store.take_notices(platform, now, hold=120, limit=AT_ONCE)
            seconds.append(time.perf_counter() - began)
            for notice in taken:
                await store.sent_notice(notice.number, now, messages=["1"])
    return spread(seconds)


async def _asked(running: Served, times: int) -> list[float]:
    """Ask on Discord so many *times*, one after the other, and return the seconds of each."""
    seconds = []
    option = {"name": "slug", "type": 3, "value": SLUG}
    for _ in range(times):
        data = {"id": payloads.snowflake(), "name": "claim", "type": 1, "options": [option]}
        began = time.perf_counter()
        await running.discord.begin(2, data)
        while True:
            taken = await running.discord.server.next()
            if taken.token == running.discord.token and taken.kind in _ANSWERS:
                break
        seconds.append(time.perf_counter() - began)
        await asyncio.sleep(_BETWEEN)
    return seconds


def _refused(discord: DiscordServer, slack: SlackServer) -> int:
    both = (*discord.stands.limits.values(), *slack.stands.limits.values())
    return sum(limit.refused for limit in both)


def _rows(outcome: Outcome, notices: int, channels: int, faster: float) -> Iterator[Row]:
    times, states = outcome.told.times, outcome.states
    once = sum(count == 1 for count in times.values())
    twice = sum(count > 1 for count in times.values())
    yield Row(
        f"taking what is due next, {notices:,} notices open for {channels} channels, p50 / p99",
        f"{micro(outcome.taking.p50)} / {micro(outcome.taking.p99)}",
    )
    yield Row(
        "told once, twice, not at all; channels out of order; shown as failed",
        f"**{once:,}**, {twice}, {notices - once - twice}; **{outcome.told.disordered}** of "
        f"{outcome.told.places}; {states[DeliveryState.FAILED]}",
        "all once, in order",
    )
    yield Row(
        "at the platforms' own pace: messages a second on both; refused by rate limits",
        f"{outcome.pace:.0f}; {outcome.refused}",
    )
    slower = outcome.busy.p99 / outcome.idle.p99
    yield Row(
        "`/claim` on Discord meanwhile, p50 / p99",
        f"{micro(outcome.busy.p50)} / {micro(outcome.busy.p99)}, **{slower:.1f}×** "
        f"(idle {micro(outcome.idle.p50)} / {micro(outcome.idle.p99)})",
        "p99 < 2× idle",
    )
    yield Row(
        f"the rest, by a second process, at {faster:g} times that pace; refused by rate limits",
        f"{outcome.seconds:.0f} s; {outcome.refused_later:,}",
    )


def main() -> None:
    """Measure and print."""
    logs.configure("error", "json")
    notices = int(sys.argv[1]) if len(sys.argv) > 1 else NOTICES
    channels = int(sys.argv[2]) if len(sys.argv) > 2 else CHANNELS
    faster = float(sys.argv[3]) if len(sys.argv) > 3 else FASTER
    print("| what | measured | goal |")
    print("|---|---|---|")
    for row in measure(notices, channels, faster):
        print(f"| {row.what} | {row.measured} | {row.goal} |", flush=True)


if __name__ == "__main__":
    main()
