"""`/desk recall` and `/desk deliveries`: where answers stand, and what became of corrections."""

from datetime import UTC, datetime

import pytest

from bot.core.app import App
from bot.core.plain import plain
from bot.core.policy import Policy
from bot.core.recording import Recorder
from bot.core.reply import Link, Reply, Result, Sources
from bot.main import registry
from knowledge.answers import AnswerState, DeliveryState, Ending, Step
from knowledge.desk import Desk
from knowledge.model import ClaimRating, DocumentState
from knowledge.notices import NewNotice, NoticeKind, Spoken
from knowledge.roles import Role
from knowledge.store.sqlite.store import SqliteStore
from tests.conftest import asking
from tests.knowledge.making import review

SLUG = "doctors-salary"


@pytest.fixture
def app(store: SqliteStore) -> App:
    """The core over the sample desk, which keeps where answers stand and knows addresses."""
    app = App(registry(), Desk(store), Policy(), recorder=Recorder(store))
    app.links["discord"] = lambda spot: f"https://example.org/{spot.message}"
    return app


async def say(app: App, command: str, **args: str) -> Reply:
    """Ask, and return the answer."""
    reply = await app.handle(asking(command, args))
    assert isinstance(reply, Reply)
    return reply


async def answered(app: App, *, public: bool, actor: str = "u1", message: str = "m1") -> None:
    """Give an answer about the claim."""
    policy = Policy(public_channels=frozenset({"c1"} if public else ()))
    app.policy = policy
    request = asking("claim", slug=SLUG, actor=actor)
    reply = await app.handle(request)
    assert isinstance(reply, Reply)
    await (await app.sending(request, reply)).stands("c1", [message])
    app.policy = Policy()


async def test_recall_lists_where_an_answer_stands(app: App) -> None:
    """Public answers with their addresses; of private ones only how many, and to how many."""
    await answered(app, public=True)
    await answered(app, public=False, actor="u2")
    await answered(app, public=False, actor="u2")
    reply = await say(app, "desk-recall", slug=SLUG)
    text = plain(reply)
    assert text.startswith("doctors-salary: 1 public answer")
    assert "2 private, to 1 person" in text
    assert "u2" not in text
    lists = [block for block in reply.blocks if isinstance(block, Sources)]
    spans = [span for one in lists for row in one.rows for span in row.said]
    links = [span.url for span in spans if isinstance(span, Link)]
    assert links == ["https://example.org/m1"]


async def test_recall_says_when_nothing_stands(app: App) -> None:
    """A claim that no answer showed has none, and an unknown one is said to be."""
    assert "No answer showed it" in plain(await say(app, "desk-recall", slug=SLUG))
    assert "There is no claim called" in plain(await say(app, "desk-recall", slug="no-such"))


async def test_to_look_makes_nothing_due(app: App, store: SqliteStore) -> None:
    """Looking where answers stand, or what became of corrections, changes nothing."""
    await answered(app, public=True)
    before = store.version()
    await say(app, "desk-recall", slug=SLUG)
    await say(app, "desk-deliveries")
    assert store.version() == before


async def test_deliveries_are_shown_with_their_reason(app: App, store: SqliteStore) -> None:
    """What failed says why; the list is narrowed by state."""
    now = datetime.now(UTC)
    await answered(app, public=True)
    await store.review(SLUG, review(ClaimRating.DISPUTED))
    await store.plan_recalls(now, 10)
    (edit,) = await store.take_deliveries("discord", now, hold=60, limit=9, steps=["edit"])
    why = "the message was deleted"
    gone = AnswerState.GONE
    ending = Ending(edit.number, DeliveryState.FAILED, now, why, (), gone, (Step.POST,))
    await store.end_deliveries([ending])
    everything = plain(await say(app, "desk-deliveries"))
    assert "1 waiting" in everything
    assert "2 failed" in everything
    failed = plain(await say(app, "desk-deliveries", state="failed"))
    assert f"Correct the answer, failed: {SLUG}" in failed
    assert why in failed
    assert "Tell whoever" not in failed
    assert "gone: the message was deleted" in plain(await say(app, "desk-recall", slug=SLUG))


async def test_no_correction_is_said_to_be_none(app: App) -> None:
    """An empty list says so, and an unknown state is refused with those there are."""
    nothing = await say(app, "desk-deliveries")
    assert (nothing.result, nothing.title) == (Result.NOTHING, "Nothing was ever due.")
    wrong = await say(app, "desk-deliveries", state="lost")
    assert wrong.result is Result.USAGE
    assert "Type failed, waiting or done" in plain(wrong)


