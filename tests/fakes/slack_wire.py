"""People on the fake Slack: what they do reaches the real adapter over a socket or over HTTP."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

import aiohttp
import pytest
from pydantic import SecretStr
from slack_sdk.http_retry.builtin_async_handlers import AsyncServerErrorRetryHandler
from slack_sdk.http_retry.builtin_interval_calculators import FixedValueRetryIntervalCalculator

from bot.adapters.slack import SlackAdapter, retries
from bot.core.app import App
from config.settings import SlackSettings, WebSettings
from tests.fakes.patience import WAIT
from tests.fakes.slack_blocks import option_problems, view_problems
from tests.fakes.slack_delivery import SECRET, Ack, Delivery, OverHttp, OverSocket
from tests.fakes.slack_seen import Seen, seen
from tests.fakes.slack_server import APP_TOKEN, BOT_TOKEN, BOT_USER, SCOPES, SlackServer, Taken

Json = dict[str, Any]


class SlackPeople:
    """What people do, whichever way it is delivered. `next` is what Slack took after it."""

    def __init__(self, server: SlackServer, delivery: Delivery) -> None:
        self.server = server
        self.delivery = delivery
        self.team = "T1"
        self.user = "U1"
        self.channel = "C1"

    async def next(self) -> Seen:
        """Return the next message or view; fail when none comes."""
        return seen(await self.server.next())

    def silent(self) -> bool:
        """Say whether nothing more was sent."""
        return self.server.sent.empty()

    async def slash(self, name: str, text: str = "", **over: str) -> Seen:
        """Type a slash command and return what comes of it."""
        ack = await self.type(name, text, **over)
        assert (ack.status, ack.body) == (200, {})
        return await self.next()

    async def type(self, name: str, text: str = "", **over: str) -> Ack:
        """Type a slash command; Slack escapes the text."""
        escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        payload = {
            "token": "legacy",
            "team_id": self.team,
            "team_domain": "newsroom",
            "channel_id": self.channel,
            "channel_name": "desk",
            "user_id": self.user,
            "user_name": "ada",
            "command": f"/{name}",
            "text": escaped,
            "response_url": self.server.new_response_url(),
            "trigger_id": self.server.new_trigger(),
            "api_app_id": "A1",
            "is_enterprise_install": "false",
        }
        return await self.delivery.deliver("slash_commands", {**payload, **over})

    def event(self, event: Json, event_id: str = "") -> Json:
        """Return the envelope of an event."""
        return {
            "token": "legacy",
            "team_id": self.team,
            "api_app_id": "A1",
            "type": "event_callback",
            "event_id": event_id or self.server.number("Ev"),
            "event_time": 1_700_000_000,
            "authorizations": [{"team_id": self.team, "user_id": BOT_USER, "is_bot": True}],
            "event": event,
        }

    async def mention(self, text: str, *, thread: str = "", **over: str) -> Seen:
        """Mention the bot in a channel and return what comes of it."""
        event = {
            "type": "app_mention",
            "user": self.user,
            "text": f"<@{BOT_USER}> {text}",
            "ts": self.server.number("1700000001."),
            "channel": self.channel,
            **({"thread_ts": thread} if thread else {}),
            **over,
        }
        await self.delivery.deliver("events_api", self.event(event))
        return await self.next()

    def direct_message(self, text: str, **over: object) -> Json:
        """Return the event of a direct message."""
        return {
            "type": "message",
            "channel_type": "im",
            "user": self.user,
            "text": text,
            "ts": self.server.number("1700000002."),
            "channel": "D1",
            **over,
        }

    async def direct(self, text: str, **over: object) -> Seen:
        """Write to the bot and return what comes of it."""
        await self.hear(self.direct_message(text, **over))
        return await self.next()

    async def hear(self, event: Json, *, event_id: str = "", attempt: int = 0) -> Ack:
        """Deliver an event as it is."""
        return await self.delivery.deliver("events_api", self.event(event, event_id), attempt)

    def interaction(self, kind: str, **more: object) -> Json:
        """Return an interactive payload."""
        return {
            "type": kind,
            "token": "legacy",
            "team": {"id": self.team, "domain": "newsroom"},
            "user": {"id": self.user, "username": "ada", "team_id": self.team},
            "api_app_id": "A1",
            "trigger_id": self.server.new_trigger(),
            **more,
        }

    async def press(self, message: Seen, label: str, **over: object) -> Seen:
        """Press a button and return what comes of it."""
        await self.click(message, message.buttons[label], **over)
        return await self.next()

    async def click(self, message: Seen, value: str, **over: object) -> Ack:
        """Press a button that carries *value*, forged or not."""
        action = {"type": "button", "action_id": "press:1:0", "block_id": "x", "value": value}
        more: Json = {"actions": [action], **self._where(message)}
        return await self.delivery.deliver(
            "interactive", self.interaction("block_actions", **{**more, **over})
        )

    def _where(self, message: Seen) -> Json:
        if "view" in message.payload:
            return {"view": message.view, "container": {"type": "view"}}
        thread = message.payload.get("thread_ts")
        threaded = {"thread_ts": thread} if thread else {}
        container = {
            "type": "message",
            "message_ts": message.payload["ts"],
            "channel_id": self.channel,
            "is_ephemeral": message.private and message.method != "chat.postMessage",
            **threaded,
        }
        return {
            "container": container,
            "channel": {"id": message.payload.get("channel", self.channel), "name": "desk"},
            "response_url": self.server.new_response_url(),
        }

    async def choose(self, home: Seen, action_id: str, value: str) -> Seen:
        """Choose a suggestion on the home tab and return what comes of it."""
        option = {"text": {"type": "plain_text", "text": value}, "value": value}
        action = {
            "type": "external_select",
            "action_id": action_id,
            "block_id": "search",
            "selected_option": option,
        }
        payload = self.interaction("block_actions", actions=[action], **self._where(home))
        await self.delivery.deliver("interactive", payload)
        return await self.next()

    async def submit(self, form: Seen, values: Mapping[str, str]) -> Ack:
        """Submit a modal; *values* are by block_id. An answer in the acknowledgement is checked."""
        state: Json = {}
        for block in form.view["blocks"]:
            if block["type"] == "input":
                element, given = block["element"], values.get(block["block_id"], "")
                filled: Json = {"type": element["type"], "value": given or None}
                if element["type"] == "external_select":
                    option = {"text": {"type": "plain_text", "text": given}, "value": given}
                    filled = {
                        "type": "external_select",
                        "selected_option": option if given else None,
                    }
                state[block["block_id"]] = {element["action_id"]: filled}
        unknown = set(values) - set(state)
        assert not unknown
        view = {**form.view, "state": {"values": state}}
        ack = await self.delivery.deliver(
            "interactive", self.interaction("view_submission", view=view)
        )
        if ack.body.get("response_action") in {"update", "push"}:
            self.server.problems += view_problems(ack.body["view"])
            self.server.shown(ack.body["view"], form.view["id"])
        if ack.body.get("response_action") == "errors":
            assert set(ack.body["errors"]) <= set(state)
        return ack

    def updated(self, form: Seen, ack: Ack) -> Seen:
        """Return the view that an acknowledgement puts in place of *form*."""
        view = {**ack.body["view"], "id": form.view["id"]}
        return seen(Taken("ack", {"view": view}))

    async def typeahead(self, action_id: str, typed: str, **more: object) -> list[Json]:
        """Type into a select and return its options, checked."""
        payload = self.interaction("block_suggestion", action_id=action_id, value=typed, **more)
        ack = await self.delivery.deliver("interactive", payload)
        options: list[Json] = ack.body["options"]
        assert len(options) <= 100
        for option in options:
            self.server.problems += option_problems("option", option)
        return options

    async def shortcut(self, callback_id: str) -> Seen:
        """Use a global shortcut and return what comes of it."""
        payload = self.interaction("shortcut", callback_id=callback_id)
        await self.delivery.deliver("interactive", payload)
        return await self.next()

    async def menu(self, callback_id: str, message: Json) -> Seen:
        """Use a message shortcut and return what comes of it."""
        payload = self.interaction(
            "message_action",
            callback_id=callback_id,
            message=message,
            channel={"id": self.channel, "name": "desk"},
            response_url=self.server.new_response_url(),
        )
        await self.delivery.deliver("interactive", payload)
        return await self.next()

    async def home(self, tab: str = "home") -> None:
        """Open the app's home."""
        event = {"type": "app_home_opened", "user": self.user, "channel": "D1", "tab": tab}
        await self.hear({**event, "event_ts": self.server.number("1700000003.")})


