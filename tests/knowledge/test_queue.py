"""The desk's queue: its order, what is shown of a proposal, and what people make of it."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.desk import Desk, Found
from knowledge.editing import Edits
from knowledge.extract.found import Extracted
from knowledge.intake import Intake
from knowledge.model import Claimant, ClaimantKind, Name, Voice
from knowledge.proposals import (
    Decision,
    NotKept,
    ProposalState,
    QueueFilter,
    QueueRow,
    in_queue_order,
)
from knowledge.queue import A_DOCUMENT, Queue
from knowledge.store.memory import MemoryStore
from tests.knowledge.making import claim, review
from tests.knowledge.proposing import (
    ANA,
    BO,
    REPORT,
    URL,
    empty_beds,
    extracted,
    long_report,
    mayor,
    reading,
    take_in,
)


@pytest.fixture
async def store() -> AsyncIterator[MemoryStore]:
    """A store with the three proposals of the report: 1, 2 and 3."""
    store = MemoryStore()
    await take_in(store)
    yield store
    await store.close()


@pytest.fixture
def queue(store: MemoryStore) -> Queue:
    """Return the queue over it."""
    return Desk(store).queue


async def order(queue: Queue, narrowed: QueueFilter | None = None) -> list[int]:
    """Return the numbers of the proposals as they are shown one after another."""
    shown: list[int] = []
    number = 1
    while True:
        place = await queue.place(narrowed or QueueFilter(), number)
        if place.waiting is None or place.number < number:
            return shown
        shown.append(place.waiting.proposal.number)
        number += 1


async def test_the_worthiest_comes_first(queue: Queue) -> None:
    """Past the end the last is shown, and an empty queue has nothing."""
    assert await order(queue) == [1, 3, 2]
    last = await queue.place(QueueFilter(), 99)
    assert (last.number, last.places) == (3, 3)
    empty = await queue.place(QueueFilter(topic="nothing"), 1)
    assert (empty.waiting, empty.places) == (None, 0)


async def test_a_long_document_does_not_bury_the_others(store: MemoryStore, queue: Queue) -> None:
    """After a few of its claims every other document has its turn, and none is lost."""
    found, claims = long_report(40)
    taken = await Intake(store).take_in(found, claims, by=ANA, source="wards")
    shown = await order(queue)
    of_report = [shown.index(number) for number in (1, 2, 3)]
    assert max(of_report) < 2 * A_DOCUMENT
    assert sorted(shown) == sorted([1, 2, 3, *taken.proposals])
    assert await order(queue, QueueFilter(document=taken.document)) == list(taken.proposals)


@given(
    st.lists(
        st.tuples(st.sampled_from("abc"), st.sampled_from("pqrst"), st.floats(0, 1)), max_size=30
    ),
    st.integers(1, 4),
)
def test_no_document_takes_more_than_its_turn(
    made: list[tuple[str, str, float]], per_document: int
) -> None:
    """Every group is shown once with how many say the same; turns are as long as they may be."""
    rows = [QueueRow(n, doc, group, worth) for n, (doc, group, worth) in enumerate(made)]
    shown = in_queue_order(rows, per_document)
    by_number = {row.number: row for row in rows}
    groups = [by_number[number].group for number, _ in shown]
    assert sorted(groups) == sorted({row.group for row in rows})
    assert sum(same + 1 for _, same in shown) == len(rows)
    documents = [by_number[number].document for number, _ in shown]
    for place, document in enumerate(documents):
        turn = documents[:place].count(document) // per_document
        for other in set(documents[place:]) - {document}:
            assert documents[:place].count(other) >= min(
                turn * per_document, documents.count(other)
            )


async def test_who_says_the_same_stands_beside_it(store: MemoryStore, queue: Queue) -> None:
    """One card stands for both outlets, and says where else it was found."""
    text = REPORT + "\nMore in The Post.\n"
    other = reading(text, "https://post.example/a", "The Post")
    taken = await Intake(store).take_in(other, extracted(text), by=BO, source="a")
    assert await order(queue) == [1, 3, 2]
    waiting = await queue.one(1)
    assert waiting is not None
    assert [p.number for p in waiting.also] == [taken.proposals[0]]
    assert waiting.also[0].claim.document.outlet.name == "The Post"


async def test_nearest_claims_on_record_are_shown(store: MemoryStore, queue: Queue) -> None:
    """Those that came after it as well, and none that was withdrawn."""
    near = claim("beds-in-town", label="Empty beds", statement="{} writes that beds were empty.")
    await store.add([near, replace(near, slug="beds-again")])
    await store.review("beds-again", review("Withdrawn"))
    waiting = await queue.one(1)
    assert waiting is not None
    assert [c.slug for c in waiting.nearest] == ["beds-in-town"]


async def test_accepting_puts_it_on_record(store: MemoryStore) -> None:
    """It is found by name at once, and its claimant is the one who is on record already."""
    mayor_known = Claimant("ana-r", "Ana Ruiz", ClaimantKind.PERSON, ("A. Ruiz",))
    await store.add([claim("older", makers=[mayor_known], statement="Ana Ruiz says so in {}.")])
    desk = Desk(store)
    told = await desk.queue.accept(1, ANA)
    assert told is not None
    assert told.changed
    found = await desk.look_up("empty-beds")
    assert isinstance(found, Found)
    who = found.record.claim.attribution.makers[0].claimant
    assert (who.key, who.name) == ("ana-r", "Ana Ruiz")
    assert found.record.claim.topic.key == "hospitals"
    assert await order(desk.queue) == [3, 2]


async def test_the_second_is_told_what_the_first_did(queue: Queue) -> None:
    """Accepting, dropping or holding what is decided changes nothing and says who decided."""
    await queue.drop(1, ANA, "An opinion.")
    for told in (await queue.accept(1, BO), await queue.drop(1, BO), await queue.hold(1, BO)):
        assert told is not None
        assert not told.changed
        assert told.proposal.last is not None
        assert (told.proposal.last.by, told.proposal.last.why) == (ANA, "An opinion.")
    assert await queue.accept(99, BO) is None
    assert await queue.one(99) is None


async def test_what_a_person_writes_goes_on_record(store: MemoryStore, queue: Queue) -> None:
    """Statement, label, name and topic can be changed; a topic on record is taken by its label."""
    await store.add([claim("older")])
    told = await queue.accept(
        1,
        ANA,
        Edits(
            "Ana Ruiz says that “300 beds were empty”.", "Beds, May 2024", "beds-2024", "HOSPITALS"
        ),
    )
    assert told is not None
    [kept] = await store.claims(["beds-2024"])
    assert kept.statement == "Ana Ruiz says that “300 beds were empty”."
    assert (kept.label, kept.topic.key, kept.topic.label) == (
        "Beds, May 2024",
        "hospitals",
        "Hospitals",
    )


@pytest.mark.parametrize(
    ("edits", "field", "says"),
    [
        (Edits(statement="300 beds are empty."), "statement", "does not say who says it"),
        (Edits(statement="She says that beds are empty."), "statement", "does not say who"),
        (Edits(statement="Ana Ruizo says so."), "statement", "does not say who"),
        (Edits(statement="Ana Ruiz says that 400 beds are empty."), "statement", "400"),
        (Edits(statement="Ana Ruiz says “no bed is full”."), "statement", "letter for letter"),
        (Edits(statement='Ana Ruiz says "no bed is full".'), "statement", "letter for letter"),
        (Edits(statement="Ana Ruiz says " + "so " * 300), "statement", "at most"),
        (Edits(label="x" * 101), "label", "at most"),
        (Edits(slug="Empty Beds!"), "slug", "no name for a claim"),
        (Edits(slug="x" * 61), "slug", "no name for a claim"),
        (Edits(slug="older"), "slug", "older-2"),
        (Edits(topic="…"), "topic", "no topic"),
    ],
)
async def test_edits_that_break_a_rule_are_refused(
    store: MemoryStore, queue: Queue, edits: Edits, field: str, says: str
) -> None:
    """With the reason, a next step and the field; the proposal still waits."""
    await store.add([claim("older")])
    with pytest.raises(NotKept) as refused:
        await queue.accept(1, ANA, edits)
    assert refused.value.field == field
    assert says in str(refused.value)
    assert refused.value.next_step
    assert 1 in await order(queue)


async def test_joining_names_a_claim_on_record(store: MemoryStore, queue: Queue) -> None:
    """An unknown or withdrawn one is refused; the new claim is an appearance of the other."""
    await store.add([claim("beds"), claim("gone")])
    await store.review("gone", review("Withdrawn"))
    for slug in ("nothing", "gone"):
        with pytest.raises(NotKept):
            await queue.join(1, slug, ANA)
    told = await queue.join(1, "beds", ANA)
    assert told is not None
    assert (told.proposal.state, told.proposal.into) == (ProposalState.JOINED, "empty-beds")
    record = await store.record("beds")
    assert record is not None
    assert [link.claim.slug for link in record.links] == ["empty-beds"]


async def test_the_last_decision_can_be_taken_back(store: MemoryStore, queue: Queue) -> None:
    """What was dropped or held waits again; what went on record is withdrawn, and waits again."""
    await queue.drop(2, ANA)
    await queue.accept(1, ANA)
    for number in (1, 2):
        told = await queue.undo(number, BO)
        assert told is not None
        assert (told.changed, told.proposal.state) == (True, ProposalState.WAITING)
        again = await queue.undo(number, BO)
        assert again is not None
        assert not again.changed
    names: list[Name] = list(await store.names())
    assert [(name.slug, name.withdrawn) for name in names] == [("empty-beds", True)]
    assert await queue.undo(99, BO) is None


async def test_an_old_decision_or_a_claim_worked_on_stays(store: MemoryStore, queue: Queue) -> None:
    """After a day, or once others have reviewed the claim, there is no taking back."""
    day_ago = datetime.now(UTC) - timedelta(hours=25)
    await store.decide(2, Decision(ProposalState.DROPPED, ANA, day_ago))
    with pytest.raises(NotKept, match="24 hours"):
        await queue.undo(2, BO)
    await queue.accept(1, ANA)
    await store.review("empty-beds", review())
    with pytest.raises(NotKept, match="worked on"):
        await queue.undo(1, BO)


async def test_a_restricted_claim_leaves_no_trace_in_the_queue(store: MemoryStore) -> None:
    """Whoever may not see it meets neither it beside a proposal nor the proposal it came from."""
    near = claim("beds-in-town", label="Empty beds", statement="{} writes that beds were empty.")
    await store.add([replace(near, restricted=True)])
    desk = Desk(store)
    opened = await desk.for_viewer(may_see_restricted=False)
    for one, slugs in ((desk, ["beds-in-town"]), (opened, [])):
        waiting = await one.queue.one(1)
        assert waiting is not None
        assert [c.slug for c in waiting.nearest] == slugs
    with pytest.raises(NotKept):
        await opened.queue.join(1, "beds-in-town", BO)
    await desk.queue.accept(1, ANA)
    await desk.restrict("empty-beds", restricted=True)
    assert await desk.queue.one(1) is not None
    assert await opened.queue.one(1) is None


async def test_an_open_document_is_decided_on_whoever_is_restricted(store: MemoryStore) -> None:
    """Though all that is on record of its claimant and outlet is restricted, the rest still waits.

    What became a restricted claim is passed over where decisions are looked at.
    """
    desk = Desk(store)
    opened = await desk.for_viewer(may_see_restricted=False)
    await desk.queue.accept(1, ANA)
    await desk.queue.accept(3, ANA)
    await desk.restrict("empty-beds", restricted=True)
    place = await opened.queue.place(QueueFilter(state=ProposalState.ACCEPTED), 1)
    assert place.waiting is not None
    assert place.waiting.proposal.into == "town-accused"
    waiting = await opened.queue.one(2)
    assert waiting is not None
    assert waiting.version is not None
    assert waiting.proposal.claim.attribution.makers[0].claimant.name == "Ana Ruiz"
    told = await opened.queue.accept(2, BO, Edits(statement="Ana Ruiz: “We have 40 nurses”."))
    assert told is not None
    assert told.changed


async def test_an_accusation_keeps_that_nobody_is_named(store: MemoryStore, queue: Queue) -> None:
    """Accepted as proposed, the claim says that the accuser is not named, and whom it accuses."""
    told = await queue.accept(3, ANA)
    assert told is not None
    [kept] = await store.claims([told.proposal.into])
    assert kept.alleged
    assert (kept.attribution.accuser_named, kept.attribution.accused) == (False, "The town")
    assert kept.attribution.voice is Voice.OUTLET


async def test_somebody_unnamed_is_nobody_on_record(store: MemoryStore) -> None:
    """“officials” of one document are not those of another."""
    someone = replace(mayor(), name="", named_at=None, text="The mayor, Ana Ruiz")
    text = REPORT + "\n"
    numbers: list[int] = []
    for n, body in enumerate((text, text + "\n")):
        claims = (replace(empty_beds(), claimants=(someone,)),)
        taken = await Intake(store).take_in(
            reading(body, f"https://n{n}.example/a", f"Outlet {n}"),
            Extracted(claims=claims),
            by=ANA,
            source=URL,
        )
        numbers += taken.proposals
    queue = Queue(store)
    for number in numbers:
        await queue.accept(number, ANA)
    people = [who for who in await store.claimants() if who.kind is ClaimantKind.PERSON]
    assert len({who.key for who in people}) == 2
