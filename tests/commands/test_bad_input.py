"""Whatever is asked gets one clear sentence with a next step, in private, and loses nothing."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.app import App
from bot.core.plain import plain
from bot.core.reply import Form, Reply, Result, Visibility
from bot.core.request import Door
from bot.main import make_app
from config.settings import Settings
from knowledge.desk import Desk
from knowledge.store.sqlite.database import Options
from knowledge.store.sqlite.store import SqliteStore
from tests.conftest import asking
from tests.fakes.empty_desk import empty_desk
from tests.thorough import examples


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("", "/claim was given no claim."),
        ("   ", "/claim was given no claim."),
        ("\x00", "/claim was given no claim."),
        ("x" * 10_000, "That is 10,000 characters, and at most 4,000 fit."),
    ],
)
async def test_a_question_that_cannot_be_used_says_what_to_do(
    app: App, asked: str, said: str
) -> None:
    """Nothing asked, and far too much asked, each get their sentence in private."""
    reply = await app.handle(asking("claim", slug=asked, door=Door.MENTION))
    assert isinstance(reply, Reply)
    assert reply.title == said
    assert reply.visibility is Visibility.PRIVATE
    assert reply.result is Result.USAGE
    assert reply.field == "slug"
    assert len(plain(reply).splitlines()) > 1


@pytest.mark.parametrize(
    "asked",
    [
        'doctors" OR "salary',
        "doctors AND NOT salary",
        "label:doctors",
        "doctors*",
        "^doctors",
        "NEAR(doctors salary, 3)",
        "(((",
        "'; DROP TABLE claim; --",
        "🧑‍⚕️💸",
        "the of and",
        "\u202eyralas srotcod",
        "zażółć gęślą jaźń",
        "ﬁgures",
        "-",
        "%",
    ],
)
async def test_operators_marks_and_emoji_are_only_words(app: App, asked: str) -> None:
    """Search syntax has no effect; the answer is claims or a polite nothing."""
    reply = await app.handle(asking("claim", slug=asked))
    assert isinstance(reply, Reply)
    assert reply.result in (Result.FOUND, Result.NOTHING)


@settings(
    deadline=None,
    max_examples=examples(150),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.text(max_size=200), st.sampled_from(["claim", "claims", "source", "passage", "ask"]))
async def test_any_text_gets_an_answer(app: App, text: str, command: str) -> None:
    """No text in any argument makes an answer fail."""
    name = {"claim": "slug", "claims": "topic", "source": "name", "passage": "slug", "ask": "words"}
    reply = await app.handle(asking(command, {name[command]: text}))
    assert isinstance(reply, Form) or reply.result is not Result.FAILED


async def test_an_unknown_verb_lists_the_commands(app: App) -> None:
    """A command that does not exist is answered with those that do."""
    reply = await app.handle(asking("frobnicate"))
    assert isinstance(reply, Reply)
    assert reply.title == "There is no command /frobnicate."
    assert "/claim, /claims, /source, /onrecord" in plain(reply)


async def test_a_question_is_kept_with_its_asker(app: App, store: SqliteStore) -> None:
    """Ask the desk keeps the words, who asked and where, and gives a number."""
    reply = await app.handle(asking("question", words="Who pays the doctors?", door=Door.FORM))
    assert isinstance(reply, Reply)
    assert reply.title == "Question 1 is with the desk."
    [(number, question)] = await store.questions()
    assert (number, question.words, question.asked_by) == (1, "Who pays the doctors?", "Ana")
    assert (question.platform, question.channel) == ("discord", "c1")
    empty = await app.handle(asking("question", words=" "))
    assert isinstance(empty, Reply)
    assert empty.field == "words"


async def test_a_locked_database_says_so_and_keeps_answering(database: Path) -> None:
    """While another program holds the database, writing says so and reading goes on."""
    import sqlite3

    store = SqliteStore(database, Options(busy_seconds=0.05))
    app = make_app(Settings(data_dir=database.parent), Desk(store))
    await store.keep("a", "b")
    other = sqlite3.connect(database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    reply = await app.handle(asking("question", words="x"))
    assert "store-busy" in plain(reply)
    assert "doctors-salary" in plain(await app.handle(asking("claim", slug="doctors-salary")))
    other.execute("ROLLBACK")
    other.close()
    assert "with the desk" in plain(await app.handle(asking("question", words="x")))
    await store.close()


async def test_an_empty_desk_says_how_to_fill_it(tmp_path: Path) -> None:
    """A desk without claims says so everywhere instead of failing."""
    empty_desk(tmp_path / "desk.sqlite3")
    store = SqliteStore(tmp_path / "desk.sqlite3")
    app = make_app(Settings(data_dir=tmp_path), Desk(store))
    for request in (asking("claim", slug="x"), asking("claims"), asking("recent")):
        reply = await app.handle(request)
        assert isinstance(reply, Reply)
        assert reply.result is Result.NOTHING
        assert "onrecord demo" in plain(reply)
    await store.close()
