"""Slugs, labels and topics: they name a matter and assert nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.extract.labels import slug_and_label, topics, unique
from knowledge.extract.parsing import Parser
from knowledge.extract.strength import is_grave
from knowledge.text import is_slug
from tests.extract.making import extracted

PEOPLE = ("Luis Prat", "Ana Berg", "Peter Holm", "Rosa Noor")
DEEDS = ("murdering a guard", "fraud", "the theft of 40 ships", "bribery", "lying to the port")
_ACCUSING = {"accused", "charged", "alleged", "blamed", "denied", "said", "lied", "stole", "killed"}


def test_a_slug_is_made_of_the_matters_nouns(parser: Parser) -> None:
    """Subject and object, without figures and verbs."""
    (claim,) = extracted(
        parser, "Most doctors kept only 30 per cent of their salaries in 2018."
    ).claims
    assert (claim.slug, claim.label) == ("doctors-salaries", "Doctors: salaries")


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("deed", DEEDS)
def test_no_label_names_a_person_beside_a_wrong(parser: Parser, who: str, deed: str) -> None:
    """An accused never stands in a label with the accusation, and nobody is accused by one."""
    text = f"{who} has been accused of {deed} in Alsund. The Council said that {who} denied it."
    for claim in extracted(parser, text).claims:
        words = set(claim.slug.split("-"))
        named = words & set(who.lower().split())
        assert not words & _ACCUSING
        assert not (named and is_grave(claim.label))
        assert not (named and claim.accused)
        assert not any(letter.isdigit() for letter in claim.label)
        assert is_slug(claim.slug)


def test_slugs_of_a_document_differ(parser: Parser) -> None:
    """The same matter twice has two names, and one topic."""
    text = (
        "The port lost 40 ships in May 2018. The port lost 50 ships in June 2018. "
        "The port lost 60 ships in July 2018."
    )
    found = extracted(parser, text).claims
    assert len({claim.slug for claim in found}) == 3
    assert len({claim.topic for claim in found}) == 1


def test_a_slug_is_told_from_another_by_a_word_and_not_by_a_number(parser: Parser) -> None:
    """Who says it, or what stands around it, tells two claims about one matter apart."""
    text = (
        "The port lost 40 ships, Mia Holm said. The port lost 50 ships, Luis Prat said. "
        "In Alsund the port lost 60 ships to a storm, the union said."
    )
    slugs = [claim.slug for claim in extracted(parser, text).claims]
    assert len(set(slugs)) == len(slugs) == 3
    assert not any(slug[-1].isdigit() for slug in slugs)


def test_what_is_said_gives_the_name_and_not_how_it_is_said(parser: Parser) -> None:
    """A report, its makers and the word for it stand in no label beside the matter."""
    text = "A new report by the council said that the gates were shut."
    (claim,) = extracted(parser, text).claims
    assert (claim.label, claim.topic) == ("Gates", "Gates")


def test_a_statement_without_a_matter_is_somebodys_and_filed_with_the_rest(parser: Parser) -> None:
    """“Statement by …”, under the topic that the document has, and nobody's name by a wrong."""
    text = (
        "The port lost 40 ships in May. “We resigned over it,” Mia Holm told us. "
        "“They lied to us,” she said."
    )
    port, resigned, lied = extracted(parser, text).claims
    assert (resigned.label, resigned.topic) == ("Statement by Mia Holm", port.topic)
    assert (lied.label, lied.topic) == ("Short statement", port.topic)


def test_words_of_rank_and_vagueness_are_left_out_of_names(parser: Parser) -> None:
    """“Enough dockers”, “Mayor Ana Berg”: the dockers, Ana Berg; names of two words stay whole."""
    text = "Mayor Ana Berg met enough dockers in 2018. Supreme Court nominations rose in 2018."
    first, second = extracted(parser, text).claims
    assert first.label == "Ana Berg: dockers"
    assert second.label == "Supreme Court nominations"


@given(st.lists(st.text(max_size=12), max_size=5), st.lists(st.text(max_size=12), max_size=3))
def test_whatever_the_words_the_slug_is_one(phrases: list[str], spare: list[str]) -> None:
    """Odd letters make no odd slug, and it has two to five words."""
    slug, label = slug_and_label(phrases, spare)
    assert is_slug(slug)
    assert 1 <= slug.count("-") <= 4
    assert label


@given(st.sets(st.sampled_from(["port-ships", "port-ships-2", "port-ships-crews"])))
def test_a_taken_slug_is_not_given_again(taken: set[str]) -> None:
    """The store can ask for one that is free."""
    found = unique("port-ships", taken, ["crews"])
    assert found not in taken
    assert is_slug(found)


def test_claims_about_the_same_thing_share_a_topic() -> None:
    """The head of a phrase in the singular is what they share."""
    assert topics([("Cuban doctors", "salaries"), ("doctor", "counties"), ("oil",)]) == (
        "Cuban doctors",
        "Cuban doctors",
        "Oil",
    )


@pytest.mark.parametrize(
    "text",
    [
        "Mia Holm said that Luis Prat killed Ana Berg.",
        "The firm’s owner, Luis Prat, stole 300 boats in 2018.",
        "Police suspect Luis Prat of fraud. Luis Prat denied any wrongdoing.",
    ],
)
def test_whoever_killed_or_stole_is_in_no_label(parser: Parser, text: str) -> None:
    """A deed that is a wrong takes the names out of the label, whoever says so."""
    found = extracted(parser, text).claims
    assert found
    for claim in found:
        assert not {"luis", "prat", "ana", "berg"}.intersection(claim.slug.split("-"))
        assert "Prat" not in claim.label + claim.topic


def test_a_word_with_a_hyphen_stands_as_the_document_has_it(parser: Parser) -> None:
    """“Ex-dockers” is one word, and what stands before a hyphen is never a label alone."""
    (claim,) = extracted(parser, "In 2018 about 40 ex-dockers left Alsund.").claims
    assert (claim.slug, claim.label) == ("ex-dockers-alsund", "Ex-dockers: Alsund")
