"""The real process follows what it answered: corrected, told, taken back, not lost by a kill."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from knowledge.answers import DeliveryFilter, DeliveryState, Step
from knowledge.store.sqlite.store import SqliteStore
from tests.fakes.discord_seen import texts
from tests.fakes.patience import WAIT
from tests.process.recalling import SLUG, dispute, opened, recall
from tests.process.serving import served

OWNER = "Breitbart News, Ben Kew, 20 December 2019: in its own words, no source named"
COUNT = 60
IN_FLIGHT = 2 * 16
"""What the process may be at, on both platforms, when it is killed."""

pytestmark = pytest.mark.usefixtures("database")


async def test_a_kill_loses_no_correction_and_doubles_no_post(tmp_path: Path) -> None:
    """Killed in the middle, with rate limits and outages, every answer is corrected in the end."""
    outcome = await recall(tmp_path, COUNT, faster=100)
    assert outcome.wrong == 0
    assert sum(outcome.edited.values()) == COUNT
    assert set(outcome.edited) <= {1, 2}, "only what nobody confirmed is edited again"
    assert outcome.edited[2] <= IN_FLIGHT
    assert outcome.deliveries[Step.EDIT, DeliveryState.DONE] == COUNT
    assert set(outcome.posted) <= {0, 1}, "no thread is posted in twice"
    failed = outcome.deliveries[Step.POST, DeliveryState.FAILED]
    assert outcome.posted[0] <= failed <= IN_FLIGHT
    assert outcome.deliveries[Step.POST, DeliveryState.DONE] == COUNT - failed
    assert outcome.people == 20
    assert outcome.told <= 2 * outcome.people
    assert outcome.edited_before_kill < COUNT


async def test_a_change_follows_what_was_answered_on_both_platforms(tmp_path: Path) -> None:
    """Shared cards are corrected where they stand and under them; their askers are told once."""
    async with (
        served(tmp_path, RECALL__LOOK_SECONDS="0.05", RECALL__SPEED="50") as running,
        opened(tmp_path / "desk.sqlite3") as store,
    ):
        both = running.discord.server.stands, running.slack.server.stands
        await running.discord.press(await running.discord.slash("claim", slug=SLUG), "Share here")
        await running.slack.press(await running.slack.slash("claim", SLUG), "Share here")
        assert await store.deliveries(DeliveryFilter(), 10) == [], "viewing triggers nothing"
        await dispute(store, "The payslips say otherwise.")
        await ended(store)
        for stands, asker in zip(both, ("42", "U1"), strict=True):
            ((edit,),) = stands.edits()
            text = words(edit)
            assert text.startswith("CORRECTED ")
            said, _, now = text.partition("; now: ")
            assert said.endswith(f"said: {OWNER} — claim: Not checked")
            assert now.startswith(f"{OWNER} — claim: Disputed")
            ((post,),) = stands.replies.values()
            assert "CORRECTED " in words(post)
            (told,) = stands.told[asker]
            assert "you shared" in words(told)
            assert "you were given" in words(told)
        await store.restrict(SLUG, restricted=True)
        await ended(store)
        for stands in both:
            ((_, last),) = stands.edits()
            assert "took this answer back" in words(last)
            assert "75" not in words(last)
            assert SLUG not in str(last)
        assert "payslips" not in str(running.log)


async def ended(store: SqliteStore) -> None:
    """Wait until everything that is due was done."""
    async with asyncio.timeout(WAIT):
        while True:
            await asyncio.sleep(0.1)
            planned = not await store.recalls_wait()
            found = await store.deliveries(DeliveryFilter(), 100)
            if planned and found and {one.state for one in found} == {DeliveryState.DONE}:
                return


def words(message: dict[str, Any]) -> str:
    """Return what a person reads of a message on either platform."""
    return str(message.get("text") or "\n".join(texts(message)))
