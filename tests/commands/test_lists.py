"""Topics, sources, recent changes, histories and passages."""

import pytest

from bot.core.app import App
from bot.core.plain import plain
from bot.core.reply import Reply, Result
from bot.core.request import Door
from knowledge.sample.loader import sample_claims
from tests.conftest import asking


async def asked(app: App, command: str, **args: str) -> Reply:
    """Return the answer to *command*."""
    reply = await app.handle(asking(command, args))
    assert isinstance(reply, Reply)
    return reply


async def test_topics_are_listed_with_their_counts(app: App) -> None:
    """Every topic is there, the largest first, and the counts add up to all claims."""
    text = plain(await asked(app, "claims"))
    assert text.startswith(f"{len(sample_claims())} claims on record")
    for topic in {claim.topic.label for claim in sample_claims()}:
        count = sum(claim.topic.label == topic for claim in sample_claims())
        assert f"• {topic}: {count} claim" in text


async def test_a_topic_lists_every_claim_once_over_its_pages(app: App) -> None:
    """Turning the pages by their buttons shows each claim of the topic exactly once."""
    seen: list[str] = []
    args = {"topic": "doctors-pay"}
    while args:
        reply = await app.handle(asking("claims", args, door=Door.BUTTON))
        assert isinstance(reply, Reply)
        seen += reply.claims
        turns = [a for a in reply.actions() if a.label == "Next"]
        args = dict(turns[0].args) if turns else {}
    expected = {claim.slug for claim in sample_claims() if claim.topic.key == "doctors-pay"}
    assert len(seen) == len(set(seen))
    assert set(seen) == expected


async def test_a_page_past_the_end_is_the_last(app: App) -> None:
    """A button from a longer list still gives a page."""
    assert "Page 2 of 2" in plain(await asked(app, "claims", topic="doctors-pay", page="99"))


@pytest.mark.parametrize(
    "name", ["doctors-pay", "Doctors' pay on missions", "doctors pay on mission"]
)
async def test_a_topic_is_found_by_key_label_or_nearly(app: App, name: str) -> None:
    """A topic has a key and a label, and a near spelling of either will do."""
    reply = await asked(app, "claims", topic=name)
    assert reply.title.startswith("On record under Doctors' pay on missions")


async def test_an_unknown_topic_gives_those_there_are(app: App) -> None:
    """Nothing on record, and where to go next."""
    reply = await asked(app, "claims", topic="submarines")
    assert reply.result is Result.NOTHING
    assert any(action.command == "claims" for action in reply.actions())


@pytest.mark.parametrize(
    "name", ["OAS", "oas", "Organization of American States", "American States"]
)
async def test_a_source_is_found_by_any_of_its_names(app: App, name: str) -> None:
    """An abbreviation, any case, or a part of the name that only it has."""
    reply = await asked(app, "source", name=name)
    assert reply.title == "Organization of American States"
    assert "million-deployed" in reply.claims


async def test_an_outlet_has_its_own_words_and_what_it_reports_apart(app: App) -> None:
    """What an outlet says itself and what it reports others as saying are never mixed."""
    pages = [plain(await asked(app, "source", name="Breitbart", page=str(n))) for n in range(1, 5)]
    own, reported = "\n".join(pages).split("Reports others as saying (6)")
    assert "On record saying (18)" in own
    others = "• Organization of American States, in Breitbart News"
    assert others in reported
    assert others not in own
    assert "\n".join(pages).count("• ") == 24


async def test_no_source_is_told_of_in_our_own_jargon(app: App) -> None:
    """What a source is stands in words that need no knowledge of how the sample was made."""
    for claimant in await app.desk.sources():
        assert "seed" not in claimant.about


async def test_what_was_read_elsewhere_is_not_in_an_outlets_own_words(app: App) -> None:
    """A newspaper known from an encyclopaedia's summary is not said to speak for itself."""
    card = plain(await asked(app, "claim", slug="doctors-abroad-granma"))
    assert "Who says it: Granma\n" in card
    assert "own words" not in card


async def test_an_unknown_source_gives_the_nearest_names(app: App) -> None:
    """A misspelt name gives names to pick from; a strange one says where else to look."""
    near = await asked(app, "source", name="Roberto Moreno")
    assert near.result is Result.NOTHING
    assert any(action.command == "source" for action in near.actions())
    far = await asked(app, "source", name="Zzyzx Qqq")
    assert "/claims" in plain(far)


async def test_recent_changes_are_newest_first_and_named_by_owner(app: App) -> None:
    """The list of changes opens every line with who says the claim."""
    reply = await asked(app, "recent")
    assert reply.title == "Recent changes"
    assert len(list(reply.actions())) == 8


async def test_history_keeps_the_two_judgements_apart(app: App) -> None:
    """Quotation and claim have a history each; an empty one says so."""
    text = plain(await asked(app, "history", slug="castro-1957"))
    quotation, claim = text.split("Claim (does it hold?)")
    assert "no review so far" in quotation
    assert "Contradicted by evidence" in claim
    assert "Contradicted" not in quotation


async def test_the_passage_shows_words_place_and_hashes(app: App) -> None:
    """Source text gives the exact words held, where they stand and how to verify them."""
    text = plain(await asked(app, "passage", slug="salary-skimming"))
    assert "“repressive military state” — Breitbart News" in text
    assert "characters 981 to 1094" in text
    assert "SHA-256" in text
    bare = plain(await asked(app, "passage", slug="doctors-salary-iwpr"))
    assert "holds no exact words" in bare
    assert "“" not in bare


@pytest.mark.parametrize("command", ["passage", "history"])
async def test_a_press_for_a_claim_that_is_not_there_says_so(app: App, command: str) -> None:
    """A forged or outdated slug gets a sentence and the way to look it up."""
    reply = await asked(app, command, slug="no-such-claim")
    assert reply.result is Result.USAGE
    assert "/claim" in plain(reply)


async def test_onrecord_explains_every_command(app: App) -> None:
    """The help lists what can be asked and how to read a card."""
    text = plain(await asked(app, "onrecord"))
    for command in app.registry.listed():
        assert command.summary in text
    assert "Not checked" in text


async def test_topic_and_source_names_are_suggested(app: App) -> None:
    """Half a word completes a topic or a source; the same function serves every platform."""
    topics = await app.suggest(asking("claims"), "topic", "ken")
    assert [choice.value for choice in topics] == ["kenya"]
    sources = await app.suggest(asking("source"), "name", "oas")
    assert [choice.value for choice in sources] == ["Organization of American States"]
