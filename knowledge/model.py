"""What is on record, as values.

Names follow the field's usage: a *document* says something; a *claim* is one checkable statement
found at one place in one document; the *attribution* says who makes it, how, and how strongly.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from knowledge.citations import Citation, Tie
from knowledge.errors import RecordError
from knowledge.partial_date import PartialDate
from knowledge.relations import Relation
from knowledge.vocabulary import (
    UNKNOWN_STATUS,
    ClaimantKind,
    ClaimRating,
    DocumentKind,
    DocumentState,
    QuotationRating,
    Stance,
    Strength,
    Subject,
    Voice,
)
from knowledge.written import MAX_QUOTED_WORDS, Anchor, DateMention, Figure, Quote, Span

if TYPE_CHECKING:
    from knowledge.fates import KeptFinding

__all__ = [
    "MAX_QUOTED_WORDS",
    "UNKNOWN_STATUS",
    "Anchor",
    "Attribution",
    "Change",
    "Claim",
    "ClaimRating",
    "Claimant",
    "ClaimantKind",
    "DateMention",
    "Document",
    "DocumentKind",
    "DocumentState",
    "Evidence",
    "Figure",
    "Link",
    "Maker",
    "Name",
    "PartialDate",
    "Question",
    "QuotationRating",
    "Quote",
    "Record",
    "Review",
    "Span",
    "Stance",
    "Strength",
    "Subject",
    "Topic",
    "TopicCount",
    "Voice",
]


@dataclass(frozen=True, slots=True)
class Claimant:
    """Someone who says things: a person, an organisation, a group or an outlet.

    `key` is a stable slug; `aliases` are other names for the same source.
    """

    key: str
    name: str
    kind: ClaimantKind
    aliases: tuple[str, ...] = ()
    about: str = ""


@dataclass(frozen=True, slots=True)
class Maker:
    """A claimant as one claim names them: `written` is the document's own spelling."""

    claimant: Claimant
    written: str = ""


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says it, with which cue, in whose words, how strongly.

    `relays` names in words whose statement the claimants pass on, if they do. `accuser_named` is
    `False` for an accusation whose maker the document leaves out, and `None` where nobody is
    accused. `accused` and what follows belong to allegations: when the accused were `asked` for
    comment, their `answer`, or the time by which there was `none_by`; and whether the claim is
    flagged `legal`, for a lawyer to look at before it is used.
    """

    voice: Voice
    strength: Strength
    makers: tuple[Maker, ...] = ()
    cue: str = ""
    hedge: str = ""
    relays: str = ""
    accuser_named: bool | None = None
    accused: str = ""
    answer: str = ""
    asked: str = ""
    none_by: str = ""
    legal: bool = False

    def __post_init__(self) -> None:
        if self.voice is not Voice.OUTLET and not self.makers:
            raise RecordError("words that are not the outlet's own need a claimant")
        if self.strength is Strength.ALLEGED and self.accuser_named is None:
            raise RecordError("an allegation must say whether its maker is named")

    @property
    def replied(self) -> bool:
        """Whether the accused party's reply is on record, or that there was none and until when."""
        return bool(self.answer or self.none_by)


