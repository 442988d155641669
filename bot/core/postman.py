"""The postman: brings what the desk tells of its own accord to channels and to people, once each.

What is due stands in the store, so that nothing is lost when the program ends. What is told is made
when it is sent, from the newest state. In each place it comes in order, one thing after the other.
"""

import asyncio
import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

import structlog

from bot.core.adapter import Corrector, Fate, Reached, Spot
from bot.core.dispatch import Crew, Dispatch
from bot.core.pacer import Pacer
from bot.core.patience import HOLD_SECONDS, LONGEST_WAIT, NOT_CONFIRMED, given_up, pause
from bot.core.telling import Composed, Composer
from knowledge.errors import StoreError
from knowledge.notice_ports import NoticeStore
from knowledge.notices import Notice, NoticeKind

log = structlog.stdlib.get_logger(__name__)

AT_ONCE = 64
"""Most of them wait for the moment that their channel may be posted in again."""

_FEW = AT_ONCE // 4
"""So many are taken from the store at least, unless all that was taken is done."""

_TIDY_SECONDS = 60.0
_LATE = 0.1
_KEPT_AGAIN = (0.5, 2.0, 10.0)
_MOST_MISTAKES = 5
_NOTHING_TO_TELL = "there was nothing to tell any more"
_NO_WORDS = "this version of Onrecord has no words for it"
_NOT_MADE = "Onrecord made a mistake over its words; the log has the rest"
_NEVER_TOLD = "the message that it was to change was never sent"

Clock = Callable[[], datetime]


