"""Questions that found nothing: counted, taken, settled, and told to those who asked."""

import asyncio
import sqlite3
import time
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.commands.chores import chores
from bot.commands.notified import composers
from bot.core.app import App
from bot.core.plain import plain
from bot.core.reply import Form
from bot.core.rounds import Rounds
from knowledge.demands import Demands
from knowledge.notices import Notice, NoticeFilter
from knowledge.store.sqlite.store import SqliteStore
from tests.commands.reviewing import SLUG, ask, presses, say, withdrawn
from tests.conftest import asking
from tests.knowledge.making import claim

FERRY = "Does the ferry to Lobos carry horses?"


async def notices(store: SqliteStore) -> list[Notice]:
    """Return what is to be told, oldest first."""
    return list(reversed(await store.notices(NoticeFilter(), 50)))


async def told(app: App, store: SqliteStore, notice: Notice, now: datetime | None = None) -> str:
    """Return what a notice says when it is sent."""
    composed = await composers(app.desk, store)[notice.kind](notice, now or datetime.now(UTC))
    assert composed is not None
    return plain(composed.reply)


async def leave(app: App, words: str = FERRY, actor: str = "u1") -> None:
    """Ask in vain in Slack, and leave the words."""
    for name, args in (("claim", {"slug": words}), ("question", {"words": words})):
        await app.handle(asking(name, args, actor=actor))


async def test_a_question_in_vain_is_counted_and_not_read(app: App) -> None:
    """How often and by how many is told; the words are not kept without leave."""
    answer = await say(app, "claim", slug=FERRY)
    assert "Questions that find nothing are counted, and their words are not kept." in answer
    await say(app, "claim", slug="horses, Lobos ferry: carry?", actor="u2")
    listed = await say(app, "desk-demand")
    assert "1 question that found nothing on record." in listed
    assert "Asked 2 times, by 2 people, since " in listed
    assert "Its words are not kept" in listed
    assert "ferry" not in listed.lower()


async def test_what_finds_something_is_not_counted(app: App) -> None:
    """A question with an answer is nobody's demand."""
    await say(app, "claim", slug=SLUG)
    assert "No question waits for an answer." in await say(app, "desk-demand")


async def test_words_are_kept_with_leave_and_taken_by_one(app: App) -> None:
    """Whoever takes the question has a ticket with a deadline; the second is told who has it."""
    await leave(app)
    assert FERRY in await say(app, "desk-demand")
    form = await ask(app, "desk-demand-take", number="1")
    assert isinstance(form, Form)
    assert form.fields[0].value == FERRY
    args = {"number": "1", "words": FERRY, "until": "tomorrow 15:00"}
    taken = await say(app, "desk-demand-taken", **args)
    assert "The ticket is yours." in taken
    assert ", 15:00 (UTC)" in taken
    refused = await say(app, "desk-demand-taken", **args, actor="u2")
    assert "Ana has ticket 1 already." in refused
    assert FERRY in refused
    assert "New deadline" in presses(await ask(app, "desk-ticket", number="1"))
    assert "Take over" in presses(await ask(app, "desk-ticket", number="1", actor="u2"))
    over = await say(app, "desk-ticket-taken", number="1", seen="over", actor="u2")
    assert "You took it over from Ana." in over
    assert "Taken by Bo" in await say(app, "desk-demand")


@pytest.mark.parametrize(
    ("until", "said"),
    [
        ("soonish", "“soonish” is no time that the desk can read."),
        ("2020-01-01 10:00", "That time has passed (1 January 2020, 10:00)."),
    ],
)
async def test_a_bad_deadline_takes_nothing(app: App, until: str, said: str) -> None:
    """A deadline that is none, or past, is refused before any ticket is opened."""
    await leave(app)
    refused = await say(app, "desk-demand-taken", number="1", words=FERRY, until=until)
    assert said in refused
    assert "No ticket is open." in await say(app, "desk-demand", what="tickets")


