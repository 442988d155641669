"""Roles in memory: who holds which."""

from collections.abc import Sequence
from dataclasses import replace

from knowledge.audit_notes import role_given
from knowledge.roles import Holder, Role
from knowledge.store.memory_auditing import MemoryAuditing


class MemoryRoles(MemoryAuditing):
    """The part of a store in memory that knows who holds which role."""

    def __init__(self) -> None:
        super().__init__()
        self._holders: dict[tuple[str, str], Holder] = {}

    async def holders(self) -> Sequence[Holder]:
        """Return everybody who was given a role."""
        self._open()
        return [self._holders[key] for key in sorted(self._holders)]

    async def put_holder(self, holder: Holder, role: Role | None) -> Holder | None:
        """Have *holder* hold *role*, or none."""
        self._open()
        key = (holder.platform, holder.id)
        before = self._holders.pop(key, None)
        if role is not None:
            self._holders[key] = replace(holder, role=role)
        if (before.role if before else None) is not role:
            self._note([role_given(holder, before.role if before else None, role)])
        self._version += 1
        return before
