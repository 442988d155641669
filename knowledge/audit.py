"""The audit: who wrote what, from where, when and why, each entry chained to the one before.

A person stands in the chain by a mark alone, a salted hash. Who it is stands beside the chain, so
that it can be erased on request, salt included, and every hash still holds.
"""

import hashlib
import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import NamedTuple

from knowledge.attributed import attribution
from knowledge.errors import RecordError
from knowledge.model import Claim, Review

FIRST_HASH = "0" * 64
"""What the first hash of a chain stands on."""

MAX_NAME = 80
"""A name is kept with at most so many characters."""

_SIGNATURE = re.compile(r"([a-z][a-z0-9_-]*):(\S+)(?: (.*))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who writes, by the id that a platform knows them by. `name` is what it shows."""

    platform: str
    id: str
    name: str = ""

    @property
    def signature(self) -> str:
        """This person as reviews, verdicts and decisions keep them: `platform:id name`."""
        return (
            f"{self.platform}:{self.id} {self.name}" if self.name else f"{self.platform}:{self.id}"
        )


def person_of(platform: str, identifier: str, name: str) -> Person:
    """Return a person as they sign: the name in one line, cut short, without half a character."""
    tidy = " ".join(name.split())[:MAX_NAME].rstrip()
    return Person(platform, identifier, tidy.encode("utf-8", "replace").decode())


def signed_by(signature: str) -> Person | None:
    """Return who signed so, or `None` for a name that says no platform and id."""
    match = _SIGNATURE.fullmatch(signature)
    person = Person(match[1], match[2], match[3] or "") if match else None
    return person if person and person.signature == signature else None


@dataclass(frozen=True, slots=True)
class By:
    """Who writes, and from where. Nobody (`person` is `None`) where it was not said, or is erased.

    `channel` is `direct message` for one, since the id of a direct message names a person.
    """

    person: Person | None = None
    platform: str = ""
    workspace: str = ""
    channel: str = ""


class Deed(StrEnum):
    """What was done."""

    ADDED = "claim added"
    EDITED = "claim edited"
    EVIDENCE = "evidence added"
    TAKEN = "claim taken"
    NOTED = "note for the desk"
    RESTRICTED = "claim restricted"
    OPENED = "claim opened"
    REVIEWED = "reviewed"
    JUDGED = "relation judged"
    CITED = "citation"
    DECIDED = "proposal decided"
    TAKEN_IN = "document taken in"
    DESCRIBED = "document described"
    MARKED = "document marked"
    COMPARED = "document compared"
    ASKED = "question kept"
    DROPPED = "question removed"
    TICKET = "ticket"
    ANSWERED = "demand ended"
    MEETING = "meeting"
    SET = "set for a channel"
    ROLE = "role given"
    ERASED = "person erased"


Facts = Mapping[str, str | int | bool | None]


@dataclass(frozen=True, slots=True)
class Note:
    """What is to be noted of one write: only what it changed, *before* and *after*.

    `slug` and `other` are the claims it is about, `about` names anything else (`proposal 12`), and
    `whom` is the person whom it concerns. Nothing here may hold an id of a person but `whom`.
    """

    deed: Deed
    slug: str = ""
    other: str = ""
    about: str = ""
    before: Facts = field(default_factory=dict)
    after: Facts = field(default_factory=dict)
    why: str = ""
    whom: Person | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A note as it was kept: its number in the chain, when, by whom, and its hash.

    `at` never decreases along the chain; `clock` is what the machine's clock said. `who` and `whom`
    are persons in words, `erased person 3` too. `hash` is the SHA-256 of `covered` in UTF-8, which
    begins with the hash before.
    """

    number: int
    at: datetime
    clock: datetime
    deed: str
    by: By
    slug: str = ""
    other: str = ""
    about: str = ""
    before: Facts = field(default_factory=dict)
    after: Facts = field(default_factory=dict)
    why: str = ""
    who: str = ""
    whom: str = ""
    hash: str = ""
    covered: str = ""


@dataclass(frozen=True, slots=True)
class Erased:
    """What erasing a person did: under how many names they were known, and where they stood.

    `entries` counts the audit's entries by or about them. `replaced` says, by kind, how many
    signatures gave way to `erased person N`, `kept` how many could not, since an older chain of
    reviews covers the name itself.
    """

    names: int
    entries: int
    replaced: tuple[tuple[str, int], ...] = ()
    kept: int = 0


class Known(NamedTuple):
    """A person with a mark, and the salt that it was made with."""

    person: Person
    mark: str
    salt: str


def new_known(person: Person) -> Known:
    """Return *person* with a new salt and the mark it gives."""
    salt = secrets.token_hex(16)
    return Known(person, mark_of(person, salt), salt)


def mark_of(person: Person, salt: str) -> str:
    """Return the mark of *person*: SHA-256 over a JSON list of salt, platform, id and name."""
    return _sha256([salt, person.platform, person.id, person.name])


def erased_words(number: int) -> str:
    """Return what stands for an erased person from then on."""
    return f"erased person {number}"


def canonical(facts: Facts) -> str:
    """Return *facts* as JSON in one form alone: keys in order, no spaces, letters as they are."""
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


class Row(NamedTuple):
    """An entry as it is chained: text alone, in the order in which it is hashed."""

    number: int
    at: str
    clock: str
    deed: str
    mark: str
    platform: str
    workspace: str
    channel: str
    slug: str
    other: str
    about: str
    whom_mark: str
    before: str
    after: str
    why: str

    def hash(self, previous: str) -> str:
        """Return the hash of this row, which covers that of the row before."""
        return hashlib.sha256(self.covered(previous).encode()).hexdigest()

    def covered(self, previous: str) -> str:
        """Return what the hash covers: a JSON list of the hash before and every column."""
        return _written([previous, *self])


def next_row(
    note: Note, by: By, marks: tuple[str, str], last: tuple[int, str], clock: datetime
) -> Row:
    """Return the row for *note* after the *last* one (its number and time).

    *marks* are those of who writes and whom it concerns. A clock that has gone back is written
    down, and the time of the row before kept.
    """
    told = clock.astimezone(UTC).isoformat(timespec="milliseconds")
    return Row(
        *(last[0] + 1, max(told, last[1]), told, note.deed.value, marks[0]),
        *(by.platform, by.workspace, by.channel, note.slug, note.other, note.about, marks[1]),
        *(canonical(note.before), canonical(note.after), note.why),
    )


def review_hash(previous: str, slug: str, review: Review, mark: str = "") -> str:
    """Return the hash of *review* of the claim *slug*, which covers the hash of the row before.

    With the *mark* of its reviewer that stands in for the name, so that the name can be erased.
    """
    content = [
        *(previous, slug, review.subject.value, review.rating, review.reason),
        mark or review.reviewer,
        review.at.isoformat(),
    ]
    if review.proposes or review.signs:
        content += [review.proposes, str(review.signs)]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


def facts_of(claim: Claim) -> Facts:
    """Return what the audit keeps of a claim that was put on record."""
    facts: dict[str, str | int | bool | None] = {
        "attribution": attribution(claim),
        "statement": claim.statement,
        "label": claim.label,
        "topic": claim.topic.key,
        "strength": claim.attribution.strength.value,
        "document": claim.document.key,
        "revision": claim.revision,
    }
    if claim.anchor:
        facts |= {"words": claim.anchor.quote.exact, "passage_sha256": claim.anchor.sha256}
    if claim.restricted:
        facts["restricted"] = True
    said = claim.attribution
    if said.accused:
        facts["accused"] = said.accused
    for name, words in (("asked", said.asked), ("answer", said.answer), ("none by", said.none_by)):
        if words:
            facts[name] = words
    if said.legal:
        facts["legal"] = True
    return facts


def differing(before: Facts, after: Facts) -> tuple[Facts, Facts]:
    """Return both without what they have in common."""
    changed = [key for key in (*before, *after) if before.get(key) != after.get(key)]
    return (
        {key: before[key] for key in changed if key in before},
        {key: after[key] for key in changed if key in after},
    )


def head_from(text: str) -> tuple[int, str]:
    """Return the number and hash of a chain's head, written `number:hash`.

    Raises `RecordError` for anything else.
    """
    number, _, digest = text.strip().partition(":")
    if not re.fullmatch(r"[0-9]{1,18}", number) or not re.fullmatch(r"[0-9a-f]{64}", digest):
        raise RecordError(f"“{text[:80]}” is no head of the audit: a number, “:” and a hash")
    return int(number), digest


def _sha256(parts: list[object]) -> str:
    return hashlib.sha256(_written(parts).encode()).hexdigest()


def _written(parts: list[object]) -> str:
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
