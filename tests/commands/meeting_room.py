"""A channel with a desk: what people type there, and what a meeting posts by itself."""

from collections.abc import Mapping
from datetime import UTC, datetime

from bot.commands.chores import chores
from bot.commands.notified import composers
from bot.core.app import App
from bot.core.plain import plain
from bot.core.rounds import Rounds
from knowledge.meetings import Meeting
from knowledge.model import ClaimRating, Review, Subject
from knowledge.notices import Notice, Spoken
from knowledge.store.sqlite.store import SqliteStore
from tests.commands.reviewing import SLUG
from tests.conftest import asking

HERE = Spoken("discord", "w1", "c1")
OWNER = "Breitbart News, 20 December 2019"


class Room:
    """A desk with its rounds, and what it posts by itself."""

    def __init__(self, app: App, store: SqliteStore) -> None:
        self.app, self.store = app, store
        self.desk = app.desk
        self.begin()

    def begin(self) -> None:
        """Have a program begin that knows nothing of a former one."""
        self.rounds = Rounds(chores(self.desk, self.store))

    async def say(
        self, command: str, *, channel: str = "c1", actor: str = "u1", **given: str
    ) -> str:
        """Return what comes of a typed command."""
        who = {"u1": "Ana", "u2": "Bo"}[actor]
        return plain(
            await self.app.handle(asking(command, given, channel=channel, actor=actor, who=who))
        )

    async def go(
        self, now: datetime | None = None, fails: Mapping[str, str] | None = None
    ) -> list[str]:
        """Go round once, and return what is posted by it: in which place, anew or in place of what.

        What is for a place, or changes a message, of that name in *fails* fails with that reason.
        """
        at = now or datetime.now(UTC)
        await self.rounds.go(at)
        return [await self._posted(n, at, fails or {}) for n in await self._due(at)]

    async def _due(self, at: datetime) -> list[Notice]:
        return list(await self.store.take_notices("discord", at, hold=60, limit=50))

    async def _posted(self, notice: Notice, at: datetime, fails: Mapping[str, str]) -> str:
        kind = "edit" if notice.edits else "post"
        where = notice.to.thread or notice.to.channel or notice.to.person
        composed = await composers(self.desk, self.store)[notice.kind](notice, at)
        for name in (where, kind):
            if name in fails:
                await self.store.failed_notice(notice.number, at, fails[name])
                return f"{where} {kind} failed"
        thread = f"t{notice.number}" if composed and composed.thread_name else ""
        messages = [] if notice.edits else [f"m{notice.number}"]
        await self.store.sent_notice(
            notice.number, at, messages=messages, channel=notice.to.channel, thread=thread
        )
        return f"{where} {kind}: {plain(composed.reply) if composed else 'nothing'}"

    async def meeting(self) -> Meeting:
        """Return the meeting that is open."""
        (meeting,) = await self.store.open_meetings()
        return meeting


async def opened(room: Room) -> None:
    """Open a meeting with a claim and a question, and nothing else."""
    meeting = Meeting("Monday", HERE, "discord:u1 Ana", right_now(), right_now())
    await room.store.start_meeting(meeting, ())
    room.app.rooms.changed()
    await room.say("meeting-add", what=SLUG)
    await room.say("meeting-add", what="How many beds are there in Lobos?")
    (board,) = await room.go()
    assert board.startswith("c1 post: Meeting “Monday”: 2 items, none is on.")
    room.app.rooms.changed()


def right_now() -> datetime:
    """Return the time as a store keeps it."""
    return datetime.now(UTC).replace(microsecond=0)


async def judge(store: SqliteStore, rating: ClaimRating, slug: str = SLUG) -> None:
    """Have somebody judge a claim."""
    judged = Review(Subject.CLAIM, rating, "It differs.", "discord:u9 Eva", right_now())
    await store.review(slug, judged)
