"""Roles on SQLite: who holds which."""

from collections.abc import Sequence

import aiosqlite

from knowledge.audit_notes import role_given
from knowledge.roles import Holder, Role
from knowledge.store.sqlite.auditing import note
from knowledge.store.sqlite.database import Database

_COLUMNS = "platform, id, role, name, is_group"


class SqliteRoles:
    """The part of a store on SQLite that knows who holds which role."""

    database: Database

    async def holders(self) -> Sequence[Holder]:
        """Return everybody who was given a role."""

        async def job(connection: aiosqlite.Connection) -> list[Holder]:
            return await _holders(connection)

        return await self.database.read(job)

    async def put_holder(self, holder: Holder, role: Role | None) -> Holder | None:
        """Have *holder* hold *role*, or none."""

        async def job(connection: aiosqlite.Connection) -> Holder | None:
            key = (holder.platform, holder.id)
            known = (h for h in await _holders(connection) if (h.platform, h.id) == key)
            before = next(known, None)
            if role is None:
                await connection.execute(
                    "DELETE FROM role_holder WHERE platform = ? AND id = ?", key
                )
            else:
                await connection.execute(
                    f"INSERT OR REPLACE INTO role_holder ({_COLUMNS}) VALUES (?, ?, ?, ?, ?)",  # noqa: S608 - our own names
                    (*key, role.value, holder.name, int(holder.group)),
                )
            if (before.role if before else None) is not role:
                await note(connection, [role_given(holder, before.role if before else None, role)])
            return before

        return await self.database.write(job)


async def _holders(connection: aiosqlite.Connection) -> list[Holder]:
    rows = await connection.execute_fetchall(
        f"SELECT {_COLUMNS} FROM role_holder ORDER BY platform, id"  # noqa: S608 - our own names
    )
    return [
        Holder(platform, identity, Role(role), name, bool(group))
        for platform, identity, role, name, group in rows
    ]
