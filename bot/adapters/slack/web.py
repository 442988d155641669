"""HTTP mode: Slack calls us. Nothing is parsed before the signature holds."""

import asyncio
import contextlib
import socket
from collections.abc import Iterator

import structlog
import uvicorn
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.internals import parse_body
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


class _Server(uvicorn.Server):
    """uvicorn without its signal handlers: stopping is decided in one place, and not here."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class HttpMode:
    """Listens on the web host for Slack's requests."""

    def __init__(
        self, bolt: AsyncApp, signing_secret: str, web: WebSettings, ready: asyncio.Event
    ) -> None:
        self._handler = AsyncSlackRequestHandler(bolt)
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
            self._server.should_exit = True
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
        if not _readable(body, request.headers.get("content-type", "")):
            log.warning("request that cannot be read", bytes=len(body))
            return JSONResponse({"error": "unreadable"}, status_code=400)
        return await self._handler.handle(request)

    def _signed(self, request: Request, body: bytes) -> bool:
        """Say whether Slack sent this within the last 5 minutes.

        Bolt checks again, but only after parsing; it writes a refused body to its log, and a
        timestamp that is no number makes it fail.
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


def _readable(body: bytes, content_type: str) -> bool:
    """Say whether *body* is a payload; the library fails at anything else, with its words."""
    try:
        payload: object = parse_body(body.decode(), content_type.partition(";")[0].strip())
    except ValueError:
        return False
    return isinstance(payload, dict)


async def _body(request: Request) -> bytes | None:
    """Return the body, or nothing when it is larger than Slack's ever is."""
    received = bytearray()
    async for chunk in request.stream():
        received += chunk
        if len(received) > _MAX_BODY:
            return None
    # Starlette keeps a body that was read whole under this name, and Bolt reads it again.
    request._body = bytes(received)
    return bytes(received)
