"""What watching asks of a store. `ClaimStore` brings it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from knowledge.notices import Spoken
from knowledge.watches import Telling, Watch


class WatchStore(Protocol):
    """Where watches are kept."""

    async def add_watch(self, watch: Watch) -> tuple[Watch, bool]:
        """Keep *watch* and return it with its number, and whether it is new.

        One of the same place and thing takes its cadence, and goes on where it was paused. Raises
        `TooManyWatches` where that place has as many as are kept.
        """

    async def watches_of(self, to: Spoken) -> Sequence[Watch]:
        """Return what a channel, or a person for themselves, watches, oldest first."""

    async def watch(self, number: int) -> Watch | None:
        """Return the watch with that number, if there is one."""

    async def pause_watch(self, number: int, seen: int | None) -> Watch | None:
        """Pause the watch or, with the entry from which on it is told, have it go on."""

    async def drop_watch(self, number: int) -> Watch | None:
        """Remove the watch and return it as it was."""

    async def watched(self, kinds: Collection[str]) -> Sequence[tuple[str, str]]:
        """Return what is watched of these kinds by anybody, paused watches left out, once each."""

    async def watches_on(self, things: Collection[tuple[str, str]]) -> Sequence[Watch]:
        """Return the watches, but for the paused, of these kinds and things, oldest first."""

    async def watches_due(self, at: datetime, limit: int) -> Sequence[Watch]:
        """Return at most *limit* watches whose digest is due by then, the longest due first."""

    async def tell_watches(self, tellings: Sequence[Telling], at: datetime) -> int:
        """Make due to tell each place, and move its watches on, all or none; return how many.

        A place that waits to be told of its watches already is told of both at once.
        """

    async def skip_watches(self, upto: int, due: Mapping[int, datetime]) -> None:
        """Note of watches, by number, that nothing up to *upto* is to be told, and what is due."""
