"""What the audit asks of a store. `ClaimStore` brings it.

Every write that a person causes is noted in the transaction that makes it: both are kept, or
neither. Who writes and from where is said with `knowledge.acting`.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from knowledge.audit import Entry, Erased


class AuditStore(Protocol):
    """Where the audit is kept; it is only ever added to."""

    async def audit(
        self, limit: int, *, slug: str = "", since: datetime | None = None, before: int = 0
    ) -> Sequence[Entry]:
        """Return at most *limit* entries, newest first: of one claim, since then, or all.

        With *before* those with a lower number than that.
        """

    async def audit_after(self, number: int, limit: int) -> Sequence[Entry]:
        """Return at most *limit* entries with a higher number than that, oldest first."""

    async def audit_head(self) -> str:
        """Return the chain's head as `number:hash`, or nothing while there is no entry.

        Noted elsewhere, it later shows whether the chain up to there is still the same.
        """

    async def erase_person(self, platform: str, identifier: str) -> Erased:
        """Erase who the person with that id is, wherever they signed; what they did stays.

        Their saved searches are removed. Asked again, or of a stranger, nothing is erased.
        """
