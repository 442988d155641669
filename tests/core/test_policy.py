"""Who may ask, how fast, and who sees the answer."""

from pathlib import Path

import pytest

from bot.core.errors import NotAllowed, TooFast
from bot.core.policy import Policy, Turnstile
from bot.core.reply import Visibility
from bot.core.request import Actor, Door, Place, Request
from bot.main import make_app
from config.settings import DeskSettings, Settings
from knowledge.desk import Desk
from knowledge.roles import Role
from knowledge.store.memory import MemoryStore
from tests.conftest import asking


def test_an_unknown_workspace_is_refused_with_the_next_step() -> None:
    """With an allow-list, a workspace that is not on it is told so and what to do."""
    policy = Policy(workspaces={"discord": frozenset({"w1"})})
    policy.admit(asking("claim", workspace="w1"))
    with pytest.raises(NotAllowed) as caught:
        policy.admit(asking("claim", workspace="w2"))
    assert "allow-list" in caught.value.problem.next_step


def test_a_platform_without_a_list_admits_every_workspace() -> None:
    """An empty list, or none, lets every workspace ask that installed the bot."""
    policy = Policy(workspaces={"discord": frozenset(), "slack": frozenset({"T1"})})
    policy.admit(asking("claim", workspace="anything"))
    with pytest.raises(NotAllowed):
        policy.admit(asking("claim", platform="slack", workspace="anything"))


def test_a_direct_message_is_refused_while_the_bot_is_in_a_foreign_workspace() -> None:
    """A direct message may come from any workspace the bot is in, so all must be allowed."""
    policy = Policy(workspaces={"discord": frozenset({"w1"})})

    def direct(*workspaces: str) -> Request:
        place = Place("discord", frozenset(workspaces), "dm", direct=True)
        return Request("claim", {}, Actor("discord", "u"), place, Door.DIRECT)

    policy.admit(direct("w1"))
    with pytest.raises(NotAllowed):
        policy.admit(direct("w1", "elsewhere"))


@pytest.mark.parametrize(
    ("door", "args", "channel", "expected"),
    [
        (Door.COMMAND, {}, "c1", Visibility.PRIVATE),
        (Door.COMMAND, {}, "open", Visibility.PUBLIC),
        (Door.MENU, {}, "open", Visibility.PUBLIC),
        (Door.BUTTON, {}, "open", Visibility.PRIVATE),
        (Door.BUTTON, {"share": "1"}, "c1", Visibility.PUBLIC),
        (Door.COMMAND, {"share": "1"}, "c1", Visibility.PRIVATE),
        (Door.MENTION, {}, "c1", Visibility.PUBLIC),
        (Door.DIRECT, {}, "c1", Visibility.PRIVATE),
        (Door.FORM, {}, "open", Visibility.PRIVATE),
    ],
)
def test_visibility_is_known_before_the_work(
    door: Door, args: dict[str, str], channel: str, expected: Visibility
) -> None:
    """Private unless mentioned, shared by its button, or in a channel set to be public."""
    policy = Policy(public_channels=frozenset({"open"}))
    assert policy.visibility(asking("claim", args, door=door, channel=channel)) is expected


def test_one_person_is_slowed_down_and_nobody_else() -> None:
    """The bucket is each asker's own and refills with time."""
    turnstile = Turnstile(60)
    for _ in range(60):
        turnstile.pass_through(asking("claim"), now=0.0)
    with pytest.raises(TooFast):
        turnstile.pass_through(asking("claim"), now=0.5)
    turnstile.pass_through(asking("claim", actor="u2"), now=0.5)
    turnstile.pass_through(asking("claim"), now=2.0)


def test_the_turnstile_forgets_old_askers() -> None:
    """Many askers do not fill the memory."""
    turnstile = Turnstile(60)
    for number in range(10_050):
        turnstile.pass_through(asking("claim", actor=str(number)), now=0.0)
    assert len(turnstile._askers) <= 10_000


@pytest.mark.parametrize(
    ("request_", "may"),
    [
        (asking("claim", actor="r1"), True),
        (asking("claim", actor="u1"), False),
        (asking("claim", actor="r1", direct=True, door=Door.DIRECT), True),
        (asking("claim", actor="r1", channel="open"), False),
        (asking("claim", actor="r1", door=Door.MENTION), False),
        (asking("claim", actor="r1", door=Door.BUTTON, share="1"), False),
        (asking("claim", actor="root", platform="console", door=Door.CONSOLE), True),
        (asking("claim", actor="root", door=Door.CONSOLE), False),
    ],
)
def test_restricted_claims_are_for_their_readers_in_private(request_: Request, may: bool) -> None:
    """Those named in the settings and the console may see them, and never where others read."""
    policy = Policy(public_channels=frozenset({"open"}), restricted_readers=frozenset({"r1"}))
    assert policy.may_see_restricted(request_) is may


def test_the_settings_name_who_has_which_role(tmp_path: Path) -> None:
    """`desk.editors` and its like are ids by role, and `desk.everybody` the role of the rest."""
    desk = DeskSettings(editors=frozenset({"u7"}), everybody="reporter")
    app = make_app(Settings(data_dir=tmp_path, desk=desk), Desk(MemoryStore()))
    assert app.policy.roles[Role.EDITOR] == {"u7"}
    assert app.policy.everybody is Role.REPORTER
