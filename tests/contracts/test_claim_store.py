"""What every claim store promises, asked of each of them in the same words."""

import asyncio
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from knowledge.errors import RecordError, StoreError
from knowledge.model import (
    Claim,
    Claimant,
    ClaimantKind,
    ClaimRating,
    Maker,
    Question,
    Topic,
    TopicCount,
)
from knowledge.ports import ClaimStore
from knowledge.sample.loader import sample_claims, sample_related
from tests.contracts.conftest import Kind
from tests.knowledge.making import AT, HERALD, HOSPITALS, NURSES, claim, claims, review
from tests.thorough import examples

SCHOOLS = Topic("schools", "Schools")
POST = Claimant("post", "The Post", ClaimantKind.OUTLET)


def newest_first(found: list[Claim]) -> list[str]:
    """Return the slugs of *found* in the order that the ports promise."""
    by_slug = sorted(found, key=lambda c: c.slug)
    dates = {c.slug: c.document.published.value if c.document.published else "" for c in found}
    return sorted((c.slug for c in by_slug), key=lambda slug: dates[slug], reverse=True)


async def test_every_sample_claim_comes_back_as_it_was(sample: ClaimStore) -> None:
    """What the sample desk puts on record is read back in every field."""
    for one in sample_claims():
        record = await sample.record(one.slug)
        assert record is not None
        assert record.claim == replace(one, aliases=tuple(sorted(one.aliases)))


@settings(max_examples=examples(30), deadline=None, suppress_health_check=list(HealthCheck))
@given(any_claim=claims())
def test_any_claim_comes_back_as_it_was(kind: Kind, any_claim: Claim) -> None:
    """Every field survives, whatever stands in it: quotes, other scripts, exact decimals, gaps."""

    async def there_and_back() -> None:
        store = kind.new()
        try:
            assert await store.add([any_claim]) == 1
            record = await store.record(any_claim.slug)
        finally:
            await store.close()
        assert record is not None
        assert record.claim == any_claim
        numbers = [(f.value, f.low, f.high) for f in record.claim.figures]
        assert str(numbers) == str([(f.value, f.low, f.high) for f in any_claim.figures])

    asyncio.run(there_and_back())


async def test_an_unknown_slug_finds_nothing(sample: ClaimStore) -> None:
    """No record, no claim, no list is made up for a name that nobody has."""
    assert await sample.record("no-such-claim") is None
    assert await sample.record("doctors-pay") is None, "an alias is for the index of names"
    assert await sample.claims(["no-such-claim"]) == []
    assert await sample.in_topic("no-such-topic") == []
    assert await sample.said_by("nobody") == []
    assert await sample.reported_by("nobody") == []


async def test_claims_come_in_the_order_asked(sample: ClaimStore) -> None:
    """Claims are given in the order of their slugs asked for, the unknown left out."""
    found = await sample.claims(["kenya-doctors", "nothing", "castro-1957", "doctors-salary"])
    assert [c.slug for c in found] == ["kenya-doctors", "castro-1957", "doctors-salary"]
    assert await sample.claims([]) == []


async def test_more_claims_than_a_statement_has_marks_can_be_asked_for(store: ClaimStore) -> None:
    """A topic's slugs can be handed over whole, however many they are."""
    await store.add([claim("beds")])
    many = [f"unknown-{n}" for n in range(40_000)]
    assert [c.slug for c in await store.claims([*many, "beds"])] == ["beds"]


async def test_lists_are_newest_first_undated_last_then_by_slug(store: ClaimStore) -> None:
    """A list goes by the document's date, then by slug, and claims without a date end it."""
    await store.add(
        [
            claim("undated", published=None),
            claim("b-day", published="2024-05-02"),
            claim("year", published="2024"),
            claim("a-day", published="2024-05-02"),
            claim("month", published="2024-05"),
            claim("old", published="1957-01-01"),
        ]
    )
    in_order = ["a-day", "b-day", "month", "year", "old", "undated"]
    assert await store.in_topic("hospitals") == in_order


