"""Roles: who may give which command, by whichever door, and what a refusal says."""

import inspect
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.app import App
from bot.core.plain import plain
from bot.core.policy import Policy
from bot.core.registry import Command, Handler, Param, Registry
from bot.core.reply import Form, Reply
from bot.core.request import Actor, Door
from bot.doctor import examine
from bot.main import registry
from config.settings import DeskSettings, Settings
from knowledge.desk import Desk
from knowledge.roles import Holder, Role
from knowledge.store.sqlite.migrate import upgrade
from knowledge.store.sqlite.store import SqliteStore
from tests.conftest import asking
from tests.knowledge.proposing import take_in

COMMANDS = registry()
ROLES = {role: frozenset({f"{role.value}-id"}) for role in Role}
DOCS = Path(__file__).parents[2] / "docs" / "roles.md"
ALLOWED = {
    (row[1].strip(" `"), role): cell.strip() == "yes"
    for row in (
        line.split("|") for line in DOCS.read_text().splitlines() if line.startswith("| `/")
    )
    for role, cell in zip(Role, row[2:-1], strict=True)
}
READING = """
claim claims source onrecord compare passage history recent related origins searches save-search
keep-search desk desk-queue desk-show about-that watch watch-claim watch-topic watch-source
watch-about watch-document watch-question watch-list watch-stop watch-pause watch-resume
brief brief-now brief-every brief-list brief-stop brief-pause brief-resume
""".split()
"""What a reader may give: it reads, or keeps what is the asker's own."""


@pytest.fixture
def bare(desk: Desk) -> App:
    """The core with every command there is, whose handler only says that it ran."""
    commands = Registry(tuple(replace(c, handler=_ran(c.params)) for c in COMMANDS.commands))
    return App(commands, desk, Policy(roles=ROLES))


def _ran(params: Sequence[Param]) -> Handler:
    """Return a handler with the signature that the declaration wants."""
    names = ["context", *(p.name.replace("-", "_") for p in params)]

    async def handler(*_args: object, **_named: object) -> Reply:
        return Reply("It ran.")

    handler.__signature__ = inspect.Signature(  # type: ignore[attr-defined] # read by the registry
        [inspect.Parameter(name, inspect.Parameter.POSITIONAL_OR_KEYWORD) for name in names]
    )
    return handler


@pytest.mark.parametrize("role", Role)
@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(door=st.sampled_from([d for d in Door if d is not Door.CONSOLE]), by_group=st.booleans())
async def test_what_the_table_in_the_docs_allows_is_allowed_and_no_more(
    bare: App, role: Role, door: Door, *, by_group: bool
) -> None:
    """For every command and role, by any door, through a person's id or a group's."""
    for command in bare.registry.commands:
        await _as_the_table_says(bare, command, role, door, by_group=by_group)


async def _as_the_table_says(
    app: App, command: Command, role: Role, door: Door, *, by_group: bool
) -> None:
    name = command.name
    words = {p.name: "1" for p in command.params if p.required}
    request = asking(name, words, door=door)
    identity = f"{role.value}-id"
    groups = frozenset({identity} if by_group else ())
    who = Actor("discord", "u1" if by_group else identity, "Ana", groups)
    outcome = await app.handle(replace(request, actor=who))
    assert isinstance(outcome, Reply)
    if ALLOWED[f"/{command.path}", role]:
        assert outcome.title == "It ran."
    else:
        assert outcome.title.startswith(f"/{command.path} needs the role {command.needs.value}")
        assert "not-allowed" in plain(outcome)


async def say(app: App, command: str, given: Mapping[str, str] | None = None, **named: str) -> str:
    """Return the answer to a command as text."""
    actor = named.pop("actor", "u1")
    platform = named.pop("platform", "discord")
    request = asking(command, {**(given or {}), **named}, actor=actor, platform=platform)
    return plain(await app.handle(request))


def test_every_command_is_in_the_table() -> None:
    """The table leaves none out, and nobody who may do more may do less."""
    assert {path for path, _ in ALLOWED} == {f"/{c.path}" for c in COMMANDS}
    for command in COMMANDS:
        allowed = [ALLOWED[f"/{command.path}", role] for role in Role]
        assert allowed == sorted(allowed)
        assert allowed[-1]


def test_readers_give_no_command_but_those_that_only_read() -> None:
    """A new command that names no role by oversight fails here."""
    free = {command.name for command in COMMANDS if command.needs is Role.READER}
    assert free <= set(READING), "let it need a role, or add it above if it writes nothing"
    above = {c.name for c in COMMANDS if c.needs.covers(Role.STANDARDS)}
    assert above >= {
        *("desk-sign-off", "desk-withdraw", "desk-reinstate", "desk-mark", "desk-role")
    }


