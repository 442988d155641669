"""`/desk document`: what became of claims in a newer version, and what an outlet did to it."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.fared import diff
from bot.core.app import App
from bot.core.plain import plain, span_text
from bot.core.policy import Policy
from bot.core.recording import Recorder
from bot.core.reply import Form, Reply, Result
from bot.core.request import Door
from bot.core.structure import as_json
from bot.core.tokens import encode
from bot.main import registry
from knowledge.anchoring import differences
from knowledge.desk import Desk
from knowledge.model import Claim, DocumentState
from knowledge.roles import Role
from knowledge.store.sqlite.store import SqliteStore
from tests.conftest import asking
from tests.contracts.test_fates import NEWER, NOTICE, accepted, newer
from tests.fakes.recalls import BEDS, OWNER, Wire
from tests.knowledge.proposing import URL

READER = "reader"
SAID = "The mayor, Ana Ruiz, said on Monday that 300 beds were empty."


@pytest.fixture
def app(store: SqliteStore) -> App:
    """The core over a desk where one person may see restricted claims."""
    return App(registry(), Desk(store), Policy(restricted_readers=frozenset({READER})))


async def ask(
    app: App, asked: str, *, command: str = "desk-document", actor: str = "u1", **args: str
) -> Reply | Form:
    """Return what comes of asking for a document."""
    given = {"document": asked, **args}
    return await app.handle(asking(command, given, door=Door.FORM, actor=actor))


async def say(app: App, asked: str, *, actor: str = "u1", **args: str) -> str:
    """Return the same as text."""
    return plain(await ask(app, asked, actor=actor, **args))


async def state_of(store: SqliteStore, key: str) -> DocumentState:
    """Return the state of a document that was read."""
    version = await store.version_of(key)
    assert version is not None
    return version.document.state


async def test_a_newer_version_shows_what_became_of_each_claim(
    app: App, store: SqliteStore
) -> None:
    """Changed comes first, with the nearest passage; every row begins with who says it."""
    await accepted(store)
    key = await newer(store)
    text = await say(app, URL)
    assert "The Herald, Bo Lind, 6 May 2024" in text.splitlines()[0]
    assert "Version 1: read " in text
    assert f"Version 2: read {(await store.documents_read(1))[0].retrieved_at.day} " in text
    assert key in text
    assert "said on Monday that [- 300] [+ 30] beds were empty." in text
    assert text.index("changed; the nearest passage") < text.index("moved: the words stand")
    assert "No claim was changed by this" in text
    assert await say(app, key) == text


async def test_to_look_corrects_nothing_and_keeps_what_was_found_once(
    app: App, store: SqliteStore
) -> None:
    """No answer becomes due, no claim changes, and a second look is no news."""
    claims = await accepted(store)
    await newer(store)
    slugs = [one.slug for one in claims]
    before = await store.claims(slugs)
    await say(app, URL)
    assert not await store.recalls_wait()
    assert await store.claims(slugs) == before
    assert [len(await store.findings_of(slug)) for slug in slugs] == [1] * len(slugs)
    head = await store.audit_head()
    await say(app, URL)
    assert await store.audit_head() == head


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (NEWER.replace("30 beds were empty", "300 beds were empty"), "moved"),
        (f"{SAID}\n" * 2, "ambiguous: the words stand in 2 places"),
        ("Nothing of the kind was ever written here.", "not found in the newest version"),
    ],
)
async def test_each_fate_is_said_in_words(
    app: App, store: SqliteStore, text: str, told: str
) -> None:
    """Words that stand elsewhere, in several places, or nowhere."""
    await accepted(store)
    await newer(store, text)
    assert told in await say(app, URL)


async def test_words_in_place_are_said_to_be(app: App, store: SqliteStore) -> None:
    """A version with more at its end leaves the words where they were."""
    claims = await accepted(store)
    (first,) = await store.documents_read(1)
    await newer(store, first.text + "\nOne more line.\n")
    said = await say(app, claims[0].document.key)
    assert said.count("in place (characters ") == len(claims)


async def test_a_correction_is_marked_with_the_notice(app: App, store: SqliteStore) -> None:
    """Typed in one line; the versions up to the one named are corrected, the newer is not."""
    claims = await accepted(store)
    later = await newer(store)
    old = claims[0].document.key
    text = await say(app, f"{old} corrected {NOTICE}")
    assert text.startswith("Marked as corrected.")
    assert f"{old}: current → corrected" in text
    assert f"The outlet's notice: {NOTICE}" in text
    assert await state_of(store, old) is DocumentState.CORRECTED
    assert await state_of(store, later) is DocumentState.CURRENT
    assert "It stands so already" in await say(app, old, state="corrected", notice=NOTICE)
    assert "corrected → current" in await say(app, f"{old} current")
    entry = (await store.audit(1))[0]
    assert (entry.who, entry.about) == ("discord:u1 Ana", f"document {old}")


async def test_without_a_notice_it_is_asked_for(app: App, store: SqliteStore) -> None:
    """Nothing is marked until somebody gives the outlet's words; the form then marks it."""
    claims = await accepted(store)
    key = claims[0].document.key
    form = await ask(app, f"{key} withdrawn")
    assert isinstance(form, Form)
    assert [field.name for field in form.fields] == ["notice"]
    assert await state_of(store, key) is DocumentState.CURRENT
    args = {k: v for k, v in form.args.items() if k != "document"}
    done = await ask(app, key, command=form.submits, **args, notice="We took it down.")
    assert plain(done).startswith("Marked as withdrawn.")
    assert await state_of(store, key) is DocumentState.WITHDRAWN


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("https://nobody.example/x", "No document is known as “https://nobody.example/x”."),
        ("no-such-key corrected It was wrong.", "No document is known as “no-such-key”."),
        (f"{URL} burnt", "“burnt” is nothing that an outlet does to a document."),
        (f"{URL} corrected {'long ' * 300}", "at most 1,000 fit"),
    ],
)
async def test_what_cannot_be_done_is_said(
    app: App, store: SqliteStore, asked: str, sentence: str
) -> None:
    """One sentence says why and the next step, and nothing is written."""
    await accepted(store)
    head = await store.audit_head()
    reply = await ask(app, asked)
    assert isinstance(reply, Reply)
    assert reply.result is Result.USAGE
    assert sentence in plain(reply)
    assert await store.audit_head() == head


