"""Taking documents in from a chat: what the core asks for, done by the reading room and intake."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from knowledge.documents import TakenIn
from knowledge.given import Given

if TYPE_CHECKING:
    from knowledge.intake import Intake
    from knowledge.reading_room import Read, ReadingRoom


class DeskIngesting:
    """Fits `bot.core.ingesting.Ingesting`. Opens nothing, and loads little, before it is asked."""

    def __init__(
        self,
        make_room: "Callable[[], ReadingRoom]",
        make_intake: "Callable[[], Intake]",
        most_bytes: int,
    ) -> None:
        self.most_bytes = most_bytes
        self._make_room = make_room
        self._make_intake = make_intake
        self._room: ReadingRoom | None = None
        self._intake: Intake | None = None

    async def page(self, url: str, details: Given, by: str) -> Sequence[TakenIn]:
        """Take in what stands at *url*."""
        return await self._keep(await self._reading_room().fetch(url, details), by)

    async def file(
        self, data: bytes, name: str, media: str, details: Given, by: str
    ) -> Sequence[TakenIn]:
        """Take in a file."""
        from knowledge.extract.engine import Bytes

        given = Bytes(data, name=name, media=media)
        return await self._keep(await self._reading_room().read(given, details, name), by)

    async def text(self, words: str, details: Given, by: str) -> Sequence[TakenIn]:
        """Take in pasted text, whose source is its address where one is given."""
        from knowledge.extract.engine import Bytes

        # Half a character, as a cut may leave it, is shown as one that cannot be read.
        whole = words.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        given = Bytes(whole.encode(), name="pasted text", media="text/plain; charset=utf-8")
        source = details.url or "pasted text"
        return await self._keep(await self._reading_room().read(given, details, source), by)

    async def close(self) -> None:
        """End the processes and close the connections, if there are any."""
        room, self._room = self._room, None
        if room is not None:
            await room.close()

    async def _keep(self, found: "Sequence[Read]", by: str) -> Sequence[TakenIn]:
        if self._intake is None:
            self._intake = self._make_intake()
        intake = self._intake
        return [
            await intake.take_in(read.reading, read.extracted, by=by, source=read.source)
            for read in found
        ]

    def _reading_room(self) -> "ReadingRoom":
        if self._room is None:
            self._room = self._make_room()
        return self._room
