"""What every store promises of the answers that stand somewhere, and of what follows a change."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from knowledge.answers import (
    NOT_CONFIRMED,
    OVERTAKEN,
    Answer,
    AnswerState,
    Delivery,
    DeliveryFilter,
    DeliveryState,
    Ending,
    Said,
    Step,
    said_of,
    shown_of,
)
from knowledge.model import ClaimRating
from knowledge.ports import ClaimStore
from tests.contracts.conftest import Kind
from tests.knowledge.making import claim, review

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
ALL = ("edit", "post", "tell")
DUE, DOING, DONE, FAILED = DeliveryState


@pytest.fixture
async def beds(store: ClaimStore) -> ClaimStore:
    """A store with two claims on record."""
    await store.add([claim("beds"), claim("wards")])
    return store


async def stand(
    store: ClaimStore,
    *slugs: str,
    public: bool = True,
    state: AnswerState = AnswerState.STANDING,
    channel: str = "c1",
    asker: str = "u1",
    platform: str = "slack",
    at: datetime = NOW,
) -> int:
    """Note an answer that shows the claims called *slugs* and stands."""
    shown = [shown_of(one) for one in await store.claims(slugs or ["beds"])]
    claims = tuple((one.slug, one.revision) for one in shown)
    answer = Answer(platform, "t1", channel, asker, at, claims, public=public)
    number = await store.note_answer(replace(answer, state=AnswerState.SENDING), shown)
    await store.settle_answer(number, state, message=f"m{number}")
    return number


async def change(store: ClaimStore, slug: str = "beds", rating: str = ClaimRating.DISPUTED) -> None:
    """Change what is on record of a claim, and plan what follows."""
    await store.review(slug, review(rating))
    await plan(store)


async def plan(store: ClaimStore) -> None:
    """Plan what follows from every change so far."""
    while await store.plan_recalls(NOW, 100):
        pass


async def take(
    store: ClaimStore,
    *steps: str,
    at: datetime = NOW,
    platform: str = "slack",
    limit: int = 100,
) -> Sequence[Delivery]:
    """Take what is due."""
    return await store.take_deliveries(platform, at, hold=60, limit=limit, steps=steps or ALL)


async def done(store: ClaimStore, delivery: Delivery) -> None:
    """End a delivery that said what is on record."""
    said = [
        said_of(shown_of(one), one.slug, public=delivery.answer.public)
        for one in await store.claims(delivery.answer.slugs)
    ]
    await store.end_deliveries([Ending(delivery.number, DONE, NOW, said=tuple(said))])


async def states(store: ClaimStore) -> list[tuple[Step, DeliveryState]]:
    """Return how every delivery stands, oldest first."""
    return [(d.step, d.state) for d in (await store.deliveries(DeliveryFilter(), 100))[::-1]]


async def test_an_answer_comes_back_with_where_it_stands(beds: ClaimStore) -> None:
    """What was noted and settled is read again, by each claim it showed and by no other."""
    number = await stand(beds, "beds", "wards")
    (answer,) = await beds.answers_with("wards")
    assert answer.number == number
    assert (answer.platform, answer.channel, answer.message) == ("slack", "c1", "m1")
    assert answer.claims == (("beds", 1), ("wards", 1))
    assert answer.state is AnswerState.STANDING
    assert answer.public
    assert await beds.answers_with("no-such-claim") == []


async def test_nothing_is_due_before_anything_changes(beds: ClaimStore) -> None:
    """An answer that was given, and one that is looked at, calls for nothing."""
    await stand(beds)
    await beds.answers_with("beds")
    await beds.record("beds")
    assert not await beds.recalls_wait()
    await plan(beds)
    assert await states(beds) == []


async def test_a_change_makes_every_step_of_every_answer_due(beds: ClaimStore) -> None:
    """A public answer is edited, its thread and its asker are told; a private asker is told."""
    await stand(beds)
    await stand(beds, public=False)
    await stand(beds, "wards")
    await beds.review("beds", review(ClaimRating.DISPUTED))
    assert await beds.recalls_wait()
    await plan(beds)
    found = await beds.deliveries(DeliveryFilter(slug="beds"), 100)
    assert sorted((d.answer.number, d.step) for d in found) == [
        (1, "edit"),
        (1, "post"),
        (1, "tell"),
        (2, "tell"),
    ]
    assert await beds.deliveries(DeliveryFilter(slug="wards"), 100) == []
    assert not await beds.recalls_wait()


async def test_words_are_kept_of_public_answers_alone(beds: ClaimStore) -> None:
    """What a private answer said is kept as prints, from which nothing can be read."""
    await stand(beds)
    await stand(beds, public=False, asker="u2")
    await change(beds)
    by_answer = {d.answer.number: d.said for d in await take(beds, "tell")}
    by_answer |= {d.answer.number: d.said for d in await take(beds, "edit")}
    (public,), (private,) = by_answer[1], by_answer[2]
    assert public.words is not None
    assert public.words.words == "The Herald writes about beds."
    assert private.words is None
    assert private.print == public.print


async def test_a_change_that_no_answer_shows_calls_for_nothing(beds: ClaimStore) -> None:
    """A second reviewer of the same mind changes no status, so nothing is due."""
    await beds.review("beds", review(ClaimRating.DISPUTED))
    await stand(beds)
    await beds.review("beds", review(ClaimRating.DISPUTED, reviewer="Ben"))
    await plan(beds)
    assert await states(beds) == []


async def test_a_change_between_reading_and_noting_is_found(beds: ClaimStore) -> None:
    """An answer that was made from an older state than is on record is corrected like any other."""
    (old,) = await beds.claims(["beds"])
    await beds.review("beds", review(ClaimRating.DISPUTED))
    answer = Answer("slack", "t1", "c1", "u1", NOW, (("beds", 1),), public=True)
    await beds.note_answer(answer, [shown_of(old)])
    assert await beds.recalls_wait()
    await plan(beds)
    assert len(await states(beds)) == 3


async def test_the_other_steps_wait_for_the_edit(beds: ClaimStore) -> None:
    """Thread and asker are told once the message is edited, not before."""
    await stand(beds)
    await change(beds)
    (edit,) = await take(beds)
    assert edit.step is Step.EDIT
    assert await take(beds) == []
    await done(beds, edit)
    assert sorted(d.step for d in await take(beds)) == [Step.POST, Step.TELL]


async def test_several_changes_wait_as_one(beds: ClaimStore) -> None:
    """Five changes before the edit are one edit; it says what is on record by then."""
    await stand(beds)
    for rating in (ClaimRating.CHECKING, ClaimRating.DISPUTED, ClaimRating.OUTDATED) * 2:
        await change(beds, rating=rating)
    assert await states(beds) == [(Step.EDIT, DUE), (Step.POST, DUE), (Step.TELL, DUE)]
    (edit,) = await take(beds)
    await done(beds, edit)
    await plan(beds)
    assert [s for s in await states(beds) if s[0] is Step.EDIT] == [(Step.EDIT, DONE)]


async def test_a_change_during_the_edit_makes_another_due(beds: ClaimStore) -> None:
    """What changes while the message is being edited is told by a second edit, after the first."""
    await stand(beds)
    await change(beds, rating=ClaimRating.CHECKING)
    (first,) = await take(beds, "edit")
    await change(beds, rating=ClaimRating.DISPUTED)
    assert await take(beds, "edit") == [], "one edit of a message at a time"
    await done(beds, first)
    (second,) = await take(beds, "edit")
    assert second.change > first.change


async def test_planning_again_makes_nothing_due_twice(beds: ClaimStore) -> None:
    """An answer that says what is on record is left alone, whatever is planned."""
    await stand(beds)
    await change(beds)
    while taken := await take(beds):
        for delivery in taken:
            await done(beds, delivery)
    before = await states(beds)
    await beds.review("beds", review(ClaimRating.DISPUTED, reviewer="Ben"))
    await plan(beds)
    assert await states(beds) == before
    assert len(before) == 3


async def test_what_is_put_off_waits_and_counts(beds: ClaimStore) -> None:
    """A delivery that failed for now is due again when it was put off to, with its reason."""
    await stand(beds, public=False)
    await change(beds)
    (tell,) = await take(beds)
    await beds.put_off([tell.number], NOW + timedelta(seconds=30), "rate limit")
    assert await take(beds) == []
    (again,) = await take(beds, at=NOW + timedelta(seconds=31))
    assert (again.number, again.tries, again.why) == (tell.number, 1, "rate limit")


async def test_what_a_later_change_overtook_is_done(beds: ClaimStore) -> None:
    """Put off while a later one waits, a delivery ends, since the later one tells it all."""
    await stand(beds, public=False)
    await change(beds, rating=ClaimRating.CHECKING)
    (tell,) = await take(beds)
    await change(beds, rating=ClaimRating.DISPUTED)
    await beds.put_off([tell.number], NOW, "rate limit")
    found = await beds.deliveries(DeliveryFilter(), 100)
    assert [(d.state, d.why) for d in found] == [(DUE, ""), (DONE, OVERTAKEN)]


async def test_a_failure_ends_what_cannot_follow(beds: ClaimStore) -> None:
    """Where the message is gone its thread is not told; the asker is, now and later."""
    number = await stand(beds)
    await change(beds)
    (edit,) = await take(beds)
    gone = AnswerState.GONE
    why = "the message was deleted"
    ending = Ending(edit.number, FAILED, NOW, why, answer=gone, dropped=(Step.POST,))
    await beds.end_deliveries([ending])
    assert await states(beds) == [(Step.EDIT, FAILED), (Step.POST, FAILED), (Step.TELL, DUE)]
    failed = await beds.deliveries(DeliveryFilter(state=FAILED), 100)
    assert {d.why for d in failed} == {why}
    (answer,) = await beds.answers_with("beds")
    assert (answer.number, answer.state, answer.why) == (number, gone, why)
    (tell,) = await take(beds)
    await done(beds, tell)
    await change(beds, rating=ClaimRating.OUTDATED)
    assert (await states(beds))[3:] == [(Step.TELL, DUE)]


async def test_an_answer_that_cannot_be_edited_is_told_of(beds: ClaimStore) -> None:
    """Of a public answer that is out of our hands only its asker can be told."""
    await stand(beds, state=AnswerState.FIXED)
    await change(beds)
    assert await states(beds) == [(Step.TELL, DUE)]


async def test_an_unconfirmed_answer_is_waited_for(beds: ClaimStore) -> None:
    """While an answer is being sent its correction waits, and after a minute it goes on."""
    await stand(beds, state=AnswerState.SENDING)
    await change(beds)
    assert await take(beds) == []
    (edit,) = await take(beds, at=NOW + timedelta(minutes=2))
    assert edit.answer.state is AnswerState.SENDING


async def test_what_was_taken_back_stays_so(beds: ClaimStore) -> None:
    """Once an answer took a claim back, nothing that becomes of it is told there again."""
    await stand(beds)
    await beds.restrict("beds", restricted=True)
    await plan(beds)
    while taken := await take(beds):
        closed = Said("beds", "", None, closed=True)
        await beds.end_deliveries([Ending(d.number, DONE, NOW, said=(closed,)) for d in taken])
    before = await states(beds)
    await beds.restrict("beds", restricted=False)
    await change(beds)
    assert await states(beds) == before


async def test_everything_for_one_person_is_taken_together(beds: ClaimStore) -> None:
    """Ten answers to one person are one message to them, and another person's are not in it."""
    for _ in range(10):
        await stand(beds, public=False)
    await stand(beds, public=False, asker="u2")
    await change(beds)
    first = (await take(beds, limit=1))[0]
    rest = await beds.take_tells("slack", first.answer.asker, NOW, hold=60)
    assert len(rest) == 9
    assert {d.answer.asker for d in rest} == {"u1"}
    assert len(await take(beds)) == 1


