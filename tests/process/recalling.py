"""Answers that stand on both fake platforms, a change, and a process that is killed over it."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from knowledge.answers import (
    NOT_CONFIRMED,
    Answer,
    Delivery,
    DeliveryFilter,
    DeliveryState,
    Step,
    shown_of,
)
from knowledge.model import ClaimRating, Review, Subject
from knowledge.store.sqlite.store import SqliteStore
from tests.fakes.discord_server import DiscordServer, Fault
from tests.fakes.limits import Limit
from tests.fakes.slack_server import Failure, SlackServer
from tests.fakes.standing import Standing
from tests.process.serving import platforms, sample_desk, started

SLUG = "doctors-salary"
_FIRST_ID = 1_300_000_000_000_000_000


@dataclass(frozen=True)
class Outcome:
    """What came of it: how often each message was edited and each thread posted in, and how long.

    `wrong` are edited messages that do not say what is on record. `deliveries` count by step and
    state; `unconfirmed` those that ended as not confirmed. `refused` counts the rate limits.
    """

    answers: int
    edited: Counter[int]
    wrong: int
    posted: Counter[int]
    people: int
    told: int
    deliveries: Counter[tuple[Step, DeliveryState]]
    unconfirmed: int
    refused: int
    edited_before_kill: int
    seconds: float


def limited(discord: DiscordServer, slack: SlackServer, faster: float) -> None:
    """Give both platforms the limits they have, *faster* as many times."""
    slack.stands.limits["chat.update"] = Limit(50, 60 / faster)
    slack.stands.limits["chat.postMessage"] = Limit(3, 3 / faster)
    discord.stands.limits["correction"] = Limit(5, 5 / faster)
    discord.stands.limits["message"] = Limit(5, 5 / faster)
    discord.stands.limits["global"] = Limit(50, min(1.0, 20 / faster))


async def stand(
    store: SqliteStore, discord: DiscordServer, slack: SlackServer, count: int, people: int
) -> None:
    """Have *count* public answers stand on both platforms, in 25 channels of each."""
    (claim,) = await store.claims([SLUG])
    shown = [shown_of(claim)]
    for number in range(count):
        on_slack = number % 2 == 0
        place = number // 2 % 25
        message = f"1600000000.{number:06}" if on_slack else str(_FIRST_ID + number)
        channel = f"C{place}" if on_slack else str(_FIRST_ID + 10**9 + place)
        who = number // 2 % people
        answer = Answer(
            platform="slack" if on_slack else "discord",
            workspace="T1" if on_slack else "700000000000000001",
            channel=channel,
            asker=f"U{who}" if on_slack else str(4200 + who),
            at=datetime.now(UTC),
            claims=((SLUG, claim.revision),),
            public=True,
            card=True,
            shared=True,
            message=message,
        )
        await store.note_answer(answer, shown)
        (slack if on_slack else discord).stands.put(channel, message, {"text": "as it was"})


async def dispute(store: SqliteStore, why: str) -> None:
    """Change what is on record of the claim."""
    at = datetime.now(UTC)
    review = Review(Subject.CLAIM, ClaimRating.DISPUTED, why, "Ana", at)
    await store.review(SLUG, review)


@asynccontextmanager
async def opened(path: Path) -> AsyncIterator[SqliteStore]:
    """Open the desk's store beside the process, and close it after."""
    store = SqliteStore(path)
    try:
        yield store
    finally:
        await store.close()


async def recall(
    data_dir: Path, count: int, *, faster: float, hurry: float = 1.2, people: int = 10
) -> Outcome:
    """Correct *count* answers under limits *faster* than real ones, killed at a third of them.

    The process goes *hurry* times as fast as the platforms let it, so that they refuse some of it.
    """
    settings = {"RECALL__SPEED": f"{faster * hurry:g}", "RECALL__LOOK_SECONDS": "0.05"}
    await sample_desk(data_dir)
    async with platforms() as (discord, slack):
        limited(discord, slack, faster)
        slack.fail("chat.update", Failure(429, error="ratelimited", retry_after=1), Failure(503))
        discord.fail("correction", Fault(429, retry_after=0.3), Fault(503), Fault(500, after=True))
        async with opened(data_dir / "desk.sqlite3") as store:
            await stand(store, discord, slack, count, people)
            began = time.perf_counter()
            async with started(data_dir, discord, slack, **settings) as running:
                await dispute(store, "The union's payslips say otherwise.")
                before = await _edited(discord, slack, count // 3)
                running.process.kill()
                await running.process.wait()
            async with started(data_dir, discord, slack, **settings):
                deliveries = await _settled(store)
            seconds = time.perf_counter() - began
    return _outcome(count, (discord.stands, slack.stands), deliveries, before, seconds)


async def _edited(discord: DiscordServer, slack: SlackServer, least: int) -> int:
    async with asyncio.timeout(3600):
        while True:
            done = len(discord.stands.edits()) + len(slack.stands.edits())
            if done >= least:
                return done
            await asyncio.sleep(0.005)


async def _settled(store: SqliteStore) -> list[Delivery]:
    """Wait until nothing is due any more, and return every delivery."""
    async with asyncio.timeout(3600):
        while True:
            found = list(await store.deliveries(DeliveryFilter(), 1_000_000))
            ended = (DeliveryState.DONE, DeliveryState.FAILED)
            if found and all(delivery.state in ended for delivery in found):
                return found
            await asyncio.sleep(0.2)


def _outcome(
    count: int,
    both: tuple[Standing, Standing],
    deliveries: list[Delivery],
    before: int,
    seconds: float,
) -> Outcome:
    edited: Counter[int] = Counter()
    posted: Counter[int] = Counter()
    wrong = 0
    for stands in both:
        for where, said in stands.messages.items():
            if said[0] == {"text": "as it was"}:
                edited[len(said) - 1] += 1
                posted[len(stands.replies.get(where, ()))] += 1
                last = str(said[-1])
                wrong += not ("CORRECTED" in last and "Disputed" in last)
    return Outcome(
        answers=count,
        edited=edited,
        wrong=wrong,
        posted=posted,
        people=sum(len(stands.told) for stands in both),
        told=sum(len(told) for stands in both for told in stands.told.values()),
        deliveries=Counter((delivery.step, delivery.state) for delivery in deliveries),
        unconfirmed=sum(delivery.why == NOT_CONFIRMED for delivery in deliveries),
        refused=sum(limit.refused for stands in both for limit in stands.limits.values()),
        edited_before_kill=before,
        seconds=seconds,
    )
