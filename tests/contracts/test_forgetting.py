"""A desk lets go of what a write touched and no more, and never answers from what it touched."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import fields, replace

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from knowledge.amending import Amendment, seen_of
from knowledge.anchoring import Fate, Finding
from knowledge.citations import Citation, How
from knowledge.desk import Desk, Found
from knowledge.filters import Filters
from knowledge.intake import Intake
from knowledge.model import (
    Claim,
    Claimant,
    ClaimantKind,
    ClaimRating,
    DocumentState,
    Evidence,
    QuotationRating,
    Record,
    Stance,
    Subject,
    Topic,
)
from knowledge.ports import ClaimStore
from knowledge.relations import Proposal, RelationKind, RelationState, Verdict
from knowledge.roles import Holder, Role
from knowledge.touched import Kind
from tests.contracts.conftest import Kind as StoreKind
from tests.knowledge.making import AT, HERALD, HOSPITALS, NURSES, claim, review
from tests.knowledge.proposing import URL, extracted, reading

BY = "discord:u1 Ana"
SLUGS = ("beds", "wards", "nurses", "pay", "hours")
OUTLETS = (
    HERALD,
    replace(HERALD, name="Herald"),
    Claimant("post", "The Post", ClaimantKind.OUTLET),
)
MAKERS = (NURSES, replace(NURSES, name="The Nurses", aliases=("TN",)))
TOPICS = (HOSPITALS, Topic("money", "Money"))
ASKED = (*SLUGS, "bed", "also-pay", "the herald writes about beds", "nothing at all")
NAMES = ("The Herald", "The Post", "Nurses' Union", "TN")

Write = tuple[str, int, int]
DEEDS: dict[str, Callable[[ClaimStore, int, int], Awaitable[object]]]


def made(slug: str, n: int) -> Claim:
    """Return the claim called *slug* in one of several shapes, in a document that others share."""
    outlet = OUTLETS[n % 3]
    makers = (MAKERS[n % 2],) if n % 4 else ()
    one = claim(
        slug,
        outlet=outlet,
        makers=makers,
        topic=TOPICS[n % 2],
        aliases=("also-pay",) if slug == "pay" else (),
        statement="{} writes about beds of the Nurses' Union." if n % 5 == 0 else "{} on beds.",
    )
    shared = replace(one.document, key=f"{outlet.key}-{n % 2}")
    return replace(one, document=shared, restricted=n % 7 == 6)


async def add(store: ClaimStore, one: int, n: int) -> None:
    """Put a claim on record, beside another where that is there."""
    slug, other = SLUGS[one], SLUGS[n % 5]
    known = {each.slug for each in await store.claims(SLUGS)}
    await store.add([made(slug, n)], [(slug, other)] if other in known else [])


async def judge_claim(store: ClaimStore, one: int, n: int) -> None:
    """Review a claim, or its quotation; withdraw it, or put it back."""
    if await store.claims([SLUGS[one]]):
        ratings = (ClaimRating.WITHDRAWN, ClaimRating.CHECKING, ClaimRating.SUPPORTED)
        judged = review(ratings[n % 3], reviewer=BY)
        if n % 4 == 3:
            judged = review(QuotationRating.CONFIRMED, subject=Subject.QUOTATION, reviewer=BY)
        await store.review(SLUGS[one], judged)


async def amend(store: ClaimStore, one: int, n: int) -> None:
    """Add evidence, or have the claim read otherwise: in its label, its topic or its accused."""
    for known in await store.claims([SLUGS[one]]):
        evidence = Evidence(Stance.CONTEXT, f"List {n}.", "https://a.example/", "a", BY, AT)
        said = replace(known.attribution, accused="the Nurses' Union" if n % 2 else "")
        edits = replace(known, label=f"Beds {n}", topic=TOPICS[n % 2], attribution=said)
        change = Amendment(BY, AT, "Because.", (), (evidence,) if n % 3 else ())
        await store.amend(
            known.slug, replace(change, claim=None if n % 3 == 1 else edits), seen_of(known)
        )


async def restrict(store: ClaimStore, one: int, n: int) -> None:
    """Restrict a claim, or open it."""
    if await store.claims([SLUGS[one]]):
        await store.restrict(SLUGS[one], restricted=bool(n % 2))


async def relate(store: ClaimStore, one: int, n: int) -> None:
    """Relate two claims, or have it suggested, or judge what is related already."""
    slug, other = SLUGS[one], SLUGS[n % 5]
    if slug == other or len(await store.claims([slug, other])) < 2:
        return
    proposal = Proposal(slug, other, list(RelationKind)[n % 5])
    state = RelationState.CONFIRMED if n % 3 else RelationState.REFUSED
    if n % 4 == 0:
        await store.suggest([proposal], AT)
    elif n % 4 == 1 and (known := await store.relations_of(slug)):
        await store.judge(known[0].number, Verdict(state, BY, AT))
    else:
        await store.relate(proposal, Verdict(state, BY, AT))


async def cite(store: ClaimStore, one: int, n: int) -> None:
    """Say what a claim's document cites, or refuse what is said so."""
    for known in await store.claims([SLUGS[one]]):
        there = await store.citations_in(known.document.key)
        if there and n % 3 == 0:
            await store.refuse_citation(there[0].number, known.slug, BY, "No.")
        else:
            slug = known.slug if n % 2 else ""
            said = Citation(How.PERSON, outlet=("The Post", "Reuters")[n % 2], claim=slug)
            await store.cite(replace(said, by=BY, at=AT), known.slug)


