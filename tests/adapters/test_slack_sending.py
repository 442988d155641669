"""Getting an answer to Slack exactly once, through its rate limits and outages."""

from collections.abc import AsyncIterator

import pytest

from bot.adapters.slack import sending
from tests.fakes.slack_desk import QUOTE, Probe, desk_app
from tests.fakes.slack_server import Failure
from tests.fakes.slack_wire import SlackWire, hurry_the_library, slack_wire

LIMITED = Failure(429, error="ratelimited", retry_after=0)
BROKEN = Failure(500, text="oops")
AWAY = Failure(503, text="upstream connect error")


@pytest.fixture
async def wire() -> AsyncIterator[SlackWire]:
    """People on Slack, over Socket Mode; sending is the same over HTTP."""
    async with slack_wire(desk_app(Probe())) as wire:
        yield wire


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the pauses between our own tries, and between the library's, be short."""
    monkeypatch.setattr(sending, "BACKOFF", (0.01, 0.01, 0.01))
    hurry_the_library(monkeypatch)


async def only(wire: SlackWire) -> None:
    """Check that nothing follows."""
    await wire.settled()
    assert wire.silent()


@pytest.mark.parametrize(
    "failures",
    [(LIMITED,), (BROKEN,), (AWAY, BROKEN), (LIMITED, AWAY, LIMITED)],
    ids=["429", "500", "503-500", "429-503-429"],
)
async def test_answer_that_slack_did_not_take_is_sent_again(
    wire: SlackWire, failures: tuple[Failure, ...]
) -> None:
    """A refusal that passes costs time, not the answer, and there is exactly one."""
    wire.server.fail("respond", *failures)
    assert QUOTE in (await wire.slash("claim", "doctors-salary")).text
    assert wire.server.calls["respond"] == len(failures) + 1
    await only(wire)


async def test_rate_limit_is_waited_for(wire: SlackWire) -> None:
    """We wait as long as Slack says before asking again."""
    wire.server.fail("respond", Failure(429, error="ratelimited", retry_after=1))
    began = wire.server.clock()
    await wire.slash("claim", "doctors-salary")
    assert wire.server.clock() - began >= 1.0


@pytest.mark.parametrize(
    "failures",
    [
        [BROKEN] * 4,
        [Failure(429, error="ratelimited", retry_after=3600)],
        [Failure(404, error="expired_url")],
        [Failure(200, error="no_text")],
    ],
    ids=["500", "hour", "expired", "refused"],
)
async def test_private_answer_falls_back_to_plain_text(
    wire: SlackWire, failures: list[Failure]
) -> None:
    """When a response_url fails for good, the asker alone gets the words, and what to type."""
    wire.server.fail("respond", *failures)
    seen = await wire.slash("claim", "doctors-salary")
    assert seen.method == "chat.postEphemeral"
    assert "blocks" not in seen.payload
    assert QUOTE in seen.text
    assert "/history" in seen.text
    await only(wire)


async def test_public_answer_is_posted_by_the_bot(wire: SlackWire) -> None:
    """A shared card is the bot's own message, unparsed, so that it can be edited later."""
    card = await wire.slash("claim", "doctors-salary")
    seen = await wire.press(card, "Share here")
    assert seen.method == "chat.postMessage"
    assert seen.payload["mrkdwn"] is False
    assert not seen.private
    await only(wire)


async def test_public_answer_that_slack_will_not_post_is_explained(wire: SlackWire) -> None:
    """Where the bot may not post, the person who shared is told what to change."""
    card = await wire.slash("claim", "doctors-salary")
    wire.server.fail("respond", Failure(404, error="expired_url"))
    wire.server.fail("chat.postMessage", *[Failure(error="not_in_channel")] * 2)
    told = await wire.press(card, "Share here")
    assert told.private
    assert "Add Onrecord to the channel" in told.text
    await only(wire)


async def test_outside_the_channel_the_answer_comes_by_its_url(wire: SlackWire) -> None:
    """Where the bot is no member it answers all the same, and says that it cannot correct it."""
    card = await wire.slash("claim", "doctors-salary")
    wire.server.fail("chat.postMessage", Failure(error="not_in_channel"))
    shared = await wire.press(card, "Share here")
    assert (shared.method, shared.private) == ("respond", False)
    told = await wire.next()
    assert told.private
    assert "cannot correct it here later" in told.text
    await only(wire)


