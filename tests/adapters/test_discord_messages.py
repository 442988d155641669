"""Discord: mentions and direct messages."""

from collections.abc import AsyncIterator

import pytest

from bot.core.app import App
from bot.core.request import Door
from tests.fakes import discord_payloads as payloads
from tests.fakes.discord_desk import Probe, desk_app
from tests.fakes.discord_server import DiscordServer, Fault
from tests.fakes.discord_wire import DiscordWire, discord_wire

US = f"<@{payloads.APP_ID}>"


@pytest.fixture
def probe() -> Probe:
    """Return what remembers the questions that reach the desk."""
    return Probe()


@pytest.fixture
def app(probe: Probe) -> App:
    """Return the core over the test desk."""
    return desk_app(probe)


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    """Return Discord on this machine, which ends the test with whatever it would have refused."""
    async with DiscordServer().running() as running:
        yield running


@pytest.fixture
async def wire(server: DiscordServer, app: App) -> AsyncIterator[DiscordWire]:
    """Return a person in the newsroom's channel."""
    async with discord_wire(app, server) as running:
        yield running


@pytest.mark.parametrize("channel", [payloads.CHANNEL, payloads.THREAD])
async def test_a_mention_is_answered_where_it_was_written(
    wire: DiscordWire, probe: Probe, channel: str
) -> None:
    """The answer replies to the question in its channel or thread, in public, without a ping."""
    question = await wire.write(f"{US} doctors-salary", channel_id=channel)
    taken = await wire.server.next()
    assert taken.path.endswith(f"/channels/{channel}/messages")
    assert taken.payload["message_reference"]["message_id"] == int(question["id"])
    assert taken.payload["message_reference"]["fail_if_not_exists"] is False
    assert taken.payload["allowed_mentions"] == {"parse": [], "replied_user": False}
    assert (taken.payload["nonce"], taken.payload["enforce_nonce"]) == (f"{question['id']}-0", True)
    (request,) = probe.requests
    assert (request.door, request.place.channel) == (Door.MENTION, payloads.CHANNEL)
    assert request.place.thread == (channel if channel == payloads.THREAD else "")
    assert probe.asked[0][1]["slug"] == "doctors-salary"


async def test_a_mention_may_stand_anywhere_and_be_followed_by_a_command(
    wire: DiscordWire, probe: Probe
) -> None:
    """The mention is taken out of the line, and a command's name at its start is that command."""
    await wire.mention("history pay page=2")
    await wire.write(f"who pays <@!{payloads.APP_ID}> the doctors?")
    await wire.next()
    assert probe.asked[0] == ("history", {"slug": "pay", "page": 2})
    assert probe.asked[1][1]["slug"] == "who pays the doctors?"


async def test_a_bare_mention_in_a_reply_asks_about_that_message(
    wire: DiscordWire, probe: Probe
) -> None:
    """Mentioning us in answer to a message looks up that message's words."""
    other = payloads.message("/claim Doctors get 4 100 euros", author=payloads.user("43", "Ben"))
    reference = {"type": 0, "message_id": other["id"], "channel_id": payloads.CHANNEL}
    await wire.mention(
        "",
        type=19,
        message_reference=reference | {"guild_id": payloads.GUILD},
        referenced_message=other,
    )
    assert probe.asked[0] == (
        "claim",
        {"slug": "/claim Doctors get 4 100 euros", "page": 1, "since": 1},
    )


async def test_a_bare_mention_says_what_we_are(wire: DiscordWire) -> None:
    """A mention without words gets the help."""
    assert (await wire.mention("")).text == "Welcome to Onrecord"


async def test_a_direct_message_is_a_question_from_every_server(
    server: DiscordServer, app: App, probe: Probe
) -> None:
    """A direct message may have come from any server that we are in."""
    server.gateway.guilds = [payloads.GUILD, payloads.OTHER_GUILD]
    async with discord_wire(app, server) as wire:
        seen = await wire.direct("doctors-salary")
        assert seen.private
    (request,) = probe.requests
    assert (request.door, request.place.direct) == (Door.DIRECT, True)
    assert request.place.workspaces == {payloads.GUILD, payloads.OTHER_GUILD}
    assert "Share here" not in seen.buttons


