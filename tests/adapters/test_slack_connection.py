"""Start, loss and end of the connection to Slack, in both modes."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator

import aiohttp
import pytest
from pydantic import SecretStr

from bot.adapters.slack import SlackAdapter, connection
from bot.adapters.slack.quiet import library_log
from bot.core.adapter import Adapter, PlatformLost, PlatformRefused
from config.settings import SlackSettings, WebSettings
from tests.fakes.slack_delivery import OverHttp
from tests.fakes.slack_desk import QUOTE, Probe, desk_app
from tests.fakes.slack_server import Failure, SlackServer
from tests.fakes.slack_wire import SlackWire, hurry_the_library, slack_settings, slack_wire

MODES = ["socket", "http"]


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the pause before Slack is asked again be short."""
    monkeypatch.setattr(connection, "_FIRST_PAUSE", 0.05)


@pytest.fixture
async def server() -> AsyncIterator[SlackServer]:
    """A Slack that nobody has connected to."""
    server = SlackServer()
    await server.start()
    yield server
    await server.close()


async def run(settings: SlackSettings, web: WebSettings | None = None) -> None:
    """Run an adapter until it ends, at most 5 seconds."""
    adapter: Adapter = SlackAdapter(desk_app(Probe()), settings, web or WebSettings(port=0))
    try:
        async with asyncio.timeout(5.0):
            await adapter.run()
    finally:
        await adapter.close()
        await adapter.close()


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    "error", ["invalid_auth", "not_authed", "account_inactive", "token_revoked"]
)
async def test_refused_token_names_the_remedy(server: SlackServer, mode: str, error: str) -> None:
    """A token that Slack will never take ends the run with what to change."""
    server.fail("auth.test", Failure(error=error))
    with pytest.raises(PlatformRefused, match=f"{error}.*bot token"):
        await run(slack_settings(server, mode))


@pytest.mark.parametrize("method", ["auth.test", "apps.connections.open"])
async def test_missing_scope_is_named(server: SlackServer, method: str) -> None:
    """The scope that Slack misses stands in the sentence."""
    failure = Failure(error="missing_scope", extra={"needed": "connections:write"})
    server.fail(method, failure)
    with pytest.raises(PlatformRefused, match="connections:write is missing"):
        await run(slack_settings(server))


async def test_refused_app_token_is_told_from_the_bot_token(server: SlackServer) -> None:
    """Socket Mode's own token has its own remedy."""
    server.fail("apps.connections.open", Failure(error="not_allowed_token_type"))
    with pytest.raises(PlatformRefused, match=r"app-level token .*Socket Mode"):
        await run(slack_settings(server))


