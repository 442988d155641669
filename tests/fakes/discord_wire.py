"""People on the fake Discord: what they do reaches the real client over a socket."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from pydantic import SecretStr

from bot.adapters.discord import DiscordAdapter
from bot.core.app import App
from config.settings import DiscordSettings
from tests.fakes import discord_payloads as payloads
from tests.fakes.discord_limits import EPHEMERAL
from tests.fakes.discord_seen import Seen, seen
from tests.fakes.discord_server import TOKEN, DiscordServer, Taken
from tests.fakes.patience import WAIT

Json = dict[str, Any]
_SILENT = {"deferral", "redraw deferral", "typing", "delete"}


class Kept:
    """Keepsakes in memory."""

    def __init__(self) -> None:
        self.values: dict[str, str] = {}

    async def kept(self, name: str) -> str | None:
        """Return what was kept."""
        return self.values.get(name)

    async def keep(self, name: str, value: str) -> None:
        """Keep a value."""
        self.values[name] = value


class DiscordWire:
    """What people do. Each verb returns what they see first, past any “is thinking …”.

    `passed` names what was accepted on the way there: deferrals, typing, taken back placeholders.
    """

    def __init__(self, server: DiscordServer, adapter: DiscordAdapter | None = None) -> None:
        self.server = server
        self.adapter = adapter
        self.passed: list[Taken] = []
        self.token = ""
        self.place: Json = {}

    async def next(self) -> Seen:
        """Return the next message, form or list of suggestions; fail when none comes."""
        while (taken := await self.server.next()).kind in _SILENT:
            self.passed.append(taken)
        return seen(taken)

    async def settled(self, app: App) -> None:
        """Wait until no answer is in flight."""
        assert await app.drain(WAIT)

    def silent(self) -> bool:
        """Say whether nothing more was sent."""
        return self.server.taken.empty()

    async def begin(self, kind: int, data: Json, pressed: Json | None = None) -> None:
        """Deliver an interaction."""
        made = payloads.interaction(kind, data, pressed=pressed, **self.place)
        self.token = await self.server.begin(made)

    async def slash(self, name: str, /, **options: Any) -> Seen:  # noqa: ANN401 - as typed
        """Type a slash command."""
        await self.begin(2, _command(name, options))
        return await self.next()

    async def autocomplete(self, name: str, focused: str, typed: str, **given: str) -> list[Json]:
        """Type into an option and return the suggestions."""
        data = _command(name, {focused: typed, **given})
        inner = data["options"][0] if " " in name else data
        inner["options"][0]["focused"] = True
        await self.begin(4, data)
        choices: list[Json] = (await self.next()).payload["choices"]
        return choices

    async def press(self, on: Seen, label: str) -> Seen:
        """Press a button of a message that was seen."""
        return await self.press_token(on.buttons[label], private=on.private)

    async def press_token(self, token: str, *, private: bool = True) -> Seen:
        """Press a button that carries *token*, whoever made it."""
        flags = EPHEMERAL if private else 0
        pressed = payloads.message("", author=payloads.bot_user(), flags=flags)
        data = {"custom_id": token, "component_type": 2, "id": 3}
        await self.begin(3, data, pressed)
        return await self.next()

    async def submit(self, form: Seen, **fields: str) -> Seen:
        """Fill in a form and send it."""
        return await self.submit_token(form.payload["custom_id"], **fields)

    async def submit_token(self, token: str, **fields: str) -> Seen:
        """Send a form that carries *token*."""
        parts = [
            {"type": 18, "id": n, "component": {"type": 4, "id": n, "custom_id": k, "value": v}}
            for n, (k, v) in enumerate(fields.items(), 1)
        ]
        await self.begin(5, {"custom_id": token, "components": parts, "resolved": {}})
        return await self.next()

    async def menu(self, label: str, content: str, **over: Any) -> Seen:  # noqa: ANN401 - likewise
        """Use a message's context menu."""
        target = payloads.message(content, **over)
        data = {
            "id": payloads.snowflake(),
            "name": label,
            "type": 3,
            "target_id": target["id"],
            "resolved": {"messages": {target["id"]: target}},
        }
        await self.begin(2, data)
        return await self.next()

    async def write(self, content: str, **over: Any) -> Json:  # noqa: ANN401 - parts of a message
        """Write a message, and wait for nothing."""
        made = payloads.message(content, **over)
        await self.server.gateway.dispatch("MESSAGE_CREATE", made)
        return made

    async def mention(self, words: str, **over: Any) -> Seen:  # noqa: ANN401 - parts of a message
        """Write a message that mentions us."""
        await self.write(f"<@{payloads.APP_ID}> {words}", mentions=[payloads.bot_user()], **over)
        return await self.next()

    async def direct(self, words: str, *files: Json) -> Seen:
        """Write us a direct message, with files or without."""
        await self.write(words, channel_id=payloads.DM_CHANNEL, attachments=list(files))
        return await self.next()

    async def slash_with_file(self, name: str, option: str, file: Json) -> Seen:
        """Type a slash command and give it a file."""
        data = _command(name, {})
        data["options"] = [{"name": option, "type": 11, "value": file["id"]}]
        data["resolved"] = {"attachments": {file["id"]: file}}
        await self.begin(2, data)
        return await self.next()


def _command(name: str, options: Json) -> Json:
    made = [
        {"name": key.replace("_", "-"), "type": 4 if isinstance(value, int) else 3, "value": value}
        for key, value in options.items()
    ]
    name, _, sub = name.partition(" ")
    if sub:
        made = [{"name": sub, "type": 1, "options": made}]
    return {"id": payloads.snowflake(), "name": name, "type": 1, "options": made}


def settings_for(
    server: DiscordServer, *, token: str = TOKEN, lost_seconds: float = 60.0
) -> DiscordSettings:
    """Return settings that lead to *server*."""
    return DiscordSettings(
        token=SecretStr(token),
        api_base=server.url,
        gateway_url=server.gateway.url,
        lost_seconds=lost_seconds,
    )


@asynccontextmanager
async def discord_wire(
    app: App,
    server: DiscordServer,
    keepsakes: Kept | None = None,
    patience: float = 0.05,
    lost_seconds: float = 60.0,
) -> AsyncIterator[DiscordWire]:
    """Run the adapter against *server* until the block ends, and stop it as `main` does."""
    settings = settings_for(server, lost_seconds=lost_seconds)
    adapter = DiscordAdapter(app, settings, keepsakes or Kept(), patience=patience)
    running = asyncio.create_task(adapter.run())
    opened = asyncio.create_task(server.gateway.session())
    try:
        await asyncio.wait({running, opened}, return_when=asyncio.FIRST_COMPLETED)
        if running.done():
            running.result()
        assert await opened == "identify"
        yield DiscordWire(server, adapter)
        assert await app.drain(WAIT)
    finally:
        opened.cancel()
        running.cancel()
        await asyncio.gather(running, opened, return_exceptions=True)
        await adapter.close()