async def test_a_mistake_in_a_mention_is_answered(wire: DiscordWire) -> None:
    """What the grammar refuses gets its sentence as a reply."""
    assert "There is no command /nonsense." in (await wire.mention("/nonsense")).text


async def test_a_form_in_answer_to_a_mention_is_a_button(wire: DiscordWire) -> None:
    """No form can follow a message, so a button opens it for whoever presses."""
    seen = await wire.mention("note pay")
    form = await wire.press(seen, "Write a note")
    assert (form.kind, form.payload["custom_id"]) == ("form", "1:note-add?slug=pay")


async def test_what_is_not_for_us_is_left_alone(wire: DiscordWire, probe: Probe) -> None:
    """Bots, webhooks, ourselves, system messages and talk without our mention get no answer."""
    ours = payloads.message("An answer", author=payloads.bot_user())
    await wire.write(f"{US} pay", author=payloads.user("50", "Bot", bot=True))
    await wire.write(f"{US} pay", webhook_id="51")
    await wire.write(f"{US} pay", author=payloads.bot_user())
    await wire.write(f"{US} pay", type=6)
    await wire.write("just talking about pay")
    await wire.write(
        "thanks!",
        type=19,
        mentions=[payloads.bot_user()],
        referenced_message=ours,
        message_reference={"type": 0, "message_id": ours["id"], "channel_id": payloads.CHANNEL},
    )
    await wire.mention("doctors-salary")
    assert [args["slug"] for _, args in probe.asked] == ["doctors-salary"]


async def test_a_slow_answer_to_a_mention_shows_that_we_type(
    wire: DiscordWire, probe: Probe
) -> None:
    """While a slow answer is on its way, the channel sees us typing."""
    probe.gate.clear()
    await wire.write(f"{US} pay")
    assert (await wire.server.next()).kind == "typing"
    probe.gate.set()
    assert (await wire.next()).kind == "message"


@pytest.mark.parametrize(
    "fault",
    [
        Fault(503),
        Fault(503, after=True),
        Fault(500, after=True),
        Fault(429, retry_after=0.05),
        Fault(429, retry_after=0.05, after=True),
        Fault(429, retry_after=0.05, via=""),
    ],
    ids=str,
)
async def test_a_message_that_is_sent_again_appears_once(
    wire: DiscordWire, fault: Fault, app: App
) -> None:
    """Whether or not the first try arrived, the answer is posted exactly once."""
    wire.server.fail("message", fault)
    seen = await wire.mention("pay")
    assert "Not checked" in seen.text
    await wire.settled(app)
    assert wire.server.requests.count("message") == 2
    assert wire.silent()


async def test_a_refused_reference_is_dropped(wire: DiscordWire) -> None:
    """Where we may not read the history, the answer stands by itself."""
    wire.server.fail("message", Fault(400, 160002))
    assert "message_reference" not in (await wire.mention("pay")).payload


async def test_a_refused_message_is_sent_again_as_plain_text(wire: DiscordWire) -> None:
    """An answer that Discord will not have is told in words, complete, without embeds."""
    wire.server.fail("message", Fault(400, 50035))
    seen = await wire.mention("pay")
    assert seen.payload["embeds"] == []
    assert "“We pay doctors 4 100 euros, not *more*” — Jane O’Neill" in seen.text
    assert "the report <https://example.org/report?a=1&b=2>" in seen.text


async def test_a_missing_permission_is_logged_and_nothing_else(wire: DiscordWire, app: App) -> None:
    """Where we may not write, nothing is tried again."""
    wire.server.fail("message", Fault(403, 50013))
    await wire.write(f"{US} pay")
    await wire.server.asked("message")
    await wire.settled(app)
    assert wire.server.requests.count("message") == 1


async def test_a_long_answer_goes_on_in_further_messages(wire: DiscordWire, app: App) -> None:
    """Text past one message's limits is continued, each part once, the reference on the first."""
    seen = [await wire.mention("long"), await wire.next(), await wire.next()]
    await wire.settled(app)
    text = "\n".join(part.text for part in seen)
    assert [f"word{n}" for n in range(1500)] == [w for w in text.split() if w.startswith("word")]
    assert ["message_reference" in part.payload for part in seen] == [True, False, False]
    assert [part.text.startswith("Long (continued)") for part in seen] == [False, True, True]
    assert wire.silent()
