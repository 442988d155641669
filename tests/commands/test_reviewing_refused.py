"""What cannot be kept of a review: one sentence each, nothing lost, and nothing written."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.core.app import App
from bot.core.plain import plain
from bot.core.policy import Policy
from bot.core.reply import Form, Reply, Result
from bot.core.request import Door
from bot.main import registry
from knowledge.desk import Desk
from knowledge.model import Review, Subject
from knowledge.roles import Role
from knowledge.store.sqlite.store import SqliteStore
from tests.commands.reviewing import LINK, SLUG, ask, claim_of, judge, presses, say, withdrawn
from tests.conftest import asking


@pytest.mark.parametrize(
    ("over", "said"),
    [
        ({"why": "  "}, "A change needs a reason."),
        ({"link": "the archive"}, "“the archive” is no address of a page."),
        ({"link": "ftp://example.org/x"}, "is no address of a page."),
        ({"rating": "probably"}, "“probably” is no status of a claim."),
        ({"quotation": "fine"}, "“fine” is no status of a quotation."),
        ({"rating": "withdrawn"}, "A review does not withdraw a claim."),
        ({"rating": "", "link": ""}, "No status was given, so there is nothing to change."),
        ({"link": ""}, "“Supported by evidence” needs evidence, and none is recorded."),
        ({"seen": "x"}, "That form cannot be read."),
    ],
)
async def test_what_cannot_be_kept_says_why(
    app: App, store: SqliteStore, over: dict[str, str], said: str
) -> None:
    """One sentence each; what was written is given back, and nothing is kept."""
    before = await claim_of(store)
    text = await judge(app, **over)
    assert said in text
    if "why" not in over and "seen" not in over:
        assert "The register has it." in text
    assert await claim_of(store) == before


@pytest.mark.parametrize(
    ("over", "said"),
    [
        ({"link": "the archive"}, "“the archive” is no address of a page."),
        ({"link": "javascript:alert(1)"}, "is no address of a page."),
        ({"stance": "proves"}, "“proves” is nothing that evidence does to a claim."),
        ({"what": " "}, "A change needs a reason."),
        ({"seen": "1.2"}, "That form cannot be read."),
    ],
)
async def test_evidence_that_cannot_be_kept_says_why(
    app: App, store: SqliteStore, over: dict[str, str], said: str
) -> None:
    """One sentence each; what was written is given back, and nothing is kept."""
    before = await claim_of(store)
    form = await ask(app, "desk-evidence", slug=SLUG)
    assert isinstance(form, Form)
    fields = {"link": LINK, "stance": "supports", "what": "The list.", "source": "The archive"}
    text = await say(app, form.submits, **{**form.args, **fields, **over})
    assert said in text
    assert "You wrote:" in text
    assert "The archive" in text
    assert await claim_of(store) == before


@pytest.mark.parametrize("name", ["desk-withdraw", "desk-sign-off", "desk-hold"])
async def test_without_a_reason_nothing_is_done(app: App, store: SqliteStore, name: str) -> None:
    """Spaces are no reason: the form is shown again, and the claim is as it was."""
    await judge(app, "u2")
    before = await claim_of(store)
    key = "number" if name == "desk-hold" else "slug"
    again = await ask(app, name, why="   ", **{key: SLUG})
    assert isinstance(again, Form)
    assert await claim_of(store) == before


async def test_a_review_of_what_was_withdrawn_meanwhile_is_given_back(
    app: App, store: SqliteStore
) -> None:
    """The form was opened before: it is refused in a sentence, with the words that were in it."""
    form = await ask(app, "desk-review", slug=SLUG)
    assert isinstance(form, Form)
    await withdrawn(app, "u2")
    before = await claim_of(store)
    sent = {**form.args, "rating": "outdated", "why": "A newer count is out."}
    said = await say(app, form.submits, **sent)
    assert f"The desk withdrew {SLUG}, so nothing about it is changed any more." in said
    assert "A newer count is out." in said
    assert await claim_of(store) == before


async def test_withdrawing_twice_is_written_once(app: App, store: SqliteStore) -> None:
    """The same form again says that it was kept; another person's says who was first."""
    form = await ask(app, "desk-withdraw", slug=SLUG)
    assert isinstance(form, Form)
    sent = {**form.args, "why": "Forged."}
    assert "The claim was withdrawn." in await say(app, form.submits, **sent)
    assert "sent twice, and written once" in await say(app, form.submits, **sent)
    late = await say(app, form.submits, actor="u2", **{**form.args, "why": "Copied."})
    assert f"The desk withdrew {SLUG}" in late
    assert "Copied." in late
    assert len((await claim_of(store)).reviews) == 1


