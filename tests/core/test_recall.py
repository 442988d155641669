"""The courier: every answer that says otherwise is corrected, once, with the newest state."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.adapter import Fate, Reached
from knowledge.amending import Amendment, seen_of
from knowledge.answers import (
    NOT_CONFIRMED,
    AnswerState,
    DeliveryState,
    Step,
)
from knowledge.errors import StoreBusy
from knowledge.model import ClaimRating, DocumentState
from tests.fakes.recalls import BEDS, OWNER, WARDS, Wire
from tests.knowledge.making import review


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    """A desk with two claims."""
    wire = Wire()
    await wire.store.add([BEDS, WARDS])
    yield wire
    await wire.store.close()


EDIT, POST, TELL = Step
DUE, DOING, DONE, FAILED = DeliveryState


async def test_a_new_status_is_told_with_its_owner_first(wire: Wire) -> None:
    """The answer begins with what was said and what is on record now, each behind who says it."""
    await wire.answered("beds")
    await wire.store.review("beds", review(ClaimRating.DISPUTED))
    await wire.follow()
    (edit,) = wire.platform.texts("edit")
    assert edit.startswith(
        f"CORRECTED 25 November 2026: said: {OWNER} — claim: Not checked; "
        f"now: {OWNER} — claim: Disputed."
    )
    assert "400 beds" in edit, "the card follows as it is now"
    (post,) = wire.platform.texts("post")
    assert post.startswith("CORRECTED 25 November 2026")
    assert f"Said: {OWNER} — claim: Not checked." in post
    (told,) = wire.platform.texts("tell")
    assert "It was corrected where it stands." in told
    assert await wire.ends() == [(EDIT, DONE), (POST, DONE), (TELL, DONE)]


async def test_to_look_at_an_answer_triggers_nothing(wire: Wire) -> None:
    """Neither asking again nor listing where answers stand makes anything due."""
    await wire.answered("beds")
    await wire.answered("beds")
    await wire.desk.recalls.standing("beds")
    await wire.desk.recalls.deliveries()
    await wire.follow()
    assert wire.platform.said == []


async def test_many_changes_are_one_correction_with_the_last_state(wire: Wire) -> None:
    """However often it changed before the edit, the answer says what holds now, once."""
    await wire.answered("beds")
    for rating in (ClaimRating.CHECKING, ClaimRating.OUTDATED, ClaimRating.DISPUTED):
        await wire.store.review("beds", review(rating))
    await wire.follow()
    (edit,) = wire.platform.texts("edit")
    assert "now: " + OWNER + " — claim: Disputed" in edit
    assert len(wire.platform.said) == 3


async def test_a_second_change_is_told_against_the_first_correction(wire: Wire) -> None:
    """What was said is what the answer says by then, not what it said at first."""
    await wire.answered("beds")
    await wire.store.review("beds", review(ClaimRating.DISPUTED))
    await wire.follow()
    await wire.store.review("beds", review(ClaimRating.OUTDATED))
    await wire.follow()
    last = wire.platform.texts("edit")[-1]
    assert "claim: Disputed; now: " in last
    assert "claim: Outdated" in last


async def test_a_change_taken_back_in_time_is_not_told(wire: Wire) -> None:
    """Where the claim is again as it was said, nothing is sent, and that is noted."""
    await wire.answered("beds")
    await wire.store.review("beds", review(ClaimRating.DISPUTED))
    await wire.store.plan_recalls(wire.now, 100)
    await wire.store.review("beds", review(ClaimRating.NOT_CHECKED))
    await wire.follow()
    assert wire.platform.said == []
    assert {one.why for one in await wire.all()} == {"it says what is on record already"}


async def test_a_withdrawn_claim_leaves_its_tombstone(wire: Wire) -> None:
    """The answer says that the desk withdrew it, and does not repeat what it said."""
    await wire.answered("beds")
    await wire.store.review("beds", review(ClaimRating.WITHDRAWN))
    await wire.follow()
    for text in (*wire.platform.texts("edit"), *wire.platform.texts("tell")):
        assert f"{OWNER} — the desk withdrew this claim; do not use it" in text
        assert "beds are few" not in text


async def test_a_restricted_claim_is_taken_back_without_a_word_of_it(wire: Wire) -> None:
    """Neither the answer nor its thread nor its asker is told which claim it was."""
    await wire.answered("beds")
    await wire.answered("beds", public=False, actor="u2")
    await wire.store.restrict("beds", restricted=True)
    await wire.follow()
    assert len(wire.platform.said) == 4
    for _, _, text in wire.platform.said:
        assert "beds" not in text
        assert "400" not in text
        assert "Nurses" not in text
    (edit,) = wire.platform.texts("edit")
    assert "took this answer back on 25 November 2026" in edit
    await wire.store.restrict("beds", restricted=False)
    await wire.store.review("beds", review(ClaimRating.DISPUTED))
    await wire.follow()
    assert len(wire.platform.said) == 4, "what was taken back stays so"


async def test_new_words_are_told_beside_the_old(wire: Wire) -> None:
    """An edit of the statement is told in both wordings, each behind who says it."""
    await wire.answered("beds")
    (before,) = await wire.store.claims(["beds"])
    statement = "Nurses' Union says in The Herald that beds ran out."
    edit = Amendment("Ana", wire.now, "Too weak.", claim=replace(before, statement=statement))
    assert (await wire.store.amend("beds", edit, seen_of(before))).changed
    await wire.follow()
    (text,) = wire.platform.texts("edit")
    assert f"said: {OWNER} — Nurses' Union says in The Herald that beds are few; " in text
    assert f"now: {OWNER} — {statement.rstrip('.')}." in text


async def test_a_corrected_document_corrects_its_answers(wire: Wire) -> None:
    """What an outlet corrects or withdraws is told on every answer with a claim from it."""
    await wire.answered("beds", "wards")
    await wire.store.mark_documents(["herald-beds"], DocumentState.WITHDRAWN, "Withdrawn.")
    await wire.follow()
    (edit,) = wire.platform.texts("edit")
    assert f"said: {OWNER} — the document stood as published; now: {OWNER} — the outlet has" in edit
    assert "withdrawn the document" in edit


async def test_a_list_keeps_its_other_claims(wire: Wire) -> None:
    """Of a list in which one claim became restricted, the others stay."""
    await wire.answered("beds", "wards")
    await wire.store.restrict("beds", restricted=True)
    await wire.follow()
    (edit,) = wire.platform.texts("edit")
    assert "a part of this answer was taken back" in edit
    assert "wards close" in edit
    assert "beds" not in edit


async def test_a_claim_that_stands_under_a_card_is_followed(wire: Wire) -> None:
    """A card shows other claims in rows; when one of them changes, the card is corrected."""
    store = wire.store
    await store.add([], [("beds", "wards")])
    await wire.answered("beds")
    await store.review("wards", review(ClaimRating.DISPUTED))
    await wire.follow()
    (edit,) = wire.platform.texts("edit")
    assert "claim: Disputed" in edit.split("\n")[0]
    assert "beds are few" in edit


async def test_a_private_asker_gets_one_message(wire: Wire) -> None:
    """Ten private answers about one claim are one message, which tells what holds now."""
    for _ in range(10):
        await wire.answered("beds", public=False)
    await wire.store.review("beds", review(ClaimRating.DISPUTED))
    await wire.follow()
    (told,) = wire.platform.texts("tell")
    assert "Changed: the claim's status" in told
    assert f"{OWNER} — Nurses' Union says" in told
    assert "Claim: Disputed." in told
    assert [state for _, state in await wire.ends()] == [DONE] * 10


async def test_what_a_private_asker_is_told_is_not_cut_away(wire: Wire) -> None:
    """However long the words are, the status and the document's state that changed are there."""
    (beds,) = await wire.store.claims(["beds"])
    long = replace(beds, slug="long", statement=f"{beds.statement} {'And so it goes on. ' * 60}")
    await wire.store.add([long])
    await wire.answered("long", public=False)
    await wire.store.review("long", review(ClaimRating.DISPUTED))
    key = beds.document.key
    await wire.store.mark_documents([key], DocumentState.CORRECTED, "We were wrong.")
    await wire.follow()
    (told,) = wire.platform.texts("tell")
    assert "cut here" in told
    assert "The outlet has corrected the document." in told
    assert "Claim: Disputed." in told


