"""What every store promises of what the desk tells of its own accord."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from knowledge.answers import NOT_CONFIRMED, OVERTAKEN, DeliveryState
from knowledge.notices import NewNotice, Notice, NoticeFilter, NoticeKind, Spoken
from knowledge.ports import ClaimStore
from tests.contracts.conftest import Kind

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
DUE, DOING, DONE, FAILED = DeliveryState
C1, C2 = Spoken("slack", "T1", "C1"), Spoken("slack", "T1", "C2")
ANA = Spoken("slack", "T1", person="U1")


def new(
    key: str, to: Spoken = C1, *, edits: int | None = None, due: datetime | None = None
) -> NewNotice:
    """Return a notice that is to be made due."""
    kind = NoticeKind.BOARD if edits else NoticeKind.WATCH
    return NewNotice(key, kind, to, {"watch": 7, "upto": "9"}, edits, due)


async def take(
    store: ClaimStore, at: datetime = NOW, limit: int = 100, platform: str = "slack"
) -> Sequence[Notice]:
    """Take what is due."""
    return await store.take_notices(platform, at, hold=60, limit=limit)


async def keys(store: ClaimStore, at: datetime = NOW) -> list[str]:
    """Take what is due and return the keys."""
    return [notice.key for notice in await take(store, at)]


async def test_a_notice_comes_back_as_it_was_made(store: ClaimStore) -> None:
    """What was made due is read again with all that it is made from."""
    (number,) = await store.add_notices([new("a", Spoken("slack", "T1", "C1", "5.5"))], NOW)
    notice = await store.notice(number)
    assert notice == Notice(
        number,
        "a",
        NoticeKind.WATCH,
        Spoken("slack", "T1", "C1", "5.5"),
        {"watch": 7, "upto": "9"},
        DUE,
        NOW,
    )
    assert await store.notice(number + 1) is None


async def test_one_key_is_one_notice(store: ClaimStore) -> None:
    """Planned again, by whomever and even once it was told, a notice is not made twice."""
    first = await store.add_notices([new("a"), new("b"), new("a")], NOW)
    assert len(first) == 2
    (taken,) = await take(store)
    await store.sent_notice(taken.number, NOW, messages=["m1"])
    (fresh,) = await store.add_notices([new("a"), new("c")], NOW)
    assert fresh > max(first)


async def test_a_place_is_told_one_thing_after_the_other(store: ClaimStore) -> None:
    """Of each channel and person the first is taken, and the next only once that has ended."""
    await store.add_notices([new("a"), new("b"), new("c", C2), new("d", ANA), new("e", ANA)], NOW)
    first = await take(store)
    assert [notice.key for notice in first] == ["a", "c", "d"]
    assert {notice.state for notice in first} == {DOING}
    assert await take(store) == []
    await store.sent_notice(first[0].number, NOW, messages=["m"])
    await store.failed_notice(first[2].number, NOW, "closed")
    assert await keys(store) == ["b", "e"]


async def test_threads_of_a_channel_are_one_place(store: ClaimStore) -> None:
    """What goes to a channel's threads keeps to the channel's order, as it keeps to its limit."""
    threads = [Spoken("slack", "T1", "C1", thread) for thread in ("", "1.1", "1.2")]
    await store.add_notices([new(str(n), to) for n, to in enumerate(threads)], NOW)
    assert await keys(store) == ["0"]


async def test_every_platform_is_taken_by_itself(store: ClaimStore) -> None:
    """What is due elsewhere is neither taken nor in the way."""
    await store.add_notices([new("a", Spoken("discord", "1", "2")), new("b")], NOW)
    assert await keys(store) == ["b"]
    assert [notice.key for notice in await take(store, platform="discord")] == ["a"]


async def test_what_is_due_later_waits_and_is_in_nobodys_way(store: ClaimStore) -> None:
    """A reminder for tomorrow is sent tomorrow; what is made meanwhile is sent at once."""
    tomorrow = NOW + timedelta(days=1)
    (number,) = await store.add_notices([new("later", due=tomorrow)], NOW)
    await store.add_notices([new("now")], NOW)
    (taken,) = await take(store)
    assert taken.key == "now"
    assert await keys(store, tomorrow) == [], "one at a time"
    await store.sent_notice(taken.number, tomorrow)
    assert await keys(store, tomorrow) == ["later"]
    later = await store.notice(number)
    assert later is not None
    assert later.at == tomorrow


async def test_what_was_put_off_keeps_its_turn(store: ClaimStore) -> None:
    """While a notice waits to be tried again, what follows it in its place waits with it."""
    await store.add_notices([new("a"), new("b"), new("c", C2)], NOW)
    first, other = await take(store)
    until = NOW + timedelta(seconds=30)
    await store.put_off_notice(first.number, until, "rate limit")
    await store.sent_notice(other.number, NOW)
    assert await keys(store) == []
    (again,) = await take(store, until)
    assert (again.key, again.tries, again.why) == ("a", 1, "rate limit")


async def test_whoever_was_told_queues_up_again(store: ClaimStore) -> None:
    """Many notices for one channel do not keep another one waiting."""
    await store.add_notices([new("a"), new("b"), new("c", C2)], NOW)
    (first,) = await take(store, limit=1)
    later = NOW + timedelta(seconds=1)
    await store.sent_notice(first.number, later)
    assert [notice.key for notice in await take(store, later, limit=1)] == ["c"]
    assert [notice.key for notice in await take(store, later, limit=1)] == ["b"]


async def test_where_it_was_told_is_kept(store: ClaimStore) -> None:
    """The messages, the channel and the opened thread are found again by its number."""
    (number,) = await store.add_notices([new("a", ANA)], NOW)
    await take(store)
    at = NOW + timedelta(seconds=2)
    await store.sent_notice(number, at, messages=["m1", "m2"], channel="D1", thread="t", why="so")
    notice = await store.notice(number)
    assert notice is not None
    assert (notice.message, notice.more, notice.channel) == ("m1", ("m2",), "D1")
    assert (notice.thread, notice.why, notice.ended, notice.state) == ("t", "so", at, DONE)
    assert (notice.tries, notice.to) == (1, ANA)


async def test_a_failure_is_kept_with_its_reason(store: ClaimStore) -> None:
    """Whoever made it sees by its number that it failed, and why."""
    (number,) = await store.add_notices([new("a")], NOW)
    await take(store)
    await store.failed_notice(number, NOW, "the message was deleted")
    notice = await store.notice(number)
    assert notice is not None
    assert (notice.state, notice.why, notice.ended) == (FAILED, "the message was deleted", NOW)


async def test_a_change_of_a_message_waits_once(store: ClaimStore) -> None:
    """However often a board changes before it is edited, one change waits, with its messages."""
    (board,) = await store.add_notices([new("board")], NOW)
    (taken,) = await take(store)
    await store.sent_notice(taken.number, NOW, messages=["m1", "m2"], channel="C1")
    (first,) = await store.add_notices([new("e1", edits=board), new("e2", edits=board)], NOW)
    (edit,) = await take(store)
    assert (edit.number, edit.edits, edit.edited) == (first, board, ("m1", "m2"))
    (second,) = await store.add_notices([new("e3", edits=board)], NOW)
    until = NOW + timedelta(seconds=9)
    await store.put_off_notice(first, until, "rate limit")
    overtaken = await store.notice(first)
    assert overtaken is not None
    assert (overtaken.state, overtaken.why) == (DONE, OVERTAKEN)
    assert await keys(store) == [], "the one that stays waits as long"
    assert [notice.number for notice in await take(store, until)] == [second]


async def test_a_program_that_ended_leaves_its_work_to_the_next(store: ClaimStore) -> None:
    """What nobody had begun and changes go on; what may have been sent only if that is known."""
    places = [Spoken("slack", "T1", f"C{n}") for n in range(3)]
    (board,) = await store.add_notices([new("board", places[0])], NOW)
    await take(store)
    await store.sent_notice(board, NOW, messages=["m1"])
    await store.add_notices([new("change", places[0], edits=board)], NOW)
    await store.add_notices([new("fresh", places[1]), new("lost", places[2])], NOW)
    known = [new(key, Spoken("discord", "1", key)) for key in ("known", "forgotten")]
    await store.add_notices(known, NOW)
    change, _fresh, lost = await take(store)
    again, forgotten = await take(store, platform="discord")
    await store.begin_notices([change.number, lost.number, again.number], NOW)
    await store.begin_notices([forgotten.number], NOW - timedelta(seconds=600))
    at = NOW + timedelta(seconds=30)
    assert await store.reclaim_notices(at, {"discord": 120.0}, every=True) == 5
    ends = {n.key: (n.state, n.why) for n in await store.notices(NoticeFilter(), 100)}
    assert ends["change"] == ends["fresh"] == ends["known"] == (DUE, "")
    assert ends["lost"] == ends["forgotten"] == (FAILED, NOT_CONFIRMED)
    (once_more,) = await take(store, at, platform="discord")
    assert once_more.begun == NOW, "since when it may have been sent is still known"


async def test_what_is_put_off_unsure_keeps_since_when(store: ClaimStore) -> None:
    """An attempt that certainly did nothing clears the doubt, and one in doubt does not."""
    (number,) = await store.add_notices([new("a")], NOW)
    for unsure, begun in ((True, NOW), (False, None)):
        await take(store)
        await store.begin_notices([number], NOW)
        await store.put_off_notice(number, NOW, "no answer", unsure=unsure)
        notice = await store.notice(number)
        assert notice is not None
        assert notice.begun == begun


async def test_what_nobody_holds_any_more_is_due_again(store: ClaimStore) -> None:
    """A notice is given back when its hold has run out, not before."""
    await store.add_notices([new("a")], NOW)
    await take(store)
    assert await store.reclaim_notices(NOW, {}, every=False) == 0
    later = NOW + timedelta(seconds=61)
    assert await store.reclaim_notices(later, {}, every=False) == 1
    assert await keys(store, later) == ["a"]


async def test_notices_are_listed_as_asked(store: ClaimStore) -> None:
    """The list is narrowed by state, kind, platform and place, newest first."""
    (board,) = await store.add_notices([new("board")], NOW)
    await take(store)
    await store.sent_notice(board, NOW, messages=["m"])
    await store.add_notices([new("edit", edits=board), new("ana", ANA)], NOW)
    await store.add_notices([new("far", Spoken("discord", "1", "C1"))], NOW)

    async def listed(narrowed: NoticeFilter, limit: int = 100) -> list[str]:
        return [notice.key for notice in await store.notices(narrowed, limit)]

    assert await listed(NoticeFilter()) == ["far", "ana", "edit", "board"]
    assert await listed(NoticeFilter(), 2) == ["far", "ana"]
    assert await listed(NoticeFilter(state=DONE)) == ["board"]
    assert await listed(NoticeFilter(kind=NoticeKind.BOARD)) == ["edit"]
    assert await listed(NoticeFilter(platform="discord")) == ["far"]
    assert await listed(NoticeFilter(to=C1)) == ["edit", "board"]
    assert await listed(NoticeFilter(to=ANA)) == ["ana"]


async def test_whom_was_told_is_forgotten_with_them(store: ClaimStore) -> None:
    """Erasing a person removes what was told, or is to be told, to them alone."""
    await store.add_notices([new("a", ANA), new("b", ANA), new("c")], NOW)
    (_, told) = await take(store, limit=2)
    await store.sent_notice(told.number, NOW)
    erased = await store.erase_person("slack", "U1")
    assert ("notices", 2) in erased.replaced
    assert [notice.key for notice in await store.notices(NoticeFilter(), 9)] == ["c"]


async def test_another_process_makes_a_notice_and_this_one_sends_it(kind: Kind) -> None:
    """Whoever makes it due, it is found."""
    store = kind.new()
    other = kind.again(store)
    await other.add_notices([new("a")], NOW)
    assert await keys(store) == ["a"]
    for one in {store, other}:
        await one.close()
