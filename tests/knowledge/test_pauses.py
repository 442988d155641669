"""The search for garbage rests while much is made, and goes on as it was."""

import gc
from collections.abc import Iterator

import pytest

from knowledge.pauses import no_pauses


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    yield
    gc.enable()
    gc.unfreeze()


def test_the_search_rests_until_the_last_has_ended() -> None:
    """Two who make objects at once do not wake it for each other."""
    first, second = no_pauses(), no_pauses()
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert not gc.isenabled()
    second.__exit__(None, None, None)
    assert gc.isenabled()


def test_what_was_made_is_left_out_of_later_searches() -> None:
    """A list made meanwhile is not looked through again."""
    with no_pauses():
        made: list[object] = [[]]
    assert made not in gc.get_objects()


def test_a_search_that_was_off_stays_off() -> None:
    """Who switched it off finds it off."""
    gc.disable()
    with no_pauses():
        pass
    assert not gc.isenabled()
