"""Commands, declared once as values; every adapter, the help and the docs derive from them."""

import inspect
import re
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.core.adapter import Spot
from bot.core.errors import UnknownCommand, Unusable
from bot.core.ingesting import Ingesting
from bot.core.reply import Choice, Outcome
from bot.core.request import Request
from bot.core.roles import Roles
from bot.core.rooms import Rooms
from knowledge.desk import Desk
from knowledge.roles import Role

_NAME = re.compile(r"[a-z][a-z0-9-]{0,31}")
_MAX_PARAMS = 25
_MAX_DESCRIPTION = 100
_MAX_MENU = 24
"""Slack's limit on a shortcut's name, the tightest we serve."""


class Kind:
    """The kinds of argument a command takes."""

    TEXT = "text"
    INT = "int"


@dataclass(frozen=True, slots=True)
class Context:
    """What a handler works with: the desk, the question, and the commands there are.

    `ingesting` is missing where nothing can be read; `role` is that of the asker, and `roles` says
    who has which. `link` gives the address of what stands on a platform, or nothing. `private` says
    that nobody but the asker will see the answer. `talk_hours` is for how long a conversation knows
    what it showed. `rooms` knows where a meeting is open.
    """

    desk: Desk
    request: Request
    registry: "Registry"
    ingesting: Ingesting | None = None
    role: Role = Role.ADMIN
    roles: Roles | None = None
    link: Callable[[str, Spot], str] = lambda _platform, _spot: ""
    private: bool = True
    talk_hours: float = 12.0
    rooms: Rooms | None = None

    def may(self, needed: Role) -> bool:
        """Say whether the asker has the role *needed*, or one that may do more."""
        return self.role.covers(needed)

    @property
    def may_decide(self) -> bool:
        """Whether the asker decides on what is proposed."""
        return self.may(Role.EDITOR)


Suggest = Callable[[Context, str], Awaitable[Sequence[Choice]]]
Handler = Callable[..., Awaitable[Outcome]]


@dataclass(frozen=True, slots=True)
class Param:
    """One argument. Text is a string with at most `max_length` characters, `int` a number from 1.

    Hidden parameters are written only by our own buttons and by people who type them in full.
    `called` is what people call it, where its name is not a word of theirs.
    """

    name: str
    description: str
    kind: str = Kind.TEXT
    required: bool = False
    default: str = ""
    max_length: int = 1000
    suggest: Suggest | None = None
    hidden: bool = False
    called: str = ""

    def read(self, value: str) -> str | int:
        """Return *value* as the handler takes it. Raises `Unusable` with the next step."""
        if self.kind == Kind.INT:
            if value.isascii() and value.isdigit() and 1 <= len(value) <= 6 and int(value) > 0:
                return int(value)
            raise Unusable(
                f"“{value[:40]}” is no {self.name} number.",
                f"Give {self.name} as a whole number from 1.",
                field=self.name,
            )
        text = value.replace("\x00", "").strip()
        if len(text) > self.max_length:
            raise Unusable(
                f"That is {len(text):,} characters, and at most {self.max_length:,} fit.",
                "Shorten it to the words that matter and ask again.",
                field=self.name,
            )
        return text


@dataclass(frozen=True, slots=True)
class Command:
    """A command: its words, its parameters and the coroutine that answers it.

    `listed` commands are offered by the platforms; the others are reached by buttons, forms and
    typing. `form` says that the answer is always a form, so it is never deferred. `menu` is the
    label of the message context menu that passes a message's text as the first parameter.
    `shareable` answers carry “Share here”.

    A command `under` another is one of its sub-actions: `desk-queue` under `desk` is typed
    `/desk queue`, and a platform that has sub-commands offers it as one. `needs` is the role
    without which it is refused. `files` says that it takes files that come with the question.
    `seconds` is how long its answer may take, where that is longer than for others. `alone` keeps
    its answer to the asker also in channels where the desk answers in public. A sub-action that is
    the `default` one is meant where words follow its command that name none. One that `tells`
    promises a message later, so it is not offered where nobody can be told.
    """

    name: str
    summary: str
    handler: Handler
    params: tuple[Param, ...] = ()
    listed: bool = True
    form: bool = False
    menu: str = ""
    shareable: bool = False
    example: str = ""
    under: str = ""
    needs: Role = Role.READER
    files: bool = False
    seconds: float = 0.0
    alone: bool = False
    tells: bool = False
    default: bool = False

    @property
    def word(self) -> str:
        """What it is called among the sub-actions it belongs to, or by itself."""
        return self.name.removeprefix(f"{self.under}-") if self.under else self.name

    @property
    def path(self) -> str:
        """What is typed after the slash: `claim`, `desk queue`."""
        return f"{self.under} {self.word}" if self.under else self.name

    def read(self, args: Mapping[str, str]) -> dict[str, Any]:
        """Return *args* checked and converted for the handler. Raises `Unusable`."""
        known = {param.name for param in self.params}
        for name in args:
            if name not in known:
                raise Unusable(
                    f"/{self.path} has no option “{name[:40]}”.",
                    f"It takes: {', '.join(sorted(known)) or 'no options'}.",
                )
        values: dict[str, Any] = {}
        for param in self.params:
            given = args.get(param.name) or param.default
            value = param.read(given) if given else ""
            if value != "":
                values[_keyword(param)] = value
            elif param.required:
                raise Unusable(
                    f"/{self.path} was given no {param.called or param.name}.",
                    f"{param.description}; for example {self.example or f'/{self.path} …'}",
                    field=param.name,
                )
        return values

    @property
    def text_param(self) -> Param | None:
        """The parameter that a line of words goes into, if there is one."""
        return next((p for p in self.params if p.kind == Kind.TEXT and not p.hidden), None)


