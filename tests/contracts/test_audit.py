"""What every store's audit promises: each write with who, where, what and why, and no more."""

import asyncio
import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from knowledge import audit
from knowledge.acting import acting
from knowledge.answers import Answer, Step, shown_of
from knowledge.audit import By, Entry, Person, head_from
from knowledge.briefs import BriefSchedule
from knowledge.desk import Desk
from knowledge.errors import RecordError
from knowledge.model import ClaimRating, Question, Subject
from knowledge.notices import Spoken
from knowledge.ports import ClaimStore
from knowledge.proposals import Decision, ProposalState
from knowledge.relations import Proposal, RelationKind, RelationState, Verdict
from knowledge.roles import Holder, Role
from knowledge.searches import SavedSearch
from knowledge.watches import Watch, WatchKind
from tests.contracts.conftest import Kind
from tests.knowledge.making import AT, claim, review
from tests.knowledge.proposing import ANA, BO, REPORT, take_in

ANA_IN_SLACK = By(Person("slack", "U1", "Ana"), "slack", "T1", "C1")
QUESTION = Question("How many beds?", "Ana", "slack", "C1", AT)


async def deeds(store: ClaimStore) -> list[str]:
    """Return what was done so far, oldest first."""
    return [entry.deed for entry in reversed(await store.audit(100))]


async def last(store: ClaimStore) -> Entry:
    """Return the last entry."""
    (entry,) = await store.audit(1)
    return entry


async def test_every_kind_of_write_is_noted_once(store: ClaimStore) -> None:
    """Adding, reviewing, restricting, relating, taking in, deciding, asking: one entry each."""
    await store.add([claim("beds"), claim("wards")])
    await store.review("beds", review())
    await store.restrict("beds", restricted=True)
    await store.restrict("beds", restricted=False)
    verdict = Verdict(RelationState.CONFIRMED, ANA, AT)
    judged = await store.relate(Proposal("beds", "wards", RelationKind.REPEATS), verdict)
    await store.judge(judged.relation.number, replace(verdict, state=RelationState.REFUSED))
    number = await store.ask(QUESTION)
    await store.drop_question(number)
    assert await deeds(store) == [
        *("claim added", "claim added", "reviewed", "claim restricted", "claim opened"),
        *("relation judged", "relation judged", "question kept", "question removed"),
    ]


async def test_what_goes_through_the_queue_is_noted_with_its_claim(store: ClaimStore) -> None:
    """A document taken in, a proposal held, accepted, joined and taken back: all are there."""
    first, second = (await take_in(store))[:2]
    held = Decision(ProposalState.HELD, BO, AT, "Ask the mayor.")
    await store.decide(first, held)
    one, two = await store.proposals([first, second])
    await store.accept(first, one.claim, Decision(ProposalState.ACCEPTED, ANA, AT))
    joined = Decision(ProposalState.JOINED, ANA, AT, joined=one.claim.slug)
    await store.accept(second, two.claim, joined)
    await store.take_back(second, Decision(ProposalState.WAITING, BO, AT, "A slip."))
    entries = list(reversed(await store.audit(100)))
    assert [entry.deed for entry in entries] == [
        *("document taken in", "proposal decided", "claim added", "proposal decided"),
        *("claim added", "relation judged", "proposal decided", "reviewed", "proposal decided"),
    ]
    taken_in, waiting, added, accepted = entries[:4]
    assert taken_in.after["sha256"] == one.claim.document.sha256
    assert (waiting.who, waiting.why, waiting.about) == (BO, "Ask the mayor.", f"proposal {first}")
    assert added.after["words"] in REPORT  # type: ignore[operator] # text
    assert (accepted.before, accepted.after) == ({"state": "held"}, {"state": "accepted"})
    assert (entries[6].slug, entries[6].other) == (two.claim.slug, one.claim.slug)
    assert entries[-2].after == {
        "subject": "claim",
        "rating": "Withdrawn",
        "claim": "Withdrawn",
    }
    assert (entries[-1].slug, entries[-1].why) == (two.claim.slug, "A slip.")


