"""What every store promises of documents that are read and of what is proposed from them."""

import asyncio
import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest

from knowledge.documents import IntakeItem, ItemState, Outcome
from knowledge.errors import RecordError
from knowledge.extract.found import Extracted
from knowledge.intake import Intake
from knowledge.model import PartialDate, Span
from knowledge.ports import ClaimStore
from knowledge.proposals import Decision, ProposalState
from tests.contracts.conftest import Kind
from tests.knowledge.making import AT
from tests.knowledge.proposing import (
    ANA,
    REPORT,
    URL,
    accusation,
    empty_beds,
    extracted,
    reading,
    take_in,
)

CHANGED = REPORT.replace("hiding the figures", "hiding all the figures, twice over")
ADDRESS = "https://herald.example/beds"


@pytest.fixture
def intake(store: ClaimStore) -> Intake:
    """Return the door into an empty store."""
    return Intake(store)


async def test_a_document_comes_back_as_it_was_read(intake: Intake, store: ClaimStore) -> None:
    """Text, hash, address, every detail with its origin, and who brought it in are kept."""
    taken = await intake.take_in(reading(), extracted(), by=ANA, source=URL)
    kept = await store.version_of(taken.document)
    assert kept is not None
    assert kept == taken.version
    assert (kept.text, kept.number, kept.previous, kept.address) == (REPORT, 1, "", ADDRESS)
    assert kept.document.sha256 == hashlib.sha256(REPORT.encode()).hexdigest()
    assert kept.document.published == PartialDate("2024-05-06")
    assert dict(kept.origins)["byline"] == "the page's visible text"
    assert (kept.brought_by, kept.source, kept.title) == (ANA, URL, "Beds stand empty")
    assert await store.version_of("nothing") is None
    assert await store.documents_read(5) == [kept]


async def test_nothing_is_on_record_before_a_person_accepts(store: ClaimStore) -> None:
    """Taking a document in adds no claim, no claimant, no topic and no name to complete."""
    assert len(await take_in(store)) == 3
    assert await store.names() == []
    assert await store.claimants() == []
    assert await store.topics() == []


async def test_a_proposal_comes_back_whole(store: ClaimStore) -> None:
    """Passage, words, figure, date, rule, confidence and worth are as they were proposed."""
    numbers = await take_in(store)
    beds, nurses, accused = await store.proposals(numbers)
    assert beds.claim.anchor is not None
    assert beds.claim.anchor.passage == empty_beds().span
    assert beds.claim.statement == "Ana Ruiz, in The Herald (cue: said): “300 beds were empty”"
    assert (beds.claim.figures[0].text, beds.claim.dates[0].text) == ("300 beds", "Monday")
    assert (beds.rule, beds.confidence, beds.worth) == ("speech-verb", 0.8, 0.9)
    assert (beds.state, beds.decisions, beds.parent) == (ProposalState.WAITING, (), None)
    assert [quote.exact for quote in nurses.claim.quotes] == ["We have 40 nurses too few,"]
    assert nurses.claim.attribution.makers[0].written == "she"
    assert accused.claim.attribution.accuser_named is False
    assert accused.claim.statement.startswith("The Herald reports an accusation whose maker is not")
    assert await store.proposals([99, beds.number]) == [beds]


async def test_the_same_document_twice_is_one_record(intake: Intake, store: ClaimStore) -> None:
    """Again, from another address or under another outlet's name, nothing is proposed again."""
    first = await intake.take_in(reading(), extracted(), by=ANA, source=URL)
    again = await intake.take_in(reading(), extracted(), by=ANA, source=URL)
    assert (again.outcome, again.document, again.proposals) == (Outcome.SAME, first.document, ())
    assert again.repeated == 3
    elsewhere = await intake.take_in(
        reading(url="https://post.example/a"), extracted(), by=ANA, source="a.html"
    )
    assert (elsewhere.outcome, elsewhere.also) == (Outcome.SAME, ("https://post.example/a",))
    assert len(await store.documents_read(9)) == 1