@pytest.mark.parametrize("role", Role)
async def test_no_answer_offers_a_press_that_would_be_refused(
    store: SqliteStore, role: Role
) -> None:
    """Whatever is asked, the buttons are those that whoever asked may press."""
    await take_in(store)
    app = App(registry(), Desk(store), Policy(roles=ROLES))
    asked = [
        *(("claim", {"slug": "doctors-salary"}), ("claim", {"slug": "no such thing at all"})),
        *(("desk", {}), ("desk-queue", {}), ("desk-show", {"number": "1"})),
        *(("desk-show", {"number": "doctors-salary"}), ("desk-unreviewed", {})),
        *(("related", {"slug": "doctors-salary"}), ("passage", {"slug": "doctors-salary"})),
        *(("desk-history", {"slug": "doctors-salary"}), ("desk-take", {"slug": "doctors-salary"})),
        *(("source", {"name": "OAS"}), ("desk-hold", {"number": "1"}), ("recent", {})),
        *(
            ("desk-withdraw", {"slug": "castro-1957", "why": "x"}),
            ("claim", {"slug": "castro-1957"}),
        ),
        ("desk-show", {"number": "castro-1957"}),
    ]
    seen = set()
    for name, args in asked:
        outcome = await app.handle(asking(name, args, actor=f"{role.value}-id", door=Door.BUTTON))
        for action in outcome.actions() if isinstance(outcome, Reply) else ():
            needs = COMMANDS.get(action.command).needs
            assert role.covers(needs), f"{name} offers {role.value} “{action.label}”"
            seen.add(action.command)
    assert len(seen) > 3


@pytest.mark.parametrize("door", [Door.FORM, Door.BUTTON])
async def test_who_lost_the_role_meanwhile_is_refused_and_keeps_the_words(
    desk: Desk, store: SqliteStore, door: Door
) -> None:
    """The form was opened as an editor and is sent as a reader: nothing of it is written."""
    holding = App(registry(), desk, Policy(roles={Role.ADMIN: frozenset({"u9"})}))
    await desk.holding.give(Holder("discord", "u1", Role.EDITOR, "Ana"), admins=True)
    form = await holding.handle(asking("desk-review", slug="doctors-salary"))
    assert isinstance(form, Form)
    await desk.holding.take(Holder("discord", "u1", Role.EDITOR, "Ana"), admins=True)
    before = await store.claims(["doctors-salary"])
    sent = {**form.args, "rating": "outdated", "why": "A newer count is out."}
    refused = await holding.handle(asking(form.submits, sent, door=door))
    said = plain(refused)
    assert "/desk judge needs the role editor" in said
    assert "Ask one of those who have it: u9." in said
    assert ("A newer count is out." in said) is (door is Door.FORM)
    assert await store.claims(["doctors-salary"]) == before
    assert "A newer count" not in str(await store.audit(9))


async def test_without_any_role_everybody_decides_and_nobody_gives_roles(app: App) -> None:
    """Today's behaviour stays until somebody is named; nobody makes themselves admin."""
    assert "needs the role" not in await say(app, "desk-drop", number="99")
    refused = await say(app, "desk-role", who="u1", role="admin")
    assert "/desk role needs the role admin" in refused
    assert "Nobody has it yet" in refused


async def test_a_refusal_names_some_who_have_the_role(desk: Desk) -> None:
    """Names where the desk knows one, ids elsewhere, and only a few of many."""
    editors = frozenset(f"1000{n}" for n in range(7))
    app = App(registry(), desk, Policy(roles={Role.EDITOR: editors}))
    app.roles.directories["discord"] = Names({"10000": "Night desk"})
    said = await say(app, "desk-drop", number="1")
    assert "/desk drop needs the role editor" in said
    assert "Night desk" in said
    assert "3 more" in said


class Names:
    """A platform's groups, as a fixed list; everybody is in those of *member*."""

    def __init__(self, names: dict[str, str], member: frozenset[str] = frozenset()) -> None:
        self.names = names
        self.member = member

    async def groups(self) -> Mapping[str, str] | None:
        """Return the groups."""
        return self.names

    async def groups_of(self, actor: Actor, among: object) -> frozenset[str]:
        """Return those that everybody is in."""
        return self.member


@pytest.fixture
def headed(desk: Desk) -> App:
    """A desk whose settings name one admin."""
    app = App(registry(), desk, Policy(roles={Role.ADMIN: frozenset({"100000"})}))
    app.roles.directories["discord"] = Names({"555555": "Editors"})
    return app


async def test_an_admin_gives_and_takes_roles(headed: App, store: SqliteStore) -> None:
    """It counts from the next question on, and the answer says what was before."""
    assert "needs the role editor" in await say(headed, "desk-drop", number="99")
    line = {"who": "<@&555555> editor"}
    assert "Editors: no role of their own before, editor now." in await say(
        headed, "desk-role", line, actor="100000"
    )
    headed.roles.directories["discord"] = Names({"555555": "Editors"}, frozenset({"555555"}))
    assert "There is no proposal 99." in await say(headed, "desk-drop", number="99")
    said = await say(headed, "desk-role", who="<@&555555>", role="none", actor="100000")
    assert "Editors: editor before, no role of their own now." in said
    assert "needs the role editor" in await say(headed, "desk-drop", number="99")
    [last, first] = await store.audit(2)
    assert (first.about, first.after["role"]) == ("group discord:555555 Editors", "editor")
    assert (last.before["role"], last.after["role"]) == ("editor", None)


