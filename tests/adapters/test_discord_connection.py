"""Discord: coming, going, and what cannot be mended from here."""

import asyncio
import time
from collections.abc import AsyncIterator
from typing import cast

import discord
import pytest
from aiohttp import web

from bot.adapters.discord import DiscordAdapter
from bot.adapters.discord.doctor import examine
from bot.adapters.discord.watch import Watch
from bot.core.adapter import PlatformLost, PlatformRefused
from config.settings import DiscordSettings
from tests.fakes import discord_payloads as payloads
from tests.fakes.discord_desk import Probe, desk_app
from tests.fakes.discord_server import DiscordServer, Fault, Json
from tests.fakes.discord_wire import Kept, discord_wire, settings_for


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    """Return Discord on this machine, which ends the test with whatever it would have refused."""
    async with DiscordServer().running() as running:
        yield running


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the library identify anew without its pause of five seconds."""

    async def hook(_client: object, _shard: object, *, initial: bool = False) -> None:
        await asyncio.sleep(0)

    monkeypatch.setattr(discord.Client, "before_identify_hook", hook)


def adapter_for(server: DiscordServer, **over: object) -> DiscordAdapter:
    """Return an adapter that is not running yet."""
    settings = settings_for(server).model_copy(update=over)
    return DiscordAdapter(desk_app(Probe()), settings, Kept(), patience=0.05)


async def run(adapter: DiscordAdapter) -> None:
    """Run *adapter* to its end, and close it as `main` does."""
    try:
        async with asyncio.timeout(10):
            await adapter.run()
    finally:
        await adapter.close()


async def test_nothing_is_opened_before_it_runs(server: DiscordServer) -> None:
    """An adapter can be made without Discord being asked anything, and closed again, twice."""
    adapter = adapter_for(server)
    await adapter.close()
    await adapter.close()
    assert (server.requests, server.gateway.sessions.qsize()) == ([], 0)


async def test_a_dropped_connection_is_resumed_and_misses_nothing(server: DiscordServer) -> None:
    """What was asked while the connection was down is answered once it is back."""
    async with discord_wire(desk_app(Probe()), server) as wire:
        await server.gateway.drop()
        seen = await wire.slash("claim", slug="pay")
        assert "Not checked" in seen.text
        assert await server.gateway.session() == "resume"
        assert wire.silent()


async def test_a_forgotten_session_is_begun_anew(server: DiscordServer) -> None:
    """When Discord has forgotten the session, we identify again and answer on."""
    async with discord_wire(desk_app(Probe()), server) as wire:
        server.gateway.forgets_sessions = True
        await server.gateway.drop()
        assert await server.gateway.session() == "identify"
        assert "Not checked" in (await wire.slash("claim", slug="pay")).text


async def test_a_resume_host_that_stays_down_ends_the_process(server: DiscordServer) -> None:
    """The library never leaves a host that is down, so after `lost_seconds` we give up."""
    adapter = adapter_for(server, lost_seconds=0.5)
    running = asyncio.create_task(run(adapter))
    assert await server.gateway.session() == "identify"
    server.gateway.resume_is_down = True
    await server.gateway.drop()
    with pytest.raises(PlatformLost, match=r"out of reach for 0\.5 seconds"):
        await running
    assert server.gateway.refused_resumes >= 1


async def test_a_gateway_that_never_comes_ends_the_process(server: DiscordServer) -> None:
    """A login that fails again and again is tried with pauses, and given up in the end."""
    server.fail("login", *(Fault(503) for _ in range(9)))
    with pytest.raises(PlatformLost):
        await run(adapter_for(server, lost_seconds=0.3))
    assert server.requests.count("login") == 1


async def test_a_login_that_fails_once_is_tried_again(
    server: DiscordServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Discord being out of reach at the start is waited out."""
    monkeypatch.setattr("bot.adapters.discord.adapter._FIRST_BACKOFF", 0.01)
    server.fail("login", Fault(503))
    async with discord_wire(desk_app(Probe()), server) as wire:
        assert (await wire.slash("onrecord")).text == "Welcome to Onrecord"


class Terse(DiscordServer):
    """Discord with an outage's page at the first login, and an answer to a sync with ids alone."""

    async def _me(self, request: web.Request, body: object) -> Json:
        first = self.requests.count("login") == 1
        return cast("Json", "<html>") if first else await super()._me(request, body)

    async def _sync(self, request: web.Request, body: object) -> list[Json]:
        return [{"id": taken["id"]} for taken in await super()._sync(request, body)]


