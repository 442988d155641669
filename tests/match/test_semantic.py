"""The semantic gear joins words and meaning, and says how sure it is by both."""

from collections.abc import Collection, Sequence
from struct import unpack

import pytest
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from knowledge.match.embedding import text_of_claim
from knowledge.match.indexed import findable
from knowledge.match.likeness import Letters
from knowledge.match.model import Band, Candidate, Hit
from knowledge.match.query import query_words
from knowledge.match.semantic import SemanticMatcher
from knowledge.match.sureness import Evidence, band_of
from knowledge.model import Claim, ClaimRating
from knowledge.store.memory import MemoryStore
from tests.fakes.embedder import WordEmbedder
from tests.knowledge.making import claim, review


class SharedWords:
    """A lexical gear that counts shared words, over claims it is given."""

    gear = "lexical"

    def __init__(self, claims: Sequence[Claim]) -> None:
        self.claims = claims

    async def candidates(
        self, text: str, limit: int, among: Collection[str] | None = None
    ) -> list[Candidate]:
        """Return those with the most shared words."""
        asked = set(query_words(text))
        found = []
        for one in self.claims:
            label, statement, other, names = findable(one).columns()
            shared = len(asked & set(f"{label} {statement} {other} {names}".split()))
            if shared and (among is None or one.slug in among):
                day = one.document.published.value if one.document.published else ""
                text = f"{label} {statement}"
                found.append(Candidate(one.slug, float(shared), day, text, f"{other} {names}"))
        return sorted(found, key=lambda c: (-c.bm25, c.slug))[:limit]

    async def find(self, text: str, limit: int, among: Collection[str] | None = None) -> list[Hit]:
        """Refuse: the semantic gear asks for what is below the floor as well."""
        raise AssertionError("what is below the floor is wanted too")

    async def judged(
        self, text: str, limit: int, among: Collection[str] | None = None
    ) -> list[tuple[Candidate, Hit]]:
        """Return them as hits too, surer with more of the words shared."""
        asked = query_words(text)
        hits = []
        for found in await self.candidates(text, limit, among):
            there = f"{found.text} {found.more}".split()
            shared = tuple(word for word in asked if word in there)
            share = len(shared) / len(asked)
            band = Band.SAME if share == 1 else Band.CLOSE if share > 0.5 else Band.BELOW
            hits.append((found, Hit(found.slug, found.bm25, band, shared)))
        return hits


PAY = claim("pay", label="", statement="{} writes that doctors get pay.")
BEDS = claim("empty-beds", statement="{} writes that hospital beds are empty in winter.")
SCHOOLS = claim("schools", label="Schools", statement="{} writes that schools close early.")
CLAIMS = (PAY, BEDS, SCHOOLS)


async def made(
    claims: Sequence[Claim] = CLAIMS, embedder: WordEmbedder | None = None
) -> tuple[SemanticMatcher, MemoryStore]:
    """Return a matcher over a store with *claims* and their vectors."""
    embedder = embedder or WordEmbedder()
    store = MemoryStore(embedder)
    await store.add(claims)
    return SemanticMatcher(store, SharedWords(claims), embedder), store


async def test_other_words_for_the_same_thing_are_found() -> None:
    """A question that shares no word but the meaning of some finds the claim."""
    matcher, _ = await made()
    hits = await matcher.find("medics get wages", 3)
    assert hits[0].slug == "pay"


async def test_the_claim_in_its_own_words_is_the_same_claim() -> None:
    """A draft sentence that says what a claim says is surely that claim, its words marked."""
    matcher, _ = await made()
    hits = await matcher.find("Hospital beds are empty in winter", 3)
    assert (hits[0].slug, hits[0].band) == ("empty-beds", Band.SAME)
    assert set(hits[0].words) == {"hospital", "beds", "empty", "winter"}


@pytest.mark.parametrize("text", ["", "   ", "who are they?", "🙂🙂", "\ud83d", "…—"])
async def test_nothing_to_search_for_finds_nothing(text: str) -> None:
    """Without a word that carries a topic nothing is found, and no model is asked."""
    embedder = WordEmbedder()
    matcher, _ = await made(embedder=embedder)
    embedder.asked.clear()
    assert await matcher.find(text, 3) == []
    assert embedder.asked == []


async def test_what_is_far_from_all_is_left_out() -> None:
    """A question about something else finds nothing, whichever claim is nearest."""
    matcher, _ = await made()
    assert await matcher.find("volcano eruption iceland", 3) == []


async def test_what_is_below_the_floor_is_told_to_who_measures() -> None:
    """Ranking can be measured to its end; what a chat would not show says so."""
    matcher, _ = await made()
    hits = await matcher.ranked("volcano eruption iceland", 3)
    assert len(hits) == 3
    assert {hit.band for hit in hits} == {Band.BELOW}


async def test_only_those_among_are_found() -> None:
    """A search among some claims finds none of the others, by words or by meaning."""
    matcher, _ = await made()
    text = "Hospital beds are empty in winter"
    assert [hit.slug for hit in await matcher.find(text, 3, among=["empty-beds"])] == ["empty-beds"]
    assert await matcher.find(text, 3, among=["schools"]) == []
    assert await matcher.find(text, 3, among=[]) == []


