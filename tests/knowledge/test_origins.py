"""Origins: who has a claim from whom, and that outlets are not counted as sources."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.chains import ends_of
from knowledge.citations import WHOLE, Citation, How, Tie
from knowledge.footing import footing_among
from knowledge.model import (
    Anchor,
    Attribution,
    Claim,
    Claimant,
    ClaimantKind,
    Quote,
    Record,
    Span,
    Strength,
    Voice,
)
from knowledge.origins import Origins, Via, more_than_one_says, stands, traced
from tests.knowledge.making import claim
from tests.thorough import examples

MINISTER = Claimant("minister", "Ana Ruiz", ClaimantKind.PERSON)
SPELLED = Claimant("ruiz", "A. Ruiz", ClaimantKind.PERSON)
REUTERS = Claimant("reuters", "Reuters", ClaimantKind.OUTLET)
AFP = Claimant("agence-france-presse", "AFP", ClaimantKind.OUTLET)
QUOTED = "we have forty nurses too few in every ward"


def outlet(name: str) -> Claimant:
    """Return an outlet called so."""
    return Claimant(name.lower(), name, ClaimantKind.OUTLET)


def by(name: str, *makers: Claimant, published: str = "2024-05-02") -> Claim:
    """Return a claim in a document of the outlet called *name*."""
    return claim(name.lower(), outlet=outlet(name), makers=makers, published=published)


def cites(one: Claim, whom: str, *, how: How = How.PERSON, **given: object) -> Citation:
    """Return that the document of *one* cites *whom*."""
    made = Citation(how, one.document.key, whom, claim="" if given else one.slug)
    return replace(made, **given)  # type: ignore[arg-type] # the fields of a citation


def origins(claims: Sequence[Claim], *citations: Citation, later: Sequence[Tie] = ()) -> Origins:
    """Return the origins of *claims*, each joined with the first."""
    ties = [Tie(claims[0].slug, one.slug) for one in claims[1:]]
    return traced(claims[0], claims[1:], [*ties, *later], citations)


def names(found: Origins) -> list[str]:
    """Return the origins by name."""
    return [origin.name for origin in found.origins]


def test_four_outlets_that_cite_one_are_one_origin() -> None:
    """Whoever cites an outlet, by words or by another's, has it from there."""
    first = replace(by("Reuters"), slug="reuters")
    a, b, c = by("A"), by("B"), by("C")
    found = origins([a, first, b, c], cites(a, "Reuters"), cites(b, "A"), cites(c, "Reuters"))
    assert found.outlets == ("A", "B", "C", "Reuters")
    assert names(found) == ["Reuters"]
    assert found.origins[0].on_record
    assert found.origins[0].day == first.document.published
    assert stands(Record(a, same=(first, b, c))) == "one origin only"


def test_an_outlet_that_names_no_source_is_its_own_origin() -> None:
    """Nobody is said to have copied from anybody, however alike two reports are."""
    a, b = by("A"), by("B")
    assert names(origins([a, b])) == ["A", "B"]
    record = Record(a, same=(b,), ties=(Tie("a", "b"),))
    assert stands(record) == "on record with 2 sources"
    assert names(traced(a, [b], [], [])) == ["A"], "without a person's word they are two claims"


def test_whoever_quotes_the_same_person_has_one_origin() -> None:
    """Someone who is no outlet is the origin for all who quote them, over an agency as well."""
    a, b, c = by("A", MINISTER), by("B", MINISTER), by("C")
    told = cites(b, "AFP")
    found = origins([a, b, c], told, cites(c, "Agence France-Presse"))
    assert names(found) == ["Ana Ruiz"]
    assert not found.origins[0].outlet
    assert {(s.citing, s.cited, s.via) for s in found.steps if s.citing.startswith("Agence")} == {
        ("Agence France-Presse", "Ana Ruiz", Via.PASSES)
    }


def test_an_agency_over_the_whole_report_is_the_nearest_step() -> None:
    """A report of Reuters's that cites AFP has AFP as its origin, or whoever AFP quotes."""
    a = by("A")
    a = replace(a, anchor=Anchor(Quote("Beds.", Span(40, 45)), Span(40, 45), "0" * 64))
    line = cites(a, "Reuters", how=How.WORDS, covers=0, covers_to=WHOLE)
    words = cites(a, "AFP", how=How.WORDS, covers=30, covers_to=60)
    assert names(origins([a], line, words)) == ["Agence France-Presse"]
    quoting = replace(a, attribution=by("A", MINISTER).attribution)
    assert names(origins([quoting], line, words)) == ["Ana Ruiz"]


