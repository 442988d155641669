"""What every store promises of watches."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from knowledge.notices import Notice, NoticeFilter, Spoken
from knowledge.ports import ClaimStore
from knowledge.watches import MAX_WATCHES, Cadence, Telling, TooManyWatches, Watch, WatchKind

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
ANA = Spoken("slack", "T1", person="U1")
BEN = Spoken("slack", "T1", person="U2")
DESK = Spoken("slack", "T1", "C1")
CLAIM, TOPIC = WatchKind.CLAIM, WatchKind.TOPIC


def new(
    what: str = "beds",
    to: Spoken = ANA,
    kind: WatchKind = CLAIM,
    cadence: Cadence = Cadence.AT_ONCE,
    due: datetime | None = None,
) -> Watch:
    """Return a watch that is to be kept."""
    return Watch(kind, what, what.upper(), to, to.person or "U9", NOW, cadence, 7, due)


async def notices(store: ClaimStore) -> Sequence[Notice]:
    """Return what is to be told, newest first."""
    return await store.notices(NoticeFilter(), 10)


async def test_a_watch_comes_back_as_it_was_made(store: ClaimStore) -> None:
    """People's own and a channel's are read again, and nobody else's."""
    own, made = await store.add_watch(new())
    theirs, _ = await store.add_watch(new(to=DESK))
    assert made
    assert await store.watches_of(ANA) == [own]
    assert await store.watches_of(DESK) == [theirs]
    assert await store.watches_of(BEN) == []
    assert await store.watch(own.number) == own
    assert (theirs.by, theirs.to) == ("U9", DESK)


async def test_the_same_thing_is_watched_once(store: ClaimStore) -> None:
    """Set again, a watch takes the new cadence, keeps what was told, and goes on if it paused."""
    first, _ = await store.add_watch(new())
    due = NOW + timedelta(days=1)
    again, made = await store.add_watch(new(cadence=Cadence.DAILY, due=due))
    assert not made
    assert (again.number, again.cadence, again.due, again.seen) == (
        *(first.number, Cadence.DAILY, due, 7),
    )
    paused = await store.pause_watch(first.number, None)
    assert paused
    assert paused.paused
    assert await store.watches_on([("claim", "beds")]) == []
    again, _ = await store.add_watch(new())
    assert not again.paused
    assert (await store.add_watch(new(kind=TOPIC)))[1]


async def test_a_place_watches_no_more_than_is_kept(store: ClaimStore) -> None:
    """One too many is refused, and a stopped one makes room."""
    for number in range(MAX_WATCHES):
        await store.add_watch(new(f"claim-{number}"))
    with pytest.raises(TooManyWatches):
        await store.add_watch(new("one-more"))
    await store.add_watch(new("one-more", BEN))
    dropped = await store.drop_watch(1)
    assert dropped
    assert dropped.what == "claim-0"
    assert await store.drop_watch(1) is None
    await store.add_watch(new("one-more"))


async def test_whoever_watches_a_thing_is_found(store: ClaimStore) -> None:
    """A change finds its watches by what they watch, the paused left out."""
    await store.add_watch(new())
    await store.add_watch(new(to=DESK))
    other, _ = await store.add_watch(new("pay", BEN, TOPIC))
    await store.add_watch(new("beds", BEN, TOPIC))
    found = await store.watches_on([("claim", "beds"), ("topic", "pay")])
    assert [(w.what, w.to) for w in found] == [("beds", ANA), ("beds", DESK), ("pay", BEN)]
    assert await store.watched(["topic"]) == [("topic", "beds"), ("topic", "pay")]
    await store.pause_watch(other.number, None)
    assert await store.watched(["topic"]) == [("topic", "beds")]


async def test_a_place_is_told_once_of_all_it_watches(store: ClaimStore) -> None:
    """What waits to be told takes in what comes after; once it is under way, a new one waits."""
    one, _ = await store.add_watch(new(to=DESK))
    two, _ = await store.add_watch(new("pay", DESK, TOPIC))
    await store.tell_watches([Telling(DESK, {one.number: 7}, 9, {})], NOW)
    await store.tell_watches([Telling(DESK, {one.number: 9, two.number: 7}, 12, {})], NOW)
    (notice,) = await notices(store)
    assert (notice.to, notice.about["upto"]) == (DESK, 12)
    assert json.loads(str(notice.about["watches"])) == {str(one.number): 7, str(two.number): 7}
    assert [w.seen for w in await store.watches_of(DESK)] == [12, 12]
    await store.take_notices("slack", NOW, hold=60, limit=5)
    await store.tell_watches([Telling(DESK, {one.number: 12}, 13, {})], NOW)
    assert len(await notices(store)) == 2


async def test_digests_are_due_by_the_clock(store: ClaimStore) -> None:
    """A digest that is due is told or skipped, and then due at its next time."""
    soon, later = NOW + timedelta(hours=1), NOW + timedelta(days=1)
    daily = [(await store.add_watch(new(w, cadence=Cadence.DAILY, due=soon)))[0] for w in "ab"]
    await store.add_watch(new("c"))
    assert await store.watches_due(NOW, 10) == []
    assert [w.what for w in await store.watches_due(soon, 10)] == ["a", "b"]
    await store.skip_watches(20, {daily[0].number: later})
    telling = Telling(ANA, {daily[1].number: 7}, 20, {daily[1].number: later})
    assert await store.tell_watches([telling], soon) == 1
    assert await store.watches_due(soon, 10) == []
    assert [(w.what, w.seen) for w in await store.watches_due(later, 10)] == [("a", 20), ("b", 20)]


async def test_an_erased_person_watches_nothing(store: ClaimStore) -> None:
    """Their own watches are gone, and a channel's stay, set by nobody known."""
    await store.add_watch(new())
    await store.add_watch(Watch(CLAIM, "beds", "BEDS", DESK, "U1", NOW))
    erased = await store.erase_person("slack", "U1")
    assert sum(count for what, count in erased.replaced if what.startswith("watches")) == 2
    assert await store.watches_of(ANA) == []
    assert [watch.by for watch in await store.watches_of(DESK)] == [""]
