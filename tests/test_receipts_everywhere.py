"""`/desk receipt` through both platforms' own clients: files for the asker and nobody else."""

import hashlib
import json
from collections.abc import AsyncIterator

import pytest

from bot.core.app import App
from bot.core.plain import plain
from bot.core.policy import Policy
from bot.core.reply import File, Reply
from bot.core.request import Door
from bot.main import registry
from knowledge.desk import Desk
from knowledge.roles import Role
from tests.conftest import asking
from tests.fakes.discord_server import DiscordServer, Fault
from tests.fakes.discord_wire import DiscordWire, discord_wire
from tests.fakes.slack_server import SCOPES, Failure
from tests.fakes.slack_wire import SlackWire, slack_wire

SLUG = "doctors-salary"
ON_MACHINE = f"On the desk's machine, onrecord receipt {SLUG} writes it."


@pytest.fixture
async def discord(app: App) -> AsyncIterator[DiscordWire]:
    """People on Discord."""
    async with DiscordServer().running() as server, discord_wire(app, server) as wire:
        yield wire


@pytest.fixture
async def slack(app: App) -> AsyncIterator[SlackWire]:
    """People on Slack, where the app may send files."""
    async with slack_wire(app, scopes=f"{SCOPES},files:write") as wire:
        yield wire


def checked(page: bytes, content: bytes) -> None:
    """Check that *content* is the claim's JSON, and that *page* names it by its hash."""
    assert json.loads(content)["slug"] == SLUG
    assert hashlib.sha256(content).hexdigest() in page.decode()


async def test_discord_attaches_both_files_for_the_asker(discord: DiscordWire) -> None:
    """They come with the private answer, which begins with whose the claim is."""
    seen = await discord.slash("desk receipt", slug=SLUG)
    assert seen.private
    names = [each["filename"] for each in seen.payload["attachments"]]
    assert [name.rpartition(".")[2] for name in names] == ["html", "json"]
    checked(*discord.server.files)
    assert f"Receipt of {SLUG}" in seen.text
    assert "Breitbart News, Ben Kew, 20 December 2019" in seen.text
    assert "not that the claim holds" in seen.text


async def test_discord_attaches_them_to_an_answer_that_was_put_off(app: App) -> None:
    """The deferred answer is private as well; in a direct message they come with the reply."""
    async with (
        DiscordServer().running() as server,
        discord_wire(app, server, patience=0.0) as wire,
    ):
        seen = await wire.slash("desk receipt", slug=SLUG)
        assert (seen.kind, seen.private) == ("edit", True)
        checked(*server.files)
        server.files.clear()
        direct = await wire.direct(f"desk receipt {SLUG}")
        while direct.kind == "typing":
            direct = await wire.next()
        assert direct.private
        checked(*server.files)


async def test_discord_keeps_it_private_where_the_desk_answers_in_public(desk: Desk) -> None:
    """A channel of public answers changes nothing about a receipt; a mention is refused."""
    everywhere = Policy(public_channels=frozenset({"c1"}))
    app = App(registry(), desk, everywhere)
    request = asking("desk-receipt", slug=SLUG)
    assert app.visibility(request).value == "private"
    reply = await app.handle(request)
    assert isinstance(reply, Reply)
    assert reply.visibility.value == "private"
    assert any(isinstance(block, File) for block in reply.blocks)
    mentioned = await app.handle(asking("desk-receipt", slug=SLUG, door=Door.MENTION))
    assert isinstance(mentioned, Reply)
    assert "others would read along here" in plain(mentioned)
    assert not any(isinstance(block, File) for block in mentioned.blocks)


@pytest.mark.parametrize("fault", [Fault(413, 40005), Fault(403, 50013)])
async def test_files_that_discord_does_not_take_are_said(
    discord: DiscordWire, fault: Fault
) -> None:
    """The words arrive all the same, with the command that writes the files."""
    discord.server.fail("callback", fault)
    seen = await discord.slash("desk receipt", slug=SLUG)
    assert "Discord did not take the files. " + ON_MACHINE in seen.text
    assert not seen.payload.get("attachments")


async def test_slack_puts_them_into_the_askers_own_messages(slack: SlackWire) -> None:
    """Nothing stands in the channel but a private note of where they are."""
    herald = await slack.slash("desk", f"receipt {SLUG}")
    assert herald.payload["channel"] == "U1"
    assert f"Receipt of {SLUG}" in herald.text
    seen = await slack.next()
    assert seen.private
    assert "kB): in your direct messages with Onrecord" in seen.text
    assert list(slack.server.uploads.shared) == ["DU1"]
    checked(*slack.server.uploads.shared["DU1"].values())


async def test_without_the_permission_slack_says_what_is_missing(app: App) -> None:
    """No file is begun, and the answer says which permission and what to do until then."""
    async with slack_wire(app, scopes=SCOPES) as slack:
        seen = await slack.slash("desk", f"receipt {SLUG}")
        assert "the app has no permission files:write" in seen.text
        assert ON_MACHINE in seen.text
        assert slack.server.calls["files.getUploadURLExternal"] == 0


@pytest.mark.parametrize(
    ("method", "failure", "said"),
    [
        ("files.getUploadURLExternal", Failure(error="missing_scope"), "permission files:write"),
        ("files.getUploadURLExternal", Failure(error="posting_to_channel_denied"), "did not take"),
        ("files.completeUploadExternal", Failure(error="channel_not_found"), "did not take"),
        ("files.completeUploadExternal", Failure(504, text="late"), "did not confirm"),
    ],
)
async def test_an_upload_that_fails_is_said(
    slack: SlackWire, method: str, failure: Failure, said: str
) -> None:
    """The answer never claims that a file is there which may not be."""
    slack.server.fail(method, failure)
    seen = await slack.slash("desk", f"receipt {SLUG}")
    if seen.payload.get("channel") == "U1":
        seen = await slack.next()
    assert said in seen.text
    assert ON_MACHINE in seen.text
    assert slack.server.uploads.shared == {}


async def test_the_console_says_how_to_have_it_written(app: App) -> None:
    """Whoever has the command line has the command."""
    reply = await app.handle(asking("desk-receipt", slug=SLUG, door=Door.CONSOLE))
    assert f"type onrecord receipt {SLUG} on the command line" in plain(reply)


async def test_only_an_editor_gets_a_receipt(desk: Desk) -> None:
    """It holds who wrote what, so a reader's forged press gives nothing."""
    app = App(registry(), desk, Policy(roles={Role.EDITOR: frozenset({"u9"})}))
    refused = await app.handle(asking("desk-receipt", slug=SLUG, door=Door.BUTTON))
    assert "/desk receipt needs the role editor" in plain(refused)
