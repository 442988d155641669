"""Discord: questions through every door, and who sees the answers."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.core.app import App
from bot.core.policy import Policy
from bot.core.reply import Action
from bot.core.request import Door
from bot.core.tokens import encode
from tests.fakes import discord_payloads as payloads
from tests.fakes.discord_desk import Probe, desk_app
from tests.fakes.discord_server import DiscordServer
from tests.fakes.discord_wire import DiscordWire, discord_wire


@pytest.fixture
def probe() -> Probe:
    """Return what remembers the questions that reach the desk."""
    return Probe()


@pytest.fixture
def app(probe: Probe) -> App:
    """Return the core over the test desk."""
    return desk_app(probe)


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    """Return Discord on this machine, which ends the test with whatever it would have refused."""
    async with DiscordServer().running() as running:
        yield running


@pytest.fixture
async def wire(server: DiscordServer, app: App) -> AsyncIterator[DiscordWire]:
    """Return a person in the newsroom's channel."""
    async with discord_wire(app, server) as running:
        yield running


async def test_a_slash_command_is_answered_privately_with_the_whole_card(wire: DiscordWire) -> None:
    """Attribution, quotation, figures, link, others and note reach the asker alone, in order."""
    seen = await wire.slash("claim", slug="doctors-salary")
    assert seen.private
    assert seen.text.split("\n\n") == [
        "Nearest match",
        "The Ministry of Health, in The Daily, 3 March 2025: doctors-salary",
        "“We pay doctors 4 100 euros, not *more*” — Jane O’Neill",
        "Claim: Not checked\nFigure: 4 100 EUR",
        "See the report (example.org).",
        "Also on record\n• OAS: said 3 900\n• A reader: said nothing",
        "Topic: pay",
    ]
    assert list(seen.buttons) == ["Open", "History", "Add a note", "Share here"]
    assert seen.payload["allowed_mentions"] == {"parse": []}


async def test_the_question_reaches_the_desk_with_its_asker_and_place(
    wire: DiscordWire, probe: Probe
) -> None:
    """The request says who asked, in which server and channel, and through which door."""
    await wire.slash("claim", slug="pay", since=2020)
    (request,) = probe.requests
    assert probe.asked == [("claim", {"slug": "pay", "page": 1, "since": 2020})]
    assert (request.actor.id, request.actor.name, request.door) == ("42", "Ana", Door.COMMAND)
    assert request.place.workspaces == {payloads.GUILD}
    assert (request.place.channel, request.place.thread) == (payloads.CHANNEL, "")


async def test_a_command_in_a_thread_belongs_to_the_channel_of_the_thread(
    wire: DiscordWire, probe: Probe
) -> None:
    """A thread's rules are those of the channel it hangs from."""
    wire.place = {"channel_id": payloads.THREAD}
    await wire.slash("claim", slug="pay")
    place = probe.requests[0].place
    assert (place.channel, place.thread) == (payloads.CHANNEL, payloads.THREAD)


async def test_a_command_in_a_direct_message_may_come_from_any_server(
    server: DiscordServer, app: App, probe: Probe
) -> None:
    """In a direct message there is nobody to share with, and every server of ours is possible."""
    server.gateway.guilds = [payloads.GUILD, payloads.OTHER_GUILD]
    async with discord_wire(app, server) as wire:
        wire.place = {"channel_id": payloads.DM_CHANNEL}
        seen = await wire.slash("claim", slug="pay")
    assert (seen.private, "Share here" in seen.buttons) == (True, False)
    place = probe.requests[0].place
    assert place.direct
    assert place.workspaces == {payloads.GUILD, payloads.OTHER_GUILD}


async def test_sharing_repeats_the_card_in_public_and_names_who_shared(wire: DiscordWire) -> None:
    """“Share here” posts a new message for all, and leaves the private one alone."""
    private = await wire.slash("claim", slug="pay")
    shared = await wire.press(private, "Share here")
    assert (shared.private, shared.kind) == (False, "answer")
    assert "Shared by Ana" in shared.text
    assert "Share here" not in shared.buttons


async def test_a_public_channel_gets_public_answers_and_private_failures(
    server: DiscordServer, probe: Probe
) -> None:
    """Where slash commands answer in public, a failure still goes to the asker alone."""
    app = desk_app(probe, Policy(public_channels=frozenset({payloads.CHANNEL})))
    async with discord_wire(app, server) as wire:
        assert not (await wire.slash("claim", slug="pay")).private
        assert (await wire.slash("claim", slug="unusable")).private


