"""Where the words of a speaker end and the outlet goes on, between commas too."""

import pytest

from knowledge.extract.parsing import Parser
from knowledge.vocabulary import Strength
from tests.extract.making import claim_with, claimed, extracted


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Divers said Holm, who denies the charges, sank 12 boats.", "Holm … sank 12 boats"),
        ("Holm said it lost 12 cranes, a figure the divers dispute.", "it lost 12 cranes"),
        ("Holm said it lost 12 cranes, a claim that divers contest.", "it lost 12 cranes"),
        ("Holm said the quay lost 12 cranes, blaming the divers.", "the quay lost 12 cranes"),
        ("Holm said the quay lost 12 cranes, calling it a scandal.", "the quay lost 12 cranes"),
        ("Holm said men who deny guilt sank 12 boats.", "men who deny guilt sank 12 boats"),
    ],
)  # fmt: skip
def test_what_the_outlet_puts_in_is_not_what_was_said(
    parser: Parser, text: str, words: str
) -> None:
    """A denial between commas, and what a participle adds, end the words that were said."""
    assert claimed(text, claim_with(parser, text, "12")) == words


def test_a_denial_between_commas_is_a_claim_of_its_own(parser: Parser) -> None:
    """Whoever denies the charges denies those, and not what others say."""
    text = "Divers said Mia Holm, who denies the charges, sank 12 boats."
    divers, holm = extracted(parser, text).claims
    assert (divers.strength, [who.text for who in divers.claimants]) == (
        Strength.STATED,
        ["Divers"],
    )
    assert (holm.strength, [who.name for who in holm.claimants]) == (Strength.DENIED, ["Mia Holm"])
    assert claimed(text, holm) == "the charges"


def test_a_frame_set_in_speaks_on_in_the_participle_after_it(parser: Parser) -> None:
    """“…, Holm said, insisting that …” are two claims of Holm's."""
    text = "The quay lost 12 cranes, Holm said, insisting that nobody was hurt there."
    found = extracted(parser, text).claims
    assert [claimed(text, claim) for claim in found] == [
        "The quay lost 12 cranes",
        "nobody was hurt there",
    ]
    assert [[who.text for who in claim.claimants] for claim in found] == [["Holm"], ["Holm"]]


def test_an_accusation_of_one_word_is_a_claim(parser: Parser) -> None:
    """“Was accused of arson” says who and of what."""
    text = "Mia Holm, who denies the charges, was accused of arson."
    found = [c for c in extracted(parser, text).claims if c.strength is Strength.ALLEGED]
    assert [(claimed(text, claim), claim.accused) for claim in found] == [
        ("Mia Holm … arson", "Mia Holm")
    ]