async def test_the_samples_topics_and_their_claims_are_in_order(sample: ClaimStore) -> None:
    """Topics come with the most claims first, then by label, and their claims newest first."""
    by_topic: dict[Topic, list[Claim]] = {}
    for one in sample_claims():
        by_topic.setdefault(one.topic, []).append(one)
    counts = [TopicCount(topic, len(found)) for topic, found in by_topic.items()]
    expected = sorted(counts, key=lambda c: (-c.claims, c.topic.label))
    assert await sample.topics() == expected
    for topic, found in by_topic.items():
        assert await sample.in_topic(topic.key) == newest_first(found)


async def test_a_source_has_what_it_says_and_what_it_reports(store: ClaimStore) -> None:
    """An outlet says what it says itself; what its sources say, it reports; and they say it."""
    await store.add(
        [
            claim("own-words"),
            claim("by-the-union", makers=[NURSES]),
            claim("by-both", makers=[NURSES, HERALD]),
            claim("elsewhere", outlet=POST, makers=[NURSES], published="2025-01-01"),
        ]
    )
    assert await store.said_by("herald") == ["by-both", "own-words"]
    assert await store.reported_by("herald") == ["by-the-union"]
    assert await store.said_by("nurses-union") == ["elsewhere", "by-both", "by-the-union"]
    assert await store.reported_by("nurses-union") == []
    assert await store.reported_by("post") == ["elsewhere"]


async def test_claimants_come_by_name_with_every_alias(store: ClaimStore) -> None:
    """Everyone on record is there once, by name, with what claims have called them since."""
    odd = Claimant("odd", "Áé", ClaimantKind.PERSON, ("one\x1ftwo", " ", "a, b"), "About.")
    later = replace(NURSES, name="National Nurses", aliases=("NNU", "NU"))
    await store.add([claim("first", makers=[NURSES, odd])])
    await store.add([claim("second", makers=[later], outlet=POST)])
    known = replace(NURSES, aliases=("NU", "National Nurses", "NNU"))
    assert await store.claimants() == [known, HERALD, POST, odd]
    first = await store.record("first")
    assert first is not None
    assert first.claim.attribution.makers == (Maker(known), Maker(odd))


async def test_a_claim_that_calls_its_source_by_another_name_stays_readable(
    store: ClaimStore,
) -> None:
    """A statement that names its claimant as an earlier claim did not is read back all the same."""
    await store.add([claim("first")])
    renamed = replace(HERALD, name="Herald on Sunday")
    second = claim("second", outlet=renamed)
    await store.add([replace(second, document=replace(claim("first").document, outlet=renamed))])
    record = await store.record("second")
    assert record is not None
    assert record.claim.statement == "Herald on Sunday writes about beds."


async def test_a_document_stays_with_its_outlet(store: ClaimStore) -> None:
    """A claim that gives a known document to another outlet is refused whole."""
    await store.add([claim("first")])
    stolen = replace(claim("first").document, outlet=POST)
    with pytest.raises(RecordError, match="another outlet"):
        await store.add([replace(claim("second", outlet=POST), document=stolen)])
    assert await store.claimants() == [HERALD]


async def test_aliases_are_kept_as_slugs(store: ClaimStore) -> None:
    """An alias is kept as it is looked up, once, in the order of the alphabet."""
    await store.add([claim("beds", aliases=("Hospital Beds", "a–z", "hospital_beds"))])
    record = await store.record("beds")
    assert record is not None
    assert record.claim.aliases == ("a-z", "hospital-beds")
    (name,) = await store.names()
    assert name.aliases == ("a-z", "hospital-beds")


@pytest.mark.parametrize(
    "refused",
    [
        claim("beds-2", aliases=("Beds!",)),
        claim("beds-2", aliases=("hospital beds",)),
        claim("hospital-beds"),
        claim("Beds 2"),
        claim("beds-2", aliases=("!!!",)),
        claim(""),
    ],
    ids=["alias is a slug", "alias is an alias", "slug is an alias", "no slug", "empty", "none"],
)
async def test_a_name_in_use_is_refused_with_all_that_came_with_it(
    store: ClaimStore, refused: Claim
) -> None:
    """Where one claim of several breaks a rule of names, none of them is kept."""
    await store.add([claim("beds", aliases=("hospital-beds",))])
    names, version = await store.names(), store.version()
    with pytest.raises(RecordError):
        await store.add([claim("fine", topic=SCHOOLS, outlet=POST), refused])
    assert await store.names() == names
    assert store.version() == version
    assert [count.topic for count in await store.topics()] == [HOSPITALS]
    assert await store.claimants() == [HERALD]
    assert len(await store.changes(10)) == 1