async def test_a_slow_answer_is_deferred_and_stays_private(wire: DiscordWire, probe: Probe) -> None:
    """A slow answer is announced with the ephemeral flag, and then edited in."""
    probe.gate.clear()
    await wire.begin(2, _slash("pay"))
    deferral = await wire.server.next()
    assert (deferral.kind, deferral.payload) == ("deferral", {"flags": 64})
    probe.gate.set()
    seen = await wire.next()
    assert (seen.kind, seen.private) == ("edit", True)
    assert "Not checked" in seen.text
    assert wire.silent()


async def test_a_slow_public_answer_is_deferred_and_edited_in_public(
    wire: DiscordWire, probe: Probe
) -> None:
    """What is to be public is deferred without the flag."""
    probe.gate.clear()
    token = encode(Action("", "claim", {"slug": "pay", "share": "1"}))
    await wire.begin(3, {"custom_id": token, "component_type": 2}, _pressed(private=True))
    deferral = await wire.server.next()
    assert (deferral.kind, deferral.private) == ("deferral", False)
    probe.gate.set()
    seen = await wire.next()
    assert (seen.kind, seen.private) == ("edit", False)


async def test_a_failure_after_a_public_deferral_is_told_in_private(
    wire: DiscordWire, probe: Probe
) -> None:
    """The public placeholder is taken back, and the asker alone reads what went wrong."""
    probe.gate.clear()
    token = encode(Action("", "claim", {"slug": "explode", "share": "1"}))
    await wire.begin(3, {"custom_id": token, "component_type": 2}, _pressed(private=False))
    assert (await wire.server.next()).kind == "deferral"
    probe.gate.set()
    seen = await wire.next()
    assert [taken.kind for taken in wire.passed] == ["delete"]
    assert (seen.kind, seen.private) == ("follow-up", True)
    assert "went wrong on our side" in seen.text
    assert "secret" not in seen.text


async def test_a_form_command_opens_a_form_at_once_and_its_answer_is_private(
    wire: DiscordWire, probe: Probe
) -> None:
    """A form is the first thing Discord hears, and sending it asks the command it names."""
    form = await wire.slash("note", slug="pay")
    assert form.kind == "form"
    assert form.payload["title"] == "Write a note"
    inputs = [p["component"] for p in form.payload["components"] if p["type"] == 18]
    assert [(box["custom_id"], box["style"], box.get("value")) for box in inputs] == [
        ("text", 2, "draft"),
        ("about", 1, None),
    ]
    kept = await wire.submit(form, text="Ask them again", about="")
    assert (kept.text, kept.private) == ("Kept for pay: Ask them again", True)
    assert probe.requests[-1].door is Door.FORM
    assert probe.asked[-1] == ("note-add", {"slug": "pay", "text": "Ask them again", "about": ""})


async def test_a_form_is_never_deferred(wire: DiscordWire, probe: Probe) -> None:
    """Even a slow form is the first answer, because a modal cannot come after a deferral."""
    probe.gate.clear()
    await wire.begin(2, {"id": "1", "name": "note", "type": 1, "options": []})
    with pytest.raises(TimeoutError):
        await _within(wire, 0.15)
    probe.gate.set()
    assert (await wire.next()).kind == "form"
    assert wire.passed == []


async def test_a_button_opens_a_form_at_once(wire: DiscordWire) -> None:
    """A press that leads to a form command is answered with the form."""
    seen = await wire.slash("claim", slug="pay")
    form = await wire.press(seen, "Add a note")
    assert (form.kind, form.payload["custom_id"]) == ("form", "1:note-add?slug=pay")


async def test_a_form_after_a_form_is_offered_as_a_button(wire: DiscordWire) -> None:
    """Discord takes no form in answer to a form, so a button opens it."""
    seen = await wire.submit_token(encode(Action("", "again")))
    assert (seen.kind, seen.private) == ("answer", True)
    assert (await wire.press(seen, "Once more")).kind == "form"


async def test_a_message_menu_asks_with_the_words_of_the_message(
    wire: DiscordWire, probe: Probe
) -> None:
    """The menu of any message passes its words to the command, and answers in private."""
    seen = await wire.menu("Find claims about this", "Doctors get 4 100 euros", author=_other())
    assert seen.private
    assert probe.asked[0][1]["slug"] == "Doctors get 4 100 euros"
    assert probe.requests[0].door is Door.MENU


async def test_a_menu_on_a_bare_embed_asks_with_the_words_of_the_embed(
    wire: DiscordWire, probe: Probe
) -> None:
    """A message that is only an embed still has words to look up."""
    embed = {"type": "rich", "title": "Doctors’ pay", "description": "4 100 euros"}
    await wire.menu("Find claims about this", "", embeds=[embed])
    assert probe.asked[0][1]["slug"] == "Doctors’ pay\n4 100 euros"


