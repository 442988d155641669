"""Keeping where answers stand: only what shows a claim, and never at the answer's cost."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.commands.cards import claim_card
from bot.core.recording import Recorder
from bot.core.reply import Reply, Result, Visibility
from bot.core.request import Door
from knowledge.desk import Desk, Found
from knowledge.store.memory import MemoryStore
from tests.conftest import asking
from tests.knowledge.making import claim


@pytest.fixture
async def store() -> AsyncIterator[MemoryStore]:
    """A store with one claim."""
    store = MemoryStore()
    await store.add([claim("beds")])
    yield store
    await store.close()


async def test_only_what_shows_a_claim_is_noted(store: MemoryStore) -> None:
    """Failures, lists without claims, the console and the Home tab leave no record."""
    card = claim_card((await _record(store)).record)
    shown = replace(card, visibility=Visibility.PUBLIC)
    recorder = Recorder(store)
    for reply, door in (
        (Reply("Nothing", result=Result.NOTHING, visibility=Visibility.PUBLIC), Door.MENTION),
        (replace(shown, shown=()), Door.MENTION),
        (shown, Door.CONSOLE),
        (shown, Door.HOME),
    ):
        assert (await recorder.sending(asking("claim", door=door), reply)).store is None
    off = Recorder(store, private=False)
    assert (await off.sending(asking("claim"), card)).store is None
    assert await store.answers_with("beds") == []


async def test_a_store_that_fails_keeps_no_answer_from_anybody(store: MemoryStore) -> None:
    """When an answer cannot be noted it is sent all the same."""
    card = claim_card((await _record(store)).record)
    await store.close()
    ticket = await Recorder(store).sending(asking("claim"), card)
    await ticket.stands("c1", ["m1"])
    await ticket.failed()
    assert ticket.number == 0


async def _record(store: MemoryStore) -> Found:
    found = await Desk(store).look_up("beds")
    assert isinstance(found, Found)
    return found
