"""A store as those see it who may not see restricted claims.

Whatever a store's reads return is gone through, so that a question which is added to the store
later is screened without anybody thinking of it: a restricted claim, and whatever hangs on its
slug, is left out. What is not a read of the store's (a file, a connection) cannot be reached.
"""

import asyncio
import inspect
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar, cast

from knowledge.match.model import Hit, Matcher
from knowledge.model import Claim, Claimant, Record, TopicCount
from knowledge.ports import ClaimStore
from knowledge.text import folded

T = TypeVar("T")

_GONE = object()
_SLUG_FIELDS = frozenset({"slug", "claim", "other", "earlier", "later"})
"""The fields of values in which a claim is named by its slug."""


class Screened(list[T]):
    """A list from which `withheld` restricted items were left out; `held` is for matchers."""

    withheld: int = 0
    held: tuple[str, ...] = ()


def withheld(items: object) -> int:
    """Return how many restricted items were left out of *items*."""
    return items.withheld if isinstance(items, Screened) else 0


class Screen:
    """A `ClaimStore` without the restricted claims of the one behind it. See `screened`."""

    def __init__(self, store: ClaimStore) -> None:
        self._store = store
        self._claims: dict[str, Claim] = {}
        self._keys: set[str] = set()
        self._version = -1
        self._since = 0
        self._learning = asyncio.Lock()

    def version(self) -> int:
        """Return the store's own version."""
        return self._store.version()

    async def holds(self, key: str) -> bool:
        """Say whether a restricted claim has the folded name *key*."""
        await self._learn()
        return key in self._keys

    async def some(self) -> bool:
        """Say whether any claim is restricted."""
        await self._learn()
        return bool(self._claims)

    async def among(self, slugs: Collection[str]) -> bool:
        """Say whether one of *slugs* is a restricted claim's."""
        await self._learn()
        return not self._claims.keys().isdisjoint(slugs)

    async def topics(self) -> Sequence[TopicCount]:
        """Return the topics with what is left under them, and none that has nothing left."""
        await self._learn()
        topics = await self._store.topics()
        if not self._claims:
            return topics
        hidden = [claim.topic.key for claim in self._claims.values()]
        left = [replace(t, claims=t.claims - hidden.count(t.topic.key)) for t in topics]
        shown = Screened(t for t in left if t.claims > 0)
        shown.sort(key=lambda t: (-t.claims, t.topic.label, t.topic.key))
        shown.withheld = len(hidden)
        return shown

    async def claimants(self) -> Sequence[Claimant]:
        """Return everyone who is on record, but for those whom restricted claims alone name."""
        await self._learn()
        everyone = await self._store.claimants()
        if not self._claims:
            return everyone
        named = {who.key for claim in self._claims.values() for who in _people(claim)}
        only = {key for key in named if not await self._shows(key)}
        return [who for who in everyone if who.key not in only]

    async def _shows(self, key: str) -> bool:
        """Say whether some claim that may be seen is by the claimant with that key."""
        slugs = [*await self._store.said_by(key), *await self._store.reported_by(key)]
        return any(slug not in self._claims for slug in slugs)

    def __getattr__(self, name: str) -> Callable[..., Any]:
        """Return the store's own method *name* with restricted claims taken out of its answer."""
        method = None if name.startswith("_") else getattr(self._store, name, None)
        if not inspect.iscoroutinefunction(method):
            raise AttributeError(f"a screened store has no {name}")
        signature = inspect.signature(method)

        async def read(*given: object, **named: object) -> Any:  # noqa: ANN401 - any read's answer
            await self._learn()
            if not self._claims:
                return await method(*given, **named)
            bound = signature.bind(*given, **named)
            if "limit" in bound.arguments:
                return await self._filled(method, bound)
            found = self._clean(await method(*bound.args, **bound.kwargs))
            return None if found is _GONE else found

        return read

    async def _filled(self, method: Callable[..., Any], bound: inspect.BoundArguments) -> Any:  # noqa: ANN401 - likewise
        """Ask for more until as many are left as were asked for, or the store has no more."""
        limit = int(bound.arguments["limit"])
        asked = limit
        while True:
            bound.arguments["limit"] = asked
            items = await method(*bound.args, **bound.kwargs)
            kept = self._clean(list(items))
            if len(kept) >= limit or len(items) < asked:
                del kept[limit:]
                return kept
            asked *= 2

    async def _learn(self) -> None:
        """Learn which claims have become restricted since the last look."""
        version = self._store.version()
        if version == self._version:
            return
        async with self._learning:
            for changed, claim in await self._store.restricted(self._since):
                self._claims[claim.slug] = claim
                self._keys |= {claim.slug, *map(folded, claim.aliases)}
                self._since = max(self._since, changed)
            self._version = version

    def _clean(self, value: Any) -> Any:  # noqa: ANN401 - goes through whatever a read returns
        """Return *value* without restricted claims, or `_GONE` where it is about one."""
        if isinstance(value, Claim):
            return _GONE if value.restricted or value.slug in self._claims else value
        if isinstance(value, Record) and self._clean(value.claim) is not _GONE:
            return self._cleaned_record(value)
        if isinstance(value, (list, set, frozenset)):
            return self._cleaned(value)
        if isinstance(value, tuple):
            # A row, such as a slug and a number, stands or falls as one.
            row = [_GONE if self._named(part) else self._clean(part) for part in value]
            return _GONE if any(part is _GONE for part in row) else tuple(row)
        if isinstance(value, Mapping):
            pairs = {k: self._clean(v) for k, v in value.items() if not self._named(k)}
            return {k: v for k, v in pairs.items() if v is not _GONE}
        if is_dataclass(value) and not isinstance(value, type):
            return self._cleaned_fields(value)
        return value

    def _cleaned(self, items: Collection[Any]) -> Any:  # noqa: ANN401 - of the kind that came
        parts = [_GONE if self._named(item) else self._clean(item) for item in items]
        kept = Screened(part for part in parts if part is not _GONE)
        kept.withheld = len(parts) - len(kept)
        kept.held = tuple(item for item in items if self._named(item))
        return kept if isinstance(items, list) else type(items)(kept)  # type: ignore[call-arg] # a set

    def _cleaned_record(self, record: Record) -> Record:
        about = [*record.others, *(link.claim for link in record.links)]
        hidden = {claim.slug for claim in about if self._clean(claim) is _GONE}
        cleaned: Record = self._cleaned_fields(record)
        return replace(cleaned, withheld=len(hidden)) if hidden else cleaned

    def _cleaned_fields(self, value: Any) -> Any:  # noqa: ANN401 - any dataclass
        changed: dict[str, Any] = {}
        for part in fields(value):
            old = getattr(value, part.name)
            if part.name in _SLUG_FIELDS and self._named(old):
                return _GONE
            if isinstance(old, tuple):
                new: Any = tuple(self._cleaned(list(old)))
            else:
                new = self._clean(old)
            if new is _GONE:
                return _GONE
            if new != old:
                changed[part.name] = new
        return replace(value, **changed) if changed else value

    def _named(self, value: object) -> bool:
        return isinstance(value, str) and value in self._claims


