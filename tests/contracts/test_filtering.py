"""What every claim store promises of filters, restricted claims and saved searches."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.errors import RecordError, StoreError
from knowledge.filter_values import Amount
from knowledge.filtering import dates_pass, passes, passes_undated
from knowledge.filters import Filters
from knowledge.model import (
    Claim,
    ClaimRating,
    Figure,
    PartialDate,
    Strength,
)
from knowledge.ports import ClaimStore
from knowledge.sample.loader import sample_claims
from knowledge.searches import MAX_SEARCHES, SavedSearch, TooManySearches
from knowledge.vocabulary import OPENED, RESTRICTED
from tests.contracts.conftest import Kind
from tests.knowledge.making import AT, HERALD, NURSES, claim, claims, review
from tests.thorough import examples


def figured(slug: str, *figures: Figure) -> Claim:
    """Return a claim with *figures*."""
    return replace(claim(slug), figures=figures)


def amount(number: str, *, per_cent: bool = False) -> Filters:
    """Return the filter for that number."""
    return Filters(figure=Amount(Decimal(number), per_cent))


async def test_no_filter_passes_everything_in_order(sample: ClaimStore) -> None:
    """Without filters every claim passes, newest first and undated last."""
    found = await sample.filtered(Filters())
    assert set(found) == {one.slug for one in sample_claims()}
    by_slug = {one.slug: one.document.published for one in sample_claims()}
    dates = [date.value if (date := by_slug[slug]) else "" for slug in found]
    assert dates == sorted(dates, reverse=True)


async def test_by_means_what_they_say_themselves(store: ClaimStore) -> None:
    """An outlet says what it says in its own words; what it reports, its sources say."""
    await store.add(
        [claim("own"), claim("reported", makers=[NURSES]), claim("said", makers=[HERALD])]
    )
    assert await store.filtered(Filters(by=HERALD)) == ["own", "said"]
    assert await store.filtered(Filters(by=NURSES)) == ["reported"]
    assert await store.filtered(Filters(outlet=HERALD)) == ["own", "reported", "said"]
    assert await store.filtered(Filters(by=NURSES, outlet=HERALD)) == ["reported"]


async def test_a_date_counts_at_its_own_precision(store: ClaimStore) -> None:
    """A document that may lie outside does not pass, and is told from one that does."""
    dates = ["2019", "2019-05", "2019-05-20", "2019-04", "2020", None]
    await store.add([claim(f"c-{n}", published=date) for n, date in enumerate(dates)])
    since = Filters(since=PartialDate("2019-05"))
    assert await store.filtered(since) == ["c-4", "c-2", "c-1"]
    assert await store.undated(since) == ["c-0", "c-5"]
    until = Filters(until=PartialDate("2019-05-20"))
    assert await store.filtered(until) == ["c-2", "c-3"]
    assert await store.undated(until) == ["c-1", "c-0", "c-5"]
    assert await store.undated(Filters(strength=Strength.STATED)) == []


async def test_a_status_is_what_the_reviews_add_up_to(store: ClaimStore) -> None:
    """The most cautious of the reviewers' latest words decides, as on the card."""
    await store.add([claim("none"), claim("mixed"), claim("changed"), claim("odd")])
    await store.review("mixed", review(ClaimRating.SUPPORTED))
    await store.review("mixed", review(ClaimRating.DISPUTED, reviewer="Ben"))
    await store.review("changed", review(ClaimRating.DISPUTED))
    await store.review("changed", review(ClaimRating.NOT_CHECKED))
    await store.review("odd", review("Splendid"))
    assert await store.filtered(Filters(status="Disputed")) == ["mixed"]
    assert await store.filtered(Filters(status="Supported by evidence")) == []
    assert await store.filtered(Filters(status="Not checked")) == ["changed", "none"]


