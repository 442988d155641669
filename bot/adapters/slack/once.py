"""Remembering what was seen already, for as long as Slack may deliver it again."""

import time
from collections import OrderedDict
from collections.abc import Callable, Sequence

KEEP_SECONDS = 900.0
"""Slack delivers an event again for about six minutes; we remember it for fifteen."""

_MAX_KEPT = 20_000


class Once:
    """Says whether a thing comes for the first time, within a bounded memory."""

    def __init__(
        self,
        seconds: float = KEEP_SECONDS,
        most: int = _MAX_KEPT,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._seconds = seconds
        self._most = most
        self._clock = clock
        self._seen: OrderedDict[tuple[str, ...], float] = OrderedDict()

    def first(self, keys: Sequence[tuple[str, ...]]) -> bool:
        """Say whether none of *keys* was seen lately, and remember all of them."""
        now = self._clock()
        while self._seen and next(iter(self._seen.values())) < now - self._seconds:
            self._seen.popitem(last=False)
        known = any(key in self._seen for key in keys)
        for key in keys:
            self._seen.setdefault(key, now)
        while len(self._seen) > self._most:
            self._seen.popitem(last=False)
        return not known