async def test_user_token_is_refused(server: SlackServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A person's token would let us speak as that person."""
    monkeypatch.setattr("tests.fakes.slack_server.BOT_ID", None)
    monkeypatch.setattr("tests.fakes.slack_server.BOT_TOKEN", "xoxp-person")
    with pytest.raises(PlatformRefused, match="not a bot's"):
        await run(slack_settings(server, bot_token=SecretStr("xoxp-person")))


@pytest.mark.parametrize(
    ("mode", "missing"),
    [("socket", "bot_token"), ("socket", "app_token"), ("http", "signing_secret")],
)
async def test_missing_secret_is_refused(server: SlackServer, mode: str, missing: str) -> None:
    """What is not set is said before Slack is asked anything."""
    with pytest.raises(PlatformRefused):
        await run(slack_settings(server, mode, **{missing: None}))
    assert server.calls == {}


@pytest.mark.parametrize(
    "failure",
    [Failure(503, text="away"), Failure(200, text=""), Failure(drop=True)],
    ids=["503", "empty", "dropped"],
)
async def test_outage_at_the_start_is_waited_out(
    server: SlackServer, failure: Failure, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Slack may be away for a moment while we start."""
    hurry_the_library(monkeypatch)
    server.fail("auth.test", failure, failure)
    adapter = SlackAdapter(desk_app(Probe()), slack_settings(server), WebSettings())
    running = asyncio.create_task(adapter.run())
    assert not (await server.next_socket()).closed
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await adapter.close()


async def test_slack_that_never_answers_is_lost(server: SlackServer) -> None:
    """After `lost_seconds` without a first word, a supervisor should try again."""
    server.fail("auth.test", *[Failure(error="internal_error")] * 9)
    with pytest.raises(PlatformLost, match="out of reach"):
        await run(slack_settings(server, lost_seconds=0.4))


async def test_refresh_is_followed(server: SlackServer) -> None:
    """Slack asks for a new connection every few hours; questions go on over the new one."""
    async with slack_wire(desk_app(Probe())) as wire:
        await wire.server.next_socket()
        await wire.server.refresh()
        await wire.server.next_socket()
        assert QUOTE in (await wire.slash("claim", "doctors-salary")).text


@pytest.mark.parametrize("abrupt", [False, True], ids=["closed", "dropped"])
async def test_dropped_socket_is_replaced(abrupt: bool) -> None:
    """A connection that ends is replaced, and an answer in flight still gets out."""
    probe = Probe()
    async with slack_wire(desk_app(probe), lost_seconds=2.0) as wire:
        socket = await wire.server.next_socket()
        probe.gate.clear()
        await wire.type("claim", "doctors-salary")
        await wire.server.drop(socket, abrupt=abrupt)
        probe.gate.set()
        assert QUOTE in (await wire.next()).text
        await wire.server.next_socket()
        assert QUOTE in (await wire.slash("claim", "doctors-salary")).text


async def test_socket_that_stays_away_is_lost() -> None:
    """Without Socket Mode for `lost_seconds` the run ends, so that a supervisor starts anew."""
    async with slack_wire(desk_app(Probe()), lost_seconds=0.8) as wire:
        socket = await wire.server.next_socket()
        wire.server.refuse_sockets = True
        await wire.server.drop(socket)
        with pytest.raises(PlatformLost, match="Socket Mode was away"):
            async with asyncio.timeout(5.0):
                await wire.running


async def test_address_that_is_dead_from_the_start_is_replaced(server: SlackServer) -> None:
    """The library asks a dead address for ever; we fetch a fresh one, and in the end give up."""
    server.refuse_sockets = True
    with pytest.raises(PlatformLost, match="Socket Mode was away"):
        await run(slack_settings(server, lost_seconds=0.8))
    assert server.calls["apps.connections.open"] >= 2


async def test_library_log_keeps_the_deed_and_drops_the_values(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """What the library was doing is logged, and not what it was holding."""
    library_log().error("Failed to connect (error: wss://x?ticket=%s); Retrying...", "secret")
    library_log().info("body: secret")
    (record,) = caplog.records
    assert record.getMessage() == "slack library: Failed to connect"


@pytest.mark.parametrize("mode", MODES)
async def test_foreign_environment_changes_nothing(
    monkeypatch: pytest.MonkeyPatch, mode: str
) -> None:
    """Another Slack app's variables in the environment do not change how we sign in."""
    for name in ("CLIENT_ID", "CLIENT_SECRET", "BOT_TOKEN", "APP_TOKEN", "SIGNING_SECRET"):
        monkeypatch.setenv(f"SLACK_{name}", "of another app")
    async with slack_wire(desk_app(Probe()), mode) as wire:
        assert QUOTE in (await wire.slash("claim", "doctors-salary")).text
        assert QUOTE in (await wire.direct("doctors-salary")).text


def test_construction_opens_nothing() -> None:
    """An adapter can be built before there is an event loop or a network."""
    adapter = SlackAdapter(desk_app(Probe()), SlackSettings(), WebSettings())
    assert (adapter.name, adapter.port, adapter.ready.is_set()) == ("slack", 0, False)


@pytest.fixture
async def http() -> AsyncIterator[SlackWire]:
    """People on Slack, over HTTP."""
    async with slack_wire(desk_app(Probe()), "http") as wire:
        yield wire


def over_http(wire: SlackWire) -> OverHttp:
    """Return the client that signs."""
    assert isinstance(wire.delivery, OverHttp)
    return wire.delivery


async def test_bad_signature_is_refused_without_a_word_in_the_log(
    http: SlackWire, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever does not know the secret gets 401, and what they sent is not kept."""
    caplog.set_level(logging.DEBUG)
    body = "command=%2Fclaim&text=very+secret&team_id=T1"
    now = str(int(time.time()))
    for headers in (
        {"X-Slack-Signature": "v0=bad", "X-Slack-Request-Timestamp": now},
        {"X-Slack-Signature": "", "X-Slack-Request-Timestamp": now},
        over_http(http).signed(body + "x", now),
    ):
        assert (await over_http(http).post(body, headers)).status == 401
    logged = caplog.text + "".join(capsys.readouterr())
    assert "without a valid slack signature" in logged
    assert "very+secret" not in logged
    assert "very secret" not in logged


@pytest.mark.parametrize("stamp", ["-301", "+301", "soon", "", "\uff19", "1e9", "9" * 400])
async def test_old_or_odd_timestamp_is_refused(http: SlackWire, stamp: str) -> None:
    """A signature holds for five minutes either way; a timestamp that is no number gets 401."""
    now = int(time.time())
    at = str(now + int(stamp)) if stamp[:1] in {"-", "+"} else stamp
    body = "command=%2Fclaim&text=x&team_id=T1"
    assert (await over_http(http).post(body, over_http(http).signed(body, at))).status == 401
    assert http.silent()


async def test_body_that_is_no_payload_is_refused(http: SlackWire) -> None:
    """What is not signed is not even parsed, and what is too large is not read."""
    post = over_http(http).post
    assert (await post("{broken", {"X-Slack-Signature": "v0=bad"})).status == 401
    assert (await post("x" * 1_000_001, {})).status == 413


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("{broken", "application/json"),
        ("[1]", "application/json"),
        ("null", "application/json"),
        ("payload=%7Bbroken", "application/x-www-form-urlencoded"),
        ("payload=%5B%5D", "application/x-www-form-urlencoded; charset=utf-8"),
    ],
)
async def test_signed_nonsense_is_refused(http: SlackWire, body: str, kind: str) -> None:
    """A body that is no payload gets 400, not a failure of ours, although it is signed."""
    headers = over_http(http).signed(body, str(int(time.time())))
    assert (await over_http(http).post(body, {**headers, "Content-Type": kind})).status == 400
    assert http.silent()


@pytest.mark.parametrize(
    ("text", "channel"), [("which payload?", "desk"), ("x", "payload"), ("payload=1&a=%7B", "desk")]
)
async def test_the_word_payload_is_a_word(http: SlackWire, text: str, channel: str) -> None:
    """A slash command that has the name of a form field of Slack's in it is answered."""
    assert QUOTE in (await http.slash("claim", text, channel_name=channel)).text


async def test_url_verification_is_echoed(http: SlackWire) -> None:
    """Slack's question whether the address is ours is answered."""
    body = '{"type": "url_verification", "challenge": "c-1"}'
    ack = await over_http(http).post(body, {"Content-Type": "application/json"})
    assert (ack.status, ack.body) == (200, {"challenge": "c-1"})


async def test_web_server_shows_only_what_it_must(http: SlackWire) -> None:
    """A sign of life, and nothing else."""
    base = over_http(http).url.removesuffix("/slack/events")
    async with aiohttp.ClientSession() as session:
        for path, status in (("/healthz", 200), ("/", 404), ("/slack/install", 404)):
            async with session.get(base + path) as response:
                assert response.status == status
                assert "uvicorn" not in response.headers.get("server", "")
        async with session.get(base + "/slack/events") as response:
            assert response.status == 405


async def test_taken_port_is_refused_with_a_sentence(http: SlackWire) -> None:
    """A port that is in use is a matter of configuration."""
    web = WebSettings(host="127.0.0.1", port=http.adapter.port)
    with pytest.raises(PlatformRefused, match="Cannot listen on"):
        await run(slack_settings(http.server, "http"), web)


@pytest.mark.parametrize("mode", MODES)
async def test_library_logs_no_words_and_no_tokens(
    mode: str, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    """Even with every log at DEBUG, neither questions nor tokens reach it."""
    caplog.set_level(logging.DEBUG)
    async with slack_wire(desk_app(Probe()), mode) as wire:
        await wire.slash("claim", "very-secret-words")
        await wire.mention("very-secret-words")
        await wire.hear({"type": "team_join", "note": "very-secret-words"})
    logged = caplog.text + "".join(capsys.readouterr())
    for secret in ("very-secret-words", "xoxb-test", "xapp-test", "signing-secret"):
        assert secret not in logged
