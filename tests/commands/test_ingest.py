"""`/ingest`: pages, files and pasted text, and what of them cannot be taken in."""

from dataclasses import replace

import pytest

from bot.core.app import App
from bot.core.plain import plain
from bot.core.policy import Policy
from bot.core.reply import Form, Reply, Result
from bot.core.request import Attached, Door, NotFetched
from bot.main import registry
from knowledge.desk import Desk
from knowledge.roles import Role
from knowledge.store.sqlite.store import SqliteStore
from tests.conftest import asking
from tests.contracts.test_fates import NEWER, accepted
from tests.fakes.ingesting import ReportIngesting
from tests.knowledge.proposing import REPORT

PAGE = "https://herald.example/beds"


@pytest.fixture
def ingesting(store: SqliteStore) -> ReportIngesting:
    """Return what reads the tests' report."""
    return ReportIngesting(store)


@pytest.fixture
def app(desk: Desk, ingesting: ReportIngesting) -> App:
    """Return the core over the sample desk, which takes documents in."""
    return App(registry(), desk, Policy(), ingesting)


def dropped(data: bytes, name: str = "report.txt", size: int | None = None) -> Attached:
    """Return a file as an adapter hands it on."""

    async def fetch(most: int) -> bytes:
        assert len(data) <= most
        return data

    return Attached(name, "text/plain", len(data) if size is None else size, fetch)


async def ask(app: App, *files: Attached, **args: str) -> Reply:
    """Return the answer to `/ingest`."""
    outcome = await app.handle(replace(asking("ingest", args), attached=files))
    assert isinstance(outcome, Reply)
    return outcome


async def test_a_page_is_taken_in(app: App, store: SqliteStore) -> None:
    """What was taken in is said: how many claims from which document, its details and origins."""
    reply = await ask(app, url=PAGE)
    text = plain(reply)
    assert reply.title == "The Herald, Bo Lind, 6 May 2024: 3 claims proposed"
    assert "Beds stand empty (from the page's structured data)" in text
    assert "Bo Lind (from the page's visible text)" in text
    assert "6 May 2024 (from the page's structured data)" in text
    assert "Nothing of it is on record." in text
    [version] = await store.documents_read(1)
    assert version.brought_by == "discord:u1 Ana"
    first = next(action for action in reply.actions() if action.label == "What is proposed")
    shown = await app.handle(asking(first.command, dict(first.args), door=Door.BUTTON))
    assert "Proposed by speech-verb" in plain(shown)


async def test_the_same_page_again_proposes_nothing(app: App) -> None:
    """That the very text was read before is said."""
    await ask(app, url=PAGE)
    text = plain(await ask(app, url=f"Look at {PAGE}?utm_source=x, please."))
    assert "0 claims proposed" in text
    assert "read this very text before" in text


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (f"see {PAGE}.", PAGE),
        (f"({PAGE})", PAGE),
        ("https://example.org/a_(b)", "https://example.org/a_(b)"),
        ("herald.example/beds", PAGE),
        (f"“{PAGE}”", PAGE),
    ],
)
async def test_an_address_is_found_in_a_message(
    app: App, ingesting: ReportIngesting, typed: str, read: str
) -> None:
    """Stops, brackets and quotation marks around it are not part of it."""
    await ask(app, url=typed)
    assert ingesting.asked == [("page", read)]


async def test_of_several_addresses_the_first_is_read_and_the_others_told(
    app: App, ingesting: ReportIngesting
) -> None:
    """Nothing is passed over in silence."""
    text = plain(await ask(app, url=f"{PAGE} and https://post.example/a, and {PAGE}"))
    assert ingesting.asked == [("page", PAGE)]
    assert "Not read: https://post.example/a" in text


async def test_without_anything_there_is_a_form(app: App) -> None:
    """It asks for text, address and details, and what is given outranks the document."""
    form = await app.handle(asking("ingest"))
    assert isinstance(form, Form)
    assert [field.name for field in form.fields] == ["text", "url", "title", "outlet", "date"]
    sent = {"text": REPORT, "outlet": "The Post", "title": "Beds", "date": "7 May 2024"}
    reply = await app.handle(asking(form.submits, sent, door=Door.FORM))
    text = plain(reply)
    assert "The Post, Bo Lind, 7 May 2024: 3 claims proposed" in text
    assert "The Post (given by a person)" in text
    assert "the document also gives 6 May 2024" in text
    assert "no address given" in text


async def test_a_pasted_text_that_was_accepted_can_be_shown(app: App) -> None:
    """A claim from a document without an address has a card on which that is said."""
    await app.handle(asking("ingest-text", text=REPORT, outlet="The Post"))
    await app.handle(asking("desk-accept", number="1"))
    for command in ("claim", "passage"):
        assert "no address given" in plain(await app.handle(asking(command, slug="empty-beds")))
    assert "The Post" in plain(await app.handle(asking("source", name="Ana Ruiz")))


async def test_details_given_later_are_kept_and_said(app: App) -> None:
    """The same page with who published it and when is kept so, though nothing is proposed."""
    await ask(app, url=PAGE)
    text = plain(await ask(app, url=PAGE, outlet="The Post", date="7 May 2024"))
    assert "Kept as you give it: outlet, day." in text
    assert "The Post (given by a person)" in text
    assert "Kept as you give it" not in plain(await ask(app, url=PAGE, outlet="The Post"))


