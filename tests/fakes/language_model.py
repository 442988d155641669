"""A chat-completions server that answers what a test tells it to, on a port of this machine."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web


@dataclass
class LanguageModelServer:
    """What it will say, and what it was asked."""

    claims: Any = ()
    content: str | None = None
    body: bytes | None = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    waits: float = 0.0
    endless: bool = False
    breaks_off: bool = False
    refuses_json_mode: bool = False
    finish: str = "stop"
    url: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Answer one question."""
        body = await request.json()
        self.asked.append(body)
        self.keys.append(request.headers.get("Authorization", ""))
        await asyncio.sleep(self.waits)
        if self.refuses_json_mode and "response_format" in body:
            return web.json_response({"error": "unknown field"}, status=400)
        if self.endless or self.breaks_off:
            return await self._stream(request)
        if self.body is not None:
            return web.Response(body=self.body, status=self.status, headers=self.headers)
        content = self.content
        if content is None:
            content = json.dumps({"claims": list(self.claims)})
        choice = {"message": {"role": "assistant", "content": content}}
        made = {"choices": [{**choice, "finish_reason": self.finish}]}
        return web.json_response(made, status=self.status, headers=self.headers)

    async def _stream(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": str(1 << 30)})
        await response.prepare(request)
        try:
            await response.write(b'{"choices": [')
            while self.endless:
                await response.write(b" " * 65_536)
        except ConnectionError:
            return response
        if request.transport is not None:
            request.transport.close()
        return response


@asynccontextmanager
async def language_model(
    **answers: Any,  # noqa: ANN401 - the fields of the server, as a test sets them
) -> AsyncIterator[LanguageModelServer]:
    """Serve a language model that answers so."""
    server = LanguageModelServer(**answers)
    app = web.Application()
    app.router.add_post("/v1/chat/completions", server.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    server.url = f"http://{host}:{port}/v1"
    try:
        yield server
    finally:
        await runner.cleanup()
