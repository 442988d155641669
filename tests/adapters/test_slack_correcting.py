"""Reaching answers that stand in Slack, through its own client: edited, posted under, told."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import aiohttp
import pytest

from bot.adapters.slack.connection import web_client
from bot.adapters.slack.correcting import SlackCorrector
from bot.adapters.slack.quiet import library_log
from bot.core.adapter import Fate, Spot
from bot.core.reply import Paragraph, Reply
from tests.fakes.slack_server import SITE, Failure, SlackServer
from tests.fakes.slack_wire import slack_settings

SPOT = Spot("U1", "T1", "C1", "", "1700000000.5")
REPLY = Reply("The Herald: beds", (Paragraph(("As it is <!channel> now.",)),), notice="CORRECTED")
LONG = Reply("Long", tuple(Paragraph((f"row {n} " + "word " * 60,)) for n in range(60)))
BRIEF = Reply("Brief", notice="CORRECTED")


@pytest.fixture
async def server() -> AsyncIterator[SlackServer]:
    """A Slack where one answer stands."""
    server = SlackServer()
    await server.start()
    server.stands.put("C1", SPOT.message, {"text": "as it was"})
    yield server
    await server.close()


@pytest.fixture
async def corrector(server: SlackServer) -> AsyncIterator[SlackCorrector]:
    """The corrector, connected."""
    async with aiohttp.ClientSession() as session:
        made = SlackCorrector()
        settings = slack_settings(server)
        made.connected(web_client(settings, session, library_log(), patient=False), SITE)
        yield made


async def test_an_answer_is_put_in_the_place_of_another(
    server: SlackServer, corrector: SlackCorrector
) -> None:
    """The message is updated where it stands, escaped as any answer is."""
    assert (await corrector.edit(SPOT, REPLY, BRIEF)).fate is Fate.DONE
    ((edit,),) = server.stands.edits()
    assert edit["text"].startswith("CORRECTED")
    assert "&lt;!channel&gt;" in edit["text"]


async def test_a_long_answer_gives_way_to_a_brief_one(
    server: SlackServer, corrector: SlackCorrector
) -> None:
    """What takes more messages than stand there is told in brief."""
    assert (await corrector.edit(SPOT, LONG, BRIEF)).fate is Fate.DONE
    ((edit,),) = server.stands.edits()
    assert "Brief" in edit["text"]


async def test_every_message_of_an_answer_is_corrected(
    server: SlackServer, corrector: SlackCorrector
) -> None:
    """An answer of three messages is edited in all three; one that was deleted stops nothing."""
    for stamp in ("1700000000.6", "1700000000.8"):
        server.stands.put("C1", stamp, {"text": "went on"})
    spot = replace(SPOT, more=("1700000000.6", "1700000000.7", "1700000000.8"))
    assert (await corrector.edit(spot, REPLY, BRIEF)).fate is Fate.DONE
    texts = [edits[0]["text"] for edits in server.stands.edits()]
    assert texts[0].startswith("CORRECTED")
    assert texts[1:] == ["Corrected above."] * 2


async def test_a_post_stands_in_the_thread(server: SlackServer, corrector: SlackCorrector) -> None:
    """The post is in the answer's thread: under the answer, or under what it answered."""
    assert (await corrector.post(SPOT, REPLY, "k")).fate is Fate.DONE
    assert list(server.stands.replies) == [("C1", SPOT.message)]
    await corrector.post(replace(SPOT, thread="1700000000.1"), REPLY, "k")
    assert ("C1", "1700000000.1") in server.stands.replies


async def test_a_person_is_told_in_their_own_messages(
    server: SlackServer, corrector: SlackCorrector
) -> None:
    """What is told goes to the asker and to nobody else."""
    assert (await corrector.tell(SPOT, REPLY, "k")).fate is Fate.DONE
    assert list(server.stands.told) == ["U1"]


@pytest.mark.parametrize(
    ("error", "fate", "why"),
    [
        ("message_not_found", Fate.GONE, "deleted"),
        ("not_in_channel", Fate.FIXED, "not in the channel"),
        ("channel_not_found", Fate.FIXED, "not in the channel"),
        ("is_archived", Fate.FIXED, "archived"),
        ("cant_update_message", Fate.FIXED, "somebody else"),
        ("edit_window_closed", Fate.FIXED, "so late"),
        ("token_revoked", Fate.LATER, "revoked"),
        ("invalid_auth", Fate.LATER, "token"),
        ("missing_scope", Fate.LATER, "chat:write"),
        ("something_new", Fate.NEVER, "something_new"),
    ],
)
async def test_a_refusal_is_told_with_its_reason(
    server: SlackServer, corrector: SlackCorrector, error: str, fate: Fate, why: str
) -> None:
    """What cannot be mended is final; a token and a scope can be, and are waited for."""
    server.fail("chat.update", Failure(error=error, extra={"needed": "chat:write"}))
    reached = await corrector.edit(SPOT, REPLY, BRIEF)
    assert reached.fate is fate
    assert why in reached.why
    assert server.calls["chat.update"] == 1


