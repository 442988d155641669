"""The two ways in which Slack reaches an app, behind one interface."""

import asyncio
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlencode

import aiohttp
from slack_sdk.signature import SignatureVerifier

from tests.fakes.patience import ACK
from tests.fakes.slack_server import SlackServer

Json = dict[str, Any]

SECRET = "signing-secret"


@dataclass(frozen=True)
class Ack:
    """How a delivery was acknowledged."""

    status: int
    body: Json = field(default_factory=dict)


class Delivery(Protocol):
    """A way for Slack to reach an app."""

    async def deliver(self, kind: str, payload: Json, attempt: int = 0) -> Ack:
        """Deliver a payload; fail when it is not acknowledged in 3 seconds."""


class OverSocket:
    """Delivery over Socket Mode."""

    def __init__(self, server: SlackServer) -> None:
        self._server = server

    async def deliver(self, kind: str, payload: Json, attempt: int = 0) -> Ack:
        """See `Delivery`."""
        ack = await self._server.deliver(kind, payload, attempt)
        return Ack(200, ack.get("payload") or {})


class OverHttp:
    """Delivery over HTTP, signed."""

    def __init__(self, session: aiohttp.ClientSession, url: str, secret: str = SECRET) -> None:
        self._session = session
        self.url = url
        self._verifier = SignatureVerifier(secret)

    async def deliver(self, kind: str, payload: Json, attempt: int = 0) -> Ack:
        """See `Delivery`."""
        if kind == "events_api":
            content, body = "application/json", json.dumps(payload)
        else:
            content = "application/x-www-form-urlencoded"
            form = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
            body = urlencode(form)
        headers = {"X-Slack-Retry-Num": str(attempt)} if attempt else {}
        return await self.post(body, {"Content-Type": content, **headers})

    def signed(self, body: str, timestamp: str) -> dict[str, str]:
        """Return the headers Slack signs *body* with."""
        signature = self._verifier.generate_signature(timestamp=timestamp, body=body)
        return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": str(signature)}

    async def post(self, body: str, headers: Mapping[str, str]) -> Ack:
        """Post a body, signed now unless *headers* sign it otherwise."""
        every = {**self.signed(body, str(int(time.time()))), **headers}
        async with (
            asyncio.timeout(ACK),
            self._session.post(self.url, data=body.encode(), headers=every) as response,
        ):
            text = await response.text()
        return Ack(response.status, json.loads(text) if text.startswith("{") else {})
