"""Finding by words: names, slips and synonyms, the order of ties, and any text at all."""

import asyncio
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.match.lexical import LexicalMatcher
from knowledge.match.model import Band
from knowledge.model import Claimant, ClaimantKind
from knowledge.sample.loader import sample_claims
from knowledge.store.memory import MemoryStore
from knowledge.store.sqlite.store import SqliteStore
from tests.knowledge.making import claim
from tests.thorough import examples

UNION = Claimant("hwu", "Health Workers Union", ClaimantKind.ORGANISATION, ("HWU",))


async def desk(*claims_on_record: object) -> LexicalMatcher:
    """Return a matcher over those claims and a few that are about something else."""
    store = MemoryStore()
    others = [claim(f"other-{n}", label=f"Harbour {n} dredging") for n in range(9)]
    await store.add([*claims_on_record, *others])  # type: ignore[list-item] # claims made by hand
    return LexicalMatcher(store)


@pytest.mark.parametrize("asked", ["HWU strike ballot", "health workers union strike ballot"])
async def test_initials_find_the_full_name_and_back(asked: str) -> None:
    """A claimant is found by its initials where the claim has its name, and by name the same."""
    matcher = await desk(
        claim("ballot", makers=[UNION], label="A strike ballot"),
        claim("mention", label="A ballot of the Health Workers Union"),
        claim("initials", label="A ballot, says HWU"),
    )
    found = [hit.slug for hit in await matcher.find(asked, 5)]
    assert set(found) == {"ballot", "mention", "initials"}
    assert found[0] == "ballot"


async def test_a_slip_and_a_synonym_are_understood() -> None:
    """A word the desk does not have is searched for by its likely spelling and its synonyms."""
    matcher = await desk(claim("pay", label="Salaries of physicians"))
    for asked in ("salraies of phisicians", "doctors’ wages"):
        assert [hit.slug for hit in await matcher.find(asked, 5)] == ["pay"], asked


async def test_ties_come_newest_first_then_by_slug() -> None:
    """Claims that fit equally are ordered by date and slug, never by chance, and undated last."""
    matcher = await desk(
        claim("tie-b", label="Ferry tolls", published="2020"),
        claim("tie-d", label="Ferry tolls", published=None),
        claim("tie-c", label="Ferry tolls", published="2021"),
        claim("tie-a", label="Ferry tolls", published="2020"),
    )
    hits = await matcher.find("ferry tolls", 5)
    assert [hit.slug for hit in hits] == ["tie-c", "tie-a", "tie-b", "tie-d"]
    assert len({hit.score for hit in hits}) == 1


async def test_a_claim_of_another_country_is_never_sure() -> None:
    """What fits but for the name that was asked about is loosely related at most."""
    matcher = await desk(claim("strike", label="Nurses’ strike over unpaid wages in Kenya"))
    (there,) = await matcher.find("nurses’ strike over unpaid wages in Kenya", 5)
    assert there.band is Band.SAME
    assert there.words == ("nurses", "strike", "unpaid", "wages", "kenya")
    for hit in await matcher.find("nurses’ strike over unpaid wages in Ghana", 5):
        assert hit.band is Band.LOOSE


async def test_the_search_can_be_limited(store: SqliteStore) -> None:
    """Only slugs among those given are found, in the same order; none of none."""
    matcher = LexicalMatcher(store)
    asked = "Cuban doctors in Kenya"
    every = [hit.slug for hit in await matcher.find(asked, 10)]
    assert len(every) > 2
    among = [*every[1:], "no-such-claim"]
    assert [hit.slug for hit in await matcher.find(asked, 10, among)] == every[1:]
    assert list(await matcher.find(asked, 10, [])) == []


async def test_what_is_ranked_has_more_than_what_is_shown(store: SqliteStore) -> None:
    """For measuring, what falls below the floor is told too; `find` leaves it out."""
    matcher = LexicalMatcher(store)
    ranked = await matcher.ranked("Cuban doctors in Qatar", 50)
    assert any(hit.band is Band.BELOW for hit in ranked)
    shown = [hit for hit in ranked if hit.band is not Band.BELOW]
    assert list(await matcher.find("Cuban doctors in Qatar", 50)) == shown


@settings(max_examples=examples(40), deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.text(st.characters(codec=None), max_size=120)
    | st.lists(
        st.sampled_from([*'"*()^:-+ ', "OR", "NEAR", "AND", "doctors", "kenya", "é", "1m", "%"])
    ).map(" ".join)
)
def test_any_text_gives_the_same_hits_in_every_store(sample_database: Path, asked: str) -> None:
    """No text raises, and both stores give the same claims in the same order, every time."""

    async def ask() -> None:
        store, memory = SqliteStore(sample_database), MemoryStore()
        try:
            await memory.add(sample_claims())
            theirs = await LexicalMatcher(store).find(asked, 5)
            assert theirs == await LexicalMatcher(store).find(asked, 5)
            assert list(theirs) == list(await LexicalMatcher(memory).find(asked, 5))
        finally:
            await store.close()

    asyncio.run(ask())