async def test_no_channel_takes_all_the_turns(beds: ClaimStore) -> None:
    """However many answers stand in one channel, those in others have their turn."""
    for _ in range(20):
        await stand(beds)
    await stand(beds, channel="c2")
    await stand(beds, platform="discord", channel="c3")
    await change(beds)
    channels = [d.answer.channel for d in await take(beds)]
    assert sorted(channels) == ["c1"] * 5 + ["c2"]


async def test_a_program_that_ended_leaves_its_work_to_the_next(beds: ClaimStore) -> None:
    """Edits are done again; a post that was begun is not, unless its platform knows a repeat."""
    await stand(beds)
    await stand(beds, platform="discord")
    await stand(beds, platform="discord", channel="c2")
    await change(beds)
    for platform in ("slack", "discord"):
        for edit in await take(beds, "edit", platform=platform):
            await done(beds, edit)
    (slack,) = await take(beds, "post")
    kept, lost = await take(beds, "post", platform="discord")
    await beds.begin_deliveries([slack.number, kept.number], NOW - timedelta(seconds=30))
    await beds.begin_deliveries([lost.number], NOW - timedelta(seconds=600))
    assert await beds.reclaim_deliveries(NOW, {"discord": 120.0}, every=True) == 3
    posts = {d.number: (d.state, d.why) for d in await beds.deliveries(DeliveryFilter(), 100)}
    assert posts[slack.number] == posts[lost.number] == (FAILED, NOT_CONFIRMED)
    assert posts[kept.number] == (DUE, "")


