"""Whom “he”, “they” and “the group” mean, and when that is left open."""

import json
from collections import Counter
from pathlib import Path

import pytest

from knowledge.extract.claimants import Claimants
from knowledge.extract.grid import Grid
from knowledge.extract.paragraphs import laid_out
from knowledge.extract.parsing import Parser
from knowledge.extract.people import People
from knowledge.model import Span
from knowledge.text import folded
from tests.extract.making import claim_with

GOLD = Path(__file__).parents[3] / "shared/gold/gum-news-dev.jsonl"


def names(parser: Parser, text: str, words: str) -> list[str]:
    """Return the names of the claimants of the claim that holds *words*."""
    return [who.name for who in claim_with(parser, text, words).claimants]


def test_he_is_the_man_who_spoke_last(parser: Parser) -> None:
    """A pronoun is traced to the claimant before it."""
    text = (
        "Peter Holm said that 40 ships had left the port.\n\n"
        "He added that ten more ships would follow in May."
    )
    assert names(parser, text, "ten more ships") == ["Peter Holm"]


def test_she_is_never_traced_to_a_man(parser: Parser) -> None:
    """Where nobody fits, the words stay as they are."""
    text = (
        "Peter Holm said that 40 ships had left the port.\n\n"
        "She added that ten more ships would follow in May."
    )
    claim = claim_with(parser, text, "ten more ships")
    assert [(who.text, who.name) for who in claim.claimants] == [("She", "")]


def test_he_stays_open_between_two_men(parser: Parser) -> None:
    """Two subjects after each other leave it to the desk."""
    text = (
        "Peter Holm said that 40 ships had left. John Berg left the room at noon. "
        "He added that ten more ships would follow in May."
    )
    assert names(parser, text, "ten more ships") == [""]


def test_the_organisations_are_the_two_that_spoke(parser: Parser) -> None:
    """A plural takes up several claimants at once, each with its name's place."""
    text = (
        "A report by the Northern Ports Council and the Harbour Workers Union found that 40 ships "
        "had left the port.\n\nThe organizations said that ten more ships would follow."
    )
    found = claim_with(parser, text, "ten more ships").claimants
    assert [who.name for who in found] == ["Northern Ports Council", "Harbour Workers Union"]
    assert all(who.resolved and who.text == "The organizations" for who in found)


def test_the_group_is_the_organisation_that_spoke_last(parser: Parser) -> None:
    """A definite description of a body is traced to one."""
    text = (
        "The Harbour Workers Union said that 40 ships had left the port.\n\n"
        "The group said that ten more ships would follow."
    )
    assert names(parser, text, "ten more ships") == ["Harbour Workers Union"]


def test_officials_have_no_name(parser: Parser) -> None:
    """Who is not named is described in the document's words."""
    text = "Officials said on Monday that 40 ships had left the port of Alsund."
    found = claim_with(parser, text, "40 ships").claimants
    assert [(who.text, who.name) for who in found] == [("Officials", "")]


def test_whoever_made_a_report_is_its_claimant(parser: Parser) -> None:
    """A report says nothing of itself: its makers do."""
    text = "A study by the Northern Ports Council found that 40 ships had left the port."
    assert names(parser, text, "40 ships") == ["Northern Ports Council"]


@pytest.mark.shared
@pytest.mark.skipif(not GOLD.is_file(), reason="the labelled articles are not here")
def test_sources_are_traced_in_wikinews_and_rarely_to_the_wrong_one(parser: Parser) -> None:
    """Over gold sources that are not the full name: two thirds traced right, one in 20 wrong."""
    seen: Counter[str] = Counter()
    for line in GOLD.read_text("utf-8").splitlines():
        article = json.loads(line)
        text = article["text"]
        grid = Grid(parser.parse(text, laid_out(text)))
        claimants = Claimants(grid, People(grid))
        for each in sorted(article["attributions"], key=lambda a: a["source"][:1]):
            if not each["source"] or not each.get("speaker"):
                continue
            source = tuple(Span(*place) for place in each["source"])
            found = claimants.of(source)
            gold = _words(each["speaker"])
            if _words(text[source[0].start : source[0].end]) >= gold:
                continue
            given = [_words(who.name) for who in found if who.name]
            right = any(name <= gold or gold <= name for name in given)
            seen["right" if right else "wrong" if given else "open"] += 1
    assert seen["right"] >= 28
    assert seen["wrong"] <= 2


def _words(name: str) -> frozenset[str]:
    return frozenset(folded(name).split("-")) - {"the", "a"}


@pytest.mark.parametrize("noun", ["company", "union", "ministry", "newspaper"])
def test_a_noun_that_does_not_fit_a_body_is_not_taken_for_it(parser: Parser, noun: str) -> None:
    """A police federation is no company, whoever spoke last; who is meant is left open."""
    text = (
        "The Alsund Police Federation said that 40 officers had left the town.\n\n"
        f"The {noun} said that 12 gates were open."
    )
    claim = claim_with(parser, text, "12 gates")
    assert [(who.text, who.name) for who in claim.claimants] == [(f"The {noun}", "")]


def test_a_noun_beside_a_name_may_take_it_up(parser: Parser) -> None:
    """“The charity” is the charity Unseen."""
    text = (
        "The anti-slavery charity Unseen said that 40 people had called in May.\n\n"
        "The charity said that 12 calls came from the port."
    )
    assert names(parser, text, "12 calls") == ["Unseen"]


def test_a_lawsuit_is_that_of_who_filed_it(parser: Parser) -> None:
    """“A lawsuit filed by Mia Holm” is hers, and so is “the lawsuit” after it."""
    text = (
        "A lawsuit filed by Mia Holm says the firm hid 12 injuries.\n\n"
        "The lawsuit says that 40 dockers were hurt."
    )
    assert names(parser, text, "40 dockers") == ["Mia Holm"]


def test_the_post_is_the_paper_that_was_named(parser: Parser) -> None:
    """A last word that says what a body is stands for its whole name after “the”."""
    text = "The Alsund Post said that 40 ships left. The Post added that 12 came back."
    assert names(parser, text, "12 came") == ["Alsund Post"]
