"""What roles and reviewing ask of a store. `ClaimStore` brings both."""

from collections.abc import Sequence
from typing import Protocol

from knowledge.roles import Holder, Role


class RoleStore(Protocol):
    """Where it is kept who has which role."""

    async def holders(self) -> Sequence[Holder]:
        """Return everybody who was given a role, by platform and id."""

    async def put_holder(self, holder: Holder, role: Role | None) -> Holder | None:
        """Have *holder* hold *role*, or none, and return what they held before."""
