"""What roles and reviewing ask of a store. `ClaimStore` brings both."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from knowledge.amending import Amended, Amendment, Revision, Seen, Work
from knowledge.roles import Holder, Role


class RoleStore(Protocol):
    """Where it is kept who has which role."""

    async def holders(self) -> Sequence[Holder]:
        """Return everybody who was given a role, by platform and id."""

    async def put_holder(self, holder: Holder, role: Role | None) -> Holder | None:
        """Have *holder* hold *role*, or none, and return what they held before."""


class AmendmentStore(Protocol):
    """Where people change what is on record. Unknown slugs raise `RecordError`."""

    async def amend(self, slug: str, amendment: Amendment, seen: Seen) -> Amended:
        """Make *amendment* to the claim called *slug* if it is as *seen*; all of it or none.

        Of two who saw the same the second gets the claim back as the first has left it. Of a new
        revision, label, statement, topic, note and what the accused were asked may differ.
        """

    async def revisions(self, slug: str) -> Sequence[Revision]:
        """Return the claim called *slug* as it was before each edit, oldest first."""

    async def add_work(self, slug: str, work: Work) -> None:
        """Keep *work* on the claim called *slug*."""

    async def work_on(self, slug: str) -> Sequence[Work]:
        """Return the work on the claim called *slug*, oldest first."""

    async def keep_draft(self, by: str, at: datetime, fields: dict[str, str]) -> int:
        """Keep what *by* filled in, in place of what they had, and return its number."""

    async def draft(self, number: int, by: str) -> dict[str, str] | None:
        """Return what *by* filled in under that number, while it is kept."""

    async def drop_draft(self, by: str) -> None:
        """Remove what *by* filled in."""
