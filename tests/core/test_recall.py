"""The courier: every answer that says otherwise is corrected, once, with the newest state."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.commands.cards import claim_card, claim_rows
from bot.commands.corrected import DeskFollowing
from bot.core.adapter import Fate, Reached, Spot
from bot.core.pacer import Pacer
from bot.core.plain import plain
from bot.core.recall import Courier
from bot.core.recording import Recorder
from bot.core.reply import Reply, Result, Visibility
from bot.core.request import Door
from knowledge.answers import (
    NOT_CONFIRMED,
    AnswerState,
    Delivery,
    DeliveryFilter,
    DeliveryState,
    Step,
)
from knowledge.desk import Desk, Found
from knowledge.model import ClaimRating, Figure
from knowledge.store.memory import MemoryStore
from tests.conftest import asking
from tests.knowledge.making import NURSES, claim, review

BEDS = replace(
    claim("beds", makers=[NURSES], statement="Nurses' Union says in {} that beds are few."),
    figures=(Figure("400 beds"),),
)
WARDS = claim("wards", makers=[NURSES], statement="Nurses' Union says in {} that wards close.")
_STILL = 6
OWNER = "Nurses' Union, in The Herald, 1 May 2024"


@dataclass
class Platform:
    """A corrector that keeps what it was asked to say, and answers what it is told to."""

    name: str = "discord"
    repeats: float = 0.0
    answers: dict[str, list[Reached]] = field(default_factory=dict)
    said: list[tuple[str, Spot, str]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    gate: asyncio.Event = field(default_factory=asyncio.Event)

    def paces(self, step: str, spot: Spot) -> Mapping[str, float]:
        """Leave a moment between two."""
        return {f"{step} {spot.channel}": 0.001}

    def link(self, spot: Spot) -> str:
        """Return an address."""
        return f"https://example.org/{spot.message}"

    async def edit(self, spot: Spot, reply: Reply, brief: Reply) -> Reached:
        """Keep an edit."""
        return await self._do("edit", spot, reply)

    async def post(self, spot: Spot, reply: Reply, key: str) -> Reached:
        """Keep a post."""
        self.keys.append(key)
        return await self._do("post", spot, reply)

    async def tell(self, spot: Spot, reply: Reply, key: str) -> Reached:
        """Keep what a person is told."""
        self.keys.append(key)
        return await self._do("tell", spot, reply)

    async def _do(self, step: str, spot: Spot, reply: Reply) -> Reached:
        planned = self.answers.get(step)
        reached = planned.pop(0) if planned else Reached(Fate.DONE)
        if reached.fate is Fate.DONE:
            self.said.append((step, spot, plain(reply)))
        return reached

    def texts(self, step: str) -> list[str]:
        """Return what was said by a step, in order."""
        return [text for done, _, text in self.said if done == step]


class Wire:
    """A desk with two claims, answers of it, and the courier behind them."""

    def __init__(self) -> None:
        self.store = MemoryStore()
        self.desk = Desk(self.store)
        self.platform = Platform()
        self.now = datetime(2026, 11, 25, 12, tzinfo=UTC)

    async def answered(
        self,
        *slugs: str,
        public: bool = True,
        stands: bool = True,
        actor: str = "u1",
        door: Door = Door.COMMAND,
        may_see: bool = False,
    ) -> None:
        """Give an answer that shows the claims called *slugs*, as a card where it is one."""
        desk = await self.desk.for_viewer(may_see_restricted=may_see)
        found = await desk.look_up(slugs[0])
        assert isinstance(found, Found)
        reply = claim_card(found.record)
        if len(slugs) > 1:
            claims = tuple(await desk.claims(slugs))
            reply = Reply("Two", (claim_rows(claims, "Claims"),), claims=slugs, shown=claims)
        visibility = Visibility.PUBLIC if public else Visibility.PRIVATE
        request = asking("claim", actor=actor, door=door)
        ticket = await Recorder(self.store).sending(request, replace(reply, visibility=visibility))
        if stands:
            await ticket.stands("c1", [f"m{ticket.number}"])

    async def follow(self, **over: float) -> None:
        """Run a courier until nothing is due that could be done now."""
        courier = Courier(
            self.store,
            DeskFollowing(self.desk),
            [self.platform],
            speed=1000.0,
            look_seconds=0.005,
            clock=lambda: self.now,
            **over,
        )
        running = asyncio.create_task(courier.run())
        try:
            async with asyncio.timeout(5):
                while not await self._still():
                    if running.done():
                        running.result()
        finally:
            await courier.stop(1.0)
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)

    async def _still(self) -> bool:
        """Say whether for a while nothing was planned, nothing done, and nothing is under way."""
        before = await self.all()
        for _ in range(_STILL):
            await asyncio.sleep(0.005)
            now = await self.all()
            doing = any(one.state is DeliveryState.DOING for one in now)
            if doing or now != before or await self.store.recalls_wait():
                return False
        return True

    async def all(self) -> list[Delivery]:
        """Return every delivery, oldest first."""
        return list(await self.store.deliveries(DeliveryFilter(), 1000))[::-1]

    async def ends(self) -> list[tuple[Step, DeliveryState]]:
        """Return how every delivery stands, oldest first."""
        return [(one.step, one.state) for one in await self.all()]


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


async def test_what_was_being_done_at_the_end_is_taken_up(wire: Wire) -> None:
    """A courier that starts finds what the last one held, without waiting for its time."""
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


async def test_only_what_shows_a_claim_is_noted(wire: Wire) -> None:
    """Failures, lists without claims, the console and the Home tab leave no record."""
    card = claim_card((await _record(wire.desk)).record)
    shown = replace(card, visibility=Visibility.PUBLIC)
    recorder = Recorder(wire.store)
    for reply, door in (
        (Reply("Nothing", result=Result.NOTHING, visibility=Visibility.PUBLIC), Door.MENTION),
        (replace(shown, shown=()), Door.MENTION),
        (shown, Door.CONSOLE),
        (shown, Door.HOME),
    ):
        assert (await recorder.sending(asking("claim", door=door), reply)).store is None
    off = Recorder(wire.store, private=False)
    assert (await off.sending(asking("claim"), card)).store is None
    assert await wire.store.answers_with("beds") == []


async def test_a_store_that_fails_keeps_no_answer_from_anybody() -> None:
    """When an answer cannot be noted it is sent all the same."""
    wire = Wire()
    await wire.store.add([BEDS])
    card = claim_card((await _record(wire.desk)).record)
    await wire.store.close()
    ticket = await Recorder(wire.store).sending(asking("claim"), card)
    await ticket.stands("c1", ["m1"])
    await ticket.failed()
    assert ticket.number == 0


async def _record(desk: Desk) -> Found:
    found = await desk.look_up("beds")
    assert isinstance(found, Found)
    return found


def test_a_pacer_keeps_each_limit_apart_and_learns() -> None:
    """Moments are handed out one by one; a limit that was broken is kept wider, then less so."""
    now = 100.0
    pacer = Pacer(clock=lambda: now)
    paces = {"updates": 1.0}
    assert [pacer.take(paces) for _ in range(3)] == [0.0, 1.0, 2.0]
    assert pacer.take({"posts": 1.0}) == 0.0
    pacer.blocked(paces, 30.0)
    assert pacer.wait(paces) == 30.0
    assert pacer.take(paces) == 30.0
    assert pacer.wait(paces) == 31.5, "slower than before"
    for _ in range(100):
        pacer.went_well(paces)
    pacer.take(paces)
    assert pacer.wait(paces) == 32.5


def test_a_pacer_goes_as_fast_as_it_is_told() -> None:
    """Twice the speed is half the time between two."""
    pacer = Pacer(2.0, clock=lambda: 0.0)
    assert [pacer.take({"a": 1.0, "b": 0.1}) for _ in range(3)] == [0.0, 0.5, 1.0]
