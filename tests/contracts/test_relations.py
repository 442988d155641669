"""What every store promises of relations, asked of each of them in the same words."""

import asyncio
from datetime import timedelta
from itertools import count, pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.errors import RecordError, StoreError
from knowledge.model import ClaimRating
from knowledge.ports import ClaimStore
from knowledge.relations import (
    BY_HAND,
    Proposal,
    RelationKind,
    RelationState,
    Verdict,
)
from tests.contracts.conftest import Kind
from tests.knowledge.making import AT, claim, review
from tests.thorough import examples

CONFIRMED, REFUSED, SUGGESTED = (
    RelationState.CONFIRMED,
    RelationState.REFUSED,
    RelationState.SUGGESTED,
)
EVERY_KIND = pytest.mark.parametrize("of_kind", list(RelationKind))
DIRECTED = pytest.mark.parametrize("of_kind", [k for k in RelationKind if not k.symmetric])


def verdict(
    state: RelationState = CONFIRMED, by: str = "slack:U1 Ana", minutes: int = 0
) -> Verdict:
    """Return what somebody says of a relation."""
    return Verdict(state, by, AT + timedelta(minutes=minutes))


def proposal(of_kind: RelationKind, one: str = "beds", other: str = "more-beds") -> Proposal:
    """Return what a rule with a model and a score would put before the desk."""
    return Proposal(one, other, of_kind, "a-rule", "lexical 1", 0.25)


@pytest.fixture
async def beds(store: ClaimStore) -> ClaimStore:
    """A store with three claims."""
    await store.add([claim("beds"), claim("more-beds"), claim("a-third")])
    return store


@EVERY_KIND
async def test_a_suggestion_comes_back_as_it_was(beds: ClaimStore, of_kind: RelationKind) -> None:
    """Kind, direction, rule, model, score and time are kept, and both claims know of it."""
    [made] = await beds.suggest([proposal(of_kind)], AT)
    assert made.proposal == proposal(of_kind)
    assert (made.at, made.verdicts, made.state) == (AT, (), SUGGESTED)
    assert await beds.relation(made.number) == made
    assert await beds.relations_of("beds") == [made]
    assert await beds.relations_of("more-beds") == [made]
    assert await beds.relations_of("a-third") == []
    assert await beds.relation(made.number + 1) is None


@EVERY_KIND
async def test_a_pair_is_suggested_once(beds: ClaimStore, of_kind: RelationKind) -> None:
    """Neither the same rule nor another suggests a pair and kind again, from either side."""
    assert len(await beds.suggest([proposal(of_kind), proposal(of_kind)], AT)) == 1
    again = Proposal("beds", "more-beds", of_kind, "another-rule", "semantic", None)
    assert await beds.suggest([again, again.turned()], AT) == []
    assert len(await beds.relations_of("beds")) == 1


@EVERY_KIND
async def test_a_refused_suggestion_stays_refused(beds: ClaimStore, of_kind: RelationKind) -> None:
    """What a person refused no rule brings back, and a person still can."""
    [made] = await beds.suggest([proposal(of_kind)], AT)
    await beds.judge(made.number, verdict(REFUSED))
    again = Proposal("more-beds", "beds", of_kind, "another-rule")
    assert await beds.suggest([again], AT) == []
    [kept] = await beds.relations_of("beds")
    assert kept.state is REFUSED
    judged = await beds.relate(Proposal("beds", "more-beds", of_kind), verdict())
    assert judged.changed
    assert (judged.relation.number, judged.relation.state) == (made.number, CONFIRMED)
    assert [v.state for v in judged.relation.verdicts] == [REFUSED, CONFIRMED]


@EVERY_KIND
async def test_a_symmetric_kind_is_kept_once(beds: ClaimStore, of_kind: RelationKind) -> None:
    """Said from either side, “differs” is one relation, and “repeats” is two."""
    one = await beds.relate(Proposal("more-beds", "beds", of_kind), verdict(REFUSED))
    other = await beds.relate(Proposal("beds", "more-beds", of_kind), verdict(REFUSED))
    assert (one.relation.number == other.relation.number) is of_kind.symmetric
    assert other.changed is not of_kind.symmetric
    assert len(await beds.relations_of("beds")) == (1 if of_kind.symmetric else 2)
    assert one.relation.proposal.rule == BY_HAND
    assert one.relation.proposal.score is None


@DIRECTED
async def test_only_one_direction_is_confirmed(beds: ClaimStore, of_kind: RelationKind) -> None:
    """Two claims do not both replace each other: the one that stands is given back."""
    [suggested] = await beds.suggest([proposal(of_kind)], AT)
    turned = await beds.relate(Proposal("more-beds", "beds", of_kind), verdict())
    assert turned.changed
    blocked = await beds.judge(suggested.number, verdict())
    assert blocked is not None
    assert not blocked.changed
    assert blocked.relation == turned.relation
    await beds.judge(turned.relation.number, verdict(REFUSED))
    freed = await beds.judge(suggested.number, verdict())
    assert freed is not None
    assert freed.changed
    by_hand = await beds.relate(Proposal("more-beds", "beds", of_kind), verdict())
    assert not by_hand.changed
    assert by_hand.relation.number == suggested.number


async def test_the_same_verdict_twice_is_told_and_not_kept(beds: ClaimStore) -> None:
    """Who comes second, even at the same moment, gets the first one's verdict back."""
    [made] = await beds.suggest([proposal(RelationKind.DIFFERS)], AT)
    names = ["slack:U1 Ana", "discord:2 Bo", "discord:2 Bo"]
    told = await asyncio.gather(*(beds.judge(made.number, verdict(by=n)) for n in names))
    assert [t.changed for t in told if t] == [True, False, False]
    assert {t.relation.last.by for t in told if t and t.relation.last} == {"slack:U1 Ana"}
    kept = await beds.relation(made.number)
    assert kept is not None
    assert kept.verdicts == (verdict(by="slack:U1 Ana"),)


