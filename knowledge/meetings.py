"""Editorial meetings: an agenda, what was shown and decided under each of its items."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from knowledge.notices import Spoken

MAX_NAME = 80
MAX_ITEM = 300
MAX_DECISION = 500
MAX_ITEMS = 40
"""A meeting that has more items is two."""

ROOM = 12
"""So many items the desk puts on an agenda by itself; the rest is counted."""


class ItemKind(StrEnum):
    """What an item is about."""

    CLAIM = "claim"
    TOPIC = "topic"
    QUESTION = "question"
    WORDS = "words"


class ItemState(StrEnum):
    """How far the meeting has come with an item."""

    WAITING = "waiting"
    CURRENT = "current"
    DONE = "done"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Item:
    """One line of an agenda.

    `slug` is a claim's, `topic` a topic's key; other items have neither. `words` are what people
    read where the line is about no claim, and `why` is what brought it there. `added_by` is a
    signature, empty for the desk itself. `number` is 0 for one not kept yet.
    """

    kind: ItemKind
    words: str
    why: str
    added_by: str
    at: datetime
    slug: str = ""
    topic: str = ""
    state: ItemState = ItemState.WAITING
    position: float = 0.0
    meeting: int = 0
    number: int = 0

    @property
    def thing(self) -> tuple[ItemKind, str]:
        """What it is about, for telling it from others."""
        return self.kind, self.slug or self.topic or self.words.casefold()


@dataclass(frozen=True, slots=True)
class Shown:
    """A claim that was shown during a meeting, in which revision, under which item (0 for none)."""

    slug: str
    revision: int
    item: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided, under which item (0 for none); `by` is a signature."""

    meeting: int
    item: int
    words: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting in a channel.

    `board` is the number of the notice that posted the board, the last of so many `boards`, and
    `minutes` of that which posted the minutes. `message` and `thread` are where the board stands,
    empty until it does, and `unposted` says in a sentence why it does not. `current` is the number
    of the item that is talked about, `turn` counts the changes of the agenda and `left_out` what it
    had no room for. `ended_by` is empty where the desk closed it by itself. `number` is 0 for one
    not kept yet.
    """

    name: str
    to: Spoken
    started_by: str
    started_at: datetime
    active_at: datetime
    left_out: int = 0
    current: int = 0
    turn: int = 0
    board: int = 0
    boards: int = 1
    minutes: int = 0
    ended_at: datetime | None = None
    ended_by: str = ""
    message: str = ""
    thread: str = ""
    unposted: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """A meeting with all that belongs to it: items by position, the rest oldest first."""

    meeting: Meeting
    items: tuple[Item, ...]
    shown: tuple[Shown, ...]
    decisions: tuple[Decision, ...]

    @property
    def agenda(self) -> tuple[Item, ...]:
        """The items in their order, without the dropped; people count them from 1."""
        return tuple(item for item in self.items if item.state is not ItemState.DROPPED)

    @property
    def dropped(self) -> tuple[Item, ...]:
        """The items that were dropped."""
        return tuple(item for item in self.items if item.state is ItemState.DROPPED)

    def has(self, item: int) -> bool:
        """Say whether what belongs to *item* may be told: an item that may be shown, or none (0).

        An item about a restricted claim is not among the items, and what was decided and asked
        under it may say what that claim does.
        """
        return not item or any(each.number == item for each in self.items)

    @property
    def current(self) -> Item | None:
        """The item that is talked about."""
        return next((item for item in self.agenda if item.state is ItemState.CURRENT), None)

    @property
    def text(self) -> str:
        """All that people may look for in it, but for its tickets."""
        items = (f"{item.words} {item.slug}{item.topic}" for item in self.items)
        decided = (each.words for each in self.decisions if self.has(each.item))
        return " ".join((self.meeting.name, *items, *decided, *(s.slug for s in self.shown)))

    def place_of(self, item: Item) -> int:
        """Return what people count *item* as."""
        return [each.number for each in self.agenda].index(item.number) + 1


def between(items: Sequence[Item], place: int) -> float:
    """Return the position of an item that is to stand at *place*, from 1, among the other *items*.

    Raises `ValueError` for a place that is not there.
    """
    if not 1 <= place <= len(items) + 1:
        raise ValueError(f"there is no place {place}")
    before = items[place - 2].position if place > 1 else None
    after = items[place - 1].position if place <= len(items) else None
    if before is None:
        return (after or 0.0) - 1.0
    return before + 1.0 if after is None else (before + after) / 2
