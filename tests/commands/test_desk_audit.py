"""`/desk audit`: who wrote what about a claim, and what is left out for whom."""

from dataclasses import replace

import pytest

from bot.core.app import App
from bot.core.plain import plain
from bot.core.policy import Policy
from bot.core.reply import Form, Reply, Result
from bot.core.request import Door
from bot.main import registry
from knowledge.desk import Desk
from knowledge.model import ClaimRating, Review
from knowledge.relations import Proposal, RelationKind, RelationState, Verdict
from knowledge.roles import Role
from knowledge.store.sqlite.store import SqliteStore
from tests.conftest import asking
from tests.knowledge.making import AT, review

SLUG, OTHER = "doctors-salary", "castro-1957"
LINK = "https://register.example.org/1957"


async def ask(app: App, command: str, **args: str) -> Reply | Form:
    """Return what comes of a pressed button or a sent form."""
    return await app.handle(asking(command, args, door=Door.FORM))


async def say(app: App, command: str, **args: str) -> str:
    """Return the same as text."""
    return plain(await ask(app, command, **args))


async def judged(app: App, rating: str, why: str) -> None:
    """Review the claim through the core, as an editor does."""
    form = await ask(app, "desk-review", slug=SLUG)
    assert isinstance(form, Form)
    fields = {"rating": rating, "why": why, "link": LINK}
    await ask(app, form.submits, **{**form.args, **fields})


def because(why: str) -> Review:
    """Return a dispute with that reason."""
    return replace(review(ClaimRating.DISPUTED), reason=why)


async def test_it_says_who_from_where_what_before_and_after_and_why(app: App) -> None:
    """One row an entry, the newest first, under who says what the claim is about."""
    await judged(app, "Outdated", "The union has other numbers.")
    await judged(app, "Disputed", "Neither has a document.")
    reply = await ask(app, "desk-audit", slug=SLUG)
    text = plain(reply)
    assert "claim: Outdated → Disputed" in text
    assert "Why: Neither has a document." in text
    assert "discord:u1 Ana, " in text
    assert "from discord w1 c1." in text
    assert text.index("Neither has a document.") < text.index("The union has other numbers.")
    card = plain(await ask(app, "claim", slug=SLUG))
    assert text.splitlines()[0] == card.splitlines()[0]


async def test_it_is_paged(app: App, store: SqliteStore) -> None:
    """Five a page; a page past the end is the last one."""
    for number in range(12):
        await store.review(SLUG, because(f"Reason {number}."))
    first = await say(app, "desk-audit", slug=SLUG)
    assert "Reason 11." in first
    assert "Reason 6." not in first
    assert "Page 1 of 3" in first
    last = await say(app, "desk-audit", slug=SLUG, page="9")
    assert "Page 3 of 3" in last
    assert last == await say(app, "desk-audit", slug=SLUG, page="3")


async def test_a_long_value_is_cut_and_said_to_be(app: App, store: SqliteStore) -> None:
    """Where the whole stands is said beside it."""
    await store.review(SLUG, because("so " * 200))
    text = await say(app, "desk-audit", slug=SLUG)
    assert "so so s…\n" in text
    assert f"onrecord audit --slug {SLUG}" in text


async def related(store: SqliteStore) -> None:
    """Have somebody confirm a relation between the two claims, and restrict the other."""
    verdict = Verdict(RelationState.CONFIRMED, "discord:u1 Ana", AT)
    await store.relate(Proposal(SLUG, OTHER, RelationKind.DIFFERS), verdict)
    await store.restrict(OTHER, restricted=True)


async def test_entries_on_restricted_claims_are_left_out_and_counted(store: SqliteStore) -> None:
    """Whoever may not see the other claim learns that an entry is missing, and no more."""
    await related(store)
    app = App(registry(), Desk(store), Policy(restricted_readers=frozenset({"u9"})))
    text = await say(app, "desk-audit", slug=SLUG)
    assert "1 entry not shown, on restricted claims as well." in text
    assert OTHER not in text
    assert "is restricted" in await say(app, "desk-audit", slug=OTHER)
    allowed = plain(await app.handle(asking("desk-audit", slug=SLUG, actor="u9")))
    assert f"relation judged ({OTHER}, relation " in allowed
    assert "not shown" not in allowed


async def test_in_public_a_status_that_waits_is_not_told(app: App) -> None:
    """Nor is an id; in private an editor sees both."""
    await judged(app, "Supported by evidence", "The register has it.")
    private = await say(app, "desk-audit", slug=SLUG)
    assert "proposes: Supported by evidence" in private
    public = plain(await app.handle(asking("desk-audit", slug=SLUG, door=Door.MENTION)))
    assert "Proposed a status, which a second person has to sign off." in public
    for kept_back in ("Supported", "claim: Not checked →", "u1"):
        assert kept_back not in public


async def test_where_nothing_was_written_that_is_said(app: App) -> None:
    """The sample was put on record by nobody in particular; an unknown claim is said to be one."""
    unknown = await ask(app, "desk-audit", slug="no-such")
    assert isinstance(unknown, Reply)
    assert unknown.result is Result.USAGE
    assert "There is no claim called" in plain(unknown)
    assert "Nobody said who, " in await say(app, "desk-audit", slug=SLUG)


@pytest.mark.parametrize(("actor", "allowed"), [("u1", False), ("u9", True)])
async def test_it_takes_an_editor(store: SqliteStore, actor: str, *, allowed: bool) -> None:
    """Once somebody is an editor, others are told that it takes one."""
    app = App(registry(), Desk(store), Policy(roles={Role.EDITOR: frozenset({"u9"})}))
    reply = await app.handle(asking("desk-audit", slug=SLUG, actor=actor))
    assert isinstance(reply, Reply)
    assert (reply.result is Result.USAGE) is not allowed