async def test_a_reader_of_restricted_claims_is_told_that_one_changed(wire: Wire) -> None:
    """Whoever may see it is told that there is a change, and nothing of the claim."""
    await wire.store.restrict("beds", restricted=True)
    await wire.answered("beds", public=False, may_see=True)
    await wire.store.review("beds", review(ClaimRating.DISPUTED))
    await wire.follow()
    (told,) = wire.platform.texts("tell")
    assert "a restricted claim that has changed" in told
    assert "beds" not in told


async def test_an_answer_out_of_our_hands_is_told_to_its_asker(wire: Wire) -> None:
    """Where it cannot be edited the asker hears so, with the reason and both states."""
    await wire.answered("beds", stands=False)
    (answer,) = await wire.store.answers_with("beds")
    why = "Onrecord is not in the channel"
    await wire.store.settle_answer(answer.number, AnswerState.FIXED, why=why)
    await wire.store.review("beds", review(ClaimRating.DISPUTED))
    await wire.follow()
    (told,) = wire.platform.texts("tell")
    assert f"It could not be corrected where it stands: {why}." in told
    assert "claim: Not checked" in told
    assert len(wire.platform.said) == 1


async def test_an_answer_that_nobody_confirmed_is_shown_as_such(wire: Wire) -> None:
    """An answer noted and never settled cannot be edited; its asker is told."""
    await wire.answered("beds", stands=False)
    await wire.store.review("beds", review(ClaimRating.DISPUTED))
    wire.now = datetime.now(UTC) + timedelta(minutes=5)
    await wire.follow()
    assert await wire.ends() == [(EDIT, FAILED), (POST, FAILED), (TELL, DONE)]
    assert "nobody confirmed" in (await wire.all())[0].why


