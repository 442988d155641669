"""Forms, typeahead, the global shortcut and the Home tab, over both ways of delivery."""

from collections.abc import AsyncIterator
from functools import partial

import pytest

from bot.adapters.slack import answering
from bot.core.pacing import answer_or_defer
from tests.fakes.slack_desk import QUOTE, Probe, desk_app
from tests.fakes.slack_server import Failure
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


async def test_bare_command_asks_for_its_words(wire: SlackWire, probe: Probe) -> None:
    """A bare /claim opens a form with a typeahead; the answer comes where the command was typed."""
    form = await wire.slash("claim")
    assert form.method == "views.open"
    select = form.view["blocks"][1]["element"]
    assert select["type"] == "external_select"
    assert select["min_query_length"] == 1
    ack = await wire.submit(form, {"field:slug": "doctors-salary"})
    assert ack.body == {}
    seen = await wire.next()
    assert (seen.method, seen.private) == ("respond", True)
    assert QUOTE in seen.text
    assert probe.doors == ["form"]


async def test_own_words_go_before_a_suggestion(wire: SlackWire, probe: Probe) -> None:
    """Words typed into the form are a question of their own."""
    form = await wire.slash("claim")
    await wire.submit(form, {"field:slug": "slug-1", "typed:slug": "nothing"})
    assert "Nothing on record" in (await wire.next()).text
    assert probe.asked == [("claim", {"slug": "nothing"})]


async def test_empty_form_says_what_is_missing(wire: SlackWire, probe: Probe) -> None:
    """A form without a choice keeps standing, with the sentence at its field."""
    ack = await wire.submit(await wire.slash("claim"), {})
    assert ack.body["response_action"] == "errors"
    assert "Choose one" in ack.body["errors"]["field:slug"]
    assert probe.asked == []


async def test_typeahead_suggests_within_slacks_limits(wire: SlackWire) -> None:
    """Suggestions are at most 25, and a long label goes on in the description."""
    options = await wire.typeahead("suggest:claim:slug", "R&amp;D")
    assert len(options) == 25
    assert options[0]["value"] == "slug-0"
    assert options[0]["text"]["text"].startswith("R&D form words")
    assert options[0]["description"]["text"].startswith("… ")


