"""What became of a claim in a later version of its document, as it is kept."""

from dataclasses import dataclass
from datetime import datetime

from knowledge.anchoring import Finding
from knowledge.model import DocumentState


@dataclass(frozen=True, slots=True)
class KeptFinding:
    """What was found of the claim called *slug* in the version with the key *version*, and when.

    A finding changes no claim: the anchor stays that of the version the claim was taken from.
    """

    slug: str
    version: str
    finding: Finding
    at: datetime


@dataclass(frozen=True, slots=True)
class Marked:
    """A document whose state was changed: as it was, as it is, and the claims it concerns."""

    key: str
    before: DocumentState
    after: DocumentState
    slugs: tuple[str, ...] = ()
