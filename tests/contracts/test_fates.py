"""What every store promises of documents that change, and what is made of it for people."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from knowledge.anchoring import Fate, Finding, Part
from knowledge.audit import Deed
from knowledge.desk import Desk
from knowledge.errors import RecordError
from knowledge.intake import Intake
from knowledge.model import Claim, DocumentState, Span
from knowledge.ports import ClaimStore
from knowledge.proposals import Decision, NotKept, ProposalState
from knowledge.sample.loader import sample_claims
from knowledge.versions import Versions
from tests.contracts.conftest import Kind
from tests.knowledge.making import AT, claim
from tests.knowledge.proposing import ANA, REPORT, URL, extracted, reading, take_in

NEWER = "Corrected.\n\n" + REPORT.replace("300 beds were empty", "30 beds were empty")
NOTICE = "Correction: an earlier version gave the number of beds as 300."


async def accepted(store: ClaimStore) -> list[Claim]:
    """Take the report in, accept all that it proposes, and return the claims."""
    claims: list[Claim] = []
    for number in await take_in(store):
        (proposal,) = await store.proposals([number])
        decision = Decision(ProposalState.ACCEPTED, ANA, AT)
        told = await store.accept(number, proposal.claim, decision)
        assert told is not None
        claims += await store.claims([told.proposal.into])
    return claims


async def newer(store: ClaimStore, text: str = NEWER, url: str = URL) -> str:
    """Take another version in and return its key."""
    taken = await Intake(store).take_in(
        reading(text, url), replace(extracted(), claims=()), by=ANA, source=url
    )
    return taken.document


async def test_each_claim_of_an_older_version_is_looked_for(store: ClaimStore) -> None:
    """What changed shows the nearest passage word by word; what moved says where to."""
    claims = await accepted(store)
    version = await Versions(store).found(await newer(store))
    assert version is not None
    compared = await Versions(store).compare(version)
    assert len(compared.fates) == len(claims)
    (beds,) = (each for each in compared.fates if each.finding.fate is Fate.CHANGED)
    assert beds.finding.fate is Fate.CHANGED
    assert [p.text for p in beds.pieces if p.part is Part.REMOVED] == ["300"]
    assert [p.text for p in beds.pieces if p.part is Part.ADDED] == ["30"]
    others = [each for each in compared.fates if each is not beds]
    assert {each.finding.fate for each in others} == {Fate.MOVED}
    assert all(each.finding.whole and not each.pieces for each in others)
    assert compared.count(Fate.MOVED) == len(others)


async def test_taking_a_changed_text_in_looks_for_its_claims(store: ClaimStore) -> None:
    """How they fared is told at once and kept, and the claims affected say so."""
    claims = await accepted(store)
    seen = store.version()
    taken = await Intake(store).take_in(
        reading(NEWER), replace(extracted(), claims=()), by=ANA, source=URL
    )
    assert dict(taken.fates) == {Fate.CHANGED: 1, Fate.MOVED: len(claims) - 1}
    assert store.version() != seen
    records = [await store.record(claim.slug) for claim in claims]
    fared = [record.fared for record in records if record]
    assert {each.finding.fate for each in fared if each} == {Fate.CHANGED, Fate.MOVED}
    assert {each.version for each in fared if each} == {taken.document}
    newest = await store.newest_of(claims[0].document.key)
    assert newest == taken.version
    assert await store.newest_of(taken.document) == newest
    assert await store.newest_of("nothing") is None


async def test_nothing_re_attaches_by_itself(store: ClaimStore) -> None:
    """After a comparison every claim stands as before, letter for letter, in its own version."""
    claims = await accepted(store)
    version = await Versions(store).found(await newer(store))
    assert version is not None
    await Versions(store).compare(version)
    assert await store.claims([one.slug for one in claims]) == claims


async def test_findings_are_kept_and_looking_again_changes_nothing(
    kind: Kind, store: ClaimStore
) -> None:
    """What was found is there for whoever asks later; the same look again is no news."""
    claims = await accepted(store)
    key = await newer(store)
    version = await Versions(store).found(key)
    assert version is not None
    first = await Versions(store).compare(version)
    entry = (await store.audit(1))[0]
    assert (entry.deed, entry.about) == (Deed.COMPARED, f"document {key}")
    assert entry.after["changed"] == 1
    again = await Versions(store).compare(version)
    assert (again.fates, again.changed) == (first.fates, 0)
    assert (await store.audit(1))[0] == entry
    other = kind.again(store)
    assert {each.claim.slug for each in first.fates} == {each.slug for each in claims}
    for fate in first.fates:
        (kept,) = await other.findings_of(fate.claim.slug)
        assert (kept.version, kept.finding) == (key, fate.finding)
    if other is not store:
        await other.close()


async def test_a_finding_can_become_another(store: ClaimStore) -> None:
    """The same claim and version have one finding, the last; for a stranger there is none."""
    await accepted(store)
    key = await newer(store)
    slug = (await store.in_document((await store.documents_on_record())[0].key))[0]
    moved = Finding(Fate.MOVED, Span(3, 9), 1, whole=True)
    assert await store.keep_findings(key, [(slug, moved)], AT) == 1
    gone = Finding(Fate.NOT_FOUND)
    assert await store.keep_findings(key, [(slug, gone)], AT) == 1
    assert [each.finding for each in await store.findings_of(slug)] == [gone]
    for version, name in (("nothing", slug), (key, "nothing")):
        with pytest.raises(RecordError):
            await store.keep_findings(version, [(slug, moved), (name, moved)], AT)
    assert [each.finding for each in await store.findings_of(slug)] == [gone]


async def test_a_document_on_record_that_was_never_read_is_older(store: ClaimStore) -> None:
    """A copy of a page whose claims came in otherwise is compared with them by its address."""
    one = claim("beds")
    page = replace(one, document=replace(one.document, url="https://herald.example/beds/"))
    await store.add([page, claim("wards"), sample_claims()[0]])
    version = await Versions(store).found(await newer(store))
    assert version is not None
    compared = await Versions(store).compare(version)
    assert ([c.slug for c in compared.unanchored], compared.fates) == (["beds"], ())


async def test_a_correction_marks_the_versions_up_to_it(store: ClaimStore) -> None:
    """The version asked for and those before it are corrected, with the outlet's words."""
    claims = await accepted(store)
    key = await newer(store)
    old = claims[0].document.key
    marks = await Versions(store).mark(old, DocumentState.CORRECTED, f"  {NOTICE}\n")
    assert [(m.key, m.before, m.after) for m in marks] == [
        (old, DocumentState.CURRENT, DocumentState.CORRECTED)
    ]
    assert set(marks[0].slugs) == {one.slug for one in claims}
    (now,) = await store.claims([claims[0].slug])
    assert (now.document.state, now.document.note) == (DocumentState.CORRECTED, NOTICE)
    version = await store.version_of(old)
    assert version is not None
    assert version.document.state is DocumentState.CORRECTED
    later = await store.version_of(key)
    assert later is not None
    assert later.document.state is DocumentState.CURRENT
    entry = (await store.audit(1))[0]
    assert (entry.deed, entry.about) == (Deed.MARKED, f"document {old}")
    assert (entry.before["state"], entry.after["state"]) == ("current", "corrected")


