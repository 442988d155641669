"""What to type in place of a button: on a platform without buttons it has to do the same."""

from bot.core.app import App
from bot.core.grammar import read_line
from bot.core.plain import typed
from bot.core.policy import SHARE
from bot.core.reply import Action, Reply
from bot.core.request import Door
from bot.main import registry
from knowledge.desk import Desk
from knowledge.store.sqlite.store import SqliteStore
from tests.conftest import asking
from tests.knowledge.proposing import take_in

COMMANDS = registry()
ASKED = [
    *(
        ("claim", {"slug": "doctors-salary"}),
        ("claims", {}),
        ("claims", {"topic": "status:disputed"}),
    ),
    *(("desk", {}), ("desk-queue", {}), ("desk-show", {"number": "doctors-salary"})),
    *(("desk-unreviewed", {}), ("desk-unreviewed", {"filter": "of:castro-1957", "page": "2"})),
    *(("desk-hold", {"number": "doctors-salary until Monday"}), ("recent", {})),
    *(("desk-take", {"slug": "castro-1957"}), ("desk-audit", {"slug": "doctors-salary"})),
    *(
        ("desk-withdraw", {"slug": "castro-1957", "why": "x"}),
        ("related", {"slug": "doctors-salary"}),
    ),
    *(("desk-show", {"number": "castro-1957"}), ("source", {"name": "OAS"})),
]


def test_what_only_buttons_carry_is_typed_by_its_name() -> None:
    """Otherwise how far a claim had come would be taken for the reason to change it."""
    hidden = {param.name for command in COMMANDS for param in command.params if param.hidden}
    for command in COMMANDS:
        for param in command.params:
            if param.hidden:
                line = typed_with(command.name, param.name)
                assert line.endswith(f"{param.name}=1")
    assert {"seen", "page", "draft"} <= hidden


def typed_with(command: str, name: str) -> str:
    """Return what to type for a press that carries *name*."""
    return typed(Action("x", command, {"slug": "beds", name: "1"}))


async def test_to_type_a_press_is_to_make_it(store: SqliteStore) -> None:
    """Every button's line is read back as the same command with the same arguments."""
    await take_in(store)
    app = App(COMMANDS, Desk(store))
    count = 0
    for name, args in ASKED:
        outcome = await app.handle(asking(name, args, door=Door.BUTTON))
        assert isinstance(outcome, Reply), name
        for action in outcome.actions():
            if SHARE in action.args:
                continue  # that cannot be typed
            words = {key: value for key, value in action.args.items() if value}
            read = read_line(COMMANDS, typed(action))
            spoken = [v for k, v in words.items() if f"{k}=" not in typed(action)]
            assert read[0] == action.command, typed(action)
            if len(spoken) <= 1:
                assert read[1] == words, typed(action)
            count += 1
    assert count > 60
