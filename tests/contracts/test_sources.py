"""What every store knows of a source's claims without reading them whole."""

from dataclasses import replace

import pytest

from knowledge.model import (
    Attribution,
    Claim,
    Claimant,
    ClaimantKind,
    Figure,
    Maker,
    PartialDate,
    Strength,
    Voice,
)
from knowledge.ports import ClaimStore
from knowledge.sample.loader import sample_claims
from knowledge.sources import Entry
from tests.knowledge.making import HERALD, HOSPITALS, NURSES, claim

POST = Claimant("post", "The Post", ClaimantKind.OUTLET)


def naming(slug: str, words: str, published: str = "2024-05-01") -> Claim:
    """Return a claim of The Post whose statement has *words* in it."""
    return claim(slug, outlet=POST, published=published, statement=f"{{}} writes that {words}.")


def accusing(slug: str, accused: str) -> Claim:
    """Return an allegation in The Post against *accused*."""
    said = Attribution(Voice.OUTLET, Strength.ALLEGED, accuser_named=False, accused=accused)
    return replace(claim(slug, outlet=POST), attribution=said)


async def test_entries_have_topic_date_and_measured_figures(store: ClaimStore) -> None:
    """An entry has what ordering needs, in the order asked for, unknown slugs left out."""
    measured = Figure("40", measure="beds", as_of=PartialDate("2019"))
    made = replace(claim("with", published="2019-05"), figures=(Figure("some"), measured))
    await store.add([made, claim("without", published=None)])
    assert await store.entries(["without", "nothing", "with"]) == [
        Entry("without", HOSPITALS, None),
        Entry("with", HOSPITALS, PartialDate("2019-05"), (measured,)),
    ]
    assert await store.entries([]) == []


async def test_entries_agree_with_the_claims(sample: ClaimStore) -> None:
    """What is laid out is what the records say."""
    slugs = [c.slug for c in sample_claims()]
    for entry, whole in zip(await sample.entries(slugs), await sample.claims(slugs), strict=True):
        figures = tuple(figure for figure in whole.figures if figure.measure)
        assert entry == Entry(whole.slug, whole.topic, whole.document.published, figures)


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("beds are short, as the Nurses' Union counts them", True),
        ("beds are short at NU", True),
        ("beds are short (NU, that is)", True),
        ("the NU's figure is older", True),
        ("nu beds are short", False),
        ("the NUT counts beds", False),
        ("the Nurses' Unions of three countries met", False),
        ("nurses and their union met", False),
        ("the Young Nurses' Union met", False),
        ("the Young Nurses' Union met the Nurses' Union", True),
    ],
)
async def test_a_name_counts_as_a_whole_word(store: ClaimStore, words: str, named: bool) -> None:
    """Full names and aliases count letter for letter; parts and longer names do not."""
    await store.add([naming("beds", words)])
    longer = ["Young Nurses' Union"]
    found = await store.naming("nurses-union", ["Nurses' Union", "NU"], longer)
    assert found == (["beds"] if named else [])


@pytest.mark.parametrize(
    "name",
    ["One Million", "UN", "U.S. Army", "O'Brien", "Café Olé", "Group of 77", "77", "Cuban nurses"],
)
async def test_names_that_the_index_writes_otherwise_are_found(
    store: ClaimStore, name: str
) -> None:
    """Numbers, initials, accents and peoples in a name, next to other words, hide it nowhere."""
    await store.add(
        [
            naming("plain", f"beds are short, says {name} today"),
            naming("after", f"two hundred {name} and five more"),
            naming("before", f"{name} million, 7% of them"),
            claim("label", label=f"Beds of {name}", outlet=POST),
            accusing("accused", name),
            replace(claim("place", outlet=POST), places=("Ayton", name)),
            naming("other", "beds are short"),
        ]
    )
    found = await store.naming("somebody", [name])
    assert set(found) == {"plain", "after", "before", "label", "accused", "place"}


async def test_what_a_source_says_or_prints_is_not_about_it(store: ClaimStore) -> None:
    """Only others' claims are about a source, newest first and undated last."""
    said = replace(
        claim("said", makers=[NURSES]), statement="Nurses' Union says that NU has no beds."
    )
    said = replace(
        said, attribution=Attribution(Voice.INDIRECT, Strength.STATED, (Maker(NURSES, "NU"),))
    )
    await store.add(
        [
            said,
            naming("older", "NU met", "2019"),
            naming("newer", "NU met", "2023-04"),
            claim("printed", statement="{} writes that The Herald and NU met."),
        ]
    )
    names = ["Nurses' Union", "NU"]
    assert await store.naming("nurses-union", names) == ["printed", "newer", "older"]
    assert await store.naming(HERALD.key, [HERALD.name]) == []
    assert await store.naming("nurses-union", []) == []