async def test_what_nobody_holds_any_more_is_due_again(beds: ClaimStore) -> None:
    """A delivery is given back when its hold has run out, not before."""
    await stand(beds)
    await change(beds)
    (edit,) = await take(beds)
    assert await beds.reclaim_deliveries(NOW, {}, every=False) == 0
    assert await beds.reclaim_deliveries(NOW + timedelta(seconds=61), {}, every=False) == 1
    assert [d.number for d in await take(beds, at=NOW + timedelta(minutes=2))] == [edit.number]


async def test_old_private_answers_are_forgotten(beds: ClaimStore) -> None:
    """A private answer is forgotten in time, a public one and one with work to do are not."""
    old = NOW - timedelta(days=40)
    await stand(beds, at=old)
    await stand(beds, "wards", public=False, at=old)
    await stand(beds, public=False, at=old)
    await stand(beds, public=False)
    await change(beds)
    assert await beds.forget_private_answers(NOW - timedelta(days=30)) == 1
    assert await beds.answers_with("wards") == []
    assert [a.number for a in await beds.answers_with("beds")] == [1, 3, 4]


async def test_an_answer_that_was_not_sent_leaves_no_trace(beds: ClaimStore) -> None:
    """Forgotten, it stands nowhere and nothing is due for it; its number is not used again."""
    number = await stand(beds)
    await change(beds)
    await beds.forget_answer(number)
    assert await beds.answers_with("beds") == []
    assert await states(beds) == []
    assert await stand(beds) > number


