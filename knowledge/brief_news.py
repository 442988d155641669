"""What a brief holds: what changed, what is disputed, past its date, asked for in vain and due."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from knowledge.audit import Entry
from knowledge.briefs import Brief, Stale, Stretch
from knowledge.check import status
from knowledge.demand import Demand
from knowledge.demands import MOST_LOOKED_AT, Demands
from knowledge.filters import Filters
from knowledge.match.normal import words as compared
from knowledge.match.porter import stem
from knowledge.match.query import content
from knowledge.model import Claim, ClaimRating, Document, Subject, Topic
from knowledge.news import News, news_in, slugs_of
from knowledge.notices import Spoken
from knowledge.overdue import a_year_before, stale_figures
from knowledge.ports import ClaimStore
from knowledge.ticketing import Ticketing
from knowledge.tickets import Ticket
from knowledge.watching import shown_in

MOST_ENTRIES = 1_000
"""A brief goes through so many entries of the audit, and says so where there were more."""

AHEAD = timedelta(days=1)
"""A ticket is due where its deadline is that near, or over."""

_READ_AT_ONCE = 250
"""Few enough that others have their turn between."""

_MOST_STALE = 500
_DISPUTED = (ClaimRating.DISPUTED, ClaimRating.CONTRADICTED)
_SETTLED = (ClaimRating.WITHDRAWN, ClaimRating.OUTDATED)


class BriefNews:
    """Reads briefs from a *store* that shows no restricted claim; days are those of *zone*."""

    def __init__(
        self, store: ClaimStore, demands: Demands, tickets: Ticketing, zone: ZoneInfo
    ) -> None:
        self._store = store
        self._demands = demands
        self._tickets = tickets
        self._zone = zone

    async def read(
        self, topic: Topic | None, stretch: Stretch, now: datetime, person: Spoken | None = None
    ) -> Brief:
        """Return the brief on *topic*, or on everything; for a *person* with their own tickets."""
        everything = news_in(await self._entries(stretch))
        claims: dict[str, Claim] = {}
        documents: dict[str, Document] = {}
        for start in range(0, len(everything), _READ_AT_ONCE):
            some = await shown_in(self._store, everything[start : start + _READ_AT_ONCE])
            claims |= some[0]
            documents |= some[1]
        shown = [n for n in everything if n.slug in claims or n.document in documents]
        if topic:
            of_topic = await self._documents_of(topic, shown)
            claims = {s: claim for s, claim in claims.items() if claim.topic.key == topic.key}
            shown = [n for n in shown if n.slug in claims or n.document in of_topic]
        disputed = [n for n in shown if _became(n) in _DISPUTED]
        outdated = [n for n in shown if _became(n) == ClaimRating.OUTDATED]
        corrected = [n for n in shown if n.document or _became(n) == ClaimRating.WITHDRAWN]
        apart = (*disputed, *outdated, *corrected)
        return Brief(
            topic,
            stretch,
            tuple(n for n in shown if n not in apart),
            tuple(disputed),
            tuple(corrected),
            tuple(outdated),
            await self._stale(topic, stretch, now, [claims[n.slug] for n in shown if n.added]),
            await self._asked(topic, stretch),
            await self._due(topic, now, person),
            await self._standing(topic, slugs_of(disputed)),
            stretch.upto - stretch.since > MOST_ENTRIES,
            claims,
            documents,
        )

    async def _entries(self, stretch: Stretch) -> Sequence[Entry]:
        entries: list[Entry] = []
        last = max(stretch.since, stretch.upto - MOST_ENTRIES)
        while last < stretch.upto:
            read = await self._store.audit_after(last, _READ_AT_ONCE)
            entries += [entry for entry in read if entry.number <= stretch.upto]
            if len(read) < _READ_AT_ONCE:
                break
            last = read[-1].number
        return entries

    async def _documents_of(self, topic: Topic, news: Sequence[News]) -> frozenset[str]:
        """Return the documents in *news* that have a claim under *topic*."""
        slugs = frozenset(await self._store.in_topic(topic.key))
        found = []
        for key in dict.fromkeys(each.document for each in news if each.document):
            if not slugs.isdisjoint(await self._store.in_document(key)):
                found.append(key)
        return frozenset(found)

    async def _stale(
        self, topic: Topic | None, stretch: Stretch, now: datetime, added: Sequence[Claim]
    ) -> tuple[Stale, ...]:
        """Return what passed its date meanwhile, or was new on record and past it already.

        In the first brief of a place that is everything past its date.
        """
        today = now.astimezone(self._zone).date()
        begins = stretch.at.astimezone(self._zone).date()
        after = "" if stretch.first else a_year_before(begins).isoformat()
        upto = a_year_before(today).isoformat()
        key = topic.key if topic else ""
        slugs = await self._store.stale_claims(after, upto, key, _MOST_STALE)
        found: dict[str, Stale] = {}
        for claim in (*await self._store.claims(slugs), *added):
            figures = stale_figures(claim, today)
            if figures and status(claim.reviews, Subject.CLAIM) not in _SETTLED:
                found.setdefault(claim.slug, Stale(claim, figures))
        return tuple(found.values())

    async def _asked(self, topic: Topic | None, stretch: Stretch) -> tuple[Demand, ...]:
        """Return what was asked for in vain since, that of most people first."""
        asked = await self._demands.top(MOST_LOOKED_AT)
        begins = stretch.at.replace(microsecond=0)  # as demands are counted, to the second
        return tuple(
            demand
            for demand in asked
            if demand.last_at >= begins and (not topic or _about(topic, demand.words))
        )

    async def _due(
        self, topic: Topic | None, now: datetime, person: Spoken | None
    ) -> tuple[Ticket, ...]:
        owner = f"{person.platform}:{person.person}" if person else ""
        due = await self._tickets.open_ones(owner=owner, until=now + AHEAD)
        return tuple(ticket for ticket in due if not topic or _about(topic, ticket.words))

    async def _standing(self, topic: Topic | None, new: Sequence[str]) -> int:
        count = 0
        for rating in _DISPUTED:
            stand = await self._store.filtered(Filters(about=topic, status=rating))
            count += len(set(stand) - set(new))
        return count


def _became(news: News) -> str:
    """Return the status that the claim got, where that is what changed."""
    return next((each.now for each in news.differences if each.part == "claim"), "")


def _about(topic: Topic, words: str) -> bool:
    """Say whether *words* have half of the words that the topic goes by."""
    named, said = _stems(topic.key.replace("-", " ")), _stems(words)
    return bool(named) and 2 * len(named & said) >= len(named)


def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in content(compared(text)))
