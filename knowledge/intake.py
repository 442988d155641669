"""Taking a document in: version, text, what it cites and what is proposed, in one transaction.

Nothing of the document is on record yet. A person accepts what is proposed (`knowledge.queue`).
"""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import structlog

from knowledge.addresses import canonical
from knowledge.alike import alike
from knowledge.anchoring import Fate
from knowledge.documents import IntakeItem, TakenIn
from knowledge.drafting import Drafted, drafted
from knowledge.extract.found import Extracted
from knowledge.found_citations import citations_found
from knowledge.given import Given
from knowledge.match.model import Matcher
from knowledge.ports import ClaimStore
from knowledge.proposals import Draft
from knowledge.readers.reading import Reading
from knowledge.versions import Versions

log = structlog.stdlib.get_logger(__name__)

MAX_NEAREST = 3
"""So many claims on record are kept beside a proposal as saying much the same."""

_MAX_COMPARED = 10
"""Of one document so many are compared with what is on record: the others are, once looked at."""


class Intake:
    """The door through which documents come in. Use it over the whole store, not a screened one."""

    def __init__(self, store: ClaimStore, matcher: Matcher | None = None) -> None:
        self._store = store
        self._matcher = matcher

    async def take_in(
        self, reading: Reading, extracted: Extracted, *, by: str, source: str
    ) -> TakenIn:
        """Keep *reading* and propose what was *extracted* from it; doing it again changes nothing.

        *by* is who brings it in (`platform:id name`), *source* the path or address it comes from.
        What is found and does not stand in the text is not kept, and is logged. Raises
        `RecordError` for a reading without text, and the `StoreError` that fits.
        """
        at = datetime.now(UTC).replace(microsecond=0)
        made = await asyncio.to_thread(drafted, reading, extracted, by=by, source=source, at=at)
        for rule, sentence in made.left_out:
            log.warning("not proposed", source=source, rule=rule, reason=sentence)
        drafts = await self._compared(made)
        outlets = await self._store.outlet_names()
        cited = await asyncio.to_thread(citations_found, reading, made.version, outlets)
        taken = await self._store.take_in(made.version, drafts, cited)
        return replace(taken, left_out=len(made.left_out), fates=await self._fates(taken))

    async def item(self, source: str, sha256: str) -> IntakeItem | None:
        """Return what became of the file or page *source* with those bytes, if it was tried."""
        return await self._store.intake_item(source, sha256)

    async def holds(self, item: IntakeItem, details: Given) -> bool:
        """Say whether every document of *item* is kept with those *details* already."""
        there = await self._store.versions_at(canonical(details.url)) if details.url else ()
        keys = {version.document.key for version in there}
        for key in item.documents:
            version = await self._store.version_of(key)
            if version is None or not details.stands_in(version):
                return False
            if details.url and key not in keys:
                return False
        return True

    async def note(self, item: IntakeItem) -> None:
        """Keep how far a file or page has come."""
        await self._store.keep_item(item)

    async def items(self, run: str) -> Sequence[IntakeItem]:
        """Return the items of that run in the order in which they were kept."""
        return await self._store.intake_items(run)

    async def _fates(self, taken: TakenIn) -> tuple[tuple[Fate, int], ...]:
        """Look for the claims of older versions in what was taken in; none of them is changed."""
        version = taken.version
        if version is None or not version.previous:
            return ()
        compared = await Versions(self._store).compare(version)
        counts = [(fate, compared.count(fate)) for fate in Fate]
        return tuple((fate, count) for fate, count in counts if count)

    async def _compared(self, made: Drafted) -> Sequence[Draft]:
        """Return the drafts with the claims on record that say much the same."""
        drafts = list(made.drafts)
        if self._matcher is None:
            return drafts
        worthiest = sorted(range(len(drafts)), key=lambda place: -drafts[place].worth)
        for place in worthiest[:_MAX_COMPARED]:
            nearest = await alike(self._matcher, drafts[place].claim, MAX_NEAREST)
            drafts[place] = replace(drafts[place], nearest=nearest)
        return drafts
