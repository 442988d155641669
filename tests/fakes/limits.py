"""A platform's rate limit: so many calls in so many seconds, each key counted by itself."""

from collections import defaultdict, deque
from dataclasses import dataclass, field


@dataclass
class Limit:
    """At most *calls* of one key in any *seconds*; `refused` counts those that came too soon."""

    calls: int
    seconds: float
    refused: int = 0
    _taken: defaultdict[str, deque[float]] = field(default_factory=lambda: defaultdict(deque))

    def wait(self, key: str, now: float) -> float:
        """Count a call at *now* and return 0, or return the seconds until one may come."""
        taken = self._taken[key]
        while taken and taken[0] <= now - self.seconds:
            taken.popleft()
        if len(taken) >= self.calls:
            self.refused += 1
            return taken[0] + self.seconds - now
        taken.append(now)
        return 0.0