@pytest.mark.parametrize(
    ("action_id", "typed"),
    [
        ("suggest:claim:slug", "broken"),
        ("suggest:claim:slug", "slow"),
        ("suggest:claim:nothing", "x"),
        ("suggest:nothing:slug", "x"),
        ("something", "x"),
    ],
)
async def test_typeahead_that_fails_is_empty(
    wire: SlackWire, action_id: str, typed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A typeahead has no place for an error, so it is empty and in time."""
    monkeypatch.setattr("bot.core.app.SUGGEST_SECONDS", 0.1)
    assert await wire.typeahead(action_id, typed) == []


async def test_form_command_opens_a_form(wire: SlackWire, probe: Probe) -> None:
    """A command that needs a form opens it with its hints and values, and keeps its arguments."""
    form = await wire.slash("note", "doctors-salary")
    assert form.view["title"]["text"] == "Write a note"
    assert form.view["blocks"][1]["element"]["initial_value"] == "draft <&>"
    await wire.submit(form, {"field:text": "A & b", "typed:about": "pay"})
    seen = await wire.next()
    assert "Kept for doctors-salary: A & b" in seen.text
    assert seen.private
    wanted = {"slug": "doctors-salary", "text": "A & b", "about": "pay"}
    assert probe.asked[-1] == ("note-add", wanted)


async def test_field_problem_stands_at_its_field(wire: SlackWire) -> None:
    """What is wrong with a field is said there, and nothing that was typed is lost."""
    form = await wire.slash("note", "doctors-salary")
    ack = await wire.submit(form, {"field:text": "bad"})
    wanted = "That note is empty of words. Write a sentence."
    assert ack.body == {"response_action": "errors", "errors": {"field:text": wanted}}


@pytest.fixture
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have an answer put off after an instant."""
    monkeypatch.setattr(answering, "answer_or_defer", partial(answer_or_defer, patience=0.05))


@pytest.mark.usefixtures("_impatient")
async def test_slow_form_is_acknowledged_in_time(wire: SlackWire, probe: Probe) -> None:
    """A slow answer lets the form close; the answer, or its failure, follows."""
    form = await wire.slash("note", "doctors-salary")
    probe.gate.clear()
    ack = await wire.submit(form, {"field:text": "bad"})
    assert ack.body == {}
    probe.gate.set()
    assert "That note is empty" in (await wire.next()).text


async def test_form_from_a_button(wire: SlackWire, probe: Probe) -> None:
    """A button may lead to a form, opened by the trigger of the press."""
    card = await wire.slash("claim", "doctors-salary")
    await wire.click(card, "1:note?slug=doctors-salary")
    assert (await wire.next()).method == "views.open"


async def test_form_where_none_can_open_is_offered_by_a_button(wire: SlackWire) -> None:
    """A mention gives no leave to open a form, so a button asks for it."""
    offered = await wire.mention("note doctors-salary")
    assert offered.private
    form = await wire.press(offered, "Open the form")
    assert form.method == "views.open"
    late = await wire.slash("note", "doctors-salary", trigger_id="expired")
    assert "Open the form" in late.buttons


async def test_bare_command_with_a_late_trigger_still_answers(wire: SlackWire) -> None:
    """When the form cannot be opened, the person is told what to type."""
    seen = await wire.slash("claim", "", trigger_id="expired")
    assert seen.private
    assert "Code: unusable" in seen.text


async def test_forged_form_is_refused_in_its_place(wire: SlackWire) -> None:
    """A form whose memory cannot be read shows a sentence in place of itself."""
    form = await wire.slash("claim")
    form.view["private_metadata"] = "{}"
    ack = await wire.submit(form, {"field:slug": "x"})
    assert "cannot be read" in wire.updated(form, ack).text


async def test_global_shortcut_answers_in_the_modal(wire: SlackWire, probe: Probe) -> None:
    """Without a channel the answer takes the form's place, and its buttons work there."""
    form = await wire.shortcut("find")
    ack = await wire.submit(form, {"field:slug": "doctors-salary"})
    answer = wire.updated(form, ack)
    assert QUOTE in answer.text
    assert "Share here" not in answer.buttons
    pressed = await wire.press(answer, "History")
    assert pressed.method == "views.update"
    assert "page 1" in pressed.text
    await wire.click(answer, "1:note?slug=x")
    assert (await wire.next()).method == "views.push"


@pytest.mark.usefixtures("_impatient")
async def test_slow_answer_in_the_modal_follows(wire: SlackWire, probe: Probe) -> None:
    """A slow answer without a channel shows that the desk is looking, and then the answer."""
    form = await wire.shortcut("find")
    probe.gate.clear()
    ack = await wire.submit(form, {"field:slug": "doctors-salary"})
    assert "The desk is looking" in wire.updated(form, ack).text
    probe.gate.set()
    assert QUOTE in (await wire.next()).text


async def test_answer_too_long_for_a_modal_goes_on_in_messages(wire: SlackWire) -> None:
    """What a modal cannot hold is sent to the asker's own messages whole."""
    form = await wire.shortcut("find")
    answer = wire.updated(form, await wire.submit(form, {"field:slug": "wide"}))
    assert "row 0." in answer.text
    assert "row 149." not in answer.text
    await wire.settled()
    written = [await wire.next() for _ in range(4)]
    assert {seen.payload["channel"] for seen in written} == {"U1"}
    text = " ".join(seen.text for seen in written)
    assert all(f"row {n}." in text for n in range(150))
    assert wire.silent()


async def test_home_tab_shows_a_search_and_what_is_new(wire: SlackWire, probe: Probe) -> None:
    """The Home tab is published once, again when something is new, and shows what is chosen."""
    await wire.home()
    home = await wire.next()
    assert home.method == "views.publish"
    assert home.payload["user_id"] == "U1"
    assert "1 new claim" in home.text
    select = home.view["blocks"][0]["accessory"]
    assert select["type"] == "external_select"
    await wire.home()
    await wire.home("messages")
    await wire.settled()
    assert wire.silent()
    probe.recent = "2 new claims"
    await wire.home()
    assert "2 new claims" in (await wire.next()).text
    options = await wire.typeahead(select["action_id"], "doc", view={"type": "home"})
    assert options[0]["text"]["text"].startswith("doc home")
    chosen = await wire.choose(home, select["action_id"], "doctors-salary")
    assert chosen.method == "views.publish"
    assert QUOTE in chosen.text
    assert chosen.view["blocks"][0] == home.view["blocks"][0]
    assert "page 1" in (await wire.press(chosen, "History")).text


async def test_home_tab_that_failed_is_published_next_time(wire: SlackWire) -> None:
    """A failure to publish is not remembered as shown."""
    wire.server.fail("views.publish", Failure(error="internal_error"))
    await wire.home()
    await wire.settled()
    assert wire.silent()
    await wire.home()
    assert "1 new claim" in (await wire.next()).text


async def test_closing_a_view_is_acknowledged(wire: SlackWire) -> None:
    """Whatever is done to a view, Slack gets its acknowledgement."""
    for kind in ("view_closed", "view_submission"):
        view = {"type": "modal", "id": "V1", "callback_id": "answer"}
        payload = wire.interaction(kind, view=view)
        assert (await wire.delivery.deliver("interactive", payload)).status == 200
