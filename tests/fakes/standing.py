"""What stands on a fake platform: messages with their edits, replies, and what people were told."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.limits import Limit

Json = dict[str, Any]


@dataclass
class Standing:
    """Messages by channel and id, each with what it said first and every edit.

    `replies` are by the channel and id they stand under, `told` by the person they were written to.
    `threads` are the names of those that were opened, by the channel and id they are under.
    `outside` are channels in which the bot may do nothing, with what the platform answers there.
    `limits` are rate limits by method or route.
    """

    messages: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    replies: defaultdict[tuple[str, str], list[Json]] = field(
        default_factory=lambda: defaultdict(list)
    )
    told: defaultdict[str, list[Json]] = field(default_factory=lambda: defaultdict(list))
    threads: dict[tuple[str, str], str] = field(default_factory=dict)
    outside: dict[str, Any] = field(default_factory=dict)
    limits: dict[str, Limit] = field(default_factory=dict)

    def wait(self, limit: str, key: str, now: float) -> float:
        """Count a call and return 0, or return in how many seconds one may come."""
        found = self.limits.get(limit)
        return found.wait(key, now) if found else 0.0

    def put(self, channel: str, number: str, body: Json) -> None:
        """Have a message stand as *body*, anew or edited."""
        self.messages.setdefault((channel, number), []).append(body)

    def edits(self) -> list[list[Json]]:
        """Return the edits of every message that was edited."""
        return [said[1:] for said in self.messages.values() if len(said) > 1]
