"""What briefs ask of a store. `ClaimStore` brings it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from knowledge.briefs import BriefSchedule, Given
from knowledge.notices import Notice, Spoken


class BriefStore(Protocol):
    """Where is kept who gets a brief when, and up to where each place has been briefed."""

    async def add_schedule(self, schedule: BriefSchedule) -> tuple[BriefSchedule, bool]:
        """Keep *schedule* and return it with its number, and whether it is new.

        One of the same place, rule, zone and topic takes its density, and goes on where it was
        paused. Raises `TooManySchedules` where that place has as many as are kept.
        """

    async def schedules_of(self, to: Spoken) -> Sequence[BriefSchedule]:
        """Return the schedules of a channel, or of a person for themselves, oldest first."""

    async def schedule(self, number: int) -> BriefSchedule | None:
        """Return the schedule with that number, if there is one."""

    async def pause_schedule(self, number: int, due: datetime | None) -> BriefSchedule | None:
        """Pause the schedule or, with the time when it is due next, have it go on."""

    async def drop_schedule(self, number: int) -> BriefSchedule | None:
        """Remove the schedule and return it as it was."""

    async def schedules_due(self, at: datetime, limit: int) -> Sequence[BriefSchedule]:
        """Return at most *limit* schedules, but for the paused, that are due by then."""

    async def move_schedules(self, due: Mapping[int, datetime]) -> None:
        """Keep when schedules, by number, are due next."""

    async def brief_given(self, to: Spoken, topic: str) -> Given | None:
        """Return up to where that place was briefed on *topic*, or on everything where empty."""

    async def give_brief(self, to: Spoken, topic: str, given: Given) -> None:
        """Keep up to where a place was briefed; it never goes back."""

    async def briefs_told(self, to: Spoken, topic: str, limit: int) -> Sequence[Notice]:
        """Return at most *limit* briefs on *topic* that place was made due, the newest first."""

    async def stale_claims(self, after: str, upto: str, topic: str, limit: int) -> Sequence[str]:
        """Return the slugs of claims with a figure that was so after *after* and up to *upto*.

        Days are written `2019-12-31`; a month or a year counts as its last day. Of one *topic* by
        its key, or of all where empty. The latest day first, then by slug.
        """
