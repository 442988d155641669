"""How tests brief: a desk whose time passes as the test says, and what it sends."""

from datetime import UTC, datetime

from bot.commands.chores import chores
from bot.commands.notified import composers
from bot.core.app import App
from bot.core.grammar import read_line
from bot.core.plain import plain
from bot.core.rounds import Rounds
from knowledge.acting import acting
from knowledge.audit import By, Person
from knowledge.model import Review, Subject
from knowledge.notices import Notice, Spoken
from knowledge.store.memory import MemoryStore
from knowledge.store.sqlite.store import SqliteStore
from tests.commands.reviewing import SLUG, say

WHY = "The register says otherwise."
HERE = Spoken("discord", "w1", "c1")


class Clock:
    """A desk whose rounds go by a clock of the test's, and what it sends."""

    def __init__(self, app: App, store: SqliteStore | MemoryStore) -> None:
        self.app, self.store = app, store
        self.rounds = Rounds(chores(app.desk, store))

    async def go(self, now: datetime) -> list[str]:
        """Go round once, send what is due, and return it in words."""
        await self.rounds.go(now)
        told = []
        for notice in await self.store.take_notices("discord", now, hold=60, limit=50):
            told.append(await self.send(notice, now))
        return told

    async def send(self, notice: Notice, now: datetime) -> str:
        """Return what a notice says, and note that it was sent where it says something."""
        composed = await composers(self.app.desk, self.store)[notice.kind](notice, now)
        messages = [f"m{notice.number}"] if composed else []
        await self.store.sent_notice(notice.number, now, messages=messages)
        return plain(composed.reply, hints=True) if composed else "nothing"


async def review(store: SqliteStore, rating: str, slug: str = SLUG) -> None:
    """Have somebody judge a claim."""
    now = datetime.now(UTC)
    with acting(By(Person("discord", "u9", "Eva"), "discord", "w1", "c1")):
        await store.review(slug, Review(Subject.CLAIM, rating, WHY, "discord:u9 Eva", now))


async def typed(app: App, line: str, *, actor: str = "u1") -> str:
    """Return the answer to what is typed to the bot."""
    name, args = read_line(app.registry, line)
    return await say(app, name, actor=actor, **args)


async def due_of(store: SqliteStore, number: int = 1) -> datetime:
    """Return when a schedule is due."""
    schedule = await store.schedule(number)
    assert schedule
    return schedule.due
