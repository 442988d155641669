"""The words that a record may use for what things are, how they are said and how they stand."""

from enum import StrEnum


class Voice(StrEnum):
    """Whose words they are."""

    OUTLET = "outlet"
    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


class Strength(StrEnum):
    """How strongly it is said."""

    STATED = "stated"
    ALLEGED = "alleged"
    DENIED = "denied"
    ESTIMATED = "estimated"
    PREDICTED = "predicted"
    CONDITIONAL = "conditional"


class ClaimantKind(StrEnum):
    """What a claimant is."""

    PERSON = "person"
    ORGANISATION = "organisation"
    GROUP = "group"
    OUTLET = "outlet"


class DocumentKind(StrEnum):
    """What a document is."""

    REPORT = "report"
    OPINION = "opinion"
    ANALYSIS = "analysis"
    RELEASE = "release"
    TRANSCRIPT = "transcript"
    DATA = "data"
    REFERENCE = "reference"


class DocumentState(StrEnum):
    """What its outlet has done to it since."""

    CURRENT = "current"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"


class Stance(StrEnum):
    """What evidence does to a claim."""

    SUPPORTS = "supports"
    DISPUTES = "disputes"
    CONTEXT = "gives context"


class Subject(StrEnum):
    """What a review judges; the two histories are never merged."""

    QUOTATION = "quotation"
    CLAIM = "claim"


class QuotationRating(StrEnum):
    """Do these words stand in the source?"""

    NOT_CHECKED = "Not checked"
    CONFIRMED = "Confirmed"
    CHANGED = "Changed in source"
    NOT_FOUND = "Not found in source"


class ClaimRating(StrEnum):
    """Does it hold?"""

    NOT_CHECKED = "Not checked"
    CHECKING = "Checking"
    SUPPORTED = "Supported by evidence"
    DISPUTED = "Disputed"
    CONTRADICTED = "Contradicted by evidence"
    CANNOT_BE_ESTABLISHED = "Cannot be established"
    OUTDATED = "Outdated"
    ON_HOLD = "On hold"
    WITHDRAWN = "Withdrawn"


UNKNOWN_STATUS = "Status unknown"

RESTRICTED = "Restricted"
OPENED = "No longer restricted"
"""What the list of changes says of a claim that became restricted, and of one opened again."""
