"""What a meeting should talk about: the most urgent of what the desk knows, the rest counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from knowledge.filters import Filters
from knowledge.footing import is_grave
from knowledge.meetings import MAX_ITEM, ROOM, Item, ItemKind
from knowledge.model import ClaimRating
from knowledge.news import news_in
from knowledge.notices import Spoken
from knowledge.ports import ClaimStore
from knowledge.watches import WatchKind

FIRST_LOOK = timedelta(days=7)
"""The first meeting of a channel has what changed since then."""

_ENTRIES = 1_000
_QUESTIONS = 5
_A_STATUS = 5
_SOON = timedelta(hours=24)
_STALE = timedelta(days=365)
_READ = 200
"""Claims of one topic that are read to see whose figures are old; the newest come first."""


@dataclass(frozen=True, slots=True)
class Agenda:
    """The items in their order, and how many there was no room for."""

    items: tuple[Item, ...]
    left_out: int


class Agendas:
    """Makes agendas from a store, which shows no restricted claim where they are for a channel."""

    def __init__(self, store: ClaimStore) -> None:
        self._store = store

    async def of(self, to: Spoken, since: datetime | None, now: datetime) -> Agenda:
        """Return what a channel should talk about, given when it last met.

        In this order: tickets that are due, claims that changed, what the channel watches, what is
        asked most, what is on hold or outdated, old figures, and what is new on record.
        """
        watched = await self._topics(to)
        if since is None or since > now:  # a clock that was put right may have been ahead then
            since = now - FIRST_LOOK
        changed, new = await self._changes(since, watched, now)
        found = [
            *await self._tickets(to, now),
            *changed,
            *[item for item, _ in watched.values()],
            *await self._questions(now),
            *await self._standing(ClaimRating.ON_HOLD, now),
            *await self._standing(ClaimRating.OUTDATED, now),
            *await self._stale([slug for _, slugs in watched.values() for slug in slugs], now),
            *new,
        ]
        first: dict[tuple[ItemKind, str], Item] = {}
        for item in found:
            first.setdefault(item.thing, item)
        items = tuple(first.values())
        return Agenda(items[:ROOM], len(items[ROOM:]))

    async def _tickets(self, to: Spoken, now: datetime) -> list[Item]:
        due = await self._store.open_tickets(until=now + _SOON)
        return [
            _item(ItemKind.QUESTION, now, f"ticket {ticket.number} is due", words=ticket.words)
            for ticket in due
            if (ticket.to.platform, ticket.to.channel) == (to.platform, to.channel)
        ]

    async def _changes(
        self, since: datetime, watched: dict[str, tuple[Item, Sequence[str]]], now: datetime
    ) -> tuple[list[Item], list[Item]]:
        """Return the claims that changed, those under watched topics first, and those that came."""
        entries = await self._store.audit(_ENTRIES, since=since)
        news = [each for each in news_in(reversed(entries)) if each.slug]
        ours = {slug for _, slugs in watched.values() for slug in slugs}
        news.sort(key=lambda each: (each.slug not in ours, -each.entry))
        claims = await self._store.claims([each.slug for each in news])
        grave = {claim.slug: is_grave(claim) for claim in claims}
        changed: list[Item] = []
        new: list[Item] = []
        for each in news:
            if each.slug in grave:
                why = "new on record" if each.added else "changed since the last meeting"
                item = _item(ItemKind.CLAIM, now, why, slug=each.slug)
                # What somebody disputes is no news like others, however new it is.
                urgent = not each.added or grave[each.slug]
                (changed if urgent else new).append(item)
        return changed, new

    async def _topics(self, to: Spoken) -> dict[str, tuple[Item, Sequence[str]]]:
        """Return, by key, an item for each topic that the channel watches, and its claims."""
        here = Spoken(to.platform, to.workspace, to.channel)
        found = {}
        for watch in await self._store.watches_of(here):
            if watch.kind is WatchKind.TOPIC and not watch.paused:
                item = _item(
                    ItemKind.TOPIC,
                    watch.made_at,
                    "watched here",
                    words=watch.label,
                    topic=watch.what,
                )
                found[watch.what] = item, await self._store.in_topic(watch.what)
        return found

    async def _questions(self, now: datetime) -> list[Item]:
        asked = [each for each in await self._store.demands(_QUESTIONS) if each.words]
        return [
            _item(ItemKind.QUESTION, now, _asked(each.times, each.askers), words=each.words)
            for each in asked
        ]

    async def _standing(self, rating: ClaimRating, now: datetime) -> list[Item]:
        slugs = await self._store.filtered(Filters(status=rating.value))
        why = rating.value.lower()
        return [_item(ItemKind.CLAIM, now, why, slug=slug) for slug in slugs[:_A_STATUS]]

    async def _stale(self, slugs: Sequence[str], now: datetime) -> list[Item]:
        """Return the claims whose figures are as of a day that is long ago."""
        old = (now - _STALE).date().isoformat()
        items = []
        for claim in await self._store.claims(slugs[:_READ]):
            days = [figure.as_of for figure in claim.figures if figure.as_of is not None]
            if days and all(day.value < old[: len(day.value)] for day in days):
                why = f"figure as of {days[-1].words()}"
                items.append(_item(ItemKind.CLAIM, now, why, slug=claim.slug))
        return items[:_A_STATUS]


def _asked(times: int, askers: int) -> str:
    often = "asked once" if times == 1 else f"asked {times} times"
    return often if askers < 2 else f"{often}, by {askers} people"


def _item(
    kind: ItemKind, at: datetime, why: str, *, words: str = "", slug: str = "", topic: str = ""
) -> Item:
    return Item(kind, words[:MAX_ITEM], why, "", at.replace(microsecond=0), slug, topic)