async def test_two_at_once_are_one_record(kind: Kind, store: ClaimStore) -> None:
    """Whoever brings the same page at the same moment gets the first one's record."""
    other = kind.again(store)
    doors = [Intake(store), Intake(other)]
    taken = await asyncio.gather(
        *(door.take_in(reading(), extracted(), by=ANA, source=URL) for door in doors * 2)
    )
    assert sorted(t.outcome for t in taken) == ["new", "same", "same", "same"]
    assert len({t.document for t in taken}) == 1
    if other is not store:
        await other.close()


async def test_changed_text_is_a_new_version(intake: Intake, store: ClaimStore) -> None:
    """It is linked to the one before, and only what is new in it is proposed."""
    first = await intake.take_in(reading(), extracted(), by=ANA, source=URL)
    second = await intake.take_in(reading(CHANGED), extracted_changed(), by=ANA, source=URL)
    assert (second.outcome, second.number) == (Outcome.CHANGED, 2)
    assert second.version is not None
    assert second.version.previous == first.document
    assert (len(second.proposals), second.repeated) == (1, 2)
    versions = await store.versions_at(ADDRESS)
    assert [version.document.key for version in versions] == [first.document, second.document]
    (new,) = await store.proposals(second.proposals)
    assert new.claim.document.key == second.document


def extracted_changed() -> Extracted:
    """Return what is found in the changed report, whose accusation reads otherwise."""
    changed = replace(
        accusation(REPORT),
        span=at_changed("The town has been accused of hiding all the figures, twice over."),
        content=(at_changed("The town has been accused of hiding all the figures, twice over."),),
    )
    kept = extracted(REPORT).claims[:2]
    return Extracted(claims=(*kept, changed))


def at_changed(words: str) -> Span:
    """Return where *words* stand in the changed report."""
    start = CHANGED.index(words)
    return Span(start, start + len(words))


async def test_what_was_dropped_does_not_come_back(intake: Intake, store: ClaimStore) -> None:
    """Neither from a new version nor from another page of the same outlet."""
    first = await intake.take_in(reading(), extracted(), by=ANA, source=URL)
    for number in first.proposals:
        await store.decide(number, Decision(ProposalState.DROPPED, ANA, AT))
    longer = REPORT + "\nMore later.\n"
    second = await intake.take_in(reading(longer), extracted(), by=ANA, source=URL)
    assert (second.outcome, second.proposals, second.repeated) == (Outcome.CHANGED, (), 3)
    other = reading(longer + "\nAnd more.\n", url="https://herald.example/live")
    third = await intake.take_in(other, extracted(), by=ANA, source="live.html")
    assert (third.outcome, third.proposals) == (Outcome.NEW, ())
    elsewhere = reading(longer + "\nOr so.\n", url="https://post.example/b", outlet="The Post")
    fourth = await intake.take_in(elsewhere, extracted(), by=ANA, source="b.html")
    assert len(fourth.proposals) == 3


async def test_a_dropped_claim_with_a_word_changed_stays_dropped(
    intake: Intake, store: ClaimStore
) -> None:
    """A word more makes no new claim, another figure does."""
    first = await intake.take_in(reading(), extracted(), by=ANA, source=URL)
    await store.decide(first.proposals[0], Decision(ProposalState.DROPPED, ANA, AT))
    text = REPORT.replace("beds were empty", "beds were all empty")
    claim = replace(
        empty_beds(REPORT),
        span=Span(empty_beds().span.start, empty_beds().span.end + 4),
        content=(Span(empty_beds().content[0].start, empty_beds().content[0].end + 4),),
    )
    second = await intake.take_in(reading(text), Extracted(claims=(claim,)), by=ANA, source=URL)
    assert (second.proposals, second.repeated) == ((), 1)
    figure = text.replace("300 beds", "400 beds")
    beds = replace(claim.figures[0], text="400 beds")
    third = await intake.take_in(
        reading(figure), Extracted(claims=(replace(claim, figures=(beds,)),)), by=ANA, source=URL
    )
    assert len(third.proposals) == 1


