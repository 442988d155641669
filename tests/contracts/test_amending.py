"""What every store promises of roles and of changes: all or none, and to what was seen."""

import asyncio
from dataclasses import replace

import pytest

from knowledge.amending import Amendment, Seen, Work, WorkKind, seen_of
from knowledge.errors import RecordError
from knowledge.filters import Filters
from knowledge.model import Claim, Evidence, Stance, Topic
from knowledge.ports import ClaimStore
from knowledge.roles import Holder, Role
from tests.knowledge.making import AT, claim, review

BY = "discord:u1 Ana"


async def one(store: ClaimStore, slug: str = "beds") -> Claim:
    """Return a claim as it is kept."""
    return (await store.claims([slug]))[0]


async def put(store: ClaimStore) -> Claim:
    """Put a claim on record."""
    await store.add([claim("beds")])
    return await one(store)


def amendment(by: str = BY, **parts: object) -> Amendment:
    """Return a change by Ana."""
    return replace(Amendment(by, AT, "Because."), **parts)  # type: ignore[arg-type] # any of its parts


async def test_all_of_a_change_is_kept(store: ClaimStore) -> None:
    """Reviews, evidence and a new revision go on record as one; the old words stay findable."""
    before = await put(store)
    evidence = Evidence(Stance.SUPPORTS, "A list.", "https://a.example/", "a.example", BY, AT)
    wanted = replace(
        before,
        statement="The Herald writes about wards.",
        label="Wards",
        topic=Topic("wards", "Wards"),
        note="Counted anew.",
        attribution=replace(before.attribution, accused="the town", asked="2024-05-01", legal=True),
    )
    judged = replace(review("Checking", reviewer=BY), proposes="Supported by evidence")
    told = await store.amend(
        "beds",
        amendment(reviews=(judged,), evidence=(evidence,), claim=wanted),
        seen_of(before),
    )
    assert told.changed
    assert told.claim == replace(wanted, revision=2, reviews=(judged,), evidence=(evidence,))
    assert await one(store) == told.claim
    [revision] = await store.revisions("beds")
    assert (revision.was, revision.by, revision.why) == (before, BY, "Because.")
    assert await store.search(["wards"], 3) == [("beds", 1)]
    assert await store.in_topic("wards") == ["beds"]
    assert {entry.deed for entry in await store.audit(4)} >= {
        "claim edited",
        "evidence added",
        "reviewed",
    }


async def test_a_withdrawal_is_taken_back(store: ClaimStore) -> None:
    """The claim is found again by its status, and what is new and the audit say what was done."""
    await put(store)
    await store.review("beds", review("Disputed", reviewer=BY))
    await store.review("beds", review("Withdrawn", reviewer=BY))
    assert [name.withdrawn for name in await store.names()] == [True]
    back = replace(review("Checking", reviewer="slack:U2 Bo"), signs=2)
    await store.amend("beds", amendment(reviews=(back,)), seen_of(await one(store)))
    assert [name.withdrawn for name in await store.names()] == [False]
    assert await store.filtered(Filters(status="Disputed")) == ["beds"]
    assert [change.what for change in await store.changes(1)] == ["Reinstated"]
    [entry] = await store.audit(1)
    assert entry.before == {"claim": "Withdrawn"}
    assert entry.after == {"subject": "claim", "takes back review": 2, "claim": "Disputed"}


async def test_of_two_who_saw_the_same_one_is_kept(store: ClaimStore) -> None:
    """The second gets the claim as the first has left it, and nothing of theirs is written."""
    before = await put(store)
    first, second = await asyncio.gather(
        *(
            store.amend(
                "beds", amendment(by, reviews=(review("Checking", reviewer=by),)), seen_of(before)
            )
            for by in (BY, "slack:U2 Bo")
        )
    )
    assert sorted([first.changed, second.changed]) == [False, True]
    assert len((await one(store)).reviews) == 1
    assert first.claim == second.claim == await one(store)


async def test_an_unknown_claim_is_refused(store: ClaimStore) -> None:
    """A slug that nobody has raises, and nothing is kept."""
    with pytest.raises(RecordError):
        await store.amend("beds", amendment(), Seen(1, 0, 0))
    with pytest.raises(RecordError):
        await store.add_work("beds", Work(WorkKind.TAKEN, BY, AT))


async def test_work_and_drafts_are_kept_for_whose_they_are(store: ClaimStore) -> None:
    """Work comes oldest first; a draft is its maker's alone, one at a time."""
    await put(store)
    works = [Work(WorkKind.TAKEN, BY, AT), Work(WorkKind.NOTED, "slack:U2 Bo", AT, "Call them.")]
    for work in works:
        await store.add_work("beds", work)
    assert await store.work_on("beds") == works
    first = await store.keep_draft(BY, AT, {"slug": "wards"})
    second = await store.keep_draft(BY, AT, {"slug": "wards-2"})
    assert await store.draft(first, BY) is None
    assert await store.draft(second, "slack:U2 Bo") is None
    assert await store.draft(second, BY) == {"slug": "wards-2"}
    await store.drop_draft(BY)
    assert await store.draft(second, BY) is None


async def test_roles_are_given_and_taken(store: ClaimStore) -> None:
    """Each holder has one role; what they had before is given back."""
    ana = Holder("discord", "u1", Role.EDITOR, "Ana")
    assert await store.put_holder(ana, Role.EDITOR) is None
    assert await store.put_holder(ana, Role.ADMIN) == ana
    assert await store.holders() == [replace(ana, role=Role.ADMIN)]
    assert await store.put_holder(ana, None) == replace(ana, role=Role.ADMIN)
    assert await store.holders() == []


async def test_who_is_erased_leaves_no_name_in_edits_and_work(store: ClaimStore) -> None:
    """The edits and the work stay, their maker is erased, and so are their role and draft."""
    before = await put(store)
    await store.amend("beds", amendment(claim=replace(before, note="New.")), seen_of(before))
    await store.add_work("beds", Work(WorkKind.TAKEN, BY, AT))
    await store.put_holder(Holder("discord", "u1", Role.EDITOR, "Ana"), Role.EDITOR)
    await store.erase_person("discord", "u1")
    [revision] = await store.revisions("beds")
    [work] = await store.work_on("beds")
    assert revision.by == work.by
    assert revision.by.startswith("erased person")
    assert await store.holders() == []
