"""What every store promises of the desk's queue: what waits, and what a decision does."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from knowledge.errors import RecordError, StoreError
from knowledge.extract.found import Extracted
from knowledge.intake import Intake
from knowledge.model import ClaimRating, Name
from knowledge.ports import ClaimStore
from knowledge.proposals import Decision, ProposalState, QueueFilter
from knowledge.relations import RelationKind, RelationState
from tests.knowledge.making import AT, claim, review
from tests.knowledge.proposing import ANA, BO, REPORT, empty_beds, extracted, reading, take_in

ACCEPTED, JOINED, DROPPED, HELD, WAITING = (
    ProposalState.ACCEPTED,
    ProposalState.JOINED,
    ProposalState.DROPPED,
    ProposalState.HELD,
    ProposalState.WAITING,
)


def decided(state: ProposalState, by: str = ANA, joined: str = "") -> Decision:
    """Return what somebody makes of a proposal."""
    return Decision(state, by, AT, joined=joined)


@pytest.fixture
async def queue(store: ClaimStore) -> ClaimStore:
    """A store with the three proposals of the report: 1, 2 and 3."""
    assert await take_in(store) == (1, 2, 3)
    return store


async def numbers(store: ClaimStore, narrowed: QueueFilter) -> list[int]:
    """Return the numbers of what passes."""
    return [row.number for row in await store.waiting(narrowed)]


async def test_the_queue_can_be_narrowed(queue: ClaimStore) -> None:
    """By topic, document, outlet, part of a claimant's name, time and state."""
    (document,) = await queue.documents_read(1)
    later = document.retrieved_at + timedelta(days=1)
    assert await numbers(queue, QueueFilter()) == [1, 2, 3]
    assert await numbers(queue, QueueFilter(topic="hospitals")) == [1, 2]
    assert await numbers(queue, QueueFilter(document=document.document.key)) == [1, 2, 3]
    assert await numbers(queue, QueueFilter(document="another")) == []
    assert await numbers(queue, QueueFilter(outlet="the-herald", by="ruiz")) == [1, 2]
    assert await numbers(queue, QueueFilter(outlet="the-post")) == []
    assert await numbers(queue, QueueFilter(since=document.retrieved_at)) == [1, 2, 3]
    assert await numbers(queue, QueueFilter(since=later)) == []
    assert await numbers(queue, QueueFilter(before=later)) == [1, 2, 3]
    assert await numbers(queue, QueueFilter(before=document.retrieved_at)) == []
    await queue.decide(2, decided(HELD))
    assert await numbers(queue, QueueFilter()) == [1, 3]
    assert await numbers(queue, QueueFilter(state=HELD)) == [2]


async def test_an_accepted_claim_is_on_record(queue: ClaimStore) -> None:
    """As it was proposed, under its slug, with who accepted it and when, and its document once."""
    (proposed,) = await queue.proposals([1])
    told = await queue.accept(1, proposed.claim, decided(ACCEPTED))
    assert told is not None
    assert told.changed
    assert (told.proposal.state, told.proposal.into) == (ACCEPTED, "empty-beds")
    assert told.proposal.decisions == (replace(decided(ACCEPTED), into="empty-beds"),)
    [kept] = await queue.claims(["empty-beds"])
    assert kept == proposed.claim
    assert await queue.search(["beds"], 5) == [("empty-beds", 1)]
    (other,) = await queue.proposals([2])
    await queue.accept(2, other.claim, decided(ACCEPTED))
    record = await queue.record("empty-beds")
    assert record is not None
    assert [claim.slug for claim in record.others] == ["too-few-nurses"]
    assert record.others[0].document == kept.document


async def test_a_slug_in_use_is_given_a_number(queue: ClaimStore) -> None:
    """Names and aliases of other claims are left to them."""
    await queue.add([claim("empty-beds"), claim("other", aliases=("empty-beds-2",))])
    (proposed,) = await queue.proposals([1])
    told = await queue.accept(1, proposed.claim, decided(ACCEPTED))
    assert told is not None
    assert told.proposal.into == "empty-beds-3"


async def test_the_second_to_decide_is_told_of_the_first(queue: ClaimStore) -> None:
    """Of two at once one decides, the other gets that decision back, and one claim is kept."""
    (proposed,) = await queue.proposals([1])
    told = await asyncio.gather(
        queue.accept(1, proposed.claim, decided(ACCEPTED, ANA)),
        queue.accept(1, proposed.claim, decided(ACCEPTED, BO)),
    )
    assert sorted(t.changed for t in told if t) == [False, True]
    assert len({t.proposal.last.by for t in told if t and t.proposal.last}) == 1
    late = await queue.decide(1, decided(DROPPED, BO))
    assert late is not None
    assert (late.changed, late.proposal.state) == (False, ACCEPTED)
    assert [name.slug for name in await queue.names()] == ["empty-beds"]


async def test_joining_is_a_confirmed_appearance(queue: ClaimStore) -> None:
    """The claim goes on record for itself, and a person confirms that it is the same elsewhere."""
    await queue.add([claim("beds")])
    (proposed,) = await queue.proposals([1])
    told = await queue.accept(1, proposed.claim, decided(JOINED, BO, "beds"))
    assert told is not None
    assert (told.proposal.state, told.proposal.into) == (JOINED, "empty-beds")
    assert told.proposal.last == Decision(JOINED, BO, AT, into="empty-beds", joined="beds")
    [relation] = await queue.relations_of("beds")
    assert (relation.kind, relation.state) == (RelationKind.APPEARANCE, RelationState.CONFIRMED)
    assert relation.last is not None
    assert relation.last.by == BO


