"""In which conversation a question stands, and what is kept of its answer."""

from collections.abc import Sequence
from datetime import datetime

import pytest

from bot.core.app import App
from bot.core.reply import Reply, Result, Visibility
from bot.core.request import Actor, Door, Place, Request
from bot.core.threads import kept_in, read_from, to_keep
from bot.main import registry
from knowledge.desk import Desk
from knowledge.errors import StoreBusy
from knowledge.sample.loader import sample_claims
from knowledge.store.memory import MemoryStore
from knowledge.talks import Thread


def asked(place: Place, door: Door = Door.MENTION) -> Request:
    """Return a question from *place*."""
    return Request("claim", {"slug": "doctors-salary"}, Actor("slack", "u1"), place, door)


@pytest.mark.parametrize(
    ("place", "reads", "keeps"),
    [
        (Place("slack", channel="c", thread="t"), ["t"], ["t"]),
        (Place("slack", channel="c", starts="m"), ["@u1"], ["m", "@u1"]),
        (Place("discord", channel="c", starts="m", answers=("q", "a")), ["q", "a"], ["m", "@u1"]),
        (
            Place("discord", channel="c", thread="t", starts="m", answers=("q", "a")),
            ["q", "a", "t"],
            ["m", "t"],
        ),
        (Place("slack", channel="d", direct=True, thread="t"), ["@u1"], ["@u1"]),
        (Place("slack", direct=True), [], []),
    ],
    ids=["thread", "channel", "reply", "reply in a thread", "direct", "nowhere"],
)
def test_where_a_conversation_is_held(place: Place, reads: list[str], keeps: list[str]) -> None:
    """A reply comes before its thread, and what somebody saw last is only for a plain channel."""
    request = asked(place)
    assert [thread.name for thread in read_from(request)] == reads
    assert [thread.name for thread in kept_in(request)] == keeps
    assert {t.channel for t in (*read_from(request), *kept_in(request))} <= {place.channel}


@pytest.mark.parametrize(
    ("visibility", "direct", "result", "door", "kept"),
    [
        (Visibility.PUBLIC, False, Result.FOUND, Door.MENTION, True),
        (Visibility.PRIVATE, True, Result.FOUND, Door.DIRECT, True),
        (Visibility.PRIVATE, False, Result.FOUND, Door.COMMAND, False),
        (Visibility.PUBLIC, False, Result.NOTHING, Door.MENTION, False),
        (Visibility.PRIVATE, True, Result.FOUND, Door.HOME, False),
    ],
)
def test_what_is_kept_is_what_all_have_seen(
    visibility: Visibility, direct: bool, result: Result, door: Door, kept: bool
) -> None:
    """An answer that only its asker sees in a channel is no part of what is talked about there."""
    reply = Reply("A", result=result, visibility=visibility, claims=("a",))
    assert to_keep(asked(Place("slack", channel="c", direct=direct), door), reply) is kept


class Busy(MemoryStore):
    """A store that keeps no talk."""

    async def keep_talk(
        self, threads: Sequence[Thread], claims: Sequence[str], at: datetime, *, forget: datetime
    ) -> None:
        """Refuse."""
        raise StoreBusy("busy")

    async def hear(self, message: Thread, at: datetime, *, forget: datetime) -> bool:
        """Refuse."""
        raise StoreBusy("busy")


async def test_an_answer_does_not_hang_on_what_is_kept_of_it() -> None:
    """Where a talk or a message cannot be noted, the question is answered all the same."""
    store = Busy()
    await store.add(sample_claims())
    app = App(registry(), Desk(store))
    place = Place("slack", channel="c", thread="t")
    assert await app.first(place, "1700.7")
    outcome = await app.handle(asked(place))
    assert isinstance(outcome, Reply)
    assert outcome.claims == ("doctors-salary",)
