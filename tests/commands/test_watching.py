"""Watching from chat: set, listed, told once and in words, and nothing of what is restricted."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from bot.commands.chores import chores
from bot.commands.notified import composers
from bot.core.app import App
from bot.core.plain import plain
from bot.core.reply import Reply
from bot.core.request import Door
from bot.core.rounds import Rounds
from knowledge.acting import acting
from knowledge.audit import By, Person
from knowledge.model import ClaimRating, DocumentState, Review, Subject
from knowledge.notices import Notice, NoticeFilter, NoticeKind, Spoken
from knowledge.roles import Holder, Role
from knowledge.store.sqlite.store import SqliteStore
from tests.commands.reviewing import SLUG, ask, presses, say
from tests.conftest import asking
from tests.knowledge.making import claim

WHY = "The register says otherwise."
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
Go = Callable[..., object]


class Watched:
    """A desk with its rounds, and what it has to tell."""

    def __init__(self, app: App, store: SqliteStore) -> None:
        self.app, self.store = app, store
        self.rounds = Rounds(chores(app.desk, store))

    async def go(self, now: datetime | None = None) -> list[str]:
        """Go round once; take what is due, and return it in words, as if it had been sent."""
        at = now or datetime.now(UTC)
        await self.rounds.go(at)
        told = []
        for notice in await self.store.take_notices("discord", at, hold=60, limit=50):
            composed = await composers(self.app.desk, self.store)[notice.kind](notice, at)
            told.append(f"{_place(notice)}: {plain(composed.reply)}" if composed else "nothing")
            await self.store.sent_notice(notice.number, at)
        return told


def _place(notice: Notice) -> str:
    return notice.to.channel or notice.to.person


@pytest.fixture
async def desk_at_work(app: App, store: SqliteStore) -> Watched:
    """A desk whose rounds have begun."""
    watched = Watched(app, store)
    await watched.go()
    return watched


async def dispute(store: SqliteStore, slug: str = SLUG) -> None:
    """Have somebody dispute a claim."""
    with acting(By(Person("discord", "u9", "Eva"), "discord", "w1", "c1")):
        judged = Review(Subject.CLAIM, ClaimRating.DISPUTED, WHY, "discord:u9 Eva", NOW)
        await store.review(slug, judged)


async def test_a_claim_that_changes_is_told_old_to_new(desk_at_work: Watched) -> None:
    """Whoever presses the card's button is told once: who says it, what was, what is, and why."""
    app, store = desk_at_work.app, desk_at_work.store
    press = presses(await ask(app, "claim", slug=SLUG))["Tell me when this changes"]
    kept = await say(app, press.command, **press.args)
    assert f"Watching the claim {SLUG}." in kept
    assert "You are told, in a message of your own, at once when it changes." in kept
    assert await desk_at_work.go() == []
    await dispute(store)
    (told,) = await desk_at_work.go()
    assert told.startswith("u1: What you watch has changed on record (1).")
    card = (await store.claims([SLUG]))[0]
    assert card.document.outlet.name in told
    assert "Claim: Not checked → Disputed" in told
    assert "Why: The register says otherwise." in told
    assert await desk_at_work.go() == []


async def test_a_change_and_its_undoing_are_no_news(app: App, store: SqliteStore) -> None:
    """What is as it was before the notice is sent has nothing to tell."""
    watched = Watched(app, store)
    await watched.go()
    await say(app, "watch-claim", what=SLUG)
    await dispute(store)
    await watched.rounds.go(datetime.now(UTC))
    await store.review(
        SLUG, Review(Subject.CLAIM, ClaimRating.NOT_CHECKED, "A slip.", "discord:u9 Eva", NOW)
    )
    await watched.rounds.go(datetime.now(UTC))
    assert await watched.go() in (["nothing"], [])


