"""The postman: what the desk tells of its own accord arrives once, in order, and failures show."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.adapter import Fate, Reached, Spot
from bot.core.postman import Postman, key_of
from bot.core.reply import Reply
from bot.core.telling import Composed
from knowledge.answers import NOT_CONFIRMED, DeliveryState
from knowledge.errors import StoreBusy, StoreError
from knowledge.notices import NewNotice, Notice, NoticeFilter, NoticeKind, Spoken
from knowledge.store.memory import MemoryStore
from tests.fakes.recalls import Platform

DUE, DOING, DONE, FAILED = DeliveryState
C1, C2 = Spoken("discord", "1", "c1"), Spoken("discord", "1", "c2")
ANA = Spoken("discord", "1", person="u1")
_STILL = 6


class Round:
    """A store, a platform, and the postman between them; what is told is the notice's key."""

    def __init__(self) -> None:
        self.store = MemoryStore()
        self.platform = Platform()
        self.now = datetime(2026, 11, 25, 12, tzinfo=UTC)
        self.asked: list[str] = []
        self.words: dict[str, str | Exception | None] = {}

    async def compose(self, notice: Notice, now: datetime) -> Composed | None:
        """Say the notice's key, or what was put in its place."""
        assert now == self.now
        self.asked.append(notice.key)
        said = self.words.get(notice.key, notice.key)
        if isinstance(said, Exception):
            raise said
        name = "Ask here" if "thread" in notice.about else ""
        return None if said is None else Composed(Reply(said), thread_name=name)

    async def add(
        self, *keys: str, to: Spoken = C1, edits: int | None = None, about: str = "a"
    ) -> list[int]:
        """Make notices due."""
        new = [NewNotice(key, NoticeKind.WATCH, to, {about: 1}, edits) for key in keys]
        return list(await self.store.add_notices(new, self.now))

    def postman(self) -> Postman:
        """Return a new postman."""
        composers = {NoticeKind.WATCH: self.compose}
        return Postman(
            self.store,
            composers,
            [self.platform],
            speed=1000.0,
            look_seconds=0.002,
            clock=lambda: self.now,
        )

    async def deliver(self) -> None:
        """Have a postman work until nothing is left that could be done now."""
        postman = self.postman()
        running = asyncio.create_task(postman.run())
        still = 0
        try:
            async with asyncio.timeout(5):
                before = -1
                while still < _STILL:
                    await asyncio.sleep(0.003)
                    doing = await self.store.notices(NoticeFilter(state=DOING), 1)
                    writes = self.store.writes()
                    still = still + 1 if writes == before and not doing else 0
                    before = writes
                    if running.done():
                        running.result()
        finally:
            await postman.stop(1.0)
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)

    async def one(self, number: int) -> Notice:
        """Return a notice."""
        notice = await self.store.notice(number)
        assert notice is not None
        return notice

    async def ends(self) -> dict[str, tuple[DeliveryState, str]]:
        """Return how every notice stands, and why."""
        return {n.key: (n.state, n.why) for n in await self.store.notices(NoticeFilter(), 99)}

    def told(self) -> list[tuple[str, str, str]]:
        """Return what was told how, where and in which words, in order."""
        return [(how, spot.channel or spot.asker, text) for how, spot, text in self.platform.said]


@pytest.fixture
async def desk() -> AsyncIterator[Round]:
    """An empty desk."""
    made = Round()
    yield made
    await made.store.close()


async def test_notices_reach_channels_and_people_in_order(desk: Round) -> None:
    """Each place is told in the order in which its notices were made, and each notice once."""
    await desk.add("a", "b", "c")
    await desk.add("d", "e", to=C2)
    await desk.add("f", to=ANA)
    await desk.deliver()
    assert [t for t in desk.told() if t[1] == "c1"] == [("announce", "c1", key) for key in "abc"]
    assert [t for t in desk.told() if t[1] == "c2"] == [("announce", "c2", key) for key in "de"]
    assert ("tell", "u1", "f") in desk.told()
    assert len(desk.told()) == 6
    await desk.deliver()
    assert len(desk.told()) == 6, "what was told is not told again"


async def test_where_it_stands_is_kept(desk: Round) -> None:
    """Message, channel and the opened thread are kept, with what is to be said of it."""
    (number,) = await desk.add("a", about="thread")
    no_thread = Reached(Fate.DONE, "no thread was opened: not allowed")
    desk.platform.answers["announce"] = [no_thread]
    await desk.deliver()
    notice = await desk.one(number)
    assert (notice.state, notice.message, notice.channel) == (DONE, "m1", "c1")
    assert (notice.thread, notice.why) == ("under m1", no_thread.why)


