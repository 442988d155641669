"""What every store promises of a document that is given again with details of a person's."""

from dataclasses import replace

import pytest

from knowledge.audit import Deed
from knowledge.documents import Outcome, TakenIn
from knowledge.editing import Edits
from knowledge.extract.found import Extracted, FoundDate
from knowledge.given import Given
from knowledge.intake import Intake
from knowledge.model import PartialDate
from knowledge.ports import ClaimStore
from knowledge.queue import Queue
from knowledge.readers.reading import Detail, Origin
from tests.knowledge.making import review
from tests.knowledge.proposing import (
    ANA,
    BO,
    URL,
    accusation,
    at,
    empty_beds,
    reading,
    too_few_nurses,
)

DAY = PartialDate("2024-05-07")


def found(resolved: str = "") -> Extracted:
    """Return the claims of the report, “Monday” meaning that day."""
    monday = FoundDate(at("Monday"), "Monday", resolved)
    return Extracted(
        claims=(replace(empty_beds(), dates=(monday,)), too_few_nurses(), accusation())
    )


async def give(store: ClaimStore, details: Given, resolved: str, by: str = BO) -> TakenIn:
    """Take the report in, which says neither its outlet nor its day, with *details*."""
    bare = replace(
        reading(), published=None, outlet=None, notes=("The document does not say when it was …",)
    )
    return await Intake(store).take_in(
        details.over(bare), found(resolved), by=by, source="report.txt"
    )


@pytest.fixture
async def known(store: ClaimStore) -> TakenIn:
    """Return the report as it was taken in without a day, its first claim accepted."""
    taken = await give(store, Given(), "", ANA)
    await Queue(store).accept(1, ANA)
    await store.review("empty-beds", review())
    return taken


async def test_what_is_given_later_is_kept_as_given(store: ClaimStore, known: TakenIn) -> None:
    """Outlet and day are the person's from then on, in the version and on record."""
    again = await give(store, Given("The Post", published=DAY), "2024-05-06")
    assert (again.outcome, again.document) == (Outcome.SAME, known.document)
    assert (again.given, again.dated) == (("outlet", "day"), 1)
    version = await store.version_of(known.document)
    assert version is not None
    assert version == again.version
    assert version.document.outlet.name == "The Post"
    assert version.document.published == DAY
    assert dict(version.origins)["published"] == "given by a person"
    (claim,) = await store.claims(["empty-beds"])
    assert (claim.document.outlet.name, claim.document.published) == ("The Post", DAY)
    assert claim.document.published_from == "given by a person"
    assert claim.document.details_from.startswith("outlet given by a person; byline from")


async def test_dates_are_reckoned_again(store: ClaimStore, known: TakenIn) -> None:
    """A claim on record gets a new revision and keeps its reviews; proposals simply follow."""
    await give(store, Given("The Post", published=DAY), "2024-05-06")
    (claim,) = await store.claims(["empty-beds"])
    assert [date.resolved for date in claim.dates] == [PartialDate("2024-05-06")]
    assert "in The Post" in claim.statement
    assert (claim.revision, len(claim.reviews)) == (2, 1)
    (was,) = await store.revisions("empty-beds")
    assert [date.resolved for date in was.was.dates] == [None]
    assert (was.by, was.why) == (BO, "The document is told to be of The Post, 7 May 2024.")
    _, _, accused = await store.proposals([1, 2, 3])
    assert accused.claim.document.outlet.name == "The Post"
    assert accused.claim.statement.startswith("The Post reports an accusation")
    assert known.document == accused.claim.document.key


@pytest.mark.usefixtures("known")
async def test_it_is_in_the_audit_and_said_once(store: ClaimStore) -> None:
    """Who gave which details is kept; giving them again changes nothing."""
    await give(store, Given(published=DAY), "2024-05-06")
    entries = [e for e in await store.audit(9) if e.deed == Deed.DESCRIBED]
    assert [
        (e.who.partition(" ")[2] or e.who, e.after["day"], e.before["day"]) for e in entries
    ] == [("Bo", "2024-05-07", None)]
    again = await give(store, Given(published=DAY), "2024-05-06")
    assert (again.given, again.dated) == ((), 0)
    assert len([e for e in await store.audit(9) if e.deed == Deed.DESCRIBED]) == 1
    (claim,) = await store.claims(["empty-beds"])
    assert claim.revision == 2


async def test_a_statement_in_a_persons_words_is_theirs(store: ClaimStore, known: TakenIn) -> None:
    """What was written by hand is kept, and one more address beside the first."""
    await Queue(store).accept(2, ANA, Edits(statement="Ana Ruiz, in report.txt: nurses lack."))
    slug = (await store.proposals([2]))[0].into
    given = await give(store, Given("The Post", url="https://post.example/beds"), "")
    assert (given.given, given.also) == (("outlet",), ("https://post.example/beds",))
    (claim,) = await store.claims([slug])
    assert claim.statement == "Ana Ruiz, in report.txt: nurses lack."
    assert claim.document.url == URL
    assert [v.document.key for v in await store.versions_at("https://post.example/beds")] == [
        known.document
    ]


async def test_whether_details_are_kept_is_known(store: ClaimStore, known: TakenIn) -> None:
    """A run that goes on need not read again what it gave."""
    details = Given("The Post", published=DAY)
    version = await store.version_of(known.document)
    assert version is not None
    assert Given().stands_in(version)
    assert not details.stands_in(version)
    again = await give(store, details, "2024-05-06")
    assert again.version is not None
    assert details.stands_in(again.version)
    assert not replace(details, title="Beds").stands_in(again.version)


async def test_another_address_of_the_same_text_changes_no_detail(
    store: ClaimStore, known: TakenIn
) -> None:
    """A page that was fetched from elsewhere, dated otherwise there, is the same document still."""
    twin = replace(
        reading(), published=None, url=Detail("https://post.example/b", Origin.GIVEN), outlet=None
    )
    again = await Intake(store).take_in(twin, found("2020-01-06"), by=BO, source="b.warc")
    assert (again.given, again.dated) == ((), 0)
    assert again.also == ("https://post.example/b",)
    assert again.version == known.version
