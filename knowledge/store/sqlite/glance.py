"""Whether something was written, looked up once in each turn of the event loop.

Everything that is asked within one turn came in before it, so one look answers it all. A look lets
go of Python's lock, and whoever does that beside a busy thread waits to get it back.
"""

import asyncio
from collections.abc import Callable


class Glance:
    """Keeps what *look* said until the event loop's next turn; without a loop it keeps nothing."""

    def __init__(self, look: Callable[[], int]) -> None:
        self._look = look
        self._seen: int | None = None

    def __call__(self) -> int:
        """Return what was seen in this turn of the loop, or look."""
        if self._seen is not None:
            return self._seen
        seen = self._look()
        try:
            asyncio.get_running_loop().call_soon(self._forget)
        except RuntimeError:  # no loop runs here
            return seen
        self._seen = seen
        return seen

    def _forget(self) -> None:
        self._seen = None
