"""Where documents are read: files, pages and pasted text in, readings with their claims out.

Reading and extracting happen in the pool's processes; pages are fetched, and a language model is
asked, here. Nothing is opened before the first document.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from knowledge.extract.engine import Bytes, Engine
from knowledge.extract.found import Extracted
from knowledge.extract.llm import LanguageModelFailed, Proposer, Suggested
from knowledge.extract.pool import Pool
from knowledge.given import Given
from knowledge.readers.reading import Reading

if TYPE_CHECKING:
    from knowledge.readers.fetching import Fetcher


@dataclass(frozen=True, slots=True)
class Read:
    """A document as read, what was found in it, and the path or address that it came from."""

    reading: Reading
    extracted: Extracted
    source: str


class ReadingRoom:
    """Reads documents, several at once. Close it after the last one."""

    def __init__(
        self,
        engine: Engine,
        pool: Pool,
        fetcher: "Callable[[], Fetcher]",
        proposer: Proposer | None = None,
        zone: str = "",
    ) -> None:
        """Read with *engine* in *pool*; *zone* is the newsroom's, for stamps in UTC."""
        self._engine = engine
        self._pool = pool
        self._make_fetcher = fetcher
        self._fetcher: Fetcher | None = None
        self._proposer = proposer
        self._zone = zone

    @property
    def at_once(self) -> int:
        """How many documents can be read at once."""
        return self._pool.workers

    async def read(
        self, given: Bytes, details: Given | None = None, source: str = ""
    ) -> tuple[Read, ...]:
        """Return what a file holds: one document, or several for a feed or a web archive.

        *details* are what a person said of it. Raises `Unreadable` with words for a person.
        """
        given = replace(given, zone=given.zone or self._zone)
        name = source or given.url or given.name or "The text"
        said = details or Given()
        proposer = self._proposer
        if proposer is None:
            found = await self._pool.run(name, self._engine.read_and_extract, given, said)
            return tuple(Read(reading, extracted, name) for reading, extracted in found)
        readings = await self._pool.run(name, self._engine.read, given, said)
        return tuple([await self._extracted(reading, name, proposer) for reading in readings])

    async def fetch(self, url: str, details: Given | None = None) -> tuple[Read, ...]:
        """Return what stands at an address. Raises `Unreadable` with words for a person."""
        return await self.read(await self.bytes_at(url), details, url)

    async def bytes_at(self, url: str) -> Bytes:
        """Return the page at *url*, unread. Raises `Unreadable` with words for a person."""
        if self._fetcher is None:
            self._fetcher = self._make_fetcher()
        page = await self._fetcher.fetch(url)
        return Bytes(page.data, media=page.media, url=page.final_url)

    async def _extracted(self, reading: Reading, name: str, proposer: Proposer) -> Read:
        notes: tuple[str, ...] = ()
        try:
            suggested = await proposer.propose(reading.text, reading.paragraphs)
        except LanguageModelFailed as error:
            suggested, notes = Suggested(), (str(error),)
        extracted = await self._pool.run(
            name,
            self._engine.extract_from,
            reading,
            suggested.attributions,
        )
        said = (*extracted.notes, *suggested.notes, *notes)
        return Read(reading, replace(extracted, notes=said), name)

    async def close(self) -> None:
        """End the processes and close the connections."""
        if self._fetcher is not None:
            await self._fetcher.close()
        await self._pool.close()