class ScreenedMatcher:
    """A `Matcher` whose hits leave out the restricted claims of *screen*."""

    def __init__(self, matcher: Matcher, screen: Screen) -> None:
        self._matcher = matcher
        self._screen = screen
        self.gear = matcher.gear

    async def find(
        self, text: str, limit: int, among: Collection[str] | None = None
    ) -> Sequence[Hit]:
        """Return at most *limit* claims for *text* that may be seen, best first."""
        asked = limit
        # What was left out of *among* is asked for apart, to say how much of it the words find.
        held = among.held if isinstance(among, Screened) else ()
        left_out = len(await self._matcher.find(text, len(held), held)) if held else 0
        while True:
            hits = await self._matcher.find(text, asked, among)
            kept: Screened[Hit] = Screened()
            for hit in hits:
                if not await self._screen.holds(hit.slug):
                    kept.append(hit)
            kept.withheld = len(hits) - len(kept) + left_out
            if len(kept) >= limit or len(hits) < asked:
                del kept[limit:]
                return kept
            asked *= 2


def screened(screen: Screen) -> ClaimStore:
    """Return *screen* as the store it stands in for; it answers whatever the store does."""
    return cast(ClaimStore, screen)


def _people(claim: Claim) -> list[Claimant]:
    return [*(maker.claimant for maker in claim.attribution.makers), claim.document.outlet]
