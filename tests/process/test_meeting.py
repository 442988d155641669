"""A meeting outlives the process in its middle, and its minutes are had on the command line."""

from pathlib import Path

import pytest

from bot.exits import Exit
from tests.process.command import onrecord
from tests.process.serving import platforms, started
from tests.test_meetings_everywhere import until

pytestmark = pytest.mark.usefixtures("database")
SLUG = "doctors-salary"


async def test_a_meeting_goes_on_after_a_kill(tmp_path: Path) -> None:
    """The board is the same message, answers go into its thread at once, minutes are kept."""
    fast = {"RECALL__LOOK_SECONDS": "0.05", "RECALL__SPEED": "50"}
    async with platforms() as (discord, slack):
        async with started(tmp_path, discord, slack, **fast) as running:
            people = running.slack
            await people.type("meeting", "start Monday")
            board = await until(people.next, "none is on")
            await people.type("meeting", "next")
            await until(people.next, "Meeting “Monday”: item 1 of")
            running.process.kill()
            await running.process.wait()
        async with started(tmp_path, discord, slack, **fast) as running:
            people = running.slack
            await people.type("claim", SLUG)
            answer = await until(people.next, "How strongly: Stated")
            assert (answer.private, answer.payload["thread_ts"]) == (False, board.payload["ts"])
            await people.type("meeting", "decide Run it")
            edited = await until(people.next, "decided: “Run it”")
            assert edited.payload["ts"] == board.payload["ts"]
            await people.type("meeting", "end")
            minutes = await until(people.next, "Minutes: “Monday”")
            assert minutes.payload["thread_ts"] == board.payload["ts"]
    listed = onrecord(tmp_path, "minutes", "--find", "monday")
    assert (listed.code, listed.out.startswith("1. “Monday”, ")) == (Exit.OK, True)
    assert "slack C1" in listed.out
    printed = onrecord(tmp_path, "minutes", "1")
    assert printed.code == Exit.OK
    assert printed.out.startswith("# Minutes: “Monday”\n")
    assert "- **Decided, by ada**: “Run it”" in printed.out
    assert f"Shown in revision 1. ({SLUG})" in printed.out
    assert onrecord(tmp_path, "minutes", "7").code == Exit.NOTHING
    assert onrecord(tmp_path, "minutes", "--find", "cows").code == Exit.NOTHING