class Postman:
    """Sends notices on every platform there is a corrector for.

    *composers* make the words of each kind. *look_seconds* is how often the store is asked for what
    is due, *speed* how fast to go against the platforms' limits; whoever else sends there shares
    the *pacers*, by platform.
    """

    def __init__(
        self,
        store: NoticeStore,
        composers: Mapping[NoticeKind, Composer],
        correctors: Sequence[Corrector],
        *,
        speed: float = 1.0,
        look_seconds: float = 1.0,
        pacers: Mapping[str, Pacer] | None = None,
        clock: Clock = lambda: datetime.now(UTC),
    ) -> None:
        self._store = store
        self._composers = composers
        self._correctors = correctors
        self._speed = speed
        self._look_seconds = look_seconds
        self._pacers = pacers or {}
        self._clock = clock
        self._dispatch = Dispatch("postman")

    async def run(self) -> None:
        """Send until cancelled. A store that fails is asked again later."""
        # What is not given back now is held for minutes by a program that has ended.
        await self._dispatch.insist(lambda: self._reclaim(every=True), self._look_seconds)
        async with asyncio.TaskGroup() as group:
            group.create_task(self._tidy(), name="notices tidy")
            for corrector in self._correctors:
                group.create_task(self._serve(corrector), name=f"notices {corrector.name}")

    async def stop(self, seconds: float) -> None:
        """Begin to send nothing any more, and wait at most *seconds* for what is being sent."""
        await self._dispatch.stop(seconds)

    async def _reclaim(self, *, every: bool) -> None:
        repeats = {corrector.name: corrector.repeats for corrector in self._correctors}
        count = await self._store.reclaim_notices(self._clock(), repeats, every=every)
        if count:
            log.info("notices taken up again", count=count)

    async def _tidy(self) -> None:
        while True:
            await asyncio.sleep(_TIDY_SECONDS)
            await self._dispatch.persist(lambda: self._reclaim(every=False))

    async def _serve(self, corrector: Corrector) -> None:
        """Take what is due on one platform, some at once, for ever."""
        pacer = self._pacers.get(corrector.name) or Pacer(self._speed)
        async with Crew() as crew:
            while True:
                free = AT_ONCE - len(crew)
                taken: Sequence[Notice] = ()
                if not self._dispatch.stopping and (free >= _FEW or not crew):
                    taken = await self._taken(corrector.name, free)
                for notice in taken:
                    crew.begin(self._delivered(corrector, pacer, notice))
                await crew.wait(self._look_seconds)

    async def _taken(self, platform: str, limit: int) -> Sequence[Notice]:
        try:
            now = self._clock()
            return await self._store.take_notices(platform, now, hold=HOLD_SECONDS, limit=limit)
        except StoreError as error:
            log.warning("notices wait for the store", error=type(error).__name__)
            return ()

    async def _delivered(self, corrector: Corrector, pacer: Pacer, notice: Notice) -> None:
        """Deliver *notice*. What fails here is held until its time is up, and then tried again."""
        try:
            await self._deliver(corrector, pacer, notice)
        except Exception as error:
            log.error(
                "notice failed",
                platform=corrector.name,
                kind=notice.kind.value,
                notice=notice.number,
                exc_info=error,
            )

    async def _deliver(self, corrector: Corrector, pacer: Pacer, notice: Notice) -> None:
        now = self._clock()
        if tired := given_up(notice.tries, notice.at, now, notice.why):
            await self._fail(notice, tired)
            return
        begun = notice.begun if notice.edits is None else None
        if begun and (now - begun).total_seconds() >= corrector.repeats:
            await self._fail(notice, NOT_CONFIRMED)
            return
        spot = await self._spot(notice)
        if spot is None:
            await self._fail(notice, _NEVER_TOLD)
            return
        paces = corrector.paces(_step(notice), spot)
        wait = pacer.wait(paces)
        if wait > LONGEST_WAIT:
            await self._put_off(notice, wait, "the platform's limits", unsure=begun is not None)
            return
        wait = pacer.take(paces)
        moment = asyncio.get_running_loop().time() + wait
        await asyncio.sleep(wait)
        if self._dispatch.stopping:
            return
        with self._dispatch.sending():
            if composed := await self._composed(notice):
                if notice.edits is None:
                    await self._store.begin_notices([notice.number], self._clock())
                await _in_time(moment, pacer, paces)
                reached = await self._send(corrector, notice, spot, composed)
                pacer.learn(paces, reached)
                await self._settle(corrector, notice, reached)

    async def _spot(self, notice: Notice) -> Spot | None:
        """Return where *notice* is told: where it is to go, or at the message that it changes."""
        to = notice.to
        if notice.edits is None:
            return Spot(to.person, to.workspace, to.channel, to.thread)
        told = await self._store.notice(notice.edits)
        if told is None or not told.message:
            return None
        where = told.channel or to.channel
        return Spot(to.person, to.workspace, where, told.thread, told.message, told.more)

    async def _composed(self, notice: Notice) -> Composed | None:
        """Return what *notice* says now, or end it where it says nothing."""
        composer = self._composers.get(notice.kind)
        if composer is None:
            await self._fail(notice, _NO_WORDS)
            return None
        try:
            composed = await composer(notice, self._clock())
        except StoreError as error:
            why = f"the store was not to be read ({type(error).__name__})"
            await self._put_off(notice, pause(notice.tries, self._speed), why, unsure=True)
            return None
        except Exception as error:
            log.error(
                "notice not composed", kind=notice.kind.value, notice=notice.number, exc_info=error
            )
            # A mistake of ours is not mended by a day's patience, and others wait behind it.
            if notice.tries + 1 < _MOST_MISTAKES:
                wait = pause(notice.tries, self._speed)
                await self._put_off(notice, wait, _NOT_MADE, unsure=True)
            else:
                await self._fail(notice, _NOT_MADE)
            return None
        if composed is None:
            await self._store.sent_notice(notice.number, self._clock(), why=_NOTHING_TO_TELL)
        return composed

    async def _send(
        self, corrector: Corrector, notice: Notice, spot: Spot, composed: Composed
    ) -> Reached:
        reply = composed.reply
        if notice.edits is not None:
            reached = await corrector.edit(spot, reply, composed.brief or reply)
            messages = (spot.message, *spot.more)
            return Reached(
                reached.fate, reached.why, reached.seconds, messages, spot.channel, spot.thread
            )
        if notice.to.person:
            return await corrector.tell(spot, reply, key_of(notice))
        return await corrector.announce(spot, reply, key_of(notice), composed.thread_name)

    async def _settle(self, corrector: Corrector, notice: Notice, reached: Reached) -> None:
        """Keep what became of an attempt."""
        again = notice.edits is not None or corrector.repeats > 0
        if reached.fate is Fate.DONE:
            await self._keep_sent(notice, reached)
        elif reached.fate is Fate.UNSURE and not again:
            await self._fail(notice, reached.why or NOT_CONFIRMED)
        elif reached.fate in (Fate.LATER, Fate.UNSURE):
            later = reached.seconds or pause(notice.tries, self._speed)
            unsure = reached.fate is Fate.UNSURE or notice.begun is not None
            await self._put_off(notice, later, reached.why, unsure=unsure)
        else:
            await self._fail(notice, reached.why)

    async def _keep_sent(self, notice: Notice, reached: Reached) -> None:
        """Keep that it was sent. A busy store is asked again, since it cannot be taken back."""
        for wait in (*_KEPT_AGAIN, 0.0):
            try:
                await self._store.sent_notice(
                    notice.number,
                    self._clock(),
                    messages=reached.messages,
                    channel=reached.channel,
                    thread=reached.thread,
                    why=reached.why,
                )
            except StoreError as error:
                if not wait:
                    raise
                log.warning("notices wait for the store", error=type(error).__name__)
                await asyncio.sleep(wait / self._speed)
            else:
                return

    async def _fail(self, notice: Notice, why: str) -> None:
        await self._store.failed_notice(notice.number, self._clock(), why)
        log.warning(
            "notice not told",
            platform=notice.to.platform,
            kind=notice.kind.value,
            notice=notice.number,
            why=why,
        )

    async def _put_off(self, notice: Notice, seconds: float, why: str, *, unsure: bool) -> None:
        until = self._clock() + timedelta(seconds=seconds)
        await self._store.put_off_notice(notice.number, until, why, unsure=unsure)


async def _in_time(moment: float, pacer: Pacer, paces: Mapping[str, float]) -> None:
    """Wait for another moment for *paces* where *moment* is long over.

    Where this machine or its store was busy for so long, others are late as well, and all of them
    at once would be more than the platform takes.
    """
    if asyncio.get_running_loop().time() - moment >= _LATE:
        await asyncio.sleep(pacer.take(paces))


def key_of(notice: Notice) -> str:
    """Return a key of at most 25 characters that only this notice has."""
    name = f"{notice.number} {notice.key}"
    return f"n{hashlib.sha256(name.encode()).hexdigest()[:23]}"


def _step(notice: Notice) -> str:
    """Return what telling *notice* counts as against a platform's limits."""
    if notice.edits is not None:
        return "edit"
    return "tell" if notice.to.person else "post"
