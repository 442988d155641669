"""Discord: conversations by mention, in a channel, a thread and direct messages."""

from collections.abc import AsyncIterator

import pytest

from tests.fakes import discord_payloads as payloads
from tests.fakes.discord_server import DiscordServer, Fault
from tests.fakes.discord_wire import DiscordWire, Json, discord_wire
from tests.fakes.sample_desk import sample_app, sample_store

US = f"<@{payloads.APP_ID}>"


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    """Return Discord on this machine."""
    async with DiscordServer().running() as running:
        yield running


@pytest.fixture
async def wire(server: DiscordServer) -> AsyncIterator[DiscordWire]:
    """Return a person in the newsroom's channel, with the sample desk behind it."""
    async with discord_wire(sample_app(await sample_store()), server) as running:
        yield running


def replying(to: Json) -> Json:
    """Return the parts of a message that answers *to*."""
    reference = {"type": 0, "message_id": to["id"], "channel_id": payloads.CHANNEL}
    return {
        "type": 19,
        "message_reference": reference | {"guild_id": payloads.GUILD},
        "referenced_message": to,
    }


def answer_to(question: Json) -> Json:
    """Return our answer to *question* as Discord hands it over."""
    reference = {"type": 0, "message_id": question["id"], "channel_id": payloads.CHANNEL}
    ours = payloads.message("An answer", author=payloads.bot_user())
    return {**ours, "type": 19, "message_reference": reference}


async def test_a_thread_keeps_what_it_is_about(wire: DiscordWire) -> None:
    """In a thread and in direct messages, a follow-up is about what was shown there last."""
    here = {"channel_id": payloads.THREAD}
    await wire.mention("doctors salary", **here)
    await wire.mention("kenya-arrival")
    who = await wire.mention("who says so?", **here)
    assert who.payload["message_reference"]["channel_id"] == int(payloads.THREAD)
    assert "About doctors-salary, the claim shown here last." in who.text
    assert "Nation" in (await wire.mention("and Kenya?", **here)).text
    await wire.direct("castro-1957")
    assert "About castro-1957" in (await wire.direct("since when?")).text


async def test_in_a_channel_a_reply_goes_on_from_what_it_answers(wire: DiscordWire) -> None:
    """A reply is about the answer it replies to; without one it is what its writer saw last."""
    first = await wire.write(f"{US} doctors-salary")
    await wire.next()
    await wire.mention("castro-1957")
    other = payloads.user("43", "Ben")
    replied = await wire.mention("who says so?", author=other, **replying(answer_to(first)))
    assert "About doctors-salary" in replied.text
    assert "About castro-1957" in (await wire.mention("who says so?")).text
    unknown = payloads.message("Half is kept", author=other)
    assert (
        "Nothing was shown here" in (await wire.mention("who says so?", **replying(unknown))).text
    )


async def test_every_question_gets_its_own_answer(wire: DiscordWire) -> None:
    """They come in order, each as a reply with a nonce of its own, and the rest are counted."""
    names = ["castro-1957", "kenya-arrival", "venezuela-oil", "oas-conference", "living-stipend"]
    question = await wire.write(f"{US} " + "\n".join([*names, "ecuador-protests"]))
    nonces = []
    for name in names:
        taken = await wire.server.next()
        assert f"· {name} ·" in str(taken.payload)
        assert taken.payload["message_reference"]["message_id"] == int(question["id"])
        nonces.append(taken.payload["nonce"])
    assert nonces == [f"{question['id']}-{n}" for n in range(5)]
    assert "1 more question in that message got no answer" in (await wire.next()).text


async def test_a_follow_up_may_come_in_the_same_message(wire: DiscordWire) -> None:
    """The second question knows what the first has just shown."""
    await wire.write(f"{US} doctors-salary? And who says so?")
    await wire.next()
    assert "About doctors-salary" in (await wire.next()).text


async def test_a_bare_mention_looks_at_the_message_it_answers(wire: DiscordWire) -> None:
    """Its words are searched for; our own answer and a message that is gone get a sentence."""
    said = payloads.message("Half the pay is kept", author=payloads.user("43", "Ben"))
    assert "Breitbart News" in (await wire.mention("", **replying(said))).text
    ours = answer_to(said)
    assert "no question beside that mention" in (await wire.mention("", **replying(ours))).text
    gone = {**replying(said), "referenced_message": None}
    assert "is gone, or has no words" in (await wire.mention("", **gone)).text


