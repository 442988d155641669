"""HTTP mode: Slack calls us. Nothing is parsed before the signature holds."""

import asyncio
import contextlib
import json
import socket
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl

import structlog
import uvicorn
from slack_bolt.adapter.starlette.async_handler import to_starlette_response
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.signature import SignatureVerifier
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.adapters.slack.manifest import EVENTS_PATH
from bot.core.adapter import PlatformLost, PlatformRefused
from config.settings import WebSettings

log = structlog.stdlib.get_logger(__name__)

_MAX_BODY = 1_000_000
"""Bytes; Slack's largest payload is a view of 250 KB, form-encoded."""

_MAX_TIMESTAMP = 12
"""Digits; more of them are no time at all, and make the library fail."""

_CLOSE_SECONDS = 5
_DATE_SECONDS = 1


class _Server(uvicorn.Server):
    """uvicorn without its signal handlers: stopping is decided in one place, and not here.

    It is told to leave, and need not look ten times a second whether it is to.
    """

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._leaving = asyncio.Event()

    def leave(self) -> None:
        """Have it stop listening, and end after what is being answered."""
        self.should_exit = True
        self._leaving.set()

    async def main_loop(self) -> None:
        """Wait to be told to leave; each second the answers get the new date."""
        while not await self.on_tick(0):
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_DATE_SECONDS):
                    await self._leaving.wait()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class HttpMode:
    """Listens on the web host for Slack's requests."""

    def __init__(
        self, bolt: AsyncApp, signing_secret: str, web: WebSettings, ready: asyncio.Event
    ) -> None:
        self._bolt = bolt
        self._verifier = SignatureVerifier(signing_secret)
        self._web = web
        self._ready = ready
        self._server: _Server | None = None
        self._serving: asyncio.Task[None] | None = None
        self.port = 0

    def application(self) -> Starlette:
        """Return the web application: Slack's requests, and a sign of life."""
        return Starlette(
            routes=[
                Route(EVENTS_PATH, self._events, methods=["POST"]),
                Route("/healthz", self._healthy, methods=["GET"]),
            ]
        )

    async def run(self) -> None:
        """Serve until cancelled; the server itself goes on until `close`.

        Raises `PlatformRefused` when the address cannot be had.
        """
        try:
            listener = socket.create_server(
                (self._web.host, self._web.port),
                family=socket.AF_INET6 if ":" in self._web.host else socket.AF_INET,
            )
        except OSError as error:
            raise PlatformRefused(
                f"Cannot listen on {self._web.host}:{self._web.port} ({error.strerror}); set "
                "another host or port for the web server."
            ) from error
        self.port = listener.getsockname()[1]
        self._server = _Server(
            uvicorn.Config(
                self.application(),
                log_config=None,
                access_log=False,
                lifespan="off",
                ws="none",
                server_header=False,
                timeout_graceful_shutdown=_CLOSE_SECONDS,
            )
        )
        self._serving = asyncio.create_task(self._server.serve(sockets=[listener]))
        self._ready.set()
        log.info("listening for slack", host=self._web.host, port=self.port, path=EVENTS_PATH)
        await asyncio.shield(self._serving)
        raise PlatformLost("The web server for Slack stopped.")

    async def close(self) -> None:
        """Stop listening and wait for the requests that are being answered. Safe to call twice."""
        if self._server is not None and self._serving is not None:
            self._server.leave()
            await asyncio.wait({self._serving}, timeout=_CLOSE_SECONDS + 1)
            self._serving.cancel()

    async def _healthy(self, _request: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def _events(self, request: Request) -> Response:
        body = await _body(request)
        if body is None:
            return JSONResponse({"error": "too large"}, status_code=413)
        if not self._signed(request, body):
            log.warning("request without a valid slack signature", bytes=len(body))
            return JSONResponse({"error": "invalid request"}, status_code=401)
        payload = _payload(body, request.headers.get("content-type", ""))
        if payload is None:
            log.warning("request that cannot be read", bytes=len(body))
            return JSONResponse({"error": "unreadable"}, status_code=400)
        asked = AsyncBoltRequest(body=json.dumps(payload), headers=dict(request.headers))
        return to_starlette_response(await self._bolt.async_dispatch(asked))

    def _signed(self, request: Request, body: bytes) -> bool:
        """Say whether Slack sent this within the last 5 minutes.

        Bolt would check only after parsing; it writes a refused body to its log, and a timestamp
        that is no number makes it fail.
        """
        timestamp = request.headers.get("x-slack-request-timestamp", "")
        signature = request.headers.get("x-slack-signature", "")
        digits = timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= _MAX_TIMESTAMP
        if not digits or not signature.isascii():
            return False
        try:
            return self._verifier.is_valid(body.decode(), timestamp, signature)
        except UnicodeDecodeError:
            return False


def _payload(body: bytes, content_type: str) -> dict[str, Any] | None:
    """Return the payload in *body*, or nothing where there is none.

    The library fails at what is no payload, and takes a slash command for empty when the word
    “payload” is in it anywhere; so it is given JSON, which it reads as it stands.
    """
    text = body.decode()
    try:
        if content_type.startswith("application/json") or text.startswith("{"):
            payload = json.loads(text)
        else:
            fields = dict(parse_qsl(text, keep_blank_values=True))
            is_command = "command" in fields or "payload" not in fields
            payload = fields if is_command else json.loads(fields["payload"])
    except (ValueError, RecursionError):
        return None
    return payload if isinstance(payload, dict) else None


async def _body(request: Request) -> bytes | None:
    """Return the body, or nothing when it is larger than Slack's ever is."""
    received = bytearray()
    async for chunk in request.stream():
        received += chunk
        if len(received) > _MAX_BODY:
            return None
    return bytes(received)
