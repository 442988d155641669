"""Slack on loopback: the Web API, Socket Mode and response_urls, as strict as the real ones.

What Slack would refuse is refused here too, and besides kept in `problems`, which `close` asserts
to be empty: a wrong payload fails its test even where the program under test copes.
"""

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from aiohttp import WSMsgType, web

from tests.fakes.patience import ACK, WAIT
from tests.fakes.slack_blocks import message_problems, view_problems
from tests.fakes.slack_body import body_of
from tests.fakes.slack_threads import Threads
from tests.fakes.slack_uploads import METHODS as UPLOADING
from tests.fakes.slack_uploads import Uploads
from tests.fakes.standing import Standing

Json = dict[str, Any]

BOT_TOKEN = "xoxb-test"
APP_TOKEN = "xapp-test"
BOT_USER = "UBOT"
BOT_ID = "BBOT"
SITE = "https://newsroom.slack.com/"
SCOPES = "app_mentions:read,chat:write,commands,files:read,im:history"
MAX_USES = 5
RESPONSE_SECONDS = 1800.0
TRIGGER_SECONDS = 3.0

_MESSAGE = {"text", "blocks", "thread_ts"}
_METHODS: dict[str, tuple[set[str], set[str]]] = {
    "auth.test": (set(), set()),
    "apps.connections.open": (set(), set()),
    "chat.postMessage": ({"channel"}, _MESSAGE | {"unfurl_links", "unfurl_media", "mrkdwn"}),
    "chat.postEphemeral": ({"channel", "user"}, _MESSAGE),
    "chat.update": ({"channel", "ts"}, _MESSAGE),
    "files.info": ({"file"}, set()),
    "conversations.replies": ({"channel", "ts"}, {"limit", "inclusive"}),
    "usergroups.list": (set(), {"include_users"}),
    **UPLOADING,
    "views.open": ({"trigger_id", "view"}, set()),
    "views.push": ({"trigger_id", "view"}, set()),
    "views.update": ({"view_id", "view"}, {"hash"}),
    "views.publish": ({"user_id", "view"}, {"hash"}),
}
_RESPONSE = _MESSAGE | {
    "response_type",
    "replace_original",
    "delete_original",
    "unfurl_links",
    "unfurl_media",
    "mrkdwn",
}


@dataclass(frozen=True)
class Failure:
    """One scripted failure of a method, or of "respond".

    `takes` has the message taken all the same, as when only the answer gets lost. `text` is a body
    that is no JSON; `drop` closes the connection; `delay` is in seconds.
    """

    status: int = 200
    error: str = ""
    retry_after: int | None = None
    text: str | None = None
    delay: float = 0.0
    drop: bool = False
    takes: bool = False
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Taken:
    """Something Slack took: the method or "respond", and the payload with the ids Slack gave it."""

    method: str
    payload: Json


