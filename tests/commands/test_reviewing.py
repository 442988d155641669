"""Reviewing claims on record from chat: judgements, evidence, signatures, and who was first."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.core.app import App
from bot.core.plain import plain
from bot.core.policy import Policy
from bot.core.reply import Action, Form, Reply, Result
from bot.core.request import Door
from bot.core.tokens import encode
from bot.main import registry
from knowledge.check import status
from knowledge.desk import Desk
from knowledge.filters import Typed, read
from knowledge.model import Claim, ClaimRating, Review, Subject
from knowledge.roles import Role
from knowledge.store.sqlite.soundness import examine
from knowledge.store.sqlite.store import SqliteStore
from tests.conftest import asking

SLUG = "doctors-salary"
LINK = "https://register.example.org/1957"


async def ask(app: App, command: str, *, actor: str = "u1", **args: str) -> Reply | Form:
    """Return what comes of a pressed button or a sent form."""
    who = {"u1": "Ana", "u2": "Bo", "u3": "Cy"}.get(actor, actor)
    return await app.handle(asking(command, args, door=Door.FORM, actor=actor, who=who))


async def say(app: App, command: str, *, actor: str = "u1", **args: str) -> str:
    """Return the same as text."""
    return plain(await ask(app, command, actor=actor, **args))


async def claim_of(store: SqliteStore, slug: str = SLUG) -> Claim:
    """Return a claim as it is kept."""
    return (await store.claims([slug]))[0]


def presses(reply: Reply | Form) -> dict[str, Action]:
    """Return the presses of an answer by label; each fits a button."""
    assert isinstance(reply, Reply)
    found = {action.label: action for action in reply.actions()}
    for action in found.values():
        assert len(encode(action)) <= 100
    return found


async def judge(app: App, actor: str = "u1", **over: str) -> str:
    """Send a review that proposes support, with *over* in its place."""
    form = await ask(app, "desk-review", slug=SLUG, actor=actor)
    assert isinstance(form, Form)
    fields = {"rating": "Supported by evidence", "why": "The register has it.", "link": LINK}
    return await say(app, form.submits, actor=actor, **{**form.args, **fields, **over})


async def test_support_waits_for_a_second_person(app: App, store: SqliteStore) -> None:
    """Until then the card says Checking and nothing of what is proposed, nor why."""
    said = await judge(app)
    assert "waits for a second signature; until then the card says Checking" in said
    card = await say(app, "claim", slug=SLUG)
    assert "Checking (Ana, " in card
    assert "waits for a second signature" in card
    assert "Supported" not in card
    assert "The register has it." not in card.split("Evidence")[0]
    assert "You proposed that status, so a second person has to sign it off." in await say(
        app, "desk-sign-off", slug=SLUG, why="Read it again."
    )
    signed = await say(app, "desk-sign-off", slug=SLUG, why="Read it too.", actor="u2")
    assert "You signed it off." in signed
    card = await say(app, "claim", slug=SLUG)
    assert "Supported by evidence (Ana, signed off by Bo, " in card
    found = await store.filtered((await app.desk.listing.understand(_typed()))[0])
    assert SLUG in found
    assert all(check.sound for check in examine(store.database.path))


def _typed() -> Typed:
    return read("status:supported")


async def test_the_same_person_under_another_name_is_no_second_one(app: App) -> None:
    """Who somebody is goes by their id; a new display name signs nothing."""
    await judge(app)
    request = asking("desk-sign-off", {"slug": SLUG, "why": "Me."}, actor="u1", who="Anna B.")
    assert "a second person has to sign it off" in plain(await app.handle(request))


async def test_one_signature_is_enough_where_the_desk_says_so(store: SqliteStore) -> None:
    """`desk.second_signature = false` shows what the first reviewer says."""
    app = App(registry(), Desk(store, second_signature=False), Policy())
    await judge(app)
    assert "Supported by evidence (Ana, " in await say(app, "claim", slug=SLUG)


async def test_any_dispute_outranks_a_signed_support(app: App) -> None:
    """Two people sign, a third disputes: the card says Disputed."""
    await judge(app)
    await say(app, "desk-sign-off", slug=SLUG, why="Read it too.", actor="u2")
    await judge(app, "u3", rating="disputed", why="The register is a copy.", link="")
    card = await say(app, "claim", slug=SLUG)
    assert "Disputed (Cy, " in card
    assert "Supported" not in card


async def test_two_histories_are_kept_apart(app: App) -> None:
    """The quotation and the claim are judged in one form and kept as two."""
    await judge(app, quotation="confirmed", rating="checking", link="")
    said = await say(app, "desk-history", slug=SLUG)
    first, _, second = said.partition("Claim (does it hold?)")
    assert "Confirmed: The register has it." in first
    assert "Checking: The register has it." in second


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


async def test_withdrawing_leaves_a_tombstone(app: App, store: SqliteStore) -> None:
    """The name stays taken, the card says so, and no review is taken any more."""
    form = await ask(app, "desk-withdraw", slug=SLUG)
    assert isinstance(form, Form)
    said = await say(app, form.submits, **{**form.args, "why": "The transcript was forged."})
    assert "The claim was withdrawn. Its name stays taken." in said
    card = await say(app, "claim", slug=SLUG)
    assert f"The desk withdrew {SLUG}" in card
    for command, fields in {
        "desk-judge": {"rating": "checking", "why": "Once more."},
        "desk-prove": {"link": LINK, "stance": "supports", "what": "It."},
        "desk-hold": {"why": "Wait."},
        "desk-sign-off": {"why": "Sign."},
        "desk-take": {},
    }.items():
        name = "number" if command == "desk-hold" else "slug"
        told = await say(app, command, **{name: SLUG, **fields})
        assert f"The desk withdrew {SLUG}, so nothing about it is changed any more." in told
    assert "withdrew this claim" in await say(app, "desk-review", slug=SLUG)
    assert len((await claim_of(store)).reviews) == 1


async def withdrawn(app: App, actor: str = "u1") -> None:
    """Have somebody withdraw the claim."""
    why = "The transcript was forged."
    assert "was withdrawn" in await say(app, "desk-withdraw", slug=SLUG, why=why, actor=actor)


async def test_a_withdrawal_is_taken_back_and_nothing_judged_before_is_lost(
    app: App, store: SqliteStore
) -> None:
    """Both people's earlier words stand again, the history keeps all, and the chain holds."""
    await judge(app, "u2", rating="disputed", why="The register is a copy.", link="")
    await judge(app, rating="outdated", why="A newer count is out.", link="")
    await withdrawn(app)
    shown = await ask(app, "desk-withdraw", slug=SLUG, actor="u2")
    again = presses(shown)["Reinstate"]
    form = await ask(app, again.command, actor="u2", **again.args)
    assert isinstance(form, Form)
    sent = {**form.args, "why": "The transcript is real."}
    empty = await say(app, form.submits, actor="u2", **{**form.args, "why": " "})
    assert "Why:" in empty
    said = await say(app, form.submits, actor="u2", **sent)
    assert "The claim is reinstated." in said
    assert "sent twice, and written once" in await say(app, form.submits, actor="u2", **sent)
    card = await say(app, "claim", slug=SLUG)
    assert "Disputed (Bo, " in card
    assert "withdrew" not in card
    history = await say(app, "desk-history", slug=SLUG)
    assert "Withdrawn: The transcript was forged." in history
    assert "the withdrawal in review 3 was taken back: The transcript is real." in history
    assert "Outdated: A newer count is out." in history
    assert "Checking" not in history
    assert SLUG in presses(await ask(app, "claims", topic="status:disputed"))
    entry = (await store.audit(1))[0]
    assert entry.before["claim"] == "Withdrawn"
    assert (entry.after["claim"], entry.after["takes back review"]) == ("Disputed", 3)
    assert "rating" not in entry.after
    assert all(check.sound for check in examine(store.database.path))
    await withdrawn(app, "u2")
    assert f"The desk withdrew {SLUG}" in await say(app, "claim", slug=SLUG)


