"""Reading many documents one beside the other, and taking each in, so that a stop loses nothing.

Each item is taken in and noted by itself. What was noted is left aside the next time, and taking
the same text in twice changes nothing, so a run can be ended in any way and started again.
"""

import asyncio
import hashlib
import re
import sys
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.cli.items import Item
from knowledge.documents import IntakeItem, ItemState, Outcome, TakenIn
from knowledge.errors import RecordError, TooLarge, Unreadable
from knowledge.extract.engine import Bytes
from knowledge.extract.pool import NotReady
from knowledge.given import Given
from knowledge.intake import Intake
from knowledge.readers.opening import MOST_BYTES
from knowledge.reading_room import Read, ReadingRoom


@dataclass(frozen=True, slots=True)
class Came:
    """What came of one item: the documents taken in, or one sentence why there are none.

    `before` says that it was taken in earlier and left aside now, and `missing` are sentences about
    what of it was not read.
    """

    item: Item
    taken: tuple[TakenIn, ...] = ()
    failure: str = ""
    before: bool = False
    missing: tuple[str, ...] = ()


@dataclass(slots=True)
class Tally:
    """What came of all items so far."""

    outcomes: dict[Outcome, int] = field(default_factory=lambda: dict.fromkeys(Outcome, 0))
    proposed: int = 0
    before: int = 0
    failures: list[tuple[str, str]] = field(default_factory=list)

    def add(self, came: Came) -> None:
        """Count *came*."""
        self.before += came.before
        if came.failure:
            self.failures.append((came.item.source, came.failure))
        for taken in came.taken:
            self.outcomes[taken.outcome] += 1
            self.proposed += len(taken.proposals)


@dataclass(frozen=True, slots=True)
class Way:
    """How items are taken in: for whom, under which run, with what a person said of them."""

    by: str
    run: str
    details: Given = field(default_factory=Given)
    most_bytes: int = MOST_BYTES
    done: frozenset[str] = frozenset()
    """Pages that this run has taken in already."""


_MISSING = re.compile(
    r"^Only the first \d|could not be read\.$|after the break was read|may be missing"
    r"|times cannot be read"
)
"""Notes that tell whoever runs this that something of a file is not on the desk."""

Report = Callable[[Came], None]


async def take_all(
    wanted: Sequence[Item], room: ReadingRoom, intake: Intake, way: Way, report: Report
) -> None:
    """Take every item in and *report* each when it is done, in whatever order that is."""

    async def one(item: Item) -> None:
        report(await _taken(item, room, intake, way))

    await _each(wanted, room.at_once + 1, one)


async def read_all(
    wanted: Sequence[Item],
    room: ReadingRoom,
    way: Way,
    show: Callable[[Item, Sequence[Read] | str], None],
) -> None:
    """Read every item without keeping anything; *show* gets what was read, or why it was not."""

    async def one(item: Item) -> None:
        try:
            show(item, await _read(item, await _bytes(item, room, way), room, way))
        except NotReady:
            raise
        except Unreadable as error:
            show(item, str(error))

    await _each(wanted, room.at_once + 1, one)


async def _each(
    wanted: Collection[Item], at_once: int, one: Callable[[Item], Awaitable[None]]
) -> None:
    """Do *one* for each item, so many at once and no more in memory."""
    turns = asyncio.Semaphore(at_once)

    async def in_turn(item: Item) -> None:
        try:
            await one(item)
        finally:
            turns.release()

    async with asyncio.TaskGroup() as group:
        for item in wanted:
            await turns.acquire()
            group.create_task(in_turn(item))


async def _taken(item: Item, room: ReadingRoom, intake: Intake, way: Way) -> Came:
    if item.source in way.done:
        return Came(item, before=True)
    sha256 = ""
    try:
        given = await _bytes(item, room, way)
        sha256 = hashlib.sha256(given.data).hexdigest()
        known = await intake.item(item.source, sha256)
        done = known is not None and known.state is ItemState.DONE
        if known is not None and done and await intake.holds(known, way.details):
            return Came(item, before=True)
        read = await _read(item, given, room, way)
        taken = [
            await intake.take_in(each.reading, each.extracted, by=way.by, source=item.source)
            for each in read
        ]
    except NotReady:  # nothing can be read, so no other document either
        raise
    except (Unreadable, RecordError) as error:
        await intake.note(_noted(item, sha256, way, failure=str(error)))
        return Came(item, failure=str(error))
    keys = tuple(each.document for each in taken)
    await intake.note(_noted(item, sha256, way, documents=keys))
    notes = [note for each in read for note in each.reading.notes if _MISSING.search(note)]
    return Came(item, tuple(taken), missing=tuple(dict.fromkeys(notes)))


def _noted(
    item: Item, sha256: str, way: Way, *, failure: str = "", documents: tuple[str, ...] = ()
) -> IntakeItem:
    return IntakeItem(
        item.source,
        sha256,
        ItemState.FAILED if failure else ItemState.DONE,
        way.run,
        datetime.now(UTC).replace(microsecond=0),
        failure,
        documents,
    )


async def _bytes(item: Item, room: ReadingRoom, way: Way) -> Bytes:
    """Return the item's bytes, read or fetched. Raises `Unreadable`."""
    if item.is_page:
        return await room.bytes_at(item.source)
    if item.file is None:
        data, name = await asyncio.to_thread(sys.stdin.buffer.read, way.most_bytes + 1), ""
    else:
        data, name = await asyncio.to_thread(_contents, item, way.most_bytes + 1), item.file.name
    if len(data) > way.most_bytes:
        raise TooLarge(
            f"It has more than {way.most_bytes / 1e6:g} MB.",
            "Take in the part that matters"
            + (", or raise ingest.megabytes." if way.most_bytes < MOST_BYTES else "."),
        )
    return Bytes(data, name=name)


def _contents(item: Item, most: int) -> bytes:
    assert item.file is not None  # noqa: S101 - only files come here
    try:
        with item.file.open("rb") as file:
            return file.read(most)
    except OSError as error:
        raise Unreadable(
            f"It cannot be opened: {error.strerror}.", "Look at its permissions."
        ) from None


async def _read(item: Item, given: Bytes, room: ReadingRoom, way: Way) -> Sequence[Read]:
    return await room.read(given, way.details, item.source)
