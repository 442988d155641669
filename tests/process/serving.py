"""A real `onrecord run` process between fake Discord and fake Slack servers on this machine."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from bot.exits import Exit
from tests.fakes.discord_server import TOKEN, DiscordServer
from tests.fakes.discord_wire import DiscordWire
from tests.fakes.patience import WAIT
from tests.fakes.slack_delivery import SECRET, Delivery, OverHttp, OverSocket
from tests.fakes.slack_server import APP_TOKEN, BOT_TOKEN, SlackServer
from tests.fakes.slack_wire import SlackPeople
from tests.process.child import Child, forked
from tests.process.command import command, environment, onrecord, prepared


@dataclass
class Served:
    """The process, the people on both platforms, and its log so far, one entry a line."""

    process: Child
    discord: DiscordWire
    slack: SlackPeople
    log: list[dict[str, Any]]
    data_dir: Path

    async def logged(self, event: str) -> dict[str, Any]:
        """Wait until *event* is in the log and return its entry."""
        async with asyncio.timeout(WAIT):
            while True:
                for entry in self.log:
                    if entry["event"] == event:
                        return entry
                await asyncio.sleep(0.02)

    async def ended(self) -> int:
        """Wait for the process to end and return its exit code."""
        async with asyncio.timeout(WAIT):
            return await self.process.wait()


@asynccontextmanager
async def served(
    data_dir: Path, *, mode: str = "socket", fresh: bool = False, **settings: str
) -> AsyncIterator[Served]:
    """Start `onrecord run` on a sample desk; end with what the platforms would have refused.

    *fresh* starts the interpreter anew, as it is for people.
    """
    program = command("run") if fresh else ()
    async with (
        platforms() as (discord, slack),
        started(data_dir, discord, slack, mode=mode, program=program, **settings) as running,
    ):
        yield running


@asynccontextmanager
async def platforms() -> AsyncIterator[tuple[DiscordServer, SlackServer]]:
    """Have both platforms on this machine; end with what they would have refused."""
    slack = SlackServer()
    await slack.start()
    async with DiscordServer().running() as discord:
        try:
            yield discord, slack
        finally:
            await slack.close()


async def sample_desk(data_dir: Path) -> None:
    """Make the sample desk, unless there is a desk already."""
    if not (data_dir / "desk.sqlite3").exists():
        made = await asyncio.to_thread(onrecord, data_dir, "demo")
        assert made.code == Exit.OK


@asynccontextmanager
async def started(
    data_dir: Path,
    discord: DiscordServer,
    slack: SlackServer,
    *,
    mode: str = "socket",
    program: Sequence[str] = (),
    **settings: str,
) -> AsyncIterator[Served]:
    """Start `onrecord run` between the two platforms on a sample desk, and kill it at the end.

    *program* is a command line that starts an interpreter anew for it, or for another program.
    """
    await sample_desk(data_dir)
    async with aiohttp.ClientSession() as session:
        given = {
            "DISCORD__TOKEN": TOKEN,
            "DISCORD__API_BASE": discord.url,
            "DISCORD__GATEWAY_URL": discord.gateway.url,
            "SLACK__BOT_TOKEN": BOT_TOKEN,
            "SLACK__APP_TOKEN": APP_TOKEN,
            "SLACK__SIGNING_SECRET": SECRET,
            "SLACK__API_BASE": slack.api_base,
            "SLACK__MODE": mode,
            "WEB__PORT": "0",
            "LOG__FORMAT": "json",
        }
        surroundings = environment(data_dir, **given, **settings)
        process: Child
        if program:
            process = await asyncio.create_subprocess_exec(
                *program, env=surroundings, stderr=asyncio.subprocess.PIPE
            )
        else:
            process = await forked(prepared(), ("run",), surroundings)
        log: list[dict[str, Any]] = []
        reading = asyncio.create_task(_read(process, log))
        delivery: Delivery = OverSocket(slack)
        running = Served(process, DiscordWire(discord), SlackPeople(slack, delivery), log, data_dir)
        try:
            assert await discord.gateway.session() == "identify"
            if mode == "http":
                listening = await running.logged("listening for slack")
                url = f"http://127.0.0.1:{listening['port']}{listening['path']}"
                running.slack.delivery = OverHttp(session, url)
            else:
                await running.logged("connected to slack")
            yield running
        finally:
            if process.returncode is None:
                process.kill()
            await process.wait()
            await reading


async def _read(process: Child, log: list[dict[str, Any]]) -> None:
    assert process.stderr
    async for line in process.stderr:
        text = line.decode().strip()
        log.append(json.loads(text) if text.startswith("{") else {"event": text})