async def test_a_rate_limit_is_told_and_not_waited_out(
    server: SlackServer, corrector: SlackCorrector
) -> None:
    """The courier learns how long Slack has it wait."""
    server.fail("chat.update", Failure(429, error="ratelimited", retry_after=30))
    reached = await corrector.edit(SPOT, REPLY, BRIEF)
    assert (reached.fate, reached.seconds) == (Fate.LATER, 30.0)


@pytest.mark.parametrize(
    ("failure", "fate"),
    [
        (Failure(503), Fate.LATER),
        (Failure(takes=True, drop=True), Fate.UNSURE),
        (Failure(502, takes=True, text="<html>"), Fate.UNSURE),
        (Failure(text="<html>"), Fate.UNSURE),
    ],
    ids=["503", "dropped", "502", "not-json"],
)
async def test_an_outage_is_unclear_where_it_is(
    server: SlackServer, corrector: SlackCorrector, failure: Failure, fate: Fate
) -> None:
    """A post of which nobody knows whether it was taken is said to be one, and sent once."""
    server.fail("chat.postMessage", failure)
    assert (await corrector.post(SPOT, REPLY, "k")).fate is fate
    assert server.calls["chat.postMessage"] == 1


async def test_refused_blocks_become_plain_text(
    server: SlackServer, corrector: SlackCorrector
) -> None:
    """Where Slack refuses the blocks the correction still arrives."""
    server.fail("chat.update", Failure(error="invalid_blocks"))
    assert (await corrector.edit(SPOT, REPLY, BRIEF)).fate is Fate.DONE
    ((edit,),) = server.stands.edits()
    assert not edit.get("blocks")


async def test_an_announcement_is_a_message_of_its_own(
    server: SlackServer, corrector: SlackCorrector
) -> None:
    """It stands in the channel, is found again, can be edited, and is the head of its thread."""
    reached = await corrector.announce(Spot("", "T1", "C1"), REPLY, "k", "Ask here")
    assert (reached.fate, reached.channel, reached.why) == (Fate.DONE, "C1", "")
    (number,) = reached.messages
    assert reached.thread == number
    assert server.stands.replies == {}
    spot = Spot("", "T1", reached.channel, reached.thread, number)
    assert (await corrector.edit(spot, BRIEF, BRIEF)).fate is Fate.DONE
    into = await corrector.announce(Spot("", "T1", "C1", number), REPLY, "k")
    assert into.thread == number
    assert list(server.stands.replies) == [("C1", number)]


async def test_a_long_announcement_names_every_message(
    server: SlackServer, corrector: SlackCorrector
) -> None:
    """What takes several messages stands in all of them; what broke off says so."""
    server.fail("chat.postMessage", Failure(error="invalid_blocks"))
    reached = await corrector.announce(Spot("", "T1", "C2"), LONG, "k")
    stamps = [stamp for channel, stamp in server.stands.messages if channel == "C2"]
    assert list(reached.messages) == stamps
    assert len(stamps) > 1
    server.stands.outside["C3"] = "not_in_channel"
    refused = await corrector.announce(Spot("", "T1", "C3"), LONG, "k")
    assert (refused.fate, refused.messages) == (Fate.FIXED, ())


async def test_where_a_person_was_told_is_known(
    server: SlackServer, corrector: SlackCorrector
) -> None:
    """Slack names the channel of the person's own messages."""
    reached = await corrector.tell(Spot("U1"), REPLY, "k")
    assert (reached.channel, len(reached.messages)) == ("DU1", 1)


async def test_before_slack_is_connected_everything_waits() -> None:
    """Without a connection nothing is lost: it is tried later."""
    assert (await SlackCorrector().edit(SPOT, REPLY, BRIEF)).fate is Fate.LATER


async def test_the_address_of_an_answer_is_the_workspaces(corrector: SlackCorrector) -> None:
    """People are led to the message in their own workspace."""
    assert corrector.link(SPOT) == "https://newsroom.slack.com/archives/C1/p17000000005"
    assert SlackCorrector().link(SPOT) == ""
    await asyncio.sleep(0)
