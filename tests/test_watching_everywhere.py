"""A watch that is set on a platform is told there, by the platform's own client."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from bot.background import Background
from bot.core.adapter import Corrector
from bot.core.app import App
from config.settings import RecallSettings, Settings
from knowledge.model import ClaimRating, Review, Subject
from knowledge.store.sqlite.store import SqliteStore
from tests.fakes.discord_server import DiscordServer
from tests.fakes.discord_wire import DiscordWire, discord_wire
from tests.fakes.slack_wire import slack_wire

SLUG = "doctors-salary"
CHANGED = "Claim: Not checked → Disputed"


@asynccontextmanager
async def at_work(app: App, store: SqliteStore, corrector: Corrector) -> AsyncIterator[None]:
    """Have the desk tell what changes until the block ends."""
    recall = RecallSettings(look_seconds=0.01, speed=1000.0)
    settings = Settings(data_dir=store.database.path.parent, recall=recall)
    tasks = Background(settings, app, store, [corrector]).begin()
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def dispute(store: SqliteStore) -> None:
    """Have somebody dispute the claim."""
    at = datetime.now(UTC)
    await store.review(SLUG, Review(Subject.CLAIM, ClaimRating.DISPUTED, "It differs.", "Eva", at))


def _corrector(discord: DiscordWire) -> Corrector:
    """Return what reaches messages on Discord."""
    assert discord.adapter is not None
    return discord.adapter.corrector


async def test_slack_tells_a_person_and_a_channel(app: App, store: SqliteStore) -> None:
    """The button tells whoever pressed it in their own messages, and `here` the channel."""
    async with slack_wire(app) as slack, at_work(app, store, slack.adapter.corrector):
        card = await slack.slash("claim", SLUG)
        pressed = await slack.press(card, "Tell me when this changes")
        assert "You are told, in a message of your own, at once" in pressed.text
        here = await slack.slash("watch", f"claim {SLUG} here")
        assert "This channel is told at once when it changes." in here.text
        await dispute(store)
        told = [await slack.next(), await slack.next()]
        assert all(CHANGED in each.text and "Breitbart News" in each.text for each in told)
        assert {each.payload["channel"] for each in told} == {"U1", "C1"}


async def test_discord_tells_a_person_and_a_channel(app: App, store: SqliteStore) -> None:
    """The same on Discord, where a person is told in a direct message."""
    async with (
        DiscordServer().running() as server,
        discord_wire(app, server) as discord,
        at_work(app, store, _corrector(discord)),
    ):
        card = await discord.slash("claim", slug=SLUG)
        pressed = await discord.press(card, "Tell me when this changes")
        assert "You are told, in a message of your own, at once" in pressed.text
        here = await discord.slash("watch claim", what=SLUG, where="here")
        assert "This channel is told at once when it changes." in here.text
        await dispute(store)
        told = [await discord.next(), await discord.next()]
        assert all(CHANGED in each.text and "Breitbart News" in each.text for each in told)
        assert [each.private for each in told].count(True) == 1