async def test_notices_are_listed_beside_corrections(app: App, store: SqliteStore) -> None:
    """What did not reach a channel or a person says why; the person is not named."""
    now = datetime.now(UTC)
    await answered(app, public=True)
    await store.review(SLUG, review(ClaimRating.DISPUTED))
    await store.plan_recalls(now, 10)
    gone = Spoken("slack", "T1", "C7")
    told = Spoken("discord", "1", "42")
    numbers = await store.add_notices(
        [
            NewNotice("watch 1", NoticeKind.WATCH, gone),
            NewNotice("watch 2", NoticeKind.WATCH, Spoken("slack", "T1", person="U77")),
            NewNotice("brief 1", NoticeKind.BRIEF, told),
        ],
        now,
    )
    await store.failed_notice(numbers[0], now, "Onrecord is not in the channel any more")
    await store.failed_notice(numbers[1], now, "that person takes no direct messages")
    await store.sent_notice(numbers[2], now, messages=["m7"], channel="42")
    everything = plain(await say(app, "desk-deliveries"))
    assert everything.startswith("Corrections and notices: ")
    assert "Brief, done" in everything
    assert "Correct the answer, waiting" in everything
    failed = plain(await say(app, "desk-deliveries", state="failed", what="watch"))
    assert failed.startswith("Notices: 2 failed")
    assert "Onrecord is not in the channel any more; slack, channel C7" in failed
    assert "that person takes no direct messages; slack, a person's own messages" in failed
    assert "U77" not in failed
    only = plain(await say(app, "desk-deliveries", what="corrections"))
    assert only.startswith("Corrections: 3 waiting")
    assert "Brief" not in only
    nothing = await say(app, "desk-deliveries", what="board")
    assert (nothing.result, nothing.title) == (Result.NOTHING, "Nothing stands so.")
    wrong = await say(app, "desk-deliveries", what="letters")
    assert "Type corrections, notices or one of watch, brief" in plain(wrong)
    for words in ("failed watch", "watch failed", "Failed  Watch"):
        assert plain(await say(app, "desk-deliveries", state=words)) == failed, words
    assert plain(await say(app, "desk-deliveries", state="corrections")) == only
    unknown = await say(app, "desk-deliveries", state="failed letters")
    assert "“letters” is nothing that is delivered" in plain(unknown)


async def test_only_an_editor_sees_where_answers_stand(store: SqliteStore) -> None:
    """Once somebody is an editor, others are told that it takes one."""
    policy = Policy(roles={Role.EDITOR: frozenset({"u9"})})
    app = App(registry(), Desk(store), policy, recorder=Recorder(store))
    for command, args in (("desk-recall", {"slug": SLUG}), ("desk-deliveries", {})):
        refused = await say(app, command, **args)
        assert refused.result is Result.USAGE
        assert "editor" in plain(refused)
        allowed = await app.handle(asking(command, args, actor="u9"))
        assert isinstance(allowed, Reply)
        assert allowed.result is not Result.USAGE


async def test_a_restricted_claim_is_not_named(app: App, store: SqliteStore) -> None:
    """A correction of a claim that became restricted is listed without its name."""
    await answered(app, public=True)
    await store.restrict(SLUG, restricted=True)
    await store.plan_recalls(datetime.now(UTC), 10)
    text = plain(await say(app, "desk-deliveries"))
    assert f"{SLUG}," not in text
    assert "is restricted" in plain(await say(app, "desk-recall", slug=SLUG))


async def test_to_keep_an_answer_leaves_what_is_remembered(app: App, store: SqliteStore) -> None:
    """Noting answers and following them is no change of what is on record."""
    await say(app, "claim", slug=SLUG)
    before = store.version()
    await answered(app, public=True)
    await answered(app, public=False)
    assert store.version() == before


async def test_a_document_that_is_corrected_makes_its_answers_due(
    app: App, store: SqliteStore
) -> None:
    """The database itself notes that the claims of a document changed with it."""
    await answered(app, public=True)
    (claim,) = await store.claims([SLUG])
    assert not await store.recalls_wait()
    await store.mark_documents([claim.document.key], DocumentState.CORRECTED, "A correction.")
    assert await store.recalls_wait()
    await store.plan_recalls(datetime.now(UTC), 100)
    assert "3 waiting" in plain(await say(app, "desk-deliveries"))


async def test_a_brief_is_kept_as_a_report_of_its_day(app: App, store: SqliteStore) -> None:
    """`/desk recall` finds it, and it is not to be replaced by what is on record later."""
    app.policy = Policy(public_channels=frozenset({"c1"}))
    request = asking("brief-now")
    reply = await app.handle(request)
    assert isinstance(reply, Reply)
    await (await app.sending(request, reply)).stands("c1", ["m1"])
    (answer,) = await store.answers_with(reply.shown[0].slug)
    assert answer.dated
    assert answer.public