async def test_what_is_not_withdrawn_is_not_reinstated(app: App, store: SqliteStore) -> None:
    """A press that comes late, one without need and one without a reason are a sentence each."""
    before = await claim_of(store)
    unneeded = await say(app, "desk-reinstate", slug=SLUG, why="Because.")
    assert f"The desk has not withdrawn {SLUG}." in unneeded
    assert await claim_of(store) == before
    await withdrawn(app)
    seen = presses(await ask(app, "desk-show", number=SLUG))["Reinstate"].args["seen"]
    await say(app, "desk-reinstate", slug=SLUG, why="Real.", seen=seen)
    late = await say(app, "desk-reinstate", slug=SLUG, why="Mine.", seen=seen, actor="u2")
    assert "Ana took the withdrawal back: Real." in late
    assert "Mine." in late
    assert len((await claim_of(store)).reviews) == 2


async def test_only_standards_reinstates(desk: Desk, store: SqliteStore) -> None:
    """An editor sees no button, and a forged press is refused."""
    roles = {Role.STANDARDS: frozenset({"u1"}), Role.EDITOR: frozenset({"u2"})}
    app = App(registry(), desk, Policy(roles=roles))
    await withdrawn(app)
    shown = await ask(app, "desk-show", number=SLUG, actor="u2")
    assert "Reinstate" not in presses(shown)
    assert "needs the role standards" in await say(
        app, "desk-reinstate", slug=SLUG, why="x", actor="u2"
    )
    assert len((await claim_of(store)).reviews) == 1