@pytest.mark.parametrize(
    ("fate", "state"),
    [(Fate.GONE, AnswerState.GONE), (Fate.FIXED, AnswerState.FIXED), (Fate.NEVER, None)],
)
async def test_a_final_failure_is_kept_with_its_reason(
    wire: Wire, fate: Fate, state: AnswerState | None
) -> None:
    """A deleted message or a channel we left ends the edit and the post; the asker is told."""
    wire.platform.answers["edit"] = [Reached(fate, "the reason")]
    await wire.answered("beds")
    await wire.store.review("beds", review(ClaimRating.DISPUTED))
    await wire.follow()
    assert await wire.ends() == [(EDIT, FAILED), (POST, FAILED), (TELL, DONE)]
    assert {d.why for d in await wire.all() if d.state is FAILED} == {"the reason"}
    (answer,) = await wire.store.answers_with("beds")
    assert answer.state is (state or AnswerState.STANDING)


async def test_a_passing_failure_waits_and_goes_on(wire: Wire) -> None:
    """A revoked token is shown while it lasts; once it is renewed the correction is made."""
    wire.platform.answers["edit"] = [Reached(Fate.LATER, "the token was revoked")]
    await wire.answered("beds")
    await wire.store.review("beds", review(ClaimRating.DISPUTED))
    await wire.follow()
    (edit,) = [one for one in await wire.all() if one.step is EDIT]
    assert (edit.state, edit.why, edit.tries) == (DUE, "the token was revoked", 1)
    wire.now += timedelta(minutes=1)
    await wire.follow()
    assert await wire.ends() == [(EDIT, DONE), (POST, DONE), (TELL, DONE)]


async def test_what_fails_for_a_day_is_given_up(wire: Wire) -> None:
    """Tried over and over for a day, a delivery fails and says why."""
    wire.platform.answers["edit"] = [Reached(Fate.LATER, "the token was revoked")] * 100
    await wire.answered("beds")
    await wire.store.review("beds", review(ClaimRating.DISPUTED))
    for _ in range(12):
        await wire.follow()
        wire.now += timedelta(hours=3)
    (edit,) = [one for one in await wire.all() if one.step is EDIT]
    assert edit.state is FAILED
    assert "given up after 1 day: the token was revoked" in edit.why


