"""Schedules of briefs, and what was given, in memory."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from knowledge.acting import acting_now
from knowledge.audit_notes import told_here
from knowledge.briefs import MAX_SCHEDULES, BriefSchedule, Given, TooManySchedules
from knowledge.notices import Notice, NoticeFilter, NoticeKind, Spoken
from knowledge.overdue import last_day
from knowledge.store.memory_auditing import MemoryAuditing
from knowledge.store.memory_notices import MemoryNotices

_Place = tuple[str, str, str]


class MemoryBriefs(MemoryAuditing, MemoryNotices):
    """The part of a store in memory that keeps who gets a brief when."""

    def __init__(self) -> None:
        super().__init__()
        self._schedules: dict[int, BriefSchedule] = {}
        self._schedule_number = 0
        self._given: dict[tuple[_Place, str], Given] = {}

    async def add_schedule(self, schedule: BriefSchedule) -> tuple[BriefSchedule, bool]:
        """Keep *schedule* and return it with its number, and whether it is new."""
        theirs = await self.schedules_of(schedule.to)
        for kept in theirs:
            if _same(kept, schedule):
                again = replace(schedule, number=kept.number, by=kept.by, made_at=kept.made_at)
                return self._set(again, schedule.by), False
        if len(theirs) >= MAX_SCHEDULES:
            raise TooManySchedules(f"{MAX_SCHEDULES} schedules are kept already")
        self._schedule_number += 1
        return self._set(replace(schedule, number=self._schedule_number), schedule.by), True

    async def schedules_of(self, to: Spoken) -> Sequence[BriefSchedule]:
        """Return the schedules of a channel, or of a person for themselves, oldest first."""
        self._open()
        return [each for each in self._schedules.values() if _place(each.to) == _place(to)]

    async def schedule(self, number: int) -> BriefSchedule | None:
        """Return the schedule with that number."""
        self._open()
        return self._schedules.get(number)

    async def pause_schedule(self, number: int, due: datetime | None) -> BriefSchedule | None:
        """Pause the schedule, or have it go on."""
        was = await self.schedule(number)
        if was is None:
            return None
        kept = replace(was, paused=due is None, due=due or was.due)
        if acting_now().person:  # not where its times can be reckoned no more
            self._note(told_here(kept, "paused" if due is None else "resumed"))
        return self._put_schedule(kept)

    async def drop_schedule(self, number: int) -> BriefSchedule | None:
        """Remove the schedule and return it as it was."""
        self._open()
        self._version += 1
        self._note(told_here(self._schedules.get(number), "stopped"))
        return self._schedules.pop(number, None)

    async def schedules_due(self, at: datetime, limit: int) -> Sequence[BriefSchedule]:
        """Return schedules, but for the paused, that are due by then."""
        self._open()
        due = [each for each in self._schedules.values() if not each.paused and each.due <= at]
        return sorted(due, key=lambda each: (each.due, each.number))[:limit]

    async def move_schedules(self, due: Mapping[int, datetime]) -> None:
        """Keep when schedules are due next."""
        self._open()
        for number, at in due.items():
            if number in self._schedules:
                self._put_schedule(replace(self._schedules[number], due=at))

    async def brief_given(self, to: Spoken, topic: str) -> Given | None:
        """Return up to where that place was briefed."""
        self._open()
        return self._given.get((_place(to), topic))

    async def give_brief(self, to: Spoken, topic: str, given: Given) -> None:
        """Keep up to where a place was briefed."""
        self._open()
        before = self._given.get((_place(to), topic))
        if before is None or given.entry >= before.entry:
            self._given[_place(to), topic] = given
        self._version += 1

    async def briefs_told(self, to: Spoken, topic: str, limit: int) -> Sequence[Notice]:
        """Return briefs on *topic* that place was made due, the newest first."""
        place = Spoken(to.platform, channel=to.channel, person="" if to.channel else to.person)
        told = await self.notices(NoticeFilter(kind=NoticeKind.BRIEF, to=place), len(self._notices))
        return [notice for notice in told if notice.about.get("topic") == topic][:limit]

    async def stale_claims(self, after: str, upto: str, topic: str, limit: int) -> Sequence[str]:
        """Return the slugs of claims with a figure that was so on a day of that time."""
        found = []
        for claim in self._open().claims.values():
            days = [last_day(figure.as_of).isoformat() for figure in claim.figures if figure.as_of]
            within = [day for day in days if after < day <= upto]
            if within and topic in ("", claim.topic.key):
                found.append((max(within), claim.slug))
        found.sort(key=lambda each: each[1])
        found.sort(key=lambda each: each[0], reverse=True)
        return [slug for _, slug in found[:limit]]

    def _set(self, schedule: BriefSchedule, by: str) -> BriefSchedule:
        self._note(told_here(schedule, "set"), f"{schedule.to.platform}:{by}")
        return self._put_schedule(schedule)

    def _put_schedule(self, schedule: BriefSchedule) -> BriefSchedule:
        self._schedules[schedule.number] = schedule
        self._version += 1
        return schedule

    def _forget_briefs(self, platform: str, identifier: str) -> int:
        """Remove a person's own schedules; a channel's stay, set by nobody known."""
        theirs = [
            each
            for each in self._schedules.values()
            if (each.to.platform, each.by) == (platform, identifier)
        ]
        for each in theirs:
            if each.to.channel:
                self._put_schedule(replace(each, by=""))
            else:
                del self._schedules[each.number]
        given = [key for key in self._given if key[0] == (platform, "", identifier)]
        for key in given:
            del self._given[key]
        return len(theirs) + len(given)


def _place(to: Spoken) -> _Place:
    return to.platform, to.channel, "" if to.channel else to.person


def _same(kept: BriefSchedule, new: BriefSchedule) -> bool:
    return (kept.rule, kept.zone, kept.topic) == (new.rule, new.zone, new.topic)
