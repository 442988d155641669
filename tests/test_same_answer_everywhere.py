"""One question, every platform: the same facts, in the same order, to the same people."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from bot.adapters.console.request import answer_line
from bot.core.app import App
from bot.core.plain import plain
from tests.fakes.discord_server import DiscordServer
from tests.fakes.discord_wire import discord_wire
from tests.fakes.slack_wire import slack_wire

Asking = Callable[[str, str], Awaitable[str]]

PLATFORMS = pytest.mark.parametrize("platform", ["console", "discord", "slack", "slack over http"])


@asynccontextmanager
async def asked_on(platform: str, app: App) -> AsyncIterator[Asking]:
    """Yield how to ask a command with words on *platform*; what comes back is what is read."""
    if platform == "console":

        async def console(name: str, words: str) -> str:
            return plain(await answer_line(app, f"/{name} {words}".rstrip()))

        yield console
    elif platform == "discord":
        async with DiscordServer().running() as server, discord_wire(app, server) as discord:

            async def slash(name: str, words: str) -> str:
                param = app.registry.get(name).text_param
                option = {"name": param.name, "type": 3, "value": words} if param else {}
                options = [option] if words else []
                await discord.begin(2, {"id": "1", "name": name, "type": 1, "options": options})
                seen = await discord.next()
                assert seen.private
                await discord.settled(app)
                more = []
                while not discord.silent():
                    more.append((await discord.next()).text)
                return "\n\n".join([seen.text, *more])

            yield slash
    else:
        mode = "http" if platform.endswith("http") else "socket"
        async with slack_wire(app, mode) as slack:

            async def typed(name: str, words: str) -> str:
                seen = await slack.slash(name, words)
                assert seen.private
                await slack.settled()
                more = []
                while not slack.silent():
                    more.append((await slack.next()).text)
                return "\n\n".join([seen.text, *more])

            yield typed


def words(text: str) -> list[str]:
    """Return the words of *text*, without marks and addresses, by which platforms differ."""
    text = re.sub(r"<https?://[^>]*>", "", text)
    return re.findall(r"\w+(?:[.,%’'-]\w+)*%?", text)


@PLATFORMS
@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        (
            "claim",
            "doctors-salary",
            [
                "Breitbart News, Ben Kew, 20 December 2019",
                "no source named",
                "“not get to keep most of their salaries”",
                "“most doctors”",
                "no number given",
                "Quotation",
                "Not checked",
                "no evidence recorded",
                "Institute for War and Peace Reporting",
                "at least 50 per cent",
                "Prisoners Defenders",
                "more than 75%",
                "Árbol Invertido",
                "70%",
            ],
        ),
        (
            "claim",
            "castro-1957",
            ["Contradicted by evidence", "Sample desk", "1 January 1959", "findingDulcinea"],
        ),
        ("claim", "cuban-agents-protests", ["the accuser is not named", "Alleged"]),
        (
            "claim",
            "million-deployed",
            ["“close to one million”", "Cuban Prisoner Defenders", "Organization of American"],
        ),
        ("claim", "docters salary", ["nearest spelling", "Breitbart News, Ben Kew"]),
        ("claim", "zebra <@U1> @everyone *x*", ["Nothing on record", "zebra <@U1> @everyone *x*"]),
        (
            "compare",
            "doctors-salary",
            [
                "5 claims side by side",
                "“most of their salaries”, no number given",
                "Árbol Invertido, undated",
                "more than 75%",
                "differ as written",
                "do not exclude each other",
                "no-number: its words give no number",
                "Quotation: Not checked. Claim: Not checked; no evidence recorded.",
            ],
        ),
        (
            "compare",
            "doctors-abroad-un, doctors-abroad-minister",
            ["about 30,000 [estimated]", "50,000", "as-of date", "differ as written"],
        ),
        ("claims", "", ["35 claims on record", "Doctors' pay on missions"]),
        ("source", "OAS", ["Organization of American States", "“close to one million”"]),
        ("onrecord", "", ["what is on record"]),
    ],
)
async def test_the_same_facts_reach_the_reader(
    app: App, platform: str, name: str, given: str, said: list[str]
) -> None:
    """What is said on the terminal is said on every platform, word for word and in order."""
    expected = plain(await answer_line(app, f"/{name} {given}".rstrip()))
    async with asked_on(platform, app) as ask:
        seen = await ask(name, given)
    for fact in said:
        assert fact in seen
    left = words(seen)
    for word in words(expected):
        assert word in left, f"{word} is missing or stands before what it follows"
        left = left[left.index(word) + 1 :]
