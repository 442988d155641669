"""Which document cites which, as every store keeps it."""

from dataclasses import replace

import pytest

from knowledge.citations import Citation, How, Tie
from knowledge.drafting import drafted
from knowledge.errors import RecordError
from knowledge.model import Claimant, ClaimantKind, ClaimRating
from knowledge.ports import ClaimStore
from knowledge.relations import Proposal, RelationKind, RelationState, Verdict
from tests.knowledge.making import AT, NURSES, claim, review
from tests.knowledge.proposing import URL, extracted, reading

BY = "discord:u1 Ana"
FOUND = Citation(
    How.WORDS,
    outlet="Reuters",
    words="according to Reuters",
    start=10,
    end=30,
    covers=0,
    covers_to=31,
    at=AT,
)
SAID = Citation(How.PERSON, outlet="Reuters", claim="beds", by=BY, at=AT)
LINKED = Citation(How.LINK, address="https://example.org/reuters-beds", words="here", at=AT)


async def confirm(store: ClaimStore, one: str, kind: RelationKind, other: str) -> None:
    """Have a person confirm that relation."""
    verdict = Verdict(RelationState.CONFIRMED, BY, AT)
    await store.relate(Proposal(one, other, kind), verdict)


async def test_what_a_person_says_is_kept_once_and_audited(store: ClaimStore) -> None:
    """The second time nothing changes; a refusal is kept with its reason, and can be undone."""
    await store.add([claim("beds"), claim("wards")])
    kept, new = await store.cite(SAID, "beds")
    assert new
    assert kept == replace(SAID, document="herald-beds", number=kept.number)
    assert await store.cite(SAID, "beds") == (kept, False)
    assert await store.refuse_citation(kept.number, "wards", BY, "no") is None
    refused = await store.refuse_citation(kept.number, "beds", BY, "They rang themselves.")
    assert refused
    assert refused[0].refused
    assert await store.citations_in("herald-beds") == [refused[0]]
    assert await store.refuse_citation(kept.number, "beds", BY, "again") == (refused[0], False)
    assert await store.cite(SAID, "beds") == (kept, True)
    entries = await store.audit(3, slug="beds")
    assert [(e.deed, e.after["state"], e.why) for e in entries] == [
        ("citation", "in force", ""),
        ("citation", "refused", "They rang themselves."),
        ("citation", "in force", ""),
    ]
    with pytest.raises(RecordError):
        await store.cite(SAID, "nothing")


async def test_a_record_brings_what_is_joined_with_it(store: ClaimStore) -> None:
    """Over other claims too, by confirmed relations alone, with the citations in force."""
    await store.add([claim(slug) for slug in ("beds", "wards", "nurses", "pay")], [("beds", "pay")])
    await confirm(store, "wards", RelationKind.REPEATS, "beds")
    await confirm(store, "nurses", RelationKind.APPEARANCE, "wards")
    await confirm(store, "pay", RelationKind.DIFFERS, "beds")
    await store.suggest([Proposal("pay", "beds", RelationKind.APPEARANCE)], AT)
    kept, _ = await store.cite(replace(SAID, claim="nurses"), "nurses")
    await store.cite(replace(SAID, claim="pay"), "pay")
    record = await store.record("beds")
    assert record
    assert [one.slug for one in record.same] == ["nurses", "wards"]
    assert record.ties == (Tie("nurses", "wards"), Tie("wards", "beds", repeats=True))
    assert record.citations == (kept,)
    await store.review("wards", review(ClaimRating.WITHDRAWN))
    record = await store.record("beds")
    assert record
    assert [one.slug for one in record.same] == ["nurses"]


async def test_erasing_a_person_takes_their_name_from_citations(store: ClaimStore) -> None:
    """What they said stays, and so does what they refused."""
    await store.add([claim("beds")])
    kept, _ = await store.cite(SAID, "beds")
    await store.refuse_citation(kept.number, "beds", BY, "No.")
    await store.erase_person("discord", "u1")
    (left,) = await store.citations_in("herald-beds")
    assert (left.by, left.refused_by) == ("erased person 1", "erased person 1")


async def test_what_is_found_comes_in_with_the_document(store: ClaimStore) -> None:
    """It counts once a claim of the document is on record, is kept once, and stays refused."""
    read = drafted(reading(), extracted(), by=BY, source=URL, at=AT)
    version, drafts = read.version, read.drafts
    made = await store.take_in(version, drafts, [FOUND, LINKED])
    found = await store.citations_in(made.document)
    assert [each.how for each in found] == [How.WORDS, How.LINK]
    beds = claim("beds")
    document = replace(version.document, key=made.document)
    await store.add(
        [replace(beds, document=document, statement=f"{document.outlet.name} on beds.")]
    )
    record = await store.record("beds")
    assert record
    assert record.citations == (found[0],), "a link leads nowhere as long as nobody says the same"
    await store.refuse_citation(found[0].number, "beds", BY, "No.")
    await store.take_in(version, drafts, [FOUND])
    assert [each.refused for each in await store.citations_in(made.document)] == [True, False]


async def test_outlets_are_known_by_all_their_names(store: ClaimStore) -> None:
    """Those of people and organisations are not among them."""
    post = Claimant("post", "The Post", ClaimantKind.OUTLET, ("Post",))
    await store.add([claim("beds", makers=(NURSES,)), claim("wards", outlet=post)])
    assert await store.outlet_names() == ["Post", "The Herald", "The Post"]
