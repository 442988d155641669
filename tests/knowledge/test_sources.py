"""A source over time: topics, dated pairs on one matter, and what is never paired."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.desk import Desk
from knowledge.model import ClaimRating, Figure, PartialDate, Topic
from knowledge.relations import Proposal, Relation, RelationKind, RelationState, Verdict
from knowledge.sources import Entry, SourceOverTime, longer_names, named_in, over_time
from knowledge.store.memory import MemoryStore
from tests.knowledge.making import AT, HOSPITALS, NURSES, claim, review

SCHOOLS = Topic("schools", "Schools")


def entry(
    slug: str, published: str | None, number: str = "", *, topic: Topic = HOSPITALS, place: str = ""
) -> Entry:
    """Return an entry with a figure for one measure, if a number is given."""
    figure = Figure(
        number, value=Decimal(number or 0), measure="beds in use", unit="beds", place=place
    )
    day = PartialDate(published) if published else None
    return Entry(slug, topic, day, (figure,) if number else ())


def confirmed(one: str, kind: RelationKind, other: str) -> Relation:
    """Return a relation that somebody confirmed."""
    verdict = Verdict(RelationState.CONFIRMED, "slack:U1 Ana", AT)
    return Relation(1, Proposal(one, other, kind), AT, (verdict,))


def pairs(*entries: Entry, relations: tuple[Relation, ...] = ()) -> list[tuple[str, str]]:
    """Return the pairs, the earlier first."""
    topics = over_time(entries, relations)
    return [(pair.earlier, pair.later) for topic in topics for pair in topic.pairs]


def test_topics_come_newest_first_and_keep_their_order() -> None:
    """The topic with the newest claim is first, and each has its claims as they came."""
    entries = [
        entry("a", "2024"),
        entry("b", "2023", topic=SCHOOLS),
        entry("c", "2022"),
        entry("d", None),
    ]
    found = over_time(entries, ())
    assert [(t.topic, t.slugs) for t in found] == [
        (HOSPITALS, ("a", "c", "d")),
        (SCHOOLS, ("b",)),
    ]
    assert over_time([], ()) == ()


def test_another_figure_for_one_measure_makes_a_dated_pair() -> None:
    """Neighbours in time with different figures stand beside each other, the earlier first."""
    new, same, old = (
        entry("new", "2024", "60"),
        entry("same", "2020", "40"),
        entry("old", "2015", "40"),
    )
    assert pairs(new, same, old) == [("same", "new")]
    [topic] = over_time([new, same, old], ())
    assert topic.pairs[0].measure == "beds in use"
    assert topic.slugs == ("new", "same", "old"), "a pair takes nothing out of the list"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (entry("a", "2024", "60"), entry("b", "2020", "60")),
        (entry("a", "2024", "60"), entry("b", None, "40")),
        (entry("a", "2024-05", "60"), entry("b", "2024", "40")),
        (entry("a", "2024-05-01", "60"), entry("b", "2024-05-01", "40")),
        (entry("a", "2024", "60", place="Ayton"), entry("b", "2020", "40", place="Beeton")),
        (entry("a", "2024", "60"), entry("b", "2020", "40", topic=SCHOOLS)),
        (entry("a", "2024", "60"), entry("b", "2020")),
    ],
)
def test_what_is_not_surely_one_matter_at_two_times_is_no_pair(one: Entry, other: Entry) -> None:
    """The same figure, no order in time, another place or topic, no figure: no pair."""
    assert pairs(one, other) == []


def test_two_figures_for_one_measure_leave_open_which_is_meant() -> None:
    """A claim with two figures for the same measure is paired with nothing."""
    both = entry("both", "2024", "60")
    both = replace(both, figures=(*both.figures, *entry("x", None, "70").figures))
    assert pairs(both, entry("old", "2020", "40")) == []


@pytest.mark.parametrize("kind", [RelationKind.DIFFERS, RelationKind.SUPERSEDES])
def test_what_a_person_confirmed_makes_a_pair(kind: RelationKind) -> None:
    """Two claims related by hand are a pair across topics, in order of time, and only once."""
    new, old = entry("new", "2024", "60"), entry("old", "2015", "40")
    relation = confirmed("new", kind, "old")
    [topic] = over_time([new, old], (relation,))
    assert [(p.earlier, p.later, p.relation) for p in topic.pairs] == [("old", "new", relation)]
    elsewhere = entry("old", "2015", topic=SCHOOLS)
    assert pairs(new, elsewhere, relations=(relation,)) == [("old", "new")]


def test_other_relations_and_other_people_make_no_pair() -> None:
    """A repetition is no pair, nor is a relation to a claim of somebody else."""
    new, old = entry("new", "2024"), entry("old", "2015")
    assert pairs(new, old, relations=(confirmed("new", RelationKind.REPEATS, "old"),)) == []
    assert pairs(new, old, relations=(confirmed("new", RelationKind.DIFFERS, "theirs"),)) == []
    undated = (confirmed("new", RelationKind.DIFFERS, "never"),)
    assert pairs(new, entry("never", None), relations=undated) == []


_ENTRIES = st.lists(
    st.builds(
        entry,
        st.from_regex("[a-z]{1,6}", fullmatch=True),
        st.none() | st.sampled_from(["2015", "2015-03", "2019-11-02", "2019", "2024"]),
        st.sampled_from(["", "40", "60"]),
        topic=st.sampled_from([HOSPITALS, SCHOOLS]),
    ),
    max_size=12,
    unique_by=lambda made: made.slug,
)


@given(_ENTRIES)
def test_every_claim_is_shown_once_and_pairs_run_forward(entries: list[Entry]) -> None:
    """Whatever is laid out, no claim is lost or doubled, and a pair's first half is the earlier."""
    entries.sort(key=lambda e: e.published.value if e.published else "", reverse=True)
    found = over_time(entries, ())
    assert sorted(slug for t in found for slug in t.slugs) == sorted(e.slug for e in entries)
    dates = {e.slug: e.published.value for e in entries if e.published}
    for pair in (pair for topic in found for pair in topic.pairs):
        assert dates[pair.earlier] < dates[pair.later]
        assert not dates[pair.later].startswith(dates[pair.earlier])


