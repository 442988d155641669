"""A strict model of Discord's REST interface: it refuses what Discord refuses, and says so."""

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from tests.fakes import discord_payloads as payloads
from tests.fakes.discord_body import parts, threads
from tests.fakes.discord_gateway import DiscordGateway
from tests.fakes.discord_limits import (
    EPHEMERAL,
    KINDS,
    callback_problems,
    command_problems,
    message_problems,
)
from tests.fakes.patience import WAIT
from tests.fakes.standing import Standing

Json = dict[str, Any]
TOKEN = "bot-token"


@dataclass(frozen=True)
class Fault:
    """A scripted failure. `after` lets the request take effect first; `seconds` delays it.

    `via` names Discord's own servers; without it a 429 comes from what stands before them.
    """

    status: int = 0
    code: int = 0
    retry_after: float = 0.0
    seconds: float = 0.0
    after: bool = False
    via: str = "1.1 fake"


@dataclass(frozen=True)
class Taken:
    """Something that Discord accepted: of which kind, who sees it, and what it was."""

    kind: str
    payload: Json
    private: bool
    token: str = ""
    path: str = ""


@dataclass
class Ongoing:
    """What Discord knows of one interaction."""

    kind: int
    pressed_flags: int = 0
    first: int = 0
    flags: int = 0
    repeats: bool = False
    edited: bool = False
    deleted: bool = False
    expired: bool = False

    @property
    def private(self) -> bool:
        """Whether its first answer is for the asker alone."""
        flags = self.pressed_flags if self.first in {6, 7} else self.flags
        return bool(flags & EPHEMERAL)


