"""`/desk role`: who has which role, and giving and taking it."""

import re

from bot.core.errors import NotAllowed, Unusable
from bot.core.policy import CONSOLE
from bot.core.registry import Context, Param, command
from bot.core.reply import Fact, Facts, Note, Reply
from bot.core.roles import Line, Roles
from knowledge.roles import MAY, Holder, Role, RoleRefused, role_called

_TAKE = frozenset({"none", "nothing"})
_MENTION = re.compile(
    r"<@!?(?P<person>[0-9A-Z]+)(?:\|[^>]*)?>|<@&(?P<role>[0-9]+)>"
    r"|<!subteam\^(?P<group>[0-9A-Z]+)(?:\|[^>]*)?>"
)
_ID = re.compile(r"(?:(discord|slack):)?([0-9]{5,20}|[USW][A-Z0-9]{4,20})")
_HOW = "Write /desk role, then an id or a mention, then the role: /desk role U024BE7LH editor"


@command(
    "desk-role",
    "Who has which role; with a person or group and a role, give it (none takes it away)",
    params=[
        Param("who", "A mention or an id: of a person, a role, a user group", max_length=300),
        Param("role", "reader, reporter, editor, standards, admin or none", max_length=40),
    ],
    under="desk",
    needs=Role.ADMIN,
    example="/desk role U024BE7LH editor",
)
async def desk_role(context: Context, who: str = "", role: str = "") -> Reply:
    """List the roles, or give one."""
    roles = context.roles
    if roles is None:
        raise NotAllowed("Roles are not kept here.", "Ask in a chat or on the console.")
    if not who.strip():
        return await _listed(roles)
    if not role.strip():
        who, _, role = who.strip().rpartition(" ")
    wanted = role_called(role)
    if not who.strip() or (wanted is None and role.strip().lower() not in _TAKE):
        raise Unusable(
            f"“{role.strip()[:40]}” is no role.",
            f"The roles are {', '.join(Role)}; none takes a role away. {_HOW}",
            field="role",
        )
    holder = await _meant(context, roles, who.strip(), wanted or Role.READER)
    lines, _ = await roles.everyone()
    admins = any(line.in_settings and line.role is Role.ADMIN for line in lines)
    gone = [line.id for line in lines if line.gone]
    holding = context.desk.holding
    put = holding.give if wanted else holding.take
    try:
        before = await put(holder, admins=admins, gone=gone)
    except RoleRefused as error:
        raise Unusable(error.sentence, error.next_step, field="role") from error
    return await _told(roles, holder, before, wanted)


async def _listed(roles: Roles) -> Reply:
    lines, floor = await roles.everyone()
    rows = [Fact(_called(line), (_said(line),)) for line in lines]
    rows.append(Fact("Everybody else who may ask", (f"{floor.value}: {MAY[floor]}",)))
    notes = [Note((_HOW,))]
    if not any(line.role is Role.ADMIN and not line.gone for line in lines):
        notes.append(Note(("No admin is named: only the console gives roles.",)))
    return Reply("Roles on this desk", (Facts(tuple(rows)), *notes))


def _called(line: Line) -> str:
    return f"{line.name} ({line.id})" if line.name else line.id


def _said(line: Line) -> str:
    if line.gone and line.in_settings:
        return (
            f"{line.role.value}, and nobody has it: that group is no longer there. "
            "Take it out of the settings."
        )
    if line.gone:
        return (
            f"{line.role.value}, and nobody has it: that group is no longer there. "
            f"Take it away with /desk role {line.id} none"
        )
    which = " (a person, or a role that is no longer there)" if line.doubtful else ""
    return f"{line.role.value}{', set in the settings' if line.in_settings else ''}{which}"


async def _told(roles: Roles, holder: Holder, before: Holder | None, now: Role | None) -> Reply:
    was = before.role.value if before else "no role of their own"
    if now is None and before is None:
        lines, _ = await roles.everyone()
        fixed = any(line.in_settings and line.id == holder.id for line in lines)
        where = " Their role stands in the settings; take it out there." if fixed else ""
        title = f"{holder.called} had no role here, so nothing was changed.{where}"
        return Reply(title)
    is_now = now.value if now else "no role of their own"
    title = f"{holder.called}: {was} before, {is_now} now."
    if (before.role if before else None) is now:
        title = f"{holder.called} has the role {is_now} already."
    lines, floor = await roles.everyone()
    able = Note((f"Everybody else who may ask is {floor.value}: {MAY[floor]}.",))
    lacking = [r.value for r in Role if not any(line.role.covers(r) for line in lines)]
    notes = [able]
    if lacking and not floor.covers(Role(lacking[-1])):
        notes.append(Note((f"Nobody has: {', '.join(lacking)}.",)))
    return Reply(title, tuple(notes))


async def _meant(context: Context, roles: Roles, who: str, role: Role) -> Holder:
    """Return whom *who* names. Raises `Unusable` where that is nobody, or a group that is gone."""
    here = context.request.place.platform
    match, bare = _MENTION.fullmatch(who), _ID.fullmatch(who)
    if match:
        identity = match["person"] or match["role"] or match["group"]
        platform, group = _platform(identity), match["person"] is None
    elif bare:
        identity = bare[2]
        platform, group = bare[1] or _platform(identity), identity.startswith("S")
    else:
        raise Unusable(
            f"“{who[:60]}” names nobody.",
            "Give an id or a mention: “Copy member ID” in a Slack profile, “Copy User ID” or “Copy "
            "Role ID” on Discord, or the id of a Slack user group, which starts with S.",
            field="who",
        )
    if here not in (CONSOLE, platform):
        raise Unusable(
            f"“{identity}” is an id of {platform.capitalize()}.",
            "Give the roles of a platform there, or on the console.",
            field="who",
        )
    directory = roles.directories.get(platform)
    groups = await directory.groups() if directory else None
    known = identity in (groups or {})
    held = {(h.platform, h.id): h for h in await context.desk.holding.all()}
    if group and groups is not None and not known and (platform, identity) not in held:
        raise Unusable(
            f"There is no role or user group {identity} any more.",
            "Look up its id where groups are managed, or give the role to people by their ids.",
            field="who",
        )
    name = (groups or {}).get(identity, "")
    return Holder(platform, identity, role, name, group or known)


def _platform(identity: str) -> str:
    return "discord" if identity.isdigit() else "slack"