async def test_a_changed_page_shows_how_its_claims_fared(app: App, store: SqliteStore) -> None:
    """What was accepted of the older version is looked for, and no restricted claim is shown."""
    claims = await accepted(store)
    await store.restrict(claims[1].slug, restricted=True)
    asked = asking("ingest-text", {"text": NEWER, "url": PAGE}, door=Door.FORM)
    text = plain(await app.handle(asked))
    assert "this is version 2" in text
    assert "[- 300] [+ 30]" in text
    assert "No claim was changed by this: a person decides what follows." in text
    assert claims[1].label not in text


async def test_dropped_files_are_taken_in(app: App) -> None:
    """Each of them, and what they gave is counted together."""
    other = dropped(b"Another text without a claim.", "other.txt")
    reply = await ask(app, dropped(REPORT.encode()), other)
    text = plain(reply)
    assert reply.title == "2 documents taken in: 3 claims proposed"
    assert "report.txt" in text
    assert "names no outlet" in text


async def test_one_bad_file_costs_the_others_nothing(app: App, store: SqliteStore) -> None:
    """What was taken in is told beside what was not; without any good one each is named."""
    bad, empty = dropped(b"\x00\x01", "picture.raw"), dropped(b" \n", "empty.txt")
    reply = await ask(app, bad, dropped(REPORT.encode()), empty)
    text = plain(reply)
    assert "3 claims proposed" in reply.title
    assert "Not read: picture.raw. picture.raw is no text that can be read." in text
    assert "Not read: empty.txt. That cannot be taken in" in text
    assert len(await store.documents_read(9)) == 1
    none = await ask(app, bad, empty)
    assert (none.title, none.result) == ("None of the files could be read.", Result.USAGE)
    assert "picture.raw" in plain(none)
    assert "empty.txt" in plain(none)


@pytest.mark.parametrize(
    ("file", "says"),
    [
        (dropped(b"x", size=20_000_001), "at most 20 are read"),
        (dropped(b"\x00\x01", "picture.raw"), "is no text that can be read"),
        (dropped(b" \n", "empty.txt"), "cannot be taken in"),
    ],
)
async def test_a_file_that_cannot_be_read_is_said(app: App, file: Attached, says: str) -> None:
    """20 MB, binary or empty: one sentence, and what to do next."""
    reply = await ask(app, file)
    assert reply.result is Result.USAGE
    assert says in plain(reply)
    assert "aste" in plain(reply) or "Save it" in plain(reply)


async def test_a_file_that_is_not_handed_over_is_said(app: App) -> None:
    """In the platform's words, such as which permission is missing."""

    async def fetch(most: int) -> bytes:
        raise NotFetched("The app has no permission files:read.", "Add it.")

    reply = await ask(app, Attached("a.txt", "text/plain", 3, fetch))
    assert (reply.result, reply.title) == (Result.USAGE, "The app has no permission files:read.")


@pytest.mark.parametrize(
    ("command", "args", "field", "says"),
    [
        ("ingest", {"url": "no address here"}, "url", "There is no address in that."),
        ("ingest", {"url": "ftp://example.org/a"}, "url", "There is no address in that."),
        ("ingest", {"url": "http://127.0.0.1/admin"}, "", "lies inside a network"),
        ("ingest", {"url": PAGE, "date": "soon"}, "date", "is no date"),
        ("ingest-text", {}, "text", "neither text nor an address"),
        ("ingest-text", {"text": "  ", "url": " "}, "text", "neither text nor an address"),
        ("ingest-text", {"url": "beds"}, "url", "no address of a page"),
    ],
)
async def test_what_is_no_document_is_said(
    app: App, command: str, args: dict[str, str], field: str, says: str
) -> None:
    """At the field it belongs to, with a next step."""
    reply = await app.handle(asking(command, args, door=Door.FORM))
    assert isinstance(reply, Reply)
    assert (reply.result, reply.field) == (Result.USAGE, field)
    assert says in plain(reply)


async def test_a_refused_text_is_given_back(app: App) -> None:
    """What somebody pasted is not lost over a date that cannot be read."""
    reply = await app.handle(asking("ingest-text", text=REPORT, date="soon", door=Door.FORM))
    assert isinstance(reply, Reply)
    assert (reply.result, reply.field) == (Result.USAGE, "date")
    assert REPORT.strip() in plain(reply)


async def test_reading_may_take_longer_than_an_answer(
    desk: Desk, ingesting: ReportIngesting
) -> None:
    """The desk's deadline is for answers; a document is waited for."""
    import asyncio

    app = App(registry(), desk, Policy(deadline=0.05), ingesting)
    ingesting.gate.clear()
    asking_now = asyncio.create_task(ask(app, url=PAGE))
    await asyncio.sleep(0.2)
    ingesting.gate.set()
    assert "3 claims proposed" in (await asking_now).title


async def test_only_editors_take_documents_in(desk: Desk, ingesting: ReportIngesting) -> None:
    """Others are refused before anything is fetched."""
    app = App(registry(), desk, Policy(roles={Role.EDITOR: frozenset({"u7"})}), ingesting)
    assert "/ingest needs the role reporter" in (await ask(app, url=PAGE)).title
    assert ingesting.asked == []


async def test_a_desk_that_reads_nothing_says_so(desk: Desk) -> None:
    """Without anything to read with, the answer is a sentence."""
    app = App(registry(), desk)
    assert "takes no documents in" in (await ask(app, url=PAGE)).title
