"""Documents as the desk has read them: each version with its text, and how taking them in went.

A document's versions make one chain: what stands at one address, and what has the same text.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from knowledge.anchoring import Fate
from knowledge.errors import RecordError
from knowledge.model import Document


@dataclass(frozen=True, slots=True)
class DocumentVersion:
    """One version of a document: what it says of itself, from where, and its text.

    `document.key` names this version and `document.sha256` is the hash of `text`. `origins` pairs
    a detail (outlet, published, …) with where it was found, in words. `previous` is the key of the
    version before this one, `address` the canonical address, both empty where there is none.
    `brought_by` is `platform:id name` and `source` the path or address that it came in from.
    """

    document: Document
    text: str
    retrieved_at: datetime
    title: str = ""
    address: str = ""
    origins: tuple[tuple[str, str], ...] = ()
    modified: str = ""
    media: str = ""
    notes: tuple[str, ...] = ()
    brought_by: str = ""
    source: str = ""
    number: int = 1
    previous: str = ""

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise RecordError("a document without text holds nothing to propose")
        if not self.document.sha256:
            raise RecordError("a document that was read needs the hash of its text")


class Outcome(StrEnum):
    """What taking a document in came to."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What came of taking a document in.

    `document` is the key of the version and `proposals` the numbers of what is newly proposed.
    `repeated` counts what was proposed before of the same document, or dropped, and so is not
    proposed again; `left_out` what was found and not kept, since its words do not stand in the
    text or it breaks a rule of the desk. `also` are the other addresses the same text came from.
    `given` are details that a person newly gave of a text that was known, as they are called, and
    `dated` counts its claims whose dates mean something else by them. `fates` counts how the claims
    on record of older versions fared in a changed text.
    """

    document: str
    number: int
    outcome: Outcome
    proposals: tuple[int, ...] = ()
    repeated: int = 0
    left_out: int = 0
    also: tuple[str, ...] = ()
    version: DocumentVersion | None = None
    given: tuple[str, ...] = ()
    dated: int = 0
    fates: tuple[tuple[Fate, int], ...] = ()


class ItemState(StrEnum):
    """How far a file or page has come."""

    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class IntakeItem:
    """A file or page that was to be taken in, so that a run which was broken off can go on.

    `source` is its path or address and `sha256` the hash of its bytes, empty where none came.
    `failure` is one sentence; `documents` are the keys of the versions that it gave.
    """

    source: str
    sha256: str
    state: ItemState
    run: str
    at: datetime
    failure: str = ""
    documents: tuple[str, ...] = field(default=())
