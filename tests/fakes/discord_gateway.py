"""A strict model of Discord's gateway: sessions, resuming, and every way to lose a connection."""

import asyncio
import contextlib
from typing import Any

from aiohttp import WSMsgType, web

from tests.fakes import discord_payloads as payloads
from tests.fakes.patience import WAIT

Json = dict[str, Any]

_PRIVILEGED = (1 << 1) | (1 << 8) | (1 << 15)


class DiscordGateway:
    """One bot's sessions. `sessions` says “identify” or “resume” for each that was taken."""

    def __init__(self, token: str) -> None:
        self.url = ""
        self.resume_url = ""
        self.guilds = [payloads.GUILD]
        self.sessions: asyncio.Queue[str] = asyncio.Queue()
        self.resume_is_down = False
        self.close_on_identify = 0
        self.forgets_sessions = False
        self.refused_resumes = 0
        self._token = token
        self._socket: web.WebSocketResponse | None = None
        self._session = ""
        self._sequence = 0
        self._sent: list[Json] = []

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Serve one connection."""
        if request.path == "/resume/" and self.resume_is_down:
            self.refused_resumes += 1
            return web.Response(status=503)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"op": 10, "d": {"heartbeat_interval": 41_250}})
        async for frame in socket:
            if frame.type is WSMsgType.TEXT:
                await self._received(socket, frame.json())
        return socket

    async def _received(self, socket: web.WebSocketResponse, frame: Json) -> None:
        match frame["op"]:
            case 1:
                await socket.send_json({"op": 11})
            case 2:
                await self._identify(socket, frame["d"])
            case 6:
                await self._resume(socket, frame["d"])

    async def _identify(self, socket: web.WebSocketResponse, data: Json) -> None:
        if self.close_on_identify:
            await socket.close(code=self.close_on_identify)
            return
        if data["token"] != self._token:
            await socket.close(code=4004)
            return
        if data["intents"] & _PRIVILEGED:
            await socket.close(code=4014)
            return
        self._session, self._sequence, self._sent = payloads.snowflake(), 0, []
        self._socket = socket
        guilds = [{"id": guild, "unavailable": True} for guild in self.guilds]
        ready = {
            "v": 10,
            "user": payloads.bot_user(),
            "guilds": guilds,
            "session_id": self._session,
            "resume_gateway_url": self.resume_url,
            "application": {"id": payloads.APP_ID, "flags": 0},
        }
        await self.dispatch("READY", ready)
        for guild in self.guilds:
            await self.dispatch("GUILD_CREATE", payloads.guild(guild))
        self.sessions.put_nowait("identify")

    async def _resume(self, socket: web.WebSocketResponse, data: Json) -> None:
        if self.forgets_sessions or data["session_id"] != self._session:
            self.forgets_sessions = False
            await socket.send_json({"op": 9, "d": False})
            return
        self._socket = socket
        for frame in [sent for sent in self._sent if sent["s"] > data["seq"]]:
            await socket.send_json(frame)
        await self.dispatch("RESUMED", {})
        self.sessions.put_nowait("resume")

    async def dispatch(self, event: str, data: Json) -> None:
        """Send an event, or keep it for when the session is resumed."""
        self._sequence += 1
        frame = {"op": 0, "t": event, "s": self._sequence, "d": data}
        self._sent.append(frame)
        if self._socket is not None and not self._socket.closed:
            with contextlib.suppress(ConnectionError):
                await self._socket.send_json(frame)

    async def session(self) -> str:
        """Return how the next session began. Raises `TimeoutError` when none does."""
        async with asyncio.timeout(WAIT):
            return await self.sessions.get()

    async def drop(self, code: int = 1001) -> None:
        """Close the connection as Discord does now and then."""
        socket, self._socket = self._socket, None
        assert socket is not None
        await socket.close(code=code)

    async def close(self) -> None:
        """Close what is open."""
        if self._socket is not None:
            await self._socket.close()