async def test_the_second_of_two_editors_is_told_what_changed(app: App, store: SqliteStore) -> None:
    """Both open the form; the second's words are given back and nothing is overwritten."""
    first = await ask(app, "desk-review", slug=SLUG)
    second = await ask(app, "desk-review", slug=SLUG, actor="u2")
    assert isinstance(first, Form)
    assert isinstance(second, Form)
    await say(app, first.submits, **{**first.args, "rating": "checking", "why": "On it."})
    fields = {"rating": "outdated", "why": "A newer count is out."}
    late = await ask(app, second.submits, actor="u2", **{**second.args, **fields})
    text = plain(late)
    assert "Others were there first, so nothing of yours was written." in text
    assert "Ana gave the claim the status “Checking”: On it." in text
    assert "A newer count is out." in text
    assert len((await claim_of(store)).reviews) == 1
    again = presses(late)["Review again"]
    form = await ask(app, again.command, actor="u2", **again.args)
    assert isinstance(form, Form)
    await say(app, form.submits, actor="u2", **{**form.args, **fields})
    assert len((await claim_of(store)).reviews) == 2


@pytest.mark.parametrize(
    ("opens", "fields"),
    [
        ("desk-review", {"rating": "supported", "why": "The register has it.", "link": LINK}),
        ("desk-evidence", {"link": LINK, "stance": "supports", "what": "The list of 1957."}),
    ],
)
async def test_a_form_sent_twice_is_written_once(
    app: App, store: SqliteStore, opens: str, fields: dict[str, str]
) -> None:
    """The second time says that it was kept already."""
    form = await ask(app, opens, slug=SLUG)
    assert isinstance(form, Form)
    await say(app, form.submits, **{**form.args, **fields})
    once = await claim_of(store)
    assert "sent twice, and written once" in await say(app, form.submits, **{**form.args, **fields})
    assert await claim_of(store) == once


async def test_signing_off_twice_is_written_once(app: App, store: SqliteStore) -> None:
    """The form to sign off carries what was seen, so it counts once."""
    await judge(app)
    form = await ask(app, "desk-sign-off", slug=SLUG, actor="u2")
    assert isinstance(form, Form)
    assert "proposed is “Supported by evidence”" in form.note
    sent = {**form.args, "why": "Read it."}
    assert "You signed it off." in await say(app, form.submits, actor="u2", **sent)
    assert "sent twice" in await say(app, form.submits, actor="u2", **sent)
    assert len((await claim_of(store)).reviews) == 2


async def test_nothing_waits_for_a_signature(app: App) -> None:
    """To sign off what nobody proposed is a sentence."""
    said = await say(app, "desk-sign-off", slug=SLUG, why="Because.")
    assert f"Nothing about {SLUG} waits for a second signature." in said


async def test_a_reader_sees_no_buttons_and_a_forged_press_is_refused(
    desk: Desk, store: SqliteStore
) -> None:
    """What is proposed is not told to readers either, and nothing is kept."""
    app = App(registry(), desk, Policy(roles={Role.STANDARDS: frozenset({"u2"})}))
    await judge(app, "u2")
    assert "At the desk" not in presses(await ask(app, "claim", slug=SLUG))
    assert "At the desk" in presses(await ask(app, "claim", slug=SLUG, actor="u2"))
    before = await claim_of(store)
    for command in ("desk-judge", "desk-withdraw", "desk-sign-off", "desk-prove", "desk-take"):
        forged = asking(command, slug=SLUG, why="x", door=Door.BUTTON)
        reply = await app.handle(forged)
        assert isinstance(reply, Reply)
        assert reply.result is Result.USAGE
        assert reply.title.startswith(f"/{command.replace('-', ' ', 1)} needs the role")
    assert "Supported" not in await say(app, "history", slug=SLUG)
    assert await claim_of(store) == before


async def test_a_clock_that_went_back_is_said_and_no_entry_precedes_another(
    app: App, store: SqliteStore
) -> None:
    """The new entry gets the time of the one before, and the answer says so."""
    ahead = datetime.now(UTC).replace(microsecond=0) + timedelta(days=3)
    await store.review(SLUG, Review(Subject.CLAIM, "Checking", "Early.", "discord:u9 Di", ahead))
    said = await judge(app, rating="outdated", link="")
    assert "This machine's clock is behind the last entry" in said
    assert (await claim_of(store)).reviews[-1].at == ahead