async def mark(store: ClaimStore, one: int, n: int) -> None:
    """Have a document stand corrected, withdrawn or as it was."""
    key = f"{('herald', 'post')[one % 2]}-{n % 2}"
    await store.mark_documents([key], list(DocumentState)[n % 3], f"Notice {n}.")


async def look_for_words(store: ClaimStore, one: int, n: int) -> None:
    """Keep what became of a claim's words in a version of a document."""
    if await store.claims([SLUGS[one]]):
        taken = await Intake(store).take_in(reading(), extracted(), by=BY, source=URL)
        finding = Finding((Fate.NOT_FOUND, Fate.AMBIGUOUS)[n % 2], times=n % 3)
        await store.keep_findings(taken.document, [(SLUGS[one], finding)], AT)


async def give_role(store: ClaimStore, one: int, n: int) -> None:
    """Give somebody a role, or take it away."""
    holder = Holder("discord", f"u{one}", Role.EDITOR, "Ana")
    await store.put_holder(holder, (Role.EDITOR, Role.ADMIN, None)[n % 3])


async def erase(store: ClaimStore, one: int, n: int) -> None:
    """Erase who reviewed."""
    await store.erase_person("discord", "u1")


async def keep(store: ClaimStore, one: int, n: int) -> None:
    """Keep what no answer is made of."""
    await store.keep(f"fact-{one}", str(n))


DEEDS = {
    deed.__name__: deed
    for deed in (
        add,
        judge_claim,
        amend,
        restrict,
        relate,
        cite,
        mark,
        look_for_words,
        give_role,
        erase,
        keep,
    )
}


async def answers(desk: Desk) -> dict[str, object]:
    """Return whatever *desk* answers, as values that can be compared."""
    told: dict[str, object] = {}
    for asked in ASKED:
        found = await desk.look_up(asked)
        if isinstance(found, Found):
            record = found.record
            parts = tuple(getattr(record, part.name) for part in fields(record))
            told[f"look up {asked}"] = found.how, parts
        else:
            told[f"look up {asked}"] = found
    for name in NAMES:
        told[f"source {name}"] = await desk.source(name)
    told["complete"] = await desk.complete("")
    told["topics"], told["changes"] = await desk.topics(), await desk.changes(50)
    told["roles"], told["sources"] = await desk.holding.all(), await desk.sources()
    checking = Filters(status=ClaimRating.CHECKING)
    for filters in (Filters(), checking, Filters(about=TOPICS[1]), Filters(by=NURSES)):
        for words in ("", "beds"):
            page = await desk.listing.page(filters, words, 1, 10)
            told[f"list {filters} {words}"] = page
    return told


async def both(desk: Desk) -> list[dict[str, object]]:
    """Return what *desk* answers to whoever may see all, and to the others."""
    return [await answers(await desk.for_viewer(may_see_restricted=may)) for may in (True, False)]


_writes = st.tuples(st.sampled_from(sorted(DEEDS)), st.integers(0, 4), st.integers(0, 20))
START: Sequence[Write] = (("add", 0, 4), ("add", 1, 5), ("relate", 0, 6), ("add", 3, 10))


