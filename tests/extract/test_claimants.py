"""Whose claim it is where the words around it name several, a day, or nobody but “I”."""

import pytest

from knowledge.extract.checking import missing
from knowledge.extract.extractor import Extractor
from knowledge.extract.found import FoundClaimant
from knowledge.extract.parsing import Parser
from knowledge.vocabulary import Strength, Voice
from tests.extract.making import claim_with, claimed, extracted


def _who(parser: Parser, text: str, words: str) -> FoundClaimant:
    (who,) = claim_with(parser, text, words).claimants
    return who


@pytest.mark.parametrize(
    ("source", "name", "role"),
    [
        ("According to a survey by the charity Tide Watch, seen by the Beacon,", "Tide", "charity"),
        ("The coastal agency Tide Watch said", "Tide", "coastal agency"),
        ("A letter from the union Salt United, printed by the Beacon, says", "Salt", "union"),
    ],
)
def test_a_body_named_after_its_kind_is_called_by_its_name(
    parser: Parser, source: str, name: str, role: str
) -> None:
    """“The charity Tide Watch” is Tide Watch, a charity; who saw the survey says nothing."""
    who = _who(parser, f"{source} the quay lost 12 cranes in 2016.", "12 cranes")
    assert (who.name.split()[0], len(who.name.split()), who.role) == (name, 2, role)


@pytest.mark.parametrize(
    "source",
    [
        "Messages online from Saturday claimed",
        "A report from October said",
        "Wednesday's newsletter said",
    ],
)
def test_a_day_says_nothing(parser: Parser, source: str) -> None:
    """What is dated from a day is not by somebody called so."""
    who = _who(parser, f"{source} that the quay lost 12 cranes.", "12 cranes")
    assert (who.name, who.text) == ("", source.rpartition(" ")[0])


def test_somebody_may_be_called_like_a_month(parser: Parser) -> None:
    """June says something where June is who does it, and goes to the fuller name."""
    text = "June told the council that the quay lost 12 cranes."
    assert _who(parser, text, "12 cranes").name == "June"
    text = f"April Hale opened the quay. {text.replace('June', 'April')}"
    assert _who(parser, text, "12 cranes").name == "April Hale"


def test_whose_claim_it_is_stands_without_the_mark_for_whose(parser: Parser) -> None:
    """“The union's claim” is the union's, and that it is wrong is the outlet's own word."""
    text = "The union's claim that the quay lost 12 cranes is wrong."
    outlets, unions = extracted(parser, text).claims
    assert (outlets.voice, claimed(text, outlets)) == (Voice.OUTLET, text)
    assert [who.text for who in unions.claimants] == ["The union"]
    assert claimed(text, unions) == "the quay lost 12 cranes"


def test_i_outside_of_quotation_marks_is_whoever_wrote_it(parser: Parser) -> None:
    """The one name of the byline; nobody's name where there are two; within marks the speaker."""
    body = (
        "I warned in March that the quay lost 12 cranes.\n\n"
        "“I counted 30 crabs on the quay,” said Mia Holm."
    )
    for byline, name in (("By Luis Prat", "Luis Prat"), ("By Luis Prat and Ana Ruiz", "")):
        text = f"A quay in trouble\n\n{byline}\n\n{body}"
        who = _who(parser, text, "12 cranes")
        assert (who.name, who.author, who.called) == (name, True, name or "the author")
        assert _who(parser, text, "30 crabs").name == "Mia Holm"


def test_i_in_a_transcript_is_whoever_has_the_turn(parser: Parser) -> None:
    """The byline is that of the interview, and not of the answers."""
    text = (
        "A talk about the quay\n\nBy Luis Prat\n\n"
        "MIA HOLM: I warned in March that the quay lost 12 cranes.\n\n"
        "LUIS PRAT: The council sold 30 boats in May.\n\n"
        "MIA HOLM: I told them in June that two seals were seen.\n\n"
        "LUIS PRAT: They sold the gates in 2018."
    )
    for words in ("12 cranes", "two seals"):
        who = _who(parser, text, words)
        assert (who.called.lower(), who.author) == ("mia holm", False)


def test_words_whose_speaker_nobody_found_are_not_the_outlets(parser: Parser) -> None:
    """Somebody says it, so that the outlet does not."""
    text = "Until Monday said that the quay lost 12 cranes."
    found = Extractor(parser).extract(text)
    assert missing(text, found) == []
    assert all(claim.claimants or claim.rule == "told" for claim in found.claims)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The accusation was false, Mia Holm said.", "The accusation was false"),
        ("The court ruled that the allegations were baseless.", "the allegations were baseless"),
        ("Mia Holm called the allegations untrue.", "the allegations untrue"),
    ],
)
def test_who_calls_an_accusation_untrue_states_that_and_alleges_nothing(
    parser: Parser, text: str, words: str
) -> None:
    """The words claimed say what is denied, so that they are stated and not denied once more."""
    claim = claim_with(parser, text, words)
    assert (claim.strength, claim.hedge) == (Strength.STATED, None)


def test_what_an_accusation_said_to_be_untrue_holds_is_still_alleged(parser: Parser) -> None:
    """Inside “the allegation that … was false” somebody alleges something, and is not named."""
    text = "Mia Holm said the allegation that the firm took bribes was false."
    outer, inner = extracted(parser, text).claims
    assert (outer.strength, inner.strength) == (Strength.STATED, Strength.ALLEGED)
    assert (inner.parent, inner.claimants, claimed(text, inner)) == (0, (), "the firm took bribes")
