"""What the desk asks of a store, in its own words. No SQL, no cursor, no transaction shows here."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from knowledge.model import Change, Claim, Claimant, Name, Question, Record, Review, TopicCount


class ClaimStore(Protocol):
    """Where claims are kept.

    Reads raise `StoreTooSlow` past their deadline, and every method raises the `StoreError` that
    fits. Lists come in a promised order, the same on every backend: by relevance class, then by the
    document's date, newest first and undated last, then by slug.
    """

    def version(self) -> int:
        """Return a number that differs whenever the store has changed, by us or by another process.

        Cheap enough to ask before every answer: a few microseconds, without waiting.
        """

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
