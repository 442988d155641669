"""The core: every failure becomes a private sentence, every answer keeps its visibility."""

import asyncio
import sqlite3
from dataclasses import dataclass

import pytest
import structlog

from bot.core.app import App
from bot.core.policy import Policy
from bot.core.registry import Context, Param, Registry, command
from bot.core.reply import Actions, Choice, Form, Reply, Result, Visibility
from bot.core.request import Door
from knowledge import errors
from knowledge.desk import Desk
from tests.conftest import asking


@dataclass
class Script:
    """What the scripted command does: raise, wait, or answer."""

    error: Exception | None = None
    seconds: float = 0.0
    suggestions: int = 0


def scripted(script: Script, desk: Desk, policy: Policy | None = None) -> App:
    """Return a core with one command that does as *script* says."""

    async def suggest(_context: Context, typed: str) -> list[Choice]:
        await asyncio.sleep(script.seconds)
        if script.error:
            raise script.error
        return [Choice(f"{typed}{n}", str(n)) for n in range(script.suggestions)]

    async def run(context: Context, words: str = "") -> Reply:
        await asyncio.sleep(script.seconds)
        if script.error:
            raise script.error
        return Reply(f"done {words}", claims=("doctors-salary",))

    declared = command("run", "x", params=[Param("words", "d", suggest=suggest)], shareable=True)(
        run
    )
    return App(Registry((declared,)), desk, policy)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errors.StoreBusy("inner held"), "store-busy"),
        (errors.StoreReadOnly("inner ro"), "store-read-only"),
        (errors.StoreFull("inner full"), "store-full"),
        (errors.StoreTooNew("inner new"), "store-too-new"),
        (errors.StoreTooSlow("inner slow"), "too-slow"),
        (errors.StoreDamaged("inner bad"), "store-damaged"),
        (errors.StoreMissing("inner none"), "store-missing"),
        (errors.StoreError("inner other"), "store-failed"),
        (errors.RecordError("inner rule"), "record-refused"),
        (sqlite3.OperationalError("inner leaked"), "unexpected"),
        (RuntimeError("secret words of a question"), "unexpected"),
    ],
)
async def test_every_failure_becomes_a_private_sentence(
    error: Exception, code: str, desk: Desk
) -> None:
    """Whatever fails gives one sentence, a next step and a code, and no exception's text."""
    app = scripted(Script(error), desk)
    reply = await app.handle(asking("run", door=Door.MENTION))
    assert isinstance(reply, Reply)
    assert reply.visibility is Visibility.PRIVATE
    text = str(reply)
    assert code in text
    assert str(error) not in text
    assert reply.title.endswith(".")


async def test_an_unexpected_failure_gives_a_reference_that_the_log_has(desk: Desk) -> None:
    """The reference in the answer finds the traceback in the log, and the question is not there."""
    app = scripted(Script(ZeroDivisionError("boom")), desk)
    request = asking("run", words="who is the leak")
    with structlog.testing.capture_logs() as logged:
        reply = await app.handle(request)
    assert isinstance(reply, Reply)
    assert request.id in reply.title
    failed = next(entry for entry in logged if entry["event"] == "question failed")
    assert failed["reference"] == request.id
    assert isinstance(failed["exc_info"], ZeroDivisionError)
    assert "leak" not in str(logged)


async def test_a_slow_answer_is_given_up_at_the_deadline(desk: Desk) -> None:
    """An answer that takes too long becomes a sentence, in time and in private."""
    app = scripted(Script(seconds=5), desk, Policy(deadline=0.05))
    reply = await asyncio.wait_for(app.handle(asking("run")), 1)
    assert isinstance(reply, Reply)
    assert "too-slow" in str(reply)
    assert reply.result is Result.FAILED


