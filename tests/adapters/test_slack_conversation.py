"""What people do on Slack and what they see, over Socket Mode and over HTTP alike."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.core.policy import Policy
from bot.core.reply import Action
from bot.core.tokens import encode
from tests.fakes.slack_desk import HOSTILE, QUOTE, Probe, desk_app
from tests.fakes.slack_wire import SlackWire, slack_wire


@pytest.fixture
def probe() -> Probe:
    """What the test desk was asked."""
    return Probe()


@pytest.fixture(params=["socket", "http"])
async def wire(request: pytest.FixtureRequest, probe: Probe) -> AsyncIterator[SlackWire]:
    """People on Slack, once for each way of delivery."""
    async with slack_wire(desk_app(probe), request.param) as wire:
        yield wire


async def test_slash_command_answers_privately_and_completely(wire: SlackWire) -> None:
    """The card comes to the asker alone, letter for letter, in the text and in the blocks."""
    seen = await wire.slash("claim", "doctors-salary")
    assert seen.private
    assert seen.method == "respond"
    for words in (QUOTE, "Jane O’Neill", "4 100 EUR", "Not checked", HOSTILE, "Nearest match"):
        assert words in seen.text
        assert words in seen.shown
    assert seen.payload["unfurl_links"] is False
    assert seen.payload["unfurl_media"] is False
    assert set(seen.buttons) == {"Open", "History", "Share here"}


async def test_slash_text_is_unescaped_exactly_once(wire: SlackWire, probe: Probe) -> None:
    """What was typed reaches the desk letter for letter, entities and all."""
    await wire.slash("claim", "R&D <5% &amp; “pay”")
    assert probe.asked == [("claim", {"slug": "R&D <5% &amp; “pay”"})]


async def test_link_shows_its_host(wire: SlackWire) -> None:
    """A link's label cannot hide where it leads."""
    seen = await wire.slash("claim", "doctors-salary")
    assert "the report (example.org)" in seen.shown
    assert "https://example.org/report?a=1&b=2" in seen.text


async def test_usage_problem_is_told_privately(wire: SlackWire) -> None:
    """Words where none are taken give a private sentence with the next step."""
    seen = await wire.slash("onrecord", "some words")
    assert seen.private
    assert "Code: unusable" in seen.text


async def test_unknown_command_is_answered(wire: SlackWire) -> None:
    """A command that the manifest still has but the desk does not gets a sentence, not silence."""
    seen = await wire.slash("gone", "x")
    assert seen.private
    assert "Code: unknown-command" in seen.text


async def test_failure_is_polite_private_and_keeps_its_secret(wire: SlackWire) -> None:
    """An exception in a handler gives a reference and no detail, even to a public mention."""
    for seen in (await wire.slash("claim", "explode"), await wire.mention("explode")):
        assert seen.private
        assert "reference" in seen.text
        assert "Code: unexpected" in seen.text
        assert "secret detail" not in seen.text


