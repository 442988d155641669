"""Discord: commands on the wire, suggestions, and when they are sent to Discord."""

from collections.abc import AsyncIterator

import pytest

from bot.adapters.discord import DiscordAdapter
from bot.core.adapter import PlatformRefused
from bot.core.policy import Policy
from tests.fakes import discord_payloads as payloads
from tests.fakes.discord_desk import Probe, desk_app
from tests.fakes.discord_server import DiscordServer, Fault
from tests.fakes.discord_wire import Kept, discord_wire, settings_for

Server = DiscordServer


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    """Return Discord on this machine, which ends the test with whatever it would have refused."""
    async with DiscordServer().running() as running:
        yield running


async def test_listed_commands_reach_discord_as_they_were_declared(server: Server) -> None:
    """Slash commands and menus on the wire carry the registry's words, options and limits."""
    async with discord_wire(desk_app(Probe()), server):
        sent = {command["name"]: command for command in server.syncs.get_nowait()}
    assert sorted(sent) == ["Find claims about this", "claim", "note", "onrecord"]
    claim = sent["claim"]
    assert (claim["type"], claim["description"]) == (1, "What is on record")
    slug, since = claim["options"]
    assert (slug["name"], slug["type"], slug["required"]) == ("slug", 3, True)
    assert (slug["autocomplete"], slug["min_length"], slug["max_length"]) == (True, 1, 4000)
    assert (since["name"], since["type"], since["required"]) == ("since", 4, False)
    assert (since["min_value"], since.get("autocomplete", False)) == (1, False)
    assert sent["Find claims about this"]["type"] == 3
    assert {tuple(c["contexts"]) for c in sent.values()} == {(0, 1)}
    assert {tuple(c["integration_types"]) for c in sent.values()} == {(0,)}


async def test_commands_are_sent_once_and_again_only_when_they_change(server: Server) -> None:
    """A start with the same commands sends nothing; a changed hash sends them again."""
    kept = Kept()
    for expected in (1, 1):
        async with discord_wire(desk_app(Probe()), server, kept):
            assert server.syncs.qsize() == expected
    assert list(kept.values) == [f"discord.commands.{payloads.APP_ID}"]
    kept.values = dict.fromkeys(kept.values, "of an older version")
    async with discord_wire(desk_app(Probe()), server, kept):
        assert server.syncs.qsize() == 2


async def test_reconnecting_does_not_send_the_commands_again(server: Server) -> None:
    """A dropped connection is no reason to sync."""
    async with discord_wire(desk_app(Probe()), server, Kept()):
        await server.gateway.drop()
        assert await server.gateway.session() == "resume"
        assert server.syncs.qsize() == 1


async def test_sync_by_hand_uses_rest_alone_and_says_whether_it_sent(server: Server) -> None:
    """`onrecord discord sync` sends once, then nothing, then again when forced; no gateway."""
    adapter = DiscordAdapter(desk_app(Probe()), settings_for(server), Kept())
    assert [await adapter.sync(), await adapter.sync()] == [True, False]
    assert await adapter.sync(force=True)
    assert server.syncs.qsize() == 2
    assert server.gateway.sessions.empty()


async def test_sync_by_hand_with_a_bad_token_says_what_to_do(server: Server) -> None:
    """A token that Discord does not accept is named as such, with the setting to change."""
    settings = settings_for(server, token="wrong")
    with pytest.raises(PlatformRefused, match="ONRECORD_DISCORD__TOKEN"):
        await DiscordAdapter(desk_app(Probe()), settings, Kept()).sync()


async def test_a_failed_sync_does_not_keep_the_desk_from_answering(server: Server) -> None:
    """The commands Discord has still work, and the hash is not kept, so it is tried again."""
    kept = Kept()
    server.fail("sync", Fault(403, 50001))
    async with discord_wire(desk_app(Probe()), server, kept) as wire:
        assert (await wire.slash("claim", slug="pay")).text.startswith("Nearest match")
    assert kept.values == {}


async def test_suggestions_are_at_most_25_of_at_most_100_characters(server: Server) -> None:
    """Suggestions come from the param's own function, cut to Discord's limits."""
    probe = Probe()
    async with discord_wire(desk_app(probe), server) as wire:
        choices = await wire.autocomplete("claim", "slug", "doc")
    assert len(choices) == 25
    assert choices[3]["value"] == "slug-3"
    assert choices[0]["name"].startswith("doc 0 words")
    assert choices[0]["name"].endswith("…")
    assert len(choices[0]["name"]) <= 100
    assert probe.requests[0].place.workspaces == {payloads.GUILD}


async def test_broken_suggestions_are_an_empty_list(server: Server) -> None:
    """A failing suggestion shows nothing and breaks nothing."""
    async with discord_wire(desk_app(Probe()), server) as wire:
        assert await wire.autocomplete("claim", "slug", "broken") == []


async def test_slow_suggestions_are_given_up(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Suggestions that miss our own deadline are an empty list, within Discord's three seconds."""
    monkeypatch.setattr("bot.core.app.SUGGEST_SECONDS", 60.0)
    probe = Probe()
    probe.gate.clear()
    async with discord_wire(desk_app(probe), server) as wire:
        assert await wire.autocomplete("claim", "slug", "doc") == []


async def test_servers_off_the_list_get_no_suggestions(server: Server) -> None:
    """The allow-list holds for suggestions as well."""
    policy = Policy(workspaces={"discord": frozenset({"1"})})
    async with discord_wire(desk_app(Probe(), policy), server) as wire:
        assert await wire.autocomplete("claim", "slug", "doc") == []


async def test_typing_into_a_command_that_is_gone_gets_an_empty_list(server: Server) -> None:
    """A client that still shows an old command is not told that loading the options failed."""
    async with discord_wire(desk_app(Probe()), server) as wire:
        assert await wire.autocomplete("search", "words", "pay") == []


async def test_a_command_that_we_no_longer_have_is_answered(server: Server) -> None:
    """A client that still shows an old command gets a sentence, not a dead interaction."""
    async with discord_wire(desk_app(Probe()), server) as wire:
        gone = await wire.slash("search", words="pay")
        stale = await wire.slash("claim")
    assert (gone.private, gone.text.partition("\n")[0]) == (True, "There is no command /search.")
    assert (stale.private, "another version" in stale.text) == (True, True)