async def test_deliveries_are_listed_as_asked(beds: ClaimStore) -> None:
    """The list is narrowed by state, step, platform and claim, newest first."""
    await stand(beds)
    await stand(beds, "wards", platform="discord", public=False)
    await change(beds)
    await change(beds, "wards")
    numbers = [d.number for d in await beds.deliveries(DeliveryFilter(), 100)]
    assert numbers == sorted(numbers, reverse=True)
    assert len(numbers) == 4
    tells = await beds.deliveries(DeliveryFilter(step=Step.TELL, state=DUE), 100)
    assert [d.answer.platform for d in tells] == ["discord", "slack"]
    assert len(await beds.deliveries(DeliveryFilter(platform="discord"), 100)) == 1
    assert len(await beds.deliveries(DeliveryFilter(slug="beds"), 2)) == 2


async def test_another_process_changes_a_claim_and_this_one_knows(kind: Kind) -> None:
    """Whoever writes the change, the answers that show the claim are followed."""
    store = kind.new()
    await store.add([claim("beds")])
    await stand(store)
    other = kind.again(store)
    await other.review("beds", review(ClaimRating.DISPUTED))
    assert await store.recalls_wait()
    await plan(store)
    assert len(await states(store)) == 3
    for one in {store, other}:
        await one.close()
