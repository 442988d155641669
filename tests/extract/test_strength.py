"""What the outlet passes on without saying that it is so stays passed on, in its own words."""

import pytest

from knowledge.extract.strength import relays_accusation, strength_of_words
from knowledge.vocabulary import Strength


@pytest.mark.parametrize(
    ("text", "hedge"),
    [
        ("Prat, it was claimed, took 4,000 dollars from the fund.", "it was claimed"),
        ("It has been widely alleged that the vote was bought.", "It has been widely alleged"),
        ("It is rumoured that the mill will close.", "It is rumoured"),
        ("The mayor is rumored to own the mill.", "rumored to"),
        ("The alleged murderer left the town in May.", "alleged"),
        ("Its purported owner paid 3 million dollars.", "purported"),
        ("Suspected arsonist Pat Gray set 14 fires.", "Suspected arsonist"),
        ("Two suspected thieves were seen.", "suspected thieves"),
    ],
)
def test_a_hedge_before_a_noun_or_beside_the_clause_is_kept(text: str, hedge: str) -> None:
    """An accusation without its maker is alleged, and the word that says so is the hedge."""
    strong = strength_of_words(text, 0, len(text))
    assert strong.strength is Strength.ALLEGED
    assert strong.hedge is not None
    assert text[strong.hedge.start : strong.hedge.end] == hedge


@pytest.mark.parametrize(
    "text",
    [
        "The ministry counted 14 suspected cases of measles.",
        "The fund paid 4,000 dollars in May.",
        "The union claimed back its fees.",
    ],
)
def test_what_nobody_is_accused_of_is_stated(text: str) -> None:
    """A suspected case, and a claim for money, are no accusation."""
    assert strength_of_words(text, 0, len(text)).strength is Strength.STATED


@pytest.mark.parametrize(
    ("text", "relayed"),
    [
        ("Prat faces charges of fraud.", True),
        ("Prat could face charges of fraud.", False),
        ("Prat may face allegations of fraud.", False),
        ("The accusations of fraud are baseless.", False),
    ],
)
def test_an_accusation_that_may_come_or_is_called_untrue_is_not_passed_on(
    text: str, *, relayed: bool
) -> None:
    """Nobody has made the one, and the other is denied in the same breath."""
    assert (relays_accusation(text, 0, len(text)) is not None) == relayed
