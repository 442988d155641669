"""`docs/roles.md`: which role each command needs, from the registry."""

from bot.core.registry import Command, Registry
from bot.documents.marks import WRITTEN
from bot.main import registry
from knowledge.roles import MAY, Role

_INTRODUCTION = """
A role says what a person may do on the desk. Each may do all that the one before may.

| Role | May also do |
|---|---|
"""

_HOW = """
## Who has which role

Roles go to people, to Discord's roles and to Slack's user groups, by their ids. Names would not do:
anybody may call themselves anything.

- **In the settings**: `desk.reporters`, `desk.editors`, `desk.standards` and `desk.admins` are
  lists of ids. `desk.everybody` is the role of all others who may ask.
- **In chat**: an admin writes `/desk role U024BE7LH editor`, or a mention in place of the id, and
  `/desk role U024BE7LH none` to take the role away. `/desk role` alone lists who has which. The
  last admin stays one until there is another.
- **The console** is admin, since whoever sits there has the database file.

Where somebody is on several lists, the role that may do most counts. As long as nobody has a role,
everybody who may ask has the role standards, and only the console gives roles; `onrecord doctor`
says so. With the first role that is given, everybody else is a reader.

**Discord** sends the roles of whoever asks along with the question, in a server. In a direct
message it sends none: there, only roles given to the person count.

**Slack** is asked who is in which user group, which needs the permission `usergroups:read`, and the
answer holds for five minutes. Without the permission only people's ids count, and
`onrecord doctor` says so.

A role given to a group that no longer exists is nobody's, and `/desk role` marks it, also where the
settings name a user group of Slack. An id of Discord in the settings that is no role's is said to
be a person's or that of a role that is gone: which of the two, Discord does not say.

A person is who they are on one platform. Somebody with an account on Discord and one on Slack is
two people to the desk, also where a second person has to sign off.

What is refused says which role it needs and who has it, or how it is given where nobody has.
Whoever lost a role between opening a form and sending it is refused too, and gets back what they
wrote. An answer that only its asker sees offers no button that they would be refused. Restricted
claims are a matter of `desk.restricted_readers`, whatever the role.

## What each command needs

The check is made before the command runs, in the same way for a slash command, a mention, a menu, a
button and a form.

"""


def _row(command: Command) -> str:
    marks = " | ".join("yes" if role.covers(command.needs) else "no" for role in Role)
    return f"| `/{command.path}` | {marks} |\n"


def roles_table(commands: Registry) -> str:
    """Return the table that says of each command which role may give it."""
    heads = " | ".join(role.value for role in Role)
    table = f"| Command | {heads} |\n|---|{'---|' * len(Role)}\n"
    return table + "".join(_row(command) for command in sorted(commands, key=lambda c: c.path))


def roles_markdown() -> str:
    """Return `docs/roles.md`."""
    may = "".join(f"| **{role.value}** | {MAY[role]} |\n" for role in Role)
    return f"# Roles\n\n{WRITTEN.strip()}\n{_INTRODUCTION}{may}{_HOW}{roles_table(registry())}"