async def test_failure_outside_the_core_is_told_too(
    wire: SlackWire, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An exception while the question is read gives a private sentence as well."""
    from bot.adapters.slack import commands

    def broken(*_args: object) -> None:
        raise RuntimeError("a secret detail")

    monkeypatch.setattr(commands, "read_command", broken)
    seen = await wire.slash("claim", "x")
    assert seen.private
    assert "Code: unexpected" in seen.text


async def test_mention_is_answered_in_its_thread(wire: SlackWire) -> None:
    """A mention gets a public answer, in the thread it stands in or in one of its own."""
    threaded = await wire.mention("doctors-salary", thread="1699.5")
    assert not threaded.private
    assert threaded.payload["thread_ts"] == "1699.5"
    own = await wire.mention("doctors-salary", ts="1700.7")
    assert own.payload["thread_ts"] == "1700.7"
    assert own.payload["channel"] == "C1"


async def test_mention_reads_words_not_markup(wire: SlackWire, probe: Probe) -> None:
    """Links, people and channels in a mention reach the desk as the words they are shown by."""
    await wire.mention("claim <https://x.org|x.org> &amp; <#C2|desk> <@U7> <https://y.org>")
    assert probe.asked == [("claim", {"slug": "x.org & #desk @U7 https://y.org"})]
    assert probe.doors == ["mention"]


async def test_mention_without_words_welcomes(wire: SlackWire) -> None:
    """Nothing but the name shows what there is."""
    assert "Welcome" in (await wire.mention("")).text


async def test_mention_that_fails_is_answered_to_the_asker_alone(wire: SlackWire) -> None:
    """A usage problem does not fill the channel."""
    seen = await wire.mention("/nonsense", thread="1699.5")
    assert seen.method == "chat.postEphemeral"
    assert seen.payload["user"] == "U1"
    assert seen.payload["thread_ts"] == "1699.5"


async def test_direct_message_is_answered(wire: SlackWire, probe: Probe) -> None:
    """Words to the bot are a question, answered where they were written and without Share."""
    seen = await wire.direct("doctors-salary")
    assert (seen.method, seen.payload["channel"]) == ("chat.postMessage", "D1")
    assert probe.doors == ["direct"]
    assert "Share here" not in seen.buttons


@pytest.mark.parametrize(
    "odd",
    [{"subtype": "file_share"}, {"subtype": "thread_broadcast"}, {"channel_type": ""}],
    ids=["file", "broadcast", "kind-unsaid"],
)
async def test_words_with_a_file_and_other_direct_words_are_answered(
    wire: SlackWire, odd: dict[str, str]
) -> None:
    """A question is one also with a file beside it, or shown in the channel as well."""
    assert (await wire.direct("doctors-salary", **odd)).payload["channel"] == "D1"


@pytest.mark.parametrize(
    "odd",
    [
        {"subtype": "message_changed"},
        {"bot_id": "B9"},
        {"user": "UBOT"},
        {"channel_type": "channel"},
    ],
    ids=["edit", "bot", "own", "channel"],
)
async def test_what_is_no_question_is_ignored(
    wire: SlackWire, probe: Probe, odd: dict[str, str]
) -> None:
    """Edits, bots, our own words and channel talk are acknowledged and not answered."""
    ack = await wire.hear(wire.direct_message("doctors-salary", **odd))
    assert ack.status == 200
    await wire.settled()
    assert probe.asked == []


async def test_event_delivered_again_is_answered_once(wire: SlackWire, probe: Probe) -> None:
    """A retry of an event, and the same message as another event, give no second answer."""
    event = wire.direct_message("doctors-salary")
    await wire.hear(event, event_id="Ev1")
    await wire.next()
    await wire.hear(event, event_id="Ev1", attempt=1)
    await wire.hear({**event, "ts": "17.9"}, event_id="Ev1", attempt=2)
    await wire.hear(event, event_id="Ev2")
    await wire.settled()
    assert len(probe.asked) == 1
    assert wire.silent()


async def test_unhandled_events_are_acknowledged(wire: SlackWire) -> None:
    """Slack never meets a 404, whatever was subscribed."""
    for kind in ("reaction_added", "app_uninstalled", "tokens_revoked", "team_join"):
        assert (await wire.hear({"type": kind, "event_ts": "1.1"})).status == 200


async def test_button_is_a_command(wire: SlackWire, probe: Probe) -> None:
    """A press runs its command and redraws the private message that was pressed."""
    card = await wire.slash("claim", "doctors-salary")
    history = await wire.press(card, "History")
    assert history.payload["replace_original"] is True
    older = await wire.press(history, "Older")
    assert "page 2" in older.text
    assert probe.doors == ["command", "button", "button"]


async def test_public_message_is_never_changed_by_a_press(wire: SlackWire) -> None:
    """A press on a public answer gives the presser a message of their own, in the thread."""
    card = await wire.mention("doctors-salary", thread="1699.5")
    history = await wire.press(card, "History")
    assert history.payload["replace_original"] is False
    assert history.private
    assert history.payload["thread_ts"] == "1699.5"


async def test_share_repeats_the_card_in_public(wire: SlackWire) -> None:
    """Share here posts what was seen for all, and says who shared it."""
    card = await wire.slash("claim", "doctors salary")
    shared = await wire.press(card, "Share here")
    assert not shared.private
    assert shared.method == "chat.postMessage", "what is posted can be corrected later"
    assert "Shared by ada" in shared.text
    assert "doctors salary" in shared.text


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("rm -rf", "Code: bad-button"),
        ("0:claim?slug=x", "Code: bad-button"),
        ("1:nonsense", "Code: unknown-command"),
        ("1:history?page=zero", "Code: unusable"),
        ("", "Code: bad-button"),
        ("1:claim?evil=1", "Code: unusable"),
    ],
)
async def test_forged_or_old_button_gets_a_private_sentence(
    wire: SlackWire, value: str, said: str
) -> None:
    """Whatever a client sends in a button, the answer is a sentence to that person alone."""
    card = await wire.mention("doctors-salary")
    await wire.click(card, value)
    seen = await wire.next()
    assert seen.private
    assert said in seen.text
    assert seen.payload["replace_original"] is False


async def test_message_shortcut_asks_about_the_message(wire: SlackWire, probe: Probe) -> None:
    """The text of a message goes to the command, and the answer to the asker, in the thread."""
    message = {"text": "They pay &lt;5", "ts": "1.2", "thread_ts": "1.0", "user": "U5"}
    seen = await wire.menu("menu:claim", message)
    assert seen.private
    assert seen.payload["thread_ts"] == "1.0"
    assert probe.asked == [("claim", {"slug": "They pay <5"})]
    assert probe.doors == ["menu"]


async def test_message_without_text_is_told_so(wire: SlackWire) -> None:
    """A message that is only a picture gives a sentence, not silence."""
    seen = await wire.menu("menu:claim", {"text": "", "ts": "1.2", "user": "U5"})
    assert "Code: unusable" in seen.text


async def test_shortcut_of_an_older_manifest_is_answered(wire: SlackWire) -> None:
    """A shortcut that is gone says so."""
    seen = await wire.menu("menu:gone", {"text": "x", "ts": "1.2"})
    assert "not offered any more" in seen.text


async def test_ack_does_not_wait_for_the_answer(wire: SlackWire, probe: Probe) -> None:
    """Slack is acknowledged at once however long the desk takes, and the answer still comes."""
    probe.gate.clear()
    loop = asyncio.get_running_loop()
    began = loop.time()
    await wire.type("claim", "doctors-salary")
    await wire.hear(wire.direct_message("doctors-salary"))
    assert loop.time() - began < 1.0
    probe.gate.set()
    assert {(await wire.next()).method, (await wire.next()).method} == {
        "respond",
        "chat.postMessage",
    }


async def test_long_answer_comes_in_several_messages(wire: SlackWire) -> None:
    """What does not fit in one message goes on in the next; no word is lost, past five as well."""
    seen = [await wire.slash("claim", "long")]
    await wire.settled()
    while not wire.silent():
        seen.append(await wire.next())
    assert sum(message.text.count("word&<>") for message in seen) == 3000
    assert all(message.private for message in seen)
    assert [message.method for message in seen[:6]] == ["respond"] * 5 + ["chat.postEphemeral"]
    assert all("Long (continued)" in message.text for message in seen[1:])


async def test_prefix_keeps_out_of_another_apps_way(probe: Probe) -> None:
    """With a prefix, the prefixed command is ours."""
    async with slack_wire(desk_app(probe), command_prefix="desk-") as wire:
        assert (await wire.slash("desk-claim", "doctors-salary")).private
    assert probe.asked == [("claim", {"slug": "doctors-salary"})]


async def test_public_channel_answers_in_public(probe: Probe) -> None:
    """Where the desk says so, a slash command answers for all."""
    app = desk_app(probe, Policy(public_channels=frozenset({"C1"})))
    async with slack_wire(app) as wire:
        assert not (await wire.slash("claim", "doctors-salary")).private


@pytest.mark.parametrize("mode", ["socket", "http"])
async def test_unknown_workspace_is_refused_at_every_door(probe: Probe, mode: str) -> None:
    """A workspace that is not on the list gets a private refusal and no suggestions."""
    app = desk_app(probe, Policy(workspaces={"slack": frozenset({"T9"})}))
    async with slack_wire(app, mode) as wire:
        token = encode(Action("", "claim", {"slug": "x"}))
        card = await wire.slash("claim", "x")
        await wire.click(card, token)
        for seen in (card, await wire.next(), await wire.mention("x"), await wire.direct("x")):
            assert seen.private
            assert "Code: not-allowed" in seen.text
        assert await wire.typeahead("suggest:claim:slug", "doc") == []
        await wire.type("claim", "x", team_id="")
        assert "Code: not-allowed" in (await wire.next()).text
    assert probe.asked == []


async def test_question_after_stop_is_told_to_come_back(wire: SlackWire, probe: Probe) -> None:
    """While the program stops, what is in flight gets out and new questions get a sentence."""
    probe.gate.clear()
    await wire.type("claim", "doctors-salary")
    wire.adapter._app.stop()
    assert "Code: restarting" in (await wire.slash("claim", "other")).text
    probe.gate.set()
    assert QUOTE in (await wire.next()).text
    await wire.settled()


async def test_answer_in_flight_survives_the_end_of_run(wire: SlackWire, probe: Probe) -> None:
    """An answer that was promised is sent before the connections close."""
    probe.gate.clear()
    await wire.type("claim", "doctors-salary")
    await wire.stop_running()
    probe.gate.set()
    assert QUOTE in (await wire.next()).text
    await wire.settled()