async def test_what_changes_nothing_is_not_noted(store: ClaimStore) -> None:
    """Doing again what is done leaves no entry, nor does a question that was never there."""
    await store.add([claim("beds"), claim("wards")])
    verdict = Verdict(RelationState.CONFIRMED, ANA, AT)
    await store.relate(Proposal("beds", "wards", RelationKind.REPEATS), verdict)
    await take_in(store)
    before = await deeds(store)
    await store.add([claim("beds")])
    await store.restrict("beds", restricted=False)
    await store.relate(Proposal("beds", "wards", RelationKind.REPEATS), verdict)
    await take_in(store)
    await store.drop_question(9)
    await store.decide(999, Decision(ProposalState.DROPPED, ANA, AT))
    await store.save_search(SavedSearch("mine", "slack", "U1", "beds", AT))
    assert await deeds(store) == before


async def test_a_write_that_fails_leaves_no_entry(store: ClaimStore) -> None:
    """The write and its entry are kept together or not at all."""
    await store.add([claim("beds", aliases=("rooms",))])
    with pytest.raises(RecordError):
        await store.add([claim("wards"), claim("rooms")])
    with pytest.raises(RecordError):
        await store.review("nothing", review())
    with pytest.raises(RecordError):
        await store.restrict("nothing", restricted=True)
    assert await deeds(store) == ["claim added"]


async def test_an_entry_says_who_where_what_and_why(store: ClaimStore) -> None:
    """A review by somebody in a channel has person, place, both statuses and the reason."""
    await store.add([claim("beds")])
    with acting(ANA_IN_SLACK):
        await store.review("beds", review(ClaimRating.DISPUTED, reviewer=ANA))
    entry = await last(store)
    assert entry.by == ANA_IN_SLACK
    assert (entry.who, entry.slug, entry.why) == (ANA, "beds", "Because.")
    assert entry.before == {"claim": "Not checked"}
    assert entry.after == {"subject": "claim", "rating": "Disputed", "claim": "Disputed"}


async def test_only_what_changed_stands_before_and_after(store: ClaimStore) -> None:
    """A second dispute changes no status, so no status is given; a revision is."""
    await store.add([claim("beds")])
    await store.review("beds", review(ClaimRating.DISPUTED))
    await store.review("beds", review(ClaimRating.DISPUTED, reviewer="Bo"))
    entry = await last(store)
    assert (entry.before, entry.after) == ({}, {"subject": "claim", "rating": "Disputed"})
    await store.restrict("beds", restricted=True)
    entry = await last(store)
    assert entry.before == {"restricted": False, "revision": 1}
    assert entry.after == {"restricted": True, "revision": 2}


async def test_nobody_is_guessed(store: ClaimStore) -> None:
    """Where no door said who writes, the signature counts, and without one it is nobody."""
    await store.add([claim("beds")])
    assert (await last(store)).by == By()
    await store.review("beds", review(reviewer=BO))
    assert (await last(store)).by == By(Person("discord", "2", "Bo"))
    with acting(ANA_IN_SLACK):
        await store.review("beds", review(reviewer=BO))
    assert (await last(store)).by == ANA_IN_SLACK
    await store.review("beds", review(reviewer="Ana"))
    assert (await last(store)).who == ""


async def test_two_who_write_at_once_are_not_mixed_up(store: ClaimStore) -> None:
    """Each of many writes that overlap is kept under the one who made it."""
    await store.add([claim(f"beds-{n}") for n in range(12)])

    async def one(n: int) -> None:
        with acting(By(Person("slack", f"U{n}"), "slack", "T1", f"C{n}")):
            await asyncio.sleep(0)
            await store.review(f"beds-{n}", review(reviewer=f"slack:U{n}"))

    await asyncio.gather(*map(one, range(12)))
    entries = await store.audit(12)
    assert {(entry.slug, entry.who, entry.by.channel) for entry in entries} == {
        (f"beds-{n}", f"slack:U{n}", f"C{n}") for n in range(12)
    }


async def test_the_words_of_a_question_are_not_in_the_audit(store: ClaimStore) -> None:
    """A question that is removed for good is not kept after all."""
    number = await store.ask(QUESTION)
    await store.drop_question(number)
    assert "beds" not in repr(await store.audit(10))


async def test_entries_are_found_by_claim_and_by_day(store: ClaimStore) -> None:
    """One claim's entries are those in which it stands on either side, newest first."""
    await store.add([claim("beds"), claim("wards"), claim("nurses")])
    verdict = Verdict(RelationState.CONFIRMED, ANA, AT)
    await store.relate(Proposal("beds", "wards", RelationKind.REPEATS), verdict)
    assert [e.deed for e in await store.audit(9, slug="wards")] == [
        "relation judged",
        "claim added",
    ]
    assert [entry.number for entry in await store.audit(2)] == [4, 3]
    assert [entry.number for entry in await store.audit(2, before=3)] == [2, 1]
    now = datetime.now(UTC)
    assert len(await store.audit(9, since=now - timedelta(minutes=1))) == 4
    assert await store.audit(9, since=now + timedelta(minutes=1)) == []


