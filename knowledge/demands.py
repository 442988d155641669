"""The questions that found nothing, and what becomes of them."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Protocol

from knowledge.demand import KEY, MAX_WORDS, Demand, Miss, mark_of, print_of
from knowledge.demand_ports import DemandStore
from knowledge.match.normal import words as compared
from knowledge.match.porter import stem
from knowledge.match.query import content
from knowledge.model import Claim
from knowledge.notice_ports import NoticeStore
from knowledge.notices import NewNotice, NoticeKind, Spoken
from knowledge.proposals import NotKept

MAX_WHY = 300
MOST_LOOKED_AT = 500
_MOST_LOOKED_AGAIN = 5_000
_COUNTED_SECONDS = 0.5


class _Store(DemandStore, NoticeStore, Protocol):
    """What the demands need of a store."""

    async def kept(self, name: str) -> str | None: ...


class Demands:
    """Counts what is asked for and not on record, and tells those who wished to be told."""

    def __init__(self, store: _Store) -> None:
        self._store = store
        self._key = b""
        self._counting: set[asyncio.Task[int]] = set()

    def count_soon(self, words: str, platform: str, person: str) -> "asyncio.Task[int]":
        """Count a question as `missed` does, in a task that outlives whoever asked."""
        task = asyncio.create_task(self.missed(words, platform, person))
        self._counting.add(task)
        task.add_done_callback(self._counting.discard)
        return task

    async def missed(self, words: str, platform: str, person: str) -> int:
        """Count a question that found nothing; its words are not kept. Returns its number, or 0.

        Words that are nothing but those of every question are not counted.
        """
        miss = await self._miss(words, platform, person)
        return await self._store.count_demand(miss) if miss.print else 0

    async def leave(self, words: str, to: Spoken) -> int:
        """Keep a question's words with its asker's leave, and tell them when there is something."""
        miss = await self._miss(words, to.platform, to.person)
        if not miss.print:
            return 0
        kept = Miss(miss.print, miss.mark, miss.at, " ".join(words.split())[:MAX_WORDS], to)
        return await self._store.leave_demand(kept)

    async def top(self, limit: int, *, ended: bool = False) -> Sequence[Demand]:
        """Return what most people asked for in vain, or what ended last.

        What was asked a moment ago is in it, unless the store is busy.
        """
        if self._counting:
            await asyncio.wait(self._counting, timeout=_COUNTED_SECONDS)
        return await self._store.demands(limit, ended=ended)

    async def numbered(self, number: int) -> Demand:
        """Return the demand with that number. Raises `NotKept` where there is none."""
        found = await self._store.demand(number)
        if found is None:
            raise NotKept(
                f"There is no unanswered question {number}.", "Type /desk demand to see them."
            )
        return found

    async def answered(self, number: int, slug: str) -> Demand:
        """Note that the claim called *slug* answers it, and make due to tell whoever asked."""
        demand = await self._end(number, claim=slug)
        await self._tell(demand)
        return demand

    async def look_again(
        self,
        added: Sequence[Claim],
        find: Callable[[str], Awaitable[Sequence[str]]],
        now: datetime,
    ) -> int:
        """End what the claims *added* are found by now, tell who wished it, and return how many.

        *find* returns the slugs that the words of a question find.
        """
        stems = {claim.slug: _stems(_text_of(claim)) for claim in added}
        ended = 0
        for demand in await self._store.demands(_MOST_LOOKED_AGAIN, worded=True):
            asked = _asked(demand.words)
            near = {s for s, has in stems.items() if asked and 2 * len(asked & has) >= len(asked)}
            found = [slug for slug in await find(demand.words) if slug in near] if near else []
            if found:
                at = now.replace(microsecond=0)
                after = await self._store.end_demand(demand.number, at, claim=found[0])
                if after is not None and after.claim:
                    await self._tell(after)
                    ended += 1
        return ended

    async def dismissed(self, number: int, why: str) -> Demand:
        """Note why it is not looked for."""
        tidy = " ".join(why.split())[:MAX_WHY]
        if not tidy:
            raise NotKept("A question is set aside for a reason.", "Write it down.", "why")
        return await self._end(number, why=tidy)

    async def _end(self, number: int, *, claim: str = "", why: str = "") -> Demand:
        before = await self.numbered(number)
        now = datetime.now(UTC).replace(microsecond=0)
        after = await self._store.end_demand(number, now, claim=claim, why=why)
        if before.ended_at or after is None or (after.claim, after.why) != (claim, why):
            ended = after or before
            how = f"answered by {ended.claim}" if ended.claim else "set aside"
            raise NotKept(
                f"Question {number} was {how} already.",
                "It opens again by itself when it is asked in vain.",
            )
        return after

    async def _tell(self, demand: Demand) -> None:
        """Make due to tell those who wished it; a second call makes nothing due."""
        now = datetime.now(UTC).replace(microsecond=0)
        ended = demand.ended_at or now
        notices = [
            NewNotice(
                f"demand {demand.number} of {ended.isoformat()} to {to.platform}:{to.person}",
                NoticeKind.ANSWERED,
                to,
                {"demand": demand.number, "slug": demand.claim},
            )
            for to in await self._store.to_tell(demand.number)
        ]
        await self._store.add_notices(notices, now)
        await self._store.told_demand(demand.number)

    async def _miss(self, words: str, platform: str, person: str) -> Miss:
        key = await self._own_key()
        now = datetime.now(UTC).replace(microsecond=0)
        return Miss(print_of(words[:MAX_WORDS], key), mark_of(platform, person, key), now)

    async def _own_key(self) -> bytes:
        """Return the desk's key, made with the first question and never told."""
        if not self._key:
            kept = await self._store.kept(KEY)
            # Many may come to this at once, and all are told apart by one key.
            kept = kept or await self._store.demand_key(secrets.token_hex(32))
            self._key = bytes.fromhex(kept)
        return self._key


@lru_cache(maxsize=_MOST_LOOKED_AGAIN)
def _asked(words: str) -> frozenset[str]:
    """Return the stems of a question, kept because each is looked at after every addition."""
    return _stems(words)


def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in content(compared(text)))


def _text_of(claim: Claim) -> str:
    quoted = claim.anchor.quote.exact if claim.anchor else ""
    makers = " ".join(maker.claimant.name for maker in claim.attribution.makers)
    named = f"{claim.slug.replace('-', ' ')} {claim.label} {claim.topic.label} {makers}"
    return f"{named} {claim.statement} {quoted}"