async def test_an_unknown_workspace_never_reaches_the_handler(desk: Desk) -> None:
    """The allow-list is checked before anything is looked up, for suggestions as well."""
    script = Script(RuntimeError("reached"), suggestions=3)
    app = scripted(script, desk, Policy(workspaces={"discord": frozenset({"w1"})}))
    reply = await app.handle(asking("run", workspace="w2"))
    assert "not-allowed" in str(reply)
    script.error = None
    assert await app.suggest(asking("run", workspace="w2"), "words", "x") == ()
    assert len(await app.suggest(asking("run", workspace="w1"), "words", "x")) == 3


async def test_suggestions_are_at_most_25_and_never_a_failure(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A platform has no place for an error here: none, late or failing gives an empty list."""
    script = Script(suggestions=40)
    app = scripted(script, desk)
    assert len(await app.suggest(asking("run"), "words", "")) == 25
    assert await app.suggest(asking("run"), "other", "") == ()
    assert await app.suggest(asking("nope"), "words", "") == ()
    script.error = RuntimeError("boom")
    assert await app.suggest(asking("run"), "words", "") == ()
    script.error, script.seconds = None, 5
    monkeypatch.setattr("bot.core.app.SUGGEST_SECONDS", 0.1)
    assert await asyncio.wait_for(app.suggest(asking("run"), "words", ""), 2) == ()


async def test_a_private_answer_offers_to_be_shared_and_sharing_names_who_did(desk: Desk) -> None:
    """Share here repeats what was seen, by its slug, in public, with the name of who pressed it."""
    app = scripted(Script(), desk)
    private = await app.handle(asking("run", words="half remembered"))
    assert isinstance(private, Reply)
    assert private.visibility is Visibility.PRIVATE
    share = next(action for action in private.actions() if action.label == "Share here")
    assert share.args == {"words": "doctors-salary", "share": "1"}
    request = asking("run", share.args, door=Door.BUTTON, who="Ana <@U1>")
    assert app.visibility(request) is Visibility.PUBLIC
    public = await app.handle(request)
    assert isinstance(public, Reply)
    assert public.visibility is Visibility.PUBLIC
    assert public.title == "done doctors-salary"
    assert "Shared by Ana <@U1>" in str(public)
    assert not any(isinstance(block, Actions) for block in public.blocks)


async def test_sharing_is_only_for_its_button(desk: Desk) -> None:
    """Typing the hidden argument, or sharing what cannot be shared, is refused."""
    app = scripted(Script(), desk)
    assert "Share here" in str(await app.handle(asking("run", share="1")))


async def test_stopping_refuses_new_questions_and_waits_for_those_in_flight(desk: Desk) -> None:
    """Whoever asks while the program stops is told to ask again; who asked before is answered."""
    app = scripted(Script(seconds=0.1), desk)
    asked = asyncio.create_task(app.handle(asking("run")))
    await asyncio.sleep(0)  # it is asked, and nothing of it is answered yet
    app.stop()
    late = await app.handle(asking("run"))
    assert "restarting" in str(late)
    assert await app.drain(2)
    assert asked.done()
    assert "done" in str(asked.result())


async def test_draining_gives_up_in_time(desk: Desk) -> None:
    """A stuck answer does not keep the program from stopping."""
    app = scripted(Script(seconds=30), desk)
    asked = asyncio.create_task(app.handle(asking("run")))
    await asyncio.sleep(0.01)
    assert not await app.drain(0.05)
    asked.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asked


async def test_cancelling_a_question_cancels_it(desk: Desk) -> None:
    """Cancellation is not a failure to be explained; it goes through."""
    app = scripted(Script(seconds=30), desk)
    asked = asyncio.create_task(app.handle(asking("run")))
    await asyncio.sleep(0.01)
    asked.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asked
    assert await app.drain(0.1)


async def test_a_form_is_an_answer_like_any_other(app: App) -> None:
    """Ask the desk gives a form whose first value is the question."""
    form = await app.handle(asking("ask", words="zebra crossing"))
    assert isinstance(form, Form)
    assert form.fields[0].value == "zebra crossing"
