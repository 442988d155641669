"""Looking things up: how a question is matched, and that no answer is older than the store."""

import asyncio
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.desk import MAX_HITS, Desk, Found, How, Lookup, Nothing, Restricted, Several
from knowledge.model import Claimant, ClaimantKind, ClaimRating, Topic
from knowledge.sample.loader import sample_claims, sample_related
from knowledge.sources import SourceOverTime
from knowledge.store.memory import MemoryStore
from knowledge.store.sqlite.store import SqliteStore
from tests.knowledge.making import NURSES, claim, review
from tests.thorough import examples

TRICKY = (
    '"',
    '"doctors',
    "doctors OR salary",
    "doctors AND NOT salary",
    "NEAR(doctors salary)",
    "label:doctors",
    "doc*",
    "^doctors",
    "a - b",
    "'; DROP TABLE claim; --",
    "%",
    "_",
    "\0",
    "\ud83d",
    "🙂",
    "👩🏽‍⚕️ doctors",
    "@everyone",
    "<@U1>",
    "",
    " ",
    "what is the",
    "…",
    "日本語",
    "врач",
    "x" * 10_000,
    "doctors " * 2_000,
    "doctors-salary" * 1_000,
    " ".join(f"word{n}" for n in range(2_000)),
)


def shape(found: Lookup) -> tuple[object, ...]:
    """Return what can be compared of an answer: what it is, how matched, which claims."""
    match found:
        case Found(record, how, asked):
            return (how, asked, record.claim.slug)
        case Several(claims, how, asked):
            return (how, asked, [c.slug for c in claims])
        case Restricted(asked):
            return ("restricted", asked)
        case Nothing(asked, nearest):
            return ("nothing", asked, [count.topic.key for count in nearest])


@pytest.fixture(scope="module")
def memory() -> MemoryStore:
    """The sample desk in memory, only read by the tests that ask for it."""
    store = MemoryStore()
    asyncio.run(store.add(sample_claims(), sample_related()))
    return store


@pytest.mark.parametrize(
    ("asked", "how", "slug"),
    [
        ("doctors-salary", How.SLUG, "doctors-salary"),
        ("Doctors Salary", How.SLUG, "doctors-salary"),
        ("doctors_salary", How.SLUG, "doctors-salary"),
        ("Doctors’ salary?", How.SLUG, "doctors-salary"),
        ("doctors-pay", How.ALIAS, "doctors-salary"),
        ("Doctors' Wages", How.ALIAS, "doctors-salary"),
        ("doctor-salaries", How.PLURAL, "doctors-salary"),
        ("doctor's salary", How.SLUG, "doctors-salary"),
        ("doctor salary", How.PLURAL, "doctors-salary"),
        ("castro", How.BEGINNING, "castro-1957"),
        ("docters salary", How.SPELLING, "doctors-salary"),
        ("dcotors-salary", How.SPELLING, "doctors-salary"),
    ],
)
async def test_one_claim_is_found_and_how_is_said(
    desk: Desk, asked: str, how: How, slug: str
) -> None:
    """A name, another name, a plural, a beginning and a slip each lead to the claim, and say so."""
    found = await desk.look_up(asked)
    assert isinstance(found, Found)
    assert (found.record.claim.slug, found.how, found.asked) == (slug, how, asked)


async def test_the_surest_match_wins() -> None:
    """Slug, alias, plural, beginning, spelling, words: the first that finds anything answers."""
    store = MemoryStore()
    desk = Desk(store)
    steps: list[tuple[str, tuple[str, ...], str, How]] = [
        ("unrelated", (), "Ward costs", How.WORDS),
        ("ward-cosst", (), "X", How.SPELLING),
        ("ward-costs-in-2024", (), "X", How.BEGINNING),
        ("wards-cost", (), "X", How.PLURAL),
        ("hospital", ("ward costs",), "X", How.ALIAS),
    ]
    for slug, aliases, label, how in steps:
        await store.add([claim(slug, aliases=aliases, label=label)])
        found = await desk.look_up("Ward costs")
        assert isinstance(found, Found | Several), (slug, found)
        assert found.how is how, (slug, found)
    own = MemoryStore()
    await own.add([claim("ward-costs", aliases=("wards-cost",))])
    found = await Desk(own).look_up("Ward costs")
    assert isinstance(found, Found)
    assert found.how is How.SLUG