@dataclass(frozen=True, slots=True)
class Document:
    """One version of an article, release, transcript or page.

    `published_from` says in words where the date comes from, and `details_from` where outlet and
    byline come from when the text does not name them. `sha256` is the hash of the normalised text
    where the desk has read the text itself.
    """

    key: str
    outlet: Claimant
    url: str
    kind: DocumentKind = DocumentKind.REPORT
    state: DocumentState = DocumentState.CURRENT
    byline: str = ""
    section: str = ""
    language: str = "en"
    published: PartialDate | None = None
    published_from: str = ""
    details_from: str = ""
    sha256: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Topic:
    """What a group of claims is about. The label names the matter and asserts nothing."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """Something that supports, disputes or explains a claim, and who added it when."""

    stance: Stance
    what: str
    url: str
    source: str
    added_by: str
    added_at: datetime


@dataclass(frozen=True, slots=True)
class Review:
    """One person's judgement of a quotation or a claim. Reviews are only ever added.

    `proposes` is a rating that waits for a second person's signature. `signs` is the number, from 1
    among the claim's reviews of the same subject, of the review that this one signs off. One that
    signs with the rating `Checking` takes a withdrawal back.
    """

    subject: Subject
    rating: str
    reason: str
    reviewer: str
    at: datetime
    proposes: str = ""
    signs: int = 0

    @property
    def takes_back(self) -> bool:
        """Whether it takes a withdrawal back; it judges nothing then."""
        return bool(self.signs) and self.rating == ClaimRating.CHECKING


@dataclass(frozen=True, slots=True)
class Claim:
    """One checkable statement at one place in one document.

    `statement` is in the desk's own words and names its claimant or outlet, so that it can stand
    alone without becoming a fact. Raises `RecordError` when it does not. A `restricted` claim is
    shown only to those who may see it; lists count it and say no more.
    """

    slug: str
    label: str
    statement: str
    topic: Topic
    document: Document
    attribution: Attribution
    anchor: Anchor | None = None
    quotes: tuple[Quote, ...] = ()
    figures: tuple[Figure, ...] = ()
    dates: tuple[DateMention, ...] = ()
    places: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    note: str = ""
    restricted: bool = False
    revision: int = 1
    evidence: tuple[Evidence, ...] = ()
    reviews: tuple[Review, ...] = ()

    def __post_init__(self) -> None:
        if not any(name and name in self.statement for name in self.owners()):
            raise RecordError(f"{self.slug}: the statement does not say who says it")

    def people(self) -> tuple[Claimant, ...]:
        """Return this claim's claimants and its outlet."""
        return *(maker.claimant for maker in self.attribution.makers), self.document.outlet

    def owners(self) -> tuple[str, ...]:
        """Return every name by which this claim's claimants or outlet may be called."""
        names = [m.written for m in self.attribution.makers]
        for claimant in self.people():
            names += [claimant.name, *claimant.aliases]
        return tuple(names)

    @property
    def alleged(self) -> bool:
        """Whether somebody is accused here, so that the accused party's answer must be shown."""
        return self.attribution.strength is Strength.ALLEGED


@dataclass(frozen=True, slots=True)
class Link:
    """A confirmed relation as one of its claims sees it: the relation, and the other claim."""

    relation: Relation
    claim: Claim


@dataclass(frozen=True, slots=True, eq=False)
class Record:
    """One reading of a claim with what else is on record about the same thing, newest first.

    `links` are the relations of the claim that people have confirmed, oldest first. `withheld`
    counts the claims among both that whoever asks may not see. `fared` is what became of its words
    in the newest version of its document, where there is one since.

    `same` are those that people joined with it as the same claim, over others too, by `ties`, and
    `citations` what is cited in the documents of all of these: see `knowledge.origins`.

    Compared by identity: the desk hands out the same reading until the store changes, so that what
    is made of it can be kept with it.
    """

    claim: Claim
    others: tuple[Claim, ...] = ()
    links: tuple[Link, ...] = ()
    withheld: int = 0
    fared: "KeptFinding | None" = None
    same: tuple[Claim, ...] = ()
    ties: tuple[Tie, ...] = ()
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Name:
    """What the index of names keeps of a claim."""

    slug: str
    label: str
    owner: str
    aliases: tuple[str, ...] = ()
    withdrawn: bool = False
    changed: int = 0


@dataclass(frozen=True, slots=True)
class TopicCount:
    """A topic and how many claims are on record under it."""

    topic: Topic
    claims: int


@dataclass(frozen=True, slots=True)
class Change:
    """Something that happened to a claim: when, what, and the claim as it is now."""

    at: datetime
    what: str
    claim: Claim


@dataclass(frozen=True, slots=True)
class Question:
    """A question that found nothing, kept because its asker said so."""

    words: str
    asked_by: str
    platform: str
    channel: str
    at: datetime
