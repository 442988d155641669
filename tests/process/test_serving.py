"""The real process on both platforms: asked, stopped, killed, cut off and refused."""

import asyncio
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.exits import Exit
from knowledge.store.sqlite.soundness import examine
from tests.fakes.discord_server import Fault
from tests.fakes.patience import WAIT
from tests.fakes.slack_server import Failure
from tests.process.command import onrecord
from tests.process.serving import served

SALARY = "doctors-salary"
OPENING = "Breitbart News, Ben Kew, 20 December 2019"

pytestmark = pytest.mark.usefixtures("database")


@pytest.mark.parametrize("mode", ["socket", "http"])
async def test_one_process_answers_on_both_platforms(tmp_path: Path, mode: str) -> None:
    """A slash command, a mention and a button each get their answer, to the right people."""
    async with served(tmp_path, mode=mode, fresh=True) as running:
        on_discord = await running.discord.slash("claim", slug=SALARY)
        on_slack = await running.slack.slash("claim", SALARY)
        for seen in (on_discord, on_slack):
            assert seen.text.startswith(OPENING)
            assert "more than 75%" in seen.text
            assert seen.private
        history = await running.discord.press(on_discord, "History")
        assert "no review so far" in history.text
        shared = await running.slack.press(on_slack, "Share here")
        assert not shared.private
        assert "Shared by" in shared.text
        mention = await running.slack.mention("docters salary", thread="1700000000.000001")
        assert "nearest spelling" in mention.text
        assert mention.payload["thread_ts"] == "1700000000.000001"
        in_channel = await running.discord.mention("castro-1957")
        assert "Contradicted by evidence" in in_channel.text
        suggested = await running.discord.autocomplete("claim", "slug", "castro")
        assert [choice["value"] for choice in suggested] == ["castro-1957"]
        running.process.send_signal(signal.SIGTERM)
        assert await running.ended() == Exit.OK
        assert (await running.logged("stopped"))["exit"] == 0


async def test_sigterm_lets_the_answers_out(tmp_path: Path) -> None:
    """Told to stop while it answers, it answers, ends with 0, and all is sound."""
    async with served(tmp_path) as running:
        running.discord.server.fail("callback", Fault(seconds=1.0))
        running.slack.server.fail("respond", Failure(delay=1.0, takes=True))
        on_discord = asyncio.create_task(running.discord.slash("claim", slug=SALARY))
        on_slack = asyncio.create_task(running.slack.slash("claim", SALARY))
        await asyncio.sleep(0.4)
        running.process.send_signal(signal.SIGTERM)
        assert (await on_discord).text.startswith(OPENING)
        assert (await on_slack).text.startswith(OPENING)
        assert await running.ended() == Exit.OK
        assert all(finding.sound for finding in examine(tmp_path / "desk.sqlite3"))


async def test_who_asks_while_it_stops_is_told_to_ask_again(tmp_path: Path) -> None:
    """Between SIGTERM and the end, a new question gets a sentence instead of silence."""
    async with served(tmp_path) as running:
        running.discord.server.fail("callback", Fault(seconds=1.5))
        asked = asyncio.create_task(running.discord.slash("claim", slug=SALARY))
        await asyncio.sleep(0.3)
        running.process.send_signal(signal.SIGTERM)
        await running.logged("stopping")
        late = await running.slack.slash("claim", SALARY)
        assert "restarting" in late.text
        assert late.private
        await asked
        assert await running.ended() == Exit.OK


async def test_killed_in_the_middle_of_writes_it_opens_clean(tmp_path: Path) -> None:
    """After kill -9 the database is sound, and every question that was confirmed is there."""
    async with served(tmp_path) as running:
        confirmed: list[str] = []
        enough = asyncio.Event()
        form = await running.discord.press_token("1:ask")

        async def keep_asking() -> None:
            for number in range(10_000):
                seen = await running.discord.submit(form, words=f"question {number}")
                confirmed.append(seen.text.split()[1])
                if len(confirmed) == 20:
                    enough.set()

        asking = asyncio.create_task(keep_asking())
        async with asyncio.timeout(WAIT):
            await enough.wait()
        running.process.kill()
        await running.process.wait()
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
    database = tmp_path / "desk.sqlite3"
    assert all(finding.sound for finding in examine(database))
    with closing(sqlite3.connect(database)) as connection:
        kept = {str(row[0]) for row in connection.execute("SELECT id FROM question")}
    assert set(confirmed) <= kept
    assert onrecord(tmp_path, "ask", SALARY).code == Exit.OK