async def test_what_came_after_an_entry_is_read_in_order(store: ClaimStore) -> None:
    """Whoever has seen the audit up to an entry gets the rest, oldest first, some at a time."""
    await store.add([claim("beds"), claim("wards"), claim("wells")])
    assert [entry.slug for entry in await store.audit_after(1, 10)] == ["wards", "wells"]
    assert [entry.slug for entry in await store.audit_after(0, 2)] == ["beds", "wards"]
    assert not await store.audit_after(3, 10)


async def test_the_chain_has_a_head_that_moves(store: ClaimStore) -> None:
    """The head is the last entry's number and hash, and nothing before the first."""
    assert await store.audit_head() == ""
    await store.add([claim("beds")])
    first = await store.audit_head()
    await store.review("beds", review())
    second = await store.audit_head()
    entry = await last(store)
    assert head_from(second) == (entry.number, entry.hash) == (2, entry.hash)
    assert head_from(first)[0] == 1
    for one in await store.audit(2):
        assert hashlib.sha256(one.covered.encode()).hexdigest() == one.hash
    assert entry.covered.startswith(f'["{head_from(first)[1]}",2,')


class BackThen(datetime):
    """A clock that was set back."""

    @classmethod
    def now(cls, _tz: object = None) -> datetime:  # type: ignore[override] # the same each time
        """Return what the clock says."""
        return AT


