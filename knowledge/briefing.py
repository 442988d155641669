"""Briefing: who gets a brief by the clock, and from where on.

A brief that comes by the clock is a notice, which holds the stretch that it goes through. That a
place has been briefed is taken from a notice that was sent: what failed is told by the next one.
"""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from knowledge.answers import DeliveryState
from knowledge.brief_news import MOST_ENTRIES, BriefNews
from knowledge.briefs import (
    MAX_SCHEDULES,
    Brief,
    BriefSchedule,
    Density,
    Given,
    Stretch,
    TooManySchedules,
)
from knowledge.clock_times import zone_called
from knowledge.demands import Demands
from knowledge.model import Topic
from knowledge.notices import NewNotice, Notice, NoticeKind, Spoken
from knowledge.ports import ClaimStore
from knowledge.proposals import NotKept
from knowledge.schedules import Rule, next_time
from knowledge.text import folded
from knowledge.ticketing import Ticketing

FIRST_DAYS = 7
"""The first brief of a place goes back so many days."""

_PLANNED_AT_ONCE = 100
_LOOKED_AT = 20
_OPEN = (DeliveryState.DUE, DeliveryState.DOING)


class Briefs:
    """Keeps schedules of briefs, makes due what they call for, and reads briefs.

    *store* shows no restricted claim. `fixed` are the schedules from the settings.
    """

    def __init__(
        self, store: ClaimStore, demands: Demands, tickets: Ticketing, zone: ZoneInfo
    ) -> None:
        self._store = store
        self._news = BriefNews(store, demands, tickets, zone)
        self.fixed: list[BriefSchedule] = []
        self._fixed_due: dict[str, datetime] = {}
        self._begins: tuple[tuple[datetime, int], int] | None = None

    async def set_schedule(
        self, rule: Rule, zone: str, topic: str, density: Density, to: Spoken, by: str
    ) -> tuple[BriefSchedule, bool]:
        """Keep a schedule from now on, and say whether it is new. Raises `NotKept`."""
        now = datetime.now(UTC).replace(microsecond=0)
        due = next_time(rule.cron, zone_called(zone), now)
        schedule = BriefSchedule(
            *(rule.cron, rule.words, zone, to, by, now, due),
            topic=topic,
            density=density,
        )
        try:
            return await self._store.add_schedule(schedule)
        except TooManySchedules:
            whose = "This channel has" if to.channel else "You have"
            raise NotKept(
                f"{whose} {MAX_SCHEDULES} briefs by the clock already.",
                "Stop one first; /brief list has them.",
            ) from None

    async def of(self, to: Spoken) -> Sequence[BriefSchedule]:
        """Return the schedules of a channel, or of a person for themselves."""
        return await self._store.schedules_of(to)

    async def numbered(self, number: int) -> BriefSchedule | None:
        """Return the schedule with that number, if there is one."""
        return await self._store.schedule(number)

    async def stop(self, number: int, places: Collection[Spoken]) -> BriefSchedule:
        """Remove a schedule of one of *places*. Raises `NotKept` where they have none such."""
        schedule = await self._own(number, places)
        await self._store.drop_schedule(number)
        return schedule

    async def pause(
        self, number: int, places: Collection[Spoken], *, paused: bool
    ) -> BriefSchedule:
        """Pause a schedule of one of *places* or have it go on. Raises `NotKept`."""
        schedule = await self._own(number, places)
        now = datetime.now(UTC)
        due = None if paused else next_time(schedule.rule, zone_called(schedule.zone), now)
        return await self._store.pause_schedule(number, due) or schedule

    async def topic_called(self, key: str) -> Topic | None:
        """Return the topic with that key or label, where one has claims on record."""
        counts = await self._store.topics()
        named = folded(key)
        return next(
            (c.topic for c in counts if named in (c.topic.key, folded(c.topic.label))), None
        )

    async def stretch(self, to: Spoken, topic: str, now: datetime, days: int = 0) -> Stretch:
        """Return what a brief of that place goes through: since its last one, or *days* back."""
        given, _ = await self._before(to, topic)
        head = await self._head()
        if given and not days:
            return Stretch(given.entry, head, given.at)
        at = now - timedelta(days=days or FIRST_DAYS)
        return Stretch(await self._entry_before(at, head), head, at, first=not days)

    async def stretch_again(self, since: str, now: datetime) -> Stretch:
        """Return the stretch after the entry *since* up to now, or a first brief's for `first`."""
        head = await self._head()
        if not since.isdecimal():
            at = now - timedelta(days=FIRST_DAYS)
            return Stretch(await self._entry_before(at, head), head, at, first=True)
        number = min(int(since), head)
        before = await self._store.audit(1, before=number + 1)
        return Stretch(number, head, before[0].at if before else now)

    async def read(
        self, topic: Topic | None, stretch: Stretch, now: datetime, person: Spoken | None = None
    ) -> Brief:
        """Return a brief as it stands now; for a *person* with their own tickets only."""
        return await self._news.read(topic, stretch, now, person)

    async def gave(self, to: Spoken, topic: str, stretch: Stretch, at: datetime) -> None:
        """Note that a place was told what *stretch* goes through."""
        await self._store.give_brief(to, topic, Given(stretch.upto, at))

    async def plan(self, now: datetime) -> None:
        """Make due the briefs that are called for by then.

        A chore. However many times of one schedule have passed, one brief is made due; none while
        an earlier one on the same still waits there, since what comes after that is told next time.
        """
        notices: list[NewNotice] = []
        taken: set[tuple[str, str, str, str]] = set()
        moved: dict[int, datetime] = {}
        for schedule in await self._store.schedules_due(now, _PLANNED_AT_ONCE):
            try:
                zone = zone_called(schedule.zone)
                moved[schedule.number] = next_time(schedule.rule, zone, now)
            except NotKept:  # a zone that this machine has no rules of any more
                await self._store.pause_schedule(schedule.number, None)
                continue
            key = f"brief {schedule.number} at {schedule.due.astimezone(UTC):%F %T}"
            notices += await self._called_for(schedule, key, taken, now)
        fixed: dict[str, datetime] = {}
        for schedule in self.fixed:
            name = _name(schedule)
            zone = zone_called(schedule.zone)
            due = await self._due(name)
            if due is None or due <= now:
                fixed[name] = next_time(schedule.rule, zone, now)
            if due is not None and due <= now:
                key = f"{name} at {due.astimezone(UTC):%F %T}"
                notices += await self._called_for(schedule, key, taken, now)
        if notices:
            await self._store.add_notices(notices, now)
        await self._store.move_schedules(moved)
        for name, due in fixed.items():
            await self._store.keep(name, due.isoformat())
            self._fixed_due[name] = due

    async def _called_for(
        self,
        schedule: BriefSchedule,
        key: str,
        taken: set[tuple[str, str, str, str]],
        now: datetime,
    ) -> list[NewNotice]:
        to, topic = schedule.to, schedule.topic
        place = (to.platform, to.channel, to.person, topic)
        _, waits = await self._before(to, topic)
        if waits or place in taken:
            return []
        taken.add(place)
        stretch = await self.stretch(to, topic, now)
        about: dict[str, str | int] = {
            "schedule": schedule.number,
            "topic": topic,
            "density": schedule.density.value,
            "since": stretch.since,
            "upto": stretch.upto,
            "at": stretch.at.isoformat(),
            "first": int(stretch.first),
        }
        return [NewNotice(key, NoticeKind.BRIEF, to, about)]

    async def _before(self, to: Spoken, topic: str) -> tuple[Given | None, bool]:
        """Return up to where a place was briefed, and whether a brief waits for it.

        What was sent since it was last looked at is noted.
        """
        found = await self._store.briefs_told(to, topic, _LOOKED_AT)
        if sent := next((notice for notice in found if _sent(notice)), None):
            await self._note(sent, topic)
        waits = any(notice.state in _OPEN for notice in found)
        return await self._store.brief_given(to, topic), waits

    async def _note(self, sent: Notice, topic: str) -> None:
        given = await self._store.brief_given(sent.to, topic)
        upto = int(sent.about["upto"])
        if given is None or given.entry < upto or given.at < sent.at:
            await self._store.give_brief(sent.to, topic, Given(upto, sent.at))

    async def _due(self, name: str) -> datetime | None:
        if name not in self._fixed_due:
            kept = await self._store.kept(name)
            if kept is None:
                return None
            self._fixed_due[name] = datetime.fromisoformat(kept)
        return self._fixed_due[name]

    async def _own(self, number: int, places: Collection[Spoken]) -> BriefSchedule:
        schedule = await self._store.schedule(number)
        theirs = [each.number for place in places for each in await self._store.schedules_of(place)]
        if schedule is None or number not in theirs:
            raise NotKept(
                f"Neither you nor this channel has a brief {number}.",
                "Type /brief list to see what there is.",
            )
        return schedule

    async def _entry_before(self, at: datetime, head: int) -> int:
        """Return the last entry before *at*, kept for the many that ask it in one round."""
        if self._begins is None or self._begins[0] != (at, head):
            entries = await self._store.audit(MOST_ENTRIES + 1, since=at)
            self._begins = (at, head), entries[-1].number - 1 if entries else head
        return self._begins[1]

    async def _head(self) -> int:
        return int((await self._store.audit_head()).partition(":")[0] or 0)


def stretch_of(notice: Notice) -> Stretch:
    """Return what the notice of a brief goes through."""
    about = notice.about
    at = datetime.fromisoformat(str(about["at"]))
    return Stretch(int(about["since"]), int(about["upto"]), at, bool(about["first"]))


def _sent(notice: Notice) -> bool:
    """Say whether a brief was told: one whose schedule was stopped meanwhile ended untold."""
    return notice.state is DeliveryState.DONE and bool(notice.message)


def _name(schedule: BriefSchedule) -> str:
    """Return what a schedule of the settings is known by across restarts."""
    to = schedule.to
    where = f"{schedule.rule} {schedule.zone} {to.platform}:{to.channel}"
    return f"brief of the settings {where} {schedule.topic}".rstrip()
