"""Which role whoever asks has, from the settings, the desk's own list and the platform's groups."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import structlog

from bot.core.errors import NotAllowed
from bot.core.policy import on_console
from bot.core.request import Actor, Request
from knowledge.roles import MAY, Holder, Role, highest

log = structlog.stdlib.get_logger(__name__)

OPEN = Role.STANDARDS
"""What everybody who may ask has as long as no role is given to anybody."""

_NAMED = 4
"""A refusal names at most so many who have the role."""


class Directory(Protocol):
    """What a platform tells of its groups: Discord's roles, Slack's user groups."""

    async def groups(self) -> Mapping[str, str] | None:
        """Return the name of every group by its id, or `None` where the platform does not say."""

    async def groups_of(self, actor: Actor, among: Collection[str]) -> frozenset[str]:
        """Return the ids of the groups that *actor* is in, as far as the platform says.

        *among* are all ids that have a role, so that nothing is asked for where no group has.
        """


@dataclass(frozen=True, slots=True)
class Line:
    """One line of who has which role, in the settings or on the desk.

    A group that is `gone` gives nobody the role; `doubtful` is an id that is no group's, and so a
    person's, or that of a group that is gone.
    """

    role: Role
    id: str
    name: str = ""
    platform: str = ""
    in_settings: bool = False
    gone: bool = False
    doubtful: bool = False


class Roles:
    """Works out roles. *given* are ids by role from the settings, of people and groups alike.

    *holders* gives what the desk's own list says. *everybody* is the role of whoever is on neither;
    without one it is reader, and `OPEN` as long as nobody is on any list. The console, which has
    the database file, is admin.
    """

    def __init__(
        self,
        given: Mapping[Role, frozenset[str]],
        everybody: Role | None,
        holders: Callable[[], Awaitable[Sequence[Holder]]],
    ) -> None:
        self._given = given
        self._everybody = everybody
        self._holders = holders
        self.directories: dict[str, Directory] = {}

    async def of(self, request: Request) -> Role:
        """Return the role of whoever asks."""
        actor = request.actor
        if on_console(request):
            return Role.ADMIN
        holders = await self._holders()
        mapped = any(self._given.values()) or bool(holders)
        floor = self._everybody or (Role.READER if mapped else OPEN)
        if not mapped or not actor.id:
            return floor
        ids = {actor.id, *actor.groups}
        directory = self.directories.get(actor.platform)
        if directory is not None:
            among = frozenset[str]().union(*self._given.values(), (h.id for h in holders))
            ids |= await directory.groups_of(actor, among)
        roles = [role for role, given in self._given.items() if not ids.isdisjoint(given)]
        roles += [h.role for h in holders if h.platform == actor.platform and h.id in ids]
        return highest(roles, floor)

    async def must(self, request: Request, role: Role, needed: Role, typed: str) -> None:
        """Raise `NotAllowed` unless *role* covers what *typed* needs; say who could do it."""
        if role.covers(needed):
            return
        log.info("refused", command=request.command, needs=needed.value, has=role.value)
        names = await self._who(needed, request.actor.platform)
        if names:
            next_step = f"Ask one of those who have it: {', '.join(names)}."
        else:
            next_step = (
                "Nobody has it yet: whoever runs the desk gives it in the settings "
                "(docs/roles.md) or with /desk role."
            )
        raise NotAllowed(f"/{typed} needs the role {needed.value}, who {MAY[needed]}.", next_step)

    async def everyone(self) -> tuple[tuple[Line, ...], Role]:
        """Return every line of who has which role, highest first, and the role of all others.

        A group that its platform knows no more is marked as gone.
        """
        holders = await self._holders()
        known = {name: await d.groups() for name, d in self.directories.items()}
        names = {key: name for some in known.values() for key, name in (some or {}).items()}
        lines = [
            _in_settings(role, each, names, known)
            for role, given in self._given.items()
            for each in sorted(given)
        ]
        for held in holders:
            groups = known.get(held.platform)
            gone = held.group and groups is not None and held.id not in groups
            name = names.get(held.id, held.name)
            lines.append(Line(held.role, held.id, name, held.platform, gone=gone))
        floor = self._everybody or (Role.READER if lines else OPEN)
        return tuple(sorted(lines, key=lambda line: -line.role.rank)), floor

    async def _who(self, needed: Role, platform: str) -> list[str]:
        """Return the names of some who have *needed* or more, nearest to it first.

        Before that come those who can be asked on the same platform, and by name.
        """
        lines, _ = await self.everyone()
        able = [line for line in reversed(lines) if line.role.covers(needed) and not line.gone]
        able.sort(key=lambda line: (line.platform not in ("", platform), not line.name))
        names = list(dict.fromkeys(line.name or line.id for line in able))
        left = len(names) - _NAMED
        return names[:_NAMED] + ([f"{left} more"] if left > 0 else [])


def _in_settings(
    role: Role,
    identity: str,
    names: Mapping[str, str],
    known: Mapping[str, Mapping[str, str] | None],
) -> Line:
    """Return the line of an id in the settings, which do not say whether it is a group's.

    On Slack it can be seen, since a user group's id starts with S; on Discord it cannot.
    """
    lost = identity not in names
    gone = lost and identity.startswith("S") and known.get("slack") is not None
    doubtful = lost and identity.isdigit() and known.get("discord") is not None
    name = names.get(identity, "")
    return Line(role, identity, name, in_settings=True, gone=gone, doubtful=doubtful)
