"""Watching: who is to be told of a change, and what."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from knowledge.model import Claim, Document
from knowledge.news import News, news_in, slugs_of
from knowledge.notices import Spoken
from knowledge.ports import ClaimStore
from knowledge.proposals import NotKept
from knowledge.schedules import next_time
from knowledge.watched_things import ANY_CLAIM, Find, Thing, not_shown, thing_of, touched_by
from knowledge.watches import (
    MAX_WATCHES,
    Cadence,
    Telling,
    TooManyWatches,
    Watch,
    WatchKind,
    after_all,
)

_ENTRIES = 300
"""Entries of the audit that one round looks at; the next goes on."""

_MOST_TOLD = 2_000
"""Entries that one notice goes through at most; older ones have been told or are too many."""

_DIGESTS = 200
_PLANNED = "watches planned up to"
"""The keepsake that holds up to which entry changes were looked at."""


@dataclass(frozen=True, slots=True)
class Told:
    """What one place is told: the news, what it is about by slug and key, and for which watches."""

    news: tuple[News, ...]
    claims: Mapping[str, Claim]
    documents: Mapping[str, Document]
    watches: tuple[Watch, ...]
    cut: bool = False
    """Whether so much was written that the first of it is left out."""


class Watching:
    """Keeps watches and makes due to tell them; nothing of a restricted claim is told.

    *store* shows no restricted claim. Digests come at *digest* (a time of day) in *zone*, the
    weekly ones on Monday. *find* gives the slugs that a question's words find.
    """

    def __init__(
        self, store: ClaimStore, find: Find, zone: ZoneInfo, digest: time = time(9, 0)
    ) -> None:
        self._store = store
        self._find = find
        self._zone = zone
        self._digest = digest
        self._planned: int | None = None

    async def add(
        self, kind: WatchKind, what: str, label: str, to: Spoken, by: str, cadence: Cadence
    ) -> tuple[Watch, bool]:
        """Keep a watch from now on, and say whether it is new. Raises `NotKept`."""
        now = datetime.now(UTC).replace(microsecond=0)
        watch = Watch(
            *(kind, what, label, to, by, now, cadence),
            seen=await self._head(),
            due=self.next_digest(cadence, now),
        )
        try:
            return await self._store.add_watch(watch)
        except TooManyWatches:
            whose = "This channel watches" if to.channel else "You watch"
            raise NotKept(
                f"{whose} {MAX_WATCHES} things already.", "Stop one first; /watch list has them."
            ) from None

    async def of(self, to: Spoken) -> Sequence[Watch]:
        """Return what a channel, or a person for themselves, watches."""
        return await self._store.watches_of(to)

    async def hidden(self, things: Collection[Thing]) -> frozenset[Thing]:
        """Return those of *things* (kind and what) that are not on record as this desk shows it."""
        return await not_shown(self._store, things)

    async def stop(self, number: int, places: Collection[Spoken]) -> Watch:
        """Remove a watch of one of *places*. Raises `NotKept` where they have none such."""
        watch = await self._own(number, places)
        await self._store.drop_watch(watch.number)
        return watch

    async def pause(self, number: int, places: Collection[Spoken], *, paused: bool) -> Watch:
        """Pause a watch of one of *places* or have it go on, from what happens from now on."""
        watch = await self._own(number, places)
        seen = None if paused else await self._head()
        return await self._store.pause_watch(watch.number, seen) or watch

    def next_digest(self, cadence: Cadence, after: datetime) -> datetime | None:
        """Return when the next digest of that cadence is; nothing for what is told at once."""
        if cadence is Cadence.AT_ONCE:
            return None
        days = "1" if cadence is Cadence.WEEKLY else "*"
        cron = f"{self._digest.minute} {self._digest.hour} * * {days}"
        return next_time(cron, self._zone, after)

    async def plan(self, now: datetime) -> None:
        """Make due to tell what changed since the last time, and the digests that are due.

        A chore: what was planned once is not planned again.
        """
        if self._planned is None:
            kept = await self._store.kept(_PLANNED)
            self._planned = int(kept) if kept else await self._head()
        entries = await self._store.audit_after(self._planned, _ENTRIES)
        if entries:
            upto = entries[-1].number
            news = news_in(entries)
            if news:
                await self._tell_at_once(news, upto, now)
            await self._store.keep(_PLANNED, str(upto))
            self._planned = upto
        await self._plan_digests(now)

    async def told(self, about: Mapping[str, str | int]) -> Told:
        """Return what a notice that was made due tells now."""
        seen = {int(n): int(upto) for n, upto in json.loads(str(about["watches"])).items()}
        upto = int(about["upto"])
        watches = [w for n in seen if (w := await self._store.watch(n)) is not None]
        first = min((seen[watch.number] for watch in watches), default=upto)
        cut = first < upto - _MOST_TOLD
        entries = []
        for entry in await self._store.audit_after(max(first, upto - _MOST_TOLD), _MOST_TOLD):
            if entry.number <= upto:
                entries.append(entry)
        told: dict[Thing, News] = {}
        told_watches: list[Watch] = []
        for since in sorted({seen[watch.number] for watch in watches}):
            theirs = [watch for watch in watches if seen[watch.number] == since]
            news = news_in(e for e in entries if e.number > since)
            for each, things in await touched_by(
                self._store, self._find, news, [thing_of(watch) for watch in theirs]
            ):
                here = [watch for watch in theirs if thing_of(watch) in things]
                if here:
                    told.setdefault((each.slug, each.document), each)
                    told_watches += here
        shown = tuple(sorted(told.values(), key=lambda each: each.entry))
        claims, documents = await shown_in(self._store, shown)
        kept = tuple(n for n in shown if n.slug in claims or n.document in documents)
        return Told(
            kept, claims, documents, tuple({w.number: w for w in told_watches}.values()), cut
        )

    async def _tell_at_once(self, news: Sequence[News], upto: int, now: datetime) -> None:
        touched = await touched_by(
            self._store, self._find, news, await self._store.watched(ANY_CLAIM)
        )
        things = frozenset[Thing]().union(*(each for _, each in touched))
        watches = [
            watch
            for watch in await self._store.watches_on(things)
            if watch.cadence is Cadence.AT_ONCE and watch.seen < upto
        ]
        await self._store.tell_watches(_by_place(watches, upto, {}), now)

    async def _plan_digests(self, now: datetime) -> None:
        """Make due the digests that have something to tell, and move the others on."""
        due = await self._store.watches_due(now, _DIGESTS)
        if not due:
            return
        upto = self._planned or 0
        first = min(watch.seen for watch in due)
        entries = await self._store.audit_after(max(first, upto - _MOST_TOLD), _MOST_TOLD)
        touched: dict[int, frozenset[Thing]] = {}
        for seen in {watch.seen for watch in due}:
            news = news_in(e for e in entries if seen < e.number <= upto)
            theirs = [thing_of(watch) for watch in due if watch.seen == seen]
            parts = await touched_by(self._store, self._find, news, theirs)
            touched[seen] = frozenset[Thing]().union(*(things for _, things in parts))
        following = {w.number: self.next_digest(w.cadence, now) or now for w in due}
        tell = [w for w in due if thing_of(w) in touched[w.seen]]
        quiet = {w.number: following[w.number] for w in due if w not in tell}
        await self._store.skip_watches(upto, quiet)
        await self._store.tell_watches(_by_place(tell, upto, following), now)

    async def _own(self, number: int, places: Collection[Spoken]) -> Watch:
        watch = await self._store.watch(number)
        if watch is None or not any(_same(watch.to, place) for place in places):
            raise NotKept(
                f"Neither you nor this channel has a watch {number}.",
                "Type /watch list to see what there is.",
            )
        return watch

    async def _head(self) -> int:
        return int((await self._store.audit_head()).partition(":")[0] or 0)


async def shown_in(
    store: ClaimStore, news: Sequence[News]
) -> tuple[Mapping[str, Claim], Mapping[str, Document]]:
    """Return the claims and the documents that *news* is about, by slug and by key."""
    claims = {claim.slug: claim for claim in await store.claims(slugs_of(news))}
    wanted = {each.document for each in news if each.document}
    known = await store.documents_on_record() if wanted else ()
    return claims, {document.key: document for document in known if document.key in wanted}


def _same(one: Spoken, other: Spoken) -> bool:
    if one.channel or other.channel:
        return (one.platform, one.channel) == (other.platform, other.channel)
    return (one.platform, one.person) == (other.platform, other.person)


def _by_place(watches: Sequence[Watch], upto: int, due: Mapping[int, datetime]) -> list[Telling]:
    """Return what each place is told, however many of its watches are touched."""
    places: dict[tuple[str, str, str], list[Watch]] = {}
    for watch in watches:
        to = watch.to
        places.setdefault((to.platform, to.channel, to.person), []).append(watch)
    return [
        Telling(
            replace(theirs[0].to, thread=""),
            after_all(theirs),
            upto,
            {w.number: due[w.number] for w in theirs if w.number in due},
        )
        for theirs in places.values()
    ]
