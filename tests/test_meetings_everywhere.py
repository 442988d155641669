"""A meeting on each platform, by the platform's own client: board, thread, answers, minutes."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol, TypeVar

import pytest

from bot.core.adapter import Corrector
from bot.core.app import App
from bot.core.recording import Recorder
from knowledge.store.sqlite.store import SqliteStore
from tests.fakes import discord_payloads as payloads
from tests.fakes.discord_seen import Seen, texts
from tests.fakes.discord_server import DiscordServer
from tests.fakes.discord_wire import DiscordWire, discord_wire
from tests.fakes.slack_server import BOT_USER, Failure
from tests.fakes.slack_wire import slack_wire
from tests.test_watching_everywhere import at_work, dispute

SLUG = "doctors-salary"
HERE = "Answered in the meeting's thread."


class Worded(Protocol):
    """What was sent, in words."""

    @property
    def text(self) -> str:
        """All its words."""


Words = TypeVar("Words", bound=Worded)


async def until(following: Callable[[], Awaitable[Words]], words: str) -> Words:
    """Return the next message that has these words; what the desk sends in between is passed."""
    while words not in (said := await following()).text:
        pass
    return said


async def threaded(store: SqliteStore) -> None:
    """Wait until it is known where the board of the open meeting stands."""
    async with asyncio.timeout(5):
        while not (await store.open_meetings())[0].thread:  # noqa: ASYNC110 - a reader of ours
            await asyncio.sleep(0.005)


async def test_a_meeting_on_slack(app: App, store: SqliteStore) -> None:
    """The board is one message that is edited; answers stand in its thread, and the minutes."""
    async with slack_wire(app) as slack, at_work(app, store, slack.adapter.corrector):
        app.links["slack"] = slack.adapter.corrector.link
        await slack.type("meeting", "start Monday")
        board = await until(slack.next, "• 1. ")
        ts, stands = board.payload["ts"], slack.server.stands
        assert (board.method, board.payload["channel"]) == ("chat.postMessage", "C1")
        assert board.text.startswith("Meeting “Monday”: 12 items, none is on.")
        await threaded(store)
        app.rooms.changed()

        await slack.type("claim", SLUG)
        answer = await until(slack.next, "How strongly: Stated")
        assert (answer.private, answer.payload["thread_ts"]) == (False, ts)
        told = await until(slack.next, HERE)
        assert told.private
        assert "thread_ts" not in told.payload
        ping = {"user": "U1", "text": f"<@{BOT_USER}> who says so?", "ts": "1700000009.1"}
        where = {"type": "app_mention", "thread_ts": ts, "channel": "C1"}
        await slack.hear({**ping, **where})
        followed = await until(slack.next, "About doctors-salary")
        assert followed.payload["thread_ts"] == ts

        await slack.click(board, board.buttons["Next"])
        went_on = await until(slack.next, "Item 1 of 12 is on.")
        assert went_on.private
        edited = await until(slack.next, "Meeting “Monday”: item 1 of 12.")
        assert (edited.method, edited.payload["ts"]) == ("chat.update", ts)
        await slack.click(board, board.buttons["Next"])
        late = await until(slack.next, "Somebody else changed the agenda just now")
        assert late.private

        await slack.click(edited, edited.buttons["Needs a source"])
        form = await until(slack.next, "What needs a source")
        await slack.submit(form, {"field:words": "Who pays?"})
        edited = await until(slack.next, "Nobody has taken it.")
        edited = edited if edited.method == "chat.update" else await until(slack.next, "Ticket 1")
        await slack.click(edited, edited.buttons["Take ticket 1"])
        form = await until(slack.next, "Until when")
        await slack.submit(form, {"field:until": "in 2 hours"})
        await until(slack.next, "Taken by ada, until")

        stands.messages.pop(("C1", ts))
        await slack.type("meeting", "decide Run it")
        again = await until(slack.next, "takes the place of one that is gone")
        assert again.method == "chat.postMessage"
        await slack.type("meeting", "end")
        minutes = await until(slack.next, "Minutes: “Monday”")
        assert minutes.payload["thread_ts"] == again.payload["ts"]
        assert "Decided, by ada: “Run it”" in minutes.text
        assert f"({SLUG})" in minutes.text
        assert slack.server.problems == []


async def test_a_thread_that_is_gone_on_slack(app: App, store: SqliteStore) -> None:
    """An answer that the thread does not take stands in the channel, and so do later ones."""
    async with slack_wire(app) as slack, at_work(app, store, slack.adapter.corrector):
        await slack.type("meeting", "start")
        await until(slack.next, "• 1. ")
        await threaded(store)
        app.rooms.changed()
        slack.server.fail("chat.postMessage", Failure(error="thread_not_found"))
        await slack.type("claim", SLUG)
        answer = await until(slack.next, "How strongly: Stated")
        assert (answer.private, answer.payload.get("thread_ts")) == (False, None)
        await slack.type("claim", "castro-1957")
        later = await until(slack.next, "How strongly: Stated")
        assert (later.private, later.payload.get("thread_ts")) == (False, None)


def corrector(discord: DiscordWire) -> Corrector:
    """Return what reaches messages on Discord."""
    assert discord.adapter is not None
    return discord.adapter.corrector


@pytest.mark.parametrize("patience", [0.5, 0.0], ids=["at once", "deferred"])
async def test_a_meeting_on_discord(app: App, store: SqliteStore, patience: float) -> None:
    """The same on Discord, whose board opens a thread; what is asked is answered there.

    Corrections follow the answers into the thread.
    """
    app.recorder = Recorder(store)
    async with (
        DiscordServer().running() as server,
        discord_wire(app, server, patience=patience) as discord,
        at_work(app, store, corrector(discord)),
    ):
        app.links["discord"] = corrector(discord).link
        stands = server.stands

        def told_in(channel: str, words: str) -> bool:
            said = [m for (c, _), each in stands.messages.items() if c == channel for m in each]
            return any(words in " ".join(texts(one)) for one in said)

        started = await discord.slash("meeting start", name="Monday")
        board = await until(discord.next, "none is on") if started.private else started
        await threaded(store)
        ((channel, number),) = stands.threads
        assert (channel, stands.threads[channel, number]) == (payloads.CHANNEL, "Monday")
        assert "12 items" in board.text
        app.rooms.changed()

        await discord.slash("claim", slug=SLUG)
        told = await until(discord.next, HERE)
        assert told.private
        assert told_in(number, "How strongly: Stated")
        assert not told_in(payloads.CHANNEL, "How strongly: Stated")
        await discord.mention("castro-1957")
        await until(discord.next, HERE)
        assert told_in(number, "castro-1957 · revision")

        await dispute(store)
        corrected = await until(discord.next, "CORRECTED")
        assert corrected.kind in ("correction", "message")
        assert told_in(number, "CORRECTED")

        await discord.press_token(board.buttons["Next"], private=False)
        edited = await until(discord.next, "Meeting “Monday”: item 1 of 12.")
        assert edited.kind == "correction"
        if patience:  # a form can only be the first answer
            await needs_a_source(discord, edited)

        stands.outside[number] = (404, 10003)
        asked = await discord.slash("claim", slug="castro-1957")
        answer = (
            asked
            if "castro-1957 · revision" in asked.text
            else await until(discord.next, "castro-1957 · revision")
        )
        assert not answer.private
        await discord.slash("meeting end")
        minutes = await until(discord.next, "because the meeting's thread is gone")
        assert "Minutes: “Monday”" in minutes.text
        assert not server.problems


async def needs_a_source(discord: DiscordWire, board: Seen) -> None:
    """Open a ticket by the board's button, and take it by the next board's."""
    await discord.press_token(board.buttons["Needs a source"], private=False)
    await discord.submit_token(form_of(discord.server)["custom_id"], words="Who pays?")
    edited = await until(discord.next, "Nobody has taken it.")
    while edited.kind != "correction":
        edited = await until(discord.next, "Nobody has taken it.")
    await discord.press_token(edited.buttons["Take ticket 1"], private=False)
    await discord.submit_token(form_of(discord.server)["custom_id"], until="in 2 hours")
    await until(discord.next, "Taken by")


def form_of(server: DiscordServer) -> dict[str, str]:
    """Return the form that was shown last."""
    made: dict[str, str] = next(
        body["data"]
        for _, body in reversed(server.bodies)
        if isinstance(body, dict) and body.get("type") == 9
    )
    return made
