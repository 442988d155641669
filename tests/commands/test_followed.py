"""Follow-ups: what a question refers to is what its conversation showed last, and that is said."""

import re
from collections.abc import Sequence

import pytest

from bot.core.app import App
from bot.core.grammar import read_line
from bot.core.plain import plain
from bot.core.policy import Policy
from bot.core.registry import Registry
from bot.core.reply import Block, Fact, Facts, Reply, Result, Sources
from bot.core.request import Actor, Door, Place, Request
from bot.main import registry
from knowledge.attributed import answer_of_accused, attribution
from knowledge.check import status
from knowledge.desk import Desk
from knowledge.model import Subject
from knowledge.sample.loader import sample_claims, sample_related
from knowledge.store.memory import MemoryStore

COMMANDS = registry()


@pytest.fixture
async def app() -> App:
    """Return the core over the sample desk, in memory."""
    store = MemoryStore()
    await store.add(sample_claims(), sample_related())
    return App(COMMANDS, Desk(store))


class Talk:
    """Somebody who asks in one place."""

    def __init__(
        self,
        app: App,
        thread: str = "t1",
        actor: str = "u1",
        *,
        direct: bool = False,
        answers: Sequence[str] = (),
        starts: str = "",
    ) -> None:
        self._app = app
        self._actor = Actor("slack", actor, "Ana")
        workspaces = frozenset({"w1"})
        self._place = Place(
            "slack", workspaces, "c1", thread, direct=direct, starts=starts, answers=tuple(answers)
        )
        self._door = Door.DIRECT if direct else Door.MENTION

    async def ask(self, words: str, door: Door | None = None) -> Reply:
        """Return the answer to *words*."""
        command, args = read_line(COMMANDS, words)
        outcome = await self._app.handle(
            Request(command, args, self._actor, self._place, door or self._door)
        )
        assert isinstance(outcome, Reply)
        return outcome


async def test_a_conversation_is_about_what_it_showed_last(app: App) -> None:
    """Each answer says which claim it is about, keeps attribution first and both its statuses."""
    talk = Talk(app)
    await talk.ask("doctors-salary")
    for words, label in (("who says so?", "Who says it"), ("since when?", "When")):
        reply = await talk.ask(words)
        assert reply.notice == "About doctors-salary, the claim shown here last."
        assert reply.title.startswith("Breitbart News")
        text = plain(reply)
        for said in (label, "Quotation: Not checked", "Claim: Not checked; no evidence recorded"):
            assert said in text
    stands = plain(await talk.ask("is it true?"))
    assert "it never says by itself what holds" in stands
    source = await talk.ask("show the source")
    assert "“not get to keep most of their salaries”" in plain(source)
    compared = await talk.ask("compare")
    assert compared.notice.startswith("About doctors-salary, the claim shown here last.")
    assert compared.claims[0] == "doctors-salary"
    assert len(compared.claims) > 2
    await talk.ask("doctors-salary")
    others = await talk.ask("what do others say?")
    assert others.notice == "About doctors-salary, the claim shown here last."
    assert "more than 75%" in plain(others)
    second = await talk.ask("the second one")
    assert second.claims == others.claims[1:2]
    (listed,) = (block for block in others.blocks if isinstance(block, Sources))
    assert second.title.split(",")[0] in listed.rows[1].owner


async def test_the_same_elsewhere_is_looked_for_and_never_guessed(app: App) -> None:
    """What is on record of the topic about another place is shown, or that nothing is."""
    talk = Talk(app)
    await talk.ask("doctors-salary")
    peru = await talk.ask("and Peru?")
    assert peru.result is Result.NOTHING
    assert peru.title == "Nothing on record about “Peru” under Doctors' pay on missions."
    assert "doctors-salary, the claim shown here last" in peru.notice
    kenya = await talk.ask("and Kenya?")
    assert kenya.claims == ("kenya-deal-cost",)
    assert "the topic of doctors-salary" in kenya.notice
    both = await talk.ask("compare")
    assert both.claims == ("kenya-deal-cost", "doctors-salary")
    await talk.ask("doctors-salary")
    some = await talk.ask("and Kenya and Peru?")
    assert some.claims == ("kenya-deal-cost",)
    assert "Nothing on record about “Peru” under it." in some.notice
    await talk.ask("doctors-salary")
    island = await talk.ask("and Trinidad and Tobago?")
    assert island.claims == ("doctors-salary-iwpr",)
    await talk.ask("doctors-sent-abroad")
    elsewhere = await talk.ask("what about Venezuela?")
    assert elsewhere.title.endswith("Under other topics:")
    assert "doctors-in-venezuela" in elsewhere.claims
    named = await talk.ask("and castro-1957?")
    assert (named.claims, named.notice) == (("castro-1957",), "")


async def test_one_of_several_is_counted_as_shown(app: App) -> None:
    """“The second one” is the second of the list, and a number past its end says how many."""
    talk = Talk(app)
    several = await talk.ask("how much do the doctors earn?")
    assert len(several.claims) == 3
    who = await talk.ask("who says so?")
    assert who.claims == several.claims
    assert who.notice.startswith("About the 3 claims shown here last:")
    second = await talk.ask("the second one")
    assert second.claims == several.claims[1:2]
    assert second.notice == f"The second of the 3 claims shown here last: {second.claims[0]}."
    none = await talk.ask("the fifth one")
    assert none.title == "Only one claim was shown here last, so there is no fifth one."