async def test_a_change_edits_the_message_that_stands(desk: Round) -> None:
    """A board is edited in place, in the newest words; its number leads to the same message."""
    (board,) = await desk.add("board")
    await desk.deliver()
    (change,) = await desk.add("change", edits=board)
    desk.words["change"] = "newest"
    await desk.deliver()
    how, spot, text = desk.platform.said[-1]
    assert (how, spot, text) == ("edit", Spot("", "1", "c1", "", "m1"), "newest")
    notice = await desk.one(change)
    assert (notice.state, notice.message, notice.channel) == (DONE, "m1", "c1")


async def test_a_message_deleted_by_hand_fails_its_change(desk: Round) -> None:
    """Whoever made the board sees by the notice's number that its message is gone."""
    (board,) = await desk.add("board")
    await desk.deliver()
    (change,) = await desk.add("change", edits=board)
    desk.platform.answers["edit"] = [Reached(Fate.GONE, "the message was deleted")]
    await desk.deliver()
    notice = await desk.one(change)
    assert (notice.state, notice.why) == (FAILED, "the message was deleted")


async def test_what_was_never_told_is_not_changed(desk: Round) -> None:
    """A change of a message that did not arrive fails and says so."""
    desk.platform.answers["announce"] = [Reached(Fate.FIXED, "Onrecord is not in that channel")]
    (board,) = await desk.add("board")
    await desk.add("change", edits=board)
    await desk.deliver()
    assert await desk.ends() == {
        "board": (FAILED, "Onrecord is not in that channel"),
        "change": (FAILED, "the message that it was to change was never sent"),
    }


async def test_what_has_nothing_to_tell_any_more_is_done(desk: Round) -> None:
    """A change that was taken back in time is not told, and that is noted."""
    desk.words["a"] = None
    await desk.add("a", "b")
    await desk.deliver()
    assert desk.told() == [("announce", "c1", "b")]
    assert (await desk.ends())["a"] == (DONE, "there was nothing to tell any more")


async def test_a_passing_failure_waits_and_those_behind_wait_with_it(desk: Round) -> None:
    """Where the platform has us wait, that is kept, other places go on, and order stays."""
    desk.platform.answers["announce"] = [Reached(Fate.LATER, "rate limit", 30.0)]
    await desk.add("a", "b")
    await desk.deliver()
    await desk.add("c", to=C2)
    await desk.deliver()
    assert desk.told() == [("announce", "c2", "c")]
    assert (await desk.ends())["a"] == (DUE, "rate limit")
    desk.now += timedelta(seconds=31)
    await desk.deliver()
    assert desk.told()[1:] == [("announce", "c1", "a"), ("announce", "c1", "b")]


async def test_what_fails_for_a_day_is_given_up(desk: Round) -> None:
    """A revoked token is waited for, and after a day that is said; the next has its turn."""
    revoked = Reached(Fate.LATER, "the token was revoked")
    desk.platform.answers["announce"] = [revoked] * 10
    (number, _) = await desk.add("a", "b")
    for _ in range(11):
        await desk.deliver()
        desk.now += timedelta(hours=3)
    notice = await desk.one(number)
    assert (notice.state, notice.tries) == (FAILED, 11)
    assert notice.why == "given up after 1 day: the token was revoked"
    assert desk.told() == [("announce", "c1", "b")]


async def test_closed_direct_messages_fail_at_once(desk: Round) -> None:
    """Whom nobody can write to is not tried again."""
    why = "that person takes no direct messages from Onrecord"
    desk.platform.answers["tell"] = [Reached(Fate.NEVER, why)]
    await desk.add("a", to=ANA)
    await desk.deliver()
    assert await desk.ends() == {"a": (FAILED, why)}


async def test_what_nobody_is_sure_of_is_not_repeated(desk: Round) -> None:
    """Where the platform knows no repeats an unclear notice fails as not confirmed."""
    desk.platform.answers["announce"] = [Reached(Fate.UNSURE, "no answer")]
    await desk.add("a", "b")
    await desk.deliver()
    assert (await desk.ends())["a"] == (FAILED, "no answer")
    assert desk.told() == [("announce", "c1", "b")]


