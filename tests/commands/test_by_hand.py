"""Claims added and edited by hand, and what the accused were asked."""

import pytest

from bot.core.app import App
from bot.core.plain import plain
from bot.core.reply import Form, Reply
from bot.core.request import Door
from knowledge.match.lexical import LexicalMatcher
from knowledge.model import Claim
from knowledge.store.sqlite.soundness import examine
from knowledge.store.sqlite.store import SqliteStore
from tests.commands.reviewing import LINK, ask, claim_of, presses, say
from tests.conftest import asking
from tests.knowledge.proposing import REPORT, take_in

GIVEN = {
    "statement": "Mara Oben told the council that the bridge closes in spring.",
    "who": "Mara Oben: told",
    "exact": "the bridge will be closed in spring",
    "where": "https://gazette.example/bridge 2026-11-20",
    "slug": "bridge-closing",
}


async def alleged(store: SqliteStore) -> Claim:
    """Return a claim of the sample that accuses somebody and has no answer."""
    names = await store.names()
    claims = await store.claims([name.slug for name in names])
    return next(c for c in claims if c.alleged and not c.attribution.replied and not c.reviews)


async def test_a_claim_is_added_by_hand(app: App, store: SqliteStore) -> None:
    """Who says it comes first; words nobody found in the source stand in no quotation marks."""
    form = await ask(app, "desk-add")
    assert isinstance(form, Form)
    assert len(form.fields) == 5
    said = await say(app, form.submits, **GIVEN)
    assert "It is on record, and nobody has checked it." in said
    card = await say(app, "claim", slug="bridge-closing")
    assert card.splitlines()[0] == "Mara Oben, in gazette.example, 20 November 2026"
    assert "“the bridge will be closed" not in card
    assert "Exact words as Ana typed them, not found in the source by anybody yet" in card
    assert "Not checked; no evidence recorded" in card
    assert "That is on record already." in await say(app, form.submits, **GIVEN)
    assert all(check.sound for check in examine(store.database.path))


async def test_exact_words_of_a_document_that_was_read_are_found_there(
    app: App, store: SqliteStore
) -> None:
    """They are anchored letter for letter; words that do not stand there are refused."""
    await take_in(store)
    [version] = await store.documents_read(1)
    words = "300 beds were empty"
    assert words in REPORT
    given = {
        **GIVEN,
        "statement": "Ana Ruiz says that 300 beds were empty.",
        "who": "Ana Ruiz: said",
        "where": version.address,
        "slug": "beds-by-hand",
    }
    refused = await say(app, "desk-save", **{**given, "exact": "400 beds were empty"})
    assert "Those exact words do not stand in the document as it was read." in refused
    assert "400 beds were empty" in refused
    await say(app, "desk-save", **{**given, "exact": words}, anyway="1")
    claim = await claim_of(store, "beds-by-hand")
    assert claim.anchor is not None
    span = claim.anchor.quote.span
    assert version.text[span.start : span.end] == words


@pytest.mark.parametrize(
    ("over", "said"),
    [
        ({"statement": "The bridge closes."}, "That statement does not say who says it."),
        ({"statement": "Mara Oben says 40 bridges close."}, "The number 40 does not stand in"),
        ({"statement": "Mara Oben says “it falls”."}, "“it falls” does not stand in"),
        ({"where": "the archive"}, "There is no address where it stands."),
        ({"where": "https://gazette.example/b soon"}, "“soon” is no date."),
        ({"slug": "Bridge Closing"}, "“Bridge Closing” is no name for a claim."),
        ({"slug": "doctors-salary"}, "A claim is called doctors-salary already."),
    ],
)
async def test_what_cannot_be_added_says_why_and_is_given_back(
    app: App, store: SqliteStore, over: dict[str, str], said: str
) -> None:
    """One sentence each; the form opens again with what was filled in."""
    reply = await ask(app, "desk-save", **{**GIVEN, **over})
    assert said in plain(reply)
    again = presses(reply)["Fill it in again"]
    form = await ask(app, again.command, **again.args)
    assert isinstance(form, Form)
    assert {f.name: f.value for f in form.fields} == {**GIVEN, **over}
    assert not await store.claims(["bridge-closing"])


async def test_what_is_like_it_is_shown_before_it_is_saved(store: SqliteStore, app: App) -> None:
    """The nearest claims come first; it goes on record beside them only when asked to."""
    assert isinstance(app.desk.matcher, LexicalMatcher)
    twin = await claim_of(store, "doctors-salary")
    owner = twin.owners()[0]
    given = {
        **GIVEN,
        "statement": f"{owner} writes about the salary of doctors on missions.",
        "who": f"{owner}: says",
        "exact": "the salary of doctors on missions",
        "slug": "doctors-salary-mission",
    }
    reply = await ask(app, "desk-save", **given)
    assert "doctors-salary-mission may be on record already." in plain(reply)
    assert "doctors-salary" in presses(reply)
    assert not await store.claims(["doctors-salary-mission"])
    anyway = presses(reply)["Put on record anyway"]
    assert "not kept any more" in await say(app, anyway.command, actor="u2", **anyway.args)
    assert "It is on record" in await say(app, anyway.command, **anyway.args)


