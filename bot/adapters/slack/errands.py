"""The answers in flight: each is a task of ours, so that stopping can wait for it.

Bolt starts a listener as a task that nobody holds and that ends with the connection. A listener
therefore only acknowledges and starts an errand here.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import structlog

from bot.core.app import App
from bot.core.errors import UserError, problem_of, reply_for
from bot.core.reply import Reply
from bot.core.request import new_reference

log = structlog.stdlib.get_logger(__name__)

Apology = Callable[[Reply], Awaitable[None]]


class Errands:
    """Runs the work behind a listener; the asker is told privately when it fails."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._running: set[asyncio.Task[None]] = set()

    def start(self, work: Coroutine[Any, Any, None], apology: Apology) -> None:
        """Run *work* on its own; it counts as an answer in flight from this moment on."""
        held = self._app.answering()
        held.__enter__()
        task = asyncio.create_task(self._guarded(work, apology))
        self._running.add(task)

        def done(ended: asyncio.Task[None]) -> None:
            self._running.discard(ended)
            held.__exit__(None, None, None)

        task.add_done_callback(done)

    async def _guarded(self, work: Coroutine[Any, Any, None], apology: Apology) -> None:
        try:
            await work
        except UserError as error:
            await self._say(reply_for(error.problem, field=error.field), apology)
        except Exception as error:
            reference = new_reference()
            log.error("answer failed", reference=reference, platform="slack", exc_info=error)
            await self._say(reply_for(problem_of(error, reference)), apology)

    async def _say(self, reply: Reply, apology: Apology) -> None:
        try:
            await apology(reply)
        except Exception as error:
            log.error("asker could not be told", platform="slack", exc_info=error)

    async def cancel(self) -> None:
        """Cancel what still runs and wait until it has stopped."""
        running = tuple(self._running)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