async def test_adding_again_adds_nothing(sample: ClaimStore) -> None:
    """The sample can be put on record twice; the second time nothing is new and nothing changes."""
    names = await sample.names()
    assert await sample.add(sample_claims(), sample_related()) == 0
    assert await sample.names() == names
    assert len(await sample.changes(1_000)) == len(await sample.changes(2_000))
    assert await sample.add([claim("twice"), claim("twice", label="Other")]) == 1
    (kept,) = await sample.claims(["twice"])
    assert kept.label == "Beds"


async def test_related_claims_stand_beside_each_other_both_ways(sample: ClaimStore) -> None:
    """What is said once of a pair shows on both cards, newest first, and never on its own."""
    for one in sample_claims():
        pairs = [pair for pair in sample_related() if one.slug in pair]
        expected = {slug for pair in pairs for slug in pair} - {one.slug}
        record = await sample.record(one.slug)
        assert record is not None
        others = [other.slug for other in record.others]
        assert others == newest_first([c for c in sample_claims() if c.slug in expected])


async def test_a_claim_is_not_related_to_itself(store: ClaimStore) -> None:
    """A pair of one claim is nothing to show, and a pair said both ways round is one pair."""
    await store.add([claim("beds"), claim("wards")], [("beds", "beds"), ("beds", "wards")])
    await store.add([], [("wards", "beds")])
    record = await store.record("beds")
    assert record is not None
    assert [other.slug for other in record.others] == ["wards"]


async def test_an_unknown_relation_keeps_nothing(store: ClaimStore) -> None:
    """Claims that come with a pair nobody knows are not kept either."""
    with pytest.raises(RecordError, match="no claim nowhere"):
        await store.add([claim("beds")], [("beds", "nowhere")])
    assert await store.names() == []


async def test_a_withdrawn_claim_keeps_its_name_and_leaves_the_others(store: ClaimStore) -> None:
    """Withdrawing leaves a tombstone: found by name, said to be withdrawn, not beside others."""
    await store.add([claim("beds"), claim("wards")], [("beds", "wards")])
    await store.review("wards", review(ClaimRating.WITHDRAWN))
    assert {n.slug: n.withdrawn for n in await store.names()} == {"beds": False, "wards": True}
    beds, wards = await store.record("beds"), await store.record("wards")
    assert beds is not None
    assert beds.others == ()
    assert wards is not None
    assert [other.slug for other in wards.others] == ["beds"]
    await store.review("wards", review(ClaimRating.NOT_CHECKED))
    assert not any(name.withdrawn for name in await store.names()), "Ana took it back"


async def test_reviews_are_added_in_order(store: ClaimStore) -> None:
    """Each review ends the history that was there, and an unknown rating is kept as it is."""
    given = [review(), review("Amber", reviewer="Bo"), review(ClaimRating.DISPUTED)]
    await store.add([replace(claim("beds"), reviews=(given[0],))])
    for one in given[1:]:
        await store.review("beds", one)
    record = await store.record("beds")
    assert record is not None
    assert record.claim.reviews == tuple(given)


async def test_reviewing_an_unknown_claim_is_refused(store: ClaimStore) -> None:
    """A judgement of nothing is not kept."""
    with pytest.raises(RecordError, match="no claim nowhere"):
        await store.review("nowhere", review())
    assert await store.changes(10) == []


async def test_names_since_gives_only_what_changed(store: ClaimStore) -> None:
    """A reader who has seen some names is given the later ones, the oldest change first."""
    await store.add([claim("beds"), claim("wards", makers=[NURSES, HERALD])])
    first = await store.names()
    assert [(n.slug, n.owner) for n in first] == [
        ("beds", "The Herald"),
        ("wards", "Nurses' Union and The Herald"),
    ]
    seen = first[-1].changed
    assert await store.names(seen) == []
    await store.add([claim("doctors")])
    await store.review("beds", review())
    assert [n.slug for n in await store.names(seen)] == ["doctors", "beds"]
    changes = [n.changed for n in await store.names()]
    assert changes == sorted(set(changes))


