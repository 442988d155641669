"""Keeping within a platform's limits, and learning them where it says that we do not."""

import time
from collections.abc import Callable, Mapping

from bot.core.adapter import Fate, Reached

_SLOWER = 1.5
_SLOWEST = 8.0
_FASTER = 0.97


class Pacer:
    """Hands out moments to each limit, so many seconds apart.

    *speed* is how fast to go against what the limits say: 2 is twice as fast. A limit that the
    platform says was broken is kept wider apart from then on, and comes back little by little.
    """

    def __init__(self, speed: float = 1.0, clock: Callable[[], float] = time.monotonic) -> None:
        self._speed = speed
        self._clock = clock
        self._next: dict[str, float] = {}
        self._factor: dict[str, float] = {}

    def wait(self, paces: Mapping[str, float]) -> float:
        """Return in how many seconds the next moment for all of *paces* is; takes none."""
        now = self._clock()
        return max(0.0, *(self._next.get(limit, now) - now for limit in paces), 0.0)

    def take(self, paces: Mapping[str, float]) -> float:
        """Take the next moment for all of *paces* and return in how many seconds it is."""
        wait = self.wait(paces)
        at = self._clock() + wait
        for limit, apart in paces.items():
            self._next[limit] = at + apart * self._factor.get(limit, 1.0) / self._speed
        return wait

    def learn(self, paces: Mapping[str, float], reached: Reached) -> None:
        """Go slower, or after a while faster, by what became of one attempt."""
        if reached.fate is Fate.LATER and reached.seconds:
            self.blocked(paces, reached.seconds)
        elif reached.fate is Fate.DONE:
            self.went_well(paces)

    def blocked(self, paces: Mapping[str, float], seconds: float) -> None:
        """Note that the platform has us wait *seconds*: nothing before then, and slower after."""
        until = self._clock() + seconds
        for limit in paces:
            self._next[limit] = max(self._next.get(limit, until), until)
            self._factor[limit] = min(self._factor.get(limit, 1.0) * _SLOWER, _SLOWEST)

    def went_well(self, paces: Mapping[str, float]) -> None:
        """Note that the platform took it: a limit that was kept wider comes a little closer."""
        for limit in paces:
            if self._factor.get(limit, 1.0) > 1.0:
                self._factor[limit] = max(1.0, self._factor[limit] * _FASTER)
