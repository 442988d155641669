"""The real process tells what is due, once, in order, whatever happens to it meanwhile."""

from pathlib import Path

from bot.core.postman import AT_ONCE
from knowledge.answers import NOT_CONFIRMED, DeliveryState
from tests.fakes.discord_server import Fault
from tests.fakes.slack_server import Failure
from tests.process.recalling import opened
from tests.process.serving import platforms, sample_desk, started
from tests.process.telling import PROGRAM, limited, make_due, told, until_ended, until_told

COUNT = 90
PLACES = 18


async def test_a_kill_loses_no_notice_and_doubles_none(tmp_path: Path) -> None:
    """Killed in the middle, over rate limits and outages, each is told once, in order, or shown."""
    settings = {"RECALL__SPEED": "100", "RECALL__LOOK_SECONDS": "0.02"}
    await sample_desk(tmp_path)
    async with platforms() as (discord, slack), opened(tmp_path / "desk.sqlite3") as store:
        limited(discord, slack, 100)
        slack.fail("chat.postMessage", Failure(429, error="ratelimited", retry_after=1))
        discord.fail("message", Fault(429, retry_after=0.1), Fault(500, after=True))
        await make_due(store, COUNT, PLACES)
        async with started(tmp_path, discord, slack, program=PROGRAM, **settings) as running:
            before = await until_told(discord, slack, COUNT // 3)
            running.process.kill()
            await running.process.wait()
        async with started(tmp_path, discord, slack, program=PROGRAM, **settings):
            notices = await until_ended(store)
    found = told(discord, slack)
    assert before < COUNT
    assert set(found.times.values()) == {1}, "none is told twice"
    assert (found.disordered, found.places) == (0, PLACES)
    failed = {n.about["n"]: n for n in notices if n.state is DeliveryState.FAILED}
    assert len(failed) <= AT_ONCE
    assert {n.why for n in failed.values()} <= {NOT_CONFIRMED}
    assert {n.to.platform for n in failed.values()} <= {"slack"}, "Discord knows a repeat"
    assert set(found.times) | set(failed) == set(range(COUNT)), "none is lost in silence"
    done = [n for n in notices if n.state is DeliveryState.DONE]
    assert len(done) + len(failed) == COUNT
    assert all(n.message and n.channel for n in done)