@settings(
    max_examples=4,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(writes=st.lists(_writes, min_size=3, max_size=6))
@example(writes=[("judge_claim", 1, 0), ("judge_claim", 1, 1), ("relate", 0, 1), ("erase", 0, 0)])
@example(
    writes=[("relate", 1, 5), ("cite", 0, 1), ("cite", 1, 2), ("cite", 0, 3), ("restrict", 1, 1)]
)
@example(writes=[("look_for_words", 0, 1), ("keep", 0, 0), ("look_for_words", 0, 2)])
@example(writes=[("restrict", 1, 1), ("restrict", 1, 0), ("mark", 0, 1), ("mark", 1, 2)])
@example(writes=[("amend", 0, 3), ("amend", 1, 1), ("add", 2, 6), ("give_role", 0, 0)])
def test_what_is_kept_answers_as_what_is_read_anew(
    kind: StoreKind, writes: Sequence[Write]
) -> None:
    """After any writes, by this process or another, a desk answers what a new one would."""

    async def run() -> None:
        store = kind.new()
        other, fresh = kind.again(store), kind.again(store)
        desk = Desk(store)
        try:
            for number, (deed, one, n) in enumerate([*START, *writes]):
                await DEEDS[deed](other if number % 2 else store, one, n)
                # A desk that was just made keeps nothing yet; its store keeps nothing at all.
                assert await both(desk) == await both(Desk(fresh)), (deed, one, n)
        finally:
            for each in (store, other, fresh):
                await each.close()

    asyncio.run(run())


async def test_only_what_is_touched_is_read_again(store: ClaimStore) -> None:
    """A review lets go of the claim and those beside it; the others are still the same reading."""
    await store.add([claim(slug) for slug in SLUGS], [("beds", "wards")])
    desk = Desk(store)

    async def readings() -> dict[str, object]:
        found = {slug: await desk.look_up(slug) for slug in SLUGS}
        return {slug: one.record for slug, one in found.items() if isinstance(one, Found)}

    before = await readings()
    await store.review("beds", review(ClaimRating.WITHDRAWN))
    after = await readings()
    assert {slug for slug in SLUGS if after[slug] is not before[slug]} == {"beds", "wards"}
    await store.review("beds", review(ClaimRating.CHECKING))
    again = await readings()
    assert {slug for slug in SLUGS if again[slug] is not after[slug]} == {"beds", "wards"}


async def test_what_is_not_known_is_not_guessed(store: ClaimStore) -> None:
    """A store tells what was touched since a version it remembers, and of others nothing."""
    await store.add([claim("beds")])
    version = store.version()
    assert store.touched(version) == frozenset()
    assert store.touched(version + 1) is None
    assert store.touched(-5) is None
    await store.review("beds", review())
    assert store.touched(version) == frozenset({(Kind.STANDING, "beds")})
    assert store.touched(version) == frozenset({(Kind.STANDING, "beds")})


class _Counting:
    """The records that a store was asked for, and a gate they wait at while it is shut."""

    def __init__(self, store: ClaimStore, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked: list[str] = []
        self.open = asyncio.Event()
        self.open.set()
        self.two = asyncio.Event()
        self._read = store.record
        monkeypatch.setattr(store, "record", self.record)

    async def record(self, slug: str) -> Record | None:
        """Return what the store has, once the gate is open."""
        self.asked.append(slug)
        if len(self.asked) == 2:
            self.two.set()
        await self.open.wait()
        return await self._read(slug)


async def found(desk: Desk, slug: str) -> Claim:
    """Return the claim called *slug* as *desk* finds it."""
    one = await desk.look_up(slug)
    assert isinstance(one, Found)
    return one.record.claim


async def test_what_a_review_touched_is_read_again_before_anybody_asks(
    store: ClaimStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The desk that reviewed reads what it kept once more, and whoever asks then joins that."""
    await store.add([claim(slug) for slug in SLUGS], [("beds", "wards")])
    whole = Desk(store)
    desk = await whole.for_viewer(may_see_restricted=False)
    for each in ("beds", "wards", "pay"):
        await found(desk, each)
    counting = _Counting(store, monkeypatch)
    counting.open.clear()
    before = await found(desk, "beds")
    await desk.reviewing.review(before, BY, "Seen.", rating="Checking")
    asking = [asyncio.create_task(found(desk, "beds")) for _ in range(3)]
    await asyncio.wait_for(counting.two.wait(), 2)
    asking[0].cancel()
    counting.open.set()
    (_, *told) = await asyncio.gather(*asking, return_exceptions=True)
    assert [isinstance(each, Claim) and len(each.reviews) for each in told] == [1, 1]
    await found(desk, "wards")
    assert sorted(counting.asked) == ["beds", "wards"]


async def test_what_was_written_while_a_record_was_read_is_not_missed(
    store: ClaimStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reading that a write overtook is not kept, and one that it did not touch is."""
    await store.add([claim(slug) for slug in SLUGS])
    desk = Desk(store)
    counting = _Counting(store, monkeypatch)
    counting.open.clear()
    reading = [asyncio.create_task(found(desk, slug)) for slug in ("beds", "wards")]
    await asyncio.wait_for(counting.two.wait(), 2)
    await store.review("beds", review(ClaimRating.CHECKING))
    counting.open.set()
    await asyncio.gather(*reading)
    assert len((await found(desk, "beds")).reviews) == 1
    await found(desk, "wards")
    assert counting.asked.count("wards") == 1


async def test_the_answer_of_what_a_review_touched_is_prepared(store: ClaimStore) -> None:
    """Whoever makes answers is given each record that is read again, and no other."""
    await store.add([claim(slug) for slug in SLUGS], [("beds", "wards")])
    desk = Desk(store)
    given: list[Record] = []
    both_given = asyncio.Event()

    def prepare(record: Record) -> None:
        given.append(record)
        if len(given) == 2:
            both_given.set()

    desk.renewed.append(prepare)
    for each in ("beds", "wards", "pay"):
        await found(desk, each)
    assert not given
    await desk.reviewing.review(await found(desk, "beds"), BY, "Seen.", rating="Checking")
    await asyncio.wait_for(both_given.wait(), 2)
    assert sorted(record.claim.slug for record in given) == ["beds", "wards"]
    (one,) = (record.claim for record in given if record.claim.slug == "beds")
    assert one is await found(desk, "beds")
