"""Notices that are due on both fake platforms, and what becomes of them in the real process."""

import asyncio
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from knowledge.answers import DeliveryState
from knowledge.notices import NewNotice, Notice, NoticeFilter, NoticeKind, Spoken
from knowledge.store.sqlite.store import SqliteStore
from tests.fakes.discord_seen import texts
from tests.fakes.discord_server import DiscordServer
from tests.fakes.limits import Limit
from tests.fakes.slack_server import SlackServer
from tests.process.command import command

PROGRAM = ["tests.process.telling_desk" if part == "bot" else part for part in command("run")]
"""The command line of a process that has words for notices."""

_FIRST_ID = 1_310_000_000_000_000_000
_OF_ONE_WRITE = 500
_NOTICE = re.compile(r"Notice (\d+)\.")


@dataclass(frozen=True)
class Told:
    """What stands on both platforms: how often each notice, and in how many places out of order."""

    times: Counter[int]
    disordered: int
    places: int


def limited(discord: DiscordServer, slack: SlackServer, faster: float) -> None:
    """Give both platforms the limits they have for posting, *faster* as many times."""
    slack.stands.limits["chat.postMessage"] = Limit(3, 3 / faster)
    discord.stands.limits["message"] = Limit(5, 5 / faster)
    discord.stands.limits["global"] = Limit(50, 1 / faster)


async def make_due(store: SqliteStore, count: int, places: int) -> None:
    """Make *count* notices due in so many *places*, half of them on each platform."""
    now = datetime.now(UTC)
    made = [
        NewNotice(f"n{n}", NoticeKind.WATCH, _place(n % places), {"n": n}) for n in range(count)
    ]
    for start in range(0, count, _OF_ONE_WRITE):
        await store.add_notices(made[start : start + _OF_ONE_WRITE], now)


def _place(number: int) -> Spoken:
    if number % 2:
        return Spoken("slack", "T1", f"C{number}")
    return Spoken("discord", "700000000000000001", str(_FIRST_ID + number))


def told(discord: DiscordServer, slack: SlackServer) -> Told:
    """Return what stands by now."""
    times: Counter[int] = Counter()
    last: dict[str, int] = {}
    disordered: set[str] = set()
    for channel, number in (*_on_discord(discord), *_on_slack(slack)):
        times[number] += 1
        if number < last.get(channel, -1):
            disordered.add(channel)
        last[channel] = number
    return Told(times, len(disordered), len(last))


def _on_discord(discord: DiscordServer) -> Iterator[tuple[str, int]]:
    for (channel, _), said in discord.stands.messages.items():
        if found := _NOTICE.search(" ".join(texts(said[-1]))):
            yield channel, int(found[1])


def _on_slack(slack: SlackServer) -> Iterator[tuple[str, int]]:
    for (channel, _), said in slack.stands.messages.items():
        if found := _NOTICE.search(said[-1]["text"]):
            yield channel, int(found[1])


async def until_told(discord: DiscordServer, slack: SlackServer, least: int) -> int:
    """Wait until *least* messages stand, and return how many do."""
    async with asyncio.timeout(3600):
        while True:
            count = len(discord.stands.messages) + len(slack.stands.messages)
            if count >= least:
                return count
            await asyncio.sleep(0.005)


async def until_ended(store: SqliteStore, every: float = 0.05) -> list[Notice]:
    """Wait until nothing is due any more, and return every notice."""
    async with asyncio.timeout(3600):
        while True:
            found = list(await store.notices(NoticeFilter(), 1_000_000))
            ended = (DeliveryState.DONE, DeliveryState.FAILED)
            if all(notice.state in ended for notice in found):
                return found
            await asyncio.sleep(every)
