"""What every gear promises of finding claims, asked of each of them, over each kind of store."""

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.match.embedding import Embedder
from knowledge.match.gears import Gear, load_embedder, missing_packages, open_matcher
from knowledge.match.model import Band, Matcher
from knowledge.ports import ClaimStore
from knowledge.sample.loader import sample_claims, sample_related
from knowledge.store.memory import MemoryStore
from knowledge.store.sqlite.store import SqliteStore
from tests.fakes.embedder import WordEmbedder
from tests.fakes.empty_desk import empty_desk
from tests.knowledge.making import claim
from tests.thorough import examples

MODEL = pytest.mark.skipif(
    bool(missing_packages()), reason="the semantic gear is not installed: make semantic"
)


class Remembering:
    """A model that reads each text once: every test embeds the same sample."""

    def __init__(self, embedder: Embedder) -> None:
        self.model = embedder.model
        self._embedder = embedder
        self._known: dict[str, bytes] = {}

    def embed(self, texts: Sequence[str]) -> list[bytes]:
        """Return the vectors of *texts*."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        self._known.update(zip(new, self._embedder.embed(new), strict=True))
        return [self._known[text] for text in texts]


@dataclass(frozen=True)
class Finding:
    """A gear over a store."""

    store: ClaimStore
    matcher: Matcher


@pytest.fixture(scope="session")
def loaded() -> Callable[[str], Embedder | None]:
    """The models by name, each loaded once."""
    known: dict[str, Embedder | None] = {"lexical": None, "semantic, a small model": WordEmbedder()}

    def load(name: str) -> Embedder | None:
        if name not in known:
            loaded = load_embedder(Gear.SEMANTIC)
            assert loaded is not None
            known[name] = Remembering(loaded)
        return known[name]

    return load


@pytest.fixture(
    params=["lexical", "semantic, a small model", pytest.param("semantic, MiniLM", marks=MODEL)]
)
def embedder(
    request: pytest.FixtureRequest, loaded: Callable[[str], Embedder | None]
) -> Embedder | None:
    """Every gear's model; the lexical one has none."""
    return loaded(request.param)


@pytest.fixture(params=["memory", "sqlite"])
async def empty(
    request: pytest.FixtureRequest, embedder: Embedder | None, tmp_path: Path
) -> AsyncIterator[Finding]:
    """Each gear over each kind of store, with nothing on record."""
    store: ClaimStore
    if request.param == "memory":
        store = MemoryStore(embedder)
    else:
        empty_desk(tmp_path / "desk.sqlite3")
        store = SqliteStore(tmp_path / "desk.sqlite3", embedder=embedder)
    gear = Gear.SEMANTIC if embedder else Gear.LEXICAL
    yield Finding(store, open_matcher(store, gear, embedder))
    await store.close()


@pytest.fixture
async def sample(empty: Finding) -> Finding:
    """The same with the sample desk."""
    await empty.store.add(sample_claims(), sample_related())
    return empty


async def slugs(finding: Finding, text: str, limit: int = 5) -> list[str]:
    """Return the slugs found for *text*."""
    return [hit.slug for hit in await finding.matcher.find(text, limit)]


async def test_each_gear_says_its_name(empty: Finding, embedder: Embedder | None) -> None:
    """A gear can be told by its name."""
    assert empty.matcher.gear == ("semantic" if embedder else "lexical")


async def test_a_claim_is_found_by_its_own_statement(sample: Finding) -> None:
    """What a claim says finds that claim first."""
    for one in sample_claims():
        assert (await slugs(sample, one.statement))[0] == one.slug


async def test_nothing_is_found_in_an_empty_desk(empty: Finding) -> None:
    """A desk with no claims has no answer."""
    assert await slugs(empty, "doctors pay") == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "who are they?",
        "🙂🙂",
        "\ud83d",
        '"',
        "AND OR NOT",
        "(((",
        "*",
        "^:-",
        "\0",
        "日本",
    ],
)
async def test_what_carries_no_topic_finds_nothing(sample: Finding, text: str) -> None:
    """Stop words, pictures, search syntax and half characters find nothing, and fail at nothing."""
    assert await slugs(sample, text) == []


async def test_a_very_long_text_is_answered(sample: Finding) -> None:
    """Ten thousand characters are no error."""
    text = "doctors keep most of their salaries " * 300
    assert len(await sample.matcher.find(text[:10_000], 3)) <= 3


@settings(max_examples=examples(25), deadline=None, suppress_health_check=list(HealthCheck))
@given(text=st.text(st.characters(), max_size=80), limit=st.integers(1, 5))
async def test_any_text_is_answered(sample: Finding, text: str, limit: int) -> None:
    """Whatever is typed, there are at most so many hits, each a claim on record, best first."""
    hits = await sample.matcher.find(text, limit)
    assert len(hits) <= limit
    assert len({hit.slug for hit in hits}) == len(hits)
    assert {hit.slug for hit in hits} <= {one.slug for one in sample_claims()}
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert all(hit.band in Band for hit in hits)


async def test_the_same_question_has_the_same_answer(sample: Finding) -> None:
    """Order, scores and bands are the same every time."""
    first = await sample.matcher.find("how much of their pay do the doctors keep", 10)
    assert first
    for _ in range(3):
        assert await sample.matcher.find("how much of their pay do the doctors keep", 10) == first


async def test_a_shorter_list_is_the_beginning_of_a_longer_one(sample: Finding) -> None:
    """The limit cuts the list and does not change what is in it."""
    longer = await sample.matcher.find("doctors salaries cuba missions", 10)
    assert len(longer) > 3
    for limit in (1, 2, 3):
        assert await sample.matcher.find("doctors salaries cuba missions", limit) == longer[:limit]


async def test_only_those_among_are_found(sample: Finding) -> None:
    """A search among some claims finds those alone, and among none nothing."""
    text = "doctors salaries cuba missions"
    some = (await slugs(sample, text, 10))[1:3]
    hits = await sample.matcher.find(text, 10, among=some)
    assert {hit.slug for hit in hits} == set(some)
    assert list(await sample.matcher.find(text, 10, among=())) == []
    assert list(await sample.matcher.find(text, 10, among=["not-on-record"])) == []


async def test_words_that_are_marked_were_asked_for(sample: Finding) -> None:
    """A hit's words are words of the question, for marking."""
    hits = await sample.matcher.find("Doctors' salaries", 5)
    assert hits
    assert all(set(hit.words) <= {"doctors", "salaries"} for hit in hits)
    assert any(hit.words for hit in hits)


async def test_equal_claims_come_newest_first_then_by_slug(empty: Finding) -> None:
    """Claims that fit equally well are in order of date, undated last, then of slug."""
    same = "{} writes that hospital wards stand empty all winter."
    await empty.store.add(
        [
            claim("c", published="2019", label="Wards", statement=same),
            claim("b", published="2024-02-01", label="Wards", statement=same),
            claim("d", published=None, label="Wards", statement=same),
            claim("a", published="2024-02-01", label="Wards", statement=same),
        ]
    )
    assert await slugs(empty, "hospital wards stand empty all winter") == ["a", "b", "c", "d"]


async def test_a_claim_added_since_is_found(empty: Finding) -> None:
    """The next question finds what was put on record meanwhile."""
    await empty.store.add([claim("wards", statement="{} writes that wards stand empty.")])
    assert await slugs(empty, "quokkas on islands") == []
    quokkas = claim("quokkas", label="Quokkas", statement="{} writes that quokkas live on islands.")
    await empty.store.add([quokkas])
    assert (await slugs(empty, "quokkas live on islands"))[0] == "quokkas"