async def test_settling_a_ticket_tells_whoever_asked(app: App, store: SqliteStore) -> None:
    """The claim that settles it is sent to those who left the question, once."""
    await leave(app)
    await say(app, "desk-demand-taken", number="1", words=FERRY)
    settled = await say(app, "desk-ticket-done", number="1", slug=SLUG)
    assert f"Settled by {SLUG}." in settled
    (notice,) = await notices(store)
    assert notice.to.person == "u1"
    said = await told(app, store, notice)
    assert f"You asked “{FERRY}”. The desk says that this is on record about it" in said
    assert "Ticket 1 was settled by" in await say(app, "desk-ticket-done", number="1", slug=SLUG)
    assert f"On record about it: {SLUG}." in await say(app, "desk-demand", what="ended")
    assert len(await notices(store)) == 1


async def test_a_claim_put_on_record_is_told_to_those_who_asked(
    app: App, store: SqliteStore
) -> None:
    """What is found by the same words, once it is on record, reaches those who left them."""
    rounds = Rounds(chores(app.desk, store))
    await rounds.go(datetime.now(UTC))
    await leave(app, "how many beds in Lobos?")
    await leave(app, FERRY, "u2")
    await store.add([claim("lobos-beds", statement="The Herald counts 40 beds in Lobos.")])
    await rounds.go(datetime.now(UTC))
    (notice,) = await notices(store)
    assert (notice.to.person, notice.about["slug"]) == ("u1", "lobos-beds")
    await rounds.go(datetime.now(UTC))
    assert len(await notices(store)) == 1
    assert FERRY in await say(app, "desk-demand")


async def test_a_restricted_answer_is_told_to_nobody(app: App, store: SqliteStore) -> None:
    """A claim that is restricted before the notice is sent leaves nothing to tell."""
    await leave(app)
    await say(app, "desk-demand-answer", number="1", slug=SLUG)
    (notice,) = await notices(store)
    await store.restrict(SLUG, restricted=True)
    await app.desk.for_viewer(may_see_restricted=False)
    assert await composers(app.desk, store)[notice.kind](notice, datetime.now(UTC)) is None


async def test_a_ticket_that_is_due_is_said_once(app: App, store: SqliteStore) -> None:
    """Its owner hears of it within the hour before, and of a new deadline anew."""
    await leave(app)
    await say(app, "desk-demand-taken", number="1", words=FERRY, until="in 2 hours")
    rounds, now = Rounds(chores(app.desk, store)), datetime.now(UTC)
    await rounds.go(now)
    assert not await notices(store)
    for minutes in (61, 62, 130):
        await rounds.go(now + timedelta(minutes=minutes))
    (notice,) = await notices(store)
    assert "is due within the hour" in await told(app, store, notice, now + timedelta(minutes=90))
    assert "A ticket of yours is due." in await told(app, store, notice, now + timedelta(hours=3))
    await say(app, "desk-ticket-drop", number="1", why="Off the list.")
    assert await composers(app.desk, store)[notice.kind](notice, now + timedelta(hours=3)) is None


async def test_what_is_set_aside_opens_again(app: App) -> None:
    """A question that is asked again in vain waits again."""
    await leave(app)
    assert "Set aside." in await say(app, "desk-demand-drop", number="1", why="No resources.")
    assert "No question waits" in await say(app, "desk-demand")
    await say(app, "claim", slug=FERRY)
    assert "Asked 2 times, by 1 person" in await say(app, "desk-demand")


@pytest.mark.parametrize(
    ("command", "args", "said"),
    [
        ("desk-demand", {"what": "99"}, "There is no unanswered question 99."),
        ("desk-demand", {"what": "soon"}, "“soon” is no list of unanswered questions."),
        ("desk-demand-take", {"number": "99"}, "There is no unanswered question 99."),
        ("desk-demand-drop", {"number": "99", "why": "x"}, "There is no unanswered question 99."),
        ("desk-ticket", {"number": "99"}, "There is no ticket 99."),
        ("desk-ticket-done", {"number": "99", "slug": SLUG}, "There is no ticket 99."),
        ("desk-ticket-drop", {"number": "99", "why": "x"}, "There is no ticket 99."),
    ],
)
async def test_what_is_not_there_is_said(
    app: App, command: str, args: dict[str, str], said: str
) -> None:
    """A number that nothing has gets a sentence and a way on."""
    assert said in await say(app, command, **args)


