"""The rounds: every chore has its turn, whatever becomes of another."""

import asyncio
from datetime import UTC, datetime

from bot.core.rounds import Rounds
from knowledge.errors import StoreError

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


async def test_a_chore_that_fails_keeps_no_other_from_its_turn() -> None:
    """Neither a busy store nor a mistake of one chore is felt by the next; both are tried again."""
    done: list[tuple[str, datetime]] = []

    async def busy(now: datetime) -> None:
        done.append(("busy", now))
        raise StoreError("busy")

    async def broken(now: datetime) -> None:
        done.append(("broken", now))
        raise LookupError("a mistake")

    async def sound(now: datetime) -> None:
        done.append(("sound", now))

    rounds = Rounds([busy, broken, sound])
    for _ in range(2):
        await rounds.go(NOW)
    assert done == [("busy", NOW), ("broken", NOW), ("sound", NOW)] * 2


async def test_the_rounds_are_made_again_and_again_and_stop() -> None:
    """A round is made every look; once stopped, the chore under way ends and no other begins."""
    begun = asyncio.Event()
    go_on = asyncio.Event()
    turns: list[str] = []

    async def first(_now: datetime) -> None:
        turns.append("first")
        if len(turns) == 5:
            begun.set()
            await go_on.wait()
            turns.append("ended")

    async def second(_now: datetime) -> None:
        turns.append("second")

    rounds = Rounds([first, second], look_seconds=0.001, clock=lambda: NOW)
    running = asyncio.create_task(rounds.run())
    await begun.wait()
    stopping = asyncio.create_task(rounds.stop(5))
    await asyncio.sleep(0)
    go_on.set()
    await stopping
    assert turns == ["first", "second"] * 2 + ["first", "ended"]
    assert not running.done(), "a task that ends would end the program"
    running.cancel()


async def test_a_chore_that_takes_too_long_is_not_waited_for() -> None:
    """The program ends in time, whatever a chore does."""

    async def endless(_now: datetime) -> None:
        await asyncio.Event().wait()

    rounds = Rounds([endless])
    running = asyncio.create_task(rounds.run())
    await asyncio.sleep(0)
    await asyncio.wait_for(rounds.stop(0.01), 5)
    running.cancel()