async def test_said_by_and_about_are_two_watches(desk_at_work: Watched) -> None:
    """Who watches what others say of somebody hears nothing of what they say themselves."""
    app, store = desk_at_work.app, desk_at_work.store
    await store.add([claim("first", statement="The Herald counts beds.")])
    await say(app, "watch-source", what="The Herald")
    await say(app, "watch-about", what="The Herald", actor="u2")
    await desk_at_work.go()
    await store.add([claim("second", statement="The Herald counts 40 beds.")])
    told = await desk_at_work.go()
    assert [each.partition(":")[0] for each in told] == ["u1"]
    assert "New on record: " in told[0]


async def test_a_channel_is_told_once_of_all_that_it_watches(desk_at_work: Watched) -> None:
    """A topic and a claim of it that changes: one message, with the words for both watches."""
    app, store = desk_at_work.app, desk_at_work.store
    topic = (await store.claims([SLUG]))[0].topic
    here = await say(app, "watch-topic", what=f"{topic.key} here")
    assert "This channel is told at once when something of it" in here
    await say(app, "watch-claim", what=SLUG, where="here", cadence="at once")
    await dispute(store)
    (told,) = await desk_at_work.go()
    assert told.startswith("c1: What this channel watches has changed on record (1).")
    assert f"Watched: the topic {topic.label}; the claim {SLUG}." in told


async def test_a_digest_waits_for_its_hour(desk_at_work: Watched) -> None:
    """A daily watch tells at nine what changed since; a quiet day says nothing."""
    app, store = desk_at_work.app, desk_at_work.store
    kept = await say(app, "watch-claim", what=f"{SLUG} daily")
    assert "daily, next on " in kept
    assert ", 09:00 (UTC)," in kept
    await dispute(store)
    assert await desk_at_work.go() == []
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    (told,) = await desk_at_work.go(tomorrow)
    assert "Not checked → Disputed" in told
    assert await desk_at_work.go(tomorrow + timedelta(days=1)) == []


async def test_a_document_that_is_withdrawn_is_told_to_its_claims_watchers(
    desk_at_work: Watched,
) -> None:
    """The outlet's notice reaches who watches the document and who watches a claim from it."""
    app, store = desk_at_work.app, desk_at_work.store
    key = (await store.claims([SLUG]))[0].document.key
    await say(app, "watch-document", what=SLUG)
    await say(app, "watch-claim", what=SLUG, actor="u2")
    await store.mark_documents([key], DocumentState.WITHDRAWN, "Withdrawn by the editors.")
    told = await desk_at_work.go()
    assert sorted(each.partition(":")[0] for each in told) == ["u1", "u2"]
    assert all("Document: current → withdrawn" in each for each in told)


async def test_a_question_is_watched_until_something_is_found(desk_at_work: Watched) -> None:
    """What the words find, once it is on record, is told."""
    app, store = desk_at_work.app, desk_at_work.store
    await say(app, "watch-question", what="how many beds in Lobos weekly")
    assert "weekly, next on Monday" in await say(app, "watch-list")
    await say(app, "watch-question", what="how many beds in Lobos", cadence="at once")
    await store.add([claim("lobos-beds", statement="The Herald counts 40 beds in Lobos.")])
    (told,) = await desk_at_work.go()
    assert "40 beds in Lobos" in told


async def test_nothing_of_a_restricted_claim_is_told(desk_at_work: Watched) -> None:
    """What happens to it meanwhile reaches nobody, and no later notice shows it."""
    app, store = desk_at_work.app, desk_at_work.store
    await say(app, "watch-claim", what=SLUG)
    await store.restrict(SLUG, restricted=True)
    await dispute(store)
    assert await desk_at_work.go() == []