async def test_withdrawn_claims_and_others_stand_in_no_pair() -> None:
    """A withdrawn claim is listed with its status, and stands in no pair."""
    store = MemoryStore()
    figures = entry("x", None, "40").figures, entry("x", None, "60").figures
    old = replace(claim("old", makers=[NURSES], published="2015"), figures=figures[0])
    new = replace(claim("new", makers=[NURSES], published="2024"), figures=figures[1])
    await store.add([old, new])
    desk = Desk(store)
    found = await desk.source("NU")
    assert isinstance(found, SourceOverTime)
    assert [(p.earlier, p.later) for p in found.said[0].pairs] == [("old", "new")]
    await store.review("old", review(ClaimRating.WITHDRAWN))
    found = await desk.source("NU")
    assert isinstance(found, SourceOverTime)
    assert found.said[0].pairs == ()
    assert found.said[0].slugs == ("new", "old")
    assert found.said_count == 2


def test_a_longer_name_of_somebody_else_hides_the_shorter() -> None:
    """“Cuban Prisoners Defenders” does not name “Prisoners Defenders”, and “who” not “WHO”."""
    everyone = ["Cuban Prisoners Defenders", "Prisoners Defenders", "Defenders"]
    longer = longer_names(["Prisoners Defenders"], everyone)
    assert longer == ("Cuban Prisoners Defenders",)
    assert not named_in(["Cuban Prisoners Defenders says"], ["Prisoners Defenders"], longer)
    assert named_in(["Prisoners Defenders says"], ["Prisoners Defenders"], longer)
    assert not named_in(["people who say"], ["WHO"])
    assert named_in(["the WHO says"], ["WHO"])
    assert not named_in(["anything"], [])
