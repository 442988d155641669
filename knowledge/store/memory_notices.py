"""What is to be told of the desk's own accord, in memory."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from knowledge.answers import NOT_CONFIRMED, OVERTAKEN, DeliveryState
from knowledge.notices import NewNotice, Notice, NoticeFilter, Spoken
from knowledge.store.shelved import Shelved

_OPEN = (DeliveryState.DUE, DeliveryState.DOING)
_Place = tuple[str, str, str]


@dataclass(slots=True)
class _Timed:
    """A notice with its times in seconds: when it is due, held until, and begun."""

    notice: Notice
    due: float
    held: float = 0.0
    begun: float | None = None

    @property
    def place(self) -> _Place:
        to = self.notice.to
        return to.platform, to.channel, to.person

    @property
    def open(self) -> bool:
        return self.notice.state in _OPEN


class MemoryNotices(Shelved):
    """The part of a store in memory where notices wait."""

    def __init__(self) -> None:
        super().__init__()
        self._notices: dict[int, _Timed] = {}
        self._noticed = 0

    async def add_notices(self, notices: Sequence[NewNotice], at: datetime) -> Sequence[int]:
        """Make *notices* due and return the numbers of those that are new."""
        self._open()
        numbers = []
        for new in notices:
            if not any(self._same(new, timed.notice) for timed in self._notices.values()):
                self._noticed += 1
                due = max(new.due or at, at)
                number, state = self._noticed, DeliveryState.DUE
                about = dict(new.about)
                made = Notice(number, new.key, new.kind, new.to, about, state, due, edits=new.edits)
                self._notices[number] = _Timed(made, due.timestamp())
                numbers.append(number)
        self._version += bool(numbers)
        return numbers

    async def take_notices(
        self, platform: str, at: datetime, *, hold: float, limit: int
    ) -> Sequence[Notice]:
        """Return what is due on *platform* and hold it."""
        self._open()
        now = at.timestamp()
        heads: dict[_Place, _Timed] = {}
        for timed in self._notices.values():
            in_turn = timed.due <= now or timed.notice.tries > 0
            if timed.open and timed.notice.to.platform == platform and in_turn:
                heads.setdefault(timed.place, timed)
        busy = {t.place for t in self._notices.values() if t.notice.state is DeliveryState.DOING}
        ready = [head for head in heads.values() if head.place not in busy and head.due <= now]
        ready = sorted(ready, key=lambda timed: (timed.due, timed.notice.number))[:limit]
        for timed in ready:
            timed.held = now + hold
            timed.notice = replace(timed.notice, state=DeliveryState.DOING)
        self._version += bool(ready)
        return [self._entire(timed) for timed in ready]

    async def begin_notices(self, numbers: Sequence[int], at: datetime) -> None:
        """Keep that the platform is being asked for what it must not do twice."""
        self._open()
        for number in numbers:
            timed = self._notices[number]
            timed.begun = at.timestamp() if timed.begun is None else timed.begun

    async def put_off_notice(
        self, number: int, until: datetime, why: str, *, unsure: bool = False
    ) -> None:
        """Have a notice that is being sent wait until *until*."""
        self._open()
        self._wait_again(number, until, why, unsure=unsure)

    async def sent_notice(
        self,
        number: int,
        at: datetime,
        *,
        messages: Sequence[str] = (),
        channel: str = "",
        thread: str = "",
        why: str = "",
    ) -> None:
        """Keep that the notice was told, and where."""
        self._open()
        self._over(number, DeliveryState.DONE, at, why)
        timed = self._notices[number]
        first, more = (*messages, "")[0], tuple(messages[1:])
        timed.notice = replace(
            timed.notice, message=first, more=more, channel=channel, thread=thread
        )

    async def failed_notice(self, number: int, at: datetime, why: str) -> None:
        """Keep that the notice cannot be told, and why."""
        self._open()
        self._over(number, DeliveryState.FAILED, at, why)

    async def reclaim_notices(
        self, at: datetime, repeats: Mapping[str, float], *, every: bool
    ) -> int:
        """Make due again what a program that ended was sending."""
        self._open()
        now = at.timestamp()
        doing = [
            timed
            for timed in self._notices.values()
            if timed.notice.state is DeliveryState.DOING and (every or timed.held <= now)
        ]
        for timed in doing:
            number, begun = timed.notice.number, timed.begun
            safe = repeats.get(timed.notice.to.platform, 0.0)
            if timed.notice.edits is not None or begun is None or abs(now - begun) < safe:
                self._wait_again(number, at, "", unsure=True)
            else:
                self._over(number, DeliveryState.FAILED, at, NOT_CONFIRMED)
        return len(doing)

    async def notice(self, number: int) -> Notice | None:
        """Return the notice with that number."""
        self._open()
        timed = self._notices.get(number)
        return self._entire(timed) if timed else None

    async def notices(self, narrowed: NoticeFilter, limit: int) -> Sequence[Notice]:
        """Return the notices that pass *narrowed*, newest first."""
        self._open()
        found = [
            self._entire(timed)
            for timed in self._notices.values()
            if narrowed.state in (None, timed.notice.state)
            and narrowed.kind in (None, timed.notice.kind)
            and narrowed.platform in ("", timed.notice.to.platform)
            and (narrowed.to is None or _within(timed.notice.to, narrowed.to))
        ]
        return found[: -limit - 1 : -1]

    def _same(self, new: NewNotice, known: Notice) -> bool:
        waits = known.state is DeliveryState.DUE and new.edits is not None
        return known.key == new.key or (waits and known.edits == new.edits)

    def _entire(self, timed: _Timed) -> Notice:
        edits = timed.notice.edits
        target = self._notices[edits].notice if edits is not None else None
        edited = (target.message, *target.more) if target and target.message else ()
        begun = None if timed.begun is None else datetime.fromtimestamp(timed.begun, UTC)
        return replace(timed.notice, edited=edited, begun=begun)

    def _wait_again(self, number: int, due: datetime, why: str, *, unsure: bool) -> None:
        timed = self._notices[number]
        notice = timed.notice
        later = (
            notice.edits is not None
            and other.notice.edits == notice.edits
            and other.notice.state is DeliveryState.DUE
            for other in self._notices.values()
            if other is not timed
        )
        if any(later):
            self._over(number, DeliveryState.DONE, due, OVERTAKEN)
        elif notice.state is DeliveryState.DOING:
            timed.due, timed.begun = due.timestamp(), timed.begun if unsure else None
            timed.notice = replace(notice, state=DeliveryState.DUE, tries=notice.tries + 1, why=why)
        self._version += 1

    def _over(self, number: int, state: DeliveryState, at: datetime, why: str) -> None:
        timed = self._notices[number]
        timed.begun = None
        tries = timed.notice.tries + 1
        timed.notice = replace(timed.notice, state=state, ended=at, why=why, tries=tries)
        # Whoever was just told something queues up again behind the others.
        now = at.timestamp()
        for other in self._notices.values():
            waits = other.notice.state is DeliveryState.DUE and not other.notice.tries
            if other.place == timed.place and waits and other.due <= now:
                other.due = now
                break
        self._version += 1

    def _forget_notices(self, platform: str, person: str) -> int:
        """Forget what was told, or is to be told, to one person; return how much that was."""
        theirs = [n for n, t in self._notices.items() if t.place == (platform, "", person)]
        for number in theirs:
            del self._notices[number]
        return len(theirs)


def _within(to: Spoken, narrowed: Spoken) -> bool:
    pairs = (
        (to.platform, narrowed.platform),
        (to.workspace, narrowed.workspace),
        (to.channel, narrowed.channel),
        (to.thread, narrowed.thread),
        (to.person, narrowed.person),
    )
    return all(wanted in ("", has) for has, wanted in pairs)
