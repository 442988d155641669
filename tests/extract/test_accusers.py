"""Who accuses: whoever the sentence names, and nobody that it does not."""

import pytest

from knowledge.extract.parsing import Parser
from knowledge.vocabulary import Strength
from tests.extract.making import claim_with, extracted


@pytest.mark.parametrize(
    ("text", "who", "named"),
    [
        ("The trust was accused by SafeCare of hiding 17 deaths.", ["SafeCare"], True),
        ("The trust was accused of hiding 17 deaths by Pia Holt, a nurse.", ["Pia Holt"], True),
        ("The trust was accused of hiding 17 deaths by poisoning.", [], False),
        ("The trust was accused of being funded by Gazprom.", [], False),
        ("Nurses allege that managers hid 17 deaths.", ["Nurses"], False),
        ("Three critics alleged that managers hid 17 deaths.", ["Three critics"], False),
    ],
)
def test_whoever_accuses_is_said_to_be_named_or_not(
    parser: Parser, text: str, who: list[str], named: bool
) -> None:
    """Wherever the sentence names them, and nobody is made an accuser who is not."""
    (found,) = extracted(parser, text).claims
    assert [each.name or each.text for each in found.claimants] == who
    assert (found.strength, found.accuser_named) == (Strength.ALLEGED, named)


def test_an_accusation_that_is_called_baseless_in_quotation_marks_is_none(parser: Parser) -> None:
    """Whoever turns an accusation down does not make one."""
    text = "The trust said that the accusation about 17 deaths was “baseless”."
    assert claim_with(parser, text, "17 deaths").strength is Strength.STATED