async def test_watches_are_listed_paused_and_stopped(desk_at_work: Watched) -> None:
    """Each by its number; a paused one tells nothing of the time, and goes on from then."""
    app, store = desk_at_work.app, desk_at_work.store
    assert "Nothing is watched yet." in await say(app, "watch-list")
    await say(app, "watch-claim", what=SLUG)
    assert f"1. You: the claim {SLUG}, at once." in await say(app, "watch")
    assert "Paused: " in await say(app, "watch-pause", number="1")
    await dispute(store)
    assert await desk_at_work.go() == []
    assert "Goes on: " in await say(app, "watch-resume", number="1")
    assert await desk_at_work.go() == []
    theirs = await say(app, "watch-stop", number="1", actor="u2")
    assert "Neither you nor this channel has a watch 1." in theirs
    assert "Stopped: " in await say(app, "watch-stop", number="1")
    assert "Nothing is watched yet." in await say(app, "watch-list")


@pytest.mark.parametrize(
    ("command", "args", "said"),
    [
        ("watch-claim", {"what": "no-such"}, "There is no claim called “no-such”."),
        ("watch-claim", {"what": "here"}, "What is to be watched?"),
        ("watch-claim", {"what": SLUG, "cadence": "hourly"}, "“hourly” is no cadence."),
        ("watch-claim", {"what": SLUG, "where": "there"}, "“there” is no place."),
        ("watch-topic", {"what": "no-such-topic-at-all"}, "No topic is called"),
        ("watch-source", {"what": "Nobody Known"}, "Nobody on record is called"),
        ("watch-document", {"what": "https://example.org/none"}, "No claim on record is from"),
        ("watch-question", {"what": "x" * 300}, "has at most 200 characters"),
        ("watch-stop", {"number": "9"}, "Neither you nor this channel has a watch 9."),
    ],
)
async def test_what_cannot_be_watched_is_said(
    app: App, command: str, args: dict[str, str], said: str
) -> None:
    """Each slip gets a sentence that names it, and a way on."""
    reply = await ask(app, command, **args)
    assert isinstance(reply, Reply)
    assert said in plain(reply)


async def test_a_channel_is_watched_by_who_may(app: App, store: SqliteStore) -> None:
    """A reader watches for themselves; for a channel a reporter does. Nobody is told in a cloud."""
    await store.put_holder(Holder("discord", "u2", Role.EDITOR, "Bo"), Role.EDITOR)
    assert "needs the role reporter" in await say(app, "watch-claim", what=f"{SLUG} here")
    assert "You are told" in await say(app, "watch-claim", what=SLUG)
    assert "This channel is told" in await say(app, "watch-claim", what=f"{SLUG} here", actor="u2")
    direct = asking("watch-claim", {"what": f"{SLUG} here"}, direct=True, actor="u2")
    assert "There is no channel here" in plain(await app.handle(direct))
    console = asking("watch-claim", {"what": SLUG}, platform="console", door=Door.CONSOLE)
    assert "Nobody can be told on the console." in plain(await app.handle(console))
    card = asking("claim", {"slug": SLUG}, platform="console", door=Door.CONSOLE)
    assert "Tell me when this changes" not in presses(await app.handle(card))


async def test_admins_hear_weekly_of_watches_that_reach_nobody(
    app: App, store: SqliteStore
) -> None:
    """A channel the bot was removed from is named once a week, with the reason."""
    await store.put_holder(Holder("discord", "u8", Role.ADMIN, "Ada"), Role.ADMIN)
    watched = Watched(app, store)
    await watched.go(NOW)
    await say(app, "watch-claim", what=f"{SLUG} here", actor="u8")
    await dispute(store)
    await watched.rounds.go(NOW)
    (notice,) = await store.take_notices("discord", datetime.now(UTC), hold=60, limit=5)
    await store.failed_notice(notice.number, NOW, "Onrecord is not in that channel")
    (told,) = await watched.go(NOW + timedelta(hours=2))
    assert told.startswith("u8: 1 watch or brief that nobody receives.")
    assert f"the claim {SLUG}: Onrecord is not in that channel" in told
    assert await watched.go(NOW + timedelta(days=1)) == []
    assert len(await watched.go(NOW + timedelta(days=8))) == 1
    kinds = [
        n.kind for n in await store.notices(NoticeFilter(to=Spoken("discord", person="u8")), 9)
    ]
    assert kinds == [NoticeKind.UNHEARD] * 2
