"""A document brought in from a chat: read by the real reader, in a process of its own."""

import asyncio
import time
from pathlib import Path

from bot.adapters.console.request import answer_line
from bot.core.app import App
from bot.core.plain import plain
from bot.core.reply import Reply
from bot.main import open_app
from config.settings import ExtractSettings, Settings
from tests.conftest import asking

ARTICLE = (
    "The mayor, Ana Ruiz, said on Monday that 300 beds were empty in the town's hospitals.\n\n"
    "“We have 40 nurses too few,” she added.\n\n"
    "The town has been accused of hiding the figures from its council.\n"
)


def settings_of(tmp_path: Path, **extract: object) -> Settings:
    """Return settings of a desk of this test's own."""
    made = ExtractSettings(workers=1, niceness=0, **extract)
    return Settings(data_dir=tmp_path / "desk", extract=made)


async def pasted(app: App, text: str, **args: str) -> str:
    """Return what is answered to a pasted text."""
    return plain(await app.handle(asking("ingest-text", {"text": text, **args}, platform="slack")))


async def test_a_pasted_text_is_read_accepted_and_found(tmp_path: Path) -> None:
    """From the text to the claim on record; others are answered while it is read."""
    async with open_app(settings_of(tmp_path)) as app:
        reading = asyncio.create_task(
            pasted(app, ARTICLE, outlet="The Herald", date="2024-05-06", title="Beds")
        )
        slowest = 0.0
        while not reading.done():
            begun = time.monotonic()
            await answer_line(app, "/claims")
            slowest = max(slowest, time.monotonic() - begun)
            await asyncio.sleep(0.02)
        told = await reading
        assert "The Herald, 6 May 2024: " in told
        assert "0 claims proposed" not in told
        assert slowest < 1.0
        card = await answer_line(app, "/desk queue by:ruiz")
        assert isinstance(card, Reply)
        assert plain(card).startswith("Ana Ruiz, in The Herald, 6 May 2024")
        assert "not yet reviewed by anybody" in plain(card)
        accept = next(action for action in card.actions() if action.label == "Accept")
        done = await app.handle(asking(accept.command, dict(accept.args)))
        assert isinstance(done, Reply)
        assert "was accepted by Ana" in plain(done)
        found = plain(await answer_line(app, f"/claim {done.claims[0]}"))
        assert "Ana Ruiz" in found
        assert "Quotation: Not checked" in found


async def test_a_reader_that_takes_too_long_is_said(tmp_path: Path) -> None:
    """Nothing is kept, the sentence names what was too slow, and the desk goes on."""
    async with open_app(settings_of(tmp_path, seconds=0.001)) as app:
        told = await pasted(app, ARTICLE)
        assert "took longer than" in told
        assert "Nothing waits" in plain(await answer_line(app, "/desk queue"))


async def test_a_private_address_is_not_fetched(tmp_path: Path) -> None:
    """The desk fetches from the open internet alone."""
    async with open_app(settings_of(tmp_path)) as app:
        for url in ("http://127.0.0.1/admin", "http://[::1]/", "http://169.254.169.254/latest"):
            told = plain(await app.handle(asking("ingest", url=url)))
            assert "Code: unusable" in told
            assert "text" in told
