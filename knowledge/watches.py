"""What people and channels watch, and which entries of the audit concern them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from knowledge.notices import Spoken

MAX_WATCHES = 200
"""One person, or one channel, watches at most so much."""

MAX_WORDS = 200


class WatchKind(StrEnum):
    """What is watched. “Said by” and “about” somebody are two watches."""

    CLAIM = "claim"
    TOPIC = "topic"
    SOURCE = "source"
    ABOUT = "about"
    DOCUMENT = "document"
    QUESTION = "question"


class Cadence(StrEnum):
    """How soon a change is told."""

    AT_ONCE = "at once"
    DAILY = "daily"
    WEEKLY = "weekly"


@dataclass(frozen=True, slots=True)
class Watch:
    """A watch of a channel, or of a person for themselves.

    `what` is a slug, the key of a topic, a source or a document, or the words of a question, and
    `label` what it was called when it was set. `by` is the id of who set it, which for a person's
    own is that person. `seen` is the audit's entry up to which it was told, and `due` when the next
    digest is, which a watch that is told at once has none of. `number` is 0 for one not kept yet.
    """

    kind: WatchKind
    what: str
    label: str
    to: Spoken
    by: str
    made_at: datetime
    cadence: Cadence = Cadence.AT_ONCE
    seen: int = 0
    due: datetime | None = None
    paused: bool = False
    number: int = 0

    @property
    def words(self) -> str:
        """What is watched, as people say it: `the claim doctors-salary`, `what OAS says`."""
        return _WORDS[self.kind].format(self.label)


_WORDS = {
    WatchKind.CLAIM: "the claim {}",
    WatchKind.TOPIC: "the topic {}",
    WatchKind.SOURCE: "what {} says",
    WatchKind.ABOUT: "what others say about {}",
    WatchKind.DOCUMENT: "the document {}",
    WatchKind.QUESTION: "the question “{}”",
}


@dataclass(frozen=True, slots=True)
class Telling:
    """What one place is to be told next: of these watches, the entries up to *upto*.

    Each watch comes with the entry that it was told up to before. `due` is when the watches'
    next digest is, by their numbers.
    """

    to: Spoken
    watches: Mapping[int, int]
    upto: int
    due: Mapping[int, datetime]


class TooManyWatches(Exception):
    """A person or a channel watches as much as is kept."""


def after_all(watches: Sequence[Watch]) -> Mapping[int, int]:
    """Return, by number, up to which entry each of *watches* was told."""
    return {watch.number: watch.seen for watch in watches}