async def test_a_dropped_gateway_is_resumed(tmp_path: Path) -> None:
    """After Discord closes the connection, the session goes on and nothing asked is lost."""
    async with served(tmp_path) as running:
        await running.discord.server.gateway.drop()
        asked = asyncio.create_task(running.discord.slash("claim", slug=SALARY))
        assert await running.discord.server.gateway.session() == "resume"
        assert (await asked).text.startswith(OPENING)


async def test_a_resume_host_that_stays_down_ends_the_process(tmp_path: Path) -> None:
    """What the library never leaves by itself, the watchdog ends, for a supervisor to restart."""
    async with served(tmp_path, DISCORD__LOST_SECONDS="1.5") as running:
        running.discord.server.gateway.resume_is_down = True
        await running.discord.server.gateway.drop()
        assert await running.ended() == Exit.LOST
        assert (await running.logged("platform lost"))["platform"] == "discord"


async def test_a_slack_that_stays_away_ends_the_process(tmp_path: Path) -> None:
    """Socket Mode gone for good ends the process with the same code."""
    async with served(tmp_path, SLACK__LOST_SECONDS="1.5") as running:
        socket = await running.slack.server.next_socket()
        running.slack.server.fail("apps.connections.open", *[Failure(status=503)] * 200)
        await running.slack.server.drop(socket)
        assert await running.ended() == Exit.LOST
        assert (await running.logged("platform lost"))["platform"] == "slack"


async def test_two_processes_never_serve_one_desk(tmp_path: Path) -> None:
    """A second one is refused with what to do, and the first goes on."""
    async with served(tmp_path) as running:
        second = await asyncio.to_thread(
            onrecord,
            tmp_path,
            "run",
            fresh=True,
            DISCORD__TOKEN="t",
            DISCORD__API_BASE=running.discord.server.url,
        )
        assert second.code == Exit.RUNNING
        assert "already serves the desk" in second.err
        assert (await running.discord.slash("claim", slug=SALARY)).text.startswith(OPENING)


async def test_a_platform_that_refuses_us_says_what_to_change(tmp_path: Path) -> None:
    """A token that Slack does not take ends the process with a code that nobody restarts on."""
    async with served(tmp_path) as running:
        slack, discord = running.slack.server, running.discord.server
        refused = await asyncio.to_thread(
            onrecord,
            tmp_path / "other",
            "run",
            "--only",
            "slack",
            fresh=True,
            SLACK__BOT_TOKEN="xoxb-wrong",
            SLACK__APP_TOKEN="xapp-wrong",
            SLACK__API_BASE=slack.api_base,
        )
        assert refused.code == Exit.REFUSED
        assert "OAuth & Permissions" in refused.err
        intent = await asyncio.to_thread(
            onrecord,
            tmp_path / "other",
            "run",
            "--only",
            "discord",
            fresh=True,
            DISCORD__TOKEN="wrong",
            DISCORD__API_BASE=discord.url,
            DISCORD__GATEWAY_URL=discord.gateway.url,
        )
        assert intent.code == Exit.REFUSED
        assert "Developer Portal" in intent.err


async def test_foreign_workspaces_are_refused_in_private(tmp_path: Path) -> None:
    """With allow-lists, a server or team that is not on them gets one sentence, for the asker."""
    async with served(tmp_path, DISCORD__GUILDS="1,2", SLACK__TEAMS="T999") as running:
        for seen in (
            await running.discord.slash("claim", slug=SALARY),
            await running.slack.slash("claim", SALARY),
        ):
            assert seen.text.startswith("This desk does not answer in this workspace.")
            assert seen.private
            assert "Kew" not in seen.text


async def test_the_log_holds_no_question_and_no_secret(tmp_path: Path) -> None:
    """Whatever is asked, on either platform and even when it fails, stays out of the log."""
    async with served(tmp_path) as running:
        words = "who leaked the xylophone ledger"
        await running.discord.slash("claim", slug=words)
        await running.slack.slash("claim", words)
        await running.slack.mention(words)
        await running.discord.press_token(f"9:claim?slug={words.split()[-2]}")
        running.process.send_signal(signal.SIGTERM)
        await running.ended()
        log = str(running.log)
        assert "xylophone" not in log
        for secret in ("bot-token", "xoxb-", "xapp-", "signing-secret"):
            assert secret not in log
        assert sum(entry["event"] == "answered" for entry in running.log) >= 3