async def test_a_number_fits_its_value_and_ranges_around_it(store: ClaimStore) -> None:
    """A value fits exactly, a range where it contains the number, an open one to its open end."""
    await store.add(
        [
            figured("exact", Figure("0.1", value=Decimal("0.1"))),
            figured("close", Figure("0.1", value=Decimal("0.1000000000001"))),
            figured("range", Figure("0 to 1", low=Decimal(0), high=Decimal(1))),
            figured("open", Figure("at least 0.05", low=Decimal("0.05"))),
            figured("words", Figure("most")),
            figured("bare"),
            figured("share", Figure("0.1%", value=Decimal("0.1"), unit="per cent")),
        ]
    )
    assert await store.filtered(amount("0.1")) == ["exact", "open", "range", "share"]
    assert await store.filtered(amount("0.1", per_cent=True)) == ["share"]
    assert await store.filtered(amount("1000")) == ["open"]
    assert await store.filtered(amount("-1")) == []
    numbered = ["close", "exact", "open", "range", "share"]
    assert await store.filtered(Filters(figure=True)) == numbered
    assert await store.filtered(Filters(figure=False)) == ["bare", "words"]


async def test_filters_hold_together_and_among_limits_them(sample: ClaimStore) -> None:
    """Every filter must hold, and only claims among those named are given."""
    filters = Filters(since=PartialDate("2019"), strength=Strength.ALLEGED)
    found = await sample.filtered(filters)
    assert "oas-trafficking" in found
    assert await sample.filtered(filters, ["oas-trafficking", "doctors-salary", "no-such"]) == [
        "oas-trafficking"
    ]
    assert await sample.filtered(filters, []) == []


_filters = st.builds(
    Filters,
    since=st.none() | st.sampled_from(["1700", "2000-06", "2019-12-20"]).map(PartialDate),
    until=st.none() | st.sampled_from(["1999", "2000-05", "8000-02-28"]).map(PartialDate),
    status=st.sampled_from(["", "Not checked", "Disputed"]),
    strength=st.none() | st.sampled_from(Strength),
    figure=st.none() | st.booleans() | st.builds(Amount, st.decimals(-10, 10, places=1)),
)


@settings(max_examples=examples(40), deadline=None, suppress_health_check=list(HealthCheck))
@given(any_claim=claims(), filters=_filters)
def test_every_store_filters_as_the_claim_itself_says(
    kind: Kind, any_claim: Claim, filters: Filters
) -> None:
    """Whatever a claim holds, a store passes it exactly where the rule on the claim does."""

    async def found() -> tuple[Sequence[str], Sequence[str]]:
        store = kind.new()
        try:
            await store.add([any_claim])
            return await store.filtered(filters), await store.undated(filters)
        finally:
            await store.close()

    filtered, undated = asyncio.run(found())
    unsure = dates_pass(any_claim.document.published, filters) is None
    assert list(filtered) == [any_claim.slug] * passes(any_claim, filters)
    assert list(undated) == [any_claim.slug] * (unsure and passes_undated(any_claim, filters))


async def test_restricted_claims_are_told_with_when_they_changed(store: ClaimStore) -> None:
    """Only what changed after the number given is told again, and never an open claim."""
    await store.add([claim("open"), replace(claim("first"), restricted=True)])
    [(number, first)] = await store.ever_restricted()
    assert (first.slug, first.restricted) == ("first", True)
    await store.add([replace(claim("second"), restricted=True)])
    assert [one.slug for _, one in await store.ever_restricted(number)] == ["second"]
    await store.review("first", review())
    assert [one.slug for _, one in await store.ever_restricted(number)] == ["second", "first"]


async def test_a_claim_is_restricted_and_opened_again(store: ClaimStore) -> None:
    """Each turn is a revision, moves the claim to the end and is told; saying it twice is none."""
    await store.add([claim("one", aliases=("uno",)), claim("two")])
    before = store.version()
    for restricted, revision in ((True, 2), (False, 3)):
        assert await store.restrict("one", restricted=restricted)
        assert not await store.restrict("one", restricted=restricted)
        record = await store.record("one")
        assert record is not None
        assert (record.claim.restricted, record.claim.revision) == (restricted, revision)
        names = await store.names()
        assert [name.slug for name in names] == ["two", "one"]
        [(number, told)] = await store.ever_restricted()
        assert (number, told) == (names[-1].changed, record.claim)
        assert await store.ever_restricted(number) == []
    assert store.version() != before
    changes = [(change.claim.slug, change.what) for change in await store.changes(2)]
    assert changes == [("one", OPENED), ("one", RESTRICTED)]
    with pytest.raises(RecordError, match="there is no claim nobody"):
        await store.restrict("nobody", restricted=True)