def test_another_outlet_as_the_maker_is_cited() -> None:
    """A claim that is given to an agency points there, under whichever of its names."""
    a, b = by("A", AFP), by("B", Claimant("afp", "Agence France-Presse", ClaimantKind.ORGANISATION))
    found = origins([a, b])
    assert names(found) == ["Agence France-Presse"]
    assert found.origins[0].outlet
    assert not found.origins[0].on_record
    assert found.telling
    assert more_than_one_says(Record(a)), "one outlet, and the origin is another"
    assert not more_than_one_says(Record(by("A", MINISTER))), "the card says who says it"


def test_claims_of_a_topic_count_each_origin_once() -> None:
    """Three outlets that have different things from one agency are one source for the topic."""
    told = [Record(one, citations=(cites(one, "AFP"),)) for one in map(by, ("A", "B", "C"))]
    assert footing_among(told) == "one origin only"
    assert footing_among([*told, Record(by("D"))]) == "on record with 2 sources"
    assert footing_among(told, whole=False) == "on record with 1 source or more"
    assert footing_among([]) == "nothing on record"


def test_whom_the_outlet_that_is_quoted_cites_is_behind_it() -> None:
    """“The Post reported, citing Reuters” has one origin, and not two."""
    a = by("A", outlet("Post"))
    a = replace(a, anchor=Anchor(Quote("Beds.", Span(0, 5)), Span(0, 5), "0" * 64))
    words = "citing Reuters"
    span = {"start": 20, "end": 20 + len(words), "covers": 0, "covers_to": 40}
    assert names(origins([a], cites(a, "Reuters", how=How.WORDS, words=words, **span))) == [
        "Reuters"
    ]


def test_what_is_relayed_is_one_step_further_back() -> None:
    """A spokesperson who passes on a report is not its origin."""
    said = by("A", MINISTER)
    said = replace(said, attribution=replace(said.attribution, relays="Reuters"))
    first = by("Reuters")
    assert names(origins([said, by("B", MINISTER), first])) == ["Reuters"]


def test_repeating_points_from_the_later_to_the_earlier() -> None:
    """What a person confirmed as a repetition has the origin of what it repeats."""
    a, b = by("A"), by("B")
    assert names(traced(a, [b], [Tie("b", "a", repeats=True)], [])) == ["A"]


def test_a_circle_is_shown_as_one() -> None:
    """Two that cite each other and nobody else name no origin; a way out is one."""
    a, b, c = by("A"), by("B"), by("C")
    found = origins([a, b], cites(a, "B"), cites(b, "A"))
    assert names(found) == []
    assert found.circles == ((("A", "B"), ("B", "A")),)
    way_out = origins([a, b, c], cites(a, "B"), cites(b, "A"), cites(b, "C"))
    assert names(way_out) == ["C"]
    assert way_out.circles == ()
    beside = origins([a, b, c], cites(a, "B"), cites(b, "A"))
    assert names(beside) == ["C"]
    assert len(beside.circles) == 1


def test_words_concern_what_they_cover() -> None:
    """A sentence that cites says nothing of another, unless whoever it names says it as well."""
    a, b = by("A"), by("B")
    beds = "Beds are empty."
    a = replace(a, anchor=Anchor(Quote(beds, Span(40, 55)), Span(40, 55), "0" * 64))
    elsewhere = cites(a, "Reuters", how=How.WORDS, covers=0, covers_to=30)
    around = replace(elsewhere, covers_to=60)
    assert names(origins([a, b], elsewhere)) == ["A", "B"]
    assert names(origins([a, b], around)) == ["B", "Reuters"]
    assert names(origins([a, by("Reuters")], elsewhere)) == ["Reuters"]
    refused = replace(around, refused_by="discord:u1 Ana")
    assert names(origins([a, b], refused)) == ["A", "B"]
    assert names(origins([a, b], cites(a, "A"))) == ["A", "B"], "nobody cites themselves"


def test_a_link_leads_to_what_is_on_record_or_nowhere() -> None:
    """A page that is linked is an origin only where the same claim is on record from it."""
    a, b = by("A"), by("B")
    there = Citation(How.LINK, a.document.key, address=b.document.url, words="here")
    nowhere = replace(there, address="https://example.org/elsewhere")
    assert names(origins([a, b], there)) == ["B"]
    assert names(origins([a, b], nowhere)) == ["A", "B"]