async def test_ties_go_by_date_then_by_slug() -> None:
    """Claims that fit equally well come newest first, undated last, then in order of slug."""
    same = "{} writes that hospital beds are empty."
    claims = [
        claim("c-old", published="2019", statement=same),
        claim("b-new", published="2024-02-01", statement=same),
        claim("a-undated", published=None, statement=same),
        claim("a-new", published="2024-02-01", statement=same),
    ]
    matcher, _ = await made(claims)
    for _ in range(2):
        hits = await matcher.find("hospital beds are empty", 9)
        assert [hit.slug for hit in hits] == ["a-new", "b-new", "c-old", "a-undated"]
    assert [h.slug for h in await matcher.find("hospital beds are empty", 2)] == ["a-new", "b-new"]


async def test_withdrawn_claims_are_not_near() -> None:
    """A withdrawn claim is not found by its meaning."""
    matcher, store = await made()
    assert [hit.slug for hit in await matcher.find("medics get wages", 1)] == ["pay"]
    await store.review("pay", review(ClaimRating.WITHDRAWN))
    matcher = SemanticMatcher(store, SharedWords([BEDS, SCHOOLS]), WordEmbedder())
    assert await matcher.find("medics get wages", 1) == []


async def test_claims_without_a_vector_are_found_by_words_and_that_is_logged_once() -> None:
    """A claim that has no vector is found by its words, with one line in the log."""
    store = MemoryStore()
    await store.add(CLAIMS)
    matcher = SemanticMatcher(store, SharedWords(CLAIMS), WordEmbedder())
    with capture_logs() as logs:
        for _ in range(2):
            hits = await matcher.find("hospital beds are empty in winter", 3)
            assert hits[0].slug == "empty-beds"
    assert [(line["log_level"], line["claims"]) for line in logs] == [("warning", 3)]


async def test_a_vector_made_meanwhile_counts_at_once() -> None:
    """What another process adds with its vectors is found by the next question."""
    matcher, store = await made((BEDS,))
    assert await matcher.find("medics get wages", 3) == []
    await store.add([PAY])
    assert [hit.slug for hit in await matcher.find("medics get wages", 3)] == ["pay"]


async def test_words_and_meaning_are_added_up() -> None:
    """The score is the share of the best BM25 and twice the cosine, to four digits."""
    embedder = WordEmbedder()
    matcher, store = await made(embedder=embedder)
    (hit, *_) = await matcher.find("hospital beds are empty in winter", 1)
    (asked,) = embedder.embed(["hospital beds are empty in winter"])
    (there,) = embedder.embed([text_of_claim(BEDS)])
    these, those = unpack("<32f", asked), unpack("<32f", there)
    cosine = sum(a * b for a, b in zip(these, those, strict=True))
    assert hit.score == pytest.approx(1 + 2 * cosine, abs=1e-4)
    assert store.embedder is embedder


@pytest.mark.parametrize(
    ("words", "cosine", "letters", "band"),
    [
        (Band.SAME, 0.7, 0.3, Band.SAME),
        (Band.SAME, 0.5, 0.4, Band.CLOSE),
        (Band.SAME, None, 0.4, Band.SAME),
        (Band.CLOSE, 0.8, 0.5, Band.SAME),
        (Band.CLOSE, 0.8, 0.3, Band.CLOSE),
        (Band.CLOSE, 0.1, 0.1, Band.CLOSE),
        (Band.LOOSE, 0.7, 0.2, Band.CLOSE),
        (Band.LOOSE, 0.6, 0.2, Band.LOOSE),
        (Band.LOOSE, 0.3, 0.2, Band.BELOW),
        (Band.BELOW, 0.99, 0.9, Band.CLOSE),
        (Band.BELOW, 0.77, 0.0, Band.LOOSE),
        (Band.BELOW, 0.7, 0.2, Band.BELOW),
        (Band.BELOW, None, 0.9, Band.BELOW),
    ],
)
def test_how_sure_is_said_in_three_bands(
    words: Band, cosine: float | None, letters: float, band: Band
) -> None:
    """Meaning raises what the words say; alone it never makes it the same claim."""
    assert band_of(Evidence(cosine, letters, words)) is band


@given(
    words=st.sampled_from(Band),
    cosine=st.floats(-1, 1),
    letters=st.floats(0, 1),
    more=st.floats(0, 1),
)
def test_more_evidence_is_never_less_sure(
    words: Band, cosine: float, letters: float, more: float
) -> None:
    """Nearer in meaning, or more alike in letters, a claim is as sure as before or surer."""
    order = [Band.BELOW, Band.LOOSE, Band.CLOSE, Band.SAME]
    now = order.index(band_of(Evidence(cosine, letters, words)))
    assert order.index(band_of(Evidence(cosine + more, letters, words))) >= now
    assert order.index(band_of(Evidence(cosine, letters + more, words))) >= now


def test_letters_forgive_what_words_do_not() -> None:
    """A typo or an ending costs a little likeness, another text nearly all of it."""
    assert Letters("doctors pay").likeness("doctors pay") == pytest.approx(1)
    assert Letters("doctors pay").likeness("doctor pays") > 0.4
    assert Letters("doctors pay").likeness("volcano") == 0
    assert Letters("").likeness("doctors") == 0
    assert Letters("a").likeness("a") == 0
