"""A store as those see it who may not see restricted claims.

Whatever a store's reads return is gone through, so that a question which is added to the store
later is screened without anybody thinking of it: a restricted claim, whatever hangs on its slug,
and the names that only restricted claims bring are left out. What is not a read of the store's (a
file, a connection) cannot be reached. Which claims are restricted is looked at after each read, so
that nothing read before a claim became restricted is handed out after.
"""

import inspect
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar, cast

from knowledge.documents import DocumentVersion
from knowledge.match.model import Hit, Matcher
from knowledge.model import Claim, Claimant, Name, Record, TopicCount
from knowledge.ports import ClaimStore
from knowledge.proposals import ProposedClaim
from knowledge.restrictions import Restrictions
from knowledge.touched import Mark

T = TypeVar("T")

_GONE = object()
_NOTHING = cast(Claim, None)
_SLUG_FIELDS = frozenset({"slug", "claim", "other", "earlier", "later", "into", "joined"})
"""The fields of values in which a claim is named by its slug."""


_DENIED = frozenset({"restrict", "restricted_names"})
"""What whoever may not see restricted claims may not do to them, or ask of them."""


class Screened(list[T]):
    """A list from which `withheld` restricted items were left out.

    `held` are those of them that are slugs or begin with one, for counting what words find.
    """

    withheld: int = 0
    held: tuple[Any, ...] = ()


def withheld(items: object) -> int:
    """Return how many restricted items were left out of *items*."""
    return items.withheld if isinstance(items, Screened) else 0


class Screen:
    """A `ClaimStore` without the restricted claims of the one behind it. See `screened`."""

    def __init__(self, store: ClaimStore) -> None:
        self._store = store
        self.restrictions = Restrictions(store)
        # Working one out takes as long as a small read does.
        self._signatures: dict[str, inspect.Signature] = {}

    def version(self) -> int:
        """Return the store's own version."""
        return self._store.version()

    def touched(self, since: int) -> frozenset[Mark] | None:
        """Return what the store says was touched; whatever hands it on names no claim by it."""
        return self._store.touched(since)

    def writes(self) -> int:
        """Return the store's own count of writes."""
        return self._store.writes()

    async def holds(self, key: str) -> bool:
        """Say whether a restricted claim has the folded name *key*."""
        await self.restrictions.learn()
        return key in self.restrictions.keys

    async def some(self) -> bool:
        """Say whether any claim is restricted."""
        await self.restrictions.learn()
        return bool(self.restrictions.claims)

    async def among(self, slugs: Collection[str]) -> bool:
        """Say whether one of *slugs* is a restricted claim's."""
        await self.restrictions.learn()
        return not self.restrictions.claims.keys().isdisjoint(slugs)

    async def topics(self) -> Sequence[TopicCount]:
        """Return the topics with what is left under them, and none that has nothing left."""
        topics = await self._store.topics()
        await self.restrictions.learn()
        if not self.restrictions.claims:
            return topics
        hidden = Counter(claim.topic.key for claim in self.restrictions.claims.values())
        left = [replace(t, claims=t.claims - hidden[t.topic.key]) for t in topics]
        shown = Screened(t for t in left if t.claims > 0)
        shown.sort(key=lambda t: (-t.claims, t.topic.label, t.topic.key))
        shown.withheld = len(self.restrictions.claims)
        return shown

    async def names(self, since: int = 0) -> Sequence[Name]:
        """Return the names of claims that may be seen, each under an owner's name that may be."""
        found = await self._store.names(since)
        await self.restrictions.learn()
        shown: list[Name] = self._cleaned(list(found)) if self.restrictions.claims else list(found)
        theirs = frozenset[str]().union(*self.restrictions.names.values())
        if not theirs:
            return shown
        doubtful = [name.slug for name in shown if any(called in name.owner for called in theirs)]
        claims = self._cleaned(list(await self._store.claims(doubtful)))
        owners = {claim.slug: _owner(claim) for claim in claims}
        return [replace(name, owner=owners.get(name.slug, name.owner)) for name in shown]

    def __getattr__(self, name: str) -> Callable[..., Any]:
        """Return the store's own method *name* with restricted claims taken out of its answer."""
        hidden = name.startswith("_") or name in _DENIED
        method = None if hidden else getattr(self._store, name, None)
        if not inspect.iscoroutinefunction(method):
            raise AttributeError(f"a screened store has no {name}")
        signature = self._signatures.get(name)
        if signature is None:
            signature = self._signatures[name] = inspect.signature(method)

        async def read(*given: object, **named: object) -> Any:  # noqa: ANN401 - any read's answer
            bound = signature.bind(*given, **named)
            if "limit" in bound.arguments:
                return await self._filled(method, bound)
            answer = await method(*bound.args, **bound.kwargs)
            await self.restrictions.learn()
            found = self._clean(answer) if self.restrictions.claims else answer
            return None if found is _GONE else found

        return read

    async def _filled(self, method: Callable[..., Any], bound: inspect.BoundArguments) -> Any:  # noqa: ANN401 - likewise
        """Ask for more until as many are left as were asked for, or the store has no more."""
        limit = int(bound.arguments["limit"])
        asked = limit
        while True:
            bound.arguments["limit"] = asked
            items = await method(*bound.args, **bound.kwargs)
            await self.restrictions.learn()
            if not self.restrictions.claims:
                return items
            kept = self._clean(list(items))
            if len(kept) >= limit or len(items) < asked:
                del kept[limit:]
                return kept
            asked *= 2

    def _clean(self, value: Any) -> Any:  # noqa: ANN401 - goes through whatever a read returns
        """Return *value* without restricted claims, or `_GONE` where it is about one."""
        if isinstance(value, Claim):
            claim = self.restrictions.claim(value)
            return _GONE if claim is None else claim
        if isinstance(value, Claimant):
            who = self.restrictions.claimant(value)
            return _GONE if who is None else who
        if isinstance(value, DocumentVersion):
            return value  # as an open document has it; what came of it is screened for itself
        if isinstance(value, ProposedClaim):
            # Likewise: only what it became, and what on record is like it, can be restricted.
            cleaned = self._cleaned_fields(replace(value, claim=_NOTHING))
            return cleaned if cleaned is _GONE else replace(cleaned, claim=value.claim)
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
        kept.held = tuple(
            item
            for item in items
            if self._named(item[0] if isinstance(item, tuple) and item else item)
        )
        return kept if isinstance(items, list) else type(items)(kept)  # type: ignore[call-arg] # a set

    def _cleaned_record(self, record: Record) -> Record:
        about = [*record.others, *(link.claim for link in record.links)]
        hidden = {claim.slug for claim in about if self._clean(claim) is _GONE}
        cleaned: Record = self._cleaned_fields(record)
        if record.citations:
            shown = {claim.document.key for claim in (cleaned.claim, *cleaned.same)}
            citations = tuple(each for each in cleaned.citations if each.document in shown)
            cleaned = replace(cleaned, citations=citations)
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
        return isinstance(value, str) and value in self.restrictions.claims


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


def _owner(claim: Claim) -> str:
    makers = " and ".join(maker.claimant.name for maker in claim.attribution.makers)
    return makers or claim.document.outlet.name
