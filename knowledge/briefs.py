"""Briefs: when a place gets one by itself, up to where it had one, and what one holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from knowledge.demand import Demand
from knowledge.model import Claim, Document, Figure, Topic
from knowledge.news import News
from knowledge.notices import Spoken
from knowledge.tickets import Ticket

MAX_SCHEDULES = 20
"""One channel, or one person, has at most so many schedules."""


class Density(StrEnum):
    """How much a brief says of each thing."""

    HEADLINES = "headlines"
    IN_CONTEXT = "in context"


@dataclass(frozen=True, slots=True)
class BriefSchedule:
    """When a channel, or a person, gets a brief by itself.

    `rule` is a cron expression in the time zone `zone` and `words` says it to people. `topic` is
    the key of a topic, or empty for everything. `by` is the id of who set it. `number` is 0 for one
    that is not kept: it is new, or it is from the settings.
    """

    rule: str
    words: str
    zone: str
    to: Spoken
    by: str
    made_at: datetime
    due: datetime
    topic: str = ""
    density: Density = Density.HEADLINES
    paused: bool = False
    number: int = 0


@dataclass(frozen=True, slots=True)
class Given:
    """Up to which entry of the audit a place was briefed, and when that was."""

    entry: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Stretch:
    """What a brief goes through: the audit's entries after `since` up to `upto`.

    `at` is when it begins, and `first` says that the place had no brief before.
    """

    since: int
    upto: int
    at: datetime
    first: bool = False


@dataclass(frozen=True, slots=True)
class Stale:
    """A claim with figures that say when they were so, which is long past."""

    claim: Claim
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Brief:
    """A brief as it stands when it is read.

    `changed`, `disputed`, `corrected` and `outdated` part what changed between them. `standing`
    counts the claims that were disputed before and are so still. `asked` are questions that found
    nothing, and `tickets` what is due. `cut` says that older entries were too many to be read.
    """

    topic: Topic | None
    stretch: Stretch
    changed: tuple[News, ...] = ()
    disputed: tuple[News, ...] = ()
    corrected: tuple[News, ...] = ()
    outdated: tuple[News, ...] = ()
    stale: tuple[Stale, ...] = ()
    asked: tuple[Demand, ...] = ()
    tickets: tuple[Ticket, ...] = ()
    standing: int = 0
    cut: bool = False
    claims: Mapping[str, Claim] = field(default_factory=dict)
    documents: Mapping[str, Document] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to tell."""
        news = self.changed or self.disputed or self.corrected or self.outdated
        return not (news or self.stale or self.asked or self.tickets)


class TooManySchedules(Exception):
    """A place has as many schedules as are kept."""