async def test_ties_are_shown_and_not_chosen_from(desk: Desk) -> None:
    """Where several claims may be meant, at most three are shown, whichever way they were met."""
    begun = await desk.look_up("kenya")
    assert isinstance(begun, Several)
    assert begun.how is How.BEGINNING
    assert len(begun.claims) == MAX_HITS
    assert all(c.slug.startswith("kenya") for c in begun.claims)
    store = MemoryStore()
    await store.add([claim("bed-counts-a"), claim("bed-counts-b"), claim("nurse"), claim("nurses")])
    tied = Desk(store)
    assert shape(await tied.look_up("bed-counts-x"))[::2] == (
        How.SPELLING,
        ["bed-counts-a", "bed-counts-b"],
    )
    assert shape(await tied.look_up("nurses-"))[::2] == (How.SLUG, "nurses")


async def test_free_words_give_ranked_claims(desk: Desk) -> None:
    """A sentence finds the claims with its words, at most three."""
    found = await desk.look_up("What share of their salaries do doctors on missions keep?")
    assert isinstance(found, Several)
    assert found.how is How.WORDS
    assert 0 < len(found.claims) <= MAX_HITS
    assert all(c.topic.key == "doctors-pay" for c in found.claims)


async def test_one_word_of_many_is_not_enough(desk: Desk) -> None:
    """A claim that has one word of four is no answer; the nearest topics are offered."""
    found = await desk.look_up("kenyan elephants trumpet loudly")
    assert isinstance(found, Nothing)
    assert [count.topic.key for count in found.nearest] == ["kenya"]
    assert len(found.nearest + found.others) == 4
    assert not set(found.nearest) & set(found.others)


async def test_more_than_are_shown_is_said(desk: Desk) -> None:
    """When more claims fit than are shown, the answer says that there are more."""
    many = await desk.look_up("doctors-")
    assert isinstance(many, Several)
    assert (len(many.claims), many.more) == (3, True)
    few = await desk.look_up("kenya-a")
    assert isinstance(few, Several)
    assert (len(few.claims), few.more) == (2, False)


async def test_a_withdrawn_claim_is_found_by_name_only() -> None:
    """A tombstone can be reached by its name and alias, and never by its words."""
    store = MemoryStore()
    await store.add([claim("beds", aliases=("bunks",), label="Quokka wards")])
    await store.review("beds", review(ClaimRating.WITHDRAWN))
    desk = Desk(store)
    for asked in ("beds", "bunks"):
        assert isinstance(await desk.look_up(asked), Found)
    assert isinstance(await desk.look_up("quokka wards"), Nothing)
    assert await desk.complete("be") == []


@pytest.mark.parametrize("asked", TRICKY, ids=range(len(TRICKY)))
async def test_whatever_is_typed_is_answered(desk: Desk, asked: str) -> None:
    """Operators, quotes, emoji, nothing at all and ten thousand letters are text like any other."""
    found = await desk.look_up(asked)
    assert isinstance(found, Found | Several | Nothing)
    await desk.complete(asked)
    await desk.topic(asked)
    await desk.source(asked)
    if not any(c.isalnum() for c in asked):
        assert isinstance(found, Nothing)


@settings(max_examples=examples(60), deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.text(st.characters(codec=None), max_size=80)
    | st.lists(st.sampled_from([*'"*()^:-+ ', "OR", "NEAR", "doctors", "kenya", "é"])).map(" ".join)
)
def test_any_text_is_answered_and_the_same_every_time(sample_database: Path, asked: str) -> None:
    """No text raises, and asking again, even after a restart, gives the same answer."""

    async def ask() -> list[tuple[object, ...]]:
        store = SqliteStore(sample_database)
        desk = Desk(store)
        try:
            return [shape(await desk.look_up(asked)) for _ in range(2)]
        finally:
            await store.close()

    first = asyncio.run(ask())
    assert first == asyncio.run(ask())
    assert first[0] == first[1]


async def test_every_sample_claim_is_found_by_every_name(desk: Desk) -> None:
    """Slug and aliases of each claim lead to it and to nothing else."""
    for one in sample_claims():
        for name in (one.slug, *one.aliases):
            found = await desk.look_up(name)
            assert isinstance(found, Found)
            assert found.record.claim.slug == one.slug


