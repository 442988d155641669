"""A question that found nothing is counted, and its words are not kept."""

import asyncio
from functools import partial

import structlog

from bot.core.registry import Context
from knowledge.errors import StoreError

log = structlog.stdlib.get_logger(__name__)

_PATIENCE = 0.005
"""An answer waits so long, in seconds, for its question to be counted, and no longer."""


async def counted(context: Context, asked: str) -> None:
    """Count a question that found nothing; a failure is logged, and keeps no answer back."""
    actor = context.request.actor
    counting = context.desk.demands.count_soon(asked, actor.platform, actor.id)
    counting.add_done_callback(partial(_log_failure, context.request.id))
    await asyncio.wait({counting}, timeout=_PATIENCE)


def _log_failure(reference: str, counting: asyncio.Task[int]) -> None:
    error = None if counting.cancelled() else counting.exception()
    if isinstance(error, StoreError):
        log.warning("question not counted", reference=reference, error=type(error).__name__)
    elif error is not None:
        log.error("question not counted", reference=reference, exc_info=error)
