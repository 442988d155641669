"""What takes documents in, without a parser: the report that the tests know, over a real intake."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from knowledge.documents import TakenIn
from knowledge.errors import AddressRefused, Unreadable
from knowledge.extract.found import Extracted
from knowledge.given import Given
from knowledge.intake import Intake
from knowledge.ports import ClaimStore
from knowledge.readers.reading import Reading
from tests.knowledge.proposing import REPORT, extracted, reading


class ReportIngesting:
    """Fits `bot.core.ingesting.Ingesting`. Knows one page, and files that hold its text."""

    most_bytes = 20_000_000

    def __init__(self, store: ClaimStore) -> None:
        self._intake = Intake(store)
        self.asked: list[tuple[str, str]] = []
        self.gate = asyncio.Event()
        self.gate.set()

    async def page(self, url: str, details: Given, by: str) -> Sequence[TakenIn]:
        """Take the report in for any page but one on a private address."""
        await self._note("page", url)
        if "127.0.0.1" in url or "localhost" in url:
            raise AddressRefused(f"{url} lies inside a network.", "Paste the text instead.")
        return [await self._keep(reading(REPORT, url), details, by, url)]

    async def file(
        self, data: bytes, name: str, media: str, details: Given, by: str
    ) -> Sequence[TakenIn]:
        """Take a file in whose text is the report or any other text."""
        await self._note("file", name)
        if b"\x00" in data:
            raise Unreadable(f"{name} is no text that can be read.", "Save it as text or PDF.")
        found = reading(data.decode(), "", "")
        return [await self._keep(found, details, by, name)]

    async def text(self, words: str, details: Given, by: str) -> Sequence[TakenIn]:
        """Take pasted text in."""
        await self._note("text", words)
        return [await self._keep(reading(words, "", ""), details, by, "pasted text")]

    async def _note(self, kind: str, what: str) -> None:
        self.asked.append((kind, what))
        await self.gate.wait()

    async def _keep(self, found: Reading, details: Given, by: str, source: str) -> TakenIn:
        known = found.text.strip() == REPORT.strip()
        found = replace(found, text=REPORT) if known else found
        claims = extracted() if known else Extracted()
        return await self._intake.take_in(details.over(found), claims, by=by, source=source)
