"""A brief that is set by the clock on a platform arrives there, by the platform's own client."""

from datetime import UTC, datetime

from bot.core.app import App
from knowledge.store.sqlite.store import SqliteStore
from tests.fakes.discord_server import DiscordServer
from tests.fakes.discord_wire import discord_wire
from tests.fakes.slack_wire import slack_wire
from tests.test_watching_everywhere import at_work, dispute

WHEN = "weekday 09:45"


async def come(store: SqliteStore) -> None:
    """Have the time of every brief come."""
    await dispute(store)
    await store.move_schedules({1: datetime.now(UTC), 2: datetime.now(UTC)})


async def test_slack_briefs_a_channel_and_a_person(app: App, store: SqliteStore) -> None:
    """Both get it once, and its button shows the same in context to whoever presses it."""
    async with slack_wire(app) as slack, at_work(app, store, slack.adapter.corrector):
        here = await slack.slash("brief", f"every {WHEN} here")
        assert "This channel gets a brief, every weekday at 09:45 (UTC)" in here.text
        await slack.slash("brief", f"every {WHEN}")
        await come(store)
        told = [await slack.next(), await slack.next()]
        assert {each.payload["channel"] for each in told} == {"U1", "C1"}
        assert all("Claim: Disputed; " in each.text for each in told)
        pressed = await slack.press(told[0], "In context")
        assert "In the source: “" in pressed.text


async def test_discord_briefs_a_channel_and_a_person(app: App, store: SqliteStore) -> None:
    """The same on Discord, where the brief of one's own is a direct message."""
    async with DiscordServer().running() as server, discord_wire(app, server) as discord:
        assert discord.adapter is not None
        async with at_work(app, store, discord.adapter.corrector):
            here = await discord.slash("brief every", when=WHEN, where="here")
            assert "This channel gets a brief, every weekday at 09:45 (UTC)" in here.text
            await discord.slash("brief every", when=WHEN)
            await come(store)
            told = [await discord.next(), await discord.next()]
            assert [each.private for each in told].count(True) == 1
            assert all("Claim: Disputed; " in each.text for each in told)
            now = await discord.slash("brief now")
            assert now.text.startswith("Nothing new on record since ")