class SlackWire(SlackPeople):
    """People on the fake Slack, and the adapter of this process that answers them."""

    def __init__(
        self,
        server: SlackServer,
        delivery: Delivery,
        adapter: SlackAdapter,
        running: asyncio.Task[None],
    ) -> None:
        super().__init__(server, delivery)
        self.adapter = adapter
        self.running = running

    async def settled(self) -> None:
        """Wait until no answer is in flight."""
        assert await self.adapter._app.drain(WAIT)

    async def stop_running(self) -> None:
        """Cancel the adapter's `run`, as happens first when the program stops."""
        self.running.cancel()
        await asyncio.gather(self.running, return_exceptions=True)


def slack_settings(server: SlackServer, mode: str = "socket", **over: object) -> SlackSettings:
    """Return settings that lead to the fake."""
    values: Json = {
        "bot_token": SecretStr(BOT_TOKEN),
        "app_token": SecretStr(APP_TOKEN),
        "signing_secret": SecretStr(SECRET),
        "mode": mode,
        "api_base": server.api_base,
    }
    return SlackSettings(**{**values, **over})


def hurry_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the library pause for an instant after a server error, and not for a second or two."""
    soon = FixedValueRetryIntervalCalculator(0.01)
    handler = partial(AsyncServerErrorRetryHandler, interval_calculator=soon)
    monkeypatch.setattr(retries, "AsyncServerErrorRetryHandler", handler)


@asynccontextmanager
async def slack_wire(
    app: App, mode: str = "socket", *, scopes: str = SCOPES, **over: object
) -> AsyncIterator[SlackWire]:
    """Run the adapter against a fake Slack, and fail for what Slack would have refused."""
    server = SlackServer()
    server.scopes = scopes
    await server.start()
    adapter = SlackAdapter(
        app, slack_settings(server, mode, **over), WebSettings(host="127.0.0.1", port=0)
    )
    running = asyncio.create_task(adapter.run())
    async with aiohttp.ClientSession() as session:
        try:
            async with asyncio.timeout(WAIT):
                waiting = asyncio.create_task(adapter.ready.wait())
                await asyncio.wait({running, waiting}, return_when=asyncio.FIRST_COMPLETED)
                if running.done():
                    running.result()
                    raise AssertionError("the adapter stopped")
            delivery: Delivery = OverSocket(server)
            if mode == "http":
                delivery = OverHttp(session, f"http://127.0.0.1:{adapter.port}/slack/events")
            yield SlackWire(server, delivery, adapter, running)
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
            await session.close()  # or the web server would wait for it
            await adapter.close()
            await server.close()