async def test_a_clock_that_goes_back_does_not_take_the_chain_with_it(
    store: ClaimStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Time never decreases along the chain; what the clock said is kept beside it."""
    await store.add([claim("beds")])
    first = await last(store)
    for module in ("sqlite.auditing", "memory_auditing"):
        monkeypatch.setattr(f"knowledge.store.{module}.datetime", BackThen)
    await store.review("beds", review())
    second = await last(store)
    assert second.at == first.at > second.clock == AT
    assert first.clock == first.at


async def test_whoever_may_not_see_a_claim_does_not_see_what_was_done_to_it(
    store: ClaimStore,
) -> None:
    """A restricted claim's entries are left out, those that name it beside another included."""
    await store.add([claim("beds"), claim("wards")])
    verdict = Verdict(RelationState.CONFIRMED, ANA, AT)
    await store.relate(Proposal("beds", "wards", RelationKind.REPEATS), verdict)
    await store.restrict("wards", restricted=True)
    desk = Desk(store)
    assert [entry.deed for entry in (await desk.audit(9))[0]] == [
        *("claim restricted", "relation judged", "claim added", "claim added"),
    ]
    shown = await desk.for_viewer(may_see_restricted=False)
    entries, withheld = await shown.audit(9)
    assert [(entry.deed, entry.slug) for entry in entries] == [("claim added", "beds")]
    assert withheld == 3
    assert "wards" not in repr(entries)


async def test_a_person_is_erased_wherever_they_signed(store: ClaimStore) -> None:
    """Nothing of them is left, under any name; what they did and the chain stay as they were."""
    with acting(ANA_IN_SLACK):
        numbers = await take_in(store)
        await store.add([claim("beds"), claim("wards")])
        await store.review("beds", review(reviewer=ANA))
        await store.review("beds", review(reviewer="slack:U1 Ana Ruiz", subject=Subject.QUOTATION))
        verdict = Verdict(RelationState.CONFIRMED, ANA, AT)
        await store.relate(Proposal("beds", "wards", RelationKind.REPEATS), verdict)
        await store.decide(numbers[0], Decision(ProposalState.HELD, ANA, AT))
        await store.ask(QUESTION)
        await store.save_search(SavedSearch("mine", "slack", "U1", "beds", AT))
    shown = [shown_of(one) for one in await store.claims(["beds"])]
    for public in (True, False):
        answer = Answer("slack", "T1", "C1", "U1", AT, (("beds", 1),), public=public, message="m")
        await store.note_answer(answer, shown)
    await store.review("beds", review(ClaimRating.DISPUTED, reviewer=BO))
    await store.plan_recalls(AT, 9)
    await store.put_holder(Holder("slack", "U1", Role.EDITOR, "Ana"), Role.EDITOR)
    before = await store.audit(100)
    erased = await store.erase_person("slack", "U1")
    assert (erased.names, erased.entries, erased.kept) == (2, len(before) - 1, 0)
    assert dict(erased.replaced) == {
        "reviews": 2,
        "verdicts on relations": 1,
        "decisions on proposals": 1,
        "documents brought in": 1,
        "questions": 1,
        "saved searches": 1,
        "roles": 1,
        "private answers": 1,
        "answers": 1,
    }
    (left,) = await store.answers_with("beds")
    due = await store.take_deliveries(
        "slack", AT + timedelta(days=1), hold=9.0, limit=9, steps=list(Step)
    )
    assert [one.step for one in due] == [Step.EDIT]
    after = await store.audit(100)
    assert after[0].deed == "person erased"
    assert [entry.hash for entry in after[1:]] == [entry.hash for entry in before]
    record = await store.record("beds")
    assert record is not None
    everything = (
        *(
            left,
            due,
            await store.holders(),
            after,
            record,
            await store.questions(),
            await store.proposals(numbers),
        ),
        *(await store.relations_of("beds"), await store.documents_read(9)),
        await store.searches("slack", "U1"),
    )
    assert "U1" not in repr(everything)
    assert "Ana'" not in repr(everything)
    assert [r.reviewer for r in record.claim.reviews][-1] == BO
    assert all(r.reviewer.startswith("erased person ") for r in record.claim.reviews[:2])


async def test_erasing_is_done_once_and_only_to_whom_it_says(store: ClaimStore) -> None:
    """A stranger, a namesake on another platform and a longer id are left alone."""
    await store.add([claim("beds")])
    for reviewer in (ANA, "slack:U12 Ana", "discord:U1 Ana"):
        await store.review("beds", review(reviewer=reviewer))
    head = await store.audit_head()
    assert await store.erase_person("slack", "U") == audit.Erased(0, 0)
    assert await store.audit_head() == head
    assert (await store.erase_person("slack", "U1")).names == 1
    assert (await store.erase_person("slack", "U1")).names == 0
    record = await store.record("beds")
    assert record is not None
    assert [r.reviewer for r in record.claim.reviews][1:] == ["slack:U12 Ana", "discord:U1 Ana"]


async def test_who_comes_back_after_being_erased_is_somebody_new(
    kind: Kind, store: ClaimStore
) -> None:
    """What is written afterwards cannot be joined to what was done before, by mark or number."""
    await store.add([claim("beds")])
    await store.review("beds", review(reviewer=ANA))
    await store.erase_person("slack", "U1")
    await store.review("beds", review(reviewer=ANA))
    again = kind.again(store)
    newest, _, before, _ = await again.audit(9)
    assert (newest.who, before.who) == (ANA, "erased person 1")
    erased = await again.erase_person("slack", "U1")
    assert erased.names == 1
    assert (await last(again)).deed == "person erased"
    assert [e.who for e in await again.audit(9, slug="beds")] == [
        *("erased person 2", "erased person 1", ""),
    ]
    if again is not store:
        await again.close()


async def test_what_is_set_for_a_channel_is_noted_and_peoples_own_is_not(store: ClaimStore) -> None:
    """Others read what comes to a channel, so who set, paused or stopped it stays known."""
    at = datetime(2026, 11, 25, 12, tzinfo=UTC)
    own, here = Spoken("slack", "T1", person="U9"), Spoken("slack", "T1", "C1")
    with acting(By(Person("slack", "U9", "Eva"), "slack", "T1", "C1")):
        for to in (own, here):
            watch, _ = await store.add_watch(Watch(WatchKind.CLAIM, "beds", "beds", to, "U9", at))
            await store.pause_watch(watch.number, None)
            await store.pause_watch(watch.number, 3)
            await store.drop_watch(watch.number)
            brief, _ = await store.add_schedule(
                BriefSchedule("45 9 * * 1-5", "in words", "UTC", to, "U9", at, at)
            )
            await store.pause_schedule(brief.number, None)
            await store.pause_schedule(brief.number, at)
            await store.drop_schedule(brief.number)
    noted = [each for each in await store.audit(20) if each.deed == "set for a channel"]
    done = ["set", "paused", "resumed", "stopped"]
    assert [(each.about, each.slug, each.after["done"]) for each in reversed(noted)] == [
        *(("watch 2", "beds", each) for each in done),
        *(("brief 2", "", each) for each in done),
    ]
    assert {each.who for each in noted} == {"slack:U9 Eva"}