async def test_a_message_is_added_as_a_claim(app: App) -> None:
    """“Add as claim” opens the form with the message's words."""
    form = await app.handle(asking("desk-add", exact="The bridge closes.", door=Door.MENU))
    assert isinstance(form, Form)
    assert {f.name: f.value for f in form.fields}["exact"] == "The bridge closes."


async def test_an_edit_is_a_new_revision_and_the_old_words_are_kept(
    app: App, store: SqliteStore
) -> None:
    """The history shows what changed, from what to what, by whom and why."""
    before = await claim_of(store, "doctors-salary")
    form = await ask(app, "desk-edit", number="doctors-salary")
    assert isinstance(form, Form)
    fields = {f.name: f.value for f in form.fields}
    sent = {**form.args, **fields, "label": "Pay of doctors abroad", "why": "Clearer."}
    said = await say(app, form.submits, **sent)
    assert f"revision {before.revision + 1} counts from now on" in said
    history = await say(app, "desk-history", slug="doctors-salary")
    assert f"label: {before.label} → Pay of doctors abroad. Why: Clearer." in history
    assert "sent twice, and written once" in await say(app, form.submits, **sent)
    after = await claim_of(store, "doctors-salary")
    assert (after.revision, after.statement) == (before.revision + 1, before.statement)


async def test_an_edit_that_asserts_is_refused(app: App, store: SqliteStore) -> None:
    """A statement without claimant and outlet is no claim; the words are given back."""
    form = await ask(app, "desk-edit", number="doctors-salary")
    assert isinstance(form, Form)
    fields = {f.name: f.value for f in form.fields}
    sent = {**form.args, **fields, "statement": "Doctors are paid little.", "why": "Shorter."}
    said = await say(app, form.submits, **sent)
    assert "That statement does not say who says it." in said
    assert "Doctors are paid little." in said
    unchanged = {**form.args, **fields, "why": "Nothing."}
    assert "Nothing was changed." in await say(app, form.submits, **unchanged)
    assert (await claim_of(store, "doctors-salary")).revision == 1


async def test_support_of_an_accusation_needs_the_reply_line(app: App, store: SqliteStore) -> None:
    """It is refused while it is not on record what the accused said, or that they did not."""
    claim = await alleged(store)
    review = {"rating": "supported", "why": "Papers.", "link": LINK}
    said = await say(app, "desk-judge", slug=claim.slug, **review)
    assert "it is not on record what" in said
    form = await ask(app, "desk-answer", slug=claim.slug)
    assert isinstance(form, Form)
    fields = {f.name: f.value for f in form.fields}
    answer = {"asked": "2026-11-12 15:00", "answer": "none by 2026-11-13 18:00", "legal": "yes"}
    sent = {**form.args, **fields, **answer, "why": "Called twice."}
    sent["accused"] = fields["accused"] or "the ministry"
    await say(app, form.submits, **sent)
    card = await say(app, "claim", slug=claim.slug)
    line = "asked for comment on 12 November 2026, 15:00, no answer by 13 November 2026, 18:00"
    assert line in card
    assert "Flagged for a lawyer" in card
    assert "waits for a second signature" in await say(app, "desk-judge", slug=claim.slug, **review)


@pytest.mark.parametrize(
    ("over", "said"),
    [
        ({"asked": "soon"}, "“soon” is no day."),
        ({"asked": "2026-11-12 25:99"}, "is no day."),
        ({"answer": "none by", "asked": "2026-11-12"}, "“” is no day."),
        ({"answer": "none by 2026-11-13"}, "it is not said when they were asked"),
        ({"answer": "none by 2026-11-11", "asked": "2026-11-12"}, "before they were asked"),
        ({"legal": "maybe"}, "“maybe” is neither yes nor no."),
        ({"accused": " "}, "The accused is not named."),
        ({"why": ""}, "A change needs a reason."),
    ],
)
async def test_an_answer_that_cannot_be_kept_says_why(
    app: App, store: SqliteStore, over: dict[str, str], said: str
) -> None:
    """One sentence each, and nothing is kept."""
    claim = await alleged(store)
    fields = {"accused": "the ministry", "answer": "We did not.", "why": "A call."}
    assert said in await say(app, "desk-answered", slug=claim.slug, **{**fields, **over})
    assert await claim_of(store, claim.slug) == claim


async def test_a_claim_that_accuses_nobody_has_no_answer(app: App) -> None:
    """There is nobody to ask, and that is said."""
    assert "accuses nobody" in await say(app, "desk-answer", slug="doctors-salary")
    reply = await ask(app, "desk-answered", slug="doctors-salary", accused="x", why="y")
    assert isinstance(reply, Reply)
    assert "accuses nobody" in reply.title
