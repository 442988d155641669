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


async def test_an_announcement_is_a_message_of_its_own(
    server: DiscordServer, corrector: DiscordCorrector
) -> None:
    """It stands in the channel, is found again, can be edited, and is shown once for one key."""
    spot = Spot("", payloads.GUILD, payloads.CHANNEL)
    reached = await corrector.announce(spot, REPLY, "n" + "1" * 23)
    assert (reached.fate, reached.channel, reached.thread) == (Fate.DONE, payloads.CHANNEL, "")
    again = await corrector.announce(spot, REPLY, "n" + "1" * 23)
    assert again.messages == reached.messages
    assert len(server.stands.messages) == 2
    ((said,),) = [
        said for where, said in server.stands.messages.items() if where[1] in reached.messages
    ]
    assert "message_reference" not in said
    stands = replace(spot, message=reached.messages[0], channel=reached.channel)
    assert (await corrector.edit(stands, BRIEF, BRIEF)).fate is Fate.DONE


async def test_a_long_announcement_names_every_message(
    server: DiscordServer, corrector: DiscordCorrector
) -> None:
    """What takes several messages stands in all of them, in order."""
    spot = Spot("", payloads.GUILD, payloads.CHANNEL)
    reached = await corrector.announce(spot, LONG, "n" + "2" * 23)
    posted = [number for _, number in server.stands.messages if number != NUMBER]
    assert list(reached.messages) == posted
    assert len(posted) > 1


async def test_a_thread_is_opened_under_an_announcement(
    server: DiscordServer, corrector: DiscordCorrector
) -> None:
    """The thread has the given name and the message's number, also when it was open already."""
    spot = Spot("", payloads.GUILD, payloads.CHANNEL)
    for _ in range(2):
        reached = await corrector.announce(spot, REPLY, "n" + "3" * 23, "Ask here " * 20)
        assert (reached.thread, reached.why) == (reached.messages[0], "")
    ((where, name),) = server.stands.threads.items()
    assert where == (payloads.CHANNEL, reached.thread)
    assert name.startswith("Ask here Ask here")
    into = await corrector.announce(replace(spot, thread=reached.thread), REPLY, "n" * 22, "x")
    assert (into.channel, into.thread) == (reached.thread, reached.thread)
    assert len(server.stands.threads) == 1


@pytest.mark.parametrize(
    ("code", "why"),
    [(50013, "may not open threads"), (50024, "no threads in that kind"), (77, "Forbidden")],
)
async def test_without_a_thread_an_announcement_stands_all_the_same(
    server: DiscordServer, corrector: DiscordCorrector, code: int, why: str
) -> None:
    """Where no thread may be opened the message stands, and why there is none is said."""
    server.fail("thread", Fault(403, code))
    spot = Spot("", payloads.GUILD, payloads.CHANNEL)
    reached = await corrector.announce(spot, REPLY, "n" + "4" * 23, "Ask here")
    assert (reached.fate, reached.thread) == (Fate.DONE, "")
    assert reached.messages
    assert reached.why.startswith("no thread was opened: ")
    assert why in reached.why


async def test_an_announcement_that_cannot_be_made_says_why(
    server: DiscordServer, corrector: DiscordCorrector
) -> None:
    """A channel that the bot was removed from is final, and nothing stands there."""
    server.stands.outside[payloads.CHANNEL] = (403, 50001)
    reached = await corrector.announce(Spot("", "", payloads.CHANNEL), REPLY, "n", "Ask here")
    assert (reached.fate, reached.messages) == (Fate.FIXED, ())
    assert "not in that channel" in reached.why


async def test_what_broke_off_is_not_begun_again(
    server: DiscordServer, corrector: DiscordCorrector
) -> None:
    """After its first message a refusal ends it; what is unclear is sent again under its keys."""
    spot = Spot("", payloads.GUILD, payloads.CHANNEL)
    server.fail("message", Fault(), Fault(403, 50013))
    short = await corrector.announce(spot, LONG, "n" + "5" * 23)
    assert (short.fate, len(short.messages)) == (Fate.DONE, 1)
    assert short.why.startswith("cut short: ")
    server.fail("message", Fault(), Fault(503))
    unclear = await corrector.announce(spot, LONG, "n" + "6" * 23)
    assert unclear.fate is Fate.UNSURE


async def test_where_a_person_was_told_is_known(
    server: DiscordServer, corrector: DiscordCorrector
) -> None:
    """The direct message is found again by its channel and number."""
    reached = await corrector.tell(Spot("42"), REPLY, "n" + "7" * 23)
    assert (reached.channel, reached.messages[0]) in server.stands.messages