@pytest.mark.parametrize(
    ("words", "other", "expected"),
    [
        (QUOTED, SPELLED, 1),
        ("too few nurses", SPELLED, 2),
        (QUOTED, Claimant("other", "Bo Lind", ClaimantKind.PERSON), 2),
    ],
)
def test_one_long_quotation_joins_two_spellings(words: str, other: Claimant, expected: int) -> None:
    """Eight words or more of one speaker are one origin; fewer, or another's name, are not."""
    a, b = by("A", MINISTER), by("B", other)
    quotes = (Quote(words, Span(0, len(words))),)
    found = origins([replace(a, quotes=quotes), replace(b, quotes=quotes)])
    assert len(found.origins) == expected


_nodes = st.sampled_from("abcdefg")


@given(st.dictionaries(_nodes, st.frozensets(_nodes)), st.sets(_nodes, min_size=1))
@settings(max_examples=examples(60))
def test_every_chain_of_any_graph_ends(edges: dict[str, frozenset[str]], starts: set[str]) -> None:
    """From wherever it begins a chain ends, and what it ends at leads nowhere else."""
    found = ends_of(edges, starts)
    assert found.ends or found.circles
    for circle in found.circles:
        assert len(circle) > 1
        assert all(edges.get(node, frozenset()) <= circle for node in circle)
    for end in found.ends:
        assert edges.get(end, frozenset()) <= {end}


@st.composite
def groups(draw: st.DrawFn) -> tuple[list[Claim], list[Citation], list[Tie]]:
    """Return claims that say the same, with whatever their documents cite."""
    who = st.sampled_from([MINISTER, SPELLED, REUTERS, AFP])
    claims = []
    for name in "ABCDE"[: draw(st.integers(1, 5))]:
        one = by(name, *draw(st.lists(who, max_size=2, unique=True)))
        if draw(st.booleans()):
            relays = draw(st.sampled_from(["Reuters", "B", "a letter"]))
            one = replace(one, attribution=replace(one.attribution, relays=relays))
        claims.append(one)
    whom = st.sampled_from(["A", "B", "C", "AFP", "Agence France-Presse", "Reuters", "F"])
    citations = [cites(one, name) for one in claims for name in draw(st.lists(whom, max_size=3))]
    ties = [Tie(claims[0].slug, one.slug, draw(st.booleans())) for one in claims[1:]]
    return claims, citations, ties


@given(groups(), st.randoms(use_true_random=False))
@settings(max_examples=examples(60))
def test_the_order_makes_no_difference(
    group: tuple[list[Claim], list[Citation], list[Tie]], random: Random
) -> None:
    """Whatever comes first, outlets, origins, circles and steps are the same."""
    claims, citations, ties = group
    first = traced(claims[0], claims[1:], ties, citations)
    for each in (claims, citations, ties):
        random.shuffle(each)
    assert traced(claims[0], claims[1:], ties, citations) == first
    assert first.origins or first.circles


@given(groups(), st.integers(0, 4))
@settings(max_examples=examples(60))
def test_another_outlet_that_cites_one_adds_no_origin(
    group: tuple[list[Claim], list[Citation], list[Tie]], which: int
) -> None:
    """Whoever comes to say it too, and cites somebody who is there, is no new source."""
    claims, citations, ties = group
    before = traced(claims[0], claims[1:], ties, citations)
    new, whom = by("F"), claims[which % len(claims)]
    ties = [*ties, Tie(claims[0].slug, new.slug)]
    citations = [*citations, cites(new, whom.document.outlet.name)]
    after = traced(claims[0], [*claims[1:], new], ties, citations)
    assert {origin.name for origin in after.origins} <= {origin.name for origin in before.origins}
    assert "F" in after.outlets


def test_makers_of_other_voices_are_not_asked_for() -> None:
    """A claim of the outlet's own that passes something on points to that."""
    a = by("A")
    own = Attribution(Voice.OUTLET, Strength.STATED, relays="a letter to the town")
    found = traced(replace(a, attribution=own), [], [], [])
    assert names(found) == ["a letter to the town"]
    assert not found.telling


def test_who_is_not_named_is_somebody_of_that_outlet() -> None:
    """Two reports of an official have two origins, each with where nobody is named."""
    officials = [
        Claimant(f"an-official-in-{mark * 10}", "an official", ClaimantKind.GROUP) for mark in "12"
    ]
    found = origins([by("A", officials[0]), by("B", officials[1])])
    assert names(found) == ["an official (not named, in A)", "an official (not named, in B)"]