async def test_completion_comes_from_memory() -> None:
    """Once the names are known, typing asks the store for nothing but its version."""

    class OnlyNames(MemoryStore):
        def __getattribute__(self, name: str) -> object:
            assert name not in ("record", "claims", "search", "topics"), name
            return super().__getattribute__(name)

    store = OnlyNames()
    await store.add(sample_claims())
    desk = Desk(store)
    assert [n.slug for n in await desk.complete("doctors-sal", 2)] == [
        "doctors-salary",
        "doctors-salary-arbol-invertido",
    ]
    assert len(await desk.complete("")) == 25


async def test_a_topic_by_key_label_or_nearly(memory: MemoryStore) -> None:
    """A topic is known by its key, its label in any case, and part of it where that is enough."""
    desk = Desk(memory)
    for count in await desk.topics():
        for asked in (count.topic.key, count.topic.label, count.topic.label.upper()):
            assert await desk.topic(asked) == count.topic
        assert len(await desk.in_topic(count.topic)) == count.claims
    assert isinstance(await desk.topic("quokkas"), Nothing)
    assert isinstance(await desk.topic(""), Nothing)
    store = MemoryStore()
    pay, beds = Topic("staff-pay", "Pay of staff"), Topic("beds", "Hospital beds")
    await store.add([claim("a", topic=pay), claim("b", topic=beds)])
    assert await Desk(store).topic("hospital") == beds
    assert await Desk(store).topic("staff pya") == pay


@pytest.mark.parametrize(
    "asked", ["oas", "OAS", "Organization of American States", "American States"]
)
async def test_a_source_by_key_alias_or_part(memory: MemoryStore, asked: str) -> None:
    """A source is known by its key, its name, an alias and a part that only it has."""
    found = await Desk(memory).source(asked)
    assert isinstance(found, SourceOverTime)
    assert found.claimant.key == "oas"
    assert found.said
    assert found.reported == ()


async def test_a_source_misspelt_is_offered(memory: MemoryStore) -> None:
    """A slip in a name gives the source or offers it; a name like none gives nothing."""
    desk = Desk(memory)
    found = await desk.source("Brietbart News")
    nearest = (found.claimant,) if isinstance(found, SourceOverTime) else found
    assert nearest[0].name == "Breitbart News"
    assert await desk.source("zzzz qqqq") == ()
    assert await desk.source("") == ()


async def test_an_outlet_says_and_reports(memory: MemoryStore) -> None:
    """An outlet's page has its own words and what it reports, each claim in one of the two."""
    found = await Desk(memory).source("Breitbart")
    assert isinstance(found, SourceOverTime)
    said = {slug for topic in found.said for slug in topic.slugs}
    reported = set(found.reported)
    assert said
    assert reported
    assert not said & reported


async def test_a_name_of_two_sources_gives_both() -> None:
    """Where an alias is two sources' own, both are shown and neither is chosen."""
    others = Claimant("nu", "Northern University", ClaimantKind.ORGANISATION)
    store = MemoryStore()
    await store.add([claim("a", makers=[NURSES]), claim("b", makers=[others])])
    assert await Desk(store).source("NU") == (others, NURSES)


@pytest.mark.parametrize("words", ["Who pays the nurses?", "cut \ud83d off", "🙂 “quoted”"])
async def test_a_question_is_kept_as_asked(desk: Desk, store: SqliteStore, words: str) -> None:
    """A question is kept with who asked it where, even where chat cut a character in half."""
    number = await desk.ask(words, asked_by="Ana", platform="slack", channel="c1")
    ((kept_as, question),) = await store.questions()
    assert kept_as == number
    assert question.words == words.encode("utf-8", "replace").decode()
    assert (question.asked_by, question.platform, question.channel) == ("Ana", "slack", "c1")
    assert question.at.tzinfo is not None


async def test_small_facts_and_changes_pass_through(desk: Desk) -> None:
    """An adapter's small fact is kept, and the latest changes are at hand."""
    await desk.keep("commands", "abc")
    assert await desk.kept("commands") == "abc"
    assert len(await desk.changes(3)) == 3
    assert len(await desk.sources()) > 3
