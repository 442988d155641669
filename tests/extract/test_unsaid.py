"""What was not said becomes nobody's claim, and disbelief does not become belief."""

import pytest

from knowledge.extract.parsing import Parser
from knowledge.vocabulary import Strength, Voice
from tests.extract.making import claimed, extracted


@pytest.mark.parametrize(
    "text",
    [
        "Luis Prat did not say that the pier was sold to the union.",
        "Mia Holm never claimed that the port lost 300 jobs.",
        "Nobody said that the pier burned in 2018.",
        "Officials did not deny that 40 ships had left.",
        "Mia Holm could not confirm that two dockers died.",
        "The union refused to admit that the gates were shut.",
        "Luis Prat declined to say whether the pier was sold.",
        "The union has not explained why the gates were shut.",
        "Did Mia Holm say that the dockers left in May?",
        "If the court finds that the firm paid bribes, it may close.",
        "Critics would say that the pier lost 300 visitors.",
        "You could argue that the pier was sold in 2018.",
        "One can say that the pier was sold in 2018.",
        "Opponents might claim that Luis Prat sold the pier.",
        "Critics might say, “The pier was sold to the union and nobody knew.”",
    ],
)
def test_what_was_not_said_is_nobodys_claim(parser: Parser, text: str) -> None:
    """A “not”, a refusal, a question and a condition beside the cue leave nothing claimed."""
    assert [claimed(text, claim) for claim in extracted(parser, text).claims] == []


@pytest.mark.parametrize(
    "text",
    [
        "Luis Prat would later say that the pier was sold.",
        "I would argue that the pier was sold.",
        "Officials can confirm that the pier was sold.",
    ],
)
def test_what_was_said_later_or_with_courtesy_was_said(parser: Parser, text: str) -> None:
    """Not every “would” is imagined."""
    (claim,) = extracted(parser, text).claims
    assert (claimed(text, claim), len(claim.claimants)) == ("the pier was sold", 1)


@pytest.mark.parametrize(
    "text",
    [
        "It would be wrong to say that the pier lost 300 visitors.",
        "It is easy to claim that the pier was sold in 2018.",
    ],
)
def test_what_it_is_wrong_or_easy_to_say_is_only_the_whole_sentence(
    parser: Parser, text: str
) -> None:
    """Nobody says it, and the outlet says how it is with saying it."""
    assert {claimed(text, claim) for claim in extracted(parser, text).claims} <= {text}


@pytest.mark.parametrize("verb", ["will announce", "is going to announce"])
def test_what_will_be_said_is_the_outlets_prediction(parser: Parser, verb: str) -> None:
    """Nobody has said it yet, so that it is on record as nobody's words."""
    text = f"Luis Prat {verb} in May that the pier was sold."
    (claim,) = extracted(parser, text).claims
    assert (claim.voice, claim.strength, claim.claimants) == (Voice.OUTLET, Strength.PREDICTED, ())


@pytest.mark.parametrize("verb", ["does not believe", "didn’t think"])
def test_who_does_not_believe_something_denies_it(parser: Parser, verb: str) -> None:
    """“Does not believe that” is a denial, and the “not” is what shows it."""
    text = f"Luis Prat {verb} that the port lost 300 jobs."
    (claim,) = extracted(parser, text).claims
    assert claim.strength is Strength.DENIED
    assert claim.hedge is not None
    assert text[claim.hedge.start : claim.hedge.end] in ("not", "n’t")


def test_a_not_within_the_words_said_stays_there(parser: Parser) -> None:
    """“Said it was not sold” and “not only said” are claims as they stand."""
    for text, content in (
        ("Luis Prat said that the pier was not sold.", "the pier was not sold"),
        ("Mia Holm not only said that the port lost 40 ships.", "the port lost 40 ships"),
    ):
        (claim,) = extracted(parser, text).claims
        assert claimed(text, claim) == content
        assert claim.strength is Strength.STATED


def test_that_somebody_was_not_accused_is_no_accusation(parser: Parser) -> None:
    """“Has not been accused of” is the outlet's statement and carries nobody's allegation."""
    text = "Luis Prat has not been accused of fraud."
    (claim,) = extracted(parser, text).claims
    assert (claim.voice, claim.strength) == (Voice.OUTLET, Strength.STATED)
    assert claimed(text, claim) == text