def command(
    name: str,
    summary: str,
    *,
    params: Sequence[Param] = (),
    listed: bool = True,
    form: bool = False,
    menu: str = "",
    shareable: bool = False,
    example: str = "",
    under: str = "",
    needs: Role = Role.READER,
    files: bool = False,
    seconds: float = 0.0,
    alone: bool = False,
    tells: bool = False,
    default: bool = False,
) -> Callable[[Handler], Command]:
    """Return a decorator that makes the handler a `Command`; importing it registers nothing."""

    def declare(handler: Handler) -> Command:
        return Command(
            name,
            summary,
            handler,
            tuple(params),
            listed,
            form,
            menu,
            shareable,
            example,
            under,
            needs,
            files,
            seconds,
            alone,
            tells,
            default,
        )

    return declare


@dataclass(frozen=True)
class Registry:
    """The commands there are. Raises `ValueError` for a declaration no platform would take."""

    commands: tuple[Command, ...]
    _by_name: dict[str, Command] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_name: dict[str, Command] = {}
        for declared in self.commands:
            _validate(declared)
            if declared.name in by_name:
                raise ValueError(f"two commands are called {declared.name}")
            by_name[declared.name] = declared
        for declared in self.commands:
            if declared.under:
                _validate_under(declared, by_name)
        object.__setattr__(self, "_by_name", by_name)

    def __iter__(self) -> Iterator[Command]:
        return iter(self.commands)

    def __contains__(self, name: object) -> bool:
        return name in self._by_name

    def get(self, name: str) -> Command:
        """Return the command called *name*. Raises `UnknownCommand` with the ones there are."""
        found = self._by_name.get(name)
        if found is None:
            listed = ", ".join(f"/{c.name}" for c in self.listed())
            raise UnknownCommand(f"There is no command /{name[:40]}.", f"Try one of: {listed}.")
        return found

    def listed(self) -> tuple[Command, ...]:
        """Return the commands that platforms offer, without the sub-actions of any."""
        return tuple(c for c in self.commands if c.listed and not c.under)

    def under(self, name: str) -> tuple[Command, ...]:
        """Return the sub-actions of the command called *name* that platforms offer."""
        return tuple(c for c in self.commands if c.listed and c.under == name)

    def taking_files(self) -> Command | None:
        """Return the command that takes a file which comes without words, if there is one."""
        return next((c for c in self.commands if c.files and c.listed), None)

    def menus(self) -> tuple[Command, ...]:
        """Return the commands that a message's context menu offers."""
        return tuple(c for c in self.commands if c.menu)


def _keyword(param: Param) -> str:
    """Return what the handler calls *param*: platforms write hyphens, Python underscores."""
    return param.name.replace("-", "_")


def _validate_under(declared: Command, by_name: Mapping[str, Command]) -> None:
    """Refuse a sub-action whose command is missing, takes words, or has too many."""
    above = by_name.get(declared.under)
    if above is None or above.under:
        raise ValueError(f"{declared.name}: there is no command {declared.under} to be under")
    if not declared.name.startswith(f"{declared.under}-"):
        raise ValueError(f"{declared.name}: its name begins with {declared.under}-")
    if above.text_param is not None:
        raise ValueError(f"{declared.under}: its sub-actions are its words")
    beside = [c for c in by_name.values() if c.under == declared.under and c.listed]
    if len(beside) > _MAX_PARAMS:
        raise ValueError(f"{declared.under}: more than {_MAX_PARAMS} sub-actions")
    meant = [c for c in by_name.values() if c.under == declared.under and c.default]
    if len(meant) > 1:
        raise ValueError(f"{declared.under}: words that name no sub-action are meant for one alone")


def _validate(declared: Command) -> None:
    """Refuse what Discord or Slack would refuse, and handlers that do not fit their parameters."""
    name = declared.name
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no command name")
    if not 1 <= len(declared.summary) <= _MAX_DESCRIPTION:
        raise ValueError(f"{name}: the summary takes 1 to {_MAX_DESCRIPTION} characters")
    if len(declared.params) > _MAX_PARAMS:
        raise ValueError(f"{name}: more than {_MAX_PARAMS} parameters")
    if len(declared.menu) > _MAX_MENU:
        raise ValueError(f"{name}: a menu label takes at most {_MAX_MENU} characters")
    if declared.menu and declared.text_param is None:
        raise ValueError(f"{name}: a menu needs a text parameter to put the message in")
    if declared.default and not (declared.under and declared.text_param):
        raise ValueError(f"{name}: only a sub-action that takes words is the default one")
    needs = [param.required for param in declared.params]
    if needs != sorted(needs, reverse=True):
        raise ValueError(f"{name}: required parameters come first")
    names = [param.name for param in declared.params]
    if len(set(names)) != len(names):
        raise ValueError(f"{name}: two parameters share a name")
    for param in declared.params:
        if not _NAME.fullmatch(param.name):
            raise ValueError(f"{name}: {param.name!r} is no parameter name")
        if not 1 <= len(param.description) <= _MAX_DESCRIPTION:
            raise ValueError(f"{name}: {param.name}'s description takes 1 to 100 characters")
    takes = list(inspect.signature(declared.handler).parameters)[1:]
    keywords = [_keyword(param) for param in declared.params]
    if sorted(takes) != sorted(keywords):
        raise ValueError(f"{name}: the handler takes {takes}, the declaration says {keywords}")
