"""Conversations: what was shown last is kept for some hours, on every kind of store."""

from datetime import UTC, datetime, timedelta

import pytest

from knowledge.ports import ClaimStore
from knowledge.talks import MAX_ANSWERS, MAX_SHOWN, Talks, Thread
from tests.contracts.conftest import Kind

NOW = datetime(2026, 11, 29, 9, 0, tzinfo=UTC)
HERE = Thread("slack", "C1", "1700.7")
OTHER = Thread("slack", "C1", "1700.9")


async def test_the_last_answer_comes_first_and_its_order_is_kept(store: ClaimStore) -> None:
    """Each thread has its own answers, the newest first, and no more of them than are of use."""
    talks = Talks(store)
    await talks.keep([HERE, OTHER], ["b", "a", "b"], 12, NOW)
    await talks.keep([HERE], ["c"], 12, NOW + timedelta(minutes=1))
    talk = await talks.last([Thread("slack", "C1", "none"), HERE], 12, NOW)
    assert talk is not None
    assert (talk.thread, talk.last, talk.shown) == (HERE, ("c",), (("c",), ("b", "a")))
    other = await talks.last([OTHER, HERE], 12, NOW)
    assert other is not None
    assert other.shown == (("b", "a"),)
    assert await talks.last([Thread("discord", "C1", "1700.7")], 12, NOW) is None
    for number in range(MAX_ANSWERS + 3):
        await talks.keep([HERE], [f"s{n}" for n in range(number, number + 30)], 12, NOW)
    kept = await talks.last([HERE], 12, NOW)
    assert kept is not None
    assert [len(answer) for answer in kept.shown] == [MAX_SHOWN] * MAX_ANSWERS


async def test_what_was_shown_is_forgotten_after_some_hours(store: ClaimStore) -> None:
    """It is neither read nor kept past its time, and not kept at all where no hours are given."""
    talks = Talks(store)
    await talks.keep([HERE], ["a"], 2, NOW)
    assert await talks.last([HERE], 2, NOW + timedelta(hours=2)) is not None
    assert await talks.last([HERE], 2, NOW + timedelta(hours=3)) is None
    await talks.keep([OTHER], ["b"], 2, NOW + timedelta(hours=3))
    assert await store.talk(HERE) is None
    await talks.keep([HERE], ["a"], 0, NOW + timedelta(hours=3))
    await talks.keep([HERE], [], 2, NOW + timedelta(hours=3))
    assert await store.talk(HERE) is None


async def test_there_is_an_end_to_what_is_kept(
    store: ClaimStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The oldest conversations and messages go where there are too many."""
    for module in ("memory_talks", "sqlite.talks"):
        monkeypatch.setattr(f"knowledge.store.{module}.MAX_TALKS", 3)
        monkeypatch.setattr(f"knowledge.store.{module}.MAX_HEARD", 3)
    talks = Talks(store)
    threads = [Thread("slack", "C1", str(n)) for n in range(5)]
    for n, thread in enumerate(threads):
        await talks.keep([thread], ["a"], 12, NOW + timedelta(seconds=n))
        assert await talks.first(thread, NOW + timedelta(seconds=n))
    kept = [await store.talk(thread) is not None for thread in threads]
    assert kept == [False, False, True, True, True]
    later = NOW + timedelta(seconds=9)
    assert not await talks.first(threads[4], later)
    assert await talks.first(threads[0], later)


async def test_a_message_is_heard_once_by_every_process_for_a_day(
    kind: Kind, store: ClaimStore
) -> None:
    """A message that comes again is known, also to a process that has only just begun."""
    assert await Talks(store).first(HERE, NOW)
    assert not await Talks(store).first(HERE, NOW)
    again = kind.again(store)
    assert not await Talks(again).first(HERE, NOW + timedelta(hours=23))
    await Talks(again).keep([HERE], ["a"], 12, NOW)
    talk = await store.talk(HERE)
    assert talk is not None
    assert talk.at == NOW
    assert await Talks(again).first(HERE, NOW + timedelta(hours=48))
    if again is not store:
        await again.close()


async def test_a_persons_own_talk_goes_with_the_person(store: ClaimStore) -> None:
    """Erasing somebody removes what was kept under their id, and nobody else's."""
    mine, others = Thread("slack", "C1", "@U1"), Thread("slack", "C1", "@U2")
    await Talks(store).keep([mine, others], ["a"], 12, NOW)
    erased = await store.erase_person("slack", "U1")
    assert ("conversations", 1) in erased.replaced
    assert await store.talk(mine) is None
    assert await store.talk(others) is not None
