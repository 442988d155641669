"""Briefs by the clock: set, listed, sent once, made up for, and refused in words."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.core.app import App
from bot.core.plain import plain
from bot.core.policy import Policy
from bot.core.reply import Reply
from bot.main import registry
from knowledge.briefs import MAX_SCHEDULES, BriefSchedule
from knowledge.desk import Desk
from knowledge.model import ClaimRating
from knowledge.notices import NoticeFilter, NoticeKind
from knowledge.roles import Holder, Role
from knowledge.schedules import next_time
from knowledge.store.memory import MemoryStore
from knowledge.store.sqlite.store import SqliteStore
from tests.commands.briefing import HERE, Clock, due_of, review, typed
from tests.commands.reviewing import ask, say
from tests.conftest import asking

HOUR = timedelta(hours=1)
EVERY = "brief-every"


@pytest.fixture
def clock(app: App, store: SqliteStore) -> Clock:
    """The sample desk by a clock."""
    return Clock(app, store)


async def test_a_brief_comes_by_the_clock(clock: Clock) -> None:
    """At its time and once, with what changed since the one before; a quiet day is one line."""
    app, store = clock.app, clock.store
    assert isinstance(store, SqliteStore)
    said = await typed(app, "/brief every day 09:45 here")
    assert "This channel gets a brief, every day at 09:45 (UTC), headlines." in said
    due = await due_of(store)
    assert (due.hour, due.minute) == (9, 45)
    assert await clock.go(due - HOUR) == []
    (first,) = await clock.go(due)
    assert "this is the first brief here." in first
    assert await clock.go(due + HOUR) == []
    await review(store, ClaimRating.DISPUTED)
    (second,) = await clock.go(due + timedelta(days=1))
    assert second.startswith("Brief: 1 disputed.")
    assert "/brief stop 1" in second
    (third,) = await clock.go(due + timedelta(days=2))
    assert third.startswith("Nothing new on record since ")
    assert "\n" not in third.strip()


async def test_a_machine_that_slept_sends_one_brief(clock: Clock) -> None:
    """However many times have passed, and while one still waits no other is made due."""
    app, store = clock.app, clock.store
    assert isinstance(store, SqliteStore)
    await typed(app, "/brief every day 09:45 here")
    due = await due_of(store)
    awake = due + timedelta(days=5, hours=3)
    assert len(await clock.go(awake)) == 1
    assert await due_of(store) == due + timedelta(days=6)
    for day in (6, 7):
        await clock.rounds.go(due + timedelta(days=day))
    assert len(await store.notices(NoticeFilter(kind=NoticeKind.BRIEF), 9)) == 2


async def test_what_failed_is_told_by_the_next(clock: Clock) -> None:
    """A brief that did not arrive counts as not given, and one that was stopped is not sent."""
    app, store = clock.app, clock.store
    assert isinstance(store, SqliteStore)
    await typed(app, "/brief every day 09:45 here")
    due = await due_of(store)
    await clock.go(due)
    await review(store, ClaimRating.DISPUTED)
    day = timedelta(days=1)
    await clock.rounds.go(due + day)
    (notice,) = await store.take_notices("discord", due + day, hold=60, limit=5)
    await store.failed_notice(notice.number, due + day, "Onrecord is not in that channel")
    assert "Onrecord is not in that channel" in await say(app, "desk-deliveries", what="brief")
    (told,) = await clock.go(due + 2 * day)
    assert told.startswith("Brief: 1 disputed.")
    await review(store, ClaimRating.OUTDATED)
    await clock.rounds.go(due + 3 * day)
    await say(app, "brief-stop", number="1")
    assert await clock.go(due + 3 * day) == ["nothing"]
    given = await store.brief_given(HERE, "")
    assert given
    await typed(app, "/brief every day 09:45 here")
    assert "Disputed → Outdated" in (await clock.go(await due_of(store, 2) + 4 * day))[0]


@pytest.mark.parametrize(
    "night", [datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC)]
)
async def test_a_brief_comes_once_when_the_clocks_change(night: datetime) -> None:
    """Half past two in Madrid is left out in March and comes twice in October."""
    store = MemoryStore()
    clock = Clock(App(registry(), Desk(store), Policy()), store)
    before = night - timedelta(hours=12)
    due = next_time("30 2 * * *", ZoneInfo("Europe/Madrid"), before)
    schedule = BriefSchedule("30 2 * * *", "", "Europe/Madrid", HERE, "u1", before, due)
    await store.add_schedule(schedule)
    sent = []
    for quarter in range(4 * 24):
        at = before + timedelta(minutes=15 * quarter)
        sent += [at for _ in await clock.go(at)]
    assert [at.date() for at in sent] == [night.date()]


async def test_the_settings_have_briefs_of_their_own(clock: Clock) -> None:
    """Each time once, across restarts, listed as what nobody can stop from chat."""
    app, store = clock.app, clock.store
    now = datetime(2026, 11, 25, 9, tzinfo=UTC)
    fixed = BriefSchedule("45 9 * * *", "45 9 * * *", "UTC", HERE, "", now, now, "no-such")
    app.desk.briefs.fixed.append(fixed)
    assert await clock.go(now) == []
    (told,) = await clock.go(now + HOUR)
    assert told.startswith("Nothing is on record under the topic that this brief was set for.")
    again = Clock(App(registry(), Desk(clock.store), Policy()), store)
    again.app.desk.briefs.fixed.append(replace(fixed, topic=""))
    assert await again.go(now + 2 * HOUR) == []
    (told,) = await again.go(now + timedelta(days=3))
    assert "This brief is from the settings of whoever runs the desk." in told
    await store.put_holder(Holder("discord", "u8", Role.ADMIN, "Ada"), Role.ADMIN)
    said = []
    for at in (now + timedelta(days=4), now + timedelta(days=4, hours=2)):
        await again.rounds.go(at)
        for notice in await store.take_notices("discord", at, hold=60, limit=5):
            if notice.kind is NoticeKind.BRIEF:
                await store.failed_notice(notice.number, at, "the channel is archived")
            else:
                said.append(await again.send(notice, at))
    assert "a brief: one from the settings: the channel is archived" in said[0]
    listed = await say(again.app, "brief-list")
    assert "This channel: a brief, 45 9 * * * (UTC), headlines. This brief is from the" in listed


async def test_briefs_are_listed_paused_and_stopped(clock: Clock) -> None:
    """Each by its number; what happens while one is paused is told by the next."""
    app, store = clock.app, clock.store
    assert isinstance(store, SqliteStore)
    assert "No brief comes by the clock." in await say(app, "brief-list")
    zoned = "/brief every weekday 09:45 Europe/Madrid doctors-pay in context"
    assert "You get, in a message of your own, a brief on doctors-pay" in await typed(app, zoned)
    assert "It was set already" in await typed(app, zoned)
    listed = await say(app, "brief-list")
    assert "1. You: a brief on doctors-pay, every weekday at 09:45 (Europe/Madrid), in" in listed
    assert "Paused: " in await say(app, "brief-pause", number="1")
    due = await due_of(store)
    assert await clock.go(due) == []
    assert "Paused." in await say(app, "brief-list")
    for slug in await store.in_topic("doctors-pay"):
        await store.restrict(slug, restricted=True)
    assert "on a topic that is not shown here, every" in await say(app, "brief-list")
    for slug in await store.in_topic("doctors-pay"):
        await store.restrict(slug, restricted=False)
    assert "Goes on: " in await say(app, "brief-resume", number="1")
    assert len(await clock.go(due)) == 1
    theirs = await say(app, "brief-stop", number="1", actor="u2")
    assert "Neither you nor this channel has a brief 1." in theirs
    assert "Stopped: " in await say(app, "brief-stop", number="1")


@pytest.mark.parametrize(
    ("command", "args", "said"),
    [
        (EVERY, {"when": "now and then"}, "is no schedule that the desk can read."),
        (EVERY, {"when": "weekday 29:75 here"}, "is no schedule that the desk can read."),
        (EVERY, {"when": "second"}, "is no schedule that the desk can read."),
        (EVERY, {"when": "* * * * * *"}, "have five fields and no seconds."),
        (EVERY, {"when": "* * * * *"}, "more often than every fifteen minutes."),
        (EVERY, {"when": "0 9 31 2 *"}, "is no schedule that the desk can read."),
        (EVERY, {"when": "weekday 09:45 Europe/Madird here"}, "no time zone called “Europe/Ma"),
        (EVERY, {"when": "weekday 09:45", "zone": "Mars"}, "no time zone called “Mars”"),
        (EVERY, {"when": "weekday 09:45", "where": "there"}, "“there” is no place."),
        (EVERY, {"when": "weekday 09:45 penguins"}, "No topic is called “penguins”."),
        ("brief-now", {"topic": "no-such-topic-at-all"}, "No topic is called"),
        ("brief-now", {"density": "thick"}, "“thick” is no way to brief."),
        ("brief-now", {"days": "9999"}, "goes back at most 366 days."),
        ("brief-stop", {"number": "9"}, "Neither you nor this channel has a brief 9."),
    ],
)
async def test_what_cannot_be_briefed_is_said(
    app: App, command: str, args: Mapping[str, str], said: str
) -> None:
    """Each slip gets a sentence that names it, and a way on."""
    reply = await ask(app, command, **args)
    assert isinstance(reply, Reply)
    assert said in plain(reply)
    assert await app.desk.briefs.of(HERE) == []


async def test_a_channel_is_briefed_by_who_may(app: App, store: SqliteStore) -> None:
    """A reader sets briefs for themselves; for a channel a reporter does; nobody on the console."""
    await store.put_holder(Holder("discord", "u2", Role.EDITOR, "Bo"), Role.EDITOR)
    line = {"when": "weekday 09:45 here"}
    assert "needs the role reporter" in await say(app, EVERY, **line)
    assert "This channel gets" in await say(app, EVERY, **line, actor="u2")
    assert "You get" in await say(app, EVERY, when="weekday 09:45")
    for actor, stops in (("u1", ["2"]), ("u2", ["1"])):
        listed = await ask(app, "brief-list", actor=actor)
        assert isinstance(listed, Reply)
        assert re.findall(r"/brief stop (\d)", plain(listed, hints=True)) == stops
    assert "/brief stop needs the role reporter" in await say(app, "brief-stop", number="1")
    assert "Stopped: " in await say(app, "brief-stop", number="2")
    assert "Stopped: " in await say(app, "brief-stop", number="1", actor="u2")
    direct = asking(EVERY, line, direct=True, actor="u2")
    assert "There is no channel here" in plain(await app.handle(direct))
    console = asking(EVERY, line, platform="console")
    assert "Nobody can be told on the console." in plain(await app.handle(console))
    assert "first brief" in plain(await app.handle(asking("brief", platform="console")))


async def test_one_channel_has_only_so_many(app: App) -> None:
    """One too many is refused in words."""
    for minute in range(MAX_SCHEDULES):
        await say(app, EVERY, when=f"day 09:{minute:02} here")
    refused = await say(app, EVERY, when="day 10:00 here")
    assert f"This channel has {MAX_SCHEDULES} briefs by the clock already." in refused


async def test_admins_hear_of_briefs_that_reach_nobody(clock: Clock) -> None:
    """A channel the bot was removed from is named with its schedules and the reason."""
    app, store = clock.app, clock.store
    assert isinstance(store, SqliteStore)
    await store.put_holder(Holder("discord", "u8", Role.ADMIN, "Ada"), Role.ADMIN)
    await say(app, EVERY, when="day 09:45 here", actor="u8")
    due = await due_of(store)
    await clock.rounds.go(due)
    (notice,) = await store.take_notices("discord", due, hold=60, limit=5)
    await store.failed_notice(notice.number, due, "Onrecord is not in that channel")
    (told,) = await clock.go(due + 2 * HOUR)
    assert told.startswith("1 watch or brief that nobody receives.")
    assert "a brief, every day at 09:45: Onrecord is not in that channel" in told