async def test_a_claim_is_held_by_its_name_and_a_proposal_by_its_number(app: App) -> None:
    """`/desk hold` takes either; a claim needs a reason, and is asked for it."""
    form = await ask(app, "desk-hold", number=SLUG)
    assert isinstance(form, Form)
    assert "On hold (Ana, " in await say(app, "desk-hold", number=f"{SLUG} until Monday")
    assert "There is no proposal 12." in await say(app, "desk-hold", number="12 later")


async def test_who_works_on_a_claim_is_said_and_taken_over(app: App) -> None:
    """The second to take it is told from whom; readers' cards say nothing of it."""
    assert "You work on it now." in await say(app, "desk-take", slug=SLUG)
    assert "You have worked on it since" in await say(app, "desk-take", slug=SLUG)
    said = await say(app, "desk-take", slug=SLUG, actor="u2")
    assert "You took it over from Ana" in said
    assert "Who works on it: Bo, since" in said
    assert "works on it" not in await say(app, "claim", slug=SLUG)


async def test_notes_are_for_the_desk(app: App) -> None:
    """A note stands on the desk's card and in the history, and not on the claim's card."""
    await say(app, "desk-note", slug=f"{SLUG} the archive opens on Monday")
    for command, name in (("desk-show", "number"), ("desk-history", "slug")):
        assert "the archive opens on Monday" in await say(app, command, **{name: SLUG})
    assert "Monday" not in await say(app, "claim", slug=SLUG)
    assert "A note needs words." in await say(app, "desk-note", slug=SLUG)


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


async def test_the_desks_card_offers_what_one_may_do(app: App, desk: Desk) -> None:
    """Editors review, standards withdraw and sign off what others proposed."""
    await judge(app)
    mine = presses(await ask(app, "desk-show", number=SLUG))
    assert {"Take", "Review", "Evidence", "Edit", "Hold", "Withdraw"} <= mine.keys()
    assert "Sign off" not in mine
    theirs = presses(await ask(app, "desk-show", number=SLUG, actor="u2"))
    assert "Sign off" in theirs
    editors = App(registry(), desk, Policy(roles={Role.EDITOR: frozenset({"u2"})}))
    able = presses(await ask(editors, "desk-show", number=SLUG, actor="u2"))
    assert not {"Withdraw", "Sign off"} & able.keys()


async def test_unreviewed_claims_of_one_document_are_paged(app: App, store: SqliteStore) -> None:
    """A document is named by its key, its address or a claim in it, and its pages are turned."""
    documents = await store.documents_on_record()
    sizes = {one.key: len(await store.in_document(one.key)) for one in documents}
    largest = max(documents, key=lambda one: sizes[one.key])
    slug = (await store.in_document(largest.key))[0]
    titles = set()
    for named in (largest.key, largest.url, slug):
        reply = await ask(app, "desk-unreviewed", filter=f"of:{named} until:2030")
        assert isinstance(reply, Reply)
        titles.add(reply.title)
        assert all(c.document.key == largest.key for c in await store.claims(reply.claims))
        following = presses(reply)["Next"]
        second = await ask(app, following.command, **following.args)
        assert isinstance(second, Reply)
        assert "Page 2 of" in plain(second)
        assert not set(second.claims) & set(reply.claims)
    within = await store.claims(await store.in_document(largest.key))
    left = [c for c in within if status(c.reviews, Subject.CLAIM) == ClaimRating.NOT_CHECKED]
    assert 0 < len(left) < len(within)
    assert titles == {f"{len(left)} claims on record, judged by nobody."}


async def test_claims_that_nobody_has_judged_are_listed_apart(app: App) -> None:
    """They are counted, narrowed and paged; who took one is said, and a judged one is gone."""
    first = await ask(app, "desk-unreviewed")
    assert isinstance(first, Reply)
    assert first.title.endswith("claims on record, judged by nobody.")
    assert "Page 1 of" in plain(first)
    assert "Proposals" in presses(first)
    await say(app, "desk-take", slug=SLUG, actor="u2")
    narrowed = await say(app, "desk-unreviewed", filter="about:doctors pay")
    assert "Taken by Bo." in narrowed
    await judge(app, rating="outdated", link="")
    assert "Taken by Bo." not in await say(app, "desk-unreviewed", filter="about:doctors pay")
    assert "takes no status" in await say(app, "desk-unreviewed", filter="status:disputed")
    assert "No claim on record is from “no-such”." in await say(
        app, "desk-unreviewed", filter="of:no-such"
    )
    nothing = await say(app, "desk-unreviewed", filter="since:2031")
    assert "No claim on record waits for a review there." in nothing
    assert "On record, unreviewed" in presses(await ask(app, "desk-queue"))
