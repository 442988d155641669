"""Reaching answers that stand in Discord, through its own library: edited, replied to, told."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.adapters.discord.adapter import point_at
from bot.adapters.discord.client import intents
from bot.adapters.discord.correcting import DiscordCorrector, reached_by
from bot.core.adapter import Fate, Spot
from bot.core.reply import Action, Actions, Paragraph, Reply
from tests.fakes import discord_payloads as payloads
from tests.fakes.discord_seen import texts
from tests.fakes.discord_server import TOKEN, DiscordServer, Fault
from tests.fakes.discord_wire import settings_for

discord = pytest.importorskip("discord")

NUMBER = "1300000000000000001"
SPOT = Spot("42", payloads.GUILD, payloads.CHANNEL, "", NUMBER)
REPLY = Reply(
    "The Herald: beds",
    (Paragraph(("As it is @everyone now.",)), Actions((Action("beds", "claim", {"slug": "b"}),))),
    notice="CORRECTED",
)
LONG = Reply("Long", tuple(Paragraph((f"row {n} " + "word " * 60,)) for n in range(60)))
BRIEF = Reply("Brief", notice="CORRECTED")


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    """A Discord where one answer stands."""
    async with DiscordServer().running() as server:
        server.stands.put(payloads.CHANNEL, NUMBER, {"content": "as it was"})
        yield server


@pytest.fixture
async def corrector(server: DiscordServer) -> AsyncIterator[DiscordCorrector]:
    """The corrector over a client that is logged in."""
    point_at(settings_for(server))
    none = discord.AllowedMentions.none()
    client = discord.Client(intents=intents(), allowed_mentions=none, max_ratelimit_timeout=30.0)
    await client.login(TOKEN)
    yield DiscordCorrector(lambda: client)
    await client.close()


async def test_an_answer_is_put_in_the_place_of_another(
    server: DiscordServer, corrector: DiscordCorrector
) -> None:
    """The bot's own message is edited, long after the interaction that made it."""
    assert (await corrector.edit(SPOT, REPLY, BRIEF)).fate is Fate.DONE
    ((edit,),) = server.stands.edits()
    assert texts(edit)[0] == "CORRECTED"
    assert edit["components"]


async def test_a_long_answer_gives_way_to_a_brief_one(
    server: DiscordServer, corrector: DiscordCorrector
) -> None:
    """What takes more messages than stand there is told in brief; the rest points up."""
    server.stands.put(payloads.CHANNEL, "1300000000000000002", {"content": "went on"})
    spot = replace(SPOT, more=("1300000000000000002", "1300000000000000003"))
    assert (await corrector.edit(spot, LONG, BRIEF)).fate is Fate.DONE
    first, second = (texts(edits[0]) for edits in server.stands.edits())
    assert first == ["CORRECTED", "Brief"]
    assert second == ["Corrected above."]


async def test_a_post_replies_to_the_answer_once(
    server: DiscordServer, corrector: DiscordCorrector
) -> None:
    """The post is a reply without a ping; sent again with its key, it is shown once."""
    for _ in range(2):
        assert (await corrector.post(SPOT, REPLY, "r" + "1" * 23)).fate is Fate.DONE
    ((post,),) = server.stands.replies.values()
    assert str(post["message_reference"]["message_id"]) == NUMBER


async def test_a_person_is_told_in_direct_messages(
    server: DiscordServer, corrector: DiscordCorrector
) -> None:
    """What is told goes to the asker and to nobody else."""
    assert (await corrector.tell(SPOT, REPLY, "k")).fate is Fate.DONE
    assert list(server.stands.told) == ["42"]


@pytest.mark.parametrize(
    ("status", "code", "fate", "why"),
    [
        (404, 10008, Fate.GONE, "message was deleted"),
        (404, 10003, Fate.GONE, "channel or thread was deleted"),
        (403, 50001, Fate.FIXED, "not in that channel"),
        (403, 50013, Fate.FIXED, "may not write"),
        (400, 50083, Fate.FIXED, "archived"),
        (403, 50007, Fate.NEVER, "direct messages"),
        (401, 0, Fate.LATER, "token"),
        (403, 99999, Fate.NEVER, "99999"),
    ],
)
async def test_a_refusal_is_told_with_its_reason(
    server: DiscordServer,
    corrector: DiscordCorrector,
    status: int,
    code: int,
    fate: Fate,
    why: str,
) -> None:
    """What cannot be mended is final; a token can be renewed, and is waited for."""
    server.fail("correction", *[Fault(status, code)] * 2)
    reached = await corrector.edit(SPOT, REPLY, BRIEF)
    assert reached.fate is fate
    assert why in reached.why
    assert server.stands.edits() == []


async def test_rate_limits_are_waited_out(
    server: DiscordServer, corrector: DiscordCorrector
) -> None:
    """The library waits as long as Discord says; a long wait is told in place of waited out."""
    server.fail("correction", Fault(429, retry_after=0.05))
    assert (await corrector.edit(SPOT, REPLY, BRIEF)).fate is Fate.DONE
    server.fail("correction", Fault(429, retry_after=300.0))
    reached = await corrector.edit(SPOT, REPLY, BRIEF)
    assert (reached.fate, reached.seconds) == (Fate.LATER, 300.0)


async def test_outages_are_unclear(server: DiscordServer, corrector: DiscordCorrector) -> None:
    """A failure of Discord's own leaves open whether it was done; an edit may be repeated."""
    server.fail("correction", Fault(503))
    assert (await corrector.edit(SPOT, REPLY, BRIEF)).fate is Fate.UNSURE
    assert reached_by(TimeoutError()).fate is Fate.UNSURE


async def test_before_discord_is_connected_everything_waits() -> None:
    """Without a client nothing is lost: it is tried later."""
    assert (await DiscordCorrector(lambda: None).edit(SPOT, REPLY, BRIEF)).fate is Fate.LATER


async def test_what_is_no_id_is_no_spot(corrector: DiscordCorrector) -> None:
    """An answer kept with something else than an id fails in a sentence."""
    reached = await corrector.edit(replace(SPOT, message="x"), REPLY, BRIEF)
    assert (reached.fate, "no id" in reached.why) == (Fate.NEVER, True)


async def test_the_address_of_an_answer(corrector: DiscordCorrector) -> None:
    """People are led to the message."""
    assert corrector.link(SPOT).endswith(f"/{payloads.GUILD}/{payloads.CHANNEL}/{NUMBER}")