async def test_what_is_known_again_is_repeated_with_its_key(desk: Round) -> None:
    """Where the platform tells a repeat from a new message the same key is sent, while it does."""
    desk.platform.repeats = 120.0
    unsure = Reached(Fate.UNSURE, "no answer")
    desk.platform.answers["announce"] = [unsure, Reached(Fate.DONE), unsure]
    (number,) = await desk.add("a")
    await desk.deliver()
    desk.now += timedelta(seconds=30)
    await desk.deliver()
    assert desk.platform.keys == [key_of(await desk.one(number))] * 2
    assert len(desk.platform.keys[0]) <= 25
    await desk.add("b")
    await desk.deliver()
    desk.now += timedelta(seconds=121)
    await desk.deliver()
    ends = await desk.ends()
    assert ends["a"] == (DONE, "")
    assert ends["b"] == (FAILED, "the platform did not confirm whether it arrived")
    assert len(set(desk.platform.keys)) == 2


async def test_a_mistake_over_the_words_is_not_in_others_way_for_long(desk: Round) -> None:
    """A composer that fails is asked some times, and then the next notice has its turn."""
    desk.words["a"] = LookupError("a mistake")
    desk.words["c"] = StoreError("busy")
    await desk.add("a", "b")
    await desk.add("c", to=C2)
    for _ in range(5):
        await desk.deliver()
        desk.now += timedelta(minutes=1)
    assert desk.asked.count("a") == 5
    assert desk.told() == [("announce", "c1", "b")]
    ends = await desk.ends()
    assert ends["a"] == (FAILED, "Onrecord made a mistake over its words; the log has the rest")
    assert ends["c"] == (DUE, "the store was not to be read (StoreError)")


async def test_what_was_sent_is_kept_however_busy_the_store_is(
    desk: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A store that refuses to be written is asked again; nothing is sent a second time for it."""
    keep, refusals = desk.store.sent_notice, [StoreError("busy"), StoreError("busy")]

    async def busy(number: int, at: datetime, *, messages: Sequence[str] = (), **over: str) -> None:
        if refusals:
            raise refusals.pop()
        await keep(number, at, messages=messages, **over)

    monkeypatch.setattr(desk.store, "sent_notice", busy)
    await desk.add("a")
    await desk.deliver()
    assert await desk.ends() == {"a": (DONE, "")}
    assert desk.told() == [("announce", "c1", "a")]


async def test_a_kind_without_words_says_so(desk: Round) -> None:
    """What a newer version made due is not held up for ever by an older one."""
    await desk.store.add_notices([NewNotice("x", NoticeKind.BRIEF, C1)], desk.now)
    await desk.deliver()
    assert await desk.ends() == {"x": (FAILED, "this version of Onrecord has no words for it")}


async def test_stopped_it_begins_nothing_and_the_next_goes_on(
    desk: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is being sent is waited for, what is not begun stays, and the next program sends it."""
    gate = asyncio.Event()
    begun = asyncio.Event()
    announce = desk.platform.announce

    async def slowly(spot: Spot, reply: Reply, key: str, thread_name: str = "") -> Reached:
        begun.set()
        await gate.wait()
        return await announce(spot, reply, key, thread_name)

    monkeypatch.setattr(desk.platform, "announce", slowly)
    await desk.add("a", "b")
    postman = desk.postman()
    running = asyncio.create_task(postman.run())
    await begun.wait()
    stopping = asyncio.create_task(postman.stop(5.0))
    await asyncio.sleep(0)
    gate.set()
    await stopping
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert desk.told() == [("announce", "c1", "a")]
    await desk.deliver()
    assert desk.told() == [("announce", "c1", "a"), ("announce", "c1", "b")]


@pytest.mark.parametrize("busy", [0, 2])
async def test_what_was_being_sent_at_the_end_is_taken_up(
    desk: Round, busy: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the last program held goes on once the store lets it; the unclear is shown as such."""
    reclaim = desk.store.reclaim_notices
    failures = [StoreBusy("another process writes")] * busy

    async def sometimes(at: datetime, repeats: Mapping[str, float], *, every: bool) -> int:
        if failures:
            raise failures.pop()
        return await reclaim(at, repeats, every=every)

    monkeypatch.setattr(desk.store, "reclaim_notices", sometimes)
    await desk.add("held")
    await desk.add("begun", to=C2)
    held, begun = await desk.store.take_notices("discord", desk.now, hold=3600, limit=9)
    await desk.store.begin_notices([begun.number], desk.now)
    await desk.deliver()
    assert await desk.ends() == {"held": (DONE, ""), "begun": (FAILED, NOT_CONFIRMED)}
    assert desk.told() == [("announce", "c1", held.key)]
