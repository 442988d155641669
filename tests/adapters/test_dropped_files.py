"""Files that people drop on Discord and Slack, and “Ingest this link” in the menu of a message."""

from collections.abc import AsyncIterator

import pytest

from bot.core.app import App
from bot.core.policy import Policy
from bot.main import registry
from knowledge.desk import Desk
from knowledge.store.sqlite.store import SqliteStore
from tests.fakes.discord_server import DiscordServer
from tests.fakes.discord_wire import DiscordWire, discord_wire
from tests.fakes.ingesting import ReportIngesting
from tests.fakes.slack_wire import SlackWire, slack_wire
from tests.knowledge.proposing import REPORT

PAGE = "https://herald.example/beds"
DATA = REPORT.encode()


@pytest.fixture
def ingesting(store: SqliteStore) -> ReportIngesting:
    """Return what reads the tests' report."""
    return ReportIngesting(store)


@pytest.fixture
def app(desk: Desk, ingesting: ReportIngesting) -> App:
    """Return the core over the sample desk, which takes documents in."""
    return App(registry(), desk, Policy(), ingesting)


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    """Return Discord on this machine."""
    async with DiscordServer().running() as running:
        yield running


@pytest.fixture
async def discord(app: App, server: DiscordServer) -> AsyncIterator[DiscordWire]:
    """Return people on Discord."""
    async with discord_wire(app, server) as wire:
        yield wire


@pytest.fixture
async def slack(app: App) -> AsyncIterator[SlackWire]:
    """Return people on Slack."""
    async with slack_wire(app) as wire:
        yield wire


async def test_a_file_is_an_option_on_discord(discord: DiscordWire, server: DiscordServer) -> None:
    """The slash command takes a file, which is fetched without the bot's token."""
    told = await discord.slash_with_file("ingest", "file", server.upload("beds.txt", DATA))
    assert "3 claims proposed" in told.text
    assert told.private


async def test_a_file_in_a_direct_message_on_discord(
    discord: DiscordWire, server: DiscordServer
) -> None:
    """Without words it is for the desk; with other words those are the question."""
    told = await discord.direct("", server.upload("beds.txt", DATA))
    assert "3 claims proposed" in told.text
    asked = await discord.direct("doctors-salary", server.upload("beds.txt", DATA))
    assert "Breitbart News" in asked.text


async def test_a_file_beside_the_command_in_a_mention_on_discord(
    discord: DiscordWire, server: DiscordServer
) -> None:
    """In a channel it goes with a mention and the command's name."""
    told = await discord.mention("ingest", attachments=[server.upload("beds.txt", DATA)])
    assert "3 claims proposed" in told.text


async def test_the_menu_takes_a_link_or_a_file_on_discord(
    discord: DiscordWire, server: DiscordServer, ingesting: ReportIngesting
) -> None:
    """Of a message with a file the file is read, else the first address in it."""
    told = await discord.menu("Ingest this link", f"Look: <{PAGE}> !")
    assert "3 claims proposed" in told.text
    assert ingesting.asked == [("page", PAGE)]
    again = await discord.menu("Ingest this link", "", attachments=[server.upload("b.txt", DATA)])
    assert "read this very text before" in again.text
    nothing = await discord.menu("Ingest this link", "no link at all")
    assert "There is no address in that." in nothing.text


async def test_a_file_that_lies_elsewhere_is_not_fetched_on_discord(
    discord: DiscordWire, server: DiscordServer, ingesting: ReportIngesting
) -> None:
    """An address that is not Discord's, and a file that is gone, are said."""
    forged = {**server.upload("beds.txt", DATA), "url": "http://169.254.169.254/latest"}
    told = await discord.slash_with_file("ingest", "file", forged)
    assert "does not lie on Discord's servers" in told.text
    gone = server.upload("gone.txt", DATA)
    del server.attachments[gone["id"]]
    told = await discord.slash_with_file("ingest", "file", gone)
    assert "does not hand gone.txt over" in told.text
    large = {**server.upload("large.txt", DATA), "size": 30_000_000}
    told = await discord.slash_with_file("ingest", "file", large)
    assert "at most 20 are read" in told.text
    assert ingesting.asked == []


