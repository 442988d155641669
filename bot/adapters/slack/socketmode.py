"""Socket Mode: one connection that the library renews, and a watch over it.

The library reconnects by itself, but it has been seen to spin on a dead address or to stay
connected without events. The watch counts the time without a greeted, answering connection.
"""

import asyncio
import logging
import time
from typing import Any

import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient

from bot.core.adapter import PlatformLost

log = structlog.stdlib.get_logger(__name__)

_LONGEST_PING = 5.0


class SocketMode:
    """A watched Socket Mode connection; *ready* is set once it stands."""

    def __init__(
        self,
        bolt: AsyncApp,
        app_token: str,
        lost_seconds: float,
        library_log: logging.Logger,
        ready: asyncio.Event,
    ) -> None:
        self._bolt = bolt
        self._app_token = app_token
        self._lost_seconds = lost_seconds
        self._library_log = library_log
        self._ready = ready
        self._ping = min(_LONGEST_PING, lost_seconds / 8)
        self._handler: AsyncSocketModeHandler | None = None
        self._greeted: object = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def run(self, url: str) -> None:
        """Serve until cancelled. Raises `PlatformLost` when there was no Slack for too long."""
        self._connect(url)
        alive = connected_at = time.monotonic()
        while True:
            await asyncio.sleep(self._ping / 2)
            now = time.monotonic()
            if await self._alive():
                alive = connected_at = now
            elif now - alive > self._lost_seconds:
                raise PlatformLost(
                    f"Slack's Socket Mode was away for {self._lost_seconds:g} seconds."
                )
            elif now - connected_at > self._lost_seconds / 3:
                log.warning("connecting to slack anew", away=round(now - alive, 1))
                connected_at = now
                await self._disconnect()
                self._connect(None)

    def _connect(self, url: str | None) -> None:
        handler = AsyncSocketModeHandler(
            self._bolt, self._app_token, logger=self._library_log, ping_interval=self._ping
        )
        handler.client.wss_uri = url
        handler.client.proxy = self._bolt.client.proxy
        handler.client.message_listeners.append(self._heard)
        self._handler = handler
        # The library tries for as long as it takes, so it must not hold up the watch.
        task: asyncio.Task[None] = asyncio.create_task(
            handler.connect_async()  # type: ignore[no-untyped-call]  # the library is half typed
        )
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _heard(
        self, client: AsyncBaseSocketModeClient, message: dict[str, Any], _raw: str | None
    ) -> None:
        handler = self._handler
        if message.get("type") == "hello" and handler is not None and client is handler.client:
            self._greeted = handler.client.current_session
            if not self._ready.is_set():
                log.info("connected to slack", mode="socket")
            self._ready.set()

    async def _alive(self) -> bool:
        client = self._handler.client if self._handler is not None else None
        if client is None or self._greeted is not client.current_session:
            return False
        return await client.is_connected()

    async def _disconnect(self) -> None:
        handler, self._handler = self._handler, None
        for task in tuple(self._tasks):
            task.cancel()
        if handler is not None:
            await handler.close_async()  # type: ignore[no-untyped-call]  # likewise

    async def close(self) -> None:
        """Close the connection. Safe to call twice."""
        await self._disconnect()