async def test_restricted_claims_are_marked_and_counted_and_not_told(
    app: App, store: SqliteStore
) -> None:
    """A correction concerns them too, so who may see them finds them corrected."""
    claims = await accepted(store)
    hidden = claims[0]
    key = hidden.document.key
    await store.restrict(hidden.slug, restricted=True)
    await newer(store)
    for asked in (URL, f"{key} corrected {NOTICE}"):
        reply = await ask(app, asked)
        told = plain(reply) + as_json(reply)
        assert "1 restricted claim not shown." in told
        assert hidden.label not in told
        assert f'"{hidden.slug}"' not in told
    (now,) = await store.claims([hidden.slug])
    assert now.document.state is DocumentState.CORRECTED
    seen = await say(app, URL, actor=READER)
    assert hidden.label in seen
    assert "not shown" not in seen


async def test_a_document_of_restricted_claims_alone_is_not_described(
    app: App, store: SqliteStore
) -> None:
    """Where the desk never read its text, only the number is told."""
    one: Claim = replace(BEDS, restricted=True)
    await store.add([one])
    text = await say(app, one.document.key)
    assert "1 restricted claim not shown." in text
    assert "The Herald" not in text
    assert "The Herald" in await say(app, one.document.key, actor=READER)


async def test_a_document_never_read_says_so(app: App, store: SqliteStore) -> None:
    """Its claims are listed all the same."""
    (one,) = await store.claims(["doctors-salary"])
    text = await say(app, one.document.key)
    assert "The desk has not read its text" in text
    assert one.label in text


@pytest.mark.parametrize(("who", "marks"), [("editor", False), ("standards", True)])
async def test_to_mark_takes_the_role_standards(
    store: SqliteStore, who: str, *, marks: bool
) -> None:
    """An editor looks; typed in one line, by option or by button, marking needs more."""
    claims = await accepted(store)
    key = claims[0].document.key
    roles = {role: frozenset({role.value}) for role in (Role.EDITOR, Role.STANDARDS)}
    app = App(registry(), Desk(store), Policy(roles=roles))
    shown = await ask(app, key, actor=who)
    assert isinstance(shown, Reply)
    presses = {action.label: action for action in shown.actions() if action.command == "desk-mark"}
    assert set(presses) == ({"Corrected", "Withdrawn"} if marks else set())
    assert all(len(encode(action)) <= 100 for action in presses.values())
    for outcome in (
        await ask(app, f"{key} corrected {NOTICE}", actor=who),
        await ask(app, key, actor=who, state="corrected", notice=f"{NOTICE} Again."),
        await ask(app, key, actor=who, command="desk-mark", state="withdrawn", notice="Gone."),
    ):
        assert ("needs the role standards" in plain(outcome)) is not marks
    state = DocumentState.WITHDRAWN if marks else DocumentState.CURRENT
    assert await state_of(store, key) is state


async def test_a_public_answer_is_corrected_after_a_mark() -> None:
    """Where it stands, under it and to its asker, as for any other change."""
    wire = Wire()
    await wire.store.add([BEDS])
    await wire.answered("beds")
    app = App(registry(), wire.desk, Policy())
    assert "Key: herald-beds" in await say(app, BEDS.document.key)
    await wire.follow()
    assert wire.platform.said == []
    await say(app, f"{BEDS.document.url} withdrawn The number was made up.")
    await wire.follow()
    (edit,) = wire.platform.texts("edit")
    assert edit.startswith(f"CORRECTED 25 November 2026: said: {OWNER}")
    assert "withdrawn" in edit
    assert len(wire.platform.texts("post")) == 1
    await wire.store.close()


async def test_a_look_in_public_is_no_answer_to_follow(store: SqliteStore) -> None:
    """Like a history, it shows what was when somebody looked."""
    app = App(registry(), Desk(store), Policy(), recorder=Recorder(store))
    (one,) = await store.claims(["doctors-salary"])
    request = asking("desk-document", {"document": one.document.key}, door=Door.MENTION)
    reply = await app.handle(request)
    assert isinstance(reply, Reply)
    assert reply.shown == ()


@given(st.text("ab .\n", max_size=40), st.text("ab .\n", max_size=40))
def test_a_comparison_keeps_the_letters_of_both_sides(old: str, new: str) -> None:
    """Without what was added it is the old text, without what was removed the new one."""
    line = "".join(s if isinstance(s, str) else span_text(s) for s in diff(differences(old, new)))
    before = re.sub(r"\[- ([^]]*)\]", r"\1", re.sub(r"\[\+ [^]]*\]", "", line))
    after = re.sub(r"\[\+ ([^]]*)\]", r"\1", re.sub(r"\[- [^]]*\]", "", line))
    assert ("".join(before.split()), "".join(after.split())) == (
        "".join(old.split()),
        "".join(new.split()),
    )