async def test_changes_are_newest_first_and_show_the_claim_as_it_is(store: ClaimStore) -> None:
    """What happened last comes first, with the claim as it is by now."""
    await store.add([claim("beds"), replace(claim("wards"), reviews=(review(),))])
    await store.review("beds", review(ClaimRating.DISPUTED))
    changes = await store.changes(10)
    assert [(c.claim.slug, c.what) for c in changes] == [
        ("beds", "Claim reviewed: Disputed"),
        ("wards", "Claim reviewed: Supported by evidence"),
        ("wards", "Added"),
        ("beds", "Added"),
    ]
    assert [len(c.claim.reviews) for c in changes] == [1, 1, 1, 1]
    assert all(c.at.tzinfo is not None for c in changes)
    assert await store.changes(2) == changes[:2]
    assert await store.changes(0) == []


async def test_search_counts_the_terms_found_and_orders_by_that(store: ClaimStore) -> None:
    """More of the terms come first, then the newer document, then the slug; none is made up."""
    await store.add(
        [
            claim("nurse-pay", published="2020"),
            claim("nurse-beds", published="2021"),
            claim("nurse-hours", published="2021"),
            claim("schools", published="2022", label="Nurses’ pay at schools"),
        ]
    )
    best = [("schools", 2), ("nurse-pay", 2), ("nurse-beds", 1), ("nurse-hours", 1)]
    assert await store.search(["nurses", "pay"], 10) == best
    assert await store.search(["nurses", "pay"], 3) == best[:3]
    assert await store.search(["quokka"], 10) == []
    assert await store.search([], 10) == []


@pytest.mark.parametrize("term", ['"', "and", "near", "*", "a:b", "^x", "(", "-", "", "日本", "\0"])
async def test_search_terms_are_never_syntax(sample: ClaimStore, term: str) -> None:
    """A term is only ever a word to look for, whatever the search language makes of it."""
    alone, together = await sample.search(["kenya"], 50), await sample.search([term, "kenya"], 50)
    assert alone
    assert dict(alone).keys() <= dict(together).keys()


async def test_search_meets_the_words_as_people_type_them(store: ClaimStore) -> None:
    """Apostrophes, accents and figures are cut alike in the claim and in the question."""
    await store.add([claim("strike", label="O’Brien’s café and 4,100 nurses")])
    for word in ("obriens", "cafe", "4100", "4,100", "nurse", "herald", "strike"):
        assert await store.search([word], 5) == [("strike", 1)], word


async def test_questions_are_kept_with_their_numbers(store: ClaimStore, kind: Kind) -> None:
    """A question gets the next number, and the list is oldest first."""
    asked = [Question(f"“Who?” {n} 🙂", "Ana", "slack", "c1", AT) for n in range(3)]
    numbers = [await store.ask(question) for question in asked]
    assert numbers == sorted(set(numbers))
    assert await store.questions() == list(zip(numbers, asked, strict=True))
    other = kind.again(store)
    assert await other.questions() == await store.questions()
    assert await store.drop_question(numbers[-1])
    assert not await store.drop_question(numbers[-1])
    assert [number for number, _ in await store.questions()] == numbers[:-1]
    assert await store.ask(asked[0]) not in numbers
    await other.close()


async def test_small_facts_are_kept_and_replaced(store: ClaimStore) -> None:
    """A small fact is there under its name until another takes its place."""
    assert await store.kept("commands") is None
    await store.keep("commands", "one")
    await store.keep("others", "")
    await store.keep("commands", "two")
    assert [await store.kept(n) for n in ("commands", "others", "none")] == ["two", "", None]


async def test_a_closed_store_says_so(kind: Kind) -> None:
    """Closing twice is harmless, and whatever is asked of a closed store raises `StoreError`."""
    store = kind.new()
    await store.add([claim("beds")])
    assert await store.record("beds") is not None
    await store.close()
    await store.close()
    with pytest.raises(StoreError, match="closed"):
        await store.record("beds")
    with pytest.raises(StoreError, match="closed"):
        await store.keep("a", "b")
    with pytest.raises(StoreError, match="closed"):
        store.version()