class Refusal(Exception):
    """An error answer."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(message)
        self.status, self.code = status, code


class DiscordServer:
    """Discord on this machine. `problems` is what it would have refused; a test ends with none."""

    def __init__(self) -> None:
        self.gateway = DiscordGateway(TOKEN)
        self.taken: asyncio.Queue[Taken] = asyncio.Queue()
        self.syncs: asyncio.Queue[list[Json]] = asyncio.Queue()
        self.problems: list[str] = []
        self.faults: defaultdict[str, deque[Fault]] = defaultdict(deque)
        self.requests: list[str] = []
        self.bodies: list[tuple[str, Any]] = []
        self.files: list[bytes] = []
        self._arrived: asyncio.Queue[str] = asyncio.Queue()
        self.endpoint: str | None = None
        self.url = ""
        self.attachments: dict[str, bytes] = {}
        self.stands = Standing()
        self._people: dict[str, str] = {}
        self._ongoing: dict[str, Ongoing] = {}
        self._nonces: dict[str, Json] = {}

    @asynccontextmanager
    async def running(self) -> AsyncIterator["DiscordServer"]:
        """Listen on a free port of this machine; end with every problem by name."""
        app = web.Application()
        base = "/api/v10"
        hook = base + "/webhooks/{app}/{token}"
        app.add_routes(
            [
                web.get("/gateway/", self.gateway.serve),
                web.get("/resume/", self.gateway.serve),
                web.get(base + "/users/@me", self._route("login", self._me)),
                web.get(base + "/users/@me/guilds", self._route("servers", self._guilds)),
                web.get(base + "/oauth2/applications/@me", self._route("login", self._app)),
                web.put(base + "/applications/{app}/commands", self._route("sync", self._sync)),
                web.post(
                    base + "/interactions/{id}/{token}/callback",
                    self._route("callback", self._callback),
                ),
                web.post(hook, self._route("follow-up", self._follow_up)),
                web.patch(hook + "/messages/@original", self._route("edit", self._edit)),
                web.delete(hook + "/messages/@original", self._route("delete", self._delete)),
                web.post(base + "/channels/{id}/messages", self._route("message", self._message)),
                web.patch(
                    base + "/channels/{id}/messages/{message}",
                    self._route("correction", self._correct),
                ),
                web.post(
                    base + "/channels/{id}/messages/{message}/threads",
                    self._route("thread", threads(self.stands, Refusal)),
                ),
                web.post(base + "/users/@me/channels", self._route("open", self._open)),
                web.post(base + "/channels/{id}/typing", self._route("typing", self._typing)),
                web.get("/attachments/{id}/{name}", self._attachment),
                web.route("*", "/{path:.*}", self._unknown),
            ]
        )
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        port = runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{port}{base}"
        self.gateway.url = f"ws://127.0.0.1:{port}/gateway/"
        self.gateway.resume_url = f"ws://127.0.0.1:{port}/resume/"
        try:
            yield self
        finally:
            await self.gateway.close()
            await runner.cleanup()
            if self.problems:
                raise AssertionError(f"Discord would have refused: {'; '.join(self.problems)}")

    def fail(self, route: str, *faults: Fault) -> None:
        """Let the next requests to *route* fail, in this order."""
        self.faults[route].extend(faults)

    async def begin(self, interaction: Json) -> str:
        """Deliver *interaction* and return its token."""
        flags = int(interaction.get("message", {}).get("flags", 0))
        self._ongoing[interaction["token"]] = Ongoing(interaction["type"], flags)
        await self.gateway.dispatch("INTERACTION_CREATE", interaction)
        return str(interaction["token"])

    def expire(self, token: str) -> None:
        """Let the interaction's token run out."""
        self._ongoing[token].expired = True

    def expire_all(self) -> None:
        """Let every interaction's token run out."""
        for ongoing in self._ongoing.values():
            ongoing.expired = True

    async def next(self) -> Taken:
        """Return what was accepted next. Raises `TimeoutError` when nothing is."""
        async with asyncio.timeout(WAIT):
            return await self.taken.get()

    async def asked(self, route: str) -> None:
        """Wait until *route* is asked for, once more than at the last call of this."""
        async with asyncio.timeout(WAIT):
            while await self._arrived.get() != route:
                pass

    def _route(
        self, name: str, handle: Callable[[web.Request, Any], Awaitable[object]]
    ) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def serve(request: web.Request) -> web.Response:
            self.requests.append(name)
            self._arrived.put_nowait(name)
            fault = self.faults[name].popleft() if self.faults[name] else Fault()
            await asyncio.sleep(fault.seconds)
            by_token = name in {"callback", "follow-up", "edit", "delete"}
            if not by_token and request.headers.get("Authorization") != f"Bot {TOKEN}":
                return _json({"message": "401: Unauthorized", "code": 0}, 401)
            if fault.status and not fault.after:
                return _failure(fault)
            if not by_token and (limited := self._limited(name, request)):
                return limited
            body, files = await parts(request)
            try:
                read = json.loads(body) if body else None
                self.files += files
                self.bodies.append((name, read))
                answer = await handle(request, read)
            except Refusal as refusal:
                return _json({"message": str(refusal), "code": refusal.code}, refusal.status)
            if fault.status:
                ongoing = self._ongoing.get(request.match_info.get("token", ""))
                if ongoing is not None:
                    ongoing.repeats = True
                return _failure(fault)
            return web.Response(status=204) if answer is None else _json(answer)

        return serve

    def upload(self, name: str, data: bytes, content_type: str = "text/plain") -> Json:
        """Keep a file and return it as a message or an option carries it."""
        made = payloads.attachment(name, data, self.url.removesuffix("/api/v10"), content_type)
        self.attachments[made["id"]] = data
        return made

    async def _attachment(self, request: web.Request) -> web.Response:
        data = self.attachments.get(request.match_info["id"])
        if "Authorization" in request.headers:
            self.problems.append("the bot's token was sent to a file server")
        return web.Response(status=404) if data is None else web.Response(body=data)

    def _limited(self, name: str, request: web.Request) -> web.Response | None:
        """Return Discord's refusal, or nothing where the request is within its limits."""
        now = asyncio.get_running_loop().time()
        for named, key in ((name, request.match_info.get("id", "")), ("global", "")):
            if wait := self.stands.wait(named, key, now):
                return _failure(Fault(429, retry_after=round(wait, 3) + 0.001))
        return None

    async def _unknown(self, request: web.Request) -> web.Response:
        self.problems.append(f"unknown route {request.method} {request.path}")
        return _json({"message": "404: Not Found", "code": 0}, 404)

    def _checked(self, found: list[str]) -> None:
        if found:
            self.problems += found
            raise Refusal(400, 50035, f"Invalid Form Body: {found[0]}")

    def _find(self, token: str) -> Ongoing:
        ongoing = self._ongoing.get(token)
        if ongoing is None:
            raise Refusal(404, 10015, "Unknown Webhook")
        if ongoing.expired:
            raise Refusal(401, 50027, "Invalid Webhook Token")
        return ongoing

    async def _me(self, _request: web.Request, _body: object) -> Json:
        return payloads.bot_user()

    async def _app(self, _request: web.Request, _body: object) -> Json:
        return payloads.application(self.endpoint)

    async def _guilds(self, _request: web.Request, _body: object) -> list[Json]:
        return [payloads.guild(guild_id) for guild_id in self.gateway.guilds]

    async def _sync(self, request: web.Request, body: object) -> list[Json]:
        assert request.match_info["app"] == payloads.APP_ID
        self._checked(command_problems(body))
        assert isinstance(body, list)
        self.syncs.put_nowait(body)
        extra = {"application_id": payloads.APP_ID, "version": "1"}
        return [
            {"type": 1, "description": "", **c, "id": payloads.snowflake(), **extra} for c in body
        ]

    async def _callback(self, request: web.Request, body: Json) -> Json:
        token = request.match_info["token"]
        ongoing = self._ongoing.get(token)
        if ongoing is None or ongoing.expired:
            raise Refusal(404, 10062, "Unknown interaction")
        if ongoing.first:
            if not ongoing.repeats:
                self.problems.append("a second answer to one interaction")
            raise Refusal(400, 40060, "Interaction has already been acknowledged.")
        kind, data = body["type"], body.get("data") or {}
        self._checked(callback_problems(ongoing.kind, kind, data))
        ongoing.first, ongoing.flags = kind, data.get("flags", 0)
        taken = Taken(KINDS[kind], data, ongoing.private, token, request.path)
        self.taken.put_nowait(taken)
        made: Json = {"id": request.match_info["id"], "type": ongoing.kind}
        answer: Json = {"interaction": made}
        if kind in {4, 7}:
            shown = self._stands(_shown(data, payloads.CHANNEL), data)
            answer["resource"] = {"type": kind, "message": shown}
            made |= {"response_message_id": shown["id"]}
        return answer

    async def _edit(self, request: web.Request, body: Json) -> Json:
        token = request.match_info["token"]
        ongoing = self._find(token)
        if not ongoing.first or ongoing.deleted:
            raise Refusal(404, 10008, "Unknown Message")
        self._checked(message_problems(body))
        ongoing.edited = True
        self.taken.put_nowait(Taken("edit", body, ongoing.private, token, request.path))
        return self._stands(_shown(body, payloads.CHANNEL), body)

    async def _delete(self, request: web.Request, _body: object) -> None:
        ongoing = self._find(request.match_info["token"])
        ongoing.deleted = True
        self.taken.put_nowait(Taken("delete", {}, ongoing.private, request.match_info["token"]))

    async def _follow_up(self, request: web.Request, body: Json) -> Json:
        token = request.match_info["token"]
        ongoing = self._find(token)
        self._checked(message_problems(body))
        if ongoing.first == 5 and not ongoing.deleted and not ongoing.edited:
            self.problems.append("a follow-up took the placeholder's place and its visibility")
        private = bool(body.get("flags", 0) & EPHEMERAL)
        self.taken.put_nowait(Taken("follow-up", body, private, token, request.path))
        return self._stands(_shown(body, payloads.CHANNEL), body)

    async def _message(self, request: web.Request, body: Json) -> Json:
        nonce = body.get("nonce")
        if not nonce or not body.get("enforce_nonce") or len(nonce) > 25:
            self.problems.append("a message that could be posted twice")
        elif nonce in self._nonces:
            return self._nonces[nonce]
        self._checked(message_problems(body))
        channel_id = request.match_info["id"]
        self._may_be_in(channel_id)
        shown = self._stands(_shown(body, channel_id), body)
        self._nonces[str(nonce)] = shown
        direct = channel_id == payloads.DM_CHANNEL or channel_id in self._people
        if channel_id in self._people:
            self.stands.told[self._people[channel_id]].append(body)
        elif body.get("message_reference"):
            self.stands.replies[channel_id, str(body["message_reference"]["message_id"])].append(
                body
            )
        self.taken.put_nowait(Taken("message", body, direct, path=request.path))
        return shown

    def _stands(self, shown: Json, body: Json) -> Json:
        self.stands.put(shown["channel_id"], shown["id"], body)
        return shown

    def _may_be_in(self, channel_id: str) -> None:
        if channel_id in self.stands.outside:
            status, code = self.stands.outside[channel_id]
            raise Refusal(status, code, "scripted")

    async def _correct(self, request: web.Request, body: Json) -> Json:
        where = (request.match_info["id"], request.match_info["message"])
        self._may_be_in(where[0])
        if where not in self.stands.messages:
            raise Refusal(404, 10008, "Unknown Message")
        self._checked(message_problems(body))
        self.stands.put(*where, body)
        self.taken.put_nowait(Taken("correction", body, False, path=request.path))
        return {**_shown(body, where[0]), "id": where[1]}

    async def _open(self, _request: web.Request, body: Json) -> Json:
        person = str(body["recipient_id"])
        known = next((c for c, whom in self._people.items() if whom == person), None)
        channel_id = known or payloads.snowflake()
        self._people[channel_id] = person
        direct = payloads.channel(payloads.DM_CHANNEL)
        return {**direct, "id": channel_id, "recipients": [payloads.user(person)]}

    async def _typing(self, request: web.Request, _body: object) -> None:
        self.taken.put_nowait(Taken("typing", {}, False, path=request.path))


def _shown(body: Json, channel_id: str) -> Json:
    """Return what was sent as the message it became."""
    kept = {key: body[key] for key in ("embeds", "components", "flags") if body.get(key)}
    return payloads.message(
        body.get("content") or "", channel_id=channel_id, author=payloads.bot_user(), **kept
    )


def _failure(fault: Fault) -> web.Response:
    if fault.status == 429:
        body = {"message": "Slow down", "retry_after": fault.retry_after, "global": False}
        via = {"Via": fault.via} if fault.via else {}
        return _json(body, 429, {**via, "Retry-After": str(fault.retry_after)})
    return _json({"message": "scripted", "code": fault.code}, fault.status)


def _json(body: object, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    # The library reads a body as JSON only if the header is exactly this, without a charset.
    exact = {"Content-Type": "application/json", **(headers or {})}
    return web.Response(body=json.dumps(body).encode(), status=status, headers=exact)