async def test_a_file_in_a_direct_message_on_slack(slack: SlackWire) -> None:
    """A dropped file is fetched with the bot's token and read."""
    file = slack.server.upload("beds.txt", DATA)
    told = await slack.direct("", subtype="file_share", files=[file])
    assert "3 claims proposed" in told.text


async def test_a_file_beside_the_command_in_a_mention_on_slack(slack: SlackWire) -> None:
    """In a channel it goes with a mention and the command's name; other words are a question."""
    file = slack.server.upload("beds.txt", DATA)
    event = {
        "type": "app_mention",
        "user": "U1",
        "text": "<@UBOT> ingest",
        "ts": "1700000009.1",
        "channel": "C1",
        "files": [file],
    }
    await slack.hear(event)
    assert "3 claims proposed" in (await slack.next()).text
    asked = await slack.direct("doctors-salary", subtype="file_share", files=[file])
    assert "Breitbart News" in asked.text


async def test_a_file_that_the_message_only_names_on_slack(slack: SlackWire) -> None:
    """Where Slack says to ask for the file, it is asked."""
    file = slack.server.upload("beds.txt", DATA)
    named = {"id": file["id"], "file_access": "check_file_info"}
    told = await slack.direct("", subtype="file_share", files=[named])
    assert "3 claims proposed" in told.text


async def test_the_menu_takes_a_link_or_a_file_on_slack(
    slack: SlackWire, ingesting: ReportIngesting
) -> None:
    """A link is taken by its address, whatever words it is shown by."""
    message = {"type": "message", "user": "U2", "text": f"See <{PAGE}|this report>.", "ts": "1.1"}
    told = await slack.menu("menu:ingest", message)
    assert "3 claims proposed" in told.text
    assert ingesting.asked == [("page", PAGE)]
    file = slack.server.upload("beds.txt", DATA)
    told = await slack.menu("menu:ingest", {**message, "text": "", "files": [file]})
    assert "read this very text before" in told.text


async def test_a_missing_permission_is_named_on_slack(
    app: App, slack: SlackWire, ingesting: ReportIngesting
) -> None:
    """Where the app may not read files, the scope is named, and nothing is kept of Slack's page."""
    slack.server.scopes = "app_mentions:read,chat:write,commands,im:history"
    file = slack.server.upload("beds.txt", DATA)
    told = await slack.direct("", subtype="file_share", files=[file])
    assert "files:read" in told.text
    named = {"id": file["id"], "file_access": "check_file_info"}
    told = await slack.direct("", subtype="file_share", files=[named])
    assert "files:read" in told.text
    assert ingesting.asked == []


async def test_a_token_is_sent_to_slack_alone(slack: SlackWire, ingesting: ReportIngesting) -> None:
    """A file said to lie anywhere else is not fetched."""
    file = slack.server.upload("beds.txt", DATA)
    for url in (
        "https://slack.com.evil.example/a",
        "https://evil.example/slack.com",
        "http://files.slack.com/a",
        "http://169.254.169.254/",
        "",
    ):
        forged = {**file, "url_private": url, "url_private_download": url}
        forged = forged if url else {"id": "F404", "name": "beds.txt"}
        told = await slack.direct("", subtype="file_share", files=[forged])
        assert "beds.txt" in told.text
        assert "Drop it again" in told.text
    assert slack.server.calls["file"] == 0
    assert ingesting.asked == []


async def test_a_large_file_is_not_fetched_on_slack(
    slack: SlackWire, ingesting: ReportIngesting
) -> None:
    """The size that Slack gives is looked at first, and the bytes are counted all the same."""
    file = slack.server.upload("beds.txt", DATA)
    told = await slack.direct("", subtype="file_share", files=[{**file, "size": 30_000_000}])
    assert "at most 20 are read" in told.text
    assert slack.server.calls["file"] == 0
    ingesting.most_bytes = 10
    told = await slack.direct("", subtype="file_share", files=[{**file, "size": 1}])
    assert "more in beds.txt than what is read" in told.text
    assert ingesting.asked == []