async def test_names_belong_to_the_claims_that_bring_them(store: ClaimStore) -> None:
    """A name is a restricted claim's own for as long as no open claim brings it as well."""
    named = replace(NURSES, name="Ward Nine", aliases=("W9",))
    await store.add([claim("open", makers=[NURSES])])
    await store.add([replace(claim("closed", makers=[named]), restricted=True)])
    assert await store.restricted_names() == [("nurses-union", "W9"), ("nurses-union", "Ward Nine")]
    await store.restrict("closed", restricted=False)
    assert await store.restricted_names() == []
    await store.restrict("open", restricted=True)
    kept_back = [("nurses-union", "NU"), ("nurses-union", "Nurses' Union")]
    assert await store.restricted_names() == kept_back
    await store.add([claim("another", makers=[NURSES])])
    assert await store.restricted_names() == []


def search(name: str, query: str = "by:oas", *, owner: str = "u1", **more: str) -> SavedSearch:
    """Return a search as a command would save it."""
    return SavedSearch(name, more.get("platform", "discord"), owner, query, AT)


async def test_a_search_is_its_owners_alone(store: ClaimStore) -> None:
    """Searches come back by name to who saved them, and only they remove them."""
    for one in (
        search("pay"),
        search("Oil"),
        search("x", owner="u2"),
        search("y", platform="slack"),
    ):
        assert await store.save_search(one) is None
    mine = await store.searches("discord", "u1")
    assert [(one.name, one.query, one.at) for one in mine] == [
        ("Oil", "by:oas", AT),
        ("pay", "by:oas", AT),
    ]
    assert not await store.drop_search("discord", "u2", mine[0].number)
    assert not await store.drop_search("slack", "u1", mine[0].number)
    assert await store.drop_search("discord", "u1", mine[0].number)
    assert not await store.drop_search("discord", "u1", mine[0].number)
    assert [one.name for one in await store.searches("discord", "u1")] == ["pay"]


async def test_saving_again_replaces_and_gives_the_former(store: ClaimStore) -> None:
    """A name means one search, whatever its capitals; it keeps its number."""
    await store.save_search(search("Doctors pay", "pay"))
    [first] = await store.searches("discord", "u1")
    assert await store.save_search(search("doctors  PAY", "by:oas")) == first
    assert await store.searches("discord", "u1") == [
        replace(search("doctors  PAY", "by:oas"), number=first.number)
    ]


async def test_one_person_keeps_fifty_and_may_still_replace(store: ClaimStore) -> None:
    """The fifty-first is refused, and nothing is lost for it."""
    for number in range(MAX_SEARCHES):
        await store.save_search(search(f"n{number}"))
    with pytest.raises(TooManySearches):
        await store.save_search(search("one more"))
    assert await store.save_search(search("n7", "pay")) is not None
    assert await store.save_search(search("another's", owner="u2")) is None
    assert len(await store.searches("discord", "u1")) == MAX_SEARCHES


async def test_a_search_number_is_never_given_again(store: ClaimStore) -> None:
    """An old button cannot run a search that took the place of a removed one."""
    await store.save_search(search("a"))
    [first] = await store.searches("discord", "u1")
    await store.drop_search("discord", "u1", first.number)
    await store.save_search(search("b"))
    [second] = await store.searches("discord", "u1")
    assert second.number > first.number


async def test_a_closed_store_filters_nothing(store: ClaimStore) -> None:
    """After closing, every question raises the store's own failure."""
    await store.close()
    for question in (store.filtered(Filters()), store.ever_restricted(), store.searches("d", "u")):
        with pytest.raises(StoreError):
            await question
