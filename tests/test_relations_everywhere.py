"""Relations and a source over time read alike on every platform, typed and pressed."""

import pytest

from bot.adapters.console.request import answer_line
from bot.core.app import App
from bot.core.plain import plain
from knowledge.store.sqlite.store import SqliteStore
from tests.commands.test_source import union
from tests.fakes.discord_server import DiscordServer
from tests.fakes.discord_wire import discord_wire
from tests.fakes.slack_wire import slack_wire
from tests.test_same_answer_everywhere import PLATFORMS, words

ONE = "doctors-salary-un-letter"


async def written_to(platform: str, app: App, line: str) -> str:
    """Return what is read after *line* was written to Onrecord on *platform*, buttons aside."""
    if platform == "console":
        return plain(await answer_line(app, line))
    if platform == "discord":
        async with DiscordServer().running() as server, discord_wire(app, server) as discord:
            text = (await discord.direct(line)).text
            await discord.settled(app)
            while not discord.silent():
                text += "\n\n" + (await discord.next()).text
            return text
    async with slack_wire(app, "http" if platform.endswith("http") else "socket") as slack:
        text = (await slack.direct(line)).text
        await slack.settled()
        while not slack.silent():
            text += "\n\n" + (await slack.next()).text
        return text


@PLATFORMS
@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            f"related {ONE}",
            [
                "Cuban Prisoners Defenders, 8 January 2020: related claims",
                "Confirmed by a person",
                "Breitbart News, 20 December 2019: answers this (confirmed by",
                "Suggested by a rule",
                "Árbol Invertido, undated: suggestion 1, not confirmed: differs from this.",
                "70%",
            ],
        ),
        (f"claim {ONE}", ["Also on record, related by a person", "answers this (confirmed by"]),
        (
            "source Nurses' Union",
            [
                "Hospitals, on the same matter at different times",
                "3 February 2015, in The Herald",
                "May 2024, in The Herald",
                "both give a figure for: beds in use",
            ],
        ),
        ("source OAS", ["On record saying (4), ", "Said by others about Organization of American"]),
        (f"relate {ONE} differs {ONE}", [f"{ONE} and {ONE} are one claim."]),
        ("confirm-relation 99", ["There is no relation 99."]),
    ],
)
async def test_relations_and_sources_read_alike(
    app: App, store: SqliteStore, platform: str, line: str, said: list[str]
) -> None:
    """What the terminal says is said on every platform, word for word and in order."""
    await store.add([union("beds-2015", "40", "2015-02-03"), union("beds-2024", "60", "2024-05")])
    await answer_line(app, f"/find-related {ONE}")
    await answer_line(app, f"/relate doctors-salary answers {ONE}")
    expected = plain(await answer_line(app, f"/{line}"))
    seen = await written_to(platform, app, line)
    for part in said:
        assert " ".join(words(part)) in " ".join(words(seen)), part
    left = words(seen)
    for word in words(expected):
        assert word in left, f"{word} is missing or stands before what it follows"
        left = left[left.index(word) + 1 :]


async def test_a_press_judges_on_discord(app: App) -> None:
    """From the list, Confirm on Discord is signed by who pressed, and told to them."""
    async with DiscordServer().running() as server, discord_wire(app, server) as discord:
        shown = await discord.direct(f"find-related {ONE}")
        told = await discord.press(shown, "Confirm 1")
        assert "Relation 1 is confirmed by Ana" in told.text
        again = await discord.press(shown, "Confirm 1")
        assert "Nothing was changed" in again.text


async def test_a_press_judges_on_slack(app: App) -> None:
    """From the list, Refuse on Slack is signed by who pressed, and told to them."""
    async with slack_wire(app) as slack:
        shown = await slack.direct(f"find-related {ONE}")
        told = await slack.press(shown, "Refuse 1")
        assert "Relation 1 is refused by" in told.text
