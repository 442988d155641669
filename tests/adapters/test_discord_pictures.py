"""Discord: a chart is sent as a picture with its words, and the answer never depends on it."""

from collections.abc import AsyncIterator

import pytest

from bot.adapters.discord import sending
from bot.core.app import App
from tests.fakes.discord_server import DiscordServer, Fault
from tests.fakes.discord_wire import DiscordWire, discord_wire

PNG = b"\x89PNG\r\n\x1a\n"
PAY = "doctors-salary-iwpr doctors-salary-un-letter doctors-salary-arbol-invertido"


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a busy machine take its time over a picture."""
    monkeypatch.setattr(sending.PAINTER, "_seconds", 10.0)


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    """Return Discord on this machine, which ends the test with whatever it would have refused."""
    async with DiscordServer().running() as running:
        yield running


@pytest.fixture
async def wire(server: DiscordServer, app: App) -> AsyncIterator[DiscordWire]:
    """Return a person in the newsroom's channel, before the sample desk."""
    async with discord_wire(app, server, patience=1.5) as running:
        yield running


async def test_a_chart_comes_as_a_picture_with_its_words(wire: DiscordWire) -> None:
    """The picture is in the embed; its alt text and the answer's text say what it shows."""
    seen = await wire.slash("compare", claims=PAY)
    [made] = wire.server.files
    assert made.startswith(PNG)
    [file] = seen.payload["attachments"]
    assert seen.payload["embeds"][-1]["image"] == {"url": f"attachment://{file['filename']}"}
    for figure in ("at least 50 per cent", "more than 75%", "70%"):
        assert figure in file["description"]
        assert figure in seen.text
    assert "Árbol Invertido, undated: 70% (Cuban" in file["description"]
    assert seen.private


async def test_an_answer_that_was_put_off_has_its_picture_too(
    server: DiscordServer, app: App
) -> None:
    """An edit carries the file as well as a first answer does."""
    async with discord_wire(app, server, patience=0.0) as wire:
        seen = await wire.slash("compare", claims=PAY)
        assert seen.kind == "edit"
        assert len(seen.payload["attachments"]) == len(server.files) == 1


async def test_two_figures_are_no_chart(wire: DiscordWire) -> None:
    """Where there is nothing to draw there is no file."""
    seen = await wire.slash("compare", claims="doctors-salary-iwpr doctors-salary-un-letter")
    assert "do not exclude each other" in seen.text
    assert wire.server.files == []
    assert not seen.payload.get("attachments")


async def test_without_a_picture_the_text_stands(
    wire: DiscordWire, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A machine that cannot draw answers in words alone, and says so in the log."""
    monkeypatch.setattr(sending.PAINTER, "_python", "/nowhere/python")
    seen = await wire.slash("compare", claims=PAY)
    assert wire.server.files == []
    assert "more than 75%" in seen.text


async def test_a_refused_picture_is_left_out(wire: DiscordWire) -> None:
    """Where we may write and not attach files, the answer to a mention is its text."""
    wire.server.fail("message", Fault(403, 50013))
    seen = await wire.mention(f"compare {PAY}")
    assert "differ as written" in seen.text
    assert "image" not in seen.payload["embeds"][-1]
    assert not seen.payload.get("attachments")


async def test_an_answer_that_discord_refuses_is_told_in_plain_text(wire: DiscordWire) -> None:
    """Embeds and picture fall back together."""
    wire.server.fail("callback", Fault(400, 50035))
    seen = await wire.slash("compare", claims=PAY)
    assert not seen.payload.get("embeds")
    assert "more than 75%" in seen.text