async def test_a_page_turn_redraws_a_private_message(wire: DiscordWire) -> None:
    """The message that was pressed shows the next page; no second message appears."""
    first = await wire.press_token(encode(Action("", "history", {"slug": "pay"})), private=True)
    second = await wire.press(first, "Older")
    assert (second.kind, second.text) == ("redraw", "History of pay, page 2")


async def test_a_slow_page_turn_redraws_too(wire: DiscordWire, probe: Probe) -> None:
    """A slow page turn is deferred as a redraw and edited in."""
    probe.gate.clear()
    token = encode(Action("", "history", {"slug": "pay"}))
    await wire.begin(3, {"custom_id": token, "component_type": 2}, _pressed(private=True))
    assert (await wire.server.next()).kind == "redraw deferral"
    probe.gate.set()
    assert (await wire.next()).kind == "edit"


async def test_a_slow_answer_that_does_not_replace_leaves_the_pressed_message(
    wire: DiscordWire, probe: Probe
) -> None:
    """A slow press whose answer stands by itself adds a private message."""
    probe.gate.clear()
    token = encode(Action("", "claim", {"slug": "pay"}))
    await wire.begin(3, {"custom_id": token, "component_type": 2}, _pressed(private=True))
    assert (await wire.server.next()).kind == "redraw deferral"
    probe.gate.set()
    seen = await wire.next()
    assert (seen.kind, seen.private) == ("follow-up", True)


async def test_a_press_never_changes_a_public_message(wire: DiscordWire) -> None:
    """On a message that all can read, a page turn is a new answer for the one who pressed."""
    token = encode(Action("", "history", {"slug": "pay"}))
    seen = await wire.press_token(token, private=False)
    assert (seen.kind, seen.private) == ("answer", True)


@pytest.mark.parametrize(
    ("token", "sentence"),
    [
        ("0:claim?slug=pay", "belongs to another version"),
        ("made-by-somebody-else", "cannot be read"),
        ("1:claim?slug=a&slug=b", "cannot be read"),
        ("1:gone?slug=a", "There is no command /gone."),
        ("1:claim?slug=pay&shade=1", "has no option “shade”"),
    ],
)
async def test_a_forged_or_old_button_gets_a_private_sentence(
    wire: DiscordWire, token: str, sentence: str
) -> None:
    """Whatever a client sends as a button is read as untrusted, and answered in private."""
    seen = await wire.press_token(token, private=False)
    assert seen.private
    assert sentence in seen.text


async def test_a_forged_form_gets_a_private_sentence(wire: DiscordWire) -> None:
    """The same holds for a form."""
    seen = await wire.submit_token("nonsense", text="x")
    assert (seen.private, "cannot be read" in seen.text) == (True, True)


async def test_buttons_work_after_a_restart(server: DiscordServer, probe: Probe) -> None:
    """A new process answers the buttons that an older one sent."""
    async with discord_wire(desk_app(probe), server) as before:
        seen = await before.slash("claim", slug="pay")
    async with discord_wire(desk_app(probe), server) as after:
        assert "History of pay" in (await after.press(seen, "History")).text


async def test_an_unknown_server_is_turned_away_at_every_door(
    server: DiscordServer, probe: Probe
) -> None:
    """A server that is not on the list gets a sentence, and its question never reaches the desk."""
    app = desk_app(probe, Policy(workspaces={"discord": frozenset({"1"})}))
    async with discord_wire(app, server) as wire:
        seen = await wire.slash("claim", slug="pay")
        assert (seen.private, "does not answer in this workspace" in seen.text) == (True, True)
        for other in (
            await wire.press_token("1:claim?slug=pay"),
            await wire.press_token("forged"),
            await wire.mention("pay"),
            await wire.mention("/claim"),
            await wire.direct("pay"),
        ):
            assert "does not answer in this workspace" in other.text
    assert probe.asked == []


async def test_new_questions_are_put_off_while_stopping(wire: DiscordWire, app: App) -> None:
    """After `stop`, whoever asks is told to ask again, as long as the connection is open."""
    app.stop()
    seen = await wire.slash("claim", slug="pay")
    assert (seen.private, "restarting" in seen.text) == (True, True)


def _slash(slug: str) -> dict[str, object]:
    option = {"name": "slug", "type": 3, "value": slug}
    return {"id": "1", "name": "claim", "type": 1, "options": [option]}


def _pressed(*, private: bool) -> dict[str, object]:
    return payloads.message("", author=payloads.bot_user(), flags=64 if private else 0)


def _other() -> dict[str, object]:
    return payloads.user("43", "Ben")


async def _within(wire: DiscordWire, seconds: float) -> None:
    async with asyncio.timeout(seconds):
        await wire.next()
