"""The queue and taking documents in read alike on every platform, typed, pressed and filled in."""

from collections.abc import AsyncIterator

import pytest

from bot.adapters.console.request import answer_line
from bot.core.app import App
from bot.core.plain import plain
from bot.core.policy import Policy
from bot.main import registry
from knowledge.desk import Desk
from knowledge.store.sqlite.store import SqliteStore
from tests.fakes.discord_server import DiscordServer
from tests.fakes.discord_wire import DiscordWire, discord_wire
from tests.fakes.ingesting import ReportIngesting
from tests.fakes.slack_wire import SlackWire, slack_wire
from tests.knowledge.proposing import REPORT, take_in
from tests.test_relations_everywhere import written_to
from tests.test_same_answer_everywhere import PLATFORMS, words

PAGE = "https://herald.example/beds"


@pytest.fixture
def app(desk: Desk, store: SqliteStore) -> App:
    """Return the core over the sample desk, which takes documents in."""
    return App(registry(), desk, Policy(), ReportIngesting(store))


@pytest.fixture
async def discord(app: App) -> AsyncIterator[DiscordWire]:
    """Return people on Discord."""
    async with DiscordServer().running() as server, discord_wire(app, server) as wire:
        yield wire


@pytest.fixture
async def slack(app: App) -> AsyncIterator[SlackWire]:
    """Return people on Slack."""
    async with slack_wire(app) as wire:
        yield wire


@PLATFORMS
@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            "desk queue",
            [
                "Ana Ruiz, in The Herald, Bo Lind, 6 May 2024",
                "Proposed by speech-verb, not yet reviewed by anybody.",
                "300 beds",
                "paragraph 2",
                "Not checked",
            ],
        ),
        ("desk queue about:transparency", ["an accusation whose maker is not named", "Alleged"]),
        ("desk show 2", ["We have 40 nurses too few", "written “she”"]),
        ("desk drop 2 an opinion", ["Proposal 2 (Nurses) was dropped by", "Reason: an opinion"]),
        ("desk accept 1", ["Proposal 1 (Empty beds) was accepted by", "as empty-beds"]),
        ("desk accept 99", ["There is no proposal 99."]),
        ("/desk lamp", ["/desk has no “lamp”."]),
        ("desk", ["3 claims proposed and waiting, 0 held."]),
        (f"ingest {PAGE}", ["0 claims proposed", "read this very text before"]),
        ("ingest http://127.0.0.1/", ["lies inside a network"]),
    ],
)
async def test_the_queue_reads_alike(
    database: object, app: App, store: SqliteStore, platform: str, line: str, said: list[str]
) -> None:
    """What the terminal says is said on every platform, word for word and in order."""
    await take_in(store)
    seen = await written_to(platform, app, line)
    for part in said:
        assert " ".join(words(part)) in " ".join(words(seen)), part


@PLATFORMS
async def test_a_card_of_the_queue_loses_nothing(
    app: App, store: SqliteStore, platform: str
) -> None:
    """Every word of the terminal's card stands on each platform's, in the same order."""
    await take_in(store)
    expected = plain(await answer_line(app, "/desk queue"))
    left = words(await written_to(platform, app, "desk queue"))
    for word in words(expected):
        assert word in left, f"{word} is missing or stands before what it follows"
        left = left[left.index(word) + 1 :]


async def test_a_proposal_is_decided_on_discord(
    discord: DiscordWire, app: App, store: SqliteStore
) -> None:
    """The sub-command shows it, a press accepts it in one's name and redraws, undo is a press."""
    await take_in(store)
    shown = await discord.slash("desk queue")
    assert shown.private
    done = await discord.press(shown, "Accept")
    assert "was accepted by Ana" in done.text
    assert "empty-beds" in done.text
    again = await discord.press(shown, "Drop")
    assert "Nothing was changed" in again.text
    back = await discord.press(done, "Undo")
    assert "put back in the queue by Ana" in back.text
    await discord.settled(app)