async def test_a_post_that_nobody_is_sure_of_is_not_repeated(wire: Wire) -> None:
    """Where the platform knows no repeats, an unclear post fails as not confirmed."""
    wire.platform.answers["post"] = [Reached(Fate.UNSURE)]
    await wire.answered("beds")
    await wire.store.review("beds", review(ClaimRating.DISPUTED))
    await wire.follow()
    assert await wire.ends() == [(EDIT, DONE), (POST, FAILED), (TELL, DONE)]
    assert wire.platform.texts("post") == []


async def test_a_post_that_is_known_again_is_repeated_with_its_key(wire: Wire) -> None:
    """Where the platform tells a repeat from a new message, the same key is sent again."""
    wire.platform.repeats = 120.0
    wire.platform.answers["post"] = [Reached(Fate.UNSURE, "no answer")]
    await wire.answered("beds")
    await wire.store.review("beds", review(ClaimRating.DISPUTED))
    await wire.follow()
    wire.now += timedelta(seconds=30)
    await wire.follow()
    assert (POST, DONE) in await wire.ends()
    posts = [key for key in wire.platform.keys if wire.platform.keys.count(key) == 2]
    assert len(posts) == 2
    assert all(len(key) <= 25 for key in wire.platform.keys)


async def test_a_post_is_not_repeated_once_it_is_not_known_any_more(wire: Wire) -> None:
    """Past the time for which the platform knows a key, an unclear post has failed for good."""
    wire.platform.repeats = 120.0
    revoked = Reached(Fate.LATER, "the token was revoked", 100.0)
    wire.platform.answers["post"] = [Reached(Fate.UNSURE, "no answer"), revoked]
    await wire.answered("beds")
    await wire.store.review("beds", review(ClaimRating.DISPUTED))
    for _ in range(3):
        await wire.follow()
        wire.now += timedelta(seconds=101)
    assert (POST, FAILED) in await wire.ends()
    assert wire.platform.texts("post") == []


@pytest.mark.parametrize("busy", [0, 2])
async def test_what_was_being_done_at_the_end_is_taken_up(
    wire: Wire, busy: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A courier that starts finds what the last one held, as soon as the store lets it."""
    reclaim = wire.store.reclaim_deliveries
    failures = [StoreBusy("another process writes")] * busy

    async def sometimes(at: datetime, repeats: Mapping[str, float], *, every: bool) -> int:
        if failures:
            raise failures.pop()
        return await reclaim(at, repeats, every=every)

    monkeypatch.setattr(wire.store, "reclaim_deliveries", sometimes)
    await wire.answered("beds")
    await wire.store.review("beds", review(ClaimRating.DISPUTED))
    await wire.store.plan_recalls(wire.now, 100)
    (edit,) = await wire.store.take_deliveries(
        "discord", wire.now, hold=3600, limit=10, steps=["edit"]
    )
    await wire.follow()
    assert edit.number in {one.number for one in await wire.all() if one.state is DONE}
    assert len(wire.platform.texts("edit")) == 1
    assert NOT_CONFIRMED not in {one.why for one in await wire.all()}


async def test_a_report_of_a_day_is_not_replaced(wire: Wire) -> None:
    """A brief stands as it was; that a claim of it was withdrawn is said beneath."""
    await wire.answered("beds", "wards", dated=True)
    await wire.store.review("beds", review(ClaimRating.DISPUTED))
    await wire.follow()
    assert wire.platform.said == [], "what changes is in the next one"
    await wire.store.review("beds", review(ClaimRating.WITHDRAWN))
    await wire.follow()
    assert wire.platform.texts("edit") == []
    (post,) = wire.platform.texts("post")
    assert "the answer above shows what the desk has withdrawn since." in post
    assert "withdr" in post.split("Now: ")[1]
    (told,) = wire.platform.texts("tell")
    assert "It stands as it was, and a message under it says so." in told


async def test_a_report_of_a_day_with_what_became_restricted_is_taken_back(wire: Wire) -> None:
    """No word of such a claim stays in a channel, in a brief neither."""
    await wire.answered("beds", "wards", dated=True)
    await wire.store.restrict("beds", restricted=True)
    await wire.follow()
    (edit,) = wire.platform.texts("edit")
    assert edit == (
        "The desk took this answer back on 25 November 2026. What it showed is not shown here any"
        " more."
    )
