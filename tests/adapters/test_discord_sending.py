"""Discord: answers that meet errors on the way arrive once, or not at all, and never twice."""

import time
from collections.abc import AsyncIterator

import pytest

from bot.core.app import App
from bot.core.policy import Policy
from bot.core.reply import Action
from bot.core.tokens import encode
from tests.fakes import discord_payloads as payloads
from tests.fakes.discord_desk import Probe, desk_app
from tests.fakes.discord_server import DiscordServer, Fault
from tests.fakes.discord_wire import DiscordWire, discord_wire


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


def slash(slug: str) -> dict[str, object]:
    """Return `/claim` with *slug* as Discord delivers it."""
    option = {"name": "slug", "type": 3, "value": slug}
    return {"id": "1", "name": "claim", "type": 1, "options": [option]}


@pytest.mark.parametrize(
    "fault",
    [
        Fault(500),
        Fault(500, after=True),
        Fault(429, retry_after=0.05),
        Fault(429, retry_after=0.05, after=True),
    ],
    ids=str,
)
async def test_a_first_answer_that_is_sent_again_counts_once(
    wire: DiscordWire, app: App, fault: Fault
) -> None:
    """A repeated callback that meets “already acknowledged” is done, and nothing else is sent."""
    wire.server.fail("callback", fault)
    assert "Not checked" in (await wire.slash("claim", slug="pay")).text
    await wire.settled(app)
    assert wire.server.requests.count("callback") == 2
    assert wire.silent()


async def test_a_deferral_that_is_sent_again_is_followed_by_the_answer(
    wire: DiscordWire, probe: Probe
) -> None:
    """After a deferral that arrived but was not confirmed, the answer is still edited in."""
    probe.gate.clear()
    wire.server.fail("callback", Fault(500, after=True))
    await wire.begin(2, slash("pay"))
    assert (await wire.server.next()).kind == "deferral"
    probe.gate.set()
    assert (await wire.next()).kind == "edit"


async def test_a_first_answer_is_given_up_when_discord_stops_waiting(
    wire: DiscordWire, app: App
) -> None:
    """Server errors are not repeated past the three seconds after which the token is dead."""
    wire.server.fail("callback", *(Fault(500) for _ in range(5)))
    began = time.monotonic()
    await wire.begin(2, slash("pay"))
    await wire.server.asked("callback")
    await wire.settled(app)
    assert time.monotonic() - began < 3.2
    assert wire.server.requests.count("callback") == 2
    assert wire.silent()


async def test_a_refused_answer_is_told_in_plain_text(wire: DiscordWire) -> None:
    """An answer whose layout Discord will not have comes as words, complete and still private."""
    wire.server.fail("callback", Fault(400, 50035))
    seen = await wire.slash("claim", slug="pay")
    assert (seen.private, seen.payload["embeds"], seen.buttons) == (True, [], {})
    for words in ("Nearest match", "The Ministry", "4 100 euros, not *more*", "said 3 900"):
        assert words in seen.text


async def test_a_refused_long_answer_is_cut_and_says_so(wire: DiscordWire, app: App) -> None:
    """Plain text that does not fit says that it was cut, and where the whole of it is."""
    wire.server.fail("callback", Fault(400, 50035))
    seen = await wire.slash("claim", slug="long")
    await wire.settled(app)
    assert "Cut here" in seen.text
    assert "onrecord ask" in seen.text
    assert seen.text.startswith("Long\n\nword0 word1")
    assert wire.silent()


async def test_a_refused_edit_is_told_in_plain_text(wire: DiscordWire, probe: Probe) -> None:
    """The same holds for an answer that was deferred."""
    probe.gate.clear()
    wire.server.fail("edit", Fault(400, 50035))
    await wire.begin(2, slash("pay"))
    assert (await wire.server.next()).kind == "deferral"
    probe.gate.set()
    seen = await wire.next()
    assert (seen.kind, seen.payload["embeds"]) == ("edit", [])


async def test_a_refused_form_says_where_to_fill_it_in(wire: DiscordWire) -> None:
    """A form that Discord will not have is told in words."""
    wire.server.fail("callback", Fault(400, 50035))
    seen = await wire.slash("note", slug="pay")
    assert (seen.kind, seen.private) == ("answer", True)
    assert "onrecord console" in seen.text, "its two fields do not fit one line"


