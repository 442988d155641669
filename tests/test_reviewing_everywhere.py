"""Reviewing, signing off and adding by hand, through both platforms' own clients."""

from collections.abc import AsyncIterator

import pytest

from bot.core.app import App
from tests.fakes.discord_server import DiscordServer
from tests.fakes.discord_wire import DiscordWire, discord_wire
from tests.fakes.slack_wire import SlackWire, slack_wire

SLUG = "doctors-salary"
REVIEW = {"rating": "supported", "why": "The list has it.", "link": "https://a.example.org/list"}
ADDED = {
    "statement": "Mara Oben told the council that the bridge closes.",
    "who": "Mara Oben: told",
    "exact": "the bridge closes",
    "where": "https://gazette.example/bridge 2026-11-20",
    "slug": "bridge-closing",
}


@pytest.fixture
async def discord(app: App) -> AsyncIterator[DiscordWire]:
    """People on Discord."""
    async with DiscordServer().running() as server, discord_wire(app, server) as wire:
        yield wire


@pytest.fixture
async def slack(app: App) -> AsyncIterator[SlackWire]:
    """People on Slack."""
    async with slack_wire(app) as wire:
        yield wire


async def test_a_review_from_discord_is_signed_off_from_slack(
    discord: DiscordWire, slack: SlackWire
) -> None:
    """One desk: the form on one platform, the second signature on the other."""
    card = await discord.slash("claim", slug=SLUG)
    at_the_desk = await discord.press(card, "At the desk")
    form = await discord.press(at_the_desk, "Review")
    kept = await discord.submit(form, quotation="", **REVIEW)
    assert "waits for a second signature" in kept.text
    again = await discord.submit(form, quotation="", **REVIEW)
    assert "sent twice, and written once" in again.text
    shown = await slack.slash("claim", SLUG)
    assert "Checking (Ana" in shown.text
    assert "Supported" not in shown.text
    signed = await slack.slash("desk", f"sign-off {SLUG} read the list myself")
    assert "You signed it off." in signed.text
    assert "Supported by evidence (Ana, signed off by" in signed.text


async def test_a_claim_is_added_on_discord(discord: DiscordWire) -> None:
    """“Add as claim” opens a form that Discord takes, and what is sent is on record."""
    form = await discord.menu("Add as claim", "the bridge closes")
    kept = await discord.submit(form, **ADDED)
    assert "It is on record, and nobody has checked it." in kept.text


async def test_a_claim_is_edited_on_slack(slack: SlackWire) -> None:
    """The form keeps its errors at their fields, and a good one makes a new revision."""
    form = await slack.slash("desk", f"edit {SLUG}")
    initial = {
        block["block_id"]: block["element"].get("initial_value", "")
        for block in form.view["blocks"]
        if block["type"] == "input"
    }
    sent = {**initial, "field:why": "Shorter."}
    wrong = await slack.submit(form, {**sent, "field:statement": "Doctors are paid little."})
    assert "does not say who says it" in wrong.body["errors"]["field:statement"]
    taken = await slack.submit(form, {**sent, "field:label": "Pay of doctors abroad"})
    assert "errors" not in taken.body
    assert "revision 2 counts from now on" in (await slack.next()).text


async def test_a_review_form_on_slack_offers_the_statuses(slack: SlackWire) -> None:
    """A status is chosen from a list that is fed as one types, and what is sent is kept."""
    form = await slack.slash("desk", f"review {SLUG}")
    ids = [b["block_id"] for b in form.view["blocks"] if b["type"] == "input"]
    chosen = next(i for i in ids if "rating" in i)
    ack = await slack.submit(form, {chosen: "Outdated", "field:why": "A newer count is out."})
    assert "errors" not in ack.body
    assert "Outdated (ada, " in (await slack.next()).text


async def test_a_withdrawal_on_slack_is_taken_back_on_discord(
    discord: DiscordWire, slack: SlackWire
) -> None:
    """The button opens a form on Discord; what it keeps is seen on Slack."""
    withdrawn = await slack.slash("desk", f"withdraw {SLUG} the transcript was forged")
    assert "Its name stays taken." in withdrawn.text
    shown = await discord.slash("desk withdraw", slug=SLUG)
    form = await discord.press(shown, "Reinstate")
    assert form.kind == "form"
    kept = await discord.submit(form, why="The transcript is real.")
    assert "The claim is reinstated." in kept.text
    assert "do not keep the greater part" in (await slack.slash("claim", SLUG)).text
    history = await slack.slash("desk", f"history {SLUG}")
    assert "the withdrawal in review 1 was taken back: The transcript is real." in history.text