async def test_joining_a_claim_that_is_not_there_changes_nothing(queue: ClaimStore) -> None:
    """Neither claim nor decision is kept, and the proposal still waits."""
    (proposed,) = await queue.proposals([1])
    with pytest.raises(RecordError):
        await queue.accept(1, proposed.claim, decided(JOINED, ANA, "no-such-claim"))
    assert await queue.names() == []
    assert await queue.proposals([1]) == [proposed]


async def test_dropping_can_be_taken_back(queue: ClaimStore) -> None:
    """Every decision is kept with who, when and why, the last one holds, and it is said once."""
    why = replace(decided(DROPPED), why="An opinion.")
    first = await queue.decide(1, why)
    again = await queue.decide(1, decided(DROPPED, BO))
    back = await queue.decide(1, decided(WAITING, BO))
    assert [t.changed for t in (first, again, back) if t] == [True, False, True]
    (kept,) = await queue.proposals([1])
    assert kept.state is WAITING
    assert kept.decisions == (why, decided(WAITING, BO))
    nothing = await queue.decide(1, decided(WAITING))
    assert nothing is not None
    assert not nothing.changed


async def test_taking_back_an_acceptance_withdraws_the_claim(queue: ClaimStore) -> None:
    """What was on record leaves a tombstone, and accepting once more takes another name."""
    (proposed,) = await queue.proposals([1])
    await queue.accept(1, proposed.claim, decided(ACCEPTED))
    told = await queue.take_back(1, replace(decided(WAITING, BO), why="Accepted by mistake."))
    assert told is not None
    assert told.changed
    assert (told.proposal.state, told.proposal.into) == (WAITING, "")
    [gone] = await queue.claims(["empty-beds"])
    assert [r.rating for r in gone.reviews] == [ClaimRating.WITHDRAWN]
    again = await queue.accept(1, proposed.claim, decided(ACCEPTED))
    assert again is not None
    assert again.proposal.into == "empty-beds-2"
    names: list[Name] = list(await queue.names())
    assert {name.slug: name.withdrawn for name in names} == {
        "empty-beds": True,
        "empty-beds-2": False,
    }


async def test_a_claim_that_others_worked_on_is_not_taken_back(queue: ClaimStore) -> None:
    """A review since then keeps it on record, and nothing of what is only waiting is withdrawn."""
    (proposed,) = await queue.proposals([1])
    await queue.accept(1, proposed.claim, decided(ACCEPTED))
    await queue.review("empty-beds", review())
    told = await queue.take_back(1, decided(WAITING))
    assert told is not None
    assert (told.changed, told.proposal.state) == (False, ACCEPTED)
    waiting = await queue.take_back(2, decided(WAITING))
    assert waiting is not None
    assert not waiting.changed


async def test_those_who_say_the_same_are_known(queue: ClaimStore) -> None:
    """The same words by the same person in another outlet are of one group while they wait."""
    text = REPORT + "\nMore in The Post.\n"
    other = reading(text, "https://post.example/a", "The Post")
    taken = await Intake(queue).take_in(other, extracted(text), by=BO, source="a")
    assert await queue.saying_the_same(1) == [taken.proposals[0]]
    assert await queue.saying_the_same(taken.proposals[0]) == [1]
    await queue.decide(1, decided(DROPPED))
    assert await queue.saying_the_same(taken.proposals[0]) == []
    assert await queue.saying_the_same(99) == []


async def test_unknown_numbers_are_nothing(queue: ClaimStore) -> None:
    """A decision on a proposal that is not there changes nothing."""
    before = queue.version()
    (proposed,) = await queue.proposals([1])
    assert await queue.decide(99, decided(DROPPED)) is None
    assert await queue.accept(99, proposed.claim, decided(ACCEPTED)) is None
    assert await queue.take_back(99, decided(WAITING)) is None
    assert queue.version() == before
    assert await queue.proposals([]) == []


async def test_a_document_keeps_its_outlet(queue: ClaimStore) -> None:
    """A second claim of a document goes under the outlet that it is on record under by now."""
    one, other = await queue.proposals([1, 2])
    await queue.accept(1, one.claim, decided(ACCEPTED))
    renamed = replace(other.claim.document.outlet, key="herald", name="Herald")
    moved = replace(other.claim, document=replace(other.claim.document, outlet=renamed))
    told = await queue.accept(2, moved, decided(ACCEPTED))
    assert told is not None
    [kept] = await queue.claims(["too-few-nurses"])
    assert (kept.document.outlet.key, kept.document.outlet.name) == ("the-herald", "The Herald")


async def test_a_closed_store_says_so(queue: ClaimStore) -> None:
    """Nothing is taken in and nothing decided after closing."""
    await queue.close()
    with pytest.raises(StoreError):
        await queue.decide(1, decided(DROPPED))
    with pytest.raises(StoreError):
        await Intake(queue).take_in(
            reading(), Extracted(claims=(empty_beds(),)), by=ANA, source="a"
        )
