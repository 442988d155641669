"""Slack: conversations by mention, in a channel, a thread and direct messages."""

from collections.abc import AsyncIterator

import pytest

from bot.core.policy import Policy
from tests.fakes.sample_desk import sample_app, sample_store
from tests.fakes.slack_server import BOT_ID, BOT_USER, SCOPES, Failure
from tests.fakes.slack_wire import Json, SlackWire, slack_wire

US = f"<@{BOT_USER}>"


@pytest.fixture
async def wire() -> AsyncIterator[SlackWire]:
    """People on Slack, with the sample desk behind it."""
    async with slack_wire(sample_app(await sample_store()), "socket") as wire:
        yield wire


def mention(wire: SlackWire, text: str, **over: object) -> Json:
    """Return the event of a mention, its text as it is."""
    return {
        "type": "app_mention",
        "user": wire.user,
        "text": text,
        "ts": wire.server.number("1700000001."),
        "channel": wire.channel,
        **over,
    }


async def test_a_thread_keeps_what_it_is_about(wire: SlackWire) -> None:
    """A follow-up under an answer is about what was shown there, and stays in the thread."""
    await wire.mention("doctors salary", ts="1700.7")
    await wire.mention("castro-1957", ts="1700.9")
    who = await wire.mention("who says so?", thread="1700.7")
    assert "About doctors-salary, the claim shown here last." in who.text
    assert who.payload["thread_ts"] == "1700.7"
    assert "Nation" in (await wire.mention("and Kenya?", thread="1700.7")).text
    last = await wire.mention("since when?", ts="1701.1")
    assert "About castro-1957" in last.text
    assert last.payload["thread_ts"] == "1701.1"
    await wire.direct("kenya-arrival")
    assert "About kenya-arrival" in (await wire.direct("who says so?")).text


async def test_every_question_gets_its_own_answer(wire: SlackWire) -> None:
    """They come in order in one thread, an unreadable one too, and the rest are counted."""
    names = ["castro-1957", "kenya-arrival", "/nonsense", "venezuela-oil", "who says so?"]
    text = f"{US} " + "\n".join([*names, "ecuador-protests", "pay"])
    await wire.hear(mention(wire, text, ts="1700.7"))
    said = ["castro-1957", "kenya-arrival", "/nonsense", "venezuela-oil", "About venezuela-oil"]
    for words in [*said, "2 more questions in that message got no answer"]:
        seen = await wire.next()
        assert words in seen.text
        assert seen.payload.get("thread_ts") == "1700.7" or seen.private


async def test_a_bare_mention_looks_at_what_its_thread_hangs_from(wire: SlackWire) -> None:
    """Where Slack hands that message over, its words are searched for."""
    async with slack_wire(
        sample_app(await sample_store()), "socket", scopes=f"{SCOPES},channels:history"
    ) as able:
        parents = able.server.parents
        parents["C1", "1700.1"] = {"user": "U7", "text": f"{US} half the pay is &lt;kept&gt;"}
        parents["C1", "1700.2"] = {"user": BOT_USER, "bot_id": BOT_ID, "text": "An answer"}
        parents["C1", "1700.3"] = {"user": "U7", "text": ""}
        assert "Breitbart News" in (await able.mention("", thread="1700.1")).text
        own = await able.mention("", thread="1700.2")
        assert own.private
        assert "no question beside that mention" in own.text
        assert "has no words" in (await able.mention("", thread="1700.3")).text
        assert "does not let Onrecord read" in (await able.mention("", thread="1700.4")).text
    refused = await wire.mention("", thread="1700.1")
    assert "does not let Onrecord read" in refused.text
    assert "“Find claims about this”" in refused.text
    assert not wire.server.calls["conversations.replies"]


async def test_what_is_quoted_is_looked_at_and_asks_nothing(wire: SlackWire) -> None:
    """A mention in a quotation is not to us; beside our mention the quoted words are looked up."""
    await wire.hear(mention(wire, f"&gt; {US} castro-1957\nlook at this"))
    seen = await wire.mention("is it true?\n&gt; half the pay is kept")
    assert seen.text.startswith("No claim is called “half the pay is kept”. Pick one:")


@pytest.mark.parametrize("words", [":tada:", "🎉", "<@U7>"])
async def test_a_ping_without_words_is_told_so(wire: SlackWire, words: str) -> None:
    """Emoji and other people's names ask nothing; only the asker is told."""
    seen = await wire.mention(words)
    assert seen.private
    assert "There is nothing in that to look for." in seen.text


async def test_a_ping_of_8000_characters_gets_one_sentence(wire: SlackWire) -> None:
    """It says how long it is and what to do."""
    seen = await wire.mention("pay " * 2_000)
    assert seen.private
    assert "7,999 characters, and at most 4,000 fit" in seen.text


async def test_nothing_is_answered_twice() -> None:
    """An edit is no new question, and neither is what comes again after a restart."""
    store = await sample_store()
    async with slack_wire(sample_app(store), "socket") as wire:
        question = mention(wire, f"{US} doctors-salary", ts="1700.7")
        await wire.hear(question, event_id="Ev1")
        await wire.next()
        edited = {**question, "text": f"{US} kenya-arrival", "edited": {"ts": "1700.8"}}
        await wire.hear(edited)
        direct = wire.direct_message("", subtype="message_changed", message={**edited})
        await wire.hear(direct)
        assert "About doctors-salary" in (await wire.mention("who says so?", thread="1700.7")).text
    async with slack_wire(sample_app(store), "socket") as wire:
        await wire.hear(question, event_id="Ev1", attempt=1)
        await wire.hear(edited)
        assert "About doctors-salary" in (await wire.mention("who says so?", thread="1700.7")).text
        assert wire.silent()


async def test_it_never_speaks_unasked(wire: SlackWire) -> None:
    """Nothing is said to talk in a thread it answered in, nor to bots, nor to its own words."""
    await wire.mention("doctors-salary", ts="1700.7")
    talk = {"type": "message", "channel_type": "channel", "thread_ts": "1700.7"}
    await wire.hear(mention(wire, "who says so?", **talk))
    await wire.hear(mention(wire, f"{US} pay", bot_id="B7"))
    await wire.hear(mention(wire, f"{US} pay", subtype="bot_message"))
    await wire.hear(mention(wire, f"{US} pay", user=BOT_USER))
    await wire.hear(wire.direct_message("pay", bot_id=BOT_ID, user=BOT_USER))
    assert "About doctors-salary" in (await wire.mention("since when?", thread="1700.7")).text
    assert wire.silent()


async def test_a_thread_that_is_gone_is_said_to_the_asker(wire: SlackWire) -> None:
    """Where the thread was deleted meanwhile, only the asker hears of it, in the channel."""
    gone = Failure(error="thread_not_found")
    wire.server.fail("chat.postMessage", gone, gone)
    seen = await wire.mention("doctors-salary", thread="1700.7")
    assert seen.private
    assert "thread_ts" not in seen.payload
    assert "The thread you asked in is gone" in seen.text


async def test_another_workspace_is_refused_once() -> None:
    """However many questions a message has, a workspace that may not ask hears so once."""
    policy = Policy(workspaces={"slack": frozenset({"T9"})})
    app = sample_app(await sample_store(), policy)
    async with slack_wire(app, "socket") as wire:
        seen = await wire.mention("doctors-salary\nkenya-arrival")
        assert "does not answer in this workspace" in seen.text
        assert await app.drain(5.0)
        assert wire.silent()