async def test_words_are_changed_in_a_form_on_discord(
    discord: DiscordWire, store: SqliteStore
) -> None:
    """The form starts with the proposal; what breaks a rule is said, what is right is kept."""
    await take_in(store)
    shown = await discord.slash("desk queue")
    form = await discord.press(shown, "Edit")
    refused = await discord.submit(form, statement="Beds are empty.", label="Beds")
    assert "does not say who says it" in refused.text
    kept = await discord.submit(
        form, statement="Ana Ruiz says that beds were empty.", slug="beds-2024"
    )
    assert "accepted by Ana" in kept.text
    [claim] = await store.claims(["beds-2024"])
    assert claim.statement == "Ana Ruiz says that beds were empty."


async def test_the_queue_completes_on_discord(discord: DiscordWire, store: SqliteStore) -> None:
    """Outlets that were read are offered in the sub-command's option."""
    await take_in(store)
    choices = await discord.autocomplete("desk queue", "filter", "her")
    assert [choice["value"] for choice in choices] == ["in:The Herald"]


async def test_a_proposal_is_decided_on_slack(slack: SlackWire, store: SqliteStore) -> None:
    """The first word after the command says which; presses decide, redraw and undo."""
    await take_in(store)
    shown = await slack.slash("desk", "queue about:hospitals")
    assert "Ana Ruiz, in The Herald" in shown.text
    assert shown.private
    done = await slack.press(shown, "Accept")
    assert "was accepted by ada" in done.text
    assert done.payload.get("replace_original") is True
    back = await slack.press(done, "Undo")
    assert "put back in the queue by ada" in back.text


async def test_words_are_changed_in_a_form_on_slack(slack: SlackWire, store: SqliteStore) -> None:
    """What breaks a rule is an error at its field, and what is right is kept."""
    await take_in(store)
    shown = await slack.slash("desk", "queue")
    form = await slack.press(shown, "Edit")
    values = {"field:statement": "Beds are empty.", "field:label": "Beds", "field:slug": "beds"}
    ack = await slack.submit(form, {**values, "field:topic": "Hospitals"})
    assert "does not say who says it" in ack.body["errors"]["field:statement"]
    values["field:statement"] = "Ana Ruiz says that beds were empty."
    await slack.submit(form, {**values, "field:topic": "Hospitals"})
    assert "accepted by ada" in (await slack.next()).text
    [claim] = await store.claims(["beds"])
    assert claim.statement == "Ana Ruiz says that beds were empty."


async def test_a_claim_is_picked_to_join_on_slack(slack: SlackWire, store: SqliteStore) -> None:
    """The form completes claims on record, and the two are shown together after."""
    await take_in(store)
    shown = await slack.slash("desk", "queue")
    form = await slack.press(shown, "Join another")
    await slack.submit(form, {"field:claim": "doctors-salary"})
    assert "joined by ada" in (await slack.next()).text
    assert len(await store.relations_of("doctors-salary")) == 1


async def test_a_document_is_taken_in_from_a_form_on_both(
    discord: DiscordWire, slack: SlackWire, store: SqliteStore
) -> None:
    """Typed alone, the command asks; a text that was pasted is read."""
    form = await slack.slash("ingest")
    ack = await slack.submit(form, {"field:text": "", "field:url": ""})
    assert "neither text nor an address" in ack.body["errors"]["field:text"]
    await slack.submit(form, {"field:text": REPORT, "field:outlet": "The Post"})
    assert "The Post" in (await slack.next()).text
    other = await discord.slash("ingest")
    told = await discord.submit(other, text=REPORT + "More.", outlet="The Echo", date="soon")
    assert "is no date" in told.text
    told = await discord.submit(other, text=REPORT + "More.", outlet="The Echo")
    assert "The Echo" in told.text
    assert len(await store.documents_read(9)) == 2
