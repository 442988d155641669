"""Answers that stand somewhere, and bringing changes to them, in memory."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from knowledge.answers import (
    NOT_CONFIRMED,
    OF_ONE_CHANNEL,
    OVERTAKEN,
    PATIENT_TRIES,
    UNCONFIRMED_SECONDS,
    Answer,
    AnswerState,
    Delivery,
    DeliveryFilter,
    DeliveryState,
    Ending,
    Said,
    Shown,
    Step,
    said_of,
    shown_of,
)
from knowledge.store.shelved import Shelved

_OPEN = (DeliveryState.DUE, DeliveryState.DOING)


@dataclass(slots=True)
class _Timed:
    """A delivery with its times in seconds: when it is due, held until, and begun."""

    delivery: Delivery
    due: float
    held: float = 0.0
    begun: float | None = None


class MemoryAnswers(Shelved):
    """The part of a store in memory that follows answers."""

    def __init__(self) -> None:
        super().__init__()
        self._answers: dict[int, Answer] = {}
        self._said: dict[tuple[int, Step], dict[str, Said]] = {}
        self._deliveries: dict[int, _Timed] = {}
        self._answered = 0
        self._made = 0
        self._looked_at: dict[str, int] = {}

    async def note_answer(self, answer: Answer, shown: Sequence[Shown]) -> int:
        """Keep *answer* with what it shows, and return its number."""
        shelves = self._open()
        self._answered += 1
        number = self._answered
        known = [one for one in shown if one.slug in shelves.claims]
        claims = tuple((one.slug, one.revision) for one in known)
        self._answers[number] = replace(answer, number=number, claims=claims)
        for step in answer.steps():
            said = {one.slug: said_of(one, one.slug, public=answer.public) for one in known}
            self._said[number, step] = said
        for one in known:
            same = shown_of(shelves.claim(one.slug)).print() == one.print()
            seen = shelves.changed[one.slug] if same else 0
            self._looked_at[one.slug] = min(seen, self._looked_at.get(one.slug, seen))
        self._version += 1
        return number

    async def settle_answer(
        self,
        number: int,
        state: AnswerState,
        *,
        channel: str = "",
        thread: str = "",
        message: str = "",
        more: Sequence[str] = (),
        why: str = "",
    ) -> None:
        """Keep where the answer stands, or why it does not."""
        self._open()
        if number in self._answers:
            kept = self._answers[number]
            self._answers[number] = replace(
                kept,
                state=state,
                channel=channel or kept.channel,
                thread=thread or kept.thread,
                message=message,
                more=tuple(more),
                why=why,
            )
            self._leave_unedited(number, state)
            self._version += 1

    async def forget_answer(self, number: int) -> None:
        """Remove an answer that was not sent after all."""
        self._open()
        self._forget([number])

    async def forget_private_answers(self, before: datetime) -> int:
        """Remove the older answers that only their askers saw."""
        self._open()
        busy = {t.delivery.answer.number for t in self._deliveries.values() if _is_open(t)}
        old = [
            a.number
            for a in self._answers.values()
            if not a.public and a.at < before and a.number not in busy
        ]
        self._forget(old)
        return len(old)

    async def answers_with(self, slug: str) -> Sequence[Answer]:
        """Return every answer that showed the claim called *slug*, oldest first."""
        self._open()
        return [answer for answer in self._answers.values() if slug in answer.slugs]

    async def recalls_wait(self) -> bool:
        """Say whether a claim that some answer shows changed since the last `plan_recalls`."""
        return bool(self._waiting())

    async def plan_recalls(self, at: datetime, limit: int) -> int:
        """Make due what the next *limit* changes call for."""
        shelves = self._open()
        changes = self._waiting()[:limit]
        for change, slug in changes:
            now = shown_of(shelves.claim(slug))
            for (number, step), said in list(self._said.items()):
                one = said.get(slug)
                if one is not None and one.differs(now):
                    self._make_due(number, step, change, at)
            self._looked_at[slug] = change
        self._version += bool(changes)
        return len(changes)

    async def take_deliveries(
        self, platform: str, at: datetime, *, hold: float, limit: int, steps: Collection[str]
    ) -> Sequence[Delivery]:
        """Return what is due on *platform* and hold it."""
        self._open()
        ready: list[_Timed] = []
        turns: Counter[tuple[str, Step]] = Counter()
        for timed in self._ready(at):
            delivery = timed.delivery
            answer = self._answers[delivery.answer.number]
            if answer.platform == platform and delivery.step in steps:
                turns[answer.channel, delivery.step] += 1
                if turns[answer.channel, delivery.step] <= OF_ONE_CHANNEL:
                    ready.append(timed)
        return self._hold(ready[:limit], at.timestamp() + hold)

    async def take_tells(
        self, platform: str, asker: str, at: datetime, *, hold: float
    ) -> Sequence[Delivery]:
        """Return everything that is due to be told to one person, and hold it."""
        self._open()
        theirs = [
            timed
            for timed in self._ready(at)
            if timed.delivery.step is Step.TELL
            and self._answers[timed.delivery.answer.number].asker == asker
            and self._answers[timed.delivery.answer.number].platform == platform
        ]
        return self._hold(theirs, at.timestamp() + hold)

    async def begin_deliveries(self, numbers: Sequence[int], at: datetime) -> None:
        """Keep that the platform is being asked for what it must not do twice."""
        self._open()
        for number in numbers:
            timed = self._deliveries[number]
            timed.begun = at.timestamp() if timed.begun is None else timed.begun

    async def put_off(
        self, numbers: Sequence[int], until: datetime, why: str, *, unsure: bool = False
    ) -> None:
        """Have deliveries that are being done wait until *until*."""
        self._open()
        for number in numbers:
            self._put_off(number, until, why, unsure=unsure)

    async def end_deliveries(self, endings: Sequence[Ending]) -> None:
        """Keep how deliveries ended, and what was said by them."""
        self._open()
        for end in endings:
            self._end(end)
        self._version += 1

    async def reclaim_deliveries(
        self, at: datetime, repeats: Mapping[str, float], *, every: bool
    ) -> int:
        """Make due again what a program that ended was doing."""
        self._open()
        now = at.timestamp()
        doing = [
            timed
            for timed in self._deliveries.values()
            if timed.delivery.state is DeliveryState.DOING and (every or timed.held <= now)
        ]
        for timed in doing:
            number, begun = timed.delivery.number, timed.begun
            safe = repeats.get(timed.delivery.answer.platform, 0.0)
            if timed.delivery.step is Step.EDIT or begun is None or abs(now - begun) <= safe:
                self._put_off(number, at, "", unsure=True)
            else:
                self._end(Ending(number, DeliveryState.FAILED, at, NOT_CONFIRMED))
        return len(doing)

    async def deliveries(self, narrowed: DeliveryFilter, limit: int) -> Sequence[Delivery]:
        """Return the deliveries that pass *narrowed*, newest first."""
        self._open()
        found = [
            self._whole(timed.delivery)
            for timed in self._deliveries.values()
            if narrowed.state in (None, timed.delivery.state)
            and narrowed.step in (None, timed.delivery.step)
            and narrowed.platform in ("", timed.delivery.answer.platform)
            and (not narrowed.slug or narrowed.slug in timed.delivery.answer.slugs)
        ]
        return found[: -limit - 1 : -1]

    def _waiting(self) -> list[tuple[int, str]]:
        shelves = self._open()
        changes = [
            (shelves.changed[slug], slug)
            for slug, seen in self._looked_at.items()
            if shelves.changed[slug] > seen
        ]
        return sorted(changes)

    def _make_due(self, number: int, step: Step, change: int, at: datetime) -> None:
        for timed in self._deliveries.values():
            other = timed.delivery
            same = other.answer.number == number and other.step is step
            if same and (other.state is DeliveryState.DUE or other.change == change):
                return
        self._made += 1
        made = self._made
        answer = self._answers[number]
        delivery = Delivery(made, answer, change, step, DeliveryState.DUE, at)
        self._deliveries[made] = _Timed(delivery, at.timestamp())

    def _ready(self, at: datetime) -> list[_Timed]:
        now = at.timestamp()
        busy = {
            (t.delivery.answer.number, t.delivery.step)
            for t in self._deliveries.values()
            if _is_open(t)
        }
        doing = {
            (t.delivery.answer.number, t.delivery.step)
            for t in self._deliveries.values()
            if t.delivery.state is DeliveryState.DOING
        }
        edited = {
            self._whom(t)
            for t in self._deliveries.values()
            if _is_open(t) and t.delivery.step is Step.EDIT and t.delivery.tries < PATIENT_TRIES
        }
        ready = [
            timed
            for timed in self._deliveries.values()
            if timed.delivery.state is DeliveryState.DUE
            and timed.due <= now
            and self._sent(timed.delivery.answer.number, now)
            and (
                timed.delivery.step is Step.EDIT
                or (timed.delivery.answer.number, Step.EDIT) not in busy
            )
            and (timed.delivery.answer.number, timed.delivery.step) not in doing
            and (timed.delivery.step is not Step.TELL or self._whom(timed) not in edited)
        ]
        return sorted(ready, key=lambda timed: (timed.due, timed.delivery.number))

    def _whom(self, timed: _Timed) -> tuple[str, str]:
        answer = timed.delivery.answer
        return answer.platform, answer.asker

    def _sent(self, number: int, now: float) -> bool:
        answer = self._answers[number]
        old = answer.at.timestamp() < now - UNCONFIRMED_SECONDS
        return answer.state is not AnswerState.SENDING or old

    def _hold(self, taken: Iterable[_Timed], until: float) -> list[Delivery]:
        held = []
        for timed in taken:
            timed.held = until
            timed.delivery = replace(timed.delivery, state=DeliveryState.DOING)
            held.append(replace(self._whole(timed.delivery), begun=_time(timed.begun)))
        self._version += bool(held)
        return held

    def _whole(self, delivery: Delivery) -> Delivery:
        number = delivery.answer.number
        said = tuple(self._said.get((number, delivery.step), {}).values())
        return replace(delivery, answer=self._answers[number], said=said)

    def _put_off(self, number: int, due: datetime, why: str, *, unsure: bool) -> None:
        timed = self._deliveries[number]
        delivery = timed.delivery
        waits = any(
            t.delivery.answer.number == delivery.answer.number
            and t.delivery.step is delivery.step
            and t.delivery.state is DeliveryState.DUE
            and t.delivery.number != number
            for t in self._deliveries.values()
        )
        if waits:
            self._end(Ending(number, DeliveryState.DONE, due, OVERTAKEN))
        elif delivery.state is DeliveryState.DOING:
            timed.due, timed.begun = due.timestamp(), timed.begun if unsure else None
            timed.delivery = replace(
                delivery, state=DeliveryState.DUE, tries=delivery.tries + 1, why=why
            )
        self._version += 1

    def _end(self, end: Ending) -> None:
        timed = self._deliveries[end.number]
        delivery, number = timed.delivery, timed.delivery.answer.number
        said = self._said.get((number, delivery.step), {})
        said.update({one.slug: one for one in end.said if one.slug in said})
        timed.begun = None
        timed.delivery = replace(
            delivery, state=end.state, ended=end.at, why=end.why, tries=delivery.tries + 1
        )
        for other in self._deliveries.values():
            one = other.delivery
            if (
                one.answer.number == number
                and one.step in end.dropped
                and one.state is DeliveryState.DUE
            ):
                failed = DeliveryState.FAILED
                other.delivery = replace(one, state=failed, ended=end.at, why=end.why)
        if end.answer is not None:
            self._answers[number] = replace(self._answers[number], state=end.answer, why=end.why)
            self._leave_unedited(number, end.answer)

    def _leave_unedited(self, number: int, state: AnswerState) -> None:
        if state in (AnswerState.FIXED, AnswerState.GONE):
            self._said.pop((number, Step.EDIT), None)
            self._said.pop((number, Step.POST), None)

    def _forget(self, numbers: Sequence[int]) -> None:
        gone = {number for number in numbers if self._answers.pop(number, None)}
        self._said = {key: said for key, said in self._said.items() if key[0] not in gone}
        for timed in [t for t in self._deliveries.values() if t.delivery.answer.number in gone]:
            del self._deliveries[timed.delivery.number]
        self._version += bool(gone)


def _time(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def _is_open(timed: _Timed) -> bool:
    return timed.delivery.state in _OPEN
