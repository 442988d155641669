"""What every store promises of schedules of briefs, and of what was given."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from knowledge.briefs import MAX_SCHEDULES, BriefSchedule, Density, Given, TooManySchedules
from knowledge.model import Figure, PartialDate
from knowledge.notices import NewNotice, NoticeKind, Spoken
from knowledge.ports import ClaimStore
from tests.knowledge.making import claim

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
ANA = Spoken("slack", "T1", person="U1")
BEN = Spoken("slack", "T1", person="U2")
DESK = Spoken("slack", "T1", "C1")
RULE = "45 9 * * 1-5"


def new(to: Spoken = DESK, rule: str = RULE, topic: str = "", by: str = "U9") -> BriefSchedule:
    """Return a schedule that is to be kept."""
    return BriefSchedule(rule, "in words", "Europe/Madrid", to, to.person or by, NOW, NOW, topic)


async def test_a_schedule_comes_back_as_it_was_made(store: ClaimStore) -> None:
    """A channel's and people's own are read again, and nobody else's."""
    own, made = await store.add_schedule(replace(new(ANA), density=Density.IN_CONTEXT))
    theirs, _ = await store.add_schedule(new(topic="pay"))
    assert made
    assert await store.schedules_of(ANA) == [own]
    assert await store.schedules_of(DESK) == [theirs]
    assert await store.schedules_of(BEN) == []
    assert await store.schedule(own.number) == own
    assert replace(theirs, number=0) == new(topic="pay")
    assert own.density is Density.IN_CONTEXT


async def test_the_same_schedule_is_kept_once(store: ClaimStore) -> None:
    """Set again, by whomever, it takes the new density and goes on; another topic is another."""
    first, _ = await store.add_schedule(new())
    await store.pause_schedule(first.number, None)
    again, made = await store.add_schedule(replace(new(by="U8"), density=Density.IN_CONTEXT))
    assert not made
    assert (again.number, again.paused, again.by) == (first.number, False, "U9")
    assert again.density is Density.IN_CONTEXT
    assert (await store.add_schedule(new(topic="pay")))[1]
    assert (await store.add_schedule(replace(new(), zone="UTC")))[1]
    assert len(await store.schedules_of(DESK)) == 3


async def test_a_place_has_no_more_than_are_kept(store: ClaimStore) -> None:
    """One too many is refused, and a stopped one makes room."""
    for minute in range(MAX_SCHEDULES):
        await store.add_schedule(new(rule=f"{minute} 9 * * *"))
    with pytest.raises(TooManySchedules):
        await store.add_schedule(new())
    await store.add_schedule(new(ANA))
    dropped = await store.drop_schedule(1)
    assert dropped
    assert dropped.rule == "0 9 * * *"
    assert await store.drop_schedule(1) is None
    await store.add_schedule(new())


async def test_what_is_due_is_found_and_moved_on(store: ClaimStore) -> None:
    """By the clock, the longest due first, the paused left out until they go on."""
    one, _ = await store.add_schedule(replace(new(), due=NOW + timedelta(hours=2)))
    two, _ = await store.add_schedule(replace(new(ANA), due=NOW + timedelta(hours=1)))
    late = NOW + timedelta(hours=2)
    assert await store.schedules_due(NOW, 9) == []
    assert [s.number for s in await store.schedules_due(late, 9)] == [two.number, one.number]
    assert len(await store.schedules_due(late, 1)) == 1
    await store.move_schedules({two.number: NOW + timedelta(days=1)})
    await store.pause_schedule(one.number, None)
    assert await store.schedules_due(late, 9) == []
    goes_on = await store.pause_schedule(one.number, NOW)
    assert goes_on
    assert not goes_on.paused
    assert [s.number for s in await store.schedules_due(late, 9)] == [one.number]
    assert await store.pause_schedule(99, None) is None


async def test_what_was_given_only_goes_forward(store: ClaimStore) -> None:
    """Each place has its own, for each topic, and a late word of an older one changes nothing."""
    assert await store.brief_given(DESK, "") is None
    await store.give_brief(DESK, "", Given(7, NOW))
    await store.give_brief(DESK, "", Given(5, NOW + timedelta(hours=1)))
    await store.give_brief(DESK, "pay", Given(9, NOW))
    await store.give_brief(ANA, "", Given(3, NOW))
    assert await store.brief_given(DESK, "") == Given(7, NOW)
    assert await store.brief_given(DESK, "pay") == Given(9, NOW)
    assert await store.brief_given(ANA, "") == Given(3, NOW)
    await store.give_brief(DESK, "", Given(7, NOW + timedelta(days=1)))
    assert await store.brief_given(DESK, "") == Given(7, NOW + timedelta(days=1))


async def test_the_briefs_of_a_place_are_found(store: ClaimStore) -> None:
    """Those on one topic, the newest first; no other notice and nobody else's."""
    made = [
        *(("one", DESK, ""), ("two", DESK, "pay"), ("three", ANA, ""), ("four", DESK, "")),
    ]
    notices = [NewNotice(key, NoticeKind.BRIEF, to, {"topic": topic}) for key, to, topic in made]
    notices.append(NewNotice("five", NoticeKind.WATCH, DESK, {"topic": ""}))
    await store.add_notices(notices, NOW)
    assert [n.key for n in await store.briefs_told(DESK, "", 9)] == ["four", "one"]
    assert [n.key for n in await store.briefs_told(DESK, "", 1)] == ["four"]
    assert [n.key for n in await store.briefs_told(DESK, "pay", 9)] == ["two"]
    assert [n.key for n in await store.briefs_told(ANA, "", 9)] == ["three"]


async def test_figures_are_found_by_the_day_they_were_so(store: ClaimStore) -> None:
    """A month or year counts as its last day; a figure without a day is never found."""
    days = {"day": "2019-02-10", "month": "2019-02", "year": "2019", "none": None}
    for slug, day in days.items():
        figure = Figure("40 beds", as_of=PartialDate(day) if day else None)
        await store.add([replace(claim(slug), figures=(figure, Figure("many")))])
    newest = Figure("50 beds", as_of=PartialDate("2024-01-01"))
    both = replace(claim("both"), figures=(Figure("40", as_of=PartialDate("2019-02")), newest))
    await store.add([both])
    assert await store.stale_claims("", "2019-12-31", "", 9) == ["year", "both", "month", "day"]
    assert await store.stale_claims("2019-02-10", "2019-02-28", "", 9) == ["both", "month"]
    assert await store.stale_claims("", "2019-02-27", "hospitals", 9) == ["day"]
    assert await store.stale_claims("", "2019-12-31", "pay", 9) == []
    assert await store.stale_claims("", "2019-12-31", "", 1) == ["year"]


async def test_an_erased_person_gets_no_brief(store: ClaimStore) -> None:
    """Their own schedules and what they were given are gone; a channel's stay, set by nobody."""
    await store.add_schedule(new(ANA))
    await store.add_schedule(new(by="U1"))
    await store.give_brief(ANA, "", Given(3, NOW))
    await store.give_brief(DESK, "", Given(3, NOW))
    erased = await store.erase_person("slack", "U1")
    assert sum(count for what, count in erased.replaced if what.startswith("briefs")) == 3
    assert await store.schedules_of(ANA) == []
    assert [each.by for each in await store.schedules_of(DESK)] == [""]
    assert await store.brief_given(ANA, "") is None
    assert await store.brief_given(DESK, "")
