"""Withdrawing a claim, and taking that back."""

from bot.core.app import App
from bot.core.policy import Policy
from bot.core.reply import Form
from bot.main import registry
from knowledge.desk import Desk
from knowledge.roles import Role
from knowledge.store.sqlite.soundness import examine
from knowledge.store.sqlite.store import SqliteStore
from tests.commands.reviewing import LINK, SLUG, ask, claim_of, judge, presses, say, withdrawn


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
