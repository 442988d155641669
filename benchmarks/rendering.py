"""Rendering the sample's largest card, and the longest answer we let through, on each platform."""

import asyncio
import io
import json
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from rich.console import Console

from benchmarks.timing import Row, micro, timed
from bot.adapters.console.card import show
from bot.adapters.discord.render import render
from bot.adapters.slack.render import messages
from bot.core.plain import plain
from bot.core.reply import Reply
from bot.core.request import Actor, Place, Request
from bot.main import open_app, open_store
from config.settings import Settings
from knowledge.sample.loader import sample_claims, sample_related

CALLS = 300


def measure() -> Iterator[Row]:
    """Yield the time each renderer takes for the largest card."""
    reply = asyncio.run(_largest())
    size = len(plain(reply))
    console = Console(file=io.StringIO(), width=100, force_terminal=True)
    renderers: dict[str, Callable[[], object]] = {
        "plain text": lambda: plain(reply),
        "Discord": lambda: render(reply),
        "Slack, with JSON": lambda: json.dumps(list(messages(reply))),
        "terminal": lambda: show(reply, console),
    }
    for name, renderer in renderers.items():
        spread = timed(lambda _number, draw=renderer: draw(), CALLS)
        both = f"{micro(spread.p50)} / {micro(spread.p99)}"
        yield Row(f"largest card ({size:,} characters): {name}, p50 / p99", both)


async def _largest() -> Reply:
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder))
        async with open_store(settings) as store:
            await store.add(sample_claims(), sample_related())
        async with open_app(settings) as app:
            cards: list[Reply] = []
            for number, claim in enumerate(sample_claims()):
                request = Request(
                    "claim", {"slug": claim.slug}, Actor("d", str(number)), Place("d")
                )
                outcome = await app.handle(request)
                assert isinstance(outcome, Reply)
                cards.append(outcome)
    return max(cards, key=lambda card: len(plain(card)))
