"""The order of the queue: what can be checked comes before what can only be felt."""

from knowledge.extract.parsing import Parser
from tests.extract.making import claimed, extracted


def test_a_queue_begins_with_what_can_be_checked(parser: Parser) -> None:
    """A figure with a name and a day stands before a view."""
    text = (
        "“We are so proud of this wonderful town,” said Luis Prat. "
        "“The port of Alsund lost 40 ships in May 2018,” said Luis Prat."
    )
    found = sorted(extracted(parser, text).claims, key=lambda claim: -claim.worth)
    assert "40 ships" in claimed(text, found[0])
    assert found[0].worth - found[-1].worth > 0.3


def test_an_allegation_is_worth_more_than_the_same_words_stated(parser: Parser) -> None:
    """Who is accused has most to lose."""
    stated, alleged = extracted(
        parser, "The port sold the ships in May. The port allegedly sold the ships in May."
    ).claims
    assert alleged.worth > stated.worth


def test_worth_stays_between_nothing_and_one(parser: Parser) -> None:
    """Even where everything comes together."""
    text = (
        "Health Secretary Alex Azar said that over 40,000 people in Norway were killed by fraud in "
        "May 2018, that 12 were hurt, and that Luis Prat is accused of murdering 30 of them."
    )
    assert all(0 <= claim.worth <= 1 for claim in extracted(parser, text).claims)