async def test_every_conversation_has_its_own(app: App) -> None:
    """Threads, people in a plain channel and direct messages do not mix."""
    await Talk(app, "t1").ask("doctors-salary")
    await Talk(app, "t2").ask("kenya-arrival")
    await Talk(app, "", "u1", starts="m1").ask("castro-1957")
    await Talk(app, "", "u2", starts="m2").ask("oas-conference")
    await Talk(app, "", "u1", direct=True).ask("venezuela-oil")

    async def about(talk: Talk) -> tuple[str, ...]:
        return (await talk.ask("who says so?")).claims

    assert await about(Talk(app, "t1", "u9")) == ("doctors-salary",)
    assert await about(Talk(app, "t2")) == ("kenya-arrival",)
    assert await about(Talk(app, "m1", "u2")) == ("castro-1957",)
    assert await about(Talk(app, "", "u2")) == ("oas-conference",)
    assert await about(Talk(app, "", "u2", answers=("m1", "a1"))) == ("castro-1957",)
    assert await about(Talk(app, "", "u1", direct=True)) == ("venezuela-oil",)
    assert await about(Talk(app, "", "u2", answers=("somebody's",))) == ()


async def test_only_what_all_have_seen_is_referred_to(app: App) -> None:
    """A private answer in a channel changes nothing for those who did not see it."""
    talk = Talk(app)
    await talk.ask("doctors-salary")
    await talk.ask("kenya-arrival", Door.COMMAND)
    await talk.ask("kenya-arrival", Door.BUTTON)
    assert (await talk.ask("who says so?")).claims == ("doctors-salary",)


async def test_without_anything_shown_it_says_what_to_do(app: App) -> None:
    """A follow-up to nothing gets a sentence; a name or a number is a question of its own."""
    talk = Talk(app)
    for words in ("who says so?", "compare", "source?"):
        reply = await talk.ask(words)
        assert reply.result is Result.USAGE
        assert "Nothing was shown here lately" in reply.title
        assert "Name the claim" in plain(reply)
    assert "kenya-47-counties" in (await talk.ask("and Kenya?")).claims


async def test_what_is_forgotten_withdrawn_or_kept_off_is_not_referred_to() -> None:
    """With no hours to keep it, nothing is; a claim that is restricted now is not shown."""
    store = MemoryStore()
    await store.add(sample_claims(), sample_related())
    forgetful = Talk(App(COMMANDS, Desk(store), Policy(talk_hours=0)))
    await forgetful.ask("doctors-salary")
    assert (await forgetful.ask("who says so?")).result is Result.USAGE
    talk = Talk(App(COMMANDS, Desk(store)), "t2")
    await talk.ask("doctors-salary")
    await store.restrict("doctors-salary", restricted=True)
    reply = await talk.ask("who says so?")
    assert reply.result is Result.USAGE
    assert "doctors-salary" not in reply.title


async def test_what_was_kept_off_since_is_not_named(app: App) -> None:
    """A claim that became restricted after it was shown is named by no refusal."""
    talk = Talk(app)
    await talk.ask("compare doctors-salary, million-deployed")
    await app.desk.restrict("million-deployed", restricted=True)
    for words in ("the second one", "the fifth one", "compare", "who says so?", "the last one"):
        said = plain(await talk.ask(words))
        assert "million-deployed" not in said
        assert "Code: failed" not in said


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        ("is doctors-salary true?", "doctors-salary"),
        ("what do we have on kenya-arrival?", "kenya-arrival"),
        ("is it true that half the pay is kept?", "doctors-salary"),
        ("who said that Cuba keeps 75%?", "doctors-salary-un-letter"),
    ],
)
async def test_the_frame_of_a_question_is_taken_off(app: App, words: str, slug: str) -> None:
    """Polar and wh-questions find what they are about; a claim's name in one is that claim."""
    assert slug in (await Talk(app).ask(words)).claims


@pytest.mark.parametrize("words", ["who says so?", "since when?", "is it true?"])
async def test_the_output_contract_holds_for_every_claim(app: App, words: str) -> None:
    """The owner opens the answer; strength, both statuses and the accused's answer are there."""
    talk = Talk(app, direct=True)
    for claim in sample_claims():
        await talk.ask(claim.slug)
        reply = await talk.ask(words)
        assert reply.claims == (claim.slug,)
        assert reply.title == attribution(claim)
        text = plain(reply)
        assert text.startswith(f"About {claim.slug}, the claim shown here last.\n\n{reply.title}")
        for subject in Subject:
            assert f"{subject.value.capitalize()}: {status(claim.reviews, subject)}" in text
        if claim.alleged:
            assert answer_of_accused(claim.attribution) in text
        # Of its own accord the desk calls nothing so; its sources and reviewers may.
        own = f"{reply.notice} " + " ".join(f.label for b in reply.blocks for f in _rows(b))
        assert not re.search(r"\b(true|false|fact|verified)\b", own, re.IGNORECASE)


def _rows(block: Block) -> Sequence[Fact]:
    return block.rows if isinstance(block, Facts) else ()


def test_it_is_not_offered_as_a_command() -> None:
    """Nobody has to know the command's name, and no platform lists it."""
    commands: Registry = COMMANDS
    assert not commands.get("about-that").listed
