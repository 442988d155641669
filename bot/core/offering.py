"""What an answer offers to press: nothing that whoever reads it would be refused."""

from dataclasses import replace

from bot.core.registry import Registry
from bot.core.reply import Action, Actions, Block, Reply, Sources
from knowledge.roles import Role


def offered(reply: Reply, role: Role, registry: Registry, *, heard: bool = True) -> Reply:
    """Return *reply* with those presses alone that somebody with *role* may make.

    Where nobody can be told anything later (not *heard*), as on the console, none of them promises
    that.
    """

    def may(action: Action | None) -> bool:
        if action is None or action.command not in registry:
            return True
        declared = registry.get(action.command)
        return role.covers(declared.needs) and (heard or not declared.tells)

    if all(map(may, reply.actions())):
        return reply
    blocks: list[Block] = []
    for block in reply.blocks:
        if isinstance(block, Actions):
            left = tuple(filter(may, block.actions))
            blocks += [Actions(left)] if left else []
        elif isinstance(block, Sources):
            rows = (row if may(row.action) else replace(row, action=None) for row in block.rows)
            blocks.append(replace(block, rows=tuple(rows)))
        else:
            blocks.append(block)
    return replace(reply, blocks=tuple(blocks))