async def test_refused_blocks_become_plain_text(wire: SlackWire) -> None:
    """Where Slack refuses the blocks, the words still arrive, by the same way, once."""
    wire.server.fail("respond", Failure(400, text="invalid_blocks"))
    seen = await wire.slash("claim", "doctors-salary")
    assert (seen.method, "blocks" in seen.payload) == ("respond", False)
    assert QUOTE in seen.text
    wire.server.fail("chat.postMessage", Failure(error="msg_blocks_too_long"))
    seen = await wire.mention("doctors-salary")
    assert "blocks" not in seen.payload
    assert QUOTE in seen.text
    await only(wire)


@pytest.mark.parametrize(
    "failure",
    [
        Failure(takes=True, drop=True),
        Failure(takes=True, text=""),
        Failure(502, takes=True, text="<html>"),
    ],
    ids=["dropped", "not-json", "502"],
)
async def test_unclear_public_post_is_not_repeated(wire: SlackWire, failure: Failure) -> None:
    """Where nobody knows whether the post was taken, the asker is told, and nothing doubles."""
    wire.server.fail("chat.postMessage", failure)
    posted = await wire.mention("doctors-salary")
    assert not posted.private
    told = await wire.next()
    assert told.private
    assert "did not confirm" in told.text
    assert wire.server.calls["chat.postMessage"] == 1
    await only(wire)


@pytest.mark.parametrize(
    "failure",
    [Failure(takes=True, drop=True), Failure(takes=True, text="<html>")],
    ids=["dropped", "not-json"],
)
async def test_unclear_answer_by_response_url_is_not_repeated(
    wire: SlackWire, failure: Failure
) -> None:
    """The same holds for a response_url."""
    wire.server.fail("respond", failure)
    assert QUOTE in (await wire.slash("claim", "doctors-salary")).text
    assert "did not confirm" in (await wire.next()).text
    assert wire.server.calls["respond"] == 1
    await only(wire)


async def test_a_response_url_may_say_nothing_but_200(wire: SlackWire) -> None:
    """A response_url has no answer to read; its status alone says that the message was taken."""
    wire.server.fail("respond", Failure(takes=True, text=""))
    assert QUOTE in (await wire.slash("claim", "doctors-salary")).text
    await only(wire)


@pytest.mark.parametrize("failure", [BROKEN, AWAY, LIMITED], ids=["500", "503", "429"])
async def test_mention_is_posted_once_after_a_refusal(wire: SlackWire, failure: Failure) -> None:
    """The Web API's passing refusals are waited out by the library's own handlers."""
    wire.server.fail("chat.postMessage", failure)
    assert not (await wire.mention("doctors-salary")).private
    assert wire.server.calls["chat.postMessage"] == 2
    await only(wire)


async def test_response_url_without_a_server_falls_back(wire: SlackWire) -> None:
    """A refused connection is a message not taken; after some tries the other way is used."""
    seen = await wire.slash("claim", "x", response_url="http://127.0.0.1:9/respond/x")
    assert seen.method == "chat.postEphemeral"
    await only(wire)


async def test_fallback_where_the_asker_is_not_in_the_channel(wire: SlackWire) -> None:
    """A private answer that the channel cannot carry goes to the asker's own messages."""
    wire.server.fail("respond", Failure(404, error="used_url"))
    wire.server.fail("chat.postEphemeral", Failure(error="user_not_in_channel"))
    seen = await wire.slash("claim", "doctors-salary")
    assert (seen.method, seen.payload["channel"]) == ("chat.postMessage", "U1")
    await only(wire)


async def test_answer_that_fails_everywhere_is_logged_and_leaves_no_trace(
    wire: SlackWire, capsys: pytest.CaptureFixture[str]
) -> None:
    """When nothing works, the log says so without the words of the question."""
    wire.server.fail("respond", *[BROKEN] * 4)
    wire.server.fail("chat.postEphemeral", *[BROKEN] * 9)
    await wire.type("claim", "doctors-salary")
    await only(wire)
    logged = "".join(capsys.readouterr())
    assert "answer did not arrive" in logged
    assert "doctors-salary" not in logged
    assert QUOTE in (await wire.direct("doctors-salary")).text


async def test_response_url_is_used_five_times_at_most(wire: SlackWire) -> None:
    """A response_url that was used up or grew old is not an end."""
    url = wire.server.new_response_url()
    methods = [(await wire.slash("claim", "x", response_url=url)).method for _ in range(6)]
    assert methods == ["respond"] * 5 + ["chat.postEphemeral"]
    old = wire.server.new_response_url()
    wire.server.age(1801)
    seen = await wire.slash("claim", "x", response_url=old)
    assert seen.method == "chat.postEphemeral"
