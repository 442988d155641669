"""`/claim`: the answers people will check first, and every way of naming a claim."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.commands.cards import quoted_owner
from bot.commands.words import figure_words
from bot.core.app import App
from bot.core.plain import plain
from bot.core.reply import Reply, Result
from bot.core.request import Door
from knowledge.model import ClaimRating, Figure, Review, Strength, Subject, Voice
from knowledge.store.sqlite.store import SqliteStore
from tests.conftest import asking
from tests.knowledge.making import HERALD, NURSES, claim


async def answered(app: App, line: str) -> Reply:
    """Return the answer to `/claim` with *line* after it."""
    reply = await app.handle(asking("claim", slug=line))
    assert isinstance(reply, Reply)
    return reply


async def test_doctors_salary_is_answered_as_promised(app: App) -> None:
    """The outlet's own words, “most” and no number, both statuses, what others say."""
    text = plain(await answered(app, "doctors-salary"))
    assert text.startswith("Breitbart News, Ben Kew, 20 December 2019: in its own words, no source")
    assert "“not get to keep most of their salaries” — Breitbart News" in text
    assert "“most doctors” (no number given" in text
    assert "“most of their salaries” (no number given" in text
    assert "Quotation: Not checked" in text
    assert "Claim: Not checked; no evidence recorded" in text
    for owner, figure in (
        ("Institute for War and Peace Reporting, 2015", "at least 50 per cent"),
        ("Cuban Prisoners Defenders, 8 January 2020", "more than 75%"),
        ("Árbol Invertido, undated", "70%"),
    ):
        assert f"• {owner}: {figure}. " in text


async def test_castro_shows_the_review_and_its_evidence(app: App) -> None:
    """The status word comes first, then who and when and why, then the evidence with its link."""
    text = plain(await answered(app, "castro-1957"))
    assert "Claim: Contradicted by evidence (Sample desk, 25 November 2026): " in text
    assert "1 January 1959" in text
    assert "1 piece of evidence recorded" in text.lower()
    assert "Evidence:\n• findingDulcinea: disputes: " in text
    assert "<https://www.findingdulcinea.com/" in text
    assert "Quotation: Not checked" in text


async def test_an_unnamed_accuser_is_said_to_be_unnamed(app: App) -> None:
    """The card of an accusation without a maker says so first and again."""
    text = plain(await answered(app, "cuban-agents-protests"))
    assert "an accusation whose maker is not named" in text.splitlines()[0]
    assert "the accuser is not named" in text
    assert "How strongly: Alleged" in text
    assert "Answer to the accusation: Unnamed Cuban agents: no answer on record" in text


async def test_two_spellings_are_one_source(app: App) -> None:
    """The prisoners' group is one source under either spelling, and the card keeps the spelling."""
    text = plain(await answered(app, "million-deployed"))
    assert "Cuban Prisoners Defenders (written “Cuban Prisoner Defenders”)" in text
    shown = [
        await app.handle(asking("source", name=name))
        for name in ("Cuban Prisoner Defenders", "cuban prisoners defenders", "Prisoners Defenders")
    ]
    assert len({plain(reply) for reply in shown}) == 1
    assert "/claim million-deployed" in plain(shown[0], hints=True)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("doctors-salary", ""),
        ("DOCTORS-SALARY", ""),
        ("doctors salary", ""),
        ("doctors_salary", ""),
        (" Doctors’ Salary! ", ""),
        ("doctors-pay", "another name"),
        ("doctor-salaries", "singular and plural"),
        ("Doctor salary", "singular and plural"),
        ("docters salary", "nearest spelling"),
        ("doctors-slaary", "nearest spelling"),
        ("doctors-salaryy", "nearest spelling"),
    ],
)
async def test_a_claim_is_found_by_its_name_or_nearly_so(app: App, asked: str, said: str) -> None:
    """Case, spaces and marks make no difference; anything looser is said above the card."""
    reply = await answered(app, asked)
    assert reply.claims == ("doctors-salary",)
    assert said in reply.notice
    assert bool(reply.notice) == bool(said)


async def test_a_beginning_finds_the_only_claim_and_shows_ties(app: App) -> None:
    """A beginning that one claim has gives its card; one that several have gives a choice."""
    one = await answered(app, "castro")
    assert one.claims == ("castro-1957",)
    assert "only one with a name that begins so" in one.notice
    several = await answered(app, "doctors-")
    assert 1 < len(several.claims) <= 3
    assert "Pick one" in several.title


