"""Where answers stand, and what became of bringing changes to them, for whoever looks."""

from collections.abc import Sequence

from knowledge.answer_ports import AnswerStore
from knowledge.answers import Answer, Delivery, DeliveryFilter

MAX_LISTED = 200


class Recalls:
    """What the desk tells of its answers. To look changes nothing and makes nothing due."""

    def __init__(self, store: AnswerStore) -> None:
        self._store = store

    async def deliveries(
        self, narrowed: DeliveryFilter | None = None, limit: int = MAX_LISTED
    ) -> Sequence[Delivery]:
        """Return at most *limit* deliveries that pass *narrowed*, newest first."""
        return await self._store.deliveries(narrowed or DeliveryFilter(), limit)

    async def standing(self, slug: str) -> Sequence[Answer]:
        """Return every answer that showed the claim called *slug*, newest first."""
        return list(await self._store.answers_with(slug))[::-1]