class SlackServer:
    """The fake. `sent` holds what was taken, in order; `calls` counts every attempt by method."""

    def __init__(self) -> None:
        self.problems: list[str] = []
        self.sent: asyncio.Queue[Taken] = asyncio.Queue()
        self.calls: dict[str, int] = defaultdict(int)
        self.failures: dict[str, deque[Failure]] = defaultdict(deque)
        self.scopes = SCOPES
        self.usergroups: list[Json] = []
        self.team = "T1"
        self.refuse_sockets = False
        self.connected: asyncio.Queue[web.WebSocketResponse] = asyncio.Queue()
        self.socket: web.WebSocketResponse | None = None
        self.url = ""
        self.stands = Standing()
        self.uploads = Uploads()
        self.parents = Threads()
        self._acks: dict[str, asyncio.Future[Json]] = {}
        self._numbers = count(1)
        self._uses: dict[str, tuple[int, float]] = {}
        self._triggers: dict[str, tuple[str, float]] = {}
        self._views: dict[str, Json] = {}
        self._files: dict[str, tuple[Json, bytes]] = {}
        self._runner: web.AppRunner | None = None

    @property
    def api_base(self) -> str:
        """The address to give as the Web API's."""
        return f"{self.url}/api/"

    def fail(self, method: str, *failures: Failure) -> None:
        """Let the next calls of *method* fail in this order."""
        self.failures[method].extend(failures)

    async def start(self) -> None:
        """Listen on a port of the system's choosing."""
        app = web.Application()
        app.router.add_get("/link", self._link)
        app.router.add_post("/respond/{id}", self._respond)
        app.router.add_post("/upload/{id}", self.uploads.receive)
        app.router.add_get("/files-pri/{id}/{name}", self._file)
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_route("*", "/{path:.*}", self._unknown)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"

    async def close(self) -> None:
        """Stop, and fail for every payload that Slack would have refused."""
        if self._runner is not None:
            await self._runner.cleanup()
        assert self.problems == []

    def number(self, prefix: str) -> str:
        """Return a fresh id."""
        return f"{prefix}{next(self._numbers)}"

    def new_response_url(self) -> str:
        """Return a response_url that takes five messages within thirty minutes."""
        key = self.number("r")
        self._uses[key] = (0, asyncio.get_running_loop().time())
        return f"{self.url}/respond/{key}"

    def age(self, seconds: float) -> None:
        """Let everything that was issued be older by *seconds*."""
        self._uses = {key: (used, at - seconds) for key, (used, at) in self._uses.items()}
        self._triggers = {key: (state, at - seconds) for key, (state, at) in self._triggers.items()}

    def new_trigger(self) -> str:
        """Return a trigger that opens one view within three seconds."""
        key = self.number("trigger.")
        self._triggers[key] = ("fresh", asyncio.get_running_loop().time())
        return key

    async def next(self, seconds: float = WAIT) -> Taken:
        """Return the next thing that was taken; fail when nothing comes."""
        async with asyncio.timeout(seconds):
            return await self.sent.get()

    async def _unknown(self, request: web.Request) -> web.StreamResponse:
        self.problems.append(f"unknown route {request.method} {request.path}")
        return web.json_response({"ok": False, "error": "unknown_method"}, status=404)

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        self.calls[method] += 1
        body = await body_of(request)
        if method not in _METHODS:
            return await self._unknown(request)
        failure = self.failures[method].popleft() if self.failures[method] else None
        if failure is not None and not failure.takes:
            return await self._failed(request, failure)
        channel = str(body.get("channel", "")) if method == "chat.postMessage" else ""
        wait = self.stands.wait(method, channel, asyncio.get_running_loop().time())
        if wait:
            limited = Failure(429, error="ratelimited", retry_after=max(1, round(wait)))
            return await self._failed(request, limited)
        answer = self._checked(method, body, request.headers.get("Authorization", ""))
        if failure is not None:
            return await self._failed(request, failure)
        return web.json_response(answer, headers={"x-oauth-scopes": self.scopes})

    def _checked(self, method: str, body: Json, authorization: str) -> Json:
        token = APP_TOKEN if method == "apps.connections.open" else BOT_TOKEN
        if authorization != f"Bearer {token}":
            return {"ok": False, "error": "invalid_auth" if authorization else "not_authed"}
        need, may = _METHODS[method]
        wrong = sorted((need - set(body)) | (set(body) - need - may))
        if wrong:
            self.problems.append(f"{method}: invalid arguments {wrong}")
            return {"ok": False, "error": "invalid_arguments"}
        if method == "auth.test":
            ours = {"user_id": BOT_USER, "bot_id": BOT_ID}
            return {"ok": True, "team_id": self.team, "url": SITE, **ours}
        if method == "apps.connections.open":
            ticket = self.number("ticket")
            return {"ok": True, "url": f"ws{self.url.removeprefix('http')}/link?ticket={ticket}"}
        if method == "usergroups.list":
            if "usergroups:read" not in self.scopes:
                return {"ok": False, "error": "missing_scope", "needed": "usergroups:read"}
            return {"ok": True, "usergroups": self.usergroups}
        if method in UPLOADING:
            return self.uploads.answer(method, body, self.scopes, self.url)
        if method == "conversations.replies":
            return self.parents.answer(body, self.scopes)
        if method == "files.info":
            return self._file_info(body["file"])
        if method.startswith("views."):
            return self._view(method, body)
        return self._message(method, body)

    def upload(self, name: str, data: bytes, mimetype: str = "text/plain") -> Json:
        """Keep a file and return it as a message carries it."""
        number = self.number("F")
        url = f"{self.url}/files-pri/{number}/{name}"
        made = {
            "id": number,
            "name": name,
            "title": name,
            "mimetype": mimetype,
            "size": len(data),
            "mode": "hosted",
            "url_private": url,
            "url_private_download": url,
        }
        self._files[number] = made, data
        return made

    def _file_info(self, number: str) -> Json:
        if "files:read" not in self.scopes:
            return {"ok": False, "error": "missing_scope", "needed": "files:read"}
        if number not in self._files:
            return {"ok": False, "error": "file_not_found"}
        return {"ok": True, "file": self._files[number][0]}

    async def _file(self, request: web.Request) -> web.StreamResponse:
        """Hand a file over, or the page for signing in, as Slack does without the permission."""
        self.calls["file"] += 1
        allowed = request.headers.get("Authorization") == f"Bearer {BOT_TOKEN}"
        if not allowed or "files:read" not in self.scopes:
            return web.Response(text="<html>Sign in</html>", content_type="text/html")
        found = self._files.get(request.match_info["id"])
        if found is None:
            return web.Response(status=404)
        return web.Response(body=found[1], content_type=found[0]["mimetype"])

    def _message(self, method: str, body: Json) -> Json:
        # In an update an empty list takes the blocks away that were there.
        bare = method == "chat.update" and body.get("blocks") == []
        found = message_problems({k: v for k, v in body.items() if not (bare and k == "blocks")})
        if found:
            self.problems += [f"{method}: {problem}" for problem in found]
            return {"ok": False, "error": "invalid_blocks"}
        channel, stands = body["channel"], self.stands
        if channel in stands.outside and method != "chat.postEphemeral":
            return {"ok": False, "error": stands.outside[channel]}
        if method == "chat.update" and (channel, body["ts"]) not in stands.messages:
            return {"ok": False, "error": "message_not_found"}
        ts = body.get("ts") or self.number("1700000000.")
        if method != "chat.postEphemeral":
            stands.put(channel, ts, body)
        if channel.startswith("U"):
            stands.told[channel].append(body)
        elif method == "chat.postMessage" and body.get("thread_ts"):
            stands.replies[channel, body["thread_ts"]].append(body)
        self.sent.put_nowait(Taken(method, {**body, "ts": ts}))
        shown_in = f"D{channel}" if channel.startswith("U") else channel
        return {"ok": True, "ts": ts, "channel": shown_in, "message_ts": ts}

    def _view(self, method: str, body: Json) -> Json:
        found = view_problems(body["view"])
        if found:
            self.problems += [f"{method}: {problem}" for problem in found]
            return {"ok": False, "error": "invalid_arguments"}
        if "trigger_id" in body:
            state, at = self._triggers.get(body["trigger_id"], ("unknown", 0.0))
            if state == "used":
                return {"ok": False, "error": "exchanged_trigger_id"}
            if asyncio.get_running_loop().time() - at > TRIGGER_SECONDS or state == "unknown":
                return {"ok": False, "error": "expired_trigger_id"}
            self._triggers[body["trigger_id"]] = ("used", at)
        if method == "views.update" and body["view_id"] not in self._views:
            return {"ok": False, "error": "not_found"}
        view = self.shown(body["view"], body.get("view_id", ""))
        self.sent.put_nowait(Taken(method, {**body, "view": view}))
        return {"ok": True, "view": view}

    def shown(self, view: Json, view_id: str = "") -> Json:
        """Return a view with the id that Slack gives it."""
        made = {**view, "id": view_id or self.number("V"), "state": {"values": {}}}
        self._views[made["id"]] = made
        return made

    async def _respond(self, request: web.Request) -> web.StreamResponse:
        self.calls["respond"] += 1
        key = request.match_info["id"]
        body = await body_of(request)
        failure = self.failures["respond"].popleft() if self.failures["respond"] else None
        if failure is not None and not failure.takes:
            return await self._failed(request, failure)
        used, at = self._uses.get(key, (MAX_USES, 0.0))
        if used >= MAX_USES:
            return web.json_response({"ok": False, "error": "used_url"}, status=404)
        if asyncio.get_running_loop().time() - at > RESPONSE_SECONDS:
            return web.json_response({"ok": False, "error": "expired_url"}, status=404)
        found = message_problems(body)
        found += [f"invalid argument {name}" for name in sorted(set(body) - _RESPONSE)]
        if found:
            self.problems += [f"respond: {problem}" for problem in found]
            return web.Response(text="invalid_blocks", status=400)
        self._uses[key] = (used + 1, at)
        self.sent.put_nowait(Taken("respond", {**body, "ts": self.number("1700000000.")}))
        return await self._failed(request, failure) if failure else web.Response(text="ok")

    async def _failed(self, request: web.Request, failure: Failure) -> web.StreamResponse:
        if failure.delay:
            await asyncio.sleep(failure.delay)
        if failure.drop and request.transport is not None:
            request.transport.close()
        headers = {} if failure.retry_after is None else {"Retry-After": str(failure.retry_after)}
        if failure.text is not None:
            return web.Response(
                text=failure.text, status=failure.status, headers=headers, content_type="text/html"
            )
        body = {"ok": False, "error": failure.error, **failure.extra} if failure.error else {}
        return web.json_response(body, status=failure.status, headers=headers)

    async def _link(self, request: web.Request) -> web.StreamResponse:
        if self.refuse_sockets:
            return web.Response(status=503)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.socket = socket
        await socket.send_json({"type": "hello", "num_connections": 1})
        self.connected.put_nowait(socket)
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                ack = json.loads(message.data)
                future = self._acks.get(ack.get("envelope_id", ""))
                if future is None or future.done():
                    self.problems.append(f"an acknowledgement for nothing: {ack}")
                else:
                    future.set_result(ack)
        return socket

    async def next_socket(self) -> web.WebSocketResponse:
        """Return the next connection; fail when none comes."""
        async with asyncio.timeout(WAIT):
            return await self.connected.get()

    async def drop(self, socket: web.WebSocketResponse, *, abrupt: bool = False) -> None:
        """End a connection, with a closing word or without."""
        if abrupt and socket._req is not None and socket._req.transport is not None:
            socket._req.transport.abort()
        else:
            await socket.close()

    def clock(self) -> float:
        """Return the time that everything here is measured by, in seconds."""
        return asyncio.get_running_loop().time()

    async def refresh(self) -> None:
        """Ask the client to connect anew, as Slack does every few hours."""
        assert self.socket is not None
        await self.socket.send_json({"type": "disconnect", "reason": "refresh_requested"})

    async def deliver(self, kind: str, payload: Json, attempt: int = 0) -> Json:
        """Deliver an envelope and return its acknowledgement; fail when none comes."""
        assert self.socket is not None
        envelope_id = self.number("e")
        self._acks[envelope_id] = asyncio.get_running_loop().create_future()
        envelope = {
            "envelope_id": envelope_id,
            "type": kind,
            "payload": payload,
            "accepts_response_payload": kind != "events_api",
        }
        if attempt:
            envelope |= {"retry_attempt": attempt, "retry_reason": "timeout"}
        await self.socket.send_json(envelope)
        async with asyncio.timeout(ACK):
            ack = await self._acks[envelope_id]
        if "payload" in ack and kind == "events_api":
            self.problems.append("an answer in the acknowledgement of an event")
        return ack
