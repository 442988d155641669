"""How tests review a claim from chat: what comes of a press or a form, and one whole review."""

from bot.core.app import App
from bot.core.plain import plain
from bot.core.reply import Action, Form, Reply
from bot.core.request import Door
from bot.core.tokens import encode
from knowledge.model import Claim
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


async def withdrawn(app: App, actor: str = "u1") -> None:
    """Have somebody withdraw the claim."""
    why = "The transcript was forged."
    assert "was withdrawn" in await say(app, "desk-withdraw", slug=SLUG, why=why, actor=actor)
