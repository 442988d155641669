"""Where answers stand, and what became of what was to be told, for whoever looks."""

from collections.abc import Sequence
from typing import Protocol

from knowledge.answer_ports import AnswerStore
from knowledge.answers import Answer, Delivery, DeliveryFilter
from knowledge.notice_ports import NoticeStore
from knowledge.notices import Notice, NoticeFilter

MAX_LISTED = 200


class Telling(AnswerStore, NoticeStore, Protocol):
    """What keeps all that is to be told."""


class Recalls:
    """What the desk tells of its answers and its notices. To look makes nothing due."""

    def __init__(self, store: Telling) -> None:
        self._store = store

    async def deliveries(
        self, narrowed: DeliveryFilter | None = None, limit: int = MAX_LISTED
    ) -> Sequence[Delivery]:
        """Return at most *limit* deliveries that pass *narrowed*, newest first."""
        return await self._store.deliveries(narrowed or DeliveryFilter(), limit)

    async def notices(self, narrowed: NoticeFilter, limit: int = MAX_LISTED) -> Sequence[Notice]:
        """Return at most *limit* notices that pass *narrowed*, newest first."""
        return await self._store.notices(narrowed, limit)

    async def standing(self, slug: str) -> Sequence[Answer]:
        """Return every answer that showed the claim called *slug*, newest first."""
        return list(await self._store.answers_with(slug))[::-1]