async def test_the_last_admin_stays(desk: Desk) -> None:
    """Neither a lower role nor none is given to the only admin; a second one frees the first."""
    app = App(registry(), desk, Policy())

    async def give(who: str, role: str) -> str:
        request = asking("desk-role", {"who": who, "role": role}, platform="console", actor="root")
        return plain(await app.handle(request))

    assert "100000: no role of their own before, admin now." in await give("100000", "admin")
    for role in ("none", "editor"):
        assert "100000 is the last admin, so that role stays." in await give("100000", role)
    assert "admin now" in await give("100001", "admin")
    assert "100000: admin before, no role of their own now." in await give("100000", "none")


@pytest.mark.parametrize(
    ("who", "role", "said"),
    [
        ("<@&999999>", "editor", "There is no role or user group 999999 any more."),
        ("@ana", "editor", "“@ana” names nobody."),
        ("100001", "boss", "“boss” is no role."),
        ("U024BE7LH", "editor", "“U024BE7LH” is an id of Slack."),
        ("editor", "", "“editor” is no role."),
    ],
)
async def test_what_names_nobody_is_said(headed: App, who: str, role: str, said: str) -> None:
    """One sentence each, and nothing is changed."""
    assert said in await say(headed, "desk-role", who=who, role=role, actor="100000") or (
        who == "editor"
    )
    assert await headed.desk.holding.all() == []


async def test_a_role_of_a_group_that_is_gone_is_nobodys_and_marked(headed: App) -> None:
    """The list says so and how to take it away; it is no admin that would keep another."""
    await headed.desk.holding.give(
        Holder("discord", "777777", Role.EDITOR, "Old hands", group=True), admins=True
    )
    listed = await say(headed, "desk-role", actor="100000")
    assert "Old hands (777777)" in listed
    assert "that group is no longer there" in listed
    said = await say(headed, "desk-drop", number="1")
    assert "Old hands" not in said
    taken = await say(headed, "desk-role", who="777777", role="none", actor="100000")
    assert "Old hands" in taken or "777777: editor before" in taken


async def test_a_group_of_the_settings_that_is_gone_is_said(desk: Desk) -> None:
    """A user group of Slack is marked; an id of Discord may be a person's, and that is said."""
    roles = {Role.EDITOR: frozenset({"S0GONE", "S0HERE", "U0PERSON", "888888", "555555"})}
    app = App(registry(), desk, Policy(roles=roles))
    app.roles.directories["slack"] = Names({"S0HERE": "Night desk"})
    app.roles.directories["discord"] = Names({"555555": "Editors"})
    request = asking("desk-role", platform="console", actor="root", door=Door.CONSOLE)
    lines = plain(await app.handle(request)).splitlines()
    told = {line.partition(":")[0]: line for line in lines}
    assert "that group is no longer there. Take it out of the settings." in told["S0GONE"]
    assert told["Night desk (S0HERE)"].endswith("editor, set in the settings")
    assert told["U0PERSON"].endswith("editor, set in the settings")
    assert told["Editors (555555)"].endswith("editor, set in the settings")
    assert "a person, or a role that is no longer there" in told["888888"]
    said = await say(app, "desk-drop", number="1")
    assert "S0GONE" not in said
    gone = App(registry(), desk, Policy(roles={Role.EDITOR: frozenset({"S0GONE"})}))
    gone.roles.directories["slack"] = Names({"S0HERE": "Night desk"})
    nobody = await say(gone, "desk-drop", number="1")
    assert "Nobody has it yet: whoever runs the desk gives it" in nobody


async def test_everybody_can_be_given_a_role(desk: Desk) -> None:
    """`desk.everybody` is the least that whoever may ask has."""
    policy = Policy(roles={Role.ADMIN: frozenset({"1"})}, everybody=Role.REPORTER)
    app = App(registry(), desk, policy)
    assert "Question 1 is with the desk" in await say(app, "question", words="Who pays?")
    assert "needs the role editor" in await say(app, "desk-drop", number="1")


async def test_doctor_says_who_has_roles(tmp_path: Path) -> None:
    """Nobody is no fault, and is said with what everybody may do then; so is a missing admin."""
    settings = Settings(data_dir=tmp_path)
    upgrade(settings.database)

    async def seen(desk: DeskSettings) -> str:
        given = settings.model_copy(update={"desk": desk})
        [finding] = [f for f in await examine(given, offline=True) if f.name == "roles"]
        assert finding.sound
        return finding.seen

    assert "everybody who may ask is standards" in await seen(DeskSettings())
    assert "only the console gives roles" in await seen(DeskSettings(editors=frozenset({"7"})))
    assert await seen(DeskSettings(admins=frozenset({"7"}))) == (
        "1 in the settings, 0 on the desk's list"
    )
