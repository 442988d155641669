"""What the desk asks of a store, in its own words. No SQL, no cursor, no transaction shows here."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from knowledge.answer_ports import AnswerStore
from knowledge.audit_ports import AuditStore
from knowledge.brief_ports import BriefStore
from knowledge.citation_ports import CitationStore
from knowledge.demand_ports import DemandStore
from knowledge.fate_ports import FateStore
from knowledge.filters import Filters
from knowledge.match.embedding import Vector
from knowledge.match.model import Candidate
from knowledge.meeting_ports import MeetingStore
from knowledge.model import Change, Claim, Claimant, Name, Question, Record, Review, TopicCount
from knowledge.notice_ports import NoticeStore
from knowledge.reading_ports import DocumentStore, ProposalStore
from knowledge.relations import Judged, Proposal, Relation, Verdict
from knowledge.reviewing_ports import AmendmentStore, RoleStore
from knowledge.searches import SavedSearch
from knowledge.sources import Entry
from knowledge.talk_ports import TalkStore
from knowledge.ticket_ports import TicketStore
from knowledge.touched import Mark
from knowledge.watch_ports import WatchStore


class RelationStore(Protocol):
    """Where relations between claims are kept, with every verdict that people gave.

    A symmetric kind is kept once for both directions. Unknown slugs raise `RecordError`.
    """

    async def suggest(self, proposals: Sequence[Proposal], at: datetime) -> Sequence[Relation]:
        """Keep those of *proposals* whose pair and kind is new, and return them.

        What is kept already in either direction, refused above all, is not suggested again.
        """

    async def relation(self, number: int) -> Relation | None:
        """Return the relation with that number, if there is one."""

    async def relations_of(self, slug: str) -> Sequence[Relation]:
        """Return every relation of the claim called *slug*, however it stands, oldest first."""

    async def confirmed_among(self, slugs: Sequence[str]) -> Sequence[Relation]:
        """Return the confirmed relations whose claims are both called one of *slugs*."""

    async def judge(self, number: int, verdict: Verdict) -> Judged | None:
        """Add *verdict* to that relation, or nothing where it stands so or cannot stand so.

        Two claims cannot both repeat, answer or replace each other: while one direction is
        confirmed, the other is not. Returns `None` for an unknown number.
        """

    async def relate(self, proposal: Proposal, verdict: Verdict) -> Judged:
        """Put a person's own relation on record with its *verdict*, as `judge` would."""


class SourceStore(Protocol):
    """What lays out a source's claims without reading them whole."""

    async def entries(self, slugs: Sequence[str]) -> Sequence[Entry]:
        """Return the claims called *slugs* as entries, in that order, leaving out the unknown."""

    async def naming(
        self, claimant: str, names: Sequence[str], longer: Sequence[str] = ()
    ) -> Sequence[str]:
        """Return the slugs of others' claims that name the claimant with that key.

        A claim does where one of *names* stands as whole words, outside the *longer* names, in its
        accused party, statement, label or places. What the claimant says itself or prints as an
        outlet is left out.
        """


class VectorStore(Protocol):
    """Where the vectors of claims are kept: what a model made of a claim's text.

    A vector counts only as long as the claim's text is the one that it was made from.
    """

    async def vectors(self, model: str, slugs: Sequence[str]) -> Sequence[tuple[str, bytes]]:
        """Return the vectors that *model* made for *slugs*, leaving out those of a former text."""

    async def due(self, model: str, after: str, limit: int) -> Sequence[tuple[str, str]]:
        """Return the next slugs past *after* that want a vector of *model*, with their texts."""

    async def keep_vectors(self, model: str, vectors: Sequence[Vector]) -> None:
        """Keep *vectors* made by *model*, in place of those there; all or none."""

    async def drop_vectors(self, *, but: str) -> int:
        """Remove the vectors of every model *but* this one and return how many there were."""


class FilterStore(Protocol):
    """What narrows a list."""

    async def filtered(
        self, filters: Filters, among: Collection[str] | None = None
    ) -> Sequence[str]:
        """Return the slugs of the claims that pass *filters*, out of *among* where it is given."""

    async def undated(
        self, filters: Filters, among: Collection[str] | None = None
    ) -> Sequence[str]:
        """Return the slugs that pass *filters* but for a date that is missing or too coarse."""


class RestrictionStore(Protocol):
    """Which claims not everybody may see."""

    async def restrict(self, slug: str, *, restricted: bool) -> bool:
        """Restrict the claim called *slug*, or open it again; say whether that changed anything.

        A change is a new revision of the claim. Raises `RecordError` for an unknown slug.
        """

    async def ever_restricted(self, since: int = 0) -> Sequence[tuple[int, Claim]]:
        """Return the claims that are or once were restricted and changed after *since*.

        Each comes with when it changed (a `Name.changed`), oldest first. Takes no longer for the
        claims that never were.
        """

    async def restricted_names(self) -> Sequence[tuple[str, str]]:
        """Return the names that only restricted claims bring, each after its claimant's key.

        A claim brings the names and aliases that its claimants and its outlet had when it was put
        on record.
        """


