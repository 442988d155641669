"""Who has which role, as the desk's own list says, and giving and taking roles there."""

from collections.abc import Collection, Sequence

from knowledge.ports import ClaimStore
from knowledge.roles import Holder, Role, RoleRefused
from knowledge.touched import Kind, kinds_of


class Holding:
    """The desk's own list of roles over one store, kept in memory until it changes."""

    def __init__(self, store: ClaimStore) -> None:
        self._store = store
        self._known: tuple[int, Sequence[Holder]] = (-1, ())

    async def all(self) -> Sequence[Holder]:
        """Return everybody on the list, by platform and id."""
        version = self._store.version()
        since, holders = self._known
        if since != version:
            touched = self._store.touched(since)
            if touched is None or Kind.ROLE in kinds_of(touched):
                holders = await self._store.holders()
            self._known = version, holders
        return holders

    async def give(
        self, holder: Holder, *, admins: bool, gone: Collection[str] = ()
    ) -> Holder | None:
        """Give *holder* their role, and return what they had before.

        *admins* says whether the settings name an admin; groups that are *gone* are none. Raises
        `RoleRefused` where nobody would be left to give roles.
        """
        return await self._put(holder, holder.role, admins=admins, gone=gone)

    async def take(
        self, holder: Holder, *, admins: bool, gone: Collection[str] = ()
    ) -> Holder | None:
        """Take *holder*'s role away, and return what they had; nothing where they had none.

        Raises `RoleRefused` as `give` does.
        """
        return await self._put(holder, None, admins=admins, gone=gone)

    async def _put(
        self, holder: Holder, role: Role | None, *, admins: bool, gone: Collection[str]
    ) -> Holder | None:
        left = [
            held
            for held in await self._store.holders()
            if held.role is Role.ADMIN and held.id not in gone
        ]
        key = (holder.platform, holder.id)
        others = [held for held in left if (held.platform, held.id) != key]
        if left and not others and not admins and role is not Role.ADMIN:
            raise RoleRefused(
                f"{left[0].called} is the last admin, so that role stays.",
                "Make somebody else admin first.",
            )
        return await self._store.put_holder(holder, role)
