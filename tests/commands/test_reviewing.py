"""Reviewing claims on record from chat: judgements, evidence, signatures, and who was first."""

from bot.core.app import App
from bot.core.plain import plain
from bot.core.policy import Policy
from bot.core.reply import Form
from bot.main import registry
from knowledge.desk import Desk
from knowledge.filters import Typed, read
from knowledge.roles import Role
from knowledge.store.sqlite.soundness import examine
from knowledge.store.sqlite.store import SqliteStore
from tests.commands.reviewing import SLUG, ask, judge, presses, say
from tests.conftest import asking


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