async def test_a_busy_store_holds_no_answer_up(app: App, store: SqliteStore) -> None:
    """Who asks in vain is answered at once while another writes; it is counted after that."""
    await say(app, "claim", slug="Is Lobos dry?")
    with closing(sqlite3.connect(store.database.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        begun = time.monotonic()
        assert "Nothing on record" in await say(app, "claim", slug=FERRY)
        assert time.monotonic() - begun < 1
        other.execute("ROLLBACK")
    assert "2 questions that found nothing" in await say(app, "desk-demand")


async def test_many_who_ask_first_are_told_apart_by_one_key(store: SqliteStore) -> None:
    """Two parts of the desk that make the key at the same time keep one and the same."""
    parts = [Demands(store) for _ in range(4)]
    numbers = await asyncio.gather(*(part.missed(FERRY, "slack", "U1") for part in parts))
    assert len(set(numbers)) == 1
    assert await Demands(store).missed(FERRY, "slack", "U1") == numbers[0]


@pytest.mark.parametrize("state", ["restricted", "withdrawn"])
async def test_what_nobody_may_be_told_of_answers_no_question(
    app: App, store: SqliteStore, state: str
) -> None:
    """A restricted or withdrawn claim ends no question, by itself or by a ticket; that is said."""
    await leave(app)
    await say(app, "desk-demand-taken", number="1", words=FERRY)
    if state == "restricted":
        await store.restrict(SLUG, restricted=True)
        await app.desk.for_viewer(may_see_restricted=False)
    else:
        await withdrawn(app)
    app.policy = replace(app.policy, restricted_readers=frozenset({"u1"}))
    for command in ("desk-demand-answer", "desk-ticket-done"):
        said = await say(app, command, number="1", slug=SLUG)
        assert f"{SLUG} is {state}, so that nobody who asked could be told of it." in said
    assert not await notices(store)
    assert "Nobody has taken it" not in await say(app, "desk-demand", what="1")


async def test_what_is_withdrawn_meanwhile_is_told_to_nobody(app: App, store: SqliteStore) -> None:
    """A claim that is withdrawn before the notice is sent leaves nothing to tell."""
    await leave(app)
    await say(app, "desk-demand-answer", number="1", slug=SLUG)
    (notice,) = await notices(store)
    await withdrawn(app)
    assert await composers(app.desk, store)[notice.kind](notice, datetime.now(UTC)) is None


async def test_the_number_of_a_question_is_that_of_the_list(app: App) -> None:
    """Whoever leaves a question is told the number that the desk finds it under."""
    await say(app, "claim", slug="Is Lobos dry?")
    assert "Question 2 is with the desk." in await say(app, "question", words=FERRY)
    assert FERRY in await say(app, "desk-demand", what="2")
    assert "you cannot be told" in await say(app, "question", words="Who is it?")


async def test_searching_again_is_not_asking(app: App) -> None:
    """It looks for the whole words, counts nobody, and opens nothing that was set aside."""
    words = f"{FERRY} {'Zebras and okapis. ' * 12}"
    await leave(app, words)
    await say(app, "desk-demand-drop", number="1", why="No resources.")
    press = presses(await ask(app, "desk-demand", what="1", actor="u2"))["Search again"]
    assert "Nothing on record about" in await say(app, press.command, **press.args, actor="u2")
    ended = await say(app, "desk-demand", what="ended")
    assert "Asked once, by 1 person" in ended
    assert "Set aside: No resources." in ended
    await say(app, "claim", slug="Is Lobos dry?")
    (wordless,) = await app.desk.demands.top(1)
    refused = await say(app, "desk-demand-search", number=str(wordless.number))
    assert "are not kept." in refused
