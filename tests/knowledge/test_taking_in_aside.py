"""Taking a document in leaves the event loop, and with it every answer, free."""

import gc
import sys
import threading
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import pytest

from bot.main import take_turns
from knowledge import drafting, standing
from knowledge.draft_claims import claim_of
from knowledge.intake import Intake
from knowledge.store.claims_as_json import claim_as_json
from knowledge.store.sqlite import proposing
from knowledge.store.sqlite.store import SqliteStore
from tests.knowledge.proposing import ANA, URL, extracted, reading

P = ParamSpec("P")
T = TypeVar("T")


async def test_claims_are_drafted_and_written_beside_the_loop(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Making the rows of a long document is milliseconds, in which nobody would be answered."""
    threads: list[int] = []

    def watched(made: Callable[P, T]) -> Callable[P, T]:
        def call(*args: P.args, **kwargs: P.kwargs) -> T:
            threads.append(threading.get_ident())
            return made(*args, **kwargs)

        return call

    monkeypatch.setattr(proposing, "claim_as_json", watched(claim_as_json))
    monkeypatch.setattr(drafting, "claim_of", watched(claim_of))
    taken = await Intake(store).take_in(reading(), extracted(), by=ANA, source=URL)
    assert len(threads) == 2 * len(taken.proposals) == 6
    assert threading.get_ident() not in threads


async def test_the_text_is_made_ready_once_for_all_its_claims(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is compared with a whole text does not cost the text's length for each claim."""
    lengths: list[int] = []
    made = standing.spaced

    def spaced(text: str) -> str:
        lengths.append(len(text))
        return made(text)

    monkeypatch.setattr(standing, "spaced", spaced)
    monkeypatch.setattr(drafting, "spaced", spaced)
    found = reading()
    taken = await Intake(store).take_in(found, extracted(), by=ANA, source=URL)
    assert len(taken.proposals) == 3
    assert lengths.count(len(found.text)) == 1


def test_what_is_loaded_is_out_of_the_way_of_answers() -> None:
    """A search for garbage over all that is loaded would stop an answer for milliseconds."""
    before, frozen = sys.getswitchinterval(), gc.get_freeze_count()
    try:
        take_turns()
        assert sys.getswitchinterval() <= 0.0005
        assert gc.get_freeze_count() > frozen
    finally:
        sys.setswitchinterval(before)
        if not frozen:
            gc.unfreeze()
