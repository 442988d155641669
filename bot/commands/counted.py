"""A question that found nothing is counted, and its words are not kept."""

import structlog

from bot.core.registry import Context
from knowledge.errors import StoreError

log = structlog.stdlib.get_logger(__name__)


async def counted(context: Context, asked: str) -> None:
    """Count a question that found nothing; a failure is logged, and keeps no answer back."""
    actor = context.request.actor
    try:
        await context.desk.demands.missed(asked, actor.platform, actor.id)
    except StoreError as error:
        log.warning(
            "question not counted", reference=context.request.id, error=type(error).__name__
        )