class SearchStore(Protocol):
    """Where people's saved searches are kept; nobody's are told to anybody else."""

    async def save_search(self, search: SavedSearch) -> SavedSearch | None:
        """Keep *search* and return the one of that name that it replaces, if there was one.

        Raises `TooManySearches` when its owner has as many as one person may keep.
        """

    async def searches(self, platform: str, owner: str) -> Sequence[SavedSearch]:
        """Return what that person saved, by name."""

    async def drop_search(self, platform: str, owner: str, number: int) -> bool:
        """Remove that person's search with that number; say whether there was one."""


class WordStore(Protocol):
    """The index of words. Words and stems are those of `knowledge.match.normal` and `.porter`."""

    async def word_counts(self, stems: Collection[str]) -> tuple[int, Mapping[str, int]]:
        """Return how many claims there are, and how many have each of *stems*, if any has."""

    async def words_starting(self, prefix: str) -> Sequence[tuple[str, int]]:
        """Return the stems that start with *prefix* and how many claims have each, in order."""

    async def rank(
        self, words: Sequence[str], limit: int, among: Collection[str] | None = None
    ) -> Sequence[Candidate]:
        """Return at most *limit* claims with any of *words*, best BM25 first, then as they came.

        *among* limits the search to those slugs, not the counts that the score is made from.
        """


class ClaimStore(
    WordStore,
    FilterStore,
    RestrictionStore,
    SearchStore,
    VectorStore,
    RelationStore,
    CitationStore,
    SourceStore,
    DocumentStore,
    ProposalStore,
    AuditStore,
    FateStore,
    AnswerStore,
    NoticeStore,
    RoleStore,
    AmendmentStore,
    TalkStore,
    TicketStore,
    DemandStore,
    WatchStore,
    BriefStore,
    MeetingStore,
    Protocol,
):
    """Where claims are kept.

    Reads raise `StoreTooSlow` past their deadline, and every method raises the `StoreError` that
    fits. Lists come in a promised order, the same on every backend: by relevance class, then by the
    document's date, newest first and undated last, then by slug.
    """

    def version(self) -> int:
        """Return a number that differs whenever what is on record has changed, by whomever.

        Cheap enough to ask before every answer: a few microseconds, without waiting. What no answer
        is made of, such as a document taken in, need not move it.
        """

    def touched(self, since: int) -> frozenset[Mark] | None:
        """Return what writes by whomever touched after version *since*; as cheap.

        `None` where that is not known, so that all may have been: it is too long ago, or something
        did not say what it touched. More than was touched may be told, never less.
        """

    def writes(self) -> int:
        """Return a number that differs after any write, by us or by another process; as cheap."""

    async def names(self, since: int = 0) -> Sequence[Name]:
        """Return the names of the claims changed after *since* (a `Name.changed`), oldest first."""

    async def record(self, slug: str) -> Record | None:
        """Return the claim called *slug* with the others about the same thing, if there is one."""

    async def claims(self, slugs: Sequence[str]) -> Sequence[Claim]:
        """Return the claims called *slugs*, in that order, leaving out the unknown."""

    async def search(self, terms: Sequence[str], limit: int) -> Sequence[tuple[str, int]]:
        """Return the slugs that best match any of *terms*, and how many of them each matches."""

    async def topics(self) -> Sequence[TopicCount]:
        """Return the topics with their counts, largest first, then by label."""

    async def in_topic(self, topic: str) -> Sequence[str]:
        """Return the slugs under the topic with that key."""

    async def claimants(self) -> Sequence[Claimant]:
        """Return everyone who is on record, by name."""

    async def said_by(self, claimant: str) -> Sequence[str]:
        """Return the slugs of what the claimant with that key is on record saying."""

    async def reported_by(self, outlet: str) -> Sequence[str]:
        """Return the slugs of what the outlet with that key reports others as saying."""

    async def changes(self, limit: int) -> Sequence[Change]:
        """Return what happened last, newest first."""

    async def add(self, claims: Iterable[Claim], related: Iterable[tuple[str, str]] = ()) -> int:
        """Put *claims* on record, skip slugs already there, and return how many are new.

        *related* pairs slugs of claims about the same thing; either order, said once.
        """

    async def review(self, slug: str, review: Review) -> None:
        """Add *review* to the claim's history. Raises `RecordError` for an unknown slug."""

    async def ask(self, question: Question) -> int:
        """Keep *question* for the desk and return its number."""

    async def questions(self) -> Sequence[tuple[int, Question]]:
        """Return the questions kept so far with their numbers, oldest first."""

    async def drop_question(self, number: int) -> bool:
        """Remove the question with that number for good; say whether there was one."""

    async def kept(self, name: str) -> str | None:
        """Return the small fact kept under *name*."""

    async def keep(self, name: str, value: str) -> None:
        """Keep a small fact, such as the hash of the commands a platform was last given."""

    async def close(self) -> None:
        """Finish the writes under way and close; safe to call twice."""