@pytest.mark.parametrize("code", [10062, 10015])
async def test_an_answer_that_comes_too_late_is_dropped(
    wire: DiscordWire, app: App, code: int
) -> None:
    """When nobody waits any more, nothing else is tried."""
    wire.server.fail("callback", Fault(404, code))
    await wire.begin(2, slash("pay"))
    assert (await wire.slash("onrecord")).text == "Welcome to Onrecord"
    await wire.settled(app)
    assert wire.server.requests.count("callback") == 2
    assert wire.silent()


async def test_a_token_that_ran_out_ends_a_deferred_answer(
    wire: DiscordWire, app: App, probe: Probe
) -> None:
    """Fifteen minutes later the edit is refused; that is logged and nothing more."""
    probe.gate.clear()
    await wire.begin(2, slash("long"))
    assert (await wire.server.next()).kind == "deferral"
    wire.server.expire(wire.token)
    probe.gate.set()
    await wire.settled(app)
    assert wire.server.requests.count("edit") == 1
    assert wire.silent()


async def test_a_long_answer_follows_up_with_the_same_visibility(
    wire: DiscordWire, app: App
) -> None:
    """What does not fit the first message follows, private as well, in order and complete."""
    seen = [await wire.slash("claim", slug="long"), await wire.next(), await wire.next()]
    await wire.settled(app)
    text = "\n".join(part.text for part in seen)
    assert [f"word{n}" for n in range(1500)] == [w for w in text.split() if w.startswith("word")]
    assert [part.kind for part in seen] == ["answer", "follow-up", "follow-up"]
    assert all(part.private for part in seen)
    assert [bool(part.buttons) for part in seen] == [False, False, True]
    assert wire.silent()


@pytest.mark.parametrize("fault", [Fault(500, after=True), Fault(503, after=True)], ids=str)
async def test_a_follow_up_is_never_sent_twice(wire: DiscordWire, app: App, fault: Fault) -> None:
    """A follow-up has no nonce, so one that may have arrived is not sent again."""
    wire.server.fail("follow-up", fault)
    await wire.slash("claim", slug="long")
    await wire.next()
    await wire.settled(app)
    assert wire.server.requests.count("follow-up") == 1
    assert wire.silent()


async def test_a_placeholder_that_cannot_be_taken_back_shows_no_private_words(
    wire: DiscordWire, probe: Probe, app: App
) -> None:
    """As long as the public placeholder stands, the private answer must not take its place."""
    probe.gate.clear()
    wire.server.fail("delete", Fault(403, 50001))
    token = encode(Action("", "claim", {"slug": "unusable", "share": "1"}))
    pressed = payloads.message("", author=payloads.bot_user())
    await wire.begin(3, {"custom_id": token, "component_type": 2}, pressed)
    assert (await wire.server.next()).kind == "deferral"
    probe.gate.set()
    seen = await wire.next()
    await wire.settled(app)
    assert (seen.kind, seen.private) == ("edit", False)
    assert seen.text == "That did not work. Ask again in a minute."
    assert wire.silent()


async def test_a_placeholder_that_a_moderator_removed_is_no_hindrance(
    server: DiscordServer, probe: Probe
) -> None:
    """Where the placeholder is gone already, the private answer follows."""
    app = desk_app(probe, Policy(public_channels=frozenset({payloads.CHANNEL})))
    async with discord_wire(app, server) as wire:
        probe.gate.clear()
        server.fail("delete", Fault(404, 10008, after=True))
        await wire.begin(2, slash("unusable"))
        assert (await server.next()).kind == "deferral"
        probe.gate.set()
        seen = await wire.next()
        assert (seen.kind, seen.private) == ("follow-up", True)


async def test_questions_and_tokens_stay_out_of_the_log(
    wire: DiscordWire, capsys: pytest.CaptureFixture[str], app: App
) -> None:
    """Failures are logged with a reference, without the words asked or anything secret."""
    wire.server.fail("callback", Fault(400, 50035), Fault(400, 50035))
    await wire.begin(2, slash("who is the source"))
    await wire.server.asked("callback")
    await wire.server.asked("callback")
    await wire.settled(app)
    logged = capsys.readouterr()
    assert "not sent" in logged.out
    for secret in ("who is the source", "bot-token", "token-", "Ana"):
        assert secret not in logged.out + logged.err
