"""The audit in memory, chained like the others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from knowledge.acting import acting_now
from knowledge.audit import (
    FIRST_HASH,
    By,
    Entry,
    Known,
    Note,
    Person,
    Row,
    erased_words,
    new_known,
    next_row,
    signed_by,
)
from knowledge.store.shelved import Shelved


@dataclass(frozen=True, slots=True)
class _Kept:
    """A row of the chain with what it was made from; persons by their numbers, 0 for nobody."""

    row: Row
    note: Note
    by: By
    who: int
    whom: int
    hash: str


class MemoryAuditing(Shelved):
    """The part of a store in memory that keeps who wrote what."""

    def __init__(self) -> None:
        super().__init__()
        self._people: list[Known] = []
        self._gone: set[int] = set()
        self._kept: list[_Kept] = []

    async def audit(
        self, limit: int, *, slug: str = "", since: datetime | None = None, before: int = 0
    ) -> Sequence[Entry]:
        """Return at most *limit* entries, newest first."""
        self._open()
        found = [
            self._entry(kept)
            for kept in reversed(self._kept)
            if slug in ("", kept.note.slug, kept.note.other)
            and (not before or kept.row.number < before)
            and (since is None or datetime.fromisoformat(kept.row.at) >= since)
        ]
        return found[:limit]

    async def audit_after(self, number: int, limit: int) -> Sequence[Entry]:
        """Return at most *limit* entries with a higher number than that, oldest first."""
        self._open()
        return [self._entry(kept) for kept in self._kept[number : number + limit]]

    async def audit_head(self) -> str:
        """Return the chain's head as `number:hash`."""
        self._open()
        return f"{len(self._kept)}:{self._kept[-1].hash}" if self._kept else ""

    def _note(self, notes: Sequence[Note], signature: str = "") -> None:
        """Add *notes* in the name of whoever is writing, or of who signed so."""
        by = acting_now()
        person = by.person or signed_by(signature)
        clock = datetime.now(UTC)
        for note in notes:
            who, whom = (self._number(each) if each else 0 for each in (person, note.whom))
            marks = tuple(self._people[n - 1].mark if n else "" for n in (who, whom))
            row = self._kept[-1].row if self._kept else None
            last = (row.number, row.at) if row else (0, "")
            previous = self._kept[-1].hash if self._kept else FIRST_HASH
            made = next_row(note, by, (marks[0], marks[1]), last, clock)
            self._kept.append(_Kept(made, note, by, who, whom, made.hash(previous)))

    def _number(self, person: Person) -> int:
        """Return the number of *person*, who is added where they are new under that name."""
        for number, known in enumerate(self._people, start=1):
            if known.person == person and number not in self._gone:
                return number
        self._people.append(new_known(person))
        return len(self._people)

    def _entry(self, kept: _Kept) -> Entry:
        row, note = kept.row, kept.note
        person = self._people[kept.who - 1].person if kept.who else None
        return Entry(
            *(row.number, datetime.fromisoformat(row.at), datetime.fromisoformat(row.clock)),
            row.deed,
            By(
                None if kept.who in self._gone else person,
                *(row.platform, row.workspace, row.channel),
            ),
            slug=note.slug,
            other=note.other,
            about=note.about,
            before=dict(note.before),
            after=dict(note.after),
            why=note.why,
            who=self._words_of(kept.who),
            whom=self._words_of(kept.whom),
            hash=kept.hash,
            covered=row.covered(self._kept[row.number - 2].hash if row.number > 1 else FIRST_HASH),
        )

    def _words_of(self, number: int) -> str:
        if not number:
            return ""
        known = self._people[number - 1]
        return erased_words(number) if number in self._gone else known.person.signature
