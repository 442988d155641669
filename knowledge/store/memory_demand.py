"""Unanswered questions in memory."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from knowledge.audit_notes import demand_ended
from knowledge.demand import Demand, Miss, mark_of
from knowledge.notices import Spoken
from knowledge.store.memory_tickets import MemoryTickets


@dataclass(slots=True)
class _Asker:
    """Somebody who asked, and whether they wish to be told and were."""

    last_at: datetime
    tell: Spoken | None = None
    told: bool = False


@dataclass(slots=True)
class _Kept:
    """A demand with its print and its askers by their marks."""

    demand: Demand
    print: str
    askers: dict[str, _Asker] = field(default_factory=dict)


class MemoryDemand(MemoryTickets):
    """The part of a store in memory that counts what is asked for and not on record."""

    def __init__(self) -> None:
        super().__init__()
        self._demands: dict[int, _Kept] = {}

    async def count_demand(self, miss: Miss) -> int:
        """Count *miss* and return the number of its demand."""
        return self._add_up(miss, counted=True)

    async def leave_demand(self, miss: Miss) -> int:
        """Keep the words of *miss*, and whom to tell, and return the number."""
        return self._add_up(miss, counted=False)

    async def demand(self, number: int) -> Demand | None:
        """Return the demand with that number."""
        self._open()
        kept = self._demands.get(number)
        return self._counted(kept) if kept else None

    async def demands(
        self, limit: int, *, ended: bool = False, worded: bool = False
    ) -> Sequence[Demand]:
        """Return demands, those of most askers first, or the ended ones, the last first."""
        self._open()
        found = [self._counted(kept) for kept in self._demands.values()]
        found = [each for each in found if (each.ended_at is not None) is ended]
        found = [each for each in found if each.words or not worded]
        if ended:
            found.sort(key=lambda d: (d.ended_at or d.last_at, d.number), reverse=True)
        else:
            found.sort(key=lambda d: (-d.askers, -d.times, -d.last_at.timestamp(), d.number))
        return found[:limit]

    async def end_demand(
        self, number: int, at: datetime, *, claim: str = "", why: str = ""
    ) -> Demand | None:
        """Note that a claim answers it, or why it is not looked for."""
        shelves = self._open()
        kept = self._demands.get(number)
        if kept is None or kept.demand.ended_at:
            return self._counted(kept) if kept else None
        if claim:
            shelves.must_know(claim)
        kept.demand = replace(kept.demand, claim=claim, ended_at=at, why=why)
        self._note([demand_ended(number, claim, why)])
        self._version += 1
        return self._counted(kept)

    async def to_tell(self, number: int) -> Sequence[Spoken]:
        """Return who wish to be told and were not yet."""
        self._open()
        askers = self._demands[number].askers if number in self._demands else {}
        waiting = sorted((a.last_at, mark) for mark, a in askers.items() if a.tell and not a.told)
        found = [askers[mark].tell for _, mark in waiting]
        return [tell for tell in found if tell is not None]

    async def told_demand(self, number: int) -> None:
        """Note that those who wish to be told are being told."""
        self._open()
        for asker in self._demands[number].askers.values() if number in self._demands else ():
            asker.told = asker.told or asker.tell is not None
        self._version += 1

    def _add_up(self, miss: Miss, *, counted: bool) -> int:
        self._open()
        kept = next((k for k in self._demands.values() if k.print == miss.print), None)
        if kept is None:
            number = len(self._demands) + 1
            kept = _Kept(Demand(number, miss.words, 0, 0, miss.at, miss.at), miss.print)
            self._demands[number], counted = kept, True
        was = kept.demand
        last = max(was.last_at, miss.at)
        kept.demand = replace(was, words=was.words or miss.words, last_at=last)
        if counted:
            kept.demand = replace(kept.demand, times=was.times + 1, claim="", ended_at=None, why="")
        asker = kept.askers.setdefault(miss.mark, _Asker(miss.at))
        asker.last_at = max(asker.last_at, miss.at)
        asker.tell = miss.tell or asker.tell
        asker.told = asker.told and not (counted or miss.tell)
        self._version += 1
        return was.number

    def _counted(self, kept: _Kept) -> Demand:
        tickets = [t for t in self._tickets.values() if t.open and t.demand == kept.demand.number]
        ticket, owner = (tickets[0].number, tickets[0].owner) if tickets else (0, "")
        return replace(kept.demand, askers=len(kept.askers), ticket=ticket, owner=owner)

    def _forget_demand(self, platform: str, identifier: str, key: str) -> int:
        """Forget who asked; that somebody did stays counted."""
        mark = mark_of(platform, identifier, bytes.fromhex(key))
        theirs = [kept for kept in self._demands.values() if mark in kept.askers]
        for kept in theirs:
            kept.askers[secrets.token_hex(32)] = replace(kept.askers.pop(mark), tell=None)
        return len(theirs)