async def test_an_unknown_number_is_nothing(beds: ClaimStore) -> None:
    """A verdict on a relation that is not there changes nothing."""
    before = beds.version()
    assert await beds.judge(7, verdict()) is None
    assert await beds.relations_of("no-such-claim") == []
    assert beds.version() == before


async def test_unknown_claims_are_refused_whole(beds: ClaimStore) -> None:
    """No relation is kept of a claim that is not on record, nor those suggested beside it."""
    good, bad = proposal(RelationKind.DIFFERS), proposal(RelationKind.DIFFERS, other="nothing")
    with pytest.raises(RecordError):
        await beds.suggest([good, bad], AT)
    with pytest.raises(RecordError):
        await beds.relate(Proposal("beds", "nothing", RelationKind.ANSWERS), verdict())
    assert await beds.relations_of("beds") == []


async def test_a_record_has_its_confirmed_relations(beds: ClaimStore) -> None:
    """A card's reading has what people confirmed, oldest first, and no withdrawn claim."""
    await beds.relate(Proposal("beds", "more-beds", RelationKind.DIFFERS), verdict())
    await beds.relate(Proposal("a-third", "beds", RelationKind.REPEATS), verdict())
    await beds.suggest([proposal(RelationKind.APPEARANCE)], AT)
    record = await beds.record("beds")
    assert record is not None
    seen = [(link.relation.kind, link.claim.slug) for link in record.links]
    assert seen == [(RelationKind.DIFFERS, "more-beds"), (RelationKind.REPEATS, "a-third")]
    await beds.review("more-beds", review(ClaimRating.WITHDRAWN))
    record = await beds.record("beds")
    assert record is not None
    assert [link.claim.slug for link in record.links] == ["a-third"]


async def test_a_verdict_stands_in_the_list_of_changes(beds: ClaimStore) -> None:
    """Both claims' changes say what was confirmed, and name no other claim."""
    await beds.relate(Proposal("beds", "more-beds", RelationKind.SUPERSEDES), verdict())
    changes = await beds.changes(2)
    assert {c.claim.slug for c in changes} == {"beds", "more-beds"}
    assert {c.what for c in changes} == {"Relation confirmed: replaces an earlier record"}


async def test_relations_among_claims_have_both_ends_there(beds: ClaimStore) -> None:
    """Only confirmed relations with both claims among those asked for are given."""
    made = await beds.relate(Proposal("beds", "more-beds", RelationKind.DIFFERS), verdict())
    await beds.relate(Proposal("a-third", "beds", RelationKind.DIFFERS), verdict())
    await beds.suggest([proposal(RelationKind.REPEATS)], AT)
    assert await beds.confirmed_among(["beds", "more-beds", "nothing"]) == [made.relation]
    await beds.judge(made.relation.number, verdict(REFUSED))
    assert await beds.confirmed_among(["beds", "more-beds"]) == []
    assert await beds.confirmed_among([]) == []


async def test_a_closed_store_says_so(beds: ClaimStore) -> None:
    """Nothing is judged after closing."""
    await beds.close()
    with pytest.raises(StoreError):
        await beds.judge(1, verdict())
    with pytest.raises(StoreError):
        await beds.suggest([proposal(RelationKind.DIFFERS)], AT)


_STEPS = st.lists(
    st.tuples(
        st.sampled_from(["suggest", "confirm", "refuse", "by hand"]),
        st.sampled_from([("beds", "more-beds"), ("more-beds", "beds")]),
    ),
    max_size=12,
)


@settings(max_examples=examples(40), deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=_STEPS, of_kind=st.sampled_from(RelationKind))
def test_the_last_verdict_holds(
    kind: Kind, steps: list[tuple[str, tuple[str, str]]], of_kind: RelationKind
) -> None:
    """Whatever is suggested, confirmed and refused, a relation stands as its last verdict says.

    Verdicts are never lost, no two in a row say the same, each is signed and dated, and the two
    directions of a kind are never both confirmed.
    """

    async def walk() -> None:
        store = kind.new()
        minutes = count()
        try:
            await store.add([claim("beds"), claim("more-beds")])
            given: dict[int, list[Verdict]] = {}
            for what, (one, other) in steps:
                said = verdict(REFUSED if what == "refuse" else CONFIRMED, minutes=next(minutes))
                if what == "suggest":
                    for made in await store.suggest([proposal(of_kind, one, other)], AT):
                        given[made.number] = []
                elif what == "by hand":
                    judged = await store.relate(Proposal(one, other, of_kind), said)
                    if judged.changed:
                        given.setdefault(judged.relation.number, []).append(said)
                else:
                    for number in list(given):
                        judged_or_none = await store.judge(number, said)
                        assert judged_or_none is not None
                        if judged_or_none.changed:
                            given[number].append(said)
            kept = await store.relations_of("beds")
            assert {r.number: list(r.verdicts) for r in kept} == given
            for relation in kept:
                states = [v.state for v in relation.verdicts]
                assert relation.state is (states[-1] if states else SUGGESTED)
                assert all(a is not b for a, b in pairwise(states))
            confirmed = [r for r in kept if r.state is CONFIRMED]
            assert len(confirmed) <= 1
            assert len(kept) <= (1 if of_kind.symmetric else 2)
        finally:
            await store.close()

    asyncio.run(walk())
