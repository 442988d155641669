"""What both adapters keep of the answers they send: where they stand, and whose they are."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.core.app import App
from bot.core.policy import Policy
from bot.core.recording import Recorder
from bot.core.reply import Outcome
from bot.core.request import Request
from bot.main import registry
from knowledge.answers import Answer, AnswerState
from knowledge.desk import Desk
from knowledge.store.sqlite.store import SqliteStore
from tests.fakes import discord_payloads as payloads
from tests.fakes.discord_server import DiscordServer, Fault
from tests.fakes.discord_wire import DiscordWire, discord_wire
from tests.fakes.slack_server import Failure
from tests.fakes.slack_wire import SlackWire, slack_wire

SLUG = "doctors-salary"


@pytest.fixture
def app(store: SqliteStore) -> App:
    """The core over the sample desk, which keeps where answers stand."""
    return App(registry(), Desk(store), Policy(), recorder=Recorder(store))


@pytest.fixture
async def slack(app: App) -> AsyncIterator[SlackWire]:
    """People on Slack."""
    async with slack_wire(app) as wire:
        yield wire


@pytest.fixture
async def discord(app: App) -> AsyncIterator[DiscordWire]:
    """People on Discord."""
    async with DiscordServer().running() as server, discord_wire(app, server) as wire:
        yield wire


async def kept(app: App, store: SqliteStore) -> list[Answer]:
    """Return what is kept once no answer is in flight, oldest first."""
    assert await app.drain(5.0)
    return list(await store.answers_with(SLUG))


async def test_slack_answers_are_kept_with_their_timestamps(
    app: App, store: SqliteStore, slack: SlackWire
) -> None:
    """A private card, the card shared from it, and one by mention in a thread."""
    shared = await slack.press(await slack.slash("claim", SLUG), "Share here")
    mention = await slack.mention(SLUG, thread="1700000009.000001")
    private, shown, threaded = await kept(app, store)
    assert (private.public, private.asker, private.message) == (False, "U1", "")
    assert (shown.message, shown.channel) == (shared.payload["ts"], "C1")
    assert (shown.shared, shown.card, shown.state) == (True, True, AnswerState.STANDING)
    assert (threaded.message, threaded.thread) == (mention.payload["ts"], "1700000009.000001")
    assert not threaded.shared
    assert {claim for claim, _ in shown.claims} > {SLUG}, "the rows under the card count too"


async def test_outside_a_slack_channel_an_answer_is_kept_as_fixed(
    app: App, store: SqliteStore, slack: SlackWire
) -> None:
    """What came by response_url has no timestamp: it is kept as one that cannot be edited."""
    card = await slack.slash("claim", SLUG)
    slack.server.stands.outside["C1"] = "not_in_channel"
    assert (await slack.press(card, "Share here")).method == "respond"
    assert "cannot correct it here later" in (await slack.next()).text
    fixed = (await kept(app, store))[1]
    assert (fixed.state, fixed.message) == (AnswerState.FIXED, "")
    assert fixed.why == "Onrecord is not in the channel"


async def test_an_unclear_slack_post_is_kept_as_unconfirmed(
    app: App, store: SqliteStore, slack: SlackWire
) -> None:
    """Where nobody knows whether it was posted, that is what is kept."""
    slack.server.fail("chat.postMessage", Failure(takes=True, drop=True))
    await slack.mention(SLUG)
    assert "did not confirm" in (await slack.next()).text
    (answer,) = await kept(app, store)
    assert answer.state is AnswerState.SENDING


async def test_an_answer_that_slack_refused_is_not_kept(
    app: App, store: SqliteStore, slack: SlackWire
) -> None:
    """What reached nobody stands nowhere."""
    slack.server.stands.outside["C1"] = "is_archived"
    assert "did not let the answer be posted" in (await slack.mention(SLUG)).text
    assert await kept(app, store) == []


async def test_discord_answers_are_kept_with_their_ids(
    app: App, store: SqliteStore, discord: DiscordWire
) -> None:
    """A private card, the card shared from it, and one by mention."""
    await discord.press(await discord.slash("claim", slug=SLUG), "Share here")
    await discord.mention(SLUG)
    private, shown, mention = await kept(app, store)
    assert (private.public, private.asker) == (False, "42")
    for answer in (shown, mention):
        assert (answer.channel, answer.message) in discord.server.stands.messages
        assert answer.workspace == payloads.GUILD
        assert answer.state is AnswerState.STANDING
    assert shown.shared


async def test_a_discord_answer_that_was_put_off_is_kept(
    app: App, store: SqliteStore, discord: DiscordWire, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message that takes the place of “is thinking …” is the one that stands."""
    card = await discord.slash("claim", slug=SLUG)
    handle = app.handle

    async def slow(request: Request) -> Outcome:
        await asyncio.sleep(0.2)
        return await handle(request)

    monkeypatch.setattr(app, "handle", slow)
    assert (await discord.press(card, "Share here")).kind == "edit"
    answer = (await kept(app, store))[-1]
    assert answer.state is AnswerState.STANDING
    assert (answer.channel, answer.message) in discord.server.stands.messages


async def test_a_discord_answer_to_nobody_is_not_kept(
    app: App, store: SqliteStore, discord: DiscordWire
) -> None:
    """An interaction that is over has no answer."""
    discord.server.fail("callback", Fault(404, 10062))
    await discord.begin(2, {"id": "1", "name": "claim", "type": 1, "options": OPTIONS})
    await discord.server.asked("callback")
    assert await kept(app, store) == []


OPTIONS = [{"name": "slug", "type": 3, "value": SLUG}]
