"""The courier: brings a change of what is on record to every answer that says otherwise.

What is due stands in the store, so that nothing is lost when the program ends. What is told is made
when it is sent, from the newest state: however often a claim changed meanwhile, it is told once.
"""

import asyncio
import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

import structlog

from bot.core.adapter import Corrector, Fate, Reached, spot_of
from bot.core.dispatch import Crew, Dispatch
from bot.core.following import Following, Told
from bot.core.pacer import Pacer
from bot.core.patience import HOLD_SECONDS, LONGEST_WAIT, NOT_CONFIRMED, given_up, pause
from bot.core.reply import Reply
from knowledge.answer_ports import AnswerStore
from knowledge.answers import (
    AnswerState,
    Delivery,
    DeliveryState,
    Ending,
    Step,
)
from knowledge.errors import StoreError

log = structlog.stdlib.get_logger(__name__)

AT_ONCE = 16
_PLANNED_AT_ONCE = 200
_TIDY_SECONDS = 60.0
_NOTHING_TO_SAY = "it says what is on record already"

Clock = Callable[[], datetime]


class Courier:
    """Follows answers on every platform there is a corrector for.

    *look_seconds* is how often the store is asked whether anything changed, *speed* how fast to go
    against the platforms' limits. Whoever else sends there shares the *pacers*, by platform.
    Private answers are forgotten after *private_days*.
    """

    def __init__(
        self,
        store: AnswerStore,
        following: Following,
        correctors: Sequence[Corrector],
        *,
        speed: float = 1.0,
        look_seconds: float = 1.0,
        private_days: float = 30.0,
        pacers: Mapping[str, Pacer] | None = None,
        clock: Clock = lambda: datetime.now(UTC),
    ) -> None:
        self._store = store
        self._following = following
        self._correctors = correctors
        self._speed = speed
        self._look_seconds = look_seconds
        self._private = timedelta(days=private_days)
        self._pacers = pacers or {}
        self._clock = clock
        self._dispatch = Dispatch("recall")
        self._woken = {corrector.name: asyncio.Event() for corrector in correctors}

    async def run(self) -> None:
        """Follow answers until cancelled. A store that fails is asked again later."""
        # What is not given back now is held for minutes by a program that has ended.
        await self._dispatch.insist(self._reclaim_all, self._look_seconds)
        async with asyncio.TaskGroup() as group:
            group.create_task(self._watch(), name="recall watch")
            for corrector in self._correctors:
                group.create_task(self._serve(corrector), name=f"recall {corrector.name}")

    async def stop(self, seconds: float) -> None:
        """Begin no delivery any more, and wait at most *seconds* for those that are being sent."""
        await self._dispatch.stop(seconds)

    async def _reclaim_all(self) -> None:
        count = await self._store.reclaim_deliveries(self._clock(), self._repeats(), every=True)
        if count:
            log.info("deliveries taken up again", count=count)

    def _repeats(self) -> Mapping[str, float]:
        return {corrector.name: corrector.repeats for corrector in self._correctors}

    async def _watch(self) -> None:
        """Plan what follows from each change, and give back what nobody holds any more."""
        loop = asyncio.get_running_loop()
        writes, tidied = -1, loop.time()
        while True:
            now = self._following.writes()
            if now != writes and await self._dispatch.persist(self._plan):
                writes = now
            if loop.time() - tidied > _TIDY_SECONDS:
                tidied = loop.time()
                await self._dispatch.persist(self._tidy)
            await asyncio.sleep(self._look_seconds)

    async def _plan(self) -> None:
        planned = 0
        while await self._store.recalls_wait():
            planned += await self._store.plan_recalls(self._clock(), _PLANNED_AT_ONCE)
        if planned:
            log.info("answers looked at after changes", changes=planned)
            for woken in self._woken.values():
                woken.set()

    async def _tidy(self) -> None:
        await self._store.reclaim_deliveries(self._clock(), self._repeats(), every=False)
        await self._store.forget_private_answers(self._clock() - self._private)

    async def _serve(self, corrector: Corrector) -> None:
        """Take what is due on one platform, a few at once, for ever."""
        pacer = self._pacers.get(corrector.name) or Pacer(self._speed)
        woken = self._woken[corrector.name]
        async with Crew() as crew:
            while True:
                woken.clear()
                free = 0 if self._dispatch.stopping else AT_ONCE - len(crew)
                taken: Sequence[Sequence[Delivery]] = ()
                try:
                    taken = await self._taken(corrector.name, free) if free else ()
                except StoreError as error:
                    log.warning("recall waits for the store", error=type(error).__name__)
                for group in taken:
                    crew.begin(self._delivered(corrector, pacer, group))
                if not taken or len(crew) >= AT_ONCE:
                    await crew.wait(self._look_seconds, woken)

    async def _taken(self, platform: str, limit: int) -> list[list[Delivery]]:
        """Return what is due: edits and posts one by one, and all that one person is told."""
        now = self._clock()
        taken = await self._store.take_deliveries(
            platform, now, hold=HOLD_SECONDS, limit=limit, steps=[step.value for step in Step]
        )
        groups = [[delivery] for delivery in taken if delivery.step is not Step.TELL]
        tells = [delivery for delivery in taken if delivery.step is Step.TELL]
        for asker in dict.fromkeys(delivery.answer.asker for delivery in tells):
            tells += await self._store.take_tells(platform, asker, now, hold=HOLD_SECONDS)
        # What may have been told already is told again as it was, so that the platform knows it.
        together: dict[tuple[str, datetime | None], list[Delivery]] = {}
        for delivery in tells:
            together.setdefault((delivery.answer.asker, delivery.begun), []).append(delivery)
        return [*groups, *together.values()]

    async def _delivered(
        self, corrector: Corrector, pacer: Pacer, group: Sequence[Delivery]
    ) -> None:
        """Deliver *group*. What fails here is held until its time is up, and then tried again."""
        try:
            await self._deliver(corrector, pacer, group)
        except Exception as error:
            log.error(
                "delivery failed",
                platform=corrector.name,
                step=group[0].step.value,
                delivery=group[0].number,
                exc_info=error,
            )

    async def _deliver(self, corrector: Corrector, pacer: Pacer, group: Sequence[Delivery]) -> None:
        step, spot = group[0].step, spot_of(group[0].answer)
        if step is not Step.TELL and not spot.message:
            await self._end_unsent(group)
            return
        first = group[0]
        if tired := given_up(first.tries, first.at, self._clock(), first.why):
            await self._end(group, (), DeliveryState.FAILED, tired)
            return
        begun = group[0].begun
        if begun and (self._clock() - begun).total_seconds() > corrector.repeats:
            await self._end(group, (), DeliveryState.FAILED, NOT_CONFIRMED)
            return
        paces = corrector.paces(step.value, spot)
        wait = pacer.wait(paces)
        if wait > LONGEST_WAIT:
            unsure = group[0].begun is not None
            await self._put_off(group, wait, "the platform's limits", unsure=unsure)
            return
        await asyncio.sleep(pacer.take(paces))
        if self._dispatch.stopping:
            return
        with self._dispatch.sending():
            await self._send(corrector, pacer, paces, group)

    async def _send(
        self,
        corrector: Corrector,
        pacer: Pacer,
        paces: Mapping[str, float],
        group: Sequence[Delivery],
    ) -> None:
        """Say what is on record now, unless it was said already."""
        step, spot = group[0].step, spot_of(group[0].answer)
        told = [Told(d.answer, await self._following.moved(d), _link(corrector, d)) for d in group]
        if not any(one.moved for one in told):
            await self._end(group, told, DeliveryState.DONE, _NOTHING_TO_SAY)
            return
        if step is Step.EDIT:
            reply, brief = await self._following.edited(told[0], self._clock())
            reached = await corrector.edit(spot, reply, brief)
        else:
            reply = self._said(step, told)
            await self._store.begin_deliveries([d.number for d in group], self._clock())
            send = corrector.post if step is Step.POST else corrector.tell
            reached = await send(spot, reply, key_of(group))
        pacer.learn(paces, reached)
        await self._settle(corrector, group, told, reached)

    def _said(self, step: Step, told: Sequence[Told]) -> Reply:
        if step is Step.POST:
            return self._following.posted(told[0], self._clock())
        return self._following.told(told, self._clock())

    async def _settle(
        self,
        corrector: Corrector,
        group: Sequence[Delivery],
        told: Sequence[Told],
        reached: Reached,
    ) -> None:
        """Keep what became of an attempt."""
        again = group[0].step is Step.EDIT or corrector.repeats > 0
        if reached.fate is Fate.DONE:
            await self._end(group, told, DeliveryState.DONE, reached.why)
        elif reached.fate is Fate.UNSURE and not again:
            why = reached.why or NOT_CONFIRMED
            await self._end(group, (), DeliveryState.FAILED, why)
        elif reached.fate in (Fate.LATER, Fate.UNSURE):
            later = reached.seconds or pause(group[0].tries, self._speed)
            unsure = reached.fate is Fate.UNSURE or group[0].begun is not None
            await self._put_off(group, later, reached.why, unsure=unsure)
        else:
            states = {Fate.FIXED: AnswerState.FIXED, Fate.GONE: AnswerState.GONE}
            state = states.get(reached.fate) if group[0].step is Step.EDIT else None
            await self._end(group, (), DeliveryState.FAILED, reached.why, state)

    async def _end_unsent(self, group: Sequence[Delivery]) -> None:
        answer = group[0].answer
        why = answer.why or "nobody confirmed that this answer was posted, nor where"
        await self._end(group, (), DeliveryState.FAILED, why, AnswerState.FIXED)

    async def _end(
        self,
        group: Sequence[Delivery],
        told: Sequence[Told],
        state: DeliveryState,
        why: str,
        answer: AnswerState | None = None,
    ) -> None:
        dropped = (Step.POST,) if state is DeliveryState.FAILED else ()
        said = {one.answer.number: self._following.said(one) for one in told}
        now = self._clock()
        await self._store.end_deliveries(
            [
                Ending(
                    number=delivery.number,
                    state=state,
                    at=now,
                    why=why,
                    said=said.get(delivery.answer.number, ()),
                    answer=answer,
                    dropped=dropped if delivery.step is Step.EDIT else (),
                )
                for delivery in group
            ]
        )
        if state is DeliveryState.FAILED:
            log.warning(
                "delivery ended",
                platform=group[0].answer.platform,
                step=group[0].step.value,
                deliveries=[delivery.number for delivery in group],
                why=why,
            )
        if group[0].step is Step.EDIT:
            self._woken[group[0].answer.platform].set()

    async def _put_off(
        self, group: Sequence[Delivery], seconds: float, why: str, *, unsure: bool
    ) -> None:
        until = self._clock() + timedelta(seconds=seconds)
        numbers = [delivery.number for delivery in group]
        await self._store.put_off(numbers, until, why, unsure=unsure)


def key_of(group: Sequence[Delivery]) -> str:
    """Return a key of at most 25 characters that only this group of deliveries has."""
    numbers = ",".join(str(number) for number in sorted(d.number for d in group))
    return f"r{hashlib.sha256(numbers.encode()).hexdigest()[:23]}"


def _link(corrector: Corrector, delivery: Delivery) -> str:
    answer = delivery.answer
    return corrector.link(spot_of(answer)) if answer.public and answer.message else ""