async def test_what_stands_inside_another_claim_knows_it(intake: Intake, store: ClaimStore) -> None:
    """The inner claim has the outer one's number, and is left out where that one is."""
    inner = replace(accusation(), parent=0, label="Inner")
    found = Extracted(claims=(empty_beds(), inner))
    taken = await intake.take_in(reading(), found, by=ANA, source=URL)
    outer, nested = await store.proposals(taken.proposals)
    assert nested.parent == outer.number
    assert [m.claimant.name for m in nested.claim.attribution.makers] == ["Ana Ruiz"]
    broken = replace(empty_beds(), accused="Nobody of that name")
    text = REPORT + "\n"
    taken = await intake.take_in(
        reading(text, "https://post.example/c"),
        Extracted(claims=(broken, inner)),
        by=ANA,
        source="c.html",
    )
    assert (taken.proposals, taken.left_out) == ((), 2)


@pytest.mark.parametrize(
    "claim",
    [
        replace(empty_beds(), accused="Bo Lind"),
        replace(empty_beds(), places=("Springfield",)),
        replace(empty_beds(), figures=(replace(empty_beds().figures[0], text="400 beds"),)),
        replace(empty_beds(), figures=(replace(empty_beds().figures[0], measure="cots"),)),
        replace(empty_beds(), dates=(replace(empty_beds().dates[0], text="Sunday"),)),
        replace(empty_beds(), claimants=(replace(empty_beds().claimants[0], name="Ana Reyes"),)),
        replace(empty_beds(), span=Span(10, 9_999)),
        replace(empty_beds(), content=()),
    ],
)
async def test_what_does_not_stand_in_the_text_is_not_kept(
    intake: Intake, store: ClaimStore, claim: object
) -> None:
    """A word, number or name that the document lacks keeps the whole claim out."""
    found = Extracted(claims=(claim, accusation()))  # type: ignore[arg-type] # one of the above
    taken = await intake.take_in(reading(), found, by=ANA, source=URL)
    assert (len(taken.proposals), taken.left_out) == (1, 1)
    (kept,) = await store.proposals(taken.proposals)
    assert kept.rule == "accused-of"


async def test_a_reading_without_text_is_refused(intake: Intake, store: ClaimStore) -> None:
    """An empty page is no document."""
    with pytest.raises(RecordError):
        await intake.take_in(reading(" \n"), Extracted(), by=ANA, source=URL)
    assert await store.documents_read(1) == []


async def test_an_outlet_that_is_not_named_is_said_to_be_missing(intake: Intake) -> None:
    """The host stands in for it, or the file's name, and the document says so."""
    page = await intake.take_in(reading(outlet=""), Extracted(), by=ANA, source=URL)
    assert page.version is not None
    assert page.version.document.outlet.name == "herald.example"
    assert "names no outlet" in page.version.document.details_from
    file = await intake.take_in(
        reading(REPORT + "\n", "", ""), Extracted(), by=ANA, source="/desk/in/beds.txt"
    )
    assert file.version is not None
    assert file.version.document.outlet.name == "beds.txt"
    assert file.version.document.url == ""


async def test_intake_items_say_how_far_a_run_has_come(
    intake: Intake, store: ClaimStore, kind: Kind
) -> None:
    """What was done and what failed, with its sentence, is there after the process was killed."""
    done = IntakeItem("/in/a.txt", "ab", ItemState.DONE, "run-1", AT, documents=("a", "b"))
    failed = IntakeItem("/in/b.pdf", "cd", ItemState.FAILED, "run-1", AT, "It holds no text.")
    await intake.note(done)
    await intake.note(failed)
    other = kind.again(store)
    again = Intake(other)
    assert await again.items("run-1") == [done, failed]
    assert await again.item("/in/b.pdf", "cd") == failed
    assert await again.item("/in/b.pdf", "other bytes") is None
    if other is not store:
        await other.close()
    mended = replace(failed, state=ItemState.DONE, failure="", at=AT + timedelta(hours=1))
    await intake.note(mended)
    assert await intake.items("run-1") == [done, mended]
