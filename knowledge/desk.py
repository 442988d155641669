"""The desk: what chat may ask of what is on record. It ranks nothing it does not find."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from knowledge.adding import Adding
from knowledge.audit import Entry
from knowledge.briefing import Briefs
from knowledge.chairing import Chairing
from knowledge.citing import Citing
from knowledge.demands import Demands
from knowledge.dossier import Dossiers
from knowledge.holding import Holding
from knowledge.kept import Kept
from knowledge.listing import Listing
from knowledge.lookups import Found as Found
from knowledge.lookups import How as How
from knowledge.lookups import Lookup as Lookup
from knowledge.lookups import Nothing as Nothing
from knowledge.lookups import Restricted as Restricted
from knowledge.lookups import Several as Several
from knowledge.match.lexical import LexicalMatcher
from knowledge.match.model import Matcher
from knowledge.model import Change, Claim, Claimant, Name, Question, Record, Topic, TopicCount
from knowledge.names import NameIndex
from knowledge.nearness import ALIKE, MAX_NEAREST, nearest, topics_like
from knowledge.ports import ClaimStore
from knowledge.queue import Queue
from knowledge.recalling import Recalls
from knowledge.relating import Relating
from knowledge.relations import Relation
from knowledge.reviewing import Reviewing
from knowledge.screen import Screen, ScreenedMatcher, screened, withheld
from knowledge.searches import Searches
from knowledge.source_layout import laid_out
from knowledge.sources import SourceOverTime
from knowledge.talks import Talks
from knowledge.text import folded
from knowledge.ticketing import Ticketing
from knowledge.watching import Watching

MAX_HITS = 3
"""Free text gets at most so many answers to pick from."""

_POOL = 50
"""More names than this are put in from a thread."""


class _Vanished(LookupError):
    """A claim has a name and no record; for whoever may see all, that never happens."""


class Desk:
    """One newsroom's claims, over one store.

    Names and the records asked for last are kept in memory. Before every answer the store is asked
    whether anything changed, and what that touched is let go of, so that no answer is older than
    the store.
    """

    def __init__(
        self,
        store: ClaimStore,
        matcher: Matcher | None = None,
        *,
        second_signature: bool = True,
        zone: ZoneInfo | None = None,
        meeting_hours: float = 4.0,
    ) -> None:
        self._store = store
        self.zone = zone or ZoneInfo("UTC")
        self.matcher: Matcher = matcher or LexicalMatcher(store)
        self.relating = Relating(store, self.matcher)
        self.origins = Citing(store)
        self.listing = Listing(store, self.matcher)
        self.searches = Searches(store)
        self.queue = Queue(store, self.matcher)
        self.recalls = Recalls(store)
        self.dossiers = Dossiers(store, store)
        self.holding = Holding(store)
        self.talks = Talks(store)
        self.demands = Demands(store)
        self.tickets = Ticketing(store, self.zone)
        self.meetings = Chairing(store, self.tickets, meeting_hours)
        self.watching = Watching(store, self.found_by, self.zone)
        self.briefs = Briefs(store, self.demands, self.tickets, self.zone)
        self.adding = Adding(store, self.matcher)
        self.reviewing = Reviewing(store, second_signature=second_signature, written=self._written)
        self._screen: Screen | None = None
        self._open: tuple[Screen, Desk] | None = None
        self._names = NameIndex()
        self.renewed: list[Callable[[Record], object]] = []
        """Called with each record that is read again because of a write, to prepare its answer."""
        self._kept = Kept(store, renewed=self.renewed)
        self._names_kept_back: Mapping[str, frozenset[str]] = {}
        self._version = -1
        self._last_change = 0
        self._refreshing: asyncio.Task[None] | None = None
        self._catching_up: set[asyncio.Task[None]] = set()

    async def for_viewer(self, *, may_see_restricted: bool) -> "Desk":
        """Return the desk as somebody may see it: with its restricted claims or without a trace."""
        if self._screen is not None:
            return self
        if self._open is None:
            screen = Screen(self._store)
            seen, matcher = screened(screen), ScreenedMatcher(self.matcher, screen)
            signs = self.reviewing.second_signature
            hours = self.meetings.hours
            shown = Desk(seen, matcher, second_signature=signs, zone=self.zone, meeting_hours=hours)
            shown._screen, shown.dossiers = screen, Dossiers(self._store, seen)
            shown._kept = Kept(seen, screen.restrictions, self.renewed)
            shown.reviewing = Reviewing(seen, second_signature=signs, written=self._written)
            shown.briefs.fixed = self.briefs.fixed
            self._open = screen, shown
        screen, opened = self._open
        return self if may_see_restricted and await screen.some() else opened

    async def any_restricted(self, slugs: Sequence[str]) -> bool:
        """Say whether one of *slugs* is that of a restricted claim."""
        screen = self._open[0] if self._open else self._screen
        return screen is not None and await screen.among(slugs)

    async def restrict(self, asked: str, *, restricted: bool) -> tuple[Claim, bool] | None:
        """Restrict the claim whose slug or alias is *asked*, or open it again.

        Returns the claim as it is now and whether that changed anything, or `None` where nothing
        has that name. What was made for whoever may not see it forgets it before the next answer.
        """
        if self._store.version() != self._version:
            await self._refresh()
        slug = self._names.slug(folded(asked))
        if slug is None:
            return None
        changed = await self._store.restrict(slug, restricted=restricted)
        (claim,) = await self._store.claims([slug])
        return claim, changed

    async def look_up(self, asked: str) -> Lookup:
        """Find the claim meant by *asked*: a slug, an alias, nearly one, or free words.

        In this order: the slug itself, an alias, singular for plural, a beginning of at least three
        letters, a near spelling, and last the words of claims. Withdrawn claims are found by name
        only, so that their tombstone can be shown.
        """
        try:
            await self._kept.catch_up()
            # Whatever else was written since its name was learnt, a slug is a claim's for good.
            kept = self._kept.record(asked)
            if kept is not None:
                return Found(kept, How.SLUG, asked)
            if self._names.name(asked):
                return Found(await self._record(asked), How.SLUG, asked)
            return await self._look_up(asked)
        except _Vanished:  # it became restricted between its name and its record
            return await self._look_up(asked)

    async def _look_up(self, asked: str) -> Lookup:
        if self._store.version() != self._version:
            await self._refresh()
        key = folded(asked)
        slug = self._names.slug(key)
        if slug is not None:
            how = How.SLUG if slug == key else How.ALIAS
            return Found(await self._record(slug), how, asked)
        if self._screen is not None and await self._screen.holds(key):
            return Restricted(asked)
        how, slugs = How.PLURAL, self._names.plural(key)
        if not slugs:
            how, slugs = How.BEGINNING, self._names.starting(key, MAX_HITS + 1)
        if not slugs:
            how = How.SPELLING
            slugs = await asyncio.to_thread(self._names.near, key, MAX_HITS + 1)
        if len(slugs) == 1:
            return Found(await self._record(slugs[0]), how, asked)
        return await self._several(slugs, how, asked) if slugs else await self._by_words(asked)

    async def found_by(self, asked: str) -> tuple[str, ...]:
        """Return the slugs of the claims that *asked* may mean, as `look_up` finds them."""
        match await self.look_up(asked):
            case Found(record):
                return (record.claim.slug,)
            case Several(claims):
                return tuple(claim.slug for claim in claims)
            case _:
                return ()

    async def complete(self, typed: str, limit: int = 25) -> Sequence[Name]:
        """Return at most *limit* names that fit what has been *typed* so far, from memory."""
        if self._store.version() != self._version:
            await self._refresh()
        return self._names.complete(typed, limit)

    async def topics(self) -> Sequence[TopicCount]:
        """Return the topics with their counts, largest first."""
        return await self._store.topics()

    async def topic(self, asked: str) -> Topic | Nothing:
        """Return the topic whose key or label is *asked*, or the only one nearly so."""
        topics = await self._store.topics()
        key = folded(asked)
        for count in topics:
            if key in (count.topic.key, folded(count.topic.label)):
                return count.topic
        names = {t.topic.key: (t.topic.key, folded(t.topic.label)) for t in topics}
        near = nearest(key, names, ALIKE)
        alike = [count.topic for count in topics if count.topic.key in near]
        return alike[0] if len(alike) == 1 else _nothing(asked, topics)

    async def in_topic(self, topic: Topic) -> Sequence[Claim]:
        """Return the claims under *topic*, newest document first."""
        return await self._store.claims(await self._store.in_topic(topic.key))

    async def claims(self, slugs: Sequence[str]) -> Sequence[Claim]:
        """Return the claims called *slugs*, in that order, leaving out the unknown."""
        return await self._store.claims(slugs)

    def writes(self) -> int:
        """Return a number that differs after any write to the store."""
        return self._store.writes()

    def version(self) -> int:
        """Return a number that differs after any change of what is on record."""
        return self._store.version()

    async def suggest_relations(self, slug: str) -> Sequence[Relation]:
        """Put before the desk what the rules suggest for the claim, and return what is new."""
        found = await self.look_up(slug)
        return await self.relating.suggest(found.record) if isinstance(found, Found) else ()

    async def source(self, asked: str) -> SourceOverTime | tuple[Claimant, ...]:
        """Return what the source called *asked* says over time, and where others name it.

        A name that fits no source gives the nearest sources instead, perhaps none; one that fits
        several gives those.
        """
        everyone = await self._store.claimants()
        key = folded(asked)
        names = {c.key: (c.key, folded(c.name), *map(folded, c.aliases)) for c in everyone}
        exact = [c for c in everyone if key and key in names[c.key]]
        if len(exact) > 1:
            return tuple(exact)
        if not exact:
            near = nearest(key, names, 85)
            exact = [c for c in everyone if near and c.key == near[0]] if len(near) == 1 else []
        if not exact:
            keys = nearest(key, names, 55)[:MAX_NEAREST]
            return tuple(c for k in keys for c in everyone if c.key == k)
        return await self._over_time(exact[0], everyone)

    async def sources(self) -> Sequence[Claimant]:
        """Return everyone who is on record, by name."""
        return await self._store.claimants()

    async def changes(self, limit: int) -> Sequence[Change]:
        """Return what happened last, newest first."""
        return await self._store.changes(limit)

    async def ask(self, words: str, *, asked_by: str, platform: str, channel: str) -> int:
        """Keep a question that found nothing, with its asker's leave, and return its number."""
        at = datetime.now(UTC).replace(microsecond=0)
        # Chat sends half a character now and then, where it cut an emoji; no store takes that.
        words = words.encode("utf-8", "replace").decode()
        return await self._store.ask(Question(words, asked_by, platform, channel, at))

    async def audit(
        self, limit: int, *, slug: str = "", since: datetime | None = None
    ) -> tuple[Sequence[Entry], int]:
        """Return what was written last, newest first, and how many entries may not be shown."""
        entries = await self._store.audit(limit, slug=slug, since=since)
        return entries, withheld(entries)

    async def kept(self, name: str) -> str | None:
        """Return the small fact an adapter kept under *name*."""
        return await self._store.kept(name)

    async def keep(self, name: str, value: str) -> None:
        """Keep a small fact for an adapter."""
        await self._store.keep(name, value)

    async def _refresh(self) -> None:
        """Catch up with the store, in one task for all who wait, which outlives each of them.

        A run that began before this call may have missed what brought us here; the next has not.
        """
        for _ in range(2):
            if self._refreshing is None:
                self._refreshing = asyncio.create_task(self._catch_up())
                self._refreshing.add_done_callback(self._refreshed)
            await asyncio.shield(self._refreshing)
            if self._store.version() == self._version:
                return

    def _written(self) -> None:
        """Catch up with what was just written here, also for those who see no restricted claims."""
        for desk in (self, self._open[1]) if self._open else (self,):
            task = asyncio.create_task(desk._kept.catch_up())
            self._catching_up.add(task)
            task.add_done_callback(self._caught_up)

    def _caught_up(self, task: asyncio.Task[None]) -> None:
        self._catching_up.discard(task)
        if not task.cancelled():
            task.exception()  # seen: the write is kept all the same, and whoever asks tries again

    def _refreshed(self, task: asyncio.Task[None]) -> None:
        self._refreshing = None
        if not task.cancelled():
            task.exception()  # seen: whoever still waits is told, and the next to ask tries again

    async def _catch_up(self) -> None:
        version = self._store.version()
        index = await self._index_to_mend()
        since = self._last_change if index is self._names else 0
        names = await self._store.names(since)
        if len(names) > _POOL:
            await asyncio.to_thread(index.put, names)
        else:
            index.put(names)
        if self._screen is not None:
            index.drop(self._screen.restrictions.claims)
        self._names = index
        if names:  # oldest first
            self._last_change = max(self._last_change, names[-1].changed)
        self._version = version

    async def _index_to_mend(self) -> NameIndex:
        """Return the index of names, or an empty one where too much of it is not to be told now."""
        if self._screen is None:
            return self._names
        restrictions = self._screen.restrictions
        await restrictions.learn()
        gone = sum(self._names.name(slug) is not None for slug in restrictions.claims)
        if restrictions.names == self._names_kept_back and gone <= _POOL:
            return self._names
        self._names_kept_back = restrictions.names
        return NameIndex()

    async def _record(self, slug: str) -> Record:
        await self._kept.catch_up()
        record = await self._kept.read(slug)
        if record is None:
            raise _Vanished(f"{slug} has a name and no record")
        return record

    async def _over_time(self, who: Claimant, everyone: Sequence[Claimant]) -> SourceOverTime:
        async def lay_out() -> SourceOverTime:
            if self._store.version() != self._version:
                await self._refresh()  # for the names of those that are withdrawn
            return await laid_out(self._store, who, everyone, self._withdrawn)

        await self._kept.catch_up()
        return await self._kept.source(who.key, lay_out)

    def _withdrawn(self, slug: str) -> bool:
        name = self._names.name(slug)
        return name is not None and name.withdrawn

    async def _by_words(self, asked: str) -> Lookup:
        """Return what the matcher finds for *asked*, withdrawn claims left out, or nothing."""
        limit = MAX_HITS + 1
        while True:
            hits = await self.matcher.find(asked, limit)
            shown = [h for h in hits if not (n := self._names.name(h.slug)) or not n.withdrawn]
            if len(shown) > MAX_HITS or len(hits) < limit:
                break
            limit *= 2
        if not shown:
            return _nothing(asked, await self._store.topics())
        several = await self._several([hit.slug for hit in shown], How.WORDS, asked)
        return replace(several, hits=tuple(shown[:MAX_HITS]))

    async def _several(self, slugs: Sequence[str], how: How, asked: str) -> Several:
        claims = tuple(await self._store.claims(slugs[:MAX_HITS]))
        return Several(claims, how, asked, more=len(slugs) > MAX_HITS)


def _nothing(asked: str, topics: Sequence[TopicCount]) -> Nothing:
    """Return that nothing is on record, with the topics like *asked* and the largest others."""
    return Nothing(asked, *topics_like(asked, topics))