async def test_what_is_quoted_is_looked_at_and_asks_nothing(wire: DiscordWire) -> None:
    """A mention in a quotation is not to us; beside our mention the quoted words are looked up."""
    await wire.write(f"> {US} castro-1957\nlook at this")
    await wire.write(f">>> {US} castro-1957\nand more")
    seen = await wire.mention("is it true?\n> half the pay is kept")
    assert seen.text.startswith("No claim is called “half the pay is kept”. Pick one:")


@pytest.mark.parametrize("words", ["🎉", "<:party:123456789012345678>", "<@43> <@&44>"])
async def test_a_ping_without_words_is_told_so(wire: DiscordWire, words: str) -> None:
    """Emoji and other people's names ask nothing, and nobody is pinged by the answer."""
    named = [payloads.bot_user(), payloads.user("43", "Ben")]
    await wire.write(f"{US} {words}", mentions=named)
    seen = await wire.next()
    assert "There is nothing in that to look for." in seen.text
    assert seen.payload["allowed_mentions"] == {"parse": [], "replied_user": False}


async def test_people_in_a_question_are_called_by_their_names(wire: DiscordWire) -> None:
    """An id means nothing to a reader."""
    ben = payloads.user("43", "Ben")
    await wire.write(f"{US} <@43> xylophones", mentions=[payloads.bot_user(), ben])
    assert "“@Ben xylophones”" in (await wire.next()).text


async def test_a_ping_of_8000_characters_gets_one_sentence(wire: DiscordWire) -> None:
    """It says how long it is and what to do."""
    seen = await wire.mention("pay " * 2_000)
    assert "7,999 characters, and at most 4,000 fit" in seen.text
    assert "Shorten it" in seen.text


async def test_nothing_is_answered_twice() -> None:
    """An edit is no new question, and neither is what was heard before a restart."""
    store = await sample_store()
    async with (
        DiscordServer().running() as server,
        discord_wire(sample_app(store), server) as wire,
    ):
        question = await wire.write(f"{US} doctors-salary", mentions=[payloads.bot_user()])
        await wire.next()
    # Another server, since Discord itself knows a repeat by its nonce for some minutes.
    async with (
        DiscordServer().running() as server,
        discord_wire(sample_app(store), server) as wire,
    ):
        await wire.server.gateway.dispatch("MESSAGE_CREATE", question)
        edited = {**question, "content": f"{US} kenya-arrival", "edited_timestamp": "2025-11-25"}
        await wire.server.gateway.dispatch("MESSAGE_UPDATE", edited)
        assert "castro-1957" in (await wire.mention("castro-1957")).text
        assert wire.silent()
        assert "About castro-1957" in (await wire.mention("who says so?")).text


async def test_it_never_speaks_unasked(wire: DiscordWire) -> None:
    """Nothing is said to talk around it, in a thread it answered in, by a bot or in reply to it."""
    here = {"channel_id": payloads.THREAD}
    question = await wire.write(f"{US} doctors-salary", **here)
    await wire.next()
    await wire.write("who says so?", **here)
    await wire.write("and Kenya?", **replying(answer_to(question)), mentions=[payloads.bot_user()])
    await wire.write("doctors-salary", author=payloads.user("50", "Bot", bot=True), **here)
    await wire.write(f"{US} pay", author=payloads.user("50", "Bot", bot=True), **here)
    await wire.write(f"{US} pay", webhook_id="51")
    await wire.write(f"{US} pay", author=payloads.bot_user())
    assert "About doctors-salary" in (await wire.mention("since when?", **here)).text
    assert wire.silent()


async def test_a_thread_that_is_gone_is_left_alone(server: DiscordServer) -> None:
    """A thread that was deleted meanwhile costs one attempt, and nothing is kept of the answer."""
    store = await sample_store()
    app = sample_app(store)
    async with discord_wire(app, server) as wire:
        server.fail("message", Fault(404, 10003))
        await wire.write(f"{US} doctors-salary", channel_id=payloads.THREAD)
        await wire.mention("castro-1957")
        await wire.settled(app)
        assert not server.faults["message"]
        assert await store.answers_with("doctors-salary") == []
        assert len(await store.answers_with("castro-1957")) == 1