async def test_free_words_give_at_most_three_to_pick_from(app: App) -> None:
    """A question in words gives claims that share them, never a card of their own."""
    reply = await answered(app, "how much of their pay do the doctors keep?")
    assert 1 <= len(reply.claims) <= 3
    assert "doctors-salary" in reply.claims
    assert "Pick one" in reply.title


async def test_nothing_on_record_gives_topics_and_keeps_the_question(app: App) -> None:
    """An unknown claim gives the nearest topics and a way to leave the question whole."""
    reply = await answered(app, "zebra crossings in Lima")
    assert reply.result is Result.NOTHING
    assert "zebra crossings in Lima" in reply.title
    ask = next(action for action in reply.actions() if action.command == "ask")
    assert ask.args["words"] == "zebra crossings in Lima"
    near = await answered(app, "xylophones of Kenya tomorrow evening")
    assert next(action.args["topic"] for action in near.actions()) == "kenya"


async def test_a_mention_that_finds_nothing_says_so_where_it_was_asked(app: App) -> None:
    """Nothing on record is an answer, so in a thread it is said in the thread."""
    reply = await app.handle(asking("claim", slug="zebra", door=Door.MENTION))
    assert isinstance(reply, Reply)
    assert reply.visibility.value == "public"


async def test_a_claim_withdrawn_while_its_card_is_on_screen(app: App, store: SqliteStore) -> None:
    """A press on an old card tells that the claim was withdrawn, when, by whom and why."""
    card = await answered(app, "doctors-salary")
    await store.review(
        "doctors-salary",
        Review(
            Subject.CLAIM,
            ClaimRating.WITHDRAWN,
            "The article was retracted.",
            "Dora",
            datetime(2026, 11, 24, 9, tzinfo=UTC),
        ),
    )
    for action in card.actions():
        if action.args.get("slug") != "doctors-salary":
            continue
        reply = await app.handle(asking(action.command, action.args, door=Door.BUTTON))
        assert "Withdrawn" in plain(reply), action
    again = plain(await answered(app, "doctors-salary"))
    assert again.startswith("Breitbart News, Ben Kew, 20 December 2019")
    assert "withdrew doctors-salary on 24 November 2026" in again
    assert "Withdrawn (Dora, 24 November 2026): The article was retracted." in again
    assert "most of their salaries" not in again
    others = plain(await answered(app, "doctors-salary-iwpr"))
    assert "/claim doctors-salary\n" not in others


async def test_a_review_shows_in_the_next_answer(app: App, store: SqliteStore) -> None:
    """No answer is older than the store: a review made elsewhere shows at once."""
    await answered(app, "venezuela-oil")
    now = datetime(2026, 11, 25, 10, tzinfo=UTC)
    await store.review(
        "venezuela-oil", Review(Subject.QUOTATION, "Confirmed", "Read in the page.", "Dora", now)
    )
    text = plain(await answered(app, "venezuela-oil"))
    assert "Quotation: Confirmed (Dora, 25 November 2026): Read in the page." in text
    assert "Claim: Not checked" in text


async def test_an_unknown_rating_is_never_shown_as_good(app: App, store: SqliteStore) -> None:
    """A status word from another version shows as unknown."""
    now = datetime(2026, 11, 25, 10, tzinfo=UTC)
    await store.review("venezuela-oil", Review(Subject.CLAIM, "Splendid", "x", "Dora", now))
    assert "Claim: Status unknown" in plain(await answered(app, "venezuela-oil"))


def test_words_that_were_denied_are_not_given_to_their_denier() -> None:
    """Beside the quotation stands that it is what somebody denied, not what they said."""
    said = claim("beds", makers=[NURSES])
    denied = replace(said, attribution=replace(said.attribution, strength=Strength.DENIED))
    assert quoted_owner(said) == f"{HERALD.name}, reporting {NURSES.name}"
    assert quoted_owner(denied) == f"{HERALD.name}, reporting what {NURSES.name} denied"
    nobodys = replace(denied.attribution, makers=(), voice=Voice.OUTLET)
    unnamed = replace(denied, attribution=nobodys)
    assert quoted_owner(unnamed) == f"{HERALD.name}, reporting what was denied"


def test_what_a_figure_counts_is_said_once() -> None:
    """“2 out of 5 cranes” measures cranes of cranes, and says so once."""
    figure = Figure("2 out of 5", measure="cranes", population="cranes")
    assert figure_words(figure) == "2 out of 5 (no number given; cranes)"