async def test_an_answer_that_the_library_cannot_read_ends_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A page in place of JSON is an outage, and commands that were taken count as sent."""
    monkeypatch.setattr("bot.adapters.discord.adapter._FIRST_BACKOFF", 0.01)
    async with Terse().running() as server, discord_wire(desk_app(Probe()), server) as wire:
        assert (await wire.slash("onrecord")).text == "Welcome to Onrecord"
        assert server.syncs.qsize() == 1


async def test_a_bad_token_is_refused_with_the_setting_to_change(server: DiscordServer) -> None:
    """A token that Discord does not know ends the run, once, and names the setting."""
    adapter = DiscordAdapter(desk_app(Probe()), settings_for(server, token="wrong"), Kept())
    with pytest.raises(PlatformRefused, match="ONRECORD_DISCORD__TOKEN"):
        await run(adapter)
    assert server.requests == ["login"]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (4004, "ONRECORD_DISCORD__TOKEN"),
        (4010, "one process only"),
        (4011, "more servers than one connection"),
        (4012, "Update Onrecord"),
        (4013, "Update Onrecord"),
        (4014, "Privileged Gateway Intents"),
    ],
)
async def test_a_close_that_cannot_be_mended_says_what_to_change(
    server: DiscordServer, code: int, words: str
) -> None:
    """Each fatal close of the gateway is a refusal with a sentence for whoever runs the desk."""
    server.gateway.close_on_identify = code
    with pytest.raises(PlatformRefused, match=words):
        await run(adapter_for(server))


async def test_cancelling_the_run_lets_answers_in_flight_out(server: DiscordServer) -> None:
    """Intake stops at once; an answer that was under way still reaches its asker."""
    probe = Probe()
    app = desk_app(probe)
    adapter = DiscordAdapter(app, settings_for(server), Kept(), patience=0.05)
    running = asyncio.create_task(adapter.run())
    await server.gateway.session()
    probe.gate.clear()
    option = {"name": "slug", "type": 3, "value": "pay"}
    data = {"id": "1", "name": "claim", "type": 1, "options": [option]}
    await server.begin(payloads.interaction(2, data))
    assert (await server.next()).kind == "deferral"
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    app.stop()
    probe.gate.set()
    assert await app.drain(5)
    assert (await server.next()).kind == "edit"
    await adapter.close()


async def test_closing_while_running_ends_the_run_quietly(server: DiscordServer) -> None:
    """`close` before cancelling is no loss of the platform."""
    adapter = adapter_for(server)
    running = asyncio.create_task(adapter.run())
    await server.gateway.session()
    await adapter.close()
    async with asyncio.timeout(5):
        await running
    assert running.exception() is None


async def test_the_watch_starts_anew_when_the_gateway_comes_back() -> None:
    """Only an absence without a break counts as lost."""
    watch = Watch(0.2)
    lost = asyncio.create_task(watch.lost())
    began = time.monotonic()
    await asyncio.sleep(0.1)
    watch.came()
    await asyncio.sleep(0.15)
    assert not lost.done()
    watch.went()
    await lost
    assert time.monotonic() - began >= 0.4


async def test_doctor_finds_a_sound_bot_sound(server: DiscordServer) -> None:
    """With a good token, no privileged intent and a server, all is well."""
    server.gateway.guilds = [payloads.GUILD]
    settings = settings_for(server).model_copy(update={"guilds": frozenset({payloads.GUILD})})
    findings = {finding.name: finding for finding in await examine(settings)}
    assert list(findings) == ["token", "intents", "delivery", "servers"]
    assert all(finding.sound for finding in findings.values())
    assert server.gateway.sessions.empty()


async def test_doctor_names_each_thing_that_is_wrong(server: DiscordServer) -> None:
    """A bad token, an endpoint that swallows commands and a missing server are each named."""
    (bad,) = await examine(settings_for(server, token="wrong"))
    assert (bad.name, bad.sound, "Bot page" in bad.seen) == ("token", False, True)
    (none,) = await examine(DiscordSettings())
    assert (none.sound, "ONRECORD_DISCORD__TOKEN" in none.seen) == (False, True)
    server.endpoint = "https://desk.example/interactions"
    settings = settings_for(server).model_copy(update={"guilds": frozenset({"77"})})
    wrong = {f.name: f.seen for f in await examine(settings) if not f.sound}
    assert list(wrong) == ["delivery", "servers"]
    assert "77" in wrong["servers"]
    server.fail("login", Fault(503))
    (lost,) = await examine(settings)
    assert (lost.name, lost.sound) == ("connection", False)
