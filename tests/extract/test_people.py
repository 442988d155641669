"""Who is who: names joined, aliases, roles and affiliations in the document's words."""

import pytest

from knowledge.extract.grid import Grid
from knowledge.extract.paragraphs import laid_out
from knowledge.extract.parsing import Parser
from knowledge.extract.people import People, Somebody
from knowledge.vocabulary import ClaimantKind
from tests.extract.making import claim_with


def people(parser: Parser, text: str) -> dict[str, Somebody]:
    """Return the people and organisations of *text* by name."""
    return {who.name: who for who in People(Grid(parser.parse(text, laid_out(text)))).all}


def test_a_surname_is_joined_to_the_full_name(parser: Parser) -> None:
    """“Okoye” after “Dana Okoye” is the same person, and an alias."""
    found = people(parser, "Mayor Dana Okoye opened the school. Okoye said it cost too much.")
    assert found["Dana Okoye"].kind is ClaimantKind.PERSON
    assert found["Dana Okoye"].aliases == ["Okoye"]


def test_a_surname_that_two_people_share_is_joined_to_neither(parser: Parser) -> None:
    """Which Berg said it is for the desk to say."""
    text = "Anna Berg and Peter Berg run the yard. Berg said that it was closed."
    assert set(people(parser, text)) >= {"Anna Berg", "Peter Berg", "Berg"}


@pytest.mark.parametrize(
    ("text", "name", "short"),
    [
        (
            "The Council of Northern Ports (CNP) met on Monday. The CNP said that 40 ships left.",
            "Council of Northern Ports",
            "CNP",
        ),
        (
            "The Harbour Workers Union met. The Harbour Worker Union said that it would strike.",
            "Harbour Workers Union",
            "Harbour Worker Union",
        ),
    ],
)
def test_abbreviations_and_spellings_of_one_name_are_one(
    parser: Parser, text: str, name: str, short: str
) -> None:
    """What stands in brackets after a name, or differs in a plural alone, is an alias."""
    assert short in people(parser, text)[name].aliases


def test_a_role_before_the_name_is_kept_with_its_organisation(parser: Parser) -> None:
    """The role is the document's words, and holds no name."""
    who = people(parser, "Health Secretary Alex Azar said that 12 people were ill.")["Alex Azar"]
    assert who.role == "Health Secretary"


def test_a_role_after_the_name_is_kept(parser: Parser) -> None:
    """An apposition says what somebody is."""
    found = people(parser, "Mia Holm, the union's president, said that 40 ships had left.")
    assert found["Mia Holm"].role == "the union's president"


def test_titles_are_no_part_of_a_name(parser: Parser) -> None:
    """“President Lenin Moreno” is named Lenin Moreno."""
    found = people(parser, "President Lenin Moreno and Dr. Dania Quintero spoke in Quito.")
    assert found["Lenin Moreno"].role == "President"
    assert found["Dania Quintero"].gender == "she"


def test_a_body_that_is_named_after_its_kind_is_an_organisation(parser: Parser) -> None:
    """“The anti-slavery charity Unseen” is no person."""
    found = people(parser, "According to the anti-slavery charity Unseen, 40 people were freed.")
    assert found["Unseen"].kind is ClaimantKind.ORGANISATION


def test_three_people_in_a_row_are_three_claimants(parser: Parser) -> None:
    """The second of a list is nobody's role, and nobody is lost."""
    text = "“The tests are old,” wrote Jason Dana, Mia Holm and Peter Lund in a letter to the port."
    claim = claim_with(parser, text, "tests are old")
    assert [(who.name, who.role) for who in claim.claimants] == [
        ("Jason Dana", ""),
        ("Mia Holm", ""),
        ("Peter Lund", ""),
    ]


def test_a_bracket_behind_a_name_is_closed(parser: Parser) -> None:
    """The words of a source are shown with both brackets."""
    text = "The Northern Dockers Union (NDU) said that 40 ships had left the port."
    (who,) = claim_with(parser, text, "40 ships").claimants
    assert (who.text, who.name) == (
        "The Northern Dockers Union (NDU)",
        "Northern Dockers Union",
    )