@pytest.mark.parametrize("state", [DocumentState.WITHDRAWN, DocumentState.CURRENT])
async def test_a_withdrawal_marks_every_version(store: ClaimStore, state: DocumentState) -> None:
    """By address, all that stood there is withdrawn; and current again the same way."""
    await accepted(store)
    await newer(store)
    versions = Versions(store)
    await versions.mark(URL, DocumentState.WITHDRAWN, "Withdrawn by the editor.")
    if state is DocumentState.CURRENT:
        await versions.mark(URL, state, "")
    read = await store.documents_read(9)
    assert [version.document.state for version in read] == [state, state]
    assert all("Withdrawn by the editor." in version.document.note for version in read)
    assert await versions.mark(URL, state, "Withdrawn by the editor.") == []


async def test_a_mark_is_news_of_its_claims_and_keeps_what_was_noted(store: ClaimStore) -> None:
    """Each claim counts as changed, the list of changes says so, and the desk's note stays."""
    one = claim("beds")
    await store.add([replace(one, document=replace(one.document, note="From the archive."))])
    (before,) = await store.names()
    version = store.version()
    await Versions(store).mark(one.document.key, DocumentState.CORRECTED, NOTICE)
    assert store.version() != version
    (after,) = await store.names(before.changed)
    assert after.slug == "beds"
    assert (await store.changes(1))[0].what == "Document corrected"
    (now,) = await store.claims(["beds"])
    assert now.document.note == f"{NOTICE} From the archive."


Bad = Callable[[Versions], Awaitable[object]]


@pytest.mark.parametrize(
    ("try_it", "sentence", "field"),
    [
        (lambda v: v.mark(URL, DocumentState.CORRECTED, " "), "Nothing says why", "notice"),
        (lambda v: v.mark("nothing", DocumentState.WITHDRAWN, "x"), "No document", "document"),
        (lambda v: v.mark("", DocumentState.WITHDRAWN, "x"), "No document", "document"),
    ],
)
async def test_a_mark_that_cannot_be_made_says_so(
    store: ClaimStore, try_it: Bad, sentence: str, field: str
) -> None:
    """No notice, no such document: a sentence, a next step, and nothing is changed."""
    await accepted(store)
    head = await store.audit_head()
    with pytest.raises(NotKept) as error:
        await try_it(Versions(store))
    assert error.value.sentence.startswith(sentence)
    assert error.value.next_step
    assert error.value.field == field
    assert await store.audit_head() == head


async def test_findings_of_restricted_claims_are_not_shown(store: ClaimStore) -> None:
    """Whoever may not see a claim is not told what became of its words either."""
    claims = await accepted(store)
    version = await Versions(store).found(await newer(store))
    assert version is not None
    await Versions(store).compare(version)
    await store.restrict(claims[0].slug, restricted=True)
    shown = await Desk(store).for_viewer(may_see_restricted=False)
    kept = [await shown._store.findings_of(one.slug) for one in claims]
    assert [len(found) for found in kept] == [0, *(1 for _ in claims[1:])]
